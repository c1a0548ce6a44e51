"""Grounds, outcomes, registers, forms and workflows, read as the law's own lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.law import consistency, statute
from lutra.law.errors import NotAllowed, UnknownEntry
from lutra.law.records import Workflow

KINDS = ("individual", "legal_body", "group")


def codes(entries: tuple[object, ...]) -> list[str]:
    return [entry.code for entry in entries]  # type: ignore[attr-defined]


# --- grounds -------------------------------------------------------------------------------------------------------


@pytest.mark.law("A02")
def test_a_refusal_can_cite_letters_a_to_j_and_no_other() -> None:
    assert codes(statute.grounds()) == list("abcdefghij")
    for letter in ("k", "", "A", "aa"):
        with pytest.raises(UnknownEntry):
            statute.ground(letter)


def test_the_letters_have_the_acts_own_sub_items() -> None:
    counts = {ground.code: len(ground.sub_items) for ground in statute.grounds()}
    assert counts == {"a": 5, "b": 0, "c": 7, "d": 0, "e": 7, "f": 4, "g": 0, "h": 5, "i": 3, "j": 0}
    assert statute.ground("h").sub_item("3").clause == "uu-14-2008/17/h/3"  # type: ignore[union-attr]
    assert statute.ground("h").sub_item("6") is None


@pytest.mark.law("A15")
def test_letters_a_to_f_are_never_permanent() -> None:
    assert [ground.code for ground in statute.grounds() if ground.needs_end_date] == list("abcdef")
    assert all(ground.review_years for ground in statute.grounds() if not ground.needs_end_date)


@pytest.mark.law("P20")
def test_only_letter_a_has_a_longest_term_of_thirty_years() -> None:
    assert {ground.code: ground.max_years for ground in statute.grounds() if ground.max_years} == {"a": 30}


@pytest.mark.law("A13")
@pytest.mark.law("A14")
def test_letters_g_and_h_are_lifted_by_consent_and_by_public_office() -> None:
    lifted = {ground.code: ground.lifted_by for ground in statute.grounds() if ground.lifted_by}
    assert lifted == {"g": ("consent", "public_office"), "h": ("consent", "public_office")}


@pytest.mark.law("A12")
@pytest.mark.parametrize("tag", ["court_ruling", "regulation", "circular", "decision"])
def test_a_ruling_regulation_circular_or_decision_is_never_exempt(tag: str) -> None:
    assert codes(statute.never_exempt()) == list("abcdefg")
    assert statute.never_exempt_by_tag(tag) is not None
    assert statute.never_exempt_by_tag("minutes") is None


@pytest.mark.law("O01")
def test_an_objection_stands_on_letters_a_to_g_only() -> None:
    assert codes(statute.objection_grounds()) == list("abcdefg")
    with pytest.raises(UnknownEntry):
        statute.objection_ground("h")


@pytest.mark.law("O13")
@pytest.mark.law("D05")
def test_a_refusal_on_article_17_cannot_be_settled_or_mediated() -> None:
    for ground in statute.objection_grounds():
        assert ground.settlement_allowed is (ground.code != "a")
        assert ground.mediation_allowed is (ground.code != "a")


@pytest.mark.law("O17")
def test_missing_periodic_information_needs_no_earlier_request() -> None:
    assert [ground.code for ground in statute.objection_grounds() if not ground.needs_request] == ["b"]


@pytest.mark.law("P22")
def test_a_consequence_test_ordered_by_the_commission_names_its_case() -> None:
    needs = {kind.code: kind.needs_case_number for kind in statute.consequence_test_types()}
    assert needs == {"before_request": False, "at_request": False, "ordered": True}


@pytest.mark.law("P23")
def test_a_consequence_test_has_the_four_steps_in_order() -> None:
    clauses = [step.clause for step in statute.consequence_test_steps()]
    assert clauses == [f"perki-1-2021/49/2/{letter}" for letter in "abcd"]


# --- outcomes ------------------------------------------------------------------------------------------------------


@pytest.mark.law("A16")
def test_not_yet_held_is_an_outcome_of_its_own_and_no_refusal() -> None:
    counted = {outcome.code: outcome.counts_as for outcome in statute.outcomes()}
    assert counted == {
        "granted": "given",
        "partly": "given",
        "refused": "refused",
        "not_held": "not_held",
        "not_yet_held": "not_held",
        "silent": "unanswered",
    }
    assert statute.outcome("not_yet_held").clause == "uu-14-2008/6/3/e"


@pytest.mark.law("A18")
def test_silence_is_found_by_the_clock_and_never_decided() -> None:
    assert [outcome.code for outcome in statute.outcomes() if outcome.computed] == ["silent"]


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [
        pytest.param(
            "granted", {"holding", "materials", "delivery_way", "cost"}, marks=pytest.mark.law("A08")
        ),
        pytest.param(
            "partly",
            {"holding", "materials", "withheld", "test", "considerations", "delivery_way", "cost"},
            marks=pytest.mark.law("A05"),
        ),
        pytest.param(
            "refused",
            {"holding", "ground", "test", "considerations", "explanation"},
            marks=[pytest.mark.law("A04"), pytest.mark.law("A24")],
        ),
        pytest.param("not_held", {"holding", "holder"}, marks=pytest.mark.law("Q25")),
        pytest.param(
            "not_yet_held", {"holding", "available_on", "explanation"}, marks=pytest.mark.law("A01")
        ),
    ],
)
def test_a_decision_must_hold_what_its_outcome_demands(outcome: str, asked: set[str]) -> None:
    missing = statute.outcome(outcome).unmet({})
    assert {requirement.code for requirement in missing} == asked
    assert all(requirement.error.id and requirement.error.en for requirement in missing)


def test_a_requirement_bound_to_a_fact_is_asked_only_then() -> None:
    granted = statute.outcome("granted")
    held = {"holding": "held", "materials": ["APBD 2025"], "delivery_way": "pickup", "cost": 5000}
    assert granted.unmet(held) == ()
    assert [one.code for one in granted.unmet(held, facts={"given_as_copy", "costs_money"})] == [
        "copy_format",
        "payment",
    ]


def test_a_cost_of_nothing_is_an_answer_and_blank_text_is_none() -> None:
    granted = statute.outcome("granted")
    held = {"holding": "held", "materials": [], "delivery_way": "  ", "cost": 0}
    assert [one.code for one in granted.unmet(held)] == ["materials", "delivery_way"]


def test_the_statement_of_holding_fits_the_outcome() -> None:
    fits = {outcome.code: outcome.holdings for outcome in statute.outcomes() if not outcome.computed}
    assert fits == {
        "granted": ("held",),
        "partly": ("held",),
        "refused": ("held",),
        "not_held": ("not_held",),
        "not_yet_held": ("not_documented",),
    }


# --- forms ---------------------------------------------------------------------------------------------------------


@pytest.mark.law("Q16")
def test_ways_and_formats_are_closed_lists() -> None:
    assert codes(statute.access_ways()) == ["view", "read", "listen", "note", "copy"]
    assert codes(statute.copy_formats()) == ["soft", "hard"]


@pytest.mark.law("Q17")
def test_delivery_by_email_needs_an_email_address() -> None:
    assert codes(statute.delivery_ways()) == ["pickup", "courier", "post", "fax", "email"]
    email = statute.form("request").field("email")
    assert email.is_required("individual", {"delivery_way": "email"})
    assert not email.is_required("individual", {"delivery_way": "post"})


@pytest.mark.law("Q04")
def test_the_five_facts_of_the_act_are_needed_for_a_number() -> None:
    needed = {
        field.code
        for field in statute.form("request").fields
        if field.without == "unregistrable" and field.is_required("individual", {"access_way": "copy"})
    }
    assert needed == {
        "applicant_kind",
        "name",
        "address",
        "subject",
        "access_way",
        "copy_format",
        "delivery_way",
    }


@pytest.mark.law("Q05")
def test_each_kind_of_applicant_shows_its_own_number() -> None:
    form = statute.form("request")
    asked = {
        kind: [code for code in ("nik", "establishment_number") if form.field(code).is_required(kind, {})]
        for kind in KINDS
    }
    assert asked == {"individual": ["nik"], "legal_body": ["establishment_number"], "group": ["nik"]}
    assert not form.field("nik").is_shown("legal_body", {})
    assert form.field("establishment_number").without == "incomplete"


@pytest.mark.law("Q06")
def test_a_proxy_brings_a_special_power_of_attorney() -> None:
    power = statute.form("request").field("power_of_attorney")
    assert power.is_required("individual", {"by_proxy": "yes"})
    assert not power.is_shown("individual", {"by_proxy": ""})
    assert power.is_required("group", {"applicant_kind": "group"})


@pytest.mark.law("Q07")
def test_a_missing_purpose_makes_a_request_incomplete_and_not_refused() -> None:
    purpose = statute.form("request").field("purpose")
    assert purpose.is_required("individual", {})
    assert purpose.without == "incomplete"


@pytest.mark.law("Q03")
def test_a_spoken_request_says_who_wrote_it_down() -> None:
    unwritten = {channel.code for channel in statute.channels() if channel.unwritten}
    assert unwritten == {"oral", "phone"}
    taken_down = statute.form("request").field("taken_down_by")
    for channel in statute.channels():
        assert taken_down.is_required("individual", {"channel": channel.code}) is channel.unwritten


@pytest.mark.law("Q08")
@pytest.mark.law("Q09")
def test_only_a_letter_may_get_its_number_with_the_answer() -> None:
    assert [channel.code for channel in statute.channels() if not channel.number_at_once] == ["letter"]


@pytest.mark.law("Q20")
def test_no_form_asks_for_consent() -> None:
    for code in ("request", "objection"):
        assert not any("consent" in field.code for field in statute.form(code).fields)


@pytest.mark.law("O10")
def test_an_objection_asks_for_what_the_act_names() -> None:
    form = statute.form("objection")
    asked = {field.code for field in form.fields if field.is_required("individual", {"grounds": "d"})}
    assert {"request_number", "purpose", "name", "grounds", "case_position", "signature"} <= asked


def test_identity_fields_are_marked_private() -> None:
    private = {
        field.code
        for code in ("request", "objection")
        for field in statute.form(code).fields
        if field.privacy in ("identity", "contact")
    }
    assert {
        "name",
        "nik",
        "establishment_number",
        "address",
        "phone",
        "email",
        "power_of_attorney",
    } <= private


def test_every_choice_of_a_field_has_a_label() -> None:
    for code in ("request", "objection"):
        for field in statute.form(code).fields:
            offered = statute.choices(field)
            assert bool(offered) is (field.kind in ("choice", "choices"))
            assert all(label.id and label.en for _, label in offered)


# --- registers -----------------------------------------------------------------------------------------------------


@pytest.mark.law("R06")
def test_the_request_register_has_its_fifteen_columns_in_order() -> None:
    assert [column.header() for column in statute.register("request")] == [
        "no",
        "tanggal",
        "nama",
        "alamat",
        "nomor kontak",
        "pekerjaan",
        "informasi diminta",
        "tujuan penggunaan",
        "status (di bawah penguasaan ya/tidak; belum didokumentasikan)",
        "bentuk dikuasai (softcopy/hardcopy)",
        "jenis permintaan (melihat/mengetahui; meminta salinan)",
        "keputusan",
        "alasan penolakan",
        "hari & tanggal (pemberitahuan tertulis; pemberian informasi)",
        "biaya & cara pembayaran",
    ]


@pytest.mark.law("R09")
def test_the_objection_register_has_its_eleven_columns_in_order() -> None:
    assert [column.header() for column in statute.register("objection")] == [
        "no",
        "tanggal",
        "identitas",
        "nomor pendaftaran permintaan",
        "informasi diminta",
        "tujuan",
        "alasan a–g",
        "keputusan atasan PPID",
        "hari/tanggal tanggapan",
        "nama & posisi atasan",
        "tanggapan pemohon",
    ]


@pytest.mark.law("R07")
def test_the_columns_that_tell_who_asked_are_marked() -> None:
    personal = [column.code for column in statute.register("request") if column.personal]
    assert personal == ["name", "address", "contact", "occupation"]


# --- workflows -----------------------------------------------------------------------------------------------------


def test_a_request_moves_from_filed_to_closed() -> None:
    table = statute.workflow("request")
    stage = None
    for deed in ("file", "dispose", "draft", "extend", "decide", "deliver", "close"):
        stage = table.after(deed, stage)
    assert stage == "closed"


@pytest.mark.law("C04")
def test_an_extension_is_one_row_that_happens_once_while_the_first_clock_runs() -> None:
    extend = statute.workflow("request").transitions["extend"]
    assert (extend.once, extend.before, extend.to_stage) == (True, "request.reply", None)
    assert "reason" in extend.needs


@pytest.mark.law("O06")
def test_an_objection_knows_no_extension() -> None:
    assert "extend" not in statute.workflow("objection").transitions


@pytest.mark.law("O13")
def test_settling_an_objection_is_for_letters_b_to_g() -> None:
    settle = statute.workflow("objection").transitions["settle"]
    assert settle.grounds == tuple("bcdefg")


@pytest.mark.law("O08")
def test_the_superior_decides_an_objection() -> None:
    assert statute.workflow("objection").transitions["decide"].role == "superior"


def test_lateness_is_no_stage() -> None:
    assert codes(statute.workflow("request").stages) == [
        "filed",
        "incomplete",
        "disposed",
        "drafted",
        "decided",
        "delivered",
        "closed",
        "withdrawn",
        "set_aside",
    ]
    assert statute.workflow("request").transitions["lapse"].to_stage is None


def test_a_deed_out_of_place_is_refused() -> None:
    table = statute.workflow("request")
    for deed, stage in (("close", "filed"), ("decide", "decided"), ("file", "filed"), ("shred", "filed")):
        with pytest.raises(NotAllowed):
            table.after(deed, stage)
    with pytest.raises(NotAllowed):
        table.after("decide", None)


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("request", ["closed", "withdrawn", "set_aside"]),
        ("objection", ["closed"]),
        ("dispute", ["final"]),
    ],
)
def test_every_stage_but_the_ends_says_who_must_act_next(code: str, ends: list[str]) -> None:
    table = statute.workflow(code)
    assert [stage.code for stage in table.stages if stage.next_act is None] == ends
    for stage in table.stages:
        if stage.next_act is not None:
            assert stage.next_act.deed in {row.deed for row in table.allowed(stage.code)}


@given(st.data())
def test_any_legal_path_keeps_to_the_stages_and_never_undoes_a_decision(data: st.DataObject) -> None:
    table = statute.workflow("request")
    stage, decided = table.after("file", None), False
    for _ in range(data.draw(st.integers(0, 15))):
        deed = data.draw(st.sampled_from([row.deed for row in table.allowed(stage)]))
        stage = table.after(deed, stage)
        assert stage in codes(table.stages)
        decided = decided or deed == "decide"
        assert decided is (stage in ("decided", "delivered", "closed"))


# --- the check of the book can fail --------------------------------------------------------------------------------


def broken(table: Workflow, deed: str, /, **changes: object) -> list[str]:
    rows = tuple(replace(row, **changes) if row.deed == deed else row for row in table.rows)  # type: ignore[arg-type]
    return list(consistency.workflow_problems(replace(table, rows=rows)))


@pytest.mark.parametrize(
    ("deed", "changes", "complaint"),
    [
        ("draft", {"to_stage": "sketched"}, "sketched"),
        ("decide", {"clause": "uu-14-2008/999"}, "uu-14-2008/999"),
        ("deliver", {"from_stages": ("closed",)}, "delivered"),
        ("close", {"kind": "Request closed"}, "jenis catatan"),
        ("extend", {"before": "request.never"}, "request.never"),
        ("deliver", {"to_stage": "filed"}, "kembali"),
        ("close", {"to_stage": None}, "tidak pernah tercapai"),
        ("draft", {"deed": "dispose"}, "dua kali"),
    ],
)
def test_a_broken_workflow_is_found(deed: str, changes: dict[str, object], complaint: str) -> None:
    table = statute.workflow("request")
    assert list(consistency.workflow_problems(table)) == []
    assert any(complaint in problem for problem in broken(table, deed, **changes))


@pytest.mark.law("O07")
@pytest.mark.law("O14")
def test_only_a_decision_that_grants_carries_an_order() -> None:
    assert {row.code: row.needs_order for row in statute.objection_decisions()} == {
        "granted": True,
        "partly": True,
        "upheld": False,
    }


# --- time zones ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "zone"),
    [
        ("73.22", "Asia/Makassar"),
        ("65.01", "Asia/Makassar"),  # came out of a province of the middle zone
        ("61", "Asia/Jakarta"),
        ("32.01.01.2001", "Asia/Jakarta"),
        ("94", "Asia/Jayapura"),
        ("99", None),
        ("", None),
    ],
)
def test_a_region_lies_in_the_zone_of_its_province(region: str, zone: str | None) -> None:
    assert statute.time_zone_of(region) == zone


def test_every_province_lies_in_one_zone() -> None:
    provinces = [code for zone in statute.time_zones() for code in zone.provinces]
    assert sorted(provinces) == sorted(statute.province_codes())
