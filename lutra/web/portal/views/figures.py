"""The four figures of UU 14/2008 Pasal 12, for any period, from the book."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.law import statute
from lutra.publishing.queries import years
from lutra.statistics import queries
from lutra.web.components.pieces import Tab
from lutra.web.portal.limits import is_too_often
from lutra.web.tenancy import SiteRequest

# Looks at figures from one address in ten minutes: every period is another count.
LIMIT = 240


class PeriodForm(forms.Form):
    """A period; what is missing is filled from the current year."""

    since = forms.DateField(
        label=_("Dari"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal seperti 2026-01-31.")},
    )
    until = forms.DateField(
        label=_("Sampai dengan"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Tulis tanggal seperti 2026-12-31.")},
    )

    def period(self, *, on: date) -> tuple[date, date] | None:
        """The days from and to, both included; None when they are wrong, with the message at its field."""
        if not self.is_valid():
            return None
        until = self.cleaned_data["until"] or on
        since = self.cleaned_data["since"] or date(until.year, 1, 1)
        if since > until:
            self.add_error("until", _("Hari terakhir tidak boleh sebelum hari pertama."))
            return None
        return since, until


@require_safe
def figures(request: SiteRequest) -> HttpResponse:
    """The figures of a period, for the whole government and each body."""
    if is_too_often(request, "figures", limit=LIMIT):
        return render(request, "429.html", status=429)
    day = today(request.government)
    form = PeriodForm(request.GET or {"since": f"{day.year}-01-01", "until": day.isoformat()})
    period = form.period(on=day)
    context: dict[str, Any] = {"section": "figures", "form": form, "tabs": _years(request, period)}
    if period:
        found = queries.kept_figures(request.government, since=period[0], until=period[1])
        context |= {"found": found, "own": [_row(row) for row in (found.overall, *found.bodies)]}
    return render(request, "portal/figures.html", context, status=200 if period else 422)


@require_safe
def data(request: SiteRequest) -> HttpResponse:
    """The same figures for programs."""
    if is_too_often(request, "figures", limit=LIMIT):
        return JsonResponse(
            {"errors": {"": [str(_("Terlalu banyak kiriman dalam waktu singkat"))]}}, status=429
        )
    form = PeriodForm(request.GET)
    period = form.period(on=today(request.government))
    if period is None:
        return JsonResponse({"errors": form.errors}, status=422)
    found = queries.kept_figures(request.government, since=period[0], until=period[1])
    return JsonResponse(queries.as_json(found))


def _years(request: SiteRequest, period: tuple[date, date] | None) -> list[Tab]:
    """One tab a year of the register."""
    return [
        Tab(
            label=str(year),
            url=f"?since={year}-01-01&until={year}-12-31",
            is_current=period == (date(year, 1, 1), date(year, 12, 31)),
        )
        for year in years(request.government)
    ]


def _row(row: queries.Row) -> dict[str, Any]:
    """A row of figures with its outcomes and reasons in the order and words of the law."""
    reasons = {
        letter: row.refusal_reasons[letter].count + row.withheld_reasons[letter].count
        for letter in _letters()
    }
    return {
        "row": row,
        "outcomes": [(o, row.outcomes[o.code].count) for o in statute.outcomes() if not o.computed],
        "not_held": row.outcomes["not_held"].count + row.outcomes["not_yet_held"].count,
        "reasons": [(ground, reasons[ground.code]) for ground in statute.grounds() if reasons[ground.code]],
        "bands": [(band, row.times.bands[band].count, _share(row, band)) for band in queries.BANDS],
    }


def _letters() -> list[str]:
    return [ground.code for ground in statute.grounds()]


def _share(row: queries.Row, band: str) -> int:
    """Percent of the decided, for the length of a bar."""
    return row.times.bands[band].count * 100 // row.decided.count if row.decided.count else 0
