"""Links by which a body without a trained officer proposes an answer: made, shown once, revoked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from lutra.delegation import actions
from lutra.delegation.errors import DelegationIncomplete
from lutra.delegation.models import Delegation
from lutra.dispositions.queries import of as dispositions_of
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.tenancy import SiteRequest


class InviteForm(DeedForm):
    """For which body, who, and how long."""

    body = forms.ChoiceField(label=_("Perangkat daerah"))
    person = forms.CharField(label=_("Nama dan jabatan yang menjawab"), max_length=160)
    days = forms.IntegerField(
        label=_("Berlaku (hari)"), min_value=1, max_value=actions.LONGEST_DAYS, initial=3
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officers("requests.delegate")
def links(request: SiteRequest, pk: int) -> HttpResponse:
    """The links of one request, and a form for another; a new one is shown once, with its code."""
    case = case_for(request, pk)
    bodies = {
        str(one.to_body_id): one.to_body
        for one in dispositions_of(case.ledger_subject, government=request.government)
    }
    form = InviteForm(request.POST or None)
    form.offer("body", [(code, str(body)) for code, body in bodies.items()])
    shows: dict[str, Any] = {"case": case, "form": form, "can_invite": bool(bodies), "status": 200}
    if request.method == "POST":
        shows["status"] = 422
        if form.is_valid() and form.cleaned_data["body"] in bodies:
            values = form.cleaned_data
            try:
                made, code = actions.invite(
                    case,
                    body=bodies[values["body"]],
                    person=values["person"],
                    days=values["days"] or 0,
                    by=request.actor,
                )
            except DelegationIncomplete as refusal:
                form.blame(refusal.problems)
            else:
                path = reverse("portal:delegated_reply", args=[actions.token(made)])
                shows |= {"link": request.build_absolute_uri(path), "code": code, "made": made, "status": 200}
    now = timezone.now()
    made_before = case.delegations.select_related("body__parent", "person")
    shows["delegations"] = [(one, one.is_alive(now)) for one in made_before]
    return render(request, "desk/delegation.html", shows, status=shows.pop("status"))


@require_POST
@officers("requests.delegate")
def revoke(request: SiteRequest, pk: int, delegation_id: int) -> HttpResponse:
    """End a link at once."""
    case = case_for(request, pk)
    actions.revoke(get_object_or_404(Delegation, pk=delegation_id, request=case), by=request.actor)
    return redirect("desk:delegation", pk=case.pk)
