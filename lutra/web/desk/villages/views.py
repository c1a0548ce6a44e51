"""The coverage of the villages, one village, what waits to be let out, the sites, and the policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.channels.opensid import letting, queries, rights, sources, tasks
from lutra.channels.opensid.errors import HarvestError
from lutra.channels.opensid.models import HarvestedRow
from lutra.channels.opensid.policy import policy, set_policy
from lutra.channels.opensid.queries import District, Village
from lutra.channels.opensid.words import Problem, problem
from lutra.directory.permissions import may
from lutra.documents import release
from lutra.jobs import queue
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.villages.forms import PolicyForm, SitesForm
from lutra.web.tenancy import SiteRequest
from lutra.web.villages import drawing

_SHOWN = 50
_HARVESTS = 10
acting = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Line:
    """One document of a village: what the village calls it, how it stands, and what is wrong with its file."""

    row: HarvestedRow
    title: str
    file: str
    file_problem: Problem | None
    may_go_out: bool


@require_safe
@officers(rights.SEE)
def show_all(request: SiteRequest) -> HttpResponse:
    """The map and the villages, narrowed by kecamatan and by how they stand."""
    districts = queries.coverage(request.government)
    wanted, standing = request.GET.get("kecamatan", ""), request.GET.get("keadaan", "")
    villages = [one for district in districts for one in district.villages]
    shows = {
        "districts": districts,
        "chosen": wanted,
        "standing": standing,
        "standings": list(drawing.LABELS.items()),
        "tiles": drawing.tiles(districts, chosen=wanted, is_public=False),
        "signs": drawing.legend(districts, is_public=False),
        "villages": _narrowed(districts, wanted, standing),
        "count": len(villages),
        "publishing": sum(district.publishing for district in districts),
        "failing": sum(district.failing for district in districts),
        "tabs": _tabs(request, "villages"),
    }
    return render(request, "desk/villages/list.html", shows)


def _narrowed(districts: Sequence[District], wanted: str, standing: str) -> list[tuple[Village, Promise]]:
    """The villages that are wanted, each with its standing in words; of all only those that need somebody."""
    found = [one for district in districts if wanted in ("", district.region.pk) for one in district.villages]
    if standing in drawing.LABELS:
        found = [one for one in found if one.standing == standing]
    elif not wanted:
        found = [one for one in found if one.standing in (queries.FAILS, queries.WAITS)]
    return [(one, drawing.LABELS[one.standing]) for one in found]


@acting
@officers(rights.SEE)
def show(request: SiteRequest, code: str) -> HttpResponse:
    """One village: its site, what it shows and what became of it, and how asking it went."""
    village = _village(request, code)
    if request.method == "POST":
        return _let_out(request, back=request.path, within=Q(source=village.source))
    may_manage = rights.may_manage(request.actor)
    rows = queries.rows_of(village.source) if village.source else HarvestedRow.objects.none()
    if not may_manage:  # what is not let out yet is nobody else's
        rows = rows.filter(item__is_public=True)
    start = whole_number(request.GET.get("mulai", ""), otherwise=0)
    found = list(rows[start : start + _SHOWN + 1])
    lines = _lines(found[:_SHOWN])
    shows = {
        "village": village,
        "standing": drawing.LABELS[village.standing],
        "lines": lines,
        "may_let_out": may_manage and any(line.may_go_out for line in lines),
        "older": f"?mulai={start + _SHOWN}" if len(found) > _SHOWN else "",
        "newer": f"?mulai={max(start - _SHOWN, 0)}" if start else "",
        "harvests": [(one, problem(one.problem)) for one in village.source.harvests.all()[:_HARVESTS]]
        if village.source
        else [],
        "job": queue.status(tasks.key_of(village.source)) if village.source else None,
        "may_manage": may_manage,
    }
    return render(request, "desk/villages/village.html", shows)


@acting
@officers(rights.MANAGE)
def waiting(request: SiteRequest) -> HttpResponse:
    """What waits for an officer, of all villages or of one kecamatan; the chosen ones are let out."""
    if request.method == "POST":
        return _let_out(request, back=request.get_full_path(), within=Q())
    rows = queries.waiting_rows(request.government).order_by("source__region", "pk")
    count = rows.count()
    shows = {
        "lines": _lines(list(rows[:_SHOWN])),
        "count": count,
        "more": max(count - _SHOWN, 0),
        "tabs": _tabs(request, "waiting"),
    }
    return render(request, "desk/villages/waiting.html", shows)


@acting
@officers(rights.MANAGE)
def sites(request: SiteRequest) -> HttpResponse:
    """Enter sites from a table: first what would happen, then the deed."""
    data, uploaded = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = SitesForm(data, uploaded)
    done: sources.Listed | None = None
    only_look = "lihat" in request.POST
    if request.method == "POST" and form.is_valid():
        try:
            lines = sources.read_table(_table(form))
            done = sources.list_sources(request.government, lines, by=request.actor, dry_run=only_look)
        except HarvestError as refusal:
            form.add_error("file", str(refusal))
        else:
            if not done.errors and not only_look:
                messages.success(
                    request,
                    _("Didaftarkan %(added)d situs baru, %(changed)d diubah; semuanya segera dibaca.")
                    % {"added": len(done.added), "changed": len(done.changed)},
                )
                return redirect("desk:villages")
    missing = [
        one
        for district in queries.coverage(request.government)
        for one in district.villages
        if one.source is None
    ]
    shows = {"form": form, "done": done, "missing": missing, "tabs": _tabs(request, "sites")}
    return render(
        request,
        "desk/villages/sites.html",
        shows,
        status=422 if form.errors or (done and done.errors) else 200,
    )


@acting
@officers(rights.SET_POLICY)
def publishing(request: SiteRequest) -> HttpResponse:
    """Say how what villages show becomes public."""
    standing = policy(request.government)
    begun = {"is_automatic": "yes" if standing and standing.is_automatic else "no"}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            set_policy(
                request.government,
                is_automatic=form.cleaned_data["is_automatic"],
                basis=form.cleaned_data["basis"],
                by=request.actor,
            )
        except HarvestError as refusal:
            form.add_error("basis", str(refusal))
        else:
            messages.success(request, _("Kebijakan berlaku mulai sekarang."))
            return redirect("desk:village_policy")
    shows = {"form": form, "policy": standing, "tabs": _tabs(request, "policy")}
    return render(request, "desk/villages/policy.html", shows, status=422 if form.errors else 200)


@require_POST
@officers(rights.MANAGE)
def harvest(request: SiteRequest, code: str) -> HttpResponse:
    """Ask the village's site soon, for all its documents."""
    source = _village(request, code).source
    if source is None or not source.base_url:
        raise Http404
    tasks.ask(source, full=True)
    messages.success(request, _("Situs desa segera dibaca; muat ulang halaman ini untuk melihat hasilnya."))
    return redirect("desk:village", code=code)


