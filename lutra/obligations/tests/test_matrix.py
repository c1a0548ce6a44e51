"""Who has published what, and what is left to do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lutra.catalogue.items.deeds import withdraw_item
from lutra.catalogue.models import Delivery
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.obligations import officials, packages, programmes, sops, statements
from lutra.obligations.due_days import as_calendar, by_month, due_days
from lutra.obligations.errors import Lacking, ObligationNotNow
from lutra.obligations.gaps import gaps
from lutra.obligations.matrix import matrix, owed
from lutra.obligations.packages import PackageForm
from lutra.obligations.tests.conftest import NOW, TODAY, Publish
from lutra.testing import people

PROGRAMME = {
    "name": "Pencegahan stunting",
    "responsible": "Kepala Bidang Kesehatan Masyarakat",
    "target": "Prevalensi 18 persen",
    "schedule": "Januari sampai Desember 2026",
    "budget_source": "APBD",
    "budget_amount": "Rp1.250.000.000",
}


def state_of(lutra: Government, body: PublicBody | None, code: str, *, on: date = TODAY) -> str:
    return matrix(lutra, on=on).cells[body.pk if body else None, code].state


def fill_all(publish: Publish, body: PublicBody, budi: Actor, *, but: str) -> None:
    for one in statute.obligations(kind="periodic"):
        if one.code != but:
            codes = [one.code, *([one.mark.code] if one.mark else [])]
            publish(body, *codes)


@pytest.mark.law("P02")
def test_a_body_with_ten_heads_filled_has_ten_of_eleven(
    lutra: Government, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    fill_all(publish, dinkes, budi, but="periodic.k")
    found = matrix(lutra, on=TODAY)
    assert found.score(dinkes.pk, kind="periodic") == (10, 11)
    assert [gap.obligation.letter for gap in gaps(found, kind="periodic", bodies=[dinkes.pk])] == ["k"]


@pytest.mark.law("P02")
def test_the_whole_government_meets_a_head_when_each_body_does(
    lutra: Government, dinkes: PublicBody, bpbd: PublicBody, publish: Publish
) -> None:
    def whole() -> Any:
        return next(one for one in matrix(lutra, on=TODAY).summaries() if one.obligation.code == "periodic.c")

    publish(dinkes, "periodic.c")
    assert (whole().met, whole().owing, whole().state, whole().percent) == (1, 2, "incomplete", 50)
    publish(bpbd, "periodic.c.report")
    assert whole().state == "fulfilled"


def test_a_head_ticks_itself_when_an_item_is_published_and_unticks_when_it_is_withdrawn(
    lutra: Government, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    assert state_of(lutra, dinkes, "periodic.j") == "missing"
    item = publish(dinkes, "periodic.j")
    assert state_of(lutra, dinkes, "periodic.j") == "fulfilled"
    withdraw_item(item, reason="Keliru unggah.", by=budi, at=NOW)
    assert state_of(lutra, dinkes, "periodic.j") == "missing"


def test_parts_that_lack_are_named(lutra: Government, dinkes: PublicBody, publish: Publish) -> None:
    publish(dinkes, "periodic.k.warning")
    cell = matrix(lutra, on=TODAY).cells[dinkes.pk, "periodic.k"]
    assert cell.state == "incomplete"
    assert [part.code for part in cell.lacking] == ["periodic.k.evacuation"]


def test_periodic_information_falls_overdue_the_day_after_its_six_months(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    publish(dinkes, "periodic.j", updated_on=date(2025, 8, 31))
    assert state_of(lutra, dinkes, "periodic.j", on=date(2026, 2, 28)) == "fulfilled"
    cell = matrix(lutra, on=date(2026, 3, 1)).cells[dinkes.pk, "periodic.j"]
    assert (cell.state, cell.since) == ("overdue", date(2026, 3, 1))


def test_the_newest_of_two_items_on_the_same_part_counts(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    publish(dinkes, "periodic.j", updated_on=date(2024, 1, 1))
    publish(dinkes, "periodic.j", updated_on=date(2026, 1, 1))
    assert state_of(lutra, dinkes, "periodic.j") == "fulfilled"


def test_any_time_information_never_falls_overdue(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    publish(dinkes, "any_time.h", updated_on=date(2022, 1, 1))
    assert state_of(lutra, dinkes, "any_time.h") == "fulfilled"


@pytest.mark.law("P03")
@pytest.mark.parametrize("left_out", [key for key in PROGRAMME if key != "name"])
def test_a_programme_that_lacks_a_field_is_incomplete(
    left_out: str, lutra: Government, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    publish(dinkes, "periodic.b")
    assert state_of(lutra, dinkes, "periodic.b") == "fulfilled"
    answers = {key: text for key, text in PROGRAMME.items() if key != left_out}
    made = programmes.enter(dinkes, year=2026, answers=answers, by=budi, at=NOW)
    assert state_of(lutra, dinkes, "periodic.b") == "incomplete"
    programmes.change(made, year=2026, answers=PROGRAMME, by=budi, at=NOW)
    assert state_of(lutra, dinkes, "periodic.b") == "fulfilled"


def test_a_programme_needs_a_name(dinkes: PublicBody, budi: Actor) -> None:
    with pytest.raises(Lacking, match="nama program"):
        programmes.enter(dinkes, year=2026, answers={"target": "x"}, by=budi, at=NOW)


def test_a_programme_that_ended_counts_no_more(lutra: Government, dinkes: PublicBody, budi: Actor) -> None:
    made = programmes.enter(dinkes, year=2025, answers={"name": "Lama"}, by=budi, at=NOW)
    programmes.end(made, by=budi, at=NOW)
    assert state_of(lutra, dinkes, "periodic.b") == "missing"
    with pytest.raises(ObligationNotNow):
        programmes.end(made, by=budi, at=NOW)


@pytest.mark.law("P04")
def test_a_financial_report_that_is_not_audited_does_not_count(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    parts = [f"periodic.d.{part}" for part in ("realisation", "balance", "cash", "assets")]
    publish(dinkes, *parts)
    cell = matrix(lutra, on=TODAY).cells[dinkes.pk, "periodic.d"]
    assert (cell.state, cell.unmarked) == ("missing", 1)
    publish(dinkes, *parts[:3], "periodic.d.audited")
    cell = matrix(lutra, on=TODAY).cells[dinkes.pk, "periodic.d"]
    assert cell.state == "incomplete"
    assert [part.code for part in cell.lacking] == ["periodic.d.assets"]
    publish(dinkes, parts[3], "periodic.d.audited")
    assert state_of(lutra, dinkes, "periodic.d") == "fulfilled"


@pytest.mark.law("P05")
def test_an_official_without_a_link_is_a_gap(
    lutra: Government, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    publish(dinkes, "periodic.a")
    made = officials.enter(dinkes, name="Andi Baso", office="Kepala Dinas", by=budi, at=NOW)
    cell = matrix(lutra, on=TODAY).cells[dinkes.pk, "periodic.a"]
    assert cell.state == "incomplete"
    assert [part.code for part in cell.lacking] == ["periodic.a.wealth"]
    assert list(officials.without_report(lutra)) == [made]
    (gap,) = [
        gap
        for gap in gaps(matrix(lutra, on=TODAY))
        if gap.obligation.code == "periodic.a" and gap.body == dinkes
    ]
    assert gap.steps == ("officials",)
    officials.report(
        made, year=2025, reported_on=date(2026, 2, 1), url="https://elhkpn.example.go.id/1", by=budi, at=NOW
    )
    assert state_of(lutra, dinkes, "periodic.a") == "fulfilled"
    assert not officials.without_report(lutra).exists()


@pytest.mark.law("P05")
def test_a_wealth_report_needs_an_address_and_a_day_that_has_come(dinkes: PublicBody, budi: Actor) -> None:
    made = officials.enter(dinkes, name="Andi Baso", office="Kepala Dinas", by=budi, at=NOW)
    with pytest.raises(Lacking) as refused:
        officials.report(made, year=2027, reported_on=date(2026, 12, 1), url="ada", by=budi, at=NOW)
    assert set(refused.value.problems) == {"url", "year", "reported_on"}


@pytest.mark.law("P06")
def test_open_slots_of_a_package_leave_its_stage_incomplete(
    lutra: Government, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    publish(dinkes, "periodic.i")
    assert state_of(lutra, dinkes, "periodic.i") == "fulfilled"
    form = PackageForm(name="Obat", year=2026, value=1, method="E-purchasing")
    packages.enter(dinkes, form=form, by=budi, at=NOW)
    cell = matrix(lutra, on=TODAY).cells[dinkes.pk, "periodic.i"]
    assert (cell.state, len(cell.lacking), cell.gaps) == ("incomplete", 3, 39)


@pytest.mark.law("P17")
def test_a_body_whose_last_delivery_is_six_months_old_is_overdue(
    lutra: Government, dinkes: PublicBody
) -> None:
    assert state_of(lutra, dinkes, "standing.delivery") == "missing"
    Delivery.objects.create(
        government=lutra, body=dinkes, delivered_on=date(2025, 9, 1), delivered_at=NOW, items=1, overdue=0
    )
    assert state_of(lutra, dinkes, "standing.delivery", on=date(2026, 3, 1)) == "fulfilled"
    assert state_of(lutra, dinkes, "standing.delivery", on=date(2026, 3, 2)) == "overdue"


@pytest.mark.law("P32")
def test_six_procedures_leave_the_government_incomplete(lutra: Government, budi: Actor) -> None:
    for sop in statute.sops()[:6]:
        sops.publish(lutra, slot=sop.code, title="SOP", set_on=TODAY, text="Isi", by=budi, at=NOW)
    assert state_of(lutra, None, "standing.sops") == "missing"
    assert sops.index(lutra).held == 6
    assert [choice.code for choice in sops.index(lutra).missing] == ["tests"]
    sops.publish(lutra, slot="tests", title="SOP", set_on=TODAY, text="Isi", by=budi, at=NOW)
    assert state_of(lutra, None, "standing.sops") == "fulfilled"


# --- statements ----------------------------------------------------------------------------------------------------


def test_a_signed_statement_takes_an_obligation_off_until_it_is_revoked(
    lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    made = statements.state(
        lutra, body=dinkes, code="any_time.f", reason="Dinas tidak menerbitkan izin.", by=budi, at=NOW
    )
    assert state_of(lutra, dinkes, "any_time.f") == "not_required"
    assert made.signed_by_id == budi.user_id
    assert made.signed_as
    statements.revoke(made, by=budi, at=NOW)
    assert state_of(lutra, dinkes, "any_time.f") == "missing"


def test_a_statement_on_a_part_leaves_the_other_parts_owed(
    lutra: Government, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    publish(dinkes, "periodic.k.warning")
    statements.state(
        lutra, body=dinkes, code="periodic.k.evacuation", reason="Kantor menumpang Setda.", by=budi, at=NOW
    )
    assert state_of(lutra, dinkes, "periodic.k") == "fulfilled"


def test_a_statement_ends_by_itself_and_may_be_signed_anew(
    lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    keep = {"body": dinkes, "code": "any_time.f", "reason": "Dinas tidak menerbitkan izin.", "by": budi}
    statements.state(lutra, holds_until=TODAY, at=NOW, **keep)
    with pytest.raises(ObligationNotNow):
        statements.state(lutra, at=NOW, **keep)
    assert state_of(lutra, dinkes, "any_time.f", on=TODAY + timedelta(days=1)) == "missing"
    statements.state(lutra, at=NOW + timedelta(days=1), **keep)
    assert state_of(lutra, dinkes, "any_time.f", on=TODAY + timedelta(days=1)) == "not_required"


def test_a_statement_needs_a_reason_and_a_code_of_the_list(
    lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    with pytest.raises(Lacking) as refused:
        statements.state(lutra, body=dinkes, code="periodic.z", reason="-", by=budi, at=NOW)
    assert set(refused.value.problems) == {"code", "reason"}


def test_a_body_s_ppid_signs_for_that_body_only(
    lutra: Government, dinkes: PublicBody, bpbd: PublicBody, citra: Actor
) -> None:
    reason = "Tidak menerbitkan izin apa pun."
    statements.state(lutra, body=bpbd, code="any_time.f", reason=reason, by=citra, at=NOW)
    for body in (dinkes, None):
        with pytest.raises(NotPermitted):
            statements.state(lutra, body=body, code="any_time.g", reason=reason, by=citra, at=NOW)


# --- gaps, calendar, speed -----------------------------------------------------------------------------------------


def test_the_overdue_stand_before_what_is_missing(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    publish(dinkes, "periodic.j", updated_on=date(2025, 1, 1))
    first = gaps(matrix(lutra, on=TODAY))[0]
    assert (first.state, first.obligation.code, first.since) == ("overdue", "periodic.j", date(2025, 7, 2))
    assert first.steps == ("renew", "add_item")
    steps = {(gap.obligation.code, gap.body): gap.steps for gap in gaps(matrix(lutra, on=TODAY))}
    assert steps["standing.delivery", dinkes] == ("deliver",)
    assert steps["any_time.a", None] == ("sign", "add_item")
    assert steps["periodic.b", dinkes] == ("programmes", "add_item")
    assert steps["standing.sops", None] == ("sops",)
    assert first.clause == "perki-1-2021/periodic-j"


def test_the_calendar_tells_month_by_month_what_falls_due(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    publish(dinkes, "periodic.j", updated_on=date(2026, 2, 10))
    months = dict(by_month(due_days(matrix(lutra, on=TODAY))))
    assert [one.code for one in months[date(2026, 8, 1)]] == ["periodic.j"]
    assert [(one.day, one.code) for one in months[date(2026, 3, 1)]] == [(date(2026, 3, 31), "report.annual")]


def test_the_calendar_file_is_folded_and_its_ids_stay(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    dinkes.short_name = "Dinas Kesehatan, Pengendalian Penduduk; dan Keluarga Berencana – Ã"
    dinkes.save()
    publish(dinkes, "periodic.j", updated_on=date(2026, 2, 10))

    def made() -> bytes:
        days = due_days(matrix(lutra, on=TODAY))
        return as_calendar(days, name="Luwu Utara", host="ppid.example.go.id", made_at=NOW)

    assert made() == made()
    assert all(len(line) <= 75 for line in made().split(b"\r\n"))
    unfolded = made().replace(b"\r\n ", b"").decode()
    assert "Penduduk\\; dan Keluarga" in unfolded
    assert f"UID:periodic.j-{dinkes.pk}-20260810@ppid.example.go.id" in unfolded


def test_the_matrix_costs_the_same_queries_for_one_body_and_for_twenty(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    publish(dinkes, "periodic.j")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            matrix(lutra, on=TODAY)
        return len(captured)

    before = cost()
    for number in range(20):
        publish(people.body(lutra, f"dinas-{number}"), "periodic.j")
    assert cost() == before <= 13


def test_villages_have_standards_of_their_own_and_owe_nothing_here(lutra: Government) -> None:
    people.body(lutra, "desa-laba", kind=PublicBody.Kind.VILLAGE)
    assert matrix(lutra, on=TODAY).bodies == ()


def test_another_government_s_items_count_for_nothing_here(
    lutra: Government, dinkes: PublicBody, publish: Publish
) -> None:
    beside = people.government("73.17")
    theirs = people.body(beside, "dinkes")
    publish(dinkes, "periodic.j")
    assert state_of(beside, theirs, "periodic.j") == "missing"


def test_what_only_an_event_asks_for_is_not_owed_all_the_time() -> None:
    codes = {one.code for one in owed()}
    assert "any_time.o" not in codes
    assert not any(code.startswith("immediate.") for code in codes)
    assert len(codes) == 11 + 15 + 3
