"""Parts of a request: each with an outcome and requirements of its own, and what they make of the whole.

The outcome of the whole is derived, never chosen: all parts alike give that outcome; if anything is given it is the
table's "partly"; if nothing is given, the first of the parts' outcomes in the order of the table, in which a refusal
stands before "not held", since it gives the applicant the strongest ground to object.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from lutra.catalogue.models import ConsequenceTest
from lutra.law import statute
from lutra.requests import decisions
from lutra.requests.decisions import Notice
from lutra.requests.errors import Incomplete, NoTest
from lutra.requests.models import Part, Request

# What is said once for the whole notice, not for each part.
COMMON = ("copy_format", "delivery_way", "cost", "payment")
_GIVEN_IN_PART = "partly"


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """What is decided of one part: its outcome, what the law demands of it, and the consequence test."""

    outcome: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    test: ConsequenceTest | None = None


@dataclass(frozen=True, slots=True)
class RuledPart:
    """One part with its cleaned fields."""

    part: Part
    outcome: str
    notice: Notice

    @property
    def fields(self) -> dict[str, Any]:
        """Its cleaned fields."""
        return self.notice.fields

    @property
    def test(self) -> ConsequenceTest | None:
        """The test that it rests on."""
        return self.notice.test


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision read in full: the whole, and its parts where the request was split."""

    outcome: str
    notice: Notice
    parts: tuple[RuledPart, ...] = ()

    @property
    def fields(self) -> dict[str, Any]:
        """The cleaned fields of the whole notice."""
        return self.notice.fields

    @property
    def test(self) -> ConsequenceTest | None:
        """The test of the whole."""
        return self.notice.test

    @property
    def outcomes(self) -> dict[int | None, str]:
        """The outcome of each part by its number; of the whole under None when there are no parts."""
        return {ruled.part.number: ruled.outcome for ruled in self.parts} or {None: self.outcome}

    @property
    def tests(self) -> list[ConsequenceTest]:
        """Every consequence test that the decision rests on."""
        found = [*self.notice.tests, *(test for ruled in self.parts for test in ruled.notice.tests)]
        return list({test.pk: test for test in found}.values())

    @property
    def grounds(self) -> list[str]:
        """The letters of Pasal 17, of the whole and of every part."""
        every = [self.fields, *(ruled.fields for ruled in self.parts)]
        return sorted({letter for fields in every for letter in decisions.grounds_used(fields)})


def current(request: Request) -> list[Part]:
    """The parts of the request as it is split now, in order; none when it is answered as a whole. One query."""
    found = Part.objects.filter(request=request, replaced_at__isnull=True)
    return list(found.select_related("body__parent", "test").order_by("number"))


def derived(outcomes: Collection[str]) -> str:
    """The outcome of the whole from those of its parts (see the module). Raises KeyError for an unknown outcome."""
    rows = {row.code: row for row in statute.outcomes() if not row.computed}
    if len(set(outcomes)) == 1:
        return rows[next(iter(outcomes))].code
    if any(rows[code].counts_as == "given" for code in outcomes):
        return _GIVEN_IN_PART
    order = list(rows)
    return min(outcomes, key=order.index)