@require_POST
@officers(rights.MANAGE)
def switch(request: SiteRequest, code: str) -> HttpResponse:
    """Ask the village's site from now on, or no more."""
    source = _village(request, code).source
    if source is None or not source.base_url:
        raise Http404
    sources.switch(source, on=request.POST.get("on") == "1", by=request.actor)
    return redirect("desk:village", code=code)


def _village(request: SiteRequest, code: str) -> Village:
    village = queries.village(request.government, code)
    if village is None:
        raise Http404
    return village


def _table(form: SitesForm) -> bytes:
    file = form.cleaned_data.get("file")
    return bytes(file.read(sources.LARGEST + 1)) if file else form.cleaned_data["text"].encode()


def _let_out(request: SiteRequest, *, back: str, within: Q) -> HttpResponse:
    """Let out the rows that were ticked. Raises NotPermitted through the deed."""
    rights.permit_to_manage(request.actor, request.government.pk)
    chosen = [int(each) for each in request.POST.getlist("row") if each.isascii() and each.isdigit()][:500]
    rows = queries.waiting_rows(request.government).filter(within, pk__in=chosen)
    out, refused = letting.let_out_many(rows, by=request.actor)
    if out:
        messages.success(
            request, ngettext("%(n)d dokumen terbit.", "%(n)d dokumen terbit.", out) % {"n": out}
        )
    for why in refused[:5]:
        messages.warning(request, why)
    if not out and not refused:
        messages.warning(request, _("Pilih dulu dokumen yang akan diterbitkan."))
    return redirect(back)


def _lines(rows: Sequence[HarvestedRow]) -> list[Line]:
    standing = release.gates([row.document for row in rows if row.document is not None])
    return [_line(row, standing.get(row.document_id or 0)) for row in rows]


def _line(row: HarvestedRow, gate: release.Gate | None) -> Line:
    shown = row.state in (HarvestedRow.State.LISTED, HarvestedRow.State.WAITING)
    is_draft = row.item is not None and not row.item.is_public
    has_clear_file = gate is not None and gate.code == "ready"
    waits = row.state == HarvestedRow.State.WAITING or is_draft or has_clear_file
    return Line(
        row=row,
        title=str(row.raw.get("nama") or "–")[:300],
        file=str(gate.words) if gate is not None else str(row.get_file_state_display()),
        file_problem=problem(row.file_problem),
        may_go_out=shown and waits and row.missing_since is None,
    )


def _tabs(request: SiteRequest, current: str) -> list[Tab]:
    """The pages beside this one, as far as the officer may open them."""
    entries: list[tuple[str, str, str, int | None]] = [
        ("villages", _("Cakupan"), reverse("desk:villages"), None)
    ]
    if rights.may_manage(request.actor):
        count = queries.waiting_rows(request.government).count()
        entries += [
            ("waiting", _("Menunggu"), reverse("desk:villages_waiting"), count),
            ("sites", _("Daftarkan situs"), reverse("desk:village_sites"), None),
        ]
    if may(request.actor, rights.SET_POLICY):
        entries.append(("policy", _("Cara terbit"), reverse("desk:village_policy"), None))
    return [
        Tab(label=label, url=url, count=count, is_current=name == current)
        for name, label, url, count in entries
    ]
