"""The page of one deed, alike for requests and objections: what the law needs for it, and the button that does it.

A refused deed comes back with its sentence at the field it is about and with all that was typed; a page that somebody
else's deed has overtaken says so and may be sent again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lutra.documents.errors import DocumentError
from lutra.ledger.cases import Case, CaseError, ChangedMeanwhile, NotNow, allows
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.words import basis, say
from lutra.web.tenancy import SiteRequest

acting = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Page:
    """One deed's page: its code in the workflow table, words, the template of its form, and what else that shows."""

    deed: str
    title: Promise
    button: Promise
    done: Promise
    template: str = "desk/deed.html"
    shows: dict[str, Any] = field(default_factory=dict)


def perform(
    request: SiteRequest,
    case: Case,
    form: DeedForm,
    act: Callable[[], object],
    page: Page,
    *,
    home: str,
    blamed: str | None = None,
    asks_only: bool = False,
) -> HttpResponse:
    """Show the form, or act and go to ``home``. ``blamed``: the field of a refusal that names none."""
    status = 200
    if request.method == "POST" and not asks_only:
        status = 422
        if form.is_valid():
            try:
                act()
            except (ChangedMeanwhile, NotNow) as refusal:
                form.add_error(None, str(refusal))
                status = 409
            except (CaseError, DocumentError) as refusal:
                # A refusal that names its fields says so in ``problems``.
                form.blame(getattr(refusal, "problems", None) or {blamed or "": str(refusal)})
            else:
                messages.success(request, str(page.done))
                return redirect(home)
    for name in request.FILES if status != 200 else ():
        if name in form.fields and name not in form.errors:
            form.add_error(
                name, _("Pilih lagi berkasnya: peramban tidak menyimpan berkas yang gagal terkirim.")
            )
    row = case.table.transitions[page.deed]
    shown = {
        "case": case,
        "form": form,
        "page": page,
        "home": home,
        "meaning": say(row.officer),
        "clause": basis(row.clause),
        "allowed": allows(case, page.deed),
        **page.shows,
    }
    return render(request, page.template, shown, status=status)


def seen(request: SiteRequest) -> int:
    """The revision that the page showed; a page without one has seen nothing and is refused as overtaken."""
    return whole_number(request.POST.get("seen", ""), otherwise=-1)


def whole_number(typed: str, *, otherwise: int) -> int:
    """What was typed as a number of at most nine digits, else ``otherwise``."""
    return int(typed) if typed.isdecimal() and len(typed) < 10 else otherwise
