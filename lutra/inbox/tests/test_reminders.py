"""Reminders to officers: each thing once, one message a day, whatever slept meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from lutra.directory import actors
from lutra.directory.actors import Actor, actor_of
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody, User
from lutra.directory.roles import Role
from lutra.inbox.errors import RemindersOutOfReason
from lutra.inbox.models import Digest, OutgoingMessage, Reminder
from lutra.inbox.reminders import mails
from lutra.inbox.reminders.actions import remind_officers, set_rules, wants, wish
from lutra.inbox.sending import send_waiting
from lutra.ledger import queries as ledger
from lutra.objections import actions as objections
from lutra.objections import dispute_actions as disputes
from lutra.objections.models import Objection
from lutra.requests import actions, records
from lutra.requests.models import Request
from lutra.requests.recounting import recount_open
from lutra.testing import factories, journeys
from lutra.testing.factories import ANI, MOMENT

# Ani's request of Monday 2 March 2020 is due on Monday 16 March; three working days before is Wednesday 11 March.
SOON = date(2020, 3, 11)
WORDS = {
    "purpose": "Penelitian",
    "case_position": "Permohonan saya tidak dijawab.",
    "information": "Anggaran",
}


def at(day: date, hour: int = 1) -> datetime:
    """Some time of the morning in Masamba: nine o'clock unless told otherwise."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA", short_name="Luwu Utara")


def person(of: Government, role: str, name: str = "Budi", body: PublicBody | None = None) -> User:
    """An officer with an address."""
    user = factories.user(of, role, name=name, body=body)
    user.email = f"{user.username}@luwuutara.example"
    user.save(update_fields=["email"])
    return user


def acting(user: User) -> Actor:
    assert user.government is not None
    return actor_of(user, user.government, on=date(2020, 3, 2))


@pytest.fixture
def budi(luwu_utara: Government) -> User:
    return person(luwu_utara, Role.PPID_UTAMA)


def told(user: User) -> list[str]:
    return list(Reminder.objects.filter(user=user).order_by("pk").values_list("topic", flat=True))


def days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(count))


def test_a_request_is_reminded_of_when_it_is_near_and_again_when_it_is_late(
    luwu_utara: Government, budi: User
) -> None:
    factories.file_request(luwu_utara)
    for day in days(date(2020, 3, 2), 21):
        for hour in (0, 4, 8):
            remind_officers(now=at(day, hour))
    assert told(budi) == ["request_soon", "request_late"]
    assert [digest.on for digest in Digest.objects.order_by("on")] == [SOON, date(2020, 3, 17)]


def test_after_three_days_of_sleep_each_thing_is_told_exactly_once(
    luwu_utara: Government, budi: User
) -> None:
    """The worker was down when each of three requests became near; another system asked whether it is the day."""
    for number, day in enumerate((2, 3, 4)):
        factories.file_request(luwu_utara, at=at(date(2020, 3, day)), key=f"no-{number}")
    assert remind_officers(now=at(date(2020, 3, 10))) == 0
    assert remind_officers(now=at(date(2020, 3, 13))) == 1  # and nothing on 11 and 12 March
    assert told(budi) == ["request_soon"] * 3
    for hour in (2, 3, 6):
        assert remind_officers(now=at(date(2020, 3, 13), hour)) == 0
    assert remind_officers(now=at(date(2020, 3, 14))) == 0


def test_what_comes_up_after_the_days_digest_waits_for_the_next(luwu_utara: Government, budi: User) -> None:
    factories.file_request(luwu_utara)
    assert remind_officers(now=at(SOON)) == 1
    factories.file_request(luwu_utara, key="lagi", at=at(date(2020, 3, 2)))
    assert remind_officers(now=at(SOON, 5)) == 0
    assert remind_officers(now=at(SOON + timedelta(days=1))) == 1
    assert told(budi) == ["request_soon"] * 2
    assert Digest.objects.count() == 2


