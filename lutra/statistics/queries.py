"""The four figures of UU 14/2008 Pasal 12, for the whole government and for each body.

Letter a is ``received``, letter b ``times``, letter c ``given`` and ``refused``, letter d the reasons. What is not
held or not yet held is no refusal and is counted apart. Every figure carries the filter that opens its cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from fractions import Fraction
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.utils.translation import gettext as _

from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.law.clocks import rule
from lutra.ledger.queries import entries
from lutra.statistics import facts
from lutra.statistics.facts import Decided, Ended, Facts, Received, Silent

Case = Received | Decided | Silent | Ended

_KEPT_SECONDS = 60
#: Stands for ``body`` in a filter where a request was not handed to any body.
NO_BODY = 0
_COUNTS_AS = {outcome.code: outcome.counts_as for outcome in statute.outcomes()}

# What can be counted, and which of the facts it is counted from.
MEASURES = {
    "received": "received",
    "decided": "decided",  # of the outcome in ``detail``, or of any
    "given": "decided",
    "refused": "decided",  # on the letter of Pasal 17 in ``detail``, or on any
    "withheld": "decided",  # where the rest was given; the same
    "days": "decided",
    "band": "decided",
    "late": "decided",
    "silent": "silent",
    "withdrawn": "ended",
    "set_aside": "ended",
}
BANDS = ("reply", "extension", "beyond")


def _belongs(case: Decided, measure: str, detail: str) -> bool:
    """Whether a decided case is one of those that the measure counts."""
    match measure:
        case "decided":
            return not detail or case.outcome == detail
        case "given":
            return _COUNTS_AS[case.outcome] == "given"
        case "refused":
            return case.outcome == "refused" and (not detail or detail in case.grounds)
        case "withheld":
            return case.outcome == "partly" and (not detail or detail in case.grounds)
        case "days":
            return str(case.days) == detail
        case "band":
            return band(case.days) == detail
        case _:
            return case.is_late


def band(days: int) -> str:
    """Within the reply period, within its extension, or beyond both; the law's numbers, in working days."""
    reply = rule("request.reply").quantity
    if days <= reply:
        return "reply"
    return "extension" if days <= reply + rule("request.extension").quantity else "beyond"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which cases a figure counts. ``body`` is None for all, ``NO_BODY`` for those with no body.

    ``detail`` is an outcome, a letter of Pasal 17, a number of days or a band, as the measure needs; ``upto`` the
    entry of the book at which the figure was taken.
    """

    since: date
    until: date
    measure: str
    detail: str = ""
    body: int | None = None
    upto: int = 0

    def as_query(self) -> str:
        """The filter as the query of an address."""
        return urlencode(
            {
                "since": self.since.isoformat(),
                "until": self.until.isoformat(),
                "measure": self.measure,
                **({"detail": self.detail} if self.detail else {}),
                **({"body": self.body} if self.body is not None else {}),
                **({"upto": self.upto} if self.upto else {}),
            }
        )

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Filter | None:
        """The filter that ``as_query`` wrote; None for anything that is none."""
        try:
            made = cls(
                since=date.fromisoformat(query["since"]),
                until=date.fromisoformat(query["until"]),
                measure=query["measure"],
                detail=query.get("detail", ""),
                body=int(query["body"]) if query.get("body") else None,
                upto=int(query.get("upto") or 0),
            )
        except (KeyError, ValueError):
            return None
        return made if made.measure in MEASURES and 0 <= made.upto < 2**63 else None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and the filter that opens its cases."""

    count: int
    filter: Filter


@dataclass(frozen=True, slots=True)
class Times:
    """Working days from receipt to written notice. All None when nothing was decided.

    ``mean`` is rounded to two decimals; ``distribution`` holds (days, figure) in order, ``bands`` the law's stretches.
    """

    mean: float | None
    median: float | None
    shortest: int | None
    longest: int | None
    distribution: tuple[tuple[int, Figure], ...]
    bands: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one body, or of the whole government (``body_id`` None and ``is_overall``)."""

    body_id: int | None
    body_name: str
    is_overall: bool
    received: Figure
    decided: Figure
    given: Figure
    refused: Figure
    late: Figure
    silent: Figure
    withdrawn: Figure  # by the applicant; neither decided nor silent
    set_aside: Figure  # not completed in time; neither decided nor silent
    outcomes: dict[str, Figure]
    # Letters of Pasal 17: of refusals, and of what was withheld where the rest was given. One case may have several.
    refusal_reasons: dict[str, Figure]
    withheld_reasons: dict[str, Figure]
    times: Times
    # Outcomes of the parts of split requests, counted apart: a request counts once, whatever its parts.
    parts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a period, taken when the book ended with entry ``upto``, whose hash is ``root``."""

    since: date
    until: date
    upto: int
    root: str
    overall: Row
    bodies: tuple[Row, ...]


def figures(government: Government, /, *, since: date, until: date, upto: int | None = None) -> Figures:
    """The figures of the days from ``since`` to ``until``, both included.

    With ``upto``, the number of an entry, they are what they were when the book ended there, whatever came later.
    """
    end = entries(government.pk).reverse()
    last = (end if upto is None else end.filter(seq__lte=upto)).values_list("seq", "hash").first()
    seq, root = last or (0, "")
    found = facts.read(government.pk, since=since, until=until, upto=seq)
    basis = Filter(since=since, until=until, measure="received", upto=seq)
    names = {
        body.pk: str(body)
        for body in PublicBody.objects.filter(government=government).select_related("parent")
    }
    shares = _shares(found)
    rows = [
        _row(
            shares[body],
            replace(basis, body=body),
            name=names.get(body) or _("Belum diserahkan ke perangkat daerah"),
        )
        for body in shares
    ]
    return Figures(
        since=since,
        until=until,
        upto=seq,
        root=root,
        overall=_row(found, basis, name=government.name),
        bodies=tuple(sorted(rows, key=lambda row: (row.body_id is None, row.body_name))),
    )


