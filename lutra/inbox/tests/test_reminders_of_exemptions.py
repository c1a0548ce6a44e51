"""Reminders of what is withheld: reviews, the team's sessions, proposed tests; and that nobody is mailed a decree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine

from lutra.catalogue.actions import make_test, return_test
from lutra.directory.actors import Actor, actor_of
from lutra.directory.models import Government, Holding, User
from lutra.directory.roles import Role
from lutra.exemptions.actions import record_exemption
from lutra.exemptions.form import ExemptionForm
from lutra.exemptions.sessions.actions import SessionForm, cancel_session, convene
from lutra.exemptions.tests.conftest import WITNESSES
from lutra.inbox.models import OutgoingMessage, Proof, Reminder
from lutra.inbox.reminders.actions import remind_officers
from lutra.ledger.followers import catch_up
from lutra.letters.models import Letter
from lutra.testing import factories

END = date(2026, 6, 30)  # looked at again by 11 May 2026 (LAW P19)
MADE = datetime(2026, 1, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(MADE, tick=False):
        yield


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA", short_name="Luwu Utara")


def person(of: Government, role: str, **more: Any) -> User:
    user = factories.user(of, role, **more)
    user.email = f"{user.username}@luwuutara.example"
    user.save(update_fields=["email"])
    return user


def acting(user: User) -> Actor:
    assert user.government is not None
    return actor_of(user, user.government, on=date(2026, 1, 5))


def told(user: User) -> list[tuple[str, str]]:
    return list(Reminder.objects.filter(user=user).order_by("pk").values_list("topic", "path"))


@pytest.mark.law("P19")
def test_a_review_is_told_when_it_is_near_and_again_when_it_is_late(luwu_utara: Government) -> None:
    body = factories.body(luwu_utara, "inspektorat")
    budi = person(luwu_utara, Role.PPID_UTAMA)
    own = person(luwu_utara, Role.PPID_PELAKSANA, body=body)
    other = person(luwu_utara, Role.PPID_PELAKSANA, body=factories.body(luwu_utara, "lain"), name="Citra")
    row = factories.exemption(body, on=date(2026, 1, 5), ends_on=END)
    for day in (date(2026, 4, 1), date(2026, 5, 8), date(2026, 5, 9), date(2026, 5, 11), date(2026, 5, 12)):
        remind_officers(now=at(day))
    wanted = [("exemption_soon", f"/desk/dik/{row.pk}/"), ("exemption_late", f"/desk/dik/{row.pk}/")]
    assert (told(budi), told(own), told(other)) == (wanted, wanted, [])


@pytest.mark.law("P19")
def test_a_clock_that_slept_tells_of_the_review_once(luwu_utara: Government) -> None:
    budi = person(luwu_utara, Role.PPID_UTAMA)
    factories.exemption(factories.body(luwu_utara), on=date(2026, 1, 5), ends_on=END)
    for day in (date(2026, 5, 20), date(2026, 5, 21), date(2026, 7, 1)):
        remind_officers(now=at(day))
    assert [topic for topic, _path in told(budi)] == ["exemption_late"]


def test_a_session_is_told_before_its_day_and_until_it_is_closed(luwu_utara: Government) -> None:
    budi, member = person(luwu_utara, Role.PPID_UTAMA), person(luwu_utara, Role.CONSIDERATIONS_TEAM)
    test = make_test(luwu_utara, form=WITNESSES, by=acting(budi), at=MADE)
    form = SessionForm(date(2026, 1, 21), time(9), "Aula", member.pk, [test])
    session = convene(luwu_utara, form=form, by=acting(budi), at=MADE)
    for day in (date(2026, 1, 6), date(2026, 1, 20), date(2026, 1, 22), date(2026, 1, 23)):
        remind_officers(now=at(day))
    path = f"/desk/dik/sidang/{session.pk}/"
    assert told(member) == [("session", path), ("session_open", path)]
    cancel_session(session, reason="Tidak kuorum.", by=acting(budi), at=MADE)


@pytest.mark.law("G05")
def test_a_proposal_is_told_to_its_approver_and_a_returned_one_to_its_maker(luwu_utara: Government) -> None:
    body = factories.body(luwu_utara, "inspektorat")
    own = person(luwu_utara, Role.PPID_PELAKSANA, body=body)
    budi, sari = person(luwu_utara, Role.PPID_UTAMA), person(luwu_utara, Role.SUPERIOR, name="Sari")
    test = make_test(luwu_utara, form=WITNESSES, by=acting(own), at=MADE)
    remind_officers(now=at(date(2026, 1, 6)))
    return_test(test, reason="Sebut pasalnya.", by=acting(budi), at=MADE)
    remind_officers(now=at(date(2026, 1, 7)))
    path = f"/desk/uji/{test.pk}/"
    assert (told(sari), told(own), told(budi)) == ([("test", path)], [("test_returned", path)], [])


def test_nobody_is_written_to_about_a_decree(luwu_utara: Government, settings: Any) -> None:
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters", "lutra.inbox.followers.notices"]
    budi = acting(person(luwu_utara, Role.PPID_UTAMA))
    form = ExemptionForm(
        test=factories.standing_test(luwu_utara, on=date(2026, 1, 2), ends_on=END),
        body=factories.body(luwu_utara),
        decree_date=date(2026, 1, 5),
        place="Masamba",
        signatory=Holding.objects.get(user_id=budi.user_id),
    )
    record_exemption(luwu_utara, form=form, by=budi, at=MADE)
    catch_up()
    catch_up()
    assert Letter.objects.get().kind == "decree"
    assert not Proof.objects.exists()
    assert not OutgoingMessage.objects.exists()
