"""The page of one deed on the list: a form, its words, where it leads; a refusal comes back with all that was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from lutra.catalogue.errors import CatalogueError, ItemChangedMeanwhile, ItemNotNow
from lutra.documents.errors import DocumentError
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.tenancy import SiteRequest


@dataclass(frozen=True, slots=True)
class Page:
    """Words of a deed's page, and where it comes from and goes to."""

    title: str | Promise
    button: str | Promise
    done: str | Promise
    home: str
    home_label: str | Promise
    lead: str | Promise = ""
    clause: str = ""
    template: str = "desk/catalogue/deed.html"
    shows: dict[str, Any] = field(default_factory=dict)


def perform(request: SiteRequest, form: DeedForm, page: Page, act: Callable[[], str | None]) -> HttpResponse:
    """Show the form, or act and go to the address that ``act`` returns (else home)."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                there = act()
            except (CatalogueError, DocumentError) as refusal:
                form.blame(getattr(refusal, "problems", None) or {"": str(refusal)})
                status = 409 if isinstance(refusal, ItemChangedMeanwhile | ItemNotNow) else 422
            else:
                messages.success(request, str(page.done))
                return redirect(there or page.home)
    return render(request, page.template, {"form": form, "page": page, **page.shows}, status=status)


def at_once(
    request: SiteRequest, act: Callable[[], object], *, done: str | Promise, home: str
) -> HttpResponse:
    """A deed without a form: do it and go home, telling what became of it."""
    try:
        act()
    except CatalogueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return redirect(home)
