"""What an applicant may do on the page of his request: complete, withdraw, write to the officers, file it anew."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory import actors
from lutra.directory.calendars import calendar_of, today
from lutra.law import clocks as law
from lutra.law import statute
from lutra.ledger.cases import Case, allows
from lutra.requests import actions, clocks, completeness, intake, powers, proxies
from lutra.requests.errors import CaseError, Incomplete
from lutra.requests.models import Request
from lutra.web.portal.forms import RequestForm, attached, form_field
from lutra.web.portal.limits import limited
from lutra.web.portal.views.filing import Offered
from lutra.web.portal.views.tracking import by_code, private, request_of
from lutra.web.tenancy import SiteRequest

acting = require_http_methods(["GET", "HEAD", "POST"])


class GapsForm(forms.Form):
    """The missing fields alone, as the law's form asks for them."""

    def __init__(self, case: Request, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for field in intake.gap_fields(case.missing):
            self.fields[field.code] = form_field(field)

    def answers(self) -> dict[str, str]:
        """What was written, by the codes of the law's form."""
        return {code: str(self.data.get(code, "")) for code in self.fields}

    def blame(self, problems: dict[str, str]) -> None:
        """Put each message beside its field."""
        for code, message in problems.items():
            self.add_error(code if code in self.fields else None, message)


class PowerForm(forms.Form):
    """The power of attorney alone, for a case that wants one."""

    def __init__(self, *args: object, form: str = "request", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields[intake.POWER] = form_field(statute.form(form).field(intake.POWER))

    @property
    def brought(self) -> tuple[str, bytes]:
        """(name, content) of the file; an empty file where none was chosen."""
        return attached(self).get(intake.POWER, ("kuasa.pdf", b""))


@acting
@never_cache
@by_code
@limited("power")
def power(request: SiteRequest, code: str) -> HttpResponse:
    """Hand in a power of attorney after the request."""
    case = request_of(request, code)
    home = reverse("portal:case", args=[case.code])
    return hand_in(request, case, proxies.bring, form="request", home=home, is_wanted=powers.is_wanted(case))


def hand_in(
    request: SiteRequest, case: Case, bring: Callable[..., object], *, form: str, home: str, is_wanted: bool
) -> HttpResponse:
    """The page that takes a power of attorney for a case of either kind; ``form``: the law's form that asks for it."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    filled, status = PowerForm(data, files, form=form), 200
    if request.method == "POST":
        name, content = filled.brought
        try:
            bring(case, name=name, content=content, by=actors.applicant(request.government))
        except CaseError as refusal:
            status = 422
            for field, message in (getattr(refusal, "problems", None) or {"": str(refusal)}).items():
                filled.add_error(field or None, message)
        else:
            return private(redirect(home))
    shown = {
        "case": case,
        "form": filled,
        "allowed": is_wanted and allows(case, "bring_power"),
        "home": home,
        "section": "track",
    }
    return private(render(request, "portal/power.html", shown, status=status))


@acting
@never_cache
@by_code
@limited("complete")
def complete(request: SiteRequest, code: str) -> HttpResponse:
    """Fill in what is missing."""
    case = request_of(request, code)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form, status = GapsForm(case, data, files), 200
    if request.method == "POST":
        try:
            completeness.complete(
                case,
                answers=form.answers(),
                files=attached(form),
                by=actors.applicant(request.government),
            )
        except Incomplete as refusal:
            form.blame(refusal.problems)
        except CaseError as refusal:
            form.add_error(None, str(refusal))
        else:
            return private(redirect("portal:case", code=case.code))
        status = 422
    day = today(request.government)
    last = clocks.last_day_to_complete(case, on=day) if case.gaps_told_on else case.gap_due_on
    shown = {
        "case": case,
        "form": form,
        "last": last,
        "allowed": allows(case, "complete"),
        "section": "track",
    }
    return private(render(request, "portal/complete.html", shown, status=status))


@acting
@never_cache
@by_code
@limited("withdraw")
def withdraw(request: SiteRequest, code: str) -> HttpResponse:
    """Withdraw, after a second look."""
    case, error = request_of(request, code), ""
    if request.method == "POST":
        try:
            actions.withdraw(case, by=actors.applicant(request.government))
        except CaseError as refusal:
            error = str(refusal)
        else:
            return private(redirect("portal:case", code=case.code))
    shown = {"case": case, "error": error, "allowed": allows(case, "withdraw"), "section": "track"}
    return private(render(request, "portal/withdraw.html", shown, status=409 if error else 200))


@require_POST
@never_cache
@by_code
@limited("remark")
def remark(request: SiteRequest, code: str) -> HttpResponse:
    """Write to the officers."""
    case = request_of(request, code)
    try:
        actions.note(case, text=request.POST.get("text", ""), by=actors.applicant(request.government))
    except Incomplete as refusal:
        shown = {
            "case": case,
            "problems": list(refusal.problems.values()),
            "text": request.POST.get("text", ""),
        }
        return private(render(request, "portal/remark.html", {**shown, "section": "track"}, status=422))
    return private(redirect("portal:case", code=case.code))


@require_safe
@never_cache
@by_code
def again(request: SiteRequest, code: str) -> HttpResponse:
    """The filing form with the question of an ended request copied; nothing of who asked."""
    case = request_of(request, code)
    names = ("subject", "details", "purpose", "access_way", "copy_format", "delivery_way")
    form = RequestForm(initial={name: getattr(case, name) for name in names})
    due = law.due("request.reply", today(request.government), calendar=calendar_of(request.government))
    return private(
        render(
            request, "portal/file.html", {"form": form, "due": due, "offered": Offered(), "section": "file"}
        )
    )
