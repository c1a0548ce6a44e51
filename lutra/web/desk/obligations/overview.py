"""The matrix, a body's own page, the gaps, the calendar, and their files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.directory.models import PublicBody
from lutra.directory.permissions import may
from lutra.law.duties import Obligation
from lutra.obligations.due_days import as_calendar, by_month, due_days
from lutra.obligations.gaps import Gap, gaps
from lutra.obligations.matrix import NOT_OWING, Cell, Matrix, matrix, owed
from lutra.obligations.models import Programme
from lutra.obligations.programmes import missing_fields
from lutra.obligations.rights import may_keep
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.export.table import Heading, Table
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.obligations.forms import MatrixFilter
from lutra.web.desk.obligations.words import KINDS, SIGNS, STATES, Way, tabs, way
from lutra.web.desk.words import basis, say
from lutra.web.tenancy import SiteRequest

# Gaps shown on one page; the file has all.
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as the pages show it."""

    cell: Cell
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """One body of the matrix: its cells, how many it has met, and what it has not."""

    body: PublicBody | None
    cells: list[Shown]
    met: int
    owing: int

    @property
    def groups(self) -> list[tuple[str, str, str]]:
        """What is left to do, by state: sign, word and the letters."""
        unmet = [one for one in self.cells if not one.cell.is_met]
        return [
            (SIGNS[state], str(STATES[state]), " ".join(letters))
            for state in STATES
            if (letters := [one.cell.obligation.letter for one in unmet if one.cell.state == state])
        ]


@dataclass(frozen=True, slots=True)
class Left:
    """A gap with its next steps as links; ``may_state`` when the reader may sign that there is none."""

    gap: Gap
    word: str
    ways: list[Way]
    may_state: bool


@require_safe
@officers("obligations.see")
def show(request: SiteRequest) -> HttpResponse:
    """All bodies against one list of the law."""
    kind = _kind(request, otherwise="periodic")
    found = matrix(request.government, on=today(request.government))
    heads = owed(kind)
    shared = [one for one in heads if one.owed_by == "government"]
    columns = [one for one in heads if one.owed_by == "every_body"]
    rows = [_row(found, body, columns) for body in found.bodies] if columns else []
    shows = {
        "tabs": tabs(request.actor, "obligations"),
        "kinds": [
            Tab(label=str(label), url=f"?kind={code}", is_current=code == kind)
            for code, label in KINDS.items()
        ],
        "kind": kind,
        "heads": columns,
        "rows": rows,
        "own": [_shown(found.cells[None, one.code]) for one in shared],
        "summaries": [(one, str(STATES[one.state])) for one in found.summaries(kind=kind)],
        "signs": [(code, SIGNS[code], str(STATES[code])) for code in STATES],
        "on": found.on,
    }
    return render(request, "desk/obligations/matrix.html", shows)


@require_safe
@officers("obligations.see")
def body(request: SiteRequest, pk: int) -> HttpResponse:
    """One body: every obligation with what is there, what lacks and what to do."""
    one = _body(request, pk)
    found = matrix(request.government, on=today(request.government), bodies=[one])
    left = {gap.obligation.code: _left(request, gap) for gap in gaps(found, bodies=[pk])}
    kept = may_keep(request.actor, one)
    programmes = Programme.objects.filter(
        government=request.government, body=one, ended_at__isnull=True
    ).order_by("-year", "pk")
    lists = [
        (
            str(label),
            found.score(pk, kind=kind),
            [(_shown(cell), left.get(cell.obligation.code)) for cell in found.of_body(pk, kind=kind)],
        )
        for kind, label in KINDS.items()
    ]
    shows = {
        "tabs": tabs(request.actor, ""),
        "body": one,
        "lists": [row for row in lists if row[2]],
        "programmes": [
            (programme, [say(field.label) for field in missing_fields(programme.answers)])
            for programme in programmes
        ],
        "may_keep": kept,
        "may_state": kept and may(request.actor, "obligations.state"),
        "on": found.on,
    }
    return render(request, "desk/obligations/body.html", shows)


@require_safe
@officers("obligations.see")
def gap_list(request: SiteRequest) -> HttpResponse:
    """Who owes what, since when, and the next step."""
    form, wanted = _filtered(request)
    found = matrix(request.government, on=today(request.government))
    left = gaps(found, **wanted)
    query = request.GET.urlencode()
    shows = {
        "tabs": tabs(request.actor, "obligation_gaps"),
        "form": form,
        "left": [_left(request, gap) for gap in left[:SHOWN]],
        "count": len(left),
        "shown": SHOWN,
        "query": f"?{query}" if query else "",
    }
    return render(request, "desk/obligations/gaps.html", shows)


@require_safe
@officers("obligations.see")
def calendar(request: SiteRequest) -> HttpResponse:
    """What falls due, month by month."""
    found = matrix(request.government, on=today(request.government))
    own = request.actor.body_ids
    days = [one for one in due_days(found) if not own or one.body is None or one.body.pk in own]
    shows = {
        "tabs": tabs(request.actor, "obligation_calendar"),
        "months": by_month(days),
        "is_own": bool(own),
        "on": found.on,
    }
    return render(request, "desk/obligations/calendar.html", shows)


