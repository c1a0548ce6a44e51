"""Rotation and leave: who holds a post, appointing and ending; and the rules and prices of the office's work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from lutra.directory.actions import appoint
from lutra.directory.calendars import today
from lutra.directory.errors import DirectoryError
from lutra.directory.holdings import end_holding
from lutra.directory.models import Holding, Post
from lutra.ledger.cases import CaseError
from lutra.requests import fees
from lutra.requests.models import Tariff
from lutra.requests.rules import DEMANDS, FLAGS, rules_of, set_rules
from lutra.web.desk.access import officers
from lutra.web.desk.deed import acting
from lutra.web.desk.forms.posts import AppointForm, EndForm, RulesForm, TariffForm
from lutra.web.tenancy import SiteRequest


@acting
@officers("directory.manage")
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One post with everybody who held it, and the form that appoints the next."""
    post = get_object_or_404(Post, government=request.government, pk=pk)
    form = AppointForm(
        request.POST or None, government=request.government, initial={"starts_on": today(request.government)}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            appoint(
                post,
                user=form.users[given["user"]],
                capacity=given["capacity"] or Holding.Capacity.DEFINITIVE,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                decree=given["decree"],
                by=request.actor,
            )
        except DirectoryError as refusal:
            form.add_error("decree" if not given["decree"].strip() else "starts_on", str(refusal))
        else:
            messages.success(request, str(_("Pejabat ditetapkan.")))
            return redirect("desk:post", pk=pk)
    on = today(request.government)
    held = post.holdings.select_related("user").order_by("-starts_on", "-pk")
    return render(
        request,
        "desk/post.html",
        {
            "post": post,
            "form": form,
            "holdings": [(one, one.ends_on is None or one.ends_on >= on) for one in held],
            "is_vacant": not any(one.holds_on(on) for one in held),
        },
        status=422 if form.errors else 200,
    )


@acting
@officers("directory.manage")
def end(request: SiteRequest, pk: int) -> HttpResponse:
    """End a holding: rotation, retirement, the end of a leave cover."""
    holding = get_object_or_404(
        Holding.objects.select_related("post", "user"), government=request.government, pk=pk
    )
    form = EndForm(request.POST or None, initial={"last_day": today(request.government)})
    if request.method == "POST" and form.is_valid():
        try:
            end_holding(
                holding,
                last_day=form.cleaned_data["last_day"],
                decree=form.cleaned_data["decree"],
                by=request.actor,
            )
        except DirectoryError as refusal:
            form.add_error("decree" if not form.cleaned_data["decree"].strip() else "last_day", str(refusal))
        else:
            messages.success(request, str(_("Masa jabatan diakhiri; pekerjaan jabatan ini tetap ada.")))
            return redirect("desk:post", pk=holding.post_id)
    shown = {"holding": holding, "post": holding.post, "form": form}
    return render(request, "desk/end_holding.html", shown, status=422 if form.errors else 200)


@acting
@officers("requests.set_rules")
def rules(request: SiteRequest) -> HttpResponse:
    """What the office demands of its own work, and its published prices."""
    held = rules_of(request.government.pk)
    form = RulesForm(request.POST or None, initial={name: getattr(held, name) for name in (*DEMANDS, *FLAGS)})
    if request.method == "POST" and form.is_valid():
        wanted = {name: bool(form.cleaned_data[name]) for name in DEMANDS}
        flags = {name: value for name in FLAGS if (value := form.cleaned_data[name]) is not None}
        set_rules(request.government, **wanted, flags=flags, by=request.actor)
        messages.success(request, str(_("Aturan kerja disimpan.")))
        return redirect("desk:rules")
    return _rules(request, form, TariffForm(initial={"starts_on": today(request.government)}))


@acting
@officers("requests.set_rules")
def publish_tariff(request: SiteRequest) -> HttpResponse:
    """Publish a price; the one before ends the day before."""
    form = TariffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            fees.publish(
                request.government,
                item=form.cleaned_data["item"],
                amount=form.price,
                decree=form.cleaned_data["decree"],
                starts_on=form.first_day(today(request.government)),
                by=request.actor,
            )
        except CaseError as refusal:
            form.blame(getattr(refusal, "problems", None) or {"": str(refusal)})
        else:
            messages.success(request, str(_("Tarif diterbitkan.")))
            return redirect("desk:rules")
    held = rules_of(request.government.pk)
    return _rules(request, RulesForm(initial={name: getattr(held, name) for name in DEMANDS}), form)


def _rules(request: SiteRequest, form: RulesForm, tariff: TariffForm) -> HttpResponse:
    prices = Tariff.objects.filter(government=request.government).order_by("item", "-starts_on")
    shown = {"form": form, "tariff": tariff, "prices": prices}
    return render(request, "desk/rules.html", shown, status=422 if tariff.errors else 200)
