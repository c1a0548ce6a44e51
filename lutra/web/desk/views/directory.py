"""The directory as a list to read: posts, who holds them today, and the public bodies."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory.actions import demand_second_factor
from lutra.directory.calendars import today
from lutra.directory.gaps import gaps
from lutra.directory.models import Holding, Post, PublicBody, RolePolicy
from lutra.directory.roles import Role
from lutra.web.desk.access import officers
from lutra.web.tenancy import SiteRequest


@require_safe
@officers("directory.manage")
def show(request: SiteRequest) -> HttpResponse:
    """Posts with their holders of today (Plt. and Plh. said so), and bodies by kind."""
    on = today(request.government)
    now = Holding.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)
    holdings = Prefetch("holdings", queryset=now.select_related("user"), to_attr="held_now")
    posts = Post.objects.filter(government=request.government).select_related("body__parent")
    bodies = PublicBody.objects.filter(government=request.government).select_related("parent", "region")
    return render(
        request,
        "desk/directory.html",
        {
            "posts": posts.prefetch_related(holdings).order_by("role", "title"),
            "bodies": bodies.order_by("kind", "name"),
            "today": on,
            "lacking": gaps(request.government, on=on),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@officers("directory.manage")
def demand(request: SiteRequest) -> HttpResponse:
    """Which roles may be used only with a second factor."""
    if request.method == "POST":
        demand_second_factor(request.government, roles=request.POST.getlist("roles"), by=request.actor)
        messages.success(request, _("Disimpan. Pejabat yang belum punya pengaman kedua diminta memasangnya."))
        return redirect("desk:demand_second_factor")
    policies = RolePolicy.objects.filter(government=request.government, needs_second_factor=True)
    demanded = set(policies.values_list("role", flat=True))
    roles = [(code, label, code in demanded) for code, label in Role.choices]
    return render(request, "desk/demand_second_factor.html", {"roles": roles})