def rule(
    request: Request,
    *,
    outcome: str,
    answers: Mapping[str, Any],
    test: ConsequenceTest | None,
    parts: Mapping[int, PartAnswer] | None,
    day: date,
) -> Ruling:
    """Read a decision by the law's table, as a whole or part by part.

    Raises Incomplete: the fields of part 2 are named "part_2_…"; NoTest when nothing but tests is missing.
    """
    split = current(request)
    if not split:
        if parts:
            raise Incomplete({"outcome": _("Permohonan ini tidak dibagi; putuskan seluruhnya.")})
        return Ruling(outcome, decisions.read(request, outcome=outcome, answers=answers, test=test, day=day))
    given = parts or {}
    if given.keys() - {part.number for part in split}:
        raise Incomplete({"parts": _("Pembagian permohonan sudah berubah; muat ulang halaman ini.")})
    wrong: dict[str, str] = {}
    lacks_tests_only = True
    ruled = []
    for part in split:
        said = given.get(part.number, PartAnswer(""))
        try:
            notice = decisions.read(
                request,
                outcome=said.outcome,
                answers={**{code: answers.get(code) for code in COMMON}, **said.answers},
                test=said.test,
                day=day,
            )
        except Incomplete as refusal:
            lacks_tests_only &= isinstance(refusal, NoTest)
            for code, message in refusal.problems.items():
                wrong.setdefault(code if code in COMMON else f"part_{part.number}_{code}", message)
        else:
            ruled.append(RuledPart(part, said.outcome, notice))
    if wrong:
        raise NoTest(wrong) if lacks_tests_only else Incomplete(wrong)
    with override(request.language):  # the applicant reads the words that name the parts
        return _whole(ruled, explanation=str(answers.get("explanation") or "").strip())


def _whole(ruled: Sequence[RuledPart], *, explanation: str) -> Ruling:
    """The one notice that lists all parts."""
    outcome = derived([each.outcome for each in ruled])
    row = statute.outcome(outcome)
    needed = {requirement.code for requirement in row.requires}
    withholding = [each for each in ruled if each.test is not None]
    first = next((each for each in withholding if each.outcome == outcome), None) or next(
        iter(withholding), None
    )
    said = [each.fields for each in ruled]
    told = [f"{_('Bagian')} {each.part.number}: {each.fields['explanation']}" for each in ruled]
    fields: dict[str, Any] = {
        "holding": row.holdings[0],
        "holder": "; ".join(dict.fromkeys(one["holder"] for one in said if one["holder"]))[:200],
        "holder_unknown": any(one["holder_unknown"] for one in said),
        "explanation": "\n".join(
            text
            for text in (explanation, *(t for t, one in zip(told, said, strict=True) if one["explanation"]))
            if text
        ),
        "materials": [
            f"{_('Bagian')} {each.part.number}: {line}" for each in ruled for line in each.fields["materials"]
        ],
        "withheld": [line for each in ruled for line in _withheld(each)] if "withheld" in needed else [],
        "ground": first.fields["ground"] if first else "",
        "sub_item": first.fields["sub_item"] if first else "",
        "considerations": _considerations(said),
        "available_on": max((one["available_on"] for one in said if one["available_on"]), default=None),
        **{
            code: next((one[code] for one in said if one[code] not in (None, "")), said[0][code])
            for code in COMMON
        },
    }
    if wrong := decisions.too_long_for_notice(fields):
        raise Incomplete(wrong)
    return Ruling(outcome, Notice(fields, (first.test,) if first and first.test else ()), tuple(ruled))


def _withheld(each: RuledPart) -> list[dict[str, Any]]:
    """What a part withholds: its own lines, and a refused part as one line."""
    lines = [
        {**line, "matter": f"{_('Bagian')} {each.part.number}: {line['matter']}"}
        for line in each.fields["withheld"]
    ]
    if each.fields["ground"] and not lines:
        lines.append(
            {
                "matter": f"{_('Bagian')} {each.part.number}: {each.part.matter}",
                "ground": each.fields["ground"],
                "sub_item": each.fields["sub_item"],
                "reason": each.fields["explanation"],
                "act": each.test.act if each.test else "",
                "test": each.test.pk if each.test else "",
            }
        )
    return lines


def _considerations(said: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    heads: dict[str, list[str]] = {}
    for one in said:
        for head, text in one["considerations"].items():
            heads.setdefault(head, [])
            if text not in heads[head]:
                heads[head].append(text)
    return {head: " ".join(texts) for head, texts in heads.items()}


def keep(ruling: Ruling) -> None:
    """Write each part's outcome and fields; part of the deed ``decide``."""
    for ruled in ruling.parts:
        fields = {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in ruled.fields.items()
        }
        Part.objects.filter(pk=ruled.part.pk).update(outcome=ruled.outcome, answer=fields, test=ruled.test)
