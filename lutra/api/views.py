"""The interface described: for programs as OpenAPI, for people as a page; and what is answered where nothing is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lutra.api.door import LIMIT, WINDOW
from lutra.api.interface import EXAMPLE, description
from lutra.api.problems import KINDS


def openapi(request: HttpRequest) -> HttpResponse:
    """The interface in OpenAPI 3.1."""
    return JsonResponse(description(request), json_dumps_params={"ensure_ascii": False})


def docs(request: HttpRequest) -> HttpResponse:
    """The same for people: every operation with its parameters and an example that can be opened."""
    shows = {
        "operations": [
            _told(path, operation)
            for path, operations in description(request)["paths"].items()
            for operation in operations.values()
        ],
        "kinds": KINDS.values(),
        "limit": LIMIT,
        "minutes": WINDOW // 60,
        "section": "",
    }
    return render(request, "api/docs.html", shows)


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address that the interface does not have."""
    raise Http404(f"{request.path}: {rest}")


def _told(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": operation["operationId"],
        "path": path,
        "says": operation["description"],
        "example": operation[EXAMPLE],
        "parameters": [
            {
                "name": parameter["name"],
                "is_required": parameter["required"],
                "says": parameter["schema"].get("description", ""),
            }
            for parameter in operation["parameters"]
        ],
    }
