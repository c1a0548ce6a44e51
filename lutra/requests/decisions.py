"""What a written notice of each outcome must hold. The requirements are a table of the statute book; this module reads
an officer's answers against it (UU 14/2008 Pasal 22 ayat (7))."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import forbidden
from lutra.law import statute
from lutra.requests import refusals
from lutra.requests.errors import Incomplete, NoTest
from lutra.requests.models import Decision, Request

OUTCOMES = frozenset(outcome.code for outcome in statute.outcomes() if not outcome.computed)
EXTENSION_REASONS = frozenset(reason.code for reason in statute.extension_reasons())


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice read in full: its cleaned fields, and the consequence tests that it rests on, each once."""

    fields: dict[str, Any]
    tests: tuple[ConsequenceTest, ...] = ()

    @property
    def test(self) -> ConsequenceTest | None:
        """The test of the whole: the one that was named, else that of the first line that is withheld."""
        return self.tests[0] if self.tests else None


def read(
    request: Request, *, outcome: str, answers: Mapping[str, Any], test: ConsequenceTest | None, day: date
) -> Notice:
    """The fields of the decision, cleaned, and its tests.

    Each line of what is withheld rests on a test of its own ("test": its id) or else on ``test``.
    Raises Incomplete (a message per field); NoTest when only that is wrong.
    """
    rows = {row.code: row for row in statute.outcomes() if not row.computed}
    if outcome not in rows:
        raise Incomplete({"outcome": _("Pilih hasil permohonan.")})
    row = rows[outcome]
    wrong: dict[str, str] = {}
    fields: dict[str, Any] = {
        "holding": str(answers.get("holding") or ""),
        "holder": _text(answers, "holder"),
        "holder_unknown": bool(answers.get("holder_unknown")),
        "explanation": _text(answers, "explanation"),
        "materials": _lines(answers.get("materials")),
        "withheld": _withheld(answers.get("withheld"), wrong),
        "ground": _text(answers, "ground"),
        "sub_item": _text(answers, "sub_item"),
        "considerations": _considerations(answers.get("considerations")),
        "available_on": _date(answers.get("available_on"), wrong, day=day),
        "copy_format": _code(answers, "copy_format", statute.copy_formats(), wrong),
        "delivery_way": _code(answers, "delivery_way", statute.delivery_ways(), wrong),
        "cost": _cost(answers.get("cost"), wrong),
        "payment": _text(answers, "payment"),
    }
    if fields["holding"] and fields["holding"] not in row.holdings:
        wrong["holding"] = _("Pernyataan penguasaan tidak cocok dengan hasil yang dipilih.")
    if _is_free(fields) and fields["cost"]:
        wrong["cost"] = _("Salinan digital lewat surel tidak dipungut biaya; isi 0.")
    wrong.update(too_long(Decision, fields))
    needed = {requirement.code for requirement in row.requires}
    tests = _tests(request, test, fields, wrong, day=day) if "test" in needed else ()
    for ground, each in _tested(fields, tests):
        wrong.update(
            forbidden(
                ground,
                marks=[*answers.get("marks", ()), *(each.marks if each else ())],
                liftings=[*answers.get("liftings", ()), *(each.liftings if each else ())],
            )
        )
    notice = Notice(fields, tests)
    held = {
        **fields,
        "holder": fields["holder"] or ("?" if fields["holder_unknown"] else ""),
        "test": notice.test,
        "act": notice.test.act if notice.test else "",
    }
    language = get_language() or "id"
    for requirement in row.unmet(held, facts=_facts(request, fields)):
        wrong.setdefault(requirement.code, statute.text(requirement.error, language))
    if set(wrong) == {"test"}:
        raise NoTest(wrong)
    if wrong:
        raise Incomplete(wrong)
    return Notice(_kept(fields, needed), tests)


def too_long(model: type[models.Model], texts: Mapping[str, Any]) -> dict[str, str]:
    """A message for each text that is longer than its column: PostgreSQL would refuse what SQLite takes."""
    wrong: dict[str, str] = {}
    for name, value in texts.items():
        limit = getattr(model._meta.get_field(name), "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            wrong[name] = _(
                "Terlalu panjang: paling banyak %(max)d huruf, sekarang %(now)d. Persingkat isinya."
            ) % {
                "max": limit,
                "now": len(value),
            }
    return wrong


def too_long_for_notice(fields: Mapping[str, Any]) -> dict[str, str]:
    """``too_long`` for the fields of a whole notice."""
    return too_long(Decision, fields)


def grounds_used(fields: Mapping[str, Any]) -> list[str]:
    """The letters of Pasal 17 that the decision rests on, each once, for the figures of Pasal 12."""
    letters = [fields.get("ground", ""), *(part["ground"] for part in fields.get("withheld", ()))]
    return sorted({letter for letter in letters if letter})


def _kept(fields: dict[str, Any], needed: set[str]) -> dict[str, Any]:
    """Only what belongs to this outcome, so that a leftover of the form never reaches a letter."""
    always = {"holding", "explanation"}
    beside = {"ground": {"sub_item"}, "holder": {"holder_unknown"}, "withheld": {"ground", "sub_item"}}
    keep = always | needed | {extra for code in needed for extra in beside.get(code, ())}
    empty: dict[str, Any] = {
        "materials": [],
        "withheld": [],
        "considerations": {},
        "available_on": None,
        "cost": None,
    }
    return {
        code: value if code in keep else empty.get(code, False if isinstance(value, bool) else "")
        for code, value in fields.items()
    }


