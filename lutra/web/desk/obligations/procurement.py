"""Procurement packages: the list, one package slot by slot, and import."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may
from lutra.law import statute
from lutra.law.errors import UnknownEntry
from lutra.obligations import packages
from lutra.obligations.errors import Lacking, ObligationError
from lutra.obligations.models import Package, PackageDocument
from lutra.obligations.package_import import Outcome, read_packages
from lutra.obligations.rights import may_keep
from lutra.web.desk.access import officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.obligations.deed import Page, at_once, perform, uploaded
from lutra.web.desk.obligations.entries import KEEPS, kept_bodies
from lutra.web.desk.obligations.forms import (
    PackageEntryForm,
    PackageFileForm,
    PlaceForm,
    WaiveForm,
)
from lutra.web.desk.obligations.words import tabs
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

_acting = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 200


@require_safe
@officers("obligations.see")
def show_all(request: SiteRequest) -> HttpResponse:
    """Every package with how far it is."""
    body = whole_number(request.GET.get("body", ""), otherwise=0)
    rows = packages.of(request.government)
    if body:
        rows = rows.filter(body_id=body)
    shows = {
        "tabs": tabs(request.actor, "packages"),
        "rows": packages.progress(rows[:SHOWN]),
        "count": rows.count(),
        "shown": SHOWN,
        "may_enter": any(may(request.actor, name) for name in KEEPS),
        "slots": len(statute.procurement_slots()),
        "is_narrow": bool(body),
    }
    return render(request, "desk/obligations/packages.html", shows)


@require_safe
@officers("obligations.see")
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One package, stage by stage."""
    package = _package(request, pk)
    (progress,) = packages.progress([package])
    shows = {
        "tabs": tabs(request.actor, "packages"),
        "package": package,
        "progress": progress,
        "stages": [(say(stage.label), progress.stage(stage.code)) for stage in statute.procurement_stages()],
        "may_keep": may_keep(request.actor, package.body),
    }
    return render(request, "desk/obligations/package.html", shows)


@_acting
@officers(*KEEPS)
def new(request: SiteRequest) -> HttpResponse:
    """Enter a package."""
    form = PackageEntryForm(request.POST or None, bodies=kept_bodies(request))

    def act(_form: DeedForm) -> str:
        body = form.chosen_body
        if body is None:
            raise Lacking({"body": __("Pilih perangkat daerahnya."), **packages.problems(form.form())})
        made = packages.enter(body, form=form.form(), by=request.actor)
        return reverse("desk:package", args=[made.pk])

    return perform(request, form, _page(_("Paket baru"), _("Paket tercatat.")), act)


@_acting
@officers(*KEEPS)
def change(request: SiteRequest, pk: int) -> HttpResponse:
    """Change what a package says."""
    package = _kept(request, pk)
    form = PackageEntryForm(request.POST or None, bodies=[package.body], package=package)
    page = _page(_("Ubah paket"), _("Paket tersimpan."), package)
    return perform(
        request,
        form,
        page,
        lambda _form: _nothing(packages.change(package, form=form.form(), by=request.actor)),
    )


@_acting
@officers(*KEEPS)
def place(request: SiteRequest, pk: int, slot: str) -> HttpResponse:
    """Fill a slot with an item of the list."""
    package = _kept(request, pk)
    row = _slot(slot)
    form = PlaceForm(request.POST or None, package=package, redacted_only=row.redacted_only)

    def act(_form: DeedForm) -> None:
        item, file = form.chosen
        if item is None:
            raise Lacking({"item": __("Pilih butir; bila belum ada, tambahkan dahulu ke daftar.")})
        packages.place(
            package,
            slot=slot,
            item=item,
            file=file,
            is_redacted=bool(form.cleaned_data.get("is_redacted")),
            by=request.actor,
        )

    page = _page(say(row.label), _("Dokumen terpasang."), package, clause=row.clause, button=_("Pasang"))
    return perform(request, form, page, act)


@_acting
@officers(*KEEPS)
def waive(request: SiteRequest, pk: int, slot: str) -> HttpResponse:
    """Say that a document is not required."""
    package = _kept(request, pk)
    row = _slot(slot)
    page = _page(
        __("Tidak dipersyaratkan: %(what)s") % {"what": say(row.label)},
        _("Alasan tercatat."),
        package,
        clause=row.clause,
    )
    return perform(
        request,
        WaiveForm(request.POST or None),
        page,
        lambda form: _nothing(
            packages.waive(package, slot=slot, reason=form.cleaned_data["reason"], by=request.actor)
        ),
    )


@require_POST
@officers(*KEEPS)
def clear(request: SiteRequest, pk: int, document_id: int) -> HttpResponse:
    """Open a slot again."""
    package = _kept(request, pk)
    document = get_object_or_404(
        PackageDocument.objects.select_related("package__body"), pk=document_id, package=package
    )
    return at_once(
        request,
        lambda: packages.clear(document, by=request.actor),
        done=_("Dokumen dilepas dari paket; butirnya tetap ada dalam daftar."),
        home=reverse("desk:package", args=[package.pk]),
    )


@_acting
@officers(*KEEPS)
def read_file(request: SiteRequest) -> HttpResponse:
    """Import packages from a file: a look first, then the deed."""
    form = PackageFileForm(request.POST or None, request.FILES or None)
    outcome: Outcome | None = None
    status, is_dry = 200, request.POST.get("look") == "1"
    form.is_bound = request.method == "POST"
    if request.method == "POST" and form.is_valid():
        file = uploaded(form, "file")
        try:
            if file is None:
                raise Lacking({"file": __("Pilih berkas CSV.")})
            outcome = read_packages(request.government, file[1], by=request.actor, dry_run=is_dry)
        except ObligationError as refusal:
            form.blame(getattr(refusal, "problems", None) or {"file": str(refusal)})
            status = 422
        else:
            if not is_dry:
                messages.success(request, __("Impor selesai."))
    shows = {
        "tabs": tabs(request.actor, "packages"),
        "form": form,
        "outcome": outcome,
        "is_dry": is_dry,
    }
    return render(request, "desk/obligations/package_import.html", shows, status=status)


def _page(
    title: object,
    done: object,
    package: Package | None = None,
    *,
    clause: str = "perki-1-2021/periodic-i",
    button: object = _("Simpan"),
) -> Page:
    return Page(
        title=str(title),
        button=button,  # type: ignore[arg-type]
        done=done,  # type: ignore[arg-type]
        home=reverse("desk:package", args=[package.pk]) if package else reverse("desk:packages"),
        home_label=str(package) if package else _("Pengadaan"),
        shows={"clause": clause},
    )


def _nothing(_made: object) -> None:
    """A deed whose page goes home."""


def _slot(code: str) -> statute.Slot:
    try:
        return packages.slot_of(code)
    except UnknownEntry as error:
        raise Http404 from error


def _package(request: SiteRequest, pk: int) -> Package:
    rows = Package.objects.filter(government=request.government)
    return get_object_or_404(rows.select_related("body__parent", "government"), pk=pk)


def _kept(request: SiteRequest, pk: int) -> Package:
    package = _package(request, pk)
    if not may_keep(request.actor, package.body):
        raise NotPermitted("obligations.maintain")
    return package
