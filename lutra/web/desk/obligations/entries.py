"""Statements, programmes and officials: what a body enters about itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import PublicBody
from lutra.directory.permissions import may
from lutra.law import statute
from lutra.law.errors import UnknownEntry
from lutra.obligations import officials, programmes, statements
from lutra.obligations.errors import Lacking
from lutra.obligations.models import Official, Programme, Statement
from lutra.obligations.rights import may_keep, own_bodies
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.obligations.deed import Page, at_once, perform
from lutra.web.desk.obligations.forms import OfficialForm, ProgrammeForm, StatementForm, WealthForm
from lutra.web.desk.obligations.words import tabs
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

_acting = require_http_methods(["GET", "HEAD", "POST"])
KEEPS = ("obligations.maintain", "obligations.maintain_own_body")


@_acting
@officers("obligations.state")
def state(request: SiteRequest, code: str, pk: int = 0) -> HttpResponse:
    """Sign that an obligation is not there to be published by a body (``pk`` 0: by the government)."""
    try:
        obligation = statute.obligation(code)
    except UnknownEntry as error:
        raise Http404 from error
    body = _own_body(request, pk) if pk else None
    if body is None and not may(request.actor, "obligations.maintain"):
        raise NotPermitted("obligations.maintain")
    part = next((one for one in obligation.parts if one.code == code), None)
    home = reverse("desk:obligations_body", args=[pk]) if pk else reverse("desk:obligations")
    page = Page(
        title=_("Nyatakan tidak ada"),
        lead=f"{say((part or obligation).label)} · {body or request.government}",
        button=_("Tanda tangani"),
        done=_("Pernyataan ditandatangani dan dicatat dalam buku."),
        home=home,
        home_label=str(body) if body else _("Kewajiban"),
        shows={"clause": (part or obligation).clause},
    )

    def act(form: DeedForm) -> None:
        given = form.cleaned_data
        statements.state(
            request.government,
            body=body,
            code=code,
            reason=given["reason"],
            holds_until=given["holds_until"],
            by=request.actor,
        )

    return perform(request, StatementForm(request.POST or None), page, act)


@require_POST
@officers("obligations.state")
def revoke(request: SiteRequest, pk: int) -> HttpResponse:
    """Take a statement back."""
    rows = Statement.objects.filter(government=request.government).select_related("body")
    statement = get_object_or_404(rows, pk=pk)
    home = (
        reverse("desk:obligations_body", args=[statement.body_id])
        if statement.body_id
        else reverse("desk:obligations")
    )
    return at_once(
        request,
        lambda: statements.revoke(statement, by=request.actor),
        done=_("Pernyataan dicabut; kewajiban ini kembali harus dipenuhi."),
        home=home,
    )


# --- programmes ----------------------------------------------------------------------------------------------------


@_acting
@officers(*KEEPS)
def new_programme(request: SiteRequest, pk: int) -> HttpResponse:
    """Enter a programme of a body."""
    body = _own_body(request, pk)
    form = ProgrammeForm(request.POST or None, on=today(request.government))
    page = _programme_page(_("Program baru"), body)

    def act(_form: DeedForm) -> None:
        year = form.cleaned_data.get("year") or 0
        programmes.enter(body, year=year, answers=form.answers(), by=request.actor)

    return perform(request, form, page, act)


@_acting
@officers(*KEEPS)
def programme(request: SiteRequest, pk: int) -> HttpResponse:
    """Change what a programme tells."""
    found = _programme(request, pk)
    form = ProgrammeForm(request.POST or None, programme=found, on=today(request.government))
    page = _programme_page(_("Program dan kegiatan"), found.body, ends=pk)

    def act(_form: DeedForm) -> None:
        year = form.cleaned_data.get("year") or 0
        programmes.change(found, year=year, answers=form.answers(), by=request.actor)

    return perform(request, form, page, act)


@require_POST
@officers(*KEEPS)
def end_programme(request: SiteRequest, pk: int) -> HttpResponse:
    """The programme is over."""
    found = _programme(request, pk)
    return at_once(
        request,
        lambda: programmes.end(found, by=request.actor),
        done=_("Program diakhiri; catatannya tetap tersimpan."),
        home=f"{reverse('desk:obligations_body', args=[found.body_id])}#program",
    )


def _programme_page(title: object, body: PublicBody, *, ends: int | None = None) -> Page:
    return Page(
        title=str(title),
        button=_("Simpan"),
        done=_("Program tersimpan."),
        home=f"{reverse('desk:obligations_body', args=[body.pk])}#program",
        home_label=str(body),
        lead=_("Yang belum lengkap tetap tersimpan, dan ditandai belum lengkap bagi masyarakat."),
        shows={
            "clause": "perki-1-2021/periodic-b",
            "ends": reverse("desk:end_programme", args=[ends]) if ends else "",
        },
    )


def _programme(request: SiteRequest, pk: int) -> Programme:
    rows = Programme.objects.filter(government=request.government).select_related("body")
    found = get_object_or_404(rows, pk=pk)
    if not may_keep(request.actor, found.body):
        raise NotPermitted("obligations.maintain")
    return found


# --- officials -----------------------------------------------------------------------------------------------------


@require_safe
@officers("obligations.see")
def wealth(request: SiteRequest) -> HttpResponse:
    """Who must report, with link and day; gaps stand first."""
    rows = [
        (official, may_keep(request.actor, official.body))
        for official in officials.obliged(request.government)
    ]
    rows.sort(key=lambda row: bool(row[0].url))
    shows = {
        "tabs": tabs(request.actor, "officials"),
        "rows": rows,
        "gaps": sum(not official.url for official, _kept in rows),
        "may_enter": any(may(request.actor, name) for name in KEEPS),
    }
    return render(request, "desk/obligations/officials.html", shows)


@_acting
@officers(*KEEPS)
def new_official(request: SiteRequest) -> HttpResponse:
    """Enter an official who is obliged."""
    form = OfficialForm(request.POST or None, bodies=kept_bodies(request))
    page = _wealth_page(_("Pejabat wajib lapor baru"), _("Pejabat tercatat; sekarang isi laporannya."))

    def act(_form: DeedForm) -> str | None:
        body = form.chosen_body
        if body is None:
            raise Lacking({"body": str(_("Pilih perangkat daerahnya."))})
        given = form.cleaned_data
        made = officials.enter(body, name=given["name"], office=given["office"], by=request.actor)
        return reverse("desk:official", args=[made.pk])

    return perform(request, form, page, act)


@_acting
@officers(*KEEPS)
def official(request: SiteRequest, pk: int) -> HttpResponse:
    """Where an official's report can be read."""
    found = _official(request, pk)
    page = _wealth_page(f"{found.name}, {found.office}", _("LHKPN tercatat."), ends=pk)

    def act(form: DeedForm) -> None:
        given = form.cleaned_data
        day = given.get("reported_on")
        if day is None:
            raise Lacking({"reported_on": str(_("Isi hari pelaporannya."))})
        officials.report(
            found, year=given.get("year") or 0, reported_on=day, url=given["url"], by=request.actor
        )

    return perform(request, WealthForm(request.POST or None, official=found), page, act)


