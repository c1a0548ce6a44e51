"""Seeking words or personal data in the file; what is found is listed to be ticked and kept nowhere."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lutra.redaction.asking import ask
from lutra.redaction.errors import CannotRedact
from lutra.redaction.models import Box
from lutra.redaction.rights import may_on
from lutra.web.desk.access import officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.redaction.editor import find, finding_kinds, screen
from lutra.web.desk.redaction.forms import SearchForm
from lutra.web.tenancy import SiteRequest


@require_POST
@officers("redactions.make")
def search(request: SiteRequest, pk: int) -> HttpResponse:
    """The hits. By POST, since an address is logged and would hold the matter."""
    redaction = find(request, pk)
    form = SearchForm(request.POST, auto_id="cari_%s")
    number = whole_number(request.POST.get("page", ""), otherwise=1)
    by_findings = "findings" in request.POST
    if not redaction.is_drafting or not may_on(redaction.document, "redactions.make", request.actor):
        said = _("Pencarian hanya untuk penghitaman yang sedang disusun.")
        return screen(request, redaction, problem=said, number=number, status=409)
    patterns = [f"personal:{kind}" for kind in finding_kinds(redaction)] if by_findings else []
    if not by_findings and form.is_valid():
        patterns = form.patterns
    if not patterns:
        if form.is_valid():
            form.add_error("words", _("Tulis yang dicari, atau pilih jenis data pribadinya."))
        return screen(request, redaction, search_form=form, number=number, status=422)
    try:
        answer = ask("search", redaction.document, {"find": patterns})
    except CannotRedact as refusal:
        return screen(request, redaction, search_form=form, problem=str(refusal), number=number, status=409)
    hits = answer["hits"]
    return screen(
        request,
        redaction,
        search_form=form,
        hits=hits,
        more=answer["more"],
        source=Box.Source.FINDING if by_findings else Box.Source.SEARCH,
        number=hits[0]["page"] if hits else number,
    )
