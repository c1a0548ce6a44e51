"""The official's page: what waits for his signature, and signing it, many at a time."""

from __future__ import annotations

import re
import time

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import ngettext as _n
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from lutra.letters import awaiting, bsre
from lutra.letters.errors import LetterError, SignatureRefused
from lutra.letters.models import Unsigned
from lutra.objections import actions as objections
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.requests.models import Request
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.signing import session
from lutra.web.tenancy import SiteRequest
from lutra.web.told import LETTERS

SHOWN = 100
# A page that lets its reader wait longer looks broken; what is left goes on with one more press.
SECONDS_A_TIME = 20.0
_NIK = re.compile(r"[0-9]{16}")


class HandForm(DeedForm):
    """With what the official signs. Neither is ever shown again."""

    nik = forms.CharField(
        label=gettext_lazy("NIK Anda di BSrE"),
        max_length=16,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase tanda tangan elektronik"),
        max_length=200,
        strip=False,
        help_text=gettext_lazy(
            "Dipakai sepuluh menit untuk surat yang Anda pilih, lalu hilang; tidak disimpan di peladen."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


@require_safe
@officers("letters.sign")
def show(request: SiteRequest) -> HttpResponse:
    """What waits, and the form that begins a session or the button that signs."""
    return _screen(request, HandForm())


@sensitive_post_parameters("nik", "passphrase")
@require_POST
@officers("letters.sign")
@sensitive_variables()
def begin(request: SiteRequest) -> HttpResponse:
    """Begin a signing session, once the service knows the official and his certificate."""
    form = HandForm(request.POST)
    service = bsre.service()
    if service is None:
        return redirect("desk:signing")
    if form.is_valid():
        hand = session.Hand(form.cleaned_data["nik"].strip(), form.cleaned_data["passphrase"])
        problems = {}
        if not _NIK.fullmatch(hand.nik):
            problems["nik"] = _("NIK terdiri atas 16 angka.")
        if not hand.passphrase:
            problems["passphrase"] = _("Masukkan passphrase Anda.")
        if not problems:
            try:
                service.check(hand.nik)
            except SignatureRefused as refusal:
                problems[""] = str(refusal)
        if not problems:
            response = redirect("desk:signing")
            session.begin(request, response, hand)
            return response
        form.blame(problems)
    return _screen(request, form, status=422)


@require_POST
@officers("letters.sign")
@sensitive_variables("hand")
def sign(request: SiteRequest) -> HttpResponse:
    """Sign the chosen letters, one after the other; what is refused stays a draft and says why."""
    hand, service = session.hand_of(request), bsre.service()
    response = redirect("desk:signing")
    if hand is None or service is None:
        messages.warning(request, _("Sesi tanda tangan sudah berakhir; masukkan lagi passphrase Anda."))
        session.end(request, response)
        return response
    chosen = [int(pk) for pk in request.POST.getlist("letter") if pk.isdecimal() and len(pk) < 10]
    until, done, left = time.monotonic() + SECONDS_A_TIME, 0, 0
    for unsigned in awaiting.waiting(request.actor).filter(pk__in=chosen)[:SHOWN]:
        if time.monotonic() > until:
            left += 1
            continue
        try:
            awaiting.sign(
                unsigned, service=service, nik=hand.nik, passphrase=hand.passphrase, by=request.actor
            )
            done += 1
        except SignatureRefused as refusal:
            messages.error(request, f"{unsigned.reference}: {refusal}")
            if refusal.ends_session:
                session.end(request, response)
            if refusal.stops:
                break
        except LetterError as refusal:
            messages.warning(request, f"{unsigned.reference}: {refusal}")
    if done:
        messages.success(request, _n("%d surat ditandatangani.", "%d surat ditandatangani.", done) % done)
    if left:
        messages.info(request, _("%d surat belum sempat; tekan lagi untuk melanjutkan.") % left)
    return response


@require_POST
@officers("letters.sign")
def end(request: SiteRequest) -> HttpResponse:
    """End the signing session before its time."""
    response = redirect("desk:signing")
    session.end(request, response)
    return response


@require_POST
@officers("letters.sign")
def read(request: SiteRequest, pk: int) -> HttpResponse:
    """The draft, to be read before it is signed. A case's holds name and address: that look is entered in the book."""
    unsigned = _own(request, pk)
    content = awaiting.draft(unsigned, by=request.actor)
    matter = unsigned.matter
    if isinstance(matter, Objection):
        objections.see_identity(matter, by=request.actor)
    elif isinstance(matter, Request):
        requests.see_identity(matter, by=request.actor)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"draf-{unsigned.reference.replace('/', '-')}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@require_POST
@officers("letters.sign")
def pen(request: SiteRequest, pk: int) -> HttpResponse:
    """Issue the letter with room for a pen, because the service cannot be waited for."""
    unsigned = _own(request, pk)
    try:
        awaiting.sign_by_pen(unsigned, reason=request.POST.get("reason", "")[:1000], by=request.actor)
    except (ValueError, LetterError) as refusal:
        messages.error(request, f"{unsigned.reference}: {refusal}")
    else:
        messages.success(
            request, _("%s diterbitkan; cetak dan tandatangani dengan pena.") % unsigned.reference
        )
    return redirect("desk:signing")


def _own(request: SiteRequest, pk: int) -> Unsigned:
    return get_object_or_404(awaiting.waiting(request.actor), pk=pk)


def _screen(request: SiteRequest, form: HandForm, *, status: int = 200) -> HttpResponse:
    waiting = awaiting.waiting(request.actor)
    shows = {
        "form": form,
        "rows": [(LETTERS.get(one.kind, _("Surat")), one) for one in waiting[:SHOWN]],
        "count": waiting.count(),
        "is_on": bsre.service() is not None,
        "is_open": session.hand_of(request) is not None,
    }
    return render(request, "desk/signing.html", shows, status=status)
