"""What a consequence test must hold before anything may be withheld. The lists are the statute book's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.law import clocks, statute
from lutra.law.grounds import act_problem
from lutra.law.statute import Ground


@dataclass(frozen=True, slots=True)
class TestForm:
    """What the maker of a test writes. Codes are those of the statute book; texts are his own words."""

    __test__ = False  # the name is the field's, not pytest's

    kind: str
    information: str
    ground: str
    legal_analysis: str
    consequence_open: str
    benefit_closed: str
    public_interest: str
    document: str
    sub_item: str = ""
    act: str = ""
    case_number: str = ""
    ends_on: date | None = None
    marks: tuple[str, ...] = ()
    liftings: tuple[str, ...] = ()


def problems(form: TestForm, *, tested_on: date) -> dict[str, str]:
    """What is missing or wrong, by field; empty when the test may be recorded."""
    wrong = _missing(form) | _too_long(form) | _unknown_codes(form)
    kinds = {kind.code: kind for kind in statute.consequence_test_types()}
    if form.kind not in kinds:
        wrong["kind"] = _("Pilih kapan uji ini dilakukan.")
    elif kinds[form.kind].needs_case_number and not form.case_number.strip():
        wrong["case_number"] = _("Tuliskan nomor perkara yang memerintahkan uji ini.")
    grounds = {ground.code: ground for ground in statute.grounds()}
    if form.ground not in grounds:
        wrong["ground"] = _("Pilih huruf Pasal 17 UU 14/2008.")
        return wrong
    return (
        wrong
        | _ground_problems(form, grounds[form.ground], tested_on=tested_on)
        | forbidden(form.ground, marks=form.marks, liftings=form.liftings)
    )


def _missing(form: TestForm) -> dict[str, str]:
    language = get_language() or "id"
    steps = {
        step.code: statute.text(step.help or step.label, language)
        for step in statute.consequence_test_steps()
    }
    wanted = {
        "document": steps["document"],
        "information": steps["information"],
        "legal_analysis": steps["legal_analysis"],
        "consequence_open": steps["weighing"],
        "benefit_closed": steps["weighing"],
        "public_interest": _("Timbang kepentingan umum yang lebih besar (Pasal 2 ayat (4) UU 14/2008)."),
    }
    return {field: message for field, message in wanted.items() if not getattr(form, field).strip()}


# Characters; what a letter and its table can hold.
_LONGEST = {"document": 300, "information": 300, "act": 160, "case_number": 80, "sub_item": 2}


def _too_long(form: TestForm) -> dict[str, str]:
    return {
        field: _("Terlalu panjang: paling banyak %(max)d huruf, sekarang %(now)d. Persingkat isinya.")
        % {"max": longest, "now": len(getattr(form, field).strip())}
        for field, longest in _LONGEST.items()
        if len(getattr(form, field).strip()) > longest
    }


def _unknown_codes(form: TestForm) -> dict[str, str]:
    """A mark or lifting that the statute book does not know would forbid nothing, so it may not pass in silence."""
    marks = {tag.code for row in statute.never_exempt() for tag in row.tags}
    liftings = {row.code for row in statute.liftings()}
    wrong = {}
    if not marks.issuperset(form.marks):
        wrong["marks"] = _("Pilih jenis dokumen dari daftar.")
    if not liftings.issuperset(form.liftings):
        wrong["liftings"] = _("Pilih dari daftar.")
    return wrong


def _ground_problems(form: TestForm, ground: Ground, *, tested_on: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if ground.sub_items and ground.sub_item(form.sub_item) is None:
        wrong["sub_item"] = _("Pilih angka di bawah huruf %(letter)s.") % {"letter": ground.code}
    elif form.sub_item and not ground.sub_items:
        wrong["sub_item"] = _("Huruf %(letter)s tidak memiliki angka; kosongkan.") % {"letter": ground.code}
    if ground.needs_act and (problem := act_problem(form.act)):
        wrong["act"] = statute.problem_text("act", problem, get_language() or "id")
    if ground.needs_end_date and form.ends_on is None:
        wrong["ends_on"] = _("Pengecualian huruf %(letter)s tidak permanen; isi tanggal berakhirnya.") % {
            "letter": ground.code
        }
    if form.ends_on is not None and form.ends_on <= tested_on:
        wrong["ends_on"] = _("Tanggal berakhir harus sesudah hari uji.")
    elif (
        form.ends_on is not None
        and ground.max_years
        and form.ends_on > clocks.months_on(tested_on, 12 * ground.max_years)
    ):
        wrong["ends_on"] = _("Pengecualian huruf %(letter)s paling lama %(years)d tahun.") % {
            "letter": ground.code,
            "years": ground.max_years,
        }
    return wrong


def forbidden(ground: str, *, marks: Collection[str], liftings: Collection[str]) -> dict[str, str]:
    """Why this may never be withheld: Pasal 18 ayat (1) names it, or ayat (2) lifts the ground; empty when it may."""
    language = get_language() or "id"
    for row in statute.never_exempt():
        for tag in row.tags:
            if tag.code in marks:
                return {
                    "marks": _("%(what)s tidak pernah dikecualikan (%(clause)s).")
                    % {"what": statute.text(tag.label, language), "clause": statute.legal_basis(row.clause)}
                }
    lifted_by = next((row.lifted_by for row in statute.grounds() if row.code == ground), ())
    for lifting in statute.liftings():
        if lifting.code in liftings and lifting.code in lifted_by:
            return {
                "liftings": _("Huruf %(letter)s tidak berlaku: %(why)s (%(clause)s).")
                % {
                    "letter": ground,
                    "why": statute.text(lifting.label, language),
                    "clause": statute.legal_basis(lifting.clause),
                }
            }
    return {}
