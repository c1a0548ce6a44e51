"""What every address of the interface does besides its own work: errors, limits, language, validators and CORS."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from lutra.api.problems import Refused, problem
from lutra.limits import counted

log = logging.getLogger(__name__)

#: Answers that one address gets in each stretch of ``WINDOW`` seconds.
LIMIT = 600
WINDOW = 600
_METHODS = "GET, HEAD, OPTIONS"
_EXPOSED = "ETag, Last-Modified, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset"
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """A view of the interface: read only, counted, and every error a problem."""

    @csrf_exempt
    @gzip_page  # nothing here is secret, so its length tells nothing
    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(wanted_language(request)):
            return _dressed(_answer(view, request, args, kwargs))

    return entered


def wanted_language(request: HttpRequest) -> str:
    """The first language of Accept-Language that we speak: here a program asks, not a telephone's maker."""
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.partition(";")[0].strip().lower().partition("-")[0]
        if code in _LANGUAGES:
            return code
    return settings.LANGUAGE_CODE


def _answer(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        response = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = _METHODS
        response["Access-Control-Allow-Headers"] = "Accept-Language, If-None-Match, If-Modified-Since"
        response["Access-Control-Max-Age"] = "86400"
        response["Allow"] = _METHODS
        return response
    count, reset = _counted(request)
    response = _refusal(request, count, reset) or _looked_up(view, request, args, kwargs)
    response["RateLimit-Limit"] = str(LIMIT)
    response["RateLimit-Remaining"] = str(max(LIMIT - count, 0))
    response["RateLimit-Reset"] = str(reset)
    return response


def _refusal(request: HttpRequest, count: int, reset: int) -> HttpResponse | None:
    if request.method not in {"GET", "HEAD"}:
        response = problem(request, "method-not-allowed")
        response["Allow"] = _METHODS
        return response
    if count > LIMIT:
        response = problem(request, "too-many-requests")
        response["Retry-After"] = str(reset)
        return response
    return None


def _looked_up(view: View, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    except Http404:
        response = problem(request, "not-found")
    except Refused as refused:
        response = problem(request, refused.code, refused.detail, errors=refused.errors)
    except Exception as error:  # whatever it is, a program gets an answer that it can read
        log.error("api.failed", extra={"facts": {"error": type(error).__name__}})
        response = problem(request, "internal-error")
    if response.status_code == 200:
        response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
        response["Cache-Control"] = "public, no-cache"  # what is withdrawn is gone at once
        # By the validator of the content alone: a day does not tell that a file was taken away.
        response = get_conditional_response(request, etag=response["ETag"], response=response) or response
    else:
        response["Cache-Control"] = "no-store"
    if is_head:
        response["Content-Length"] = str(len(response.content))
        response.content = b""
        request.method = "HEAD"
    return response


def _dressed(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = _EXPOSED
    response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _counted(request: HttpRequest) -> tuple[int, int]:
    """How often this address came in the present stretch, and the seconds until the next one."""
    now = int(time.time())
    return counted(request, f"api:{now // WINDOW}", window=WINDOW), WINDOW - now % WINDOW
