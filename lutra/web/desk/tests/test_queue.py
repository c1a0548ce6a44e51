"""The queue shows what the law needs next, to those who may see it, at a cost that does not grow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lutra.directory.calendars import calendar_of, today
from lutra.requests import actions
from lutra.testing.factories import GRANTED
from lutra.web import tenancy
from lutra.web.desk import queue
from lutra.web.desk.queue import Filters
from lutra.web.desk.tests.conftest import FILED, NOW, Office


def text(response: Any) -> str:
    return response.content.decode()


def nine(day: date) -> datetime:
    """Nine in the morning in Masamba."""
    return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)


def test_the_groups_stand_in_the_order_in_which_the_law_needs_them(office: Office) -> None:
    late = office.filed(at=FILED - timedelta(days=30), subject="Yang terlambat")
    calendar, on = calendar_of(office.government), today(office.government)
    due_today = office.filed(at=nine(calendar.back(on, 10)), subject="Yang hari ini")
    soon = office.filed(at=nine(calendar.back(calendar.add(on, 2), 10)), subject="Yang segera")
    running = office.filed(subject="Yang berjalan")
    page = queue.page(
        office.actor(office.ppid),
        office.government,
        group="open",
        filters=Filters(),
        cursor="",
        on=today(office.government),
    )
    shown = [(section.group, [row.request.pk for row in section.rows]) for section in page.sections]
    assert shown == [
        ("late", [late.pk]),
        ("today", [due_today.pk]),
        ("soon", [soon.pk]),
        ("running", [running.pk]),
    ]


def test_what_was_answered_waits_for_its_delivery_and_then_for_closing(office: Office) -> None:
    case = office.filed()
    actions.decide(case, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)
    ppid = office.browser(office.ppid)
    assert case.subject in text(ppid.get("/desk/?group=to_deliver"))
    actions.deliver(
        case, channel="pickup", what="notice", evidence="Diterima Ani", by=office.actor(office.desk)
    )
    assert case.subject not in text(ppid.get("/desk/?group=to_deliver"))
    assert case.subject in text(ppid.get("/desk/?group=to_close"))


def test_each_group_is_counted(office: Office) -> None:
    for _ in range(3):
        office.filed()
    office.filed(at=FILED - timedelta(days=30))
    found = queue.counts(
        office.actor(office.ppid), office.government, filters=Filters(), on=today(office.government)
    )
    assert (found["late"], found["running"], found["open"]) == (1, 3, 4)


def test_a_count_stops_at_its_bound(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "COUNT_UP_TO", 2)
    for _ in range(4):
        office.filed()
    found = queue.counts(
        office.actor(office.ppid), office.government, filters=Filters(), on=today(office.government)
    )
    assert found["running"] == 2


@pytest.mark.parametrize("group", ["open", "running", "all"])
def test_pages_follow_each_other_without_gap_or_repetition(
    office: Office, monkeypatch: pytest.MonkeyPatch, group: str
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    expected = {office.filed().pk for _ in range(5)}
    if group != "running":
        case = office.filed()
        actions.decide(case, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)
        expected.add(case.pk)
    seen: list[int] = []
    cursor = ""
    for _ in range(4):
        page = queue.page(
            office.actor(office.ppid),
            office.government,
            group=group,
            filters=Filters(),
            cursor=cursor,
            on=today(office.government),
        )
        seen += [row.request.pk for section in page.sections for row in section.rows]
        cursor = page.following
        if not cursor:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == expected


def test_the_group_of_what_waits_for_delivery_can_be_paged(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 1)
    for _ in range(2):
        actions.decide(
            office.filed(), outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW
        )
    asked = {"group": "to_deliver", "filters": Filters(), "on": today(office.government)}
    first = queue.page(office.actor(office.ppid), office.government, cursor="", **asked)
    second = queue.page(office.actor(office.ppid), office.government, cursor=first.following, **asked)
    assert first.sections[0].rows[0].request != second.sections[0].rows[0].request


@pytest.mark.parametrize(
    "cursor", ["x", "0.2026-99-99.1", "9.2026-03-03.1", "1.2.3.4", "-1", "0.2026-03-03.x", "²", "9" * 5000]
)
def test_a_cursor_that_nobody_gave_out_does_no_harm(office: Office, cursor: str) -> None:
    office.filed()
    ppid = office.browser(office.ppid)
    for group in ("open", "all"):
        assert ppid.get("/desk/", {"group": group, "sesudah": cursor}).status_code == 200


@pytest.mark.parametrize("typed", ["1", "0001", "1/2026", "0001/PPID/G7322/2026", "realisasi"])
def test_a_request_is_found_by_number_reference_and_words(office: Office, typed: str) -> None:
    wanted = office.filed()
    other = office.filed(subject="Daftar penerima bantuan")
    found = text(office.browser(office.ppid).get("/desk/", {"q": typed}))
    assert wanted.reference in found
    assert other.reference not in found


def test_a_request_is_found_by_the_beginning_of_its_tracking_code(office: Office) -> None:
    wanted, other = office.filed(), office.filed(subject="Lain")
    found = text(office.browser(office.ppid).get("/desk/", {"q": wanted.code[:8].lower()}))
    assert wanted.reference in found
    assert other.reference not in found


@pytest.mark.parametrize("typed", ["²", "9" * 20, "/", "//2026", "%", "_", "42/abcd", "0042/PPID/X/99999"])
def test_odd_words_find_nothing_and_break_nothing(office: Office, typed: str) -> None:
    case = office.filed()
    answer = office.browser(office.ppid).get("/desk/", {"q": typed})
    assert answer.status_code == 200
    assert case.reference not in text(answer)


def test_words_are_looked_for_among_the_newest_only(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "SEARCH_IN", 2)
    old, *newer = (office.filed() for _ in range(3))
    page = text(office.browser(office.ppid).get("/desk/", {"q": "realisasi"}))
    assert all(case.reference in page for case in newer)
    assert old.reference not in page
    assert old.reference in text(office.browser(office.ppid).get("/desk/", {"q": str(old.number)}))


def test_who_may_not_know_the_applicant_cannot_look_for_his_code(office: Office) -> None:
    case = office.handed_over()
    assert case.reference not in text(office.browser(office.budi).get("/desk/", {"q": case.code}))


def test_filters_narrow_and_stay_in_the_address(office: Office) -> None:
    office.handed_over(subject="Milik kesehatan")
    office.filed(subject="Belum dibagi")
    answer = text(office.browser(office.ppid).get("/desk/", {"body": office.health.pk, "channel": "web"}))
    assert "Milik kesehatan" in answer
    assert "Belum dibagi" not in answer
    assert f"body={office.health.pk}&amp;channel=web" in answer


@pytest.mark.parametrize(
    "wrong", ["body=999999", "year=abc", "stage=nowhere", "clock=x", "group=nothing", "q=%00"]
)
def test_a_wrong_filter_breaks_nothing(office: Office, wrong: str) -> None:
    office.filed()
    assert office.browser(office.ppid).get(f"/desk/?{wrong}").status_code == 200


def test_lateness_is_a_filter_over_answered_and_unanswered(office: Office) -> None:
    late, kept = office.filed(at=FILED - timedelta(days=30)), office.filed()
    answered = office.filed(at=FILED - timedelta(days=30))
    actions.decide(answered, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)
    found = text(office.browser(office.ppid).get("/desk/", {"clock": "late"}))
    assert late.reference in found
    assert answered.reference in found
    assert kept.reference not in found


def test_an_empty_queue_says_so(office: Office) -> None:
    assert "Tidak ada yang menunggu" in text(office.browser(office.ppid).get("/desk/"))


def test_budi_sees_only_what_was_handed_to_his_office_with_its_sub_deadline(office: Office) -> None:
    handed = office.handed_over(subject="Untuk kesehatan")
    office.filed(subject="Bukan untuknya")
    mine = text(office.browser(office.budi).get("/desk/"))
    assert handed.reference in mine
    assert "Bukan untuknya" not in mine
    assert "bagian Anda:" in mine
    assert handed.reference not in text(office.browser(office.wati).get("/desk/"))


def test_citra_sees_no_request_but_is_told_what_she_may_open(office: Office) -> None:
    case = office.filed()
    answer = office.browser(office.citra).get("/desk/")
    assert answer.status_code == 200
    assert case.subject not in text(answer)
    assert "/desk/angka/" in text(answer)


def test_an_officer_of_another_government_has_no_right_here(office: Office, neighbour: Office) -> None:
    office.filed()
    assert office.browser(neighbour.ppid).get("/desk/").status_code == 403


def test_whoever_has_not_signed_in_is_asked_to(office: Office) -> None:
    answer = office.browser().get("/desk/?group=late")
    assert answer.status_code == 302
    assert answer["Location"] == "/akun/login/?next=/desk/%3Fgroup%3Dlate"


def test_a_page_of_the_queue_asks_the_database_thirteen_times_however_long_it_is(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tenancy, "HOSTS_LIVE", 60)
    monkeypatch.setattr(tenancy, "hosts", tenancy._Hosts())
    browser = office.browser(office.ppid)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get("/desk/").status_code == 200
        return len(queries)

    office.handed_over()
    asked()  # the first page of a process also reads the hosts
    few = asked()
    for _ in range(12):
        office.handed_over()
    assert asked() == few
    # One of them for the orders that wait for the PPID, one for what is incomplete, three for what repeats.
    assert few <= 13


def test_the_queue_works_without_a_script(office: Office) -> None:
    office.filed()
    page = text(office.browser(office.ppid).get("/desk/"))
    assert 'method="get"' in page
    assert "onclick" not in page
    assert "<script>" not in page


def test_everybody_finds_the_cases_at_which_it_is_his_turn(office: Office) -> None:
    fresh = office.filed(subject="Baru masuk")
    handed = office.handed_over(subject="Sudah diteruskan")
    decided = office.filed(subject="Sudah diputuskan")
    actions.decide(decided, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)

    def turn_of(user: Any) -> list[int]:
        page = queue.page(
            office.actor(user), office.government, group="mine", filters=Filters(), cursor="", on=NOW.date()
        )
        return [row.request.pk for section in page.sections for row in section.rows]

    assert turn_of(office.ppid) == [fresh.pk]
    assert turn_of(office.budi) == [handed.pk]
    assert turn_of(office.desk) == [decided.pk]
    assert turn_of(office.superior) == []
    assert turn_of(office.wati) == []


def test_the_turn_is_counted_for_those_who_have_one(office: Office) -> None:
    office.filed()
    count = queue.counts(office.actor(office.ppid), office.government, filters=Filters(), on=NOW.date())
    assert (count["mine"], count["open"]) == (1, 1)
    watching = queue.counts(
        office.actor(office.superior), office.government, filters=Filters(), on=NOW.date()
    )
    assert "mine" not in watching
    assert "Giliran Anda" not in text(office.browser(office.superior).get("/desk/"))


def test_an_officer_of_one_body_reads_whose_cases_these_are(office: Office) -> None:
    office.handed_over()
    assert office.health.name in text(office.browser(office.budi).get("/desk/"))


@pytest.mark.parametrize("group", ["open", "mine", "running", "all"])
def test_the_newest_may_come_first_page_by_page(
    office: Office, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "PAGE", 2)
    cases = [office.filed(subject=f"Permohonan {number}").pk for number in range(3)]
    seen, cursor = [], ""
    while True:
        page = queue.page(
            office.actor(office.ppid),
            office.government,
            group=group,
            filters=Filters(newest_first=True),
            cursor=cursor,
            on=NOW.date(),
        )
        seen += [row.request.pk for section in page.sections for row in section.rows]
        if not (cursor := page.following):
            break
    assert seen == cases[::-1]
