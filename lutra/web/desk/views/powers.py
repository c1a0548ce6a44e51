"""Powers of attorney at the desk: bringing one in, looking at it, and saying whether it is accepted (LAW Q06)."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lutra.objections import actions as objections
from lutra.objections import proxies as objection_proxies
from lutra.requests import actions, powers, proxies
from lutra.requests.workflow import transition
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.deed import Page, acting, seen
from lutra.web.desk.forms.powers import CheckPowerForm, PowerForm
from lutra.web.desk.views.case import download
from lutra.web.desk.views.deeds import carry_out
from lutra.web.desk.views.objections import deed, objection_of
from lutra.web.tenancy import SiteRequest

_CHECK = (_("Periksa surat kuasa"), _("Simpan hasil pemeriksaan"), _("Hasil tercatat; suratnya dibuat."))
_BRING = (_("Masukkan surat kuasa"), _("Simpan surat kuasa"), _("Surat kuasa tersimpan."))


@acting
@officers("requests.complete")
def bring(request: SiteRequest, pk: int) -> HttpResponse:
    """Keep a power of attorney that somebody brought to the counter."""
    case = case_for(request, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PowerForm(data, files)

    def act() -> object:
        name, content = form.brought
        return proxies.bring(case, name=name, content=content, by=request.actor, seen=seen(request))

    return carry_out(request, case, form, act, Page(transition("bring_power").deed, *_BRING))


@acting
@officers("requests.check_power")
def check(request: SiteRequest, pk: int) -> HttpResponse:
    """Say whether the newest power of attorney is accepted."""
    case = case_for(request, pk)
    waiting = powers.waiting(case)
    if waiting is None:
        raise Http404
    form = CheckPowerForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        given = form.cleaned_data
        return proxies.check(
            case,
            waiting,
            verdict=given["verdict"],
            reason=given["reason"],
            by=request.actor,
            seen=seen(request),
        )

    return carry_out(request, case, form, act, Page("check_power", *_CHECK), blamed="reason")


@require_POST
@officers("requests.see_identity")
def show(request: SiteRequest, pk: int, power_id: int) -> HttpResponse:
    """The file. It names people, so opening it is entered like a look at the identity."""
    case = case_for(request, pk)
    found = get_object_or_404(case.powers.select_related("document"), pk=power_id)
    document = proxies.look(case, found, by=request.actor)
    actions.see_identity(case, by=request.actor)
    return download(document)


@acting
@officers("objections.record")
def bring_to_objection(request: SiteRequest, pk: int) -> HttpResponse:
    """Keep a power of attorney for an objection."""
    found = objection_of(request, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PowerForm(data, files)

    def act() -> object:
        name, content = form.brought
        return objection_proxies.bring(
            found, name=name, content=content, by=request.actor, seen=seen(request)
        )

    return deed(request, found, form, act, Page("bring_power", *_BRING), blamed=None)


@acting
@officers("requests.check_power")
def check_objection(request: SiteRequest, pk: int) -> HttpResponse:
    """Say whether the newest power of attorney of an objection is accepted."""
    found = objection_of(request, pk)
    waiting = objection_proxies.waiting(found)
    if waiting is None:
        raise Http404
    form = CheckPowerForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        given = form.cleaned_data
        return objection_proxies.check(
            found,
            waiting,
            verdict=given["verdict"],
            reason=given["reason"],
            by=request.actor,
            seen=seen(request),
        )

    return deed(request, found, form, act, Page("check_power", *_CHECK), blamed="reason")


@require_POST
@officers("requests.see_identity")
def show_objection(request: SiteRequest, pk: int, power_id: int) -> HttpResponse:
    """The file of an objection's power of attorney; the look is entered."""
    found = objection_of(request, pk)
    power = get_object_or_404(found.powers.select_related("document"), pk=power_id)
    document = objection_proxies.look(found, power, by=request.actor)
    objections.see_identity(found, by=request.actor)
    return download(document)