def _facts(request: Request, fields: Mapping[str, Any]) -> set[str]:
    facts = set()
    if request.access_way == "copy":
        facts.add("given_as_copy")
    if fields["cost"]:
        facts.add("costs_money")
    if any(row.needs_act for row in statute.grounds() if row.code == fields["ground"]):
        facts.add("ground_needs_act")
    return facts


def _is_free(fields: Mapping[str, Any]) -> bool:
    return bool(fields["copy_format"] == "soft" and fields["delivery_way"] == "email")


def _tests(
    request: Request,
    test: ConsequenceTest | None,
    fields: dict[str, Any],
    wrong: dict[str, str],
    *,
    day: date,
) -> tuple[ConsequenceTest, ...]:
    """The tests that carry what is withheld, as they are now; each line gets the ground and the Act of its own.

    What is wrong with one goes to ``wrong``: to "test" for the whole, to "withheld" for a line.
    """
    lines = fields["withheld"]
    named = [pk for line in lines if (pk := _number(line["test"]))]
    now = refusals.read_anew([*named, *([test.pk] if test else [])])
    held_by = refusals.holders(request)
    used: dict[int, ConsequenceTest] = {}
    whole = now.get(test.pk) if test else now.get(named[0]) if named else None
    if test is not None or whole is not None:
        problem = refusals.problem(whole, request, day=day, held_by=held_by) or _mismatch(fields, whole)
        if problem:
            wrong["test"] = problem
            return ()
    for line in lines:
        own = now.get(_number(line["test"]) or 0) if line["test"] else whole
        problem = refusals.problem(own, request, day=day, held_by=held_by) or _mismatch(line, own)
        if problem and (own is not None or line["test"]):
            wrong.setdefault("withheld", f"{line['matter'] or '–'}: {problem}")
        elif own is not None:
            line["act"], line["test"] = own.act, own.pk
            used[own.pk] = own
    return tuple({**({whole.pk: whole} if whole else {}), **used}.values())


def _mismatch(said: dict[str, Any], test: ConsequenceTest | None) -> str:
    """Fill in the letter and number of ``test`` where none was said; what to do when another was said."""
    if test is None:
        return ""
    said["ground"] = said["ground"] or test.ground
    said["sub_item"] = said["sub_item"] or test.sub_item
    if (said["ground"], said["sub_item"]) == (test.ground, test.sub_item):
        return ""
    return _("Huruf Pasal 17 pada keputusan harus sama dengan yang diuji; pilih uji yang sesuai.")


def _tested(
    fields: Mapping[str, Any], tests: Sequence[ConsequenceTest]
) -> list[tuple[str, ConsequenceTest | None]]:
    """Each letter that something is withheld under, with its test; the letter that was written without one, too."""
    return [(each.ground, each) for each in tests] or [(fields["ground"], None)]


def _number(value: object) -> int | None:
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _text(answers: Mapping[str, Any], code: str) -> str:
    return str(answers.get(code) or "").strip()


def _lines(value: object) -> list[str]:
    lines = value.splitlines() if isinstance(value, str) else value if isinstance(value, Sequence) else []
    return [str(line).strip() for line in lines if str(line).strip()]


def _withheld(value: object, wrong: dict[str, str]) -> list[dict[str, str]]:
    parts: list[dict[str, str]] = []
    letters = {row.code: row for row in statute.grounds()}
    for part in value if isinstance(value, Sequence) and not isinstance(value, str) else []:
        cleaned = {
            code: str(part.get(code) or "").strip()
            for code in ("matter", "ground", "sub_item", "reason", "test")
        }
        if not any(cleaned.values()):
            continue
        if not (cleaned["matter"] and cleaned["reason"]):
            wrong["withheld"] = _("Tiap bagian yang dihitamkan perlu disebut materinya dan alasannya.")
        if cleaned["ground"] not in letters and not (cleaned["test"] and not cleaned["ground"]):
            wrong["withheld"] = _("Tiap bagian yang dihitamkan perlu uji konsekuensi dengan huruf Pasal 17.")
        parts.append(cleaned)
    return parts


def _considerations(value: object) -> dict[str, str]:
    heads = {head.code for head in statute.consideration_heads()}
    given = value if isinstance(value, Mapping) else {}
    return {head: str(text).strip() for head, text in given.items() if head in heads and str(text).strip()}


def _date(value: object, wrong: dict[str, str], *, day: date) -> date | None:
    if value in (None, ""):
        return None
    try:
        found = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        wrong["available_on"] = _("Tulis tanggal seperti 2026-03-16.")
        return None
    if found <= day:
        wrong["available_on"] = _("Tanggal tersedia harus sesudah hari ini.")
    return found


def _code(answers: Mapping[str, Any], field: str, choices: Sequence[Any], wrong: dict[str, str]) -> str:
    value = _text(answers, field)
    if value and value not in {choice.code for choice in choices}:
        wrong[field] = _("Pilih salah satu dari daftar.")
    return value


def _cost(value: object, wrong: dict[str, str]) -> int | None:
    if value in (None, ""):
        return None
    try:
        cost = int(str(value).replace(".", "").replace("Rp", "").strip())
    except ValueError:
        cost = -1
    if not 0 <= cost <= 100_000_000:
        wrong["cost"] = _("Isi biaya dalam rupiah dengan angka, misalnya 12000; isi 0 bila gratis.")
        return None
    return cost
