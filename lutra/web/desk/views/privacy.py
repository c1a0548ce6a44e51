"""Personal data on the desk: corrections that wait, breaches, and the retention schedule with its lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.permissions import may
from lutra.law import statute
from lutra.privacy import actions, breaches, queries, retention
from lutra.privacy.errors import PrivacyError, PrivacyIncomplete
from lutra.privacy.models import Breach, DataRequest, DestructionList, RetentionRule
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.tenancy import SiteRequest

SHOWN = 100
_ARCHIVE = ("retention.manage", "retention.approve")


def _text(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=3000, widget=forms.Textarea(attrs={"rows": 3})
    )


class BreachForm(DeedForm):
    """The three contents of the law, when it became known, and how many are affected."""

    known_at = forms.DateTimeField(
        label=_("Diketahui pada"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Sejak saat ini jangka waktu pemberitahuan berjalan, juga pada hari libur."),
    )
    exposed = _text(_("Data yang terungkap"))
    course = _text(_("Kapan dan bagaimana terungkap"))
    handling = _text(_("Upaya penanganan dan pemulihan"))
    affected = forms.IntegerField(
        label=_("Banyaknya orang"), min_value=0, help_text=_("0 bila belum diketahui.")
    )


class RuleForm(DeedForm):
    """One line of the retention schedule."""

    record = forms.ChoiceField(label=_("Jenis arsip"), choices=RetentionRule.Record.choices)
    archive_class = forms.CharField(label=_("Kode klasifikasi JRA"), max_length=40)
    years = forms.IntegerField(label=_("Lama simpan (tahun)"), min_value=1, max_value=200)
    fate = forms.ChoiceField(label=_("Nasib akhir"), choices=RetentionRule.Fate.choices)
    decree = forms.CharField(label=_("Ditetapkan dengan"), max_length=160)


@require_safe
@officers("data.answer")
def corrections(request: SiteRequest) -> HttpResponse:
    """What applicants ask to correct: what waits, the most urgent first; then what was answered lately."""
    found = queries.waiting(request.actor)
    shows = {
        "waiting": found.filter(state=DataRequest.State.WAITING)[:SHOWN],
        "answered": found.exclude(state=DataRequest.State.WAITING).order_by("-answered_at")[:20],
        "now": timezone.now(),
    }
    return render(request, "desk/corrections.html", shows)


@require_POST
@officers("data.answer")
def correction(request: SiteRequest, pk: int) -> HttpResponse:
    """One correction: shown once (the look is entered), or answered."""
    asked = get_object_or_404(queries.waiting(request.actor), pk=pk)
    if verdict := request.POST.get("verdict", ""):
        return _do(
            request,
            lambda: actions.answer_correction(
                asked,
                accept=verdict == "accept",
                answer=request.POST.get("answer", "")[:2000],
                by=request.actor,
            ),
            to="desk:corrections",
        )
    language = get_language() or "id"
    labels = {field.code: statute.text(field.label, language) for field in actions.correctable()}
    wished = actions.see_wished(asked, by=request.actor)
    rows = [(labels.get(code, code), before, after) for code, (before, after) in wished.items()]
    return render(request, "desk/correction.html", {"asked": asked, "rows": rows})


@require_safe
@officers("breaches.manage")
def breach_list(request: SiteRequest) -> HttpResponse:
    """The breaches, the newest first, with the hours that are left."""
    shows = {"breaches": queries.breaches(request.actor)[:SHOWN], "now": timezone.now()}
    return render(request, "desk/breaches.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@officers("breaches.manage")
def new_breach(request: SiteRequest) -> HttpResponse:
    """Enter a breach."""
    zone = ZoneInfo(request.government.time_zone)
    with timezone.override(zone):
        form = BreachForm(request.POST or None, initial={"known_at": timezone.localtime()})
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                made = breaches.record(
                    request.government,
                    known_at=values["known_at"] or timezone.now(),
                    exposed=values["exposed"],
                    course=values["course"],
                    handling=values["handling"],
                    affected=values["affected"] or 0,
                    by=request.actor,
                )
            except PrivacyIncomplete as refusal:
                form.blame(refusal.problems)
            else:
                return redirect("desk:breach", pk=made.pk)
        status = 422 if request.method == "POST" else 200
        return render(request, "desk/breach_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@officers("breaches.manage")
def breach(request: SiteRequest, pk: int) -> HttpResponse:
    """One breach: its clock, the words for the people affected, and whom to tell."""
    found = get_object_or_404(queries.breaches(request.actor), pk=pk)
    if request.method == "POST":
        recipient = request.POST.get("recipient", "")
        evidence = request.POST.get("evidence", "")

        def act() -> object:
            if recipient:
                return breaches.tell(found, recipient=recipient, evidence=evidence, by=request.actor)
            return breaches.close(found, by=request.actor)

        return _do(request, act, to="desk:breach", pk=pk)
    shows = {
        "breach": found,
        "now": timezone.now(),
        "untold": [(code, label) for code, label in Breach.Recipient.choices if code in found.untold],
        "clause": statute.citation_for_letter("uu-27-2022/46"),
    }
    return render(request, "desk/breach.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@officers(*_ARCHIVE)
def schedule(request: SiteRequest) -> HttpResponse:
    """The retention schedule and the lists made by it; whoever keeps the archive may change a line."""
    rule = RetentionRule.objects.filter(government=request.government).first()
    kept = {name: getattr(rule, name) for name in RuleForm.base_fields} if rule else {}
    form = RuleForm(request.POST or None, initial=kept)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            values = {**form.cleaned_data, "years": form.cleaned_data["years"] or 0}
            try:
                retention.set_rule(request.government, by=request.actor, **values)
                messages.success(request, _("Jadwal retensi disimpan."))
                return redirect("desk:retention")
            except PrivacyIncomplete as refusal:
                form.blame(refusal.problems)
    lists = DestructionList.objects.filter(government=request.government)[:SHOWN]
    shows = {"form": form, "rule": rule, "lists": lists, "may_manage": may(request.actor, "retention.manage")}
    return render(request, "desk/retention.html", shows, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@officers(*_ARCHIVE)
def destruction(request: SiteRequest, pk: int) -> HttpResponse:
    """One list: what is on it, and its decision or its carrying out."""
    found = get_object_or_404(DestructionList.objects.filter(government=request.government), pk=pk)
    if request.method == "POST":
        verdict, minutes = request.POST.get("verdict", ""), request.POST.get("minutes", "")

        def act() -> object:
            if verdict == "destroy":
                return retention.destroy(found, by=request.actor)
            return retention.decide(found, approve=verdict == "approve", minutes=minutes, by=request.actor)

        return _do(request, act, to="desk:destruction", pk=pk)
    shows = {
        "list": found,
        "items": found.items.select_related("request"),
        "may_approve": may(request.actor, "retention.approve"),
        "may_manage": may(request.actor, "retention.manage"),
    }
    return render(request, "desk/destruction.html", shows)


def _do(request: SiteRequest, act: Callable[[], object], *, to: str, **where: Any) -> HttpResponse:
    """Act and go back; a refusal is told on the page that one came from."""
    try:
        act()
    except PrivacyError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Tercatat dalam buku."))
    answer: HttpResponse = redirect(to, **where)
    return answer
