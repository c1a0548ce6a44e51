"""Powers of attorney at the desk: bringing one in, looking at it, and saying whether it is accepted (LAW Q06)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lutra.objections import actions as objections
from lutra.objections import proxies as objection_proxies
from lutra.requests import actions, powers, proxies
from lutra.requests.work_models import Power
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.deed import Page, acting, seen
from lutra.web.desk.forms.powers import CheckPowerForm, PowerForm
from lutra.web.desk.views.case import download
from lutra.web.desk.views.deeds import carry_out
from lutra.web.desk.views.objections import deed, objection_of
from lutra.web.tenancy import SiteRequest

_CHECK = (_("Periksa surat kuasa"), _("Simpan hasil pemeriksaan"), _("Hasil tercatat; suratnya dibuat."))
_BRING = (_("Masukkan surat kuasa"), _("Simpan surat kuasa"), _("Surat kuasa tersimpan."))


@dataclass(frozen=True, slots=True)
class _Kind:
    """What differs between a power of attorney of a request and one of an objection."""

    find: Callable[[SiteRequest, int], Any]
    deeds: ModuleType  # bring, check, look
    waiting: Callable[[Any], Power | None]
    see_identity: Callable[..., object]
    page: Callable[..., HttpResponse]


_REQUEST = _Kind(
    find=case_for,
    deeds=proxies,
    waiting=powers.waiting,
    see_identity=actions.see_identity,
    page=carry_out,
)
_OBJECTION = _Kind(
    find=objection_of,
    deeds=objection_proxies,
    waiting=objection_proxies.waiting,
    see_identity=objections.see_identity,
    page=deed,
)


@acting
@officers("requests.complete")
def bring(request: SiteRequest, pk: int) -> HttpResponse:
    """Keep a power of attorney that somebody brought to the counter."""
    return _bring(request, pk, _REQUEST)


@acting
@officers("objections.record")
def bring_to_objection(request: SiteRequest, pk: int) -> HttpResponse:
    """Keep a power of attorney for an objection."""
    return _bring(request, pk, _OBJECTION)


def _bring(request: SiteRequest, pk: int, kind: _Kind) -> HttpResponse:
    case = kind.find(request, pk)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PowerForm(data, files)

    def act() -> object:
        name, content = form.brought
        return kind.deeds.bring(case, name=name, content=content, by=request.actor, seen=seen(request))

    return kind.page(request, case, form, act, Page("bring_power", *_BRING), blamed=None)


@acting
@officers("requests.check_power")
def check(request: SiteRequest, pk: int) -> HttpResponse:
    """Say whether the newest power of attorney is accepted."""
    return _check(request, pk, _REQUEST)


@acting
@officers("requests.check_power")
def check_objection(request: SiteRequest, pk: int) -> HttpResponse:
    """Say whether the newest power of attorney of an objection is accepted."""
    return _check(request, pk, _OBJECTION)


def _check(request: SiteRequest, pk: int, kind: _Kind) -> HttpResponse:
    case = kind.find(request, pk)
    waiting = kind.waiting(case)
    if waiting is None:
        raise Http404
    form = CheckPowerForm(request.POST if request.method == "POST" else None)

    def act() -> object:
        given = form.cleaned_data
        return kind.deeds.check(
            case,
            waiting,
            verdict=given["verdict"],
            reason=given["reason"],
            by=request.actor,
            seen=seen(request),
        )

    return kind.page(request, case, form, act, Page("check_power", *_CHECK), blamed="reason")


@require_POST
@officers("requests.see_identity")
def show(request: SiteRequest, pk: int, power_id: int) -> HttpResponse:
    """The file. It names people, so opening it is entered like a look at the identity."""
    return _show(request, pk, power_id, _REQUEST)


@require_POST
@officers("requests.see_identity")
def show_objection(request: SiteRequest, pk: int, power_id: int) -> HttpResponse:
    """The file of an objection's power of attorney; the look is entered."""
    return _show(request, pk, power_id, _OBJECTION)


def _show(request: SiteRequest, pk: int, power_id: int, kind: _Kind) -> HttpResponse:
    case = kind.find(request, pk)
    found = get_object_or_404(case.powers.select_related("document"), pk=power_id)
    document = kind.deeds.look(case, found, by=request.actor)
    kind.see_identity(case, by=request.actor)
    return download(document)
