"""Objections at the desk: queue, dossier, deeds, and writing one down (UU 14/2008 Pasal 35, 36)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.law import statute
from lutra.objections import actions, clocks
from lutra.objections.errors import ObjectionIncomplete
from lutra.objections.models import Objection
from lutra.objections.visibility import visible
from lutra.requests.models import Request
from lutra.requests.visibility import visible as visible_requests
from lutra.web.components.pieces import Tab
from lutra.web.desk import objection as dossier
from lutra.web.desk import objection_queue as queue
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.case import identity_facts
from lutra.web.desk.deed import Page, acting, perform, seen
from lutra.web.desk.forms.deeds import DeedForm, DeliverForm
from lutra.web.desk.forms.objections import (
    CarryOutForm,
    CloseObjectionForm,
    DecideForm,
    RecordForm,
    SettleForm,
)
from lutra.web.desk.views.case import download
from lutra.web.desk.words import basis, choices
from lutra.web.portal.objection import slip
from lutra.web.tenancy import SiteRequest


@require_safe
@officers("objections.see")
def show_all(request: SiteRequest) -> HttpResponse:
    """The objections that wait, in the order in which the law needs them."""
    on = today(request.government)
    group = request.GET.get("group", "open")
    if group not in queue.LABELS:
        group = "open"
    cursor = request.GET.get("sesudah", "")
    counts = queue.counts(request.actor, request.government, on=on)
    tabs = [
        Tab(label=str(label), url=f"?group={name}", is_current=name == group, count=counts.get(name))
        for name, label in queue.LABELS.items()
    ]
    page = queue.page(request.actor, request.government, group=group, cursor=cursor, on=on)
    following = f"?group={group}&sesudah={page.following}" if page.following else ""
    context = {"tabs": tabs, "page": page, "today": on, "following": following, "label": queue.LABELS[group]}
    return render(request, "desk/objections.html", context)


@require_safe
@officers("objections.see")
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """The whole dossier on one page; not who objected."""
    return _screen(request, objection_of(request, pk))


@require_POST
@officers("requests.see_identity")
def identity(request: SiteRequest, pk: int) -> HttpResponse:
    """Show who objected once; the look is entered in the book. A reload asks again."""
    found = objection_of(request, pk)
    return _screen(request, found, identity=identity_facts(actions.see_identity(found, by=request.actor)))


@require_POST
@officers("requests.see_identity")
def letter(request: SiteRequest, pk: int, letter_id: int) -> HttpResponse:
    """A letter of the objection. It holds name and address, so opening it is entered like a look at the identity."""
    found = objection_of(request, pk)
    opened = get_object_or_404(found.letters.select_related("document"), pk=letter_id)
    actions.see_identity(found, by=request.actor)
    return download(opened.document)


@require_safe
@officers("objections.record")
def receipt(request: SiteRequest, pk: int) -> HttpResponse:
    """The proof of receipt for the one who objected, printed at the desk."""
    found = objection_of(request, pk)
    address = request.build_absolute_uri(reverse("portal:objection", args=[found.code]))
    officer = str(found.recorded_by) if found.recorded_by else ""
    shows = {"slip": slip(found, address=address, officer=officer), "objection": found}
    return render(request, "desk/objection_receipt.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@officers("objections.record")
def record(request: SiteRequest) -> HttpResponse:
    """Write down an objection without a request (ground b), or go to that of a request by its number."""
    wanted = request.GET.get("nomor", "").strip()
    if wanted and request.method != "POST":
        if found := _by_number(request, wanted):
            return redirect("desk:record_objection_to", pk=found.pk)
        missing = gettext("Tidak ada permohonan dengan nomor itu; tulis lengkap seperti pada tanda bukti.")
        return _recorded(request, RecordForm(request=None), wanted=wanted, missing=missing)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return _recorded(request, RecordForm(data, files, request=None))


@require_http_methods(["GET", "HEAD", "POST"])
@officers("objections.record")
def record_to(request: SiteRequest, pk: int) -> HttpResponse:
    """Write down an objection to a request, also a spoken one."""
    case = case_for(request, pk)
    suggested = clocks.window(case, on=today(request.government)).suggested
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return _recorded(request, RecordForm(data, files, request=case, suggested=suggested), case=case)


def _recorded(
    request: SiteRequest,
    form: RecordForm,
    *,
    case: Request | None = None,
    wanted: str = "",
    missing: str = "",
) -> HttpResponse:
    status = 422 if missing else 200
    if request.method == "POST":
        status, received_on = 422, form.received
        if not form.errors.keys() & {"channel", "received_on"}:  # the rest is for the law to judge
            try:
                made = actions.register(
                    request.government,
                    by=request.actor,
                    channel=form.cleaned_data["channel"],
                    answers=form.answers(),
                    grounds=form.grounds(),
                    request=case,
                    key=form.filing_key(),
                    language=case.language if case else "id",
                    received_on=received_on,
                    files=form.attached(),
                    is_oral=form.cleaned_data["is_oral"],
                )
            except ObjectionIncomplete as refusal:
                form.blame(refusal.problems)
            else:
                return redirect("desk:objection_receipt", pk=made.pk)
    on = today(request.government)
    shows = {
        "form": form,
        "case": case,
        "wanted": wanted,
        "missing": missing,
        "window": clocks.window(case, on=on) if case else None,
        "due": clocks.reply_clock(request.government, on, known_on=on),
    }
    return render(request, "desk/record_objection.html", shows, status=status)


@acting
@officers("objections.decide")
def decide(request: SiteRequest, pk: int) -> HttpResponse:
    """The superior's written answer."""
    found = objection_of(request, pk)
    form = DecideForm(request.POST or None, case=found.request, on=today(request.government))

    def act() -> object:
        given = form.cleaned_data
        return actions.decide(
            found,
            decision=given["decision"],
            reason=given["reason"],
            order=given["order"],
            order_due_on=given["order_due_on"],
            test=form.test,
            by=request.actor,
            seen=seen(request),
        )

    page = Page("decide", _("Tanggapi keberatan"), _("Terbitkan tanggapan"), _("Tanggapan terbit."))
    return deed(request, found, form, act, page, blamed=None)