def test_a_date_that_moved_is_told_anew(luwu_utara: Government, budi: User) -> None:
    request = factories.file_request(luwu_utara)
    remind_officers(now=at(SOON))
    actions.extend(request, reason="Dihimpun.", reason_kind="not_yet_held", by=acting(budi), at=at(SOON, 2))
    assert remind_officers(now=at(date(2020, 3, 13))) == 0
    assert remind_officers(now=at(date(2020, 3, 20))) == 1
    assert told(budi) == ["request_soon", "request_soon"]


def test_a_body_hears_of_its_own_part_and_of_nothing_else(luwu_utara: Government, budi: User) -> None:
    dinkes, dispora = factories.body(luwu_utara, "dinkes"), factories.body(luwu_utara, "dispora")
    wati = person(luwu_utara, Role.PPID_PELAKSANA, "Wati", dinkes)
    dewi = person(luwu_utara, Role.PPID_PELAKSANA, "Dewi", dispora)
    request = factories.file_request(luwu_utara)
    actions.dispose(request, to=[dinkes], by=acting(budi), at=MOMENT)
    for day in days(date(2020, 3, 2), 20):
        remind_officers(now=at(day))
    assert told(wati) == ["part_soon", "part_late"]
    assert told(dewi) == []


def test_a_draft_waits_for_somebody_else_than_its_author(luwu_utara: Government, budi: User) -> None:
    dinkes = factories.body(luwu_utara, "dinkes")
    wati = person(luwu_utara, Role.PPID_PELAKSANA, "Wati", dinkes)
    head = person(luwu_utara, Role.PPID_PELAKSANA, "Hasan", dinkes)
    request = factories.file_request(luwu_utara)
    actions.dispose(request, to=[dinkes], by=acting(budi), at=MOMENT)
    actions.draft(request, text="Ada.", outcome="granted", body=dinkes, by=acting(wati), at=MOMENT)
    remind_officers(now=at(date(2020, 3, 3)))
    assert ("draft" in told(budi), "draft" in told(head), "draft" in told(wati)) == (True, True, False)


def objected(of: Government) -> Objection:
    return objections.register(
        of, by=actors.applicant(of), channel="web", grounds=["b"], answers={**ANI, **WORDS}, at=MOMENT
    )


def test_the_superior_hears_of_objections_and_the_ppid_of_his_orders(
    luwu_utara: Government, budi: User
) -> None:
    andi = person(luwu_utara, Role.SUPERIOR, "Andi")
    objection = objected(luwu_utara)
    remind_officers(now=at(objection.due_on - timedelta(days=1)))
    assert told(andi) == ["objection_soon"]
    objections.decide(
        objection,
        decision="granted",
        reason="Terbuka.",
        order="Berikan.",
        order_due_on=date(2020, 5, 5),
        by=acting(andi),
        at=at(objection.due_on),
    )
    for day in (date(2020, 5, 4), date(2020, 5, 6), date(2020, 5, 8)):
        remind_officers(now=at(day))
    assert told(budi) == ["order_soon", "order_late"]
    assert told(andi) == ["objection_soon"]


def test_a_hearing_to_which_nobody_is_sent_is_told_and_then_that_it_is_prepared(
    luwu_utara: Government,
) -> None:
    rina = person(luwu_utara, Role.DISPUTES, "Rina")
    dispute = disputes.register(
        objected(luwu_utara),
        commission="Komisi Informasi Provinsi Sulawesi Selatan",
        number="011/REG-PSI/2020",
        received_on=date(2020, 6, 1),
        registered_on=date(2020, 6, 2),
        by=acting(rina),
        at=at(date(2020, 6, 2)),
    )
    disputes.set_hearing(
        dispute,
        kind="open",
        hearing_at=at(date(2020, 7, 9), 2),
        place="Makassar",
        by=acting(rina),
        at=at(date(2020, 6, 3)),
    )
    remind_officers(now=at(date(2020, 7, 3)))
    assert "hearing_nobody" not in told(rina)
    remind_officers(now=at(date(2020, 7, 6)))
    assert told(rina)[-1] == "hearing_nobody"
    disputes.appoint(
        dispute,
        full_name="Rina",
        title="Kepala Bagian Hukum",
        power_number="180/1",
        power_on=date(2020, 7, 6),
        by=acting(rina),
        at=at(date(2020, 7, 6), 3),
    )
    remind_officers(now=at(date(2020, 7, 7)))
    remind_officers(now=at(date(2020, 7, 8)))
    assert told(rina)[-2:] == ["hearing_nobody", "hearing"]