def figures_of_year(government: Government, /, year: int, *, upto: int | None = None) -> Figures:
    """The figures of a calendar year, which is a fiscal year too."""
    return figures(government, since=date(year, 1, 1), until=date(year, 12, 31), upto=upto)


def kept_figures(government: Government, /, *, since: date, until: date) -> Figures:
    """``figures`` for whoever asks from outside, at most a minute old; they say at which entry they were taken.

    A year of a large office costs half a second to count, which nobody outside should be able to ask for at will.
    """
    key = f"figures:{government.pk}:{since}:{until}"
    kept: Figures | None = cache.get(key)
    if kept is None:
        kept = figures(government, since=since, until=until)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def cases(government: Government, /, wanted: Filter) -> list[Case]:
    """The cases that a figure counted, in the order of the book; their ``request_id`` opens them."""
    upto = wanted.upto or entries(government.pk).reverse().values_list("seq", flat=True).first() or 0
    found = facts.read(government.pk, since=wanted.since, until=wanted.until, upto=upto)
    return _cases(found if wanted.body is None else _shares(found).get(wanted.body, _NOTHING), wanted)


_NOTHING = Facts((), (), ())


def _cases(found: Facts, wanted: Filter) -> list[Case]:
    match MEASURES[wanted.measure]:
        case "received":
            return list(found.received)
        case "silent":
            return list(found.silent)
        case "ended":
            return [case for case in found.ended if case.how == wanted.measure]
        case _:
            return [case for case in found.decided if _belongs(case, wanted.measure, wanted.detail)]


def _shares(found: Facts) -> dict[int, Facts]:
    """The facts of each body that has any; ``NO_BODY`` for the rest."""
    every: tuple[Case, ...] = (*found.received, *found.decided, *found.silent, *found.ended)
    ids = {case.body_id or NO_BODY for case in every}
    parts: dict[int, tuple[list[Received], list[Decided], list[Silent], list[Ended]]] = {
        body: ([], [], [], []) for body in ids
    }
    for received in found.received:
        parts[received.body_id or NO_BODY][0].append(received)
    for decided in found.decided:
        parts[decided.body_id or NO_BODY][1].append(decided)
    for silent in found.silent:
        parts[silent.body_id or NO_BODY][2].append(silent)
    for ended in found.ended:
        parts[ended.body_id or NO_BODY][3].append(ended)
    return {body: Facts(*(tuple(part) for part in four)) for body, four in parts.items()}  # type: ignore[arg-type]


def _row(found: Facts, basis: Filter, *, name: str) -> Row:
    """Count in one pass; that each figure has as many cases as ``_cases`` lists for its filter is tested."""
    outcomes = Counter(case.outcome for case in found.decided)
    reasons = Counter((case.outcome, letter) for case in found.decided for letter in case.grounds)
    letters = [ground.code for ground in statute.grounds()]

    def figure(count: int, measure: str, detail: str = "") -> Figure:
        return Figure(count, replace(basis, measure=measure, detail=detail))

    return Row(
        body_id=basis.body or None,
        body_name=name,
        is_overall=basis.body is None,
        received=figure(len(found.received), "received"),
        decided=figure(len(found.decided), "decided"),
        given=figure(sum(outcomes[code] for code, place in _COUNTS_AS.items() if place == "given"), "given"),
        refused=figure(outcomes["refused"], "refused"),
        late=figure(sum(case.is_late for case in found.decided), "late"),
        silent=figure(len(found.silent), "silent"),
        withdrawn=figure(sum(case.how == "withdrawn" for case in found.ended), "withdrawn"),
        set_aside=figure(sum(case.how == "set_aside" for case in found.ended), "set_aside"),
        outcomes={
            row.code: figure(outcomes[row.code], "decided", row.code)
            for row in statute.outcomes()
            if not row.computed
        },
        refusal_reasons={letter: figure(reasons["refused", letter], "refused", letter) for letter in letters},
        withheld_reasons={
            letter: figure(reasons["partly", letter], "withheld", letter) for letter in letters
        },
        times=_times(found, basis),
        parts=_parts(found),
    )


def _parts(found: Facts) -> dict[str, int]:
    counted = Counter(outcome for case in found.decided for outcome in case.parts)
    return {row.code: counted[row.code] for row in statute.outcomes() if not row.computed}


def _times(found: Facts, basis: Filter) -> Times:
    days = [case.days for case in found.decided]
    by_days = Counter(days)
    by_band: Counter[str] = Counter()
    for each, count in by_days.items():
        by_band[band(each)] += count
    return Times(
        mean=round(float(Fraction(sum(days), len(days))), 2) if days else None,
        median=float(median(days)) if days else None,
        shortest=min(days, default=None),
        longest=max(days, default=None),
        distribution=tuple(
            (each, Figure(count, replace(basis, measure="days", detail=str(each))))
            for each, count in sorted(by_days.items())
        ),
        bands={each: Figure(by_band[each], replace(basis, measure="band", detail=each)) for each in BANDS},
    )


def as_json(found: Figures) -> dict[str, Any]:
    """The figures as plain data, for programs: numbers only, no filters."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "upto": found.upto,
        "root": found.root,
        "overall": _plain(found.overall),
        "bodies": [_plain(row) for row in found.bodies],
    }


def _plain(row: Row) -> dict[str, Any]:
    return {name: _numbers(value) for name, value in asdict(row).items()}


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"count", "filter"}:
            return value["count"]
        return {key: _numbers(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_numbers(inner) for inner in value]
    return value
