"""One page: whether I want the digest, what I was told last, and for those who may, the government's rules."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may
from lutra.inbox.errors import RemindersOutOfReason
from lutra.inbox.models import Digest, Reminder
from lutra.inbox.reminders import actions
from lutra.inbox.reminders.mails import TOPICS
from lutra.web.desk.access import officers
from lutra.web.desk.deed import acting
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.tenancy import SiteRequest


class RemindersForm(DeedForm):
    """When officers are reminded."""

    may_stay_empty = frozenset({"is_on"})

    is_on = forms.BooleanField(label=_("Kirim surel pengingat kepada petugas"))
    days_ahead = forms.IntegerField(
        label=_("Hari kerja sebelum tenggat"), min_value=1, max_value=actions.MOST_DAYS
    )
    hour = forms.IntegerField(
        label=_("Paling pagi pukul"), min_value=0, max_value=23, help_text=_("Jam setempat, 0 sampai 23.")
    )


@acting
@officers("desk.enter")
def show(request: SiteRequest) -> HttpResponse:
    """The page; a form that was sent sets the government's rules."""
    rules = actions.rules_of(request.government)
    initial = {"is_on": rules.is_on, "days_ahead": rules.days_ahead, "hour": rules.hour}
    may_set = may(request.actor, "requests.set_rules")
    form = RemindersForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if not may_set:
            raise NotPermitted("requests.set_rules")
        if form.is_valid():
            try:
                actions.set_rules(
                    request.government,
                    is_on=form.cleaned_data["is_on"],
                    days_ahead=form.cleaned_data["days_ahead"] or 0,
                    hour=-1 if form.cleaned_data["hour"] is None else form.cleaned_data["hour"],
                    by=request.actor,
                )
            except RemindersOutOfReason as refusal:
                form.blame(refusal.problems)
            else:
                messages.success(request, str(_("Aturan pengingat disimpan.")))
                return redirect("desk:reminders")
    last = Digest.objects.filter(government=request.government, user=request.user.pk).order_by("-on").first()
    told = Reminder.objects.filter(digest=last) if last else Reminder.objects.none()
    shows = {
        "form": form if may_set else None,
        "rules": rules,
        "wants": actions.wants(request.actor),
        "has_address": bool(getattr(request.user, "email", "")),
        "last": last,
        "told": [(TOPICS[one.topic], one) for one in told],
    }
    return render(request, "desk/reminders.html", shows, status=422 if form.errors else 200)


@require_POST
@officers("desk.enter")
def wish(request: SiteRequest) -> HttpResponse:
    """Switch one's own digest on or off."""
    is_off = request.POST.get("off") == "1"
    actions.wish(request.actor, is_off=is_off)
    done = (
        _("Surel pengingat dimatikan untuk Anda.") if is_off else _("Surel pengingat dinyalakan untuk Anda.")
    )
    messages.success(request, str(done))
    return redirect("desk:reminders")