def test_a_custodian_hears_of_the_call_and_the_one_who_asked_when_it_is_late(
    luwu_utara: Government, budi: User
) -> None:
    arsip = factories.body(luwu_utara, "arsip")
    wati = person(luwu_utara, Role.PPID_PELAKSANA, "Wati", arsip)
    request = factories.file_request(luwu_utara)
    records.call(
        request,
        custodian=arsip,
        asked_for="Peta 1999",
        due_on=date(2020, 3, 6),
        by=acting(budi),
        at=MOMENT,
    )
    for day in days(date(2020, 3, 2), 8):
        remind_officers(now=at(day))
    assert told(wati) == ["call_soon", "call_late"]
    assert told(budi) == ["call_late"]


def test_a_decree_that_moved_a_date_is_news(luwu_utara: Government, budi: User) -> None:
    request = factories.file_request(luwu_utara, at=at(date(2025, 8, 6)))
    recount_open(now=at(date(2025, 8, 7)))
    remind_officers(now=at(date(2025, 8, 7)))
    remind_officers(now=at(date(2025, 8, 8)))
    request.refresh_from_db()
    (reminder,) = Reminder.objects.filter(user=budi)
    assert (reminder.topic, reminder.on) == ("decree", request.due_on)


def test_a_kill_between_two_statements_neither_loses_nor_doubles_one(
    luwu_utara: Government, budi: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.file_request(luwu_utara)
    for place in ("Reminder.objects.bulk_create", "OutgoingMessage.objects.create"):
        with monkeypatch.context() as patch:
            patch.setattr(f"lutra.inbox.reminders.actions.{place}", _killed)
            with pytest.raises(KeyboardInterrupt):
                remind_officers(now=at(SOON))
        assert not Digest.objects.exists()
        assert not Reminder.objects.exists()
    assert remind_officers(now=at(SOON)) == 1
    assert told(budi) == ["request_soon"]


def _killed(*_args: Any, **_keywords: Any) -> None:
    raise KeyboardInterrupt


def test_nothing_goes_out_before_the_hour_nor_in_another_zone_s_morning(
    luwu_utara: Government, budi: User
) -> None:
    factories.file_request(luwu_utara)
    night = datetime(2020, 3, 10, 20, tzinfo=UTC)  # four in the morning of 11 March in Masamba
    assert remind_officers(now=night) == 0
    set_rules(luwu_utara, is_on=True, days_ahead=3, hour=4, by=acting(budi))
    assert remind_officers(now=night) == 1


def test_a_government_may_switch_it_off_or_ask_for_more_days(luwu_utara: Government, budi: User) -> None:
    factories.file_request(luwu_utara)
    set_rules(luwu_utara, is_on=False, days_ahead=3, hour=7, by=acting(budi))
    assert remind_officers(now=at(SOON)) == 0
    set_rules(luwu_utara, is_on=True, days_ahead=5, hour=7, by=acting(budi))
    assert remind_officers(now=at(date(2020, 3, 9))) == 1
    entry = ledger.entries(luwu_utara.pk, kinds=["policy.reminders_set"]).last()
    assert entry is not None
    assert entry.data["rules"]["days_ahead"] == 5
    assert entry.data["before"]["is_on"] is False


def test_rules_out_of_reason_are_refused_and_only_some_may_set_them(
    luwu_utara: Government, budi: User
) -> None:
    for wrong in ({"days_ahead": 0}, {"days_ahead": 11}, {"hour": 24}):
        with pytest.raises(RemindersOutOfReason):
            set_rules(luwu_utara, **{"is_on": True, "days_ahead": 3, "hour": 7, **wrong}, by=acting(budi))
    citra = person(luwu_utara, Role.DESK_OFFICER, "Citra")
    with pytest.raises(NotPermitted):
        set_rules(luwu_utara, is_on=True, days_ahead=3, hour=7, by=acting(citra))


def test_an_officer_may_do_without(luwu_utara: Government, budi: User) -> None:
    factories.file_request(luwu_utara)
    wish(acting(budi), is_off=True)
    assert not wants(acting(budi))
    assert remind_officers(now=at(SOON)) == 0
    wish(acting(budi), is_off=False)
    assert remind_officers(now=at(SOON, 3)) == 1


def test_whoever_left_office_or_has_no_address_is_not_written_to(luwu_utara: Government, budi: User) -> None:
    factories.file_request(luwu_utara)
    silent = factories.user(luwu_utara, Role.PPID_UTAMA, name="Tanpa surel")
    left = person(luwu_utara, Role.PPID_UTAMA, "Purna")
    left.holdings.update(ends_on=date(2020, 1, 1))
    remind_officers(now=at(SOON))
    assert set(Digest.objects.values_list("user", flat=True)) == {budi.pk}
    assert silent.pk not in Reminder.objects.values_list("user", flat=True)


def test_a_government_s_officers_hear_of_its_own_cases_alone(luwu_utara: Government, budi: User) -> None:
    luwu = factories.government("73.17")
    other = person(luwu, Role.PPID_UTAMA, "Andi")
    factories.file_request(luwu)
    remind_officers(now=at(SOON))
    assert told(budi) == []
    assert told(other) == ["request_soon"]


def test_the_message_names_cases_and_days_and_no_person(luwu_utara: Government, budi: User) -> None:
    request: Request = factories.file_request(luwu_utara)
    objected(luwu_utara)
    andi = person(luwu_utara, Role.SUPERIOR, "Andi")
    remind_officers(now=at(date(2020, 4, 29)))
    assert send_waiting(at(date(2020, 4, 29))) == 2
    bodies = [message.subject + str(message.body) for message in mail.outbox]
    assert request.reference in bodies[0]
    assert "16 Maret 2020" in bodies[0]
    assert f"/desk/permohonan/{request.pk}/" in bodies[0]
    assert [message.to for message in mail.outbox] == [[budi.email], [andi.email]]
    for private in (*ANI.values(), request.subject, request.code):
        if private != "individual":
            assert all(private not in body for body in bodies)
    assert {one.state for one in OutgoingMessage.objects.filter(kind="digest")} == {"sent"}
    assert send_waiting(at(date(2020, 4, 29), 3)) == 0


def test_every_topic_has_its_heading(luwu_utara: Government) -> None:
    digest = Digest.objects.create(
        government=luwu_utara, user=person(luwu_utara, Role.PPID_UTAMA), on=date(2020, 3, 2)
    )
    for topic in mails.TOPICS:
        Reminder.objects.create(
            government=luwu_utara,
            digest=digest,
            user=digest.user,
            topic=topic,
            key=topic,
            reference=topic,
            path="/",
        )
    body = str(mails.compose(digest).body)
    assert all(f"- {topic}" in body for topic in mails.TOPICS)


def test_a_message_that_cannot_be_sent_troubles_no_book(luwu_utara: Government, budi: User) -> None:
    factories.file_request(luwu_utara)
    remind_officers(now=at(SOON))
    User.objects.update(email="")
    before = ledger.entries(luwu_utara.pk).count()
    assert send_waiting(at(SOON)) == 0
    assert OutgoingMessage.objects.get(kind="digest").state == "failed"
    assert ledger.entries(luwu_utara.pk).count() == before


def test_a_settled_day_costs_no_more_than_its_questions(
    luwu_utara: Government, budi: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        factories.file_request(luwu_utara, key=f"k{number}")
        journeys.answered(luwu_utara, "granted", by=acting(budi), on=SOON, key=f"j{number}")
    remind_officers(now=at(SOON))
    with django_assert_max_num_queries(4):
        remind_officers(now=at(SOON, 1) + timedelta(minutes=5))
