"""The page of one deed here: a form, its words, and where it leads; a refusal comes back with all that was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise

from lutra.documents.errors import DocumentError
from lutra.obligations.errors import NotWhole, ObligationError, ObligationNotNow
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.tenancy import SiteRequest


@dataclass(frozen=True, slots=True)
class Page:
    """Words of a deed's page, and where it comes from and goes to."""

    title: str | Promise
    button: Promise
    done: Promise
    home: str
    home_label: str | Promise
    lead: str | Promise = ""
    template: str = "desk/obligations/deed.html"
    shows: dict[str, Any] = field(default_factory=dict)


def perform(
    request: SiteRequest, form: DeedForm, page: Page, act: Callable[[DeedForm], str | None]
) -> HttpResponse:
    """Show the form, or act and go to the address that ``act`` returns (else home)."""
    status = 200
    if request.method == "POST":
        form.is_bound, status = True, 422
        if form.is_valid():
            try:
                there = act(form)
            except NotWhole:
                raise
            except (ObligationError, DocumentError) as refusal:
                form.blame(getattr(refusal, "problems", None) or {"": str(refusal)})
                status = 409 if isinstance(refusal, ObligationNotNow) else 422
            else:
                messages.success(request, str(page.done))
                return redirect(there or page.home)
    shows = {"form": form, "page": page, "has_file": _asks_for_file(form), **page.shows}
    return render(request, page.template, shows, status=status)


def at_once(request: SiteRequest, act: Callable[[], object], *, done: Promise, home: str) -> HttpResponse:
    """A deed without a form: do it and go home, telling what became of it."""
    try:
        act()
    except ObligationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(done))
    return redirect(home)


def uploaded(form: forms.Form, name: str) -> tuple[str, bytes] | None:
    """The file of a field as the deeds take it."""
    file = form.cleaned_data.get(name)
    return (file.name, file.read()) if file else None


def _asks_for_file(form: forms.Form) -> bool:
    return any(isinstance(each, forms.FileField) for each in form.fields.values())
