"""Entering a request for somebody who came, called or wrote (UU 14/2008 Pasal 22 ayat (1)-(6))."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Q
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory.calendars import calendar_of, today
from lutra.directory.permissions import may
from lutra.law import clocks, statute
from lutra.requests import actions
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request
from lutra.requests.visibility import visible
from lutra.web.components.pieces import Receipt
from lutra.web.desk.access import officers
from lutra.web.desk.forms.filing import CounterForm
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest


@require_http_methods(["GET", "HEAD", "POST"])
@officers("requests.record")
def file(request: SiteRequest) -> HttpResponse:
    """One screen; Enter registers, and the receipt is there to be printed."""
    if request.method != "POST":
        initial = {"channel": request.GET.get("channel", "counter"), "applicant_kind": "individual"}
        return _page(request, CounterForm(initial={**_USUAL, **initial}))
    form = CounterForm(request.POST, request.FILES)
    if form.is_readers and not _is_sent_by_script(request):
        return redirect("desk:reader")
    received_on = form.received
    if wrong := {name: form.errors[name] for name in ("channel", "received_on") if name in form.errors}:
        return _refused(request, form, {name: " ".join(map(str, found)) for name, found in wrong.items()})
    try:
        filed = actions.file(
            request.government,
            by=request.actor,
            channel=form.cleaned_data["channel"],
            answers=form.answers(),
            key=form.filing_key(),
            received_on=received_on,
            may_lack=form.data.get("may_lack") == "yes",
            files=form.attached(),
        )
    except Incomplete as refusal:
        form.blame(refusal.problems)
        return _refused(request, form, refusal.problems)
    if _is_sent_by_script(request):
        return JsonResponse(
            {"reference": filed.reference, "receipt": reverse("desk:receipt", args=[filed.pk])}
        )
    return redirect("desk:receipt", pk=filed.pk)


@require_safe
@officers("requests.record")
def reader(request: SiteRequest) -> HttpResponse:
    """What an officer shows a visitor who has only a passport; nothing is registered (LAW Q01)."""
    return render(request, "desk/reader.html", {"kind": statute.reader_kinds()[0]})


def _is_sent_by_script(request: SiteRequest) -> bool:
    """Whether the counter's script asks, which sends what it kept while the network was cut."""
    return request.headers.get("accept") == "application/json"


def _refused(request: SiteRequest, form: CounterForm, problems: Mapping[str, str]) -> HttpResponse:
    if _is_sent_by_script(request):
        return JsonResponse({"problems": dict(problems)})
    return _page(request, form, status=422)


# What most people at the counter want; each is one click away from something else.
_USUAL = {"access_way": "copy", "copy_format": "soft", "delivery_way": "email"}


def _page(request: SiteRequest, form: CounterForm, *, status: int = 200) -> HttpResponse:
    on = today(request.government)
    due = clocks.due("request.reply", on, calendar=calendar_of(request.government))
    return render(request, "desk/file.html", {"form": form, "due": due}, status=status)


@require_safe
@officers("requests.record")
def receipt(request: SiteRequest, pk: int) -> HttpResponse:
    """The proof of receipt for the applicant, printed by the officer who entered the request.

    It holds the tracking code, which opens the applicant's letters; so among others only who may know him gets it.
    """
    printable = Q(recorded_by_id=request.actor.user_id)
    if may(request.actor, "requests.see_identity"):
        printable |= Q(pk__in=visible(request.actor).values("pk"))
    case = get_object_or_404(Request.objects.filter(printable, government=request.government), pk=pk)
    return render(request, "desk/receipt.html", {"slip": _slip(request, case), "case": case})


def _slip(request: SiteRequest, case: Request) -> Receipt:
    government, promised = request.government, case.clock["reply"]
    promised_on = date.fromisoformat(promised["due"])
    calendar = calendar_of(government, as_known_on=date.fromisoformat(promised["known_on"]))
    return Receipt(
        government=government.name,
        number=case.reference,
        received_at=case.filed_at,
        due=promised_on,
        clause=promised["clause"],
        code=case.code,
        address=request.build_absolute_uri(reverse("portal:case", args=[case.code])),
        officer=str(case.recorded_by) if case.recorded_by else "",
        subject=case.subject,
        channel=say(statute.channel(case.channel).label),
        days=calendar.count(case.received_on, promised_on),
        contact=" · ".join(part for part in (government.phone, government.email) if part),
        time_zone=government.time_zone,
    )
