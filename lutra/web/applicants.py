"""Two kinds of people sign in here, and they never mix: officers at the desk, applicants on their own page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.views.decorators.cache import never_cache

from lutra.accounts.models import Account
from lutra.accounts.queries import account_of
from lutra.web.tenancy import SiteRequest

P = ParamSpec("P")


class AccountRequest(SiteRequest):
    """A request of an applicant who has signed in."""

    account: Account


View = Callable[Concatenate[AccountRequest, P], HttpResponse]


def applicants(view: View[P]) -> Callable[..., HttpResponse]:
    """Open a view to whoever signed in to an account of this government; others are led to the door."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        known = cast(AccountRequest, request)
        account = account_of(request.user, known.government)
        if account is None:
            return redirect("portal:account_sign_in")
        known.account = account
        response = view(known, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def for_officers(patterns: list[URLPattern]) -> list[URLPattern]:
    """The same addresses, closed to applicants: passwords, code apps and posts are nothing of theirs."""
    for pattern in patterns:
        pattern.callback = _closed_to_applicants(pattern.callback)
    return patterns


def _closed_to_applicants(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and request.user.is_applicant:
            return redirect("portal:account")
        return view(request, *args, **kwargs)

    return guarded