@acting
@officers("objections.decide")
def settle(request: SiteRequest, pk: int) -> HttpResponse:
    """Settle amicably, with minutes; only grounds b to g."""
    found = objection_of(request, pk)
    form = SettleForm(request.POST or None)

    def act() -> object:
        return actions.settle(
            found, minutes=form.cleaned_data["minutes"], by=request.actor, seen=seen(request)
        )

    page = Page(
        "settle", _("Selesaikan secara musyawarah"), _("Terbitkan berita acara"), _("Berita acara terbit.")
    )
    return deed(request, found, form, act, page, blamed="minutes")


@acting
@officers("objections.record")
def deliver(request: SiteRequest, pk: int) -> HttpResponse:
    """Enter the proof that the answer or the minutes reached the one who objected."""
    found = objection_of(request, pk)
    form = DeliverForm(request.POST or None)

    def act() -> object:
        channel = form.cleaned_data["channel"]
        if channel not in dict(choices(statute.delivery_ways())):
            raise ObjectionIncomplete({"channel": gettext("Pilih cara penyampaian.")})
        what = "settlement" if found.settled_on else "objection_reply"
        return actions.deliver(
            found, channel=channel, what=what, evidence=form.cleaned_data["evidence"], by=request.actor
        )

    page = Page("deliver", _("Catat penyampaian"), _("Catat"), _("Penyampaian tercatat."))
    return deed(request, found, form, act, page, blamed="evidence")


@acting
@officers("objections.carry_out")
def carry_out(request: SiteRequest, pk: int) -> HttpResponse:
    """Enter that the superior's order was carried out."""
    found = objection_of(request, pk)
    form = CarryOutForm(request.POST or None)

    def act() -> object:
        return actions.carry_out(found, note=form.cleaned_data["note"], by=request.actor, seen=seen(request))

    page = Page("carry_out", _("Laksanakan perintah"), _("Catat pelaksanaan"), _("Pelaksanaan tercatat."))
    return deed(request, found, form, act, page, blamed="note")


@acting
@officers("objections.record")
def close(request: SiteRequest, pk: int) -> HttpResponse:
    """Close it, with what the applicant said to the answer."""
    found = objection_of(request, pk)
    form = CloseObjectionForm(request.POST or None)

    def act() -> object:
        return actions.close(
            found, response=form.cleaned_data["response"], by=request.actor, seen=seen(request)
        )

    page = Page("close", _("Tutup keberatan"), _("Ya, tutup"), _("Keberatan ditutup."))
    return deed(request, found, form, act, page, blamed=None)


def deed(
    request: SiteRequest,
    found: Objection,
    form: DeedForm,
    act: Callable[[], object],
    page: Page,
    *,
    blamed: str | None,
) -> HttpResponse:
    """Show the form of a deed on an objection, or act and go back to it."""
    grounds = [statute.objection_ground(code) for code in found.grounds]
    shows: dict[str, Any] = {
        "grounds": grounds,
        "days_left": clocks.days_left(found, on=today(request.government)),
    }
    return perform(
        request,
        found,
        form,
        act,
        Page(page.deed, page.title, page.button, page.done, "desk/objection_deed.html", shows),
        home=reverse("desk:objection", args=[found.pk]),
        blamed=blamed,
    )


def objection_of(request: SiteRequest, pk: int) -> Objection:
    """The objection with this id as far as the reader may see it; anything else is 404."""
    found = get_object_or_404(
        visible(request.actor).select_related(
            "applicant",
            "recorded_by",
            "decided_by",
            "decided_as",
            "request__body__parent",
            "request__applicant",
        ),
        pk=pk,
    )
    found.government = request.government
    if found.request:
        found.request.government = request.government
    return found


def _by_number(request: SiteRequest, wanted: str) -> Request | None:
    return visible_requests(request.actor).filter(reference__iexact=wanted[:40]).first()


def _screen(
    request: SiteRequest, found: Objection, *, identity: list[tuple[str, str]] | None = None
) -> HttpResponse:
    gathered = dossier.show(found, request.actor, on=today(request.government))
    shows = {
        "d": gathered,
        "objection": found,
        "identity": identity,
        "commission_clause": basis("uu-14-2008/37/2"),
        "may_record": may(request.actor, "objections.record"),
    }
    return render(request, "desk/objection.html", shows)
