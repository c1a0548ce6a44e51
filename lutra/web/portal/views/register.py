"""The public register and its exports: what passed the gate, nothing else."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.publishing import queries
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.tables import public_table
from lutra.requests.workflow import TABLE
from lutra.web.tenancy import SiteRequest

EXPORTS = ("csv", "xlsx", "json")


class RegisterFilter(forms.Form):
    """What the register is narrowed to; anything not understood narrows nothing."""

    q = forms.CharField(label=_("Cari kata atau nomor"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)
    body = forms.ChoiceField(label=_("Dijawab oleh"), required=False)
    outcome = forms.ChoiceField(label=_("Hasil"), required=False)

    def __init__(self, data: object, *, government: Government, office: PublicBody | None = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        language = get_language() or "id"
        self._choose("year", [(str(year), str(year)) for year in queries.years(government)])
        if office is None:
            self._choose("body", _bodies(government))
        else:  # on a body's own site there is nothing to choose
            del self.fields["body"]
        decided = [
            (row.code, statute.text(row.label, language)) for row in statute.outcomes() if not row.computed
        ]
        ended = [(code, statute.text(TABLE.stage(code).label, language)) for code in queries.ENDED]
        self._choose("outcome", [(queries.WAITING, str(_("Menunggu jawaban"))), *decided, *ended])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("Semua")), *choices]  # type: ignore[attr-defined]


def _bodies(government: Government) -> list[tuple[str, str]]:
    """Offices to choose from; kelurahan and desa, which are many, are found by searching."""
    many = (PublicBody.Kind.WARD, PublicBody.Kind.VILLAGE)
    bodies = PublicBody.objects.filter(government=government, is_active=True).exclude(kind__in=many)
    return list(bodies.order_by("name").values_list("slug", "name"))


@require_safe
def register(request: SiteRequest) -> HttpResponse:
    """One page of the register."""
    narrowed = RegisterFilter(request.GET, government=request.government, office=request.office)
    narrowed.is_valid()
    wanted = narrowed.cleaned_data
    page = queries.public_register(
        request.government,
        year=wanted.get("year"),
        body=request.office.slug if request.office else wanted.get("body", ""),
        outcome=wanted.get("outcome", ""),
        text=wanted.get("q", ""),
        after=request.GET.get("sebelum", ""),
        before=request.GET.get("sesudah", ""),
    )
    day = today(request.government)
    year = wanted.get("year") or day.year
    context = {
        "section": "register",
        "filter": narrowed,
        "page": page,
        "today": day,
        "year": year,
        "exports": [
            (kind.upper(), f"{reverse('portal:export', args=[kind])}?year={year}") for kind in EXPORTS
        ],
    }
    return render(request, "portal/register.html", context)


@require_safe
def export(request: SiteRequest, kind: str) -> HttpResponseBase:
    """A year of the register as a file, streamed so that a big year costs no memory."""
    year = request.GET.get("year", "")
    if kind not in EXPORTS or not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404
    body = request.office.slug if request.office else ""
    table = public_table(request.government, year=int(year), language=get_language() or "id", body=body)
    form = FORMATS[kind]
    response = StreamingHttpResponse(chunks(table, kind), content_type=form.media_type)
    whose = f"{request.government.code}-{body}" if body else request.government.code
    name = f"register-{whose}-{year}{form.suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
