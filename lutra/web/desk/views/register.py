"""The legal register: a year to look at without anybody's identity, and its export, which is entered in the book."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from lutra.directory.calendars import today
from lutra.directory.models import Government
from lutra.objections.models import Objection
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.queries import years
from lutra.requests.models import Request
from lutra.statistics.actions import export_register
from lutra.statistics.errors import RegisterError
from lutra.statistics.register import BOOKS
from lutra.web.desk.access import officers
from lutra.web.desk.words import basis, result
from lutra.web.tenancy import SiteRequest

# The formats of an office: Excel opens both by a double click.
OFFERED = {
    "xlsx": _("Buku kerja Excel (XLSX)"),
    "csv-excel": _("CSV untuk Excel"),
    "csv": _("CSV untuk program"),
}
NEWEST = 20


class ExportForm(forms.Form):
    """Which register, of which year, in which format."""

    book = forms.ChoiceField(
        label=_("Buku"),
        choices=[("requests", _("Register permohonan")), ("objections", _("Register keberatan"))],
    )
    year = forms.TypedChoiceField(label=_("Tahun"), coerce=int)
    format = forms.ChoiceField(label=_("Bentuk berkas"), choices=list(OFFERED.items()))

    def __init__(self, *args: object, government: Government) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        objected = Objection.objects.filter(government=government).order_by().values_list("year", flat=True)
        known = sorted({today(government).year, *years(government), *objected.distinct()}, reverse=True)
        self.fields["year"].choices = [(str(year), str(year)) for year in known]  # type: ignore[attr-defined]


@require_safe
@officers("registers.export")
def show(request: SiteRequest) -> HttpResponse:
    """The newest lines, and the form of the export."""
    return _screen(request, ExportForm(government=request.government))


@require_POST
@officers("registers.export")
def export(request: SiteRequest) -> HttpResponse | StreamingHttpResponse:
    """The register of a year with everybody's identity. The export is entered before the first row leaves."""
    form = ExportForm(request.POST, government=request.government)
    if not form.is_valid():
        return _screen(request, form, status=422)
    wanted = form.cleaned_data
    try:
        table = export_register(
            request.government,
            book=wanted["book"],
            year=wanted["year"],
            format=wanted["format"],
            by=request.actor,
            language=get_language() or "id",
        )
    except RegisterError as refusal:
        form.add_error(None, str(refusal))
        return _screen(request, form, status=409)
    kind = FORMATS[wanted["format"]]
    name = f"register-{BOOKS[wanted['book']]}-{request.government.code}-{wanted['year']}{kind.suffix}"
    return StreamingHttpResponse(
        chunks(table, wanted["format"]),
        content_type=kind.media_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment"
        },
    )


def _screen(request: SiteRequest, form: ExportForm, *, status: int = 200) -> HttpResponse:
    newest = (
        Request.objects.filter(government=request.government).select_related("body").order_by("-pk")[:NEWEST]
    )
    lines = [(line, result(line.outcome)) for line in newest]
    shows = {"form": form, "newest": lines, "clause": basis("perki-1-2021/request-register")}
    return render(request, "desk/register.html", shows, status=status)