@require_POST
@officers(*KEEPS)
def end_official(request: SiteRequest, pk: int) -> HttpResponse:
    """The official has left the office."""
    found = _official(request, pk)
    return at_once(
        request,
        lambda: officials.end(found, by=request.actor),
        done=_("Pejabat ditandai tidak lagi menjabat."),
        home=reverse("desk:officials"),
    )


def _wealth_page(title: object, done: object, *, ends: int | None = None) -> Page:
    return Page(
        title=str(title),
        button=_("Simpan"),
        done=done,  # type: ignore[arg-type]
        home=reverse("desk:officials"),
        home_label=_("LHKPN"),
        shows={
            "clause": "perki-1-2021/periodic-a-wealth",
            "ends": reverse("desk:end_official", args=[ends]) if ends else "",
            "ends_label": _("Tidak lagi menjabat"),
        },
    )


def _official(request: SiteRequest, pk: int) -> Official:
    rows = Official.objects.filter(government=request.government).select_related("body", "government")
    found = get_object_or_404(rows, pk=pk)
    if not may_keep(request.actor, found.body):
        raise NotPermitted("obligations.maintain")
    return found


def kept_bodies(request: SiteRequest) -> list[PublicBody]:
    """The bodies whose part the officer keeps."""
    own = own_bodies(request.actor)
    rows = PublicBody.objects.filter(government=request.government, is_active=True).select_related("parent")
    return list(rows if own is None else rows.filter(pk__in=own))


def _own_body(request: SiteRequest, pk: int) -> PublicBody:
    rows = PublicBody.objects.filter(government=request.government, is_active=True)
    body = get_object_or_404(rows.select_related("parent", "government"), pk=pk)
    if not may_keep(request.actor, body):
        raise NotPermitted("obligations.maintain")
    return body
