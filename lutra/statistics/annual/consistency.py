"""The rules that block: a report is frozen only when each of them holds, or an officer signed for the one that fails.

The rules are data (``law/reports/consistency.yaml``). What can be said of one row is said there; a ``proof`` looks
further and lives here, under its name.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lutra.law import annual_report
from lutra.law.annual_report import Assertion, Rule
from lutra.ledger.chain import canonical
from lutra.statistics.annual.cases import OLDEST, Cases
from lutra.statistics.annual.content import Content, as_csv, as_json, from_csv, from_json, rows_of
from lutra.statistics.queries import NO_BODY


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a report is held against: the cases behind its figures, and last year's published report if there is one.

    ``published`` is the content of that snapshot with its hash under ``sha256``.
    """

    counted: Cases
    published: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold: where, and with which numbers."""

    rule: Rule
    faults: tuple[str, ...]

    @property
    def mark(self) -> str:
        """What stands for exactly these faults, so that a signature for them covers no others."""
        return hashlib.sha256(canonical([self.rule.id, *self.faults]).encode()).hexdigest()


def failures(content: Content, evidence: Evidence) -> list[Failure]:
    """The rules that the report breaks, in their order."""
    found = []
    for rule in annual_report.rules(date(content["year"], 12, 31)):
        faults = tuple(_faults(rule, content, evidence))
        if faults:
            found.append(Failure(rule, faults))
    return found


def _faults(rule: Rule, content: Content, evidence: Evidence) -> Iterator[str]:
    for row in rows_of(content):
        for test in rule.tests:
            if fault := _broken(test, row):
                yield f"{row['name']}: {fault}"
    if rule.proof:
        yield from PROOFS[rule.proof](content, evidence)


def _broken(test: Assertion, row: Mapping[str, Any]) -> str:
    """What is wrong with a row by one test, as a line of numbers; empty when nothing is."""
    if test.rising:
        values = [(name, row["times"].get(name)) for name in test.rising]
        numbers = [(name, Decimal(value)) for name, value in values if value is not None]
        if any(before[1] > after[1] for before, after in pairwise(numbers)):
            return " > ".join(f"{name} {value}" for name, value in numbers)
        return ""
    left, right = test.equal or test.at_most
    sums = _sum(left, row["figures"]), _sum(right, row["figures"])
    if sums[0] == sums[1] or (test.at_most and sums[0] < sums[1]):
        return ""
    sign = "≠" if test.equal else ">"
    return f"{' + '.join(left)} = {sums[0]} {sign} {' + '.join(right)} = {sums[1]}"


def _sum(terms: tuple[str, ...], figures: Mapping[str, int]) -> int:
    total = 0
    for term in terms:
        name = term.removeprefix("-")
        sign = -1 if name != term else 1
        if name.endswith(".*"):
            total += sign * sum(count for key, count in figures.items() if key.startswith(name[:-1]))
        else:
            total += sign * figures.get(name, 0)
    return total


# --- proofs that look at more than a row ---


def _medians(content: Content, _evidence: Evidence) -> Iterator[str]:
    """The overall median lies between the medians of the bodies."""
    overall = content["overall"]["times"]["median"]
    parts = [Decimal(row["times"]["median"]) for row in content["bodies"] if row["times"]["median"]]
    if (overall is None) != (not parts):
        yield f"median {overall}: {parts}"
    elif overall is not None and not min(parts) <= Decimal(overall) <= max(parts):
        yield f"median {overall}: {min(parts)} – {max(parts)}"


def _oldest(content: Content, _evidence: Evidence) -> Iterator[str]:
    """Ten, or all that are open; each dated; none older than the one before it."""
    listed = content["oldest"]
    wanted = min(OLDEST, content["overall"]["figures"]["closing"])
    if len(listed) != wanted:
        yield f"{len(listed)} ≠ {wanted}"
    as_of = date.fromisoformat(content["as_of"])
    for one in listed:
        if not one["received_on"] or (as_of - date.fromisoformat(one["received_on"])).days != one["days"]:
            yield f"{one['reference']}: {one['received_on']}, {one['days']}"
    for before, after in pairwise(listed):
        if before["days"] < after["days"]:
            yield f"{before['reference']} {before['days']} < {after['reference']} {after['days']}"


def _staff_and_cost(content: Content, _evidence: Evidence) -> Iterator[str]:
    if content["overall"]["figures"]["processed"] == 0:
        return
    for name in ("staff", "budget", "spent"):
        if not content["typed"].get(name):
            yield f"{name}: {content['typed'].get(name, '–')}"


def _nothing_blank(content: Content, _evidence: Evidence) -> Iterator[str]:
    for field in annual_report.layout(date(content["year"], 12, 31)).fields:
        value = content["typed"].get(field.code)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield field.code


def _comparison(content: Content, evidence: Evidence) -> Iterator[str]:
    """What is compared with is what was published; and this year begins where that one ended."""
    told, published = content["previous"], evidence.published
    if published is None or told is None:
        if told is not None or published is not None:
            yield f"{told and told['sha256']} ≠ {published and published['sha256']}"
        return
    if told["sha256"] != published["sha256"] or told["figures"] != published["overall"]["figures"]:
        yield f"{told['year']}: {told['sha256']} ≠ {published['sha256']}"
    here, there = content["overall"]["figures"], published["overall"]["figures"]
    for kind in ("", "objection.", "dispute."):
        if here[f"{kind}opening"] != there[f"{kind}closing"]:
            yield f"{kind}opening {here[f'{kind}opening']} ≠ {kind}closing {there[f'{kind}closing']}"


def _round_trip(content: Content, evidence: Evidence) -> Iterator[str]:
    """File, data and back are the same; every figure is as long as its list of cases; none is missing or unknown."""
    try:
        if from_json(as_json(content)) != content:
            yield "json"
    except ValueError as error:
        yield f"json: {error}"
    if from_csv(as_csv(content)) != rows_of(content):
        yield "csv"
    known = set(annual_report.figures(date(content["year"], 12, 31)))
    counted = _counted(evidence.counted)
    for row in rows_of(content):
        names = set(row["figures"])
        yield from (f"{row['name']}: {name}" for name in sorted(names ^ known))
        cases = counted.pop(row["body"], Counter())
        for name in sorted(names & known):
            if row["figures"][name] != cases[name]:
                yield f"{row['name']}: {name} {row['figures'][name]} ≠ {cases[name]}"
    yield from (f"{body}: {sum(missing.values())}" for body, missing in counted.items() if missing)


def _counted(counted: Cases) -> dict[int | None, Counter[str]]:
    found: dict[int | None, Counter[str]] = defaultdict(Counter)
    for case in counted.cases:
        found[None].update(case.names)
        found[case.body_id or NO_BODY].update(case.names)
    return found


def _sum_of_bodies(content: Content, _evidence: Evidence) -> Iterator[str]:
    totals: Counter[str] = Counter()
    for row in content["bodies"]:
        totals.update(row["figures"])
    for name, count in content["overall"]["figures"].items():
        if totals[name] != count:
            yield f"{name}: {count} ≠ {totals[name]}"


PROOFS: dict[str, Callable[[Content, Evidence], Iterator[str]]] = {
    "medians": _medians,
    "oldest": _oldest,
    "staff_and_cost": _staff_and_cost,
    "comparison": _comparison,
    "nothing_blank": _nothing_blank,
    "round_trip": _round_trip,
    "sum_of_bodies": _sum_of_bodies,
}
