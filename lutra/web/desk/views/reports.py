"""The yearly report: its text with every number open to its cases, and the deeds on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.documents.errors import DocumentError
from lutra.documents.queries import content as file_of
from lutra.law import annual_report
from lutra.objections.dispute_queries import visible as visible_disputes
from lutra.objections.visibility import visible as visible_objections
from lutra.requests.visibility import visible
from lutra.statistics.annual import actions, text
from lutra.statistics.annual.content import Content, as_csv, as_json
from lutra.statistics.annual.queries import cases as cases_of
from lutra.statistics.annual.queries import recent_draft, standing, typed_of
from lutra.statistics.annual.years import Case
from lutra.statistics.errors import NothingIssued, ReportError
from lutra.statistics.models import Snapshot
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.forms.reports import IssueForm, OverrideForm, SendForm, TypedForm
from lutra.web.desk.words import basis, say
from lutra.web.tenancy import SiteRequest

# Cases listed behind one figure; more than that is the register's business.
SHOWN = 200
FIRST = 2010  # the Act's first year
_FILES: dict[str, Callable[[Content], bytes]] = {"json": as_json, "csv": as_csv}
_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}
_acting = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@officers("reports.see")
def latest(request: SiteRequest) -> HttpResponse:
    """The report that is due: last year's."""
    return redirect("desk:report", year=today(request.government).year - 1)


@require_safe
@officers("reports.see")
def show(request: SiteRequest, year: int) -> HttpResponse:
    """The report as issued, or as it would be now with what is in the way."""
    on = _known(request, year)
    stands = standing(request.government, year, on=on)
    drawn = None if stands.newest else recent_draft(request.government, year)
    content = stands.newest.content if stands.newest else drawn.content if drawn else {}
    language = get_language() or "id"
    shows = {
        "year": year,
        "years": [one for one in (year - 1, year + 1) if FIRST <= one <= on.year],
        "stands": stands,
        "content": content,
        "chapters": text.chapters(content, language=language),
        "footnotes": text.footnotes(content, language=language),
        "failures": [
            (one, say(one.rule.label), say(one.rule.message)) for one in (drawn.blocking if drawn else ())
        ],
        "signed": [(one, say(annual_report.rule(one.rule).label)) for one in drawn.overrides]
        if drawn
        else [],
        "may": {
            name: may(request.actor, f"reports.{name}") for name in ("write", "override", "issue", "send")
        },
        "is_over": on.year > year,
        "clause": basis("perki-1-2021/56"),
    }
    return render(request, "desk/report.html", shows)


@require_safe
@officers("reports.see")
def cases(request: SiteRequest, year: int) -> HttpResponse:
    """The cases that a figure of the report counts, as far as the reader may see them."""
    on = _known(request, year)
    stands = standing(request.government, year, on=on)
    content = stands.newest.content if stands.newest else recent_draft(request.government, year).content
    figure, body = request.GET.get("figure", ""), request.GET.get("body", "")
    if body and not (body.isascii() and body.isdigit() and len(body) < 19):
        raise Http404
    counted = cases_of(request.government, content, figure, body=int(body) if body else None)
    if counted is None:
        raise Http404
    shows = {
        "year": year,
        "label": say(annual_report.figures()[figure]),
        "body": next((row["name"] for row in content["bodies"] if body and row["body"] == int(body)), ""),
        "count": len(counted),
        "lines": _lines(request, counted),
        "shown": SHOWN,
    }
    return render(request, "desk/report_cases.html", shows)


def _lines(request: SiteRequest, counted: list[Case]) -> list[tuple[str, str, str]]:
    """(number, subject, address) of the first cases, in the order of the book."""
    first = list(islice(counted, SHOWN))
    ids = {
        kind: [case.pk for case in first if case.kind == kind] for kind in ("request", "objection", "dispute")
    }
    found: dict[tuple[str, int], tuple[str, str, str]] = {}
    for one in visible(request.actor).filter(pk__in=ids["request"]):
        found["request", one.pk] = (one.reference, one.subject, reverse("desk:case", args=[one.pk]))
    for against in visible_objections(request.actor).filter(pk__in=ids["objection"]):
        address = reverse("desk:objection", args=[against.pk])
        found["objection", against.pk] = (against.reference, against.information, address)
    disputes = visible_disputes(request.actor).filter(pk__in=ids["dispute"])
    for dispute in disputes.select_related("objection"):
        address = reverse("desk:dispute", args=[dispute.pk])
        found["dispute", dispute.pk] = (dispute.number, dispute.objection.information, address)
    return [found[case.kind, case.pk] for case in first if (case.kind, case.pk) in found]


