"""How often one address may do the same thing in a while.

A limit protects the machine, not the office: it is wide enough for a school behind one address, counts in memory only
and never refuses a citizen for good (LAW Q22).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lutra import limits
from lutra.web.tenancy import SiteRequest

# Seconds over which is counted.
WINDOW = 600
# Sendings of one kind from one address, for a class of pupils or an office behind one.
USUAL = 60
P = ParamSpec("P")
View = Callable[Concatenate[SiteRequest, P], HttpResponse]


def limited(what: str, *, limit: int = USUAL) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Answer what is sent to the view (POST) more often than ``limit`` times in ten minutes with 429."""

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: SiteRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST" and is_too_often(request, what, limit=limit):
                return render(request, "429.html", status=429)
            return view(request, *args, **kwargs)

        return counted

    return wrap


def is_too_often(request: HttpRequest, what: str, *, limit: int) -> bool:
    """Count one more ``what`` from this address; whether that is more than ``limit`` in ten minutes (0: no limit)."""
    if limit <= 0:
        return False
    return limits.counted(request, f"limit:{what}", window=WINDOW) > limit
