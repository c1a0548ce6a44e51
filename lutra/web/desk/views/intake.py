"""Deeds on completeness and endings, and notes; each a page like the others (`views.deeds`)."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from lutra.requests import actions, completeness
from lutra.requests.workflow import allows
from lutra.web.desk.access import case_for, officers
from lutra.web.desk.deed import Page, acting, seen
from lutra.web.desk.forms.deeds import CloseForm
from lutra.web.desk.forms.intake import CompleteForm, NoteForm, ReopenForm, WithdrawForm
from lutra.web.desk.views.deeds import carry_out
from lutra.web.tenancy import SiteRequest


@acting
@officers("requests.tell_gaps")
def tell_gaps(request: SiteRequest, pk: int) -> HttpResponse:
    """Tell the applicant what is missing; a letter goes out."""
    case = case_for(request, pk)

    def act() -> object:
        return completeness.tell_gaps(case, by=request.actor, seen=seen(request))

    page = Page(
        "tell_gaps", _("Beri tahu kekurangan"), _("Beri tahu pemohon"), _("Surat kelengkapan dibuat.")
    )
    return carry_out(request, case, CloseForm(request.POST or None), act, page)


@acting
@officers("requests.complete")
def complete(request: SiteRequest, pk: int) -> HttpResponse:
    """Fill the gaps for somebody who came, called or wrote."""
    case = case_for(request, pk)
    form = CompleteForm(case, request.POST or None, request.FILES or None)

    def act() -> object:
        return completeness.complete(
            case, answers=form.answers(), files=form.attached(), by=request.actor, seen=seen(request)
        )

    page = Page("complete", _("Lengkapi permohonan"), _("Simpan kelengkapan"), _("Permohonan lengkap."))
    return carry_out(request, case, form, act, page)


@acting
@officers("requests.withdraw")
def withdraw(request: SiteRequest, pk: int) -> HttpResponse:
    """Withdraw as the applicant wishes."""
    case = case_for(request, pk)
    form = WithdrawForm(request.POST or None)

    def act() -> object:
        evidence = form.cleaned_data["evidence"]
        return actions.withdraw(case, evidence=evidence, by=request.actor, seen=seen(request))

    page = Page("withdraw", _("Cabut permohonan"), _("Cabut"), _("Permohonan dicabut."))
    return carry_out(request, case, form, act, page, blamed="evidence")


@acting
@officers("requests.reopen")
def reopen(request: SiteRequest, pk: int) -> HttpResponse:
    """Take up again what had ended."""
    case = case_for(request, pk)
    form = ReopenForm(request.POST or None)

    def act() -> object:
        reason = form.cleaned_data["reason"]
        return actions.reopen(case, reason=reason, by=request.actor, seen=seen(request))

    deed = "reopen" if allows(case, "reopen") else "reopen_answer"
    page = Page(deed, _("Buka kembali"), _("Buka kembali"), _("Permohonan dibuka kembali."))
    return carry_out(request, case, form, act, page, blamed="reason")


@acting
@officers("requests.note")
def note(request: SiteRequest, pk: int) -> HttpResponse:
    """Write a note for colleagues."""
    case = case_for(request, pk)
    form = NoteForm(request.POST or None)

    def act() -> object:
        return actions.note(case, text=form.cleaned_data["text"], by=request.actor)

    page = Page("note", _("Tulis catatan"), _("Simpan catatan"), _("Catatan tersimpan."))
    return carry_out(request, case, form, act, page, blamed="text")
