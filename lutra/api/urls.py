"""Addresses of the interface, version 1. They are in other people's programs and must not change."""

from __future__ import annotations

from django.urls import URLPattern, path

from lutra.api import operations as _operations  # noqa: F401  importing them is what makes them operations
from lutra.api import views
from lutra.api.door import guarded
from lutra.api.interface import API

app_name = "api"


def _guarded() -> list[URLPattern]:
    """Every operation behind the door."""
    patterns, _app, _namespace = API.urls
    return [
        path(str(pattern.pattern), guarded(pattern.callback), name=pattern.name)
        for pattern in patterns
        if isinstance(pattern, URLPattern) and pattern.name and pattern.name != "api-root"
    ]


urlpatterns = [
    path("openapi.json", guarded(views.openapi), name="openapi"),
    path("docs", guarded(views.docs), name="docs"),
    *_guarded(),
    path("<path:rest>", guarded(views.nothing)),
]
