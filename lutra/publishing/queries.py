"""Reading the public register. No query here can show more than the gate has let through."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from lutra.directory.models import Government
from lutra.publishing.models import PublicRequest, PublicWord, Summary, position_of
from lutra.publishing.words import words_of

#: The value of ``outcome`` for requests that were not decided yet.
WAITING = "waiting"
#: Values of ``outcome`` for requests that ended without an answer: the stage itself.
ENDED = ("withdrawn", "set_aside")
_WAITING_STAGES = ("filed", "incomplete", "disposed", "drafted")
# Which of several words is rarest is found by counting no further than this.
_COUNT_TO = 1000
_MOST_WORDS = 8


@dataclass(frozen=True)
class Page:
    """Some lines of the register, newest first, and the cursors of the pages beside them (None: there is none)."""

    rows: list[PublicRequest] = field(default_factory=list)
    newer: str | None = None  # give it as ``before``
    older: str | None = None  # give it as ``after``


def public_register(
    government: Government,
    /,
    *,
    year: int | None = None,
    body: str = "",
    outcome: str = "",
    text: str = "",
    after: str = "",
    before: str = "",
    limit: int = 20,
) -> Page:
    """One page of the register: by year, body (slug), outcome (or ``WAITING``), words of the subject or a reference.

    ``after`` and ``before`` are cursors of an earlier page; one that is not understood shows the first page. The cost
    does not grow with the register: a page walks an index and nothing is counted.
    """
    lower, upper = _bounds(year)
    newer_than, older_than = _position(before), _position(after)
    backwards = newer_than is not None
    if newer_than is not None:
        lower = max(lower, newer_than)
    elif older_than is not None:
        upper = min(upper, older_than)
    rows = _rows(
        government,
        lower=lower,
        upper=upper,
        body=body,
        outcome=outcome,
        text=text,
        backwards=backwards,
        limit=limit + 1,
    )
    more = len(rows) > limit
    rows = rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return Page()
    return Page(
        rows=rows,
        newer=str(rows[0].position) if (more if backwards else older_than is not None) else None,
        older=str(rows[-1].position) if (more or backwards) else None,
    )


def find_public(government: Government, /, reference: str) -> PublicRequest | None:
    """The line of the register with this reference ("0042/PPID/LUTRA/2026", as printed); None when there is none."""
    return PublicRequest.objects.filter(government=government, reference=_as_reference(reference)).first()


def years(government: Government, /) -> list[int]:
    """The years from the register's oldest line to its newest, newest first; two index look-ups."""
    lines = PublicRequest.objects.filter(government=government)
    newest = lines.order_by("-position").values_list("position", flat=True).first()
    oldest = lines.order_by("position").values_list("position", flat=True).first()
    if newest is None or oldest is None:
        return []
    return list(range(newest // position_of(1, 0), oldest // position_of(1, 0) - 1, -1))


def lines_of_year(government: Government, /, year: int, *, body: str = "") -> QuerySet[PublicRequest]:
    """Every line of one year's register in its order (of one body, by its slug), for exports."""
    lower, upper = _bounds(year)
    rows = PublicRequest.objects.filter(government=government, position__gt=lower, position__lt=upper)
    return (rows.filter(body_slug=body) if body else rows).order_by("position")


def withheld_lines(government: Government, /, *, after: str = "", limit: int = 25) -> Page:
    """One page of the lines that show no wording, newest first: each waits for an officer's summary.

    ``after`` is the cursor of the page before. An index holds these lines alone, so a long register costs nothing.
    """
    lines = PublicRequest.objects.filter(government=government, is_withheld=True)
    if (older_than := _position(after)) is not None:
        lines = lines.filter(position__lt=older_than)
    rows = list(lines.order_by("-position")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return Page(rows=rows, older=str(rows[-1].position) if more else None)


def line_of(government: Government, /, request_id: int) -> PublicRequest | None:
    """The line of one request; None until the gate has made it."""
    return PublicRequest.objects.filter(government=government, request_id=request_id).first()


def newest_summaries(government: Government, /, request_ids: Collection[int]) -> dict[int, Summary]:
    """The newest summary of each of these requests that has one."""
    written = Summary.objects.filter(government=government, request_id__in=request_ids).order_by("pk")
    return {summary.request_id: summary for summary in written}


def _as_reference(typed: str) -> str:
    return _storable(typed).strip().upper()


def _storable(typed: str) -> str:
    """Without the one sign that PostgreSQL refuses even in a question."""
    return typed.replace("\x00", "")


def _bounds(year: int | None) -> tuple[int, int]:
    """The positions between which the wanted lines stand, neither included; all of them without a year."""
    if year is None:
        return 0, position_of(10_000, 0)
    known = min(max(year, 0), 9999)  # the columns hold no others
    return position_of(known, 0), position_of(known + 1, 0)


def _position(cursor: str) -> int | None:
    return int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) <= 12 else None


def _rows(
    government: Government,
    *,
    lower: int,
    upper: int,
    body: str,
    outcome: str,
    text: str,
    backwards: bool,
    limit: int,
) -> list[PublicRequest]:
    """The next ``limit`` lines between the bounds, in the direction of reading."""
    wanted: dict[str, object] = {}
    if body:
        wanted["body_slug"] = _storable(body)
    if outcome == WAITING:
        wanted |= {"outcome": "", "stage__in": _WAITING_STAGES}
    elif outcome in ENDED:
        wanted["stage"] = outcome
    elif outcome:
        wanted["outcome"] = _storable(outcome)
    order = "position" if backwards else "-position"
    if text.strip():
        if "/" in text:
            lines = PublicRequest.objects.filter(government=government, reference=_as_reference(text))
            return list(lines.filter(position__gt=lower, position__lt=upper, **wanted)[:limit])
        words = _rarest_first(government, words_of(text))
        if not words:
            return []
        hits = PublicWord.objects.filter(
            government=government, word=words[0], position__gt=lower, position__lt=upper
        ).filter(**{f"row__{name}": value for name, value in wanted.items()})
        for other in words[1:]:
            same_line = PublicWord.objects.filter(
                government=government, word=other, position=OuterRef("position")
            )
            hits = hits.filter(Exists(same_line))
        return [hit.row for hit in hits.select_related("row").order_by(order)[:limit]]
    lines = PublicRequest.objects.filter(
        government=government, position__gt=lower, position__lt=upper, **wanted
    )
    return list(lines.order_by(order)[:limit])


def _rarest_first(government: Government, words: frozenset[str]) -> list[str]:
    """The words with the rarest in front: its lines are walked, and the others only looked up."""
    some = sorted(words)[:_MOST_WORDS]
    if len(some) < 2:
        return some
    counts = {
        word: len(PublicWord.objects.filter(government=government, word=word).values_list("pk")[:_COUNT_TO])
        for word in some
    }
    return sorted(some, key=lambda word: counts[word])
