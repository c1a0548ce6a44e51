"""What every answer for programs has: packed, told by its validator, and readable from any origin."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page

from lutra.web.tenancy import SiteRequest

View = Callable[..., HttpResponseBase]


def for_programs(view: View) -> View:
    """A view of open data: the same again is answered with 304, and the page of another site may read it."""

    @gzip_page  # nothing here is secret, so its length tells nothing
    @conditional_page
    @wraps(view)
    def dressed(request: SiteRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            response["Cache-Control"] = "public, no-cache"  # what is withdrawn is gone at once
        return response

    return dressed
