"""Due dates: each row of the acceptance table about clocks, and what a date can say about itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.law import clocks, statute
from lutra.law.calendars import SIX_DAYS, LocalHoliday, calendar
from lutra.law.clocks import UnknownRule, chain, due, legal_day, recounted, rule, ruler, rules, warn_on
from lutra.law.errors import NotInForce

WITA = "Asia/Makassar"
EVERY_RULE = [one.name for one in rules() if one.in_force_until is None]
COUNTED_IN_DAYS = [name for name in EVERY_RULE if rule(name).unit == "working_day"]
since_the_laws_stand = st.dates(date(2022, 10, 17), date(2026, 12, 31))


def ends(names: list[str], start: date) -> list[str]:
    return [found.due.isoformat() for found in chain(names, start)]


@pytest.mark.law("C01")
def test_a_request_is_answered_within_ten_working_days():
    found = due("request.reply", date(2020, 3, 2))
    assert found.due == date(2020, 3, 16)
    assert found.clause == "Pasal 22 ayat (7) UU 14/2008"
    assert found.clause_id == "uu-14-2008/22/7"
    assert not found.provisional


@pytest.mark.law("C02")
def test_the_extension_runs_from_the_old_deadline_and_skips_nyepi():
    assert ends(["request.reply", "request.extension"], date(2020, 3, 2)) == ["2020-03-16", "2020-03-26"]


@pytest.mark.law("C03")
def test_the_extension_is_the_clause_that_asks_for_a_written_reason():
    assert rule("request.extension").clause == "uu-14-2008/22/8"
    assert "alasan tertulis" in statute.clause("uu-14-2008/22/8").summary.id


@pytest.mark.law("C04")
def test_only_one_rule_of_the_book_extends_the_reply():
    assert [one.name for one in rules() if one.clause == "uu-14-2008/22/8"] == ["request.extension"]


@pytest.mark.law("C05")
def test_the_last_day_lasts_until_midnight_in_the_governments_zone():
    last = due("request.reply", date(2020, 3, 2)).due
    wita = timezone(timedelta(hours=8))
    assert legal_day(datetime(2020, 3, 16, 23, 59, tzinfo=wita), WITA) <= last
    assert legal_day(datetime(2020, 3, 17, 0, 0, tzinfo=wita), WITA) > last


@pytest.mark.law("C06")
@pytest.mark.parametrize(("filed", "answered"), [(4, 18), (5, 18), (6, 18), (7, 21)])
def test_day_one_is_the_next_working_day_whatever_day_it_was_filed(filed, answered):
    assert due("request.reply", date(2026, 9, filed)).due == date(2026, 9, answered)


@pytest.mark.law("C07")
def test_the_stricter_reading_warns_a_day_early_and_never_becomes_the_due_date():
    assert warn_on(date(2020, 3, 2), "request.reply") == date(2020, 3, 13)
    assert due("request.reply", date(2020, 3, 2)).due == date(2020, 3, 16)
    assert warn_on(date(2020, 3, 16), "objection.file") == due("objection.file", date(2020, 3, 16)).due


@pytest.mark.law("C08")
def test_joint_leave_stops_the_reply_clock():
    assert due("request.reply", date(2026, 3, 11)).due == date(2026, 4, 1)
    counting = calendar(joint_leave_is_workday=True)
    assert due("request.reply", date(2026, 3, 11), calendar=counting).due == date(2026, 3, 26)


@pytest.mark.law("C09")
def test_ten_then_seven_working_days_are_seventeen():
    assert ends(["request.reply", "request.extension"], date(2026, 3, 11))[-1] == "2026-04-13"
    assert calendar().add(date(2026, 3, 11), 17) == date(2026, 4, 13)


@pytest.mark.law("C10")
def test_a_due_date_names_the_version_of_the_calendar_it_stands_on():
    before = due("request.reply", date(2025, 8, 6), calendar=calendar(as_known_on=date(2025, 8, 6)))
    after = due("request.reply", date(2025, 8, 6))
    assert (before.due, after.due) == (date(2025, 8, 20), date(2025, 8, 21))
    assert before.calendar_version != after.calendar_version


@pytest.mark.law("C11")
def test_counting_anew_may_shorten_the_offices_term_and_keeps_both_dates():
    old = due("objection.reply", date(2020, 11, 20), calendar=calendar(as_known_on=date(2020, 11, 27)))
    new = recounted(old, calendar=calendar(as_known_on=date(2020, 12, 1)))
    assert (old.due, new.due) == (date(2021, 1, 13), date(2021, 1, 8))


@pytest.mark.law("C11")
def test_counting_anew_never_shortens_an_applicants_term():
    old = due("objection.file", date(2020, 11, 20), calendar=calendar(as_known_on=date(2020, 11, 27)))
    assert recounted(old, calendar=calendar()).due == date(2021, 1, 13)
    early = due("objection.file", date(2020, 11, 20), calendar=calendar(as_known_on=date(2020, 11, 20)))
    assert recounted(early, calendar=calendar(as_known_on=date(2020, 11, 27))).due == date(2021, 1, 13)


@pytest.mark.law("C12")
def test_a_term_that_reaches_an_undecreed_year_is_provisional():
    found = due("request.reply", date(2026, 12, 19))
    assert found.provisional is True
    assert found.due == date(2027, 1, 5)
    assert "2027=undecreed" in found.calendar_version
    notes = [step for step in found.explanation if step.kind == "note"]
    assert [step.date for step in notes] == [date(2027, 1, 1)]
    assert "2027" in notes[0].label.id


@pytest.mark.law("C12")
def test_before_the_book_a_date_is_provisional_and_says_the_book_starts_in_2020():
    found = due("request.reply", date(2019, 6, 3))
    assert found.provisional
    assert any(step.kind == "note" and "2020" in step.label.id for step in found.explanation)


@pytest.mark.law("C12")
def test_the_year_of_the_starting_day_alone_does_not_make_a_date_provisional():
    found = due("request.reply", date(2019, 12, 31))
    assert not found.provisional
    assert found.calendar_version == "2020=skb-744-2020+keppres-22-2020"


@pytest.mark.law("C13")
def test_the_voting_day_of_2024_moves_a_due_date():
    assert due("request.reply", date(2024, 2, 5)).due == date(2024, 2, 22)


@pytest.mark.law("C14")
def test_an_office_with_a_six_day_week_answers_sooner():
    assert due("request.reply", date(2020, 3, 2), calendar=calendar(week=SIX_DAYS)).due == date(2020, 3, 13)


@pytest.mark.law("C15")
def test_cassation_counts_calendar_days_through_joint_leave():
    found = due("dispute.cassation", date(2026, 3, 10))
    assert found.due == date(2026, 3, 24)
    assert found.calendar_version == "gregorian"
    assert [step.count for step in found.explanation[1:]] == list(range(1, 15))


@pytest.mark.law("C16")
def test_a_breach_is_told_within_seventy_two_hours_whatever_the_calendar_says():
    assert due("breach.notice", datetime(2026, 3, 20, 21, 30)).due == datetime(2026, 3, 23, 21, 30)
    assert due("breach.notice", date(2026, 3, 20)).due == date(2026, 3, 23)


@pytest.mark.law("C17")
def test_a_moment_belongs_to_the_legal_day_of_the_governments_zone():
    assert legal_day(datetime(2026, 3, 11, 15, 30, tzinfo=UTC), WITA) == date(2026, 3, 11)
    assert legal_day(datetime(2026, 3, 11, 16, 30, tzinfo=UTC), WITA) == date(2026, 3, 12)
    assert legal_day(datetime(2026, 3, 11, 16, 30, tzinfo=UTC), "Asia/Jakarta") == date(2026, 3, 11)
    assert clocks.end_of_day(date(2026, 3, 11), WITA) == datetime(2026, 3, 11, 15, 59, 59, tzinfo=UTC)


@pytest.mark.law("C17")
def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zona waktu"):
        legal_day(datetime(2026, 3, 11, 15, 30), WITA)
    with pytest.raises(ValueError, match="legal_day"):
        due("request.reply", datetime(2026, 3, 11, 15, 30))


@pytest.mark.law("C18")
def test_a_local_holiday_moves_a_due_date_only_where_it_counts():
    layered = calendar(local=(LocalHoliday(date(2026, 3, 12), "Hari Jadi"),))
    assert due("request.reply", date(2026, 3, 11), calendar=layered).due == date(2026, 4, 2)
    assert due("request.reply", date(2026, 3, 11)).due == date(2026, 4, 1)


@pytest.mark.law("C19")
def test_six_months_end_on_the_last_day_of_a_short_month():
    assert due("catalogue.periodic", date(2025, 8, 31)).due == date(2026, 2, 28)
    assert due("catalogue.periodic", date(2023, 8, 31)).due == date(2024, 2, 29)
    assert due("catalogue.periodic", date(2025, 9, 1)).due == date(2026, 3, 1)


@pytest.mark.law("C20")
@pytest.mark.parametrize("day", [date(2025, 1, 1), date(2025, 5, 5), date(2025, 12, 31)])
def test_the_annual_report_is_due_on_31_march_after_the_fiscal_year(day):
    found = due("report.annual", day)
    assert found.due == date(2026, 3, 31)
    assert found.clause == "Pasal 56 PERKI 1/2021"
    assert not found.provisional


@pytest.mark.law("C20")
def test_an_older_report_stays_under_the_older_law():
    assert due("report.annual", date(2020, 12, 31)).clause == "Pasal 12 UU 14/2008"


@pytest.mark.law("O02")
def test_silence_can_be_objected_to_for_thirty_working_days():
    assert ends(["request.reply", "objection.file"], date(2020, 3, 2)) == ["2020-03-16", "2020-04-29"]
    assert ends(["objection.file"], date(2020, 3, 26)) == ["2020-05-12"]


@pytest.mark.law("O16")
def test_a_silent_superior_opens_the_way_to_the_commission():
    assert ends(["objection.reply", "dispute.file"], date(2026, 2, 2)) == ["2026-03-25", "2026-04-15"]


@pytest.mark.law("P19")
@pytest.mark.parametrize(("end", "review"), [((6, 30), (5, 11)), ((12, 31), (11, 17))])
def test_an_exemption_is_reviewed_thirty_working_days_before_its_end(end, review):
    found = due("exemption.review", date(2026, *end))
    assert found.due == date(2026, *review)
    counted = [step for step in found.explanation if step.count is not None]
    assert len(counted) == 30
    assert counted[-1].date == found.due


def test_an_unknown_rule_is_refused_with_the_rules_there_are():
    with pytest.raises(UnknownRule, match=r"request\.reply") as refusal:
        due("request.replay", date(2026, 3, 11))
    assert "request.replay" in str(refusal.value)


def test_a_rule_does_not_bind_before_its_law():
    with pytest.raises(NotInForce, match="2010-04-30"):
        due("request.reply", date(2010, 4, 29))
    with pytest.raises(NotInForce):
        rule("breach.notice", on=date(2020, 1, 1))


def test_a_rule_that_changed_has_one_record_a_period():
    assert rule("request.completeness_notice", on=date(2021, 6, 29)).clause == "uu-14-2008/22/2"
    assert (
        rule("request.completeness_notice", on=date(2021, 6, 30)).clause
        == "perki-1-2021/request-completeness"
    )
    assert rule("request.completeness_notice").clause == "perki-1-2021/request-completeness"


def test_the_promised_rules_are_all_in_the_book():
    promised = {
        "request.reply", "request.extension", "request.completeness_notice", "request.completion",
        "objection.file", "objection.reply", "dispute.file", "dispute.start", "dispute.finish",
        "exemption.review", "report.annual", "catalogue.periodic",
    }  # fmt: skip
    assert promised <= set(EVERY_RULE)


@pytest.mark.parametrize("one", rules(), ids=lambda one: f"{one.name}-{one.in_force_from}")
def test_every_rule_speaks_both_languages_and_cites_what_may_be_printed(one):
    for text in (one.label, one.begins, one.term):
        assert text.id
        assert text.en
    assert "Pasal" not in one.citation or statute.clause(one.clause).printable


def test_a_rule_on_an_unverified_clause_prints_its_law_without_an_article(monkeypatch):
    unverified = next(
        one for one in statute.clauses() if not one.printable and one.id.startswith("perki-1-2013")
    )
    doubtful = clocks.Rule(
        name="test.rule",
        label=statute.Text("a", "b"),
        quantity=1,
        unit="working_day",
        begins=statute.Text("a", "b"),
        wording="sejak",
        clause=unverified.id,
        in_force_from=date(2020, 1, 1),
        binds="office",
    )
    assert unverified.citation != "PERKI 1/2013"
    assert doubtful.citation == "PERKI 1/2013"


def test_json_holds_what_was_promised_and_the_derivation():
    full = due("request.reply", date(2026, 3, 11)).as_json()
    assert list(full) == ["rule", "from", "due", "clause", "provisional", "calendar_version", "explanation"]
    assert (full["rule"], full["from"], full["due"]) == ("request.reply", "2026-03-11", "2026-04-01")
    leave = next(line for line in full["explanation"] if line["date"] == "2026-03-18")
    assert leave == {
        "date": "2026-03-18",
        "kind": "joint_leave",
        "count": None,
        "label": {"id": "Cuti bersama Hari Suci Nyepi", "en": "Joint leave: Day of Silence (Nyepi)"},
        "decree": "SKB 1497/2/5 Tahun 2025",
    }


@given(st.sampled_from(COUNTED_IN_DAYS), since_the_laws_stand)
def test_a_derivation_names_every_day_and_counts_up_to_the_quantity(name, start):
    found = due(name, start)
    days = [step for step in found.explanation if step.kind != "note"]
    assert days[0].kind == "start"
    assert {abs((b.date - a.date).days) for a, b in pairwise(days)} == {1}
    assert [step.count for step in days if step.count] == list(range(1, found.law.quantity + 1))
    assert days[-1].date == found.due


@given(st.sampled_from(EVERY_RULE), since_the_laws_stand)
def test_a_rule_applied_twice_gives_the_same_answer_and_moves_the_right_way(name, start):
    found = due(name, start)
    assert found == due(name, start)
    assert (found.due < start) == (found.law.direction == "before")
    assert warn_on(start, name) <= found.due


@given(since_the_laws_stand)
def test_a_chain_starts_each_rule_where_the_last_one_ended(start):
    links = chain(
        ["request.reply", "request.extension", "objection.file", "objection.reply", "dispute.file"], start
    )
    assert [link.start for link in links] == [start, *(link.due for link in links[:-1])]


@pytest.mark.law("C12")
def test_what_follows_a_provisional_date_is_provisional_too():
    answered, reported = chain(["request.reply", "report.annual"], date(2026, 12, 19))
    assert answered.provisional
    assert reported.provisional
    assert not due("report.annual", date(2026, 12, 19)).provisional


# --- the ruler -----------------------------------------------------------------------------------------------------


def test_the_ruler_runs_from_receipt_to_the_flag():
    reply = due("request.reply", date(2026, 3, 11))
    cells = ruler(reply, today=date(2026, 3, 16))
    assert (cells[0].date, cells[0].kind, cells[0].count) == (date(2026, 3, 11), "start", None)
    assert cells[-1].date == reply.due
    assert [cell.date for cell in cells if cell.is_due] == [reply.due]
    assert [cell.date for cell in cells if cell.is_today] == [date(2026, 3, 16)]
    assert {cell.stretch for cell in cells} == {"reply"}
    assert [cell.count for cell in cells if cell.count] == list(range(1, 11))
    assert {cell.kind for cell in cells} == {"start", "workday", "weekend", "holiday", "joint_leave"}


def test_an_extension_is_a_second_stretch_with_a_flag_of_its_own():
    reply, extension = chain(["request.reply", "request.extension"], date(2026, 3, 11))
    cells = ruler(reply, extension=extension, today=date(2026, 3, 11))
    second = [cell for cell in cells if cell.stretch == "extension"]
    assert [cell.count for cell in second if cell.count] == list(range(1, 8))
    assert [cell.date for cell in cells if cell.is_due] == [reply.due, extension.due]


@pytest.mark.law("A17")
def test_lateness_is_counted_beyond_the_flag_up_to_the_answer():
    reply = due("request.reply", date(2020, 3, 2))
    cells = ruler(reply, today=date(2020, 5, 1), answered_on=date(2020, 3, 17))
    late = [cell for cell in cells if cell.stretch == "late"]
    assert [(cell.date, cell.count, cell.is_answered) for cell in late] == [(date(2020, 3, 17), 1, True)]


def test_an_answer_in_time_leaves_no_lateness():
    reply = due("request.reply", date(2020, 3, 2))
    cells = ruler(reply, today=date(2021, 1, 1), answered_on=date(2020, 3, 9))
    assert {cell.stretch for cell in cells} == {"reply"}
    assert [cell.date for cell in cells if cell.is_answered] == [date(2020, 3, 9)]


def test_a_very_late_ruler_is_cut_but_keeps_today_and_the_true_count():
    reply = due("request.reply", date(2020, 3, 2))
    cells = ruler(reply, today=date(2022, 3, 1), late_limit=10)
    late = [cell for cell in cells if cell.stretch == "late"]
    assert len(late) == 10
    assert late[-1].is_today
    assert late[-1].count == calendar().count(reply.due, date(2022, 3, 1))
