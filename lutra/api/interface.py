"""The interface itself: which operations there are, and how errors and their description look."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from pydantic import BaseModel

from lutra.api.problems import MEDIA_TYPE, Refused, problem
from lutra.api.schemas import Problem

API = NinjaAPI(
    title="PPID",
    version="1.0.0",
    description="Informasi publik untuk program: hanya dibaca, tanpa kunci, tanpa data pribadi. "
    "Public information for programs: read only, no key, no personal data.",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
#: Where an operation's tested example stands in the description.
EXAMPLE = "x-example"

Operation = Callable[..., Any]


def reads(
    path: str, gives: type[BaseModel] | Any, *, name: str, example: str
) -> Callable[[Operation], Operation]:
    """Make a function an operation. ``example`` is a path with a query that answers with 200 where data is."""
    return API.get(
        path,
        response={200: gives, (404, 405, 422, 429, 500): Problem},
        url_name=name,
        operation_id=name,
        by_alias=True,
        openapi_extra={EXAMPLE: f"/api/v1{example}"},
    )


def description(request: HttpRequest) -> dict[str, Any]:
    """The interface in OpenAPI 3.1, with this host as its server."""
    return {**_told(), "servers": [{"url": request.build_absolute_uri("/").rstrip("/")}]}


@cache
def _told() -> dict[str, Any]:
    """What does not change while the process lives; nobody may change it."""
    told: dict[str, Any] = dict(API.get_openapi_schema(path_prefix="/api/v1/"))
    for operations in told["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
    return told


@API.exception_handler(Http404)
def _not_there(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(request, "not-found")


@API.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(request, error.code, error.detail, errors=error.errors)


@API.exception_handler(ValidationError)
def _not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [
        {"parameter": str(fault["loc"][-1]), "code": str(fault["type"])}
        for fault in error.errors  # never the value that was sent
    ]
    return problem(request, "invalid-parameter", errors=wrong)


@API.exception_handler(Exception)
def _failed(_request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # the door answers
