"""Who may open a page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import may
from lutra.requests.models import Request
from lutra.requests.visibility import visible
from lutra.web.second_factor import has_second_factor
from lutra.web.tenancy import SiteRequest

P = ParamSpec("P")
View = Callable[Concatenate[SiteRequest, P], HttpResponseBase]


def officers(*permissions: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Open a view to officers who have one of ``permissions`` in the government of the page.

    Whoever has not signed in is asked to; whoever has not the right gets 403 (and an officer of another government
    has no right here). Whose role demands a second factor is led to enrol one before anything else.
    """

    def guard(view: View[P]) -> Callable[..., HttpResponseBase]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            site_request = cast(SiteRequest, request)
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not any(may(site_request.actor, permission) for permission in permissions):
                raise NotPermitted(permissions[0])
            if site_request.actor.demands_second_factor and not has_second_factor(request.user):
                return redirect("mfa_index")
            return view(site_request, *args, **kwargs)

        return guarded

    return guard


def case_for(request: SiteRequest, pk: int) -> Request:
    """The request with this id as far as the reader may see it; anything else is 404, as if it were not there."""
    found = get_object_or_404(
        visible(request.actor).select_related("body__parent", "applicant", "recorded_by"), pk=pk
    )
    found.government = request.government
    return found