@require_safe
@officers("obligations.see")
def calendar_file(request: SiteRequest) -> HttpResponse:
    """The same as a calendar file for the officer's own calendar."""
    found = matrix(request.government, on=today(request.government))
    own = request.actor.body_ids
    days = [one for one in due_days(found) if not own or one.body is None or one.body.pk in own]
    content = as_calendar(
        days,
        name=request.government.name,
        host=request.get_host(),
        made_at=timezone.now(),
        language=get_language() or "id",
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "kewajiban.ics") or "attachment"
    return response


@require_safe
@officers("obligations.see")
def export(request: SiteRequest, what: str, kind: str) -> StreamingHttpResponse:
    """The matrix or the gaps as a table to take away."""
    if kind not in ("csv", "xlsx") or what not in ("matriks", "celah"):
        raise Http404
    found = matrix(request.government, on=today(request.government))
    table = _matrix_table(found) if what == "matriks" else _gap_table(gaps(found, **_filtered(request)[1]))
    form = FORMATS[kind]
    name = f"kewajiban-{what}-{request.government.code}-{found.on:%Y%m%d}{form.suffix}"
    return StreamingHttpResponse(
        chunks(table, kind),
        content_type=form.media_type,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


def _matrix_table(found: Matrix) -> Table:
    def rows() -> Iterator[list[str | int | None]]:
        names = {one.pk: one.name for one in found.bodies}
        for (pk, _code), cell in found.cells.items():
            yield [
                names.get(pk, found.government.name) if pk else found.government.name,
                cell.obligation.code,
                say(cell.obligation.label),
                str(STATES[cell.state]),
                ", ".join(say(part.label) for part in cell.lacking),
                cell.due.isoformat() if cell.due else "",
                cell.since.isoformat() if cell.since else "",
                basis(cell.obligation.clause),
            ]

    return _table(_("Kelengkapan informasi yang wajib diumumkan"), rows())


def _gap_table(left: list[Gap]) -> Table:
    def rows() -> Iterator[list[str | int | None]]:
        for gap in left:
            yield [
                gap.body.name if gap.body else "",
                gap.obligation.code,
                say(gap.obligation.label),
                str(STATES[gap.state]),
                ", ".join(say(part.label) for part in gap.lacking),
                gap.due.isoformat() if gap.due else "",
                gap.since.isoformat() if gap.since else "",
                basis(gap.clause),
            ]

    return _table(_("Yang belum dipenuhi"), rows())


def _table(title: str, rows: Iterator[list[str | int | None]]) -> Table:
    headings = [
        Heading("body", _("Perangkat daerah"), 40),
        Heading("code", _("Kode"), 16),
        Heading("obligation", _("Kewajiban"), 50),
        Heading("state", _("Keadaan"), 18),
        Heading("lacking", _("Yang kurang"), 60),
        Heading("due", _("Jatuh tempo"), 16),
        Heading("since", _("Sejak"), 16),
        Heading("clause", _("Dasar"), 30),
    ]
    return Table(title=title, headings=headings, rows=rows, language=get_language() or "id")


def _row(found: Matrix, one: PublicBody, columns: list[Obligation]) -> Row:
    cells = [_shown(found.cells[one.pk, head.code]) for head in columns]
    return Row(one, cells, sum(each.cell.is_met for each in cells), len(cells))


def _shown(cell: Cell) -> Shown:
    return Shown(cell, SIGNS[cell.state], str(STATES[cell.state]))


def _left(request: SiteRequest, gap: Gap) -> Left:
    ways = [one for step in gap.steps if (one := way(gap, step)).url]
    signs = may(request.actor, "obligations.state") and gap.obligation.kind != "standing"
    keeps = may_keep(request.actor, gap.body) if gap.body else may(request.actor, "obligations.maintain")
    return Left(gap, str(STATES[gap.state]), ways if keeps else [], signs and keeps)


def _kind(request: SiteRequest, *, otherwise: str) -> str:
    asked = request.GET.get("kind", otherwise)
    return asked if asked in KINDS else otherwise


def _filtered(request: SiteRequest) -> tuple[MatrixFilter, dict[str, Any]]:
    form = MatrixFilter(request.GET, government=request.government, kinds=KINDS.items())
    wanted: dict[str, Any] = {}
    if form.is_valid():
        if kind := form.cleaned_data["kind"]:
            wanted["kind"] = kind
        if chosen := form.cleaned_data["body"]:
            wanted["bodies"] = [int(chosen)]
    return form, wanted


def _body(request: SiteRequest, pk: int) -> PublicBody:
    rows = PublicBody.objects.filter(government=request.government, is_active=True)
    return get_object_or_404(rows.exclude(kind__in=NOT_OWING).select_related("parent", "government"), pk=pk)