@require_safe
@officers("reports.see")
def download(request: SiteRequest, year: int, form: str, kind: str) -> HttpResponse:
    """The newest version as a file; a report that is not issued only as data."""
    stands = standing(request.government, year, on=_known(request, year))
    if form not in {"full", "summary"} or kind not in _TYPES or (form == "summary") > (kind == "pdf"):
        raise Http404
    if kind == "pdf":
        data = _pdf(stands.newest, form)
    else:
        drawn = stands.newest or recent_draft(request.government, year)
        data = _FILES[kind](drawn.content)
    version = f"v{stands.newest.version}" if stands.newest else "rancangan"
    name = f"laporan-{request.government.code}-{year}-{version}-{form}.{kind}"
    response = HttpResponse(data, content_type=_TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _pdf(snapshot: Snapshot | None, form: str) -> bytes:
    document = getattr(snapshot, form) if snapshot else None
    if document is None:
        raise Http404
    return file_of(document)


# --- deeds ---


@dataclass(frozen=True, slots=True)
class _Deed:
    """Words of a deed's page."""

    title: Promise
    lead: Promise
    button: Promise
    done: Promise


_WRITE = _Deed(
    _("Isian laporan"),
    _("Angka dihitung dari buku; di sini ditulis yang tidak dapat dihitung."),
    _("Simpan"),
    _("Isian tersimpan."),
)
_OVERRIDE = _Deed(
    _("Loloskan aturan"),
    _("Aturan ini dilanggar. Bila laporan tetap harus terbit, Anda menandatangani pengecualiannya."),
    _("Tanda tangani"),
    _("Pengecualian ditandatangani dan dicatat dalam buku."),
)
_ISSUE = _Deed(
    _("Terbitkan laporan"),
    _("Laporan dibekukan beserta sidiknya. Sesudah itu perubahan hanya lewat koreksi."),
    _("Terbitkan"),
    _("Laporan terbit; berkas PDF sedang disusun."),
)
_SEND = _Deed(
    _("Catat penyampaian"),
    _("Catat kapan dan bagaimana laporan disampaikan ke Komisi Informasi, beserta buktinya."),
    _("Simpan"),
    _("Penyampaian tercatat."),
)


@_acting
@officers("reports.write")
def write(request: SiteRequest, year: int) -> HttpResponse:
    """What cannot be counted."""
    _known(request, year)
    layout = annual_report.layout()
    form = TypedForm(request.POST or None, layout=layout, initial=typed_of(request.government, year))
    return _perform(
        request,
        year,
        form,
        _WRITE,
        lambda given: actions.write(request.government, year=year, typed=given, by=request.actor),
    )


@_acting
@officers("reports.override")
def override(request: SiteRequest, year: int, rule: str) -> HttpResponse:
    """Sign for a rule that fails."""
    _known(request, year)
    failing = [one for one in recent_draft(request.government, year).failures if one.rule.id == rule]
    if not failing:
        raise Http404
    return _perform(
        request,
        year,
        OverrideForm(request.POST or None),
        _OVERRIDE,
        lambda given: actions.override(
            request.government, year=year, rule=rule, note=given["note"], by=request.actor
        ),
        rule=say(failing[0].rule.message),
        faults=failing[0].faults,
    )


@_acting
@officers("reports.issue")
def issue(request: SiteRequest, year: int) -> HttpResponse:
    """Freeze the report; correct one that is issued."""
    stands = standing(request.government, year, on=_known(request, year))
    form = IssueForm(request.POST or None, corrects=stands.newest is not None)
    return _perform(
        request,
        year,
        form,
        _ISSUE,
        lambda given: actions.issue(
            request.government, year=year, by=request.actor, correction=given.get("correction", "")
        ),
    )


@_acting
@officers("reports.send")
def send(request: SiteRequest, year: int) -> HttpResponse:
    """Enter that the newest version was sent."""
    snapshot = standing(request.government, year, on=_known(request, year)).newest

    def enter(given: dict[str, Any]) -> object:
        if snapshot is None:
            raise NothingIssued(
                str(_("Terbitkan laporan dahulu; yang disampaikan adalah versi yang terbit."))
            )
        paper = given["paper"]
        return actions.send(
            snapshot,
            commission=given["commission"],
            channel=given["channel"],
            sent_on=given["sent_on"],
            evidence=given["evidence"],
            paper=(paper.name, paper.read()) if paper else None,
            by=request.actor,
        )

    form = SendForm(request.POST or None, request.FILES or None)
    return _perform(request, year, form, _SEND, enter)


def _perform(
    request: SiteRequest,
    year: int,
    form: DeedForm,
    deed: _Deed,
    act: Callable[[dict[str, Any]], object],
    **shows: Any,
) -> HttpResponse:
    """Show the form, or act and go to the report; a refusal comes back with all that was typed."""
    status = 200
    if request.method == "POST":
        # A form without fields is bound by nothing but its POST.
        form.is_bound, status = True, 422
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except (ReportError, DocumentError) as refusal:
                form.blame(getattr(refusal, "problems", None) or {"": str(refusal)})
            else:
                messages.success(request, str(deed.done))
                return redirect("desk:report", year=year)
    shown = {"year": year, "form": form, "deed": deed, **shows}
    return render(request, "desk/report_deed.html", shown, status=status)


def _known(request: SiteRequest, year: int) -> date:
    """Today; 404 for a year that has no report."""
    on = today(request.government)
    if not FIRST <= year <= on.year:
        raise Http404
    return on
