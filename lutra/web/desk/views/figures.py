"""The four figures of UU 14/2008 Pasal 12, each opening the cases it counts."""

from __future__ import annotations

from datetime import date
from itertools import islice

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.directory.calendars import today
from lutra.law import statute
from lutra.objections.visibility import visible as visible_objections
from lutra.requests.visibility import visible
from lutra.statistics import queries
from lutra.statistics.objections import (
    MEASURES,
    ObjectionFigures,
    ObjectionRow,
    objection_cases,
    objection_figures,
)
from lutra.statistics.queries import Figure, Filter, Row
from lutra.statistics.suggestions import Spared, spared
from lutra.web.desk.access import officers
from lutra.web.desk.words import basis, result, say
from lutra.web.tenancy import SiteRequest

# Cases listed behind one figure; more than that is the register's business.
SHOWN = 200


class PeriodForm(forms.Form):
    """From one day to another, both included."""

    since = forms.DateField(
        label=_("Dari"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Sampai"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, object]:
        """Refuse a period that ends before it begins."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if isinstance(since, date) and isinstance(until, date) and until < since:
            self.add_error("until", str(_("Tanggal akhir lebih awal daripada tanggal awal; tukar keduanya.")))
        return given


@require_safe
@officers("figures.see")
def show(request: SiteRequest) -> HttpResponse:
    """The figures of a period; of this year when none is asked for or the period is wrong."""
    day = today(request.government)
    year = {"since": date(day.year, 1, 1), "until": date(day.year, 12, 31)}
    form = PeriodForm(request.GET) if request.GET.keys() & {"since", "until"} else PeriodForm(initial=year)
    period = form.cleaned_data if form.is_bound and form.is_valid() else year
    found = queries.figures(request.government, since=period["since"], until=period["until"])
    return render(
        request,
        "desk/figures.html",
        {
            "form": form,
            "found": found,
            "headline": _headline(found.overall),
            "outcomes": _listed(
                {row.code: say(row.label) for row in statute.outcomes()}, found.overall.outcomes
            ),
            "reasons": _reasons(found.overall.refusal_reasons),
            "withheld": _reasons(found.overall.withheld_reasons),
            "parts": [
                (say(row.label), found.overall.parts[row.code])
                for row in statute.outcomes()
                if found.overall.parts.get(row.code)
            ],
            "rows": [_line(row) for row in (found.overall, *found.bodies)],
            "clause": basis("uu-14-2008/12"),
            "objections": _objections(
                objection_figures(request.government, since=period["since"], until=period["until"])
            ),
            "spared": _spared(spared(request.government, since=period["since"], until=period["until"])),
        },
    )


@require_safe
@officers("figures.see")
def cases(request: SiteRequest) -> HttpResponse:
    """The cases behind one figure, as far as the reader may see them."""
    wanted = Filter.from_query(request.GET.dict())
    if wanted is None:
        raise Http404
    counted = queries.cases(request.government, wanted)
    ids = [case.request_id for case in islice(counted, SHOWN)]
    requests = visible(request.actor).filter(pk__in=ids).select_related("body").order_by("pk")
    lines = [(line, result(line.outcome)) for line in requests]
    shows = {"wanted": wanted, "count": len(counted), "requests": lines, "shown": SHOWN}
    return render(request, "desk/figure_cases.html", shows)


@require_safe
@officers("figures.see")
def objection_list(request: SiteRequest) -> HttpResponse:
    """The objections behind one figure, as far as the reader may see them."""
    wanted = Filter.from_query({**request.GET.dict(), "measure": "received"})
    measure = request.GET.get("measure", "")
    if wanted is None or measure not in MEASURES:
        raise Http404
    counted = objection_cases(
        request.government,
        since=wanted.since,
        until=wanted.until,
        measure=measure,
        body=wanted.body,
        upto=wanted.upto or None,
    )
    shown = visible_objections(request.actor).filter(pk__in=counted[:SHOWN]).select_related("request__body")
    shows = {"wanted": wanted, "count": len(counted), "objections": shown.order_by("pk"), "shown": SHOWN}
    return render(request, "desk/figure_objections.html", shows)


def address(figure: Figure) -> str:
    """Where the cases of a figure are listed."""
    return f"{reverse('desk:figure_cases')}?{figure.filter.as_query()}"


def _objections(found: ObjectionFigures) -> list[tuple[str, list[tuple[object, int, str]]]]:
    """The figures of objections, each with the address of its cases: the whole first, then each body that had any."""
    rows = (found.overall, *found.bodies) if found.bodies else ()
    columns = (
        (_("Masuk"), "received"),
        (_("Ditanggapi"), "answered"),
        (_("Terlambat"), "late"),
        (_("Tidak ditanggapi"), "silent"),
    )
    return [
        (
            gettext("Seluruhnya") if row.is_overall else row.body_name,
            [
                (label, getattr(row, measure), _objection_address(found, row, measure))
                for label, measure in columns
            ],
        )
        for row in rows
    ]


def _objection_address(found: ObjectionFigures, row: ObjectionRow, measure: str) -> str:
    body = None if row.is_overall else row.body_id or queries.NO_BODY
    wanted = Filter(found.since, found.until, measure, body=body, upto=found.upto)
    return f"{reverse('desk:figure_objections')}?{wanted.as_query()}"


def _spared(found: Spared) -> list[tuple[object, int]]:
    """What became of forms that offered an answer which is published already; nothing when none did."""
    if not found.shown:
        return []
    return [
        (_("Jawaban serupa ditampilkan"), found.shown),
        (_("Dibuka"), found.opened),
        (_("Tidak jadi mengajukan"), found.not_filed),
        (_("Tetap mengajukan"), found.filed),
    ]


def _headline(row: Row) -> list[tuple[object, int, str]]:
    return [
        (label, figure.count, address(figure))
        for label, figure in (
            (_("Permohonan masuk"), row.received),
            (_("Dijawab"), row.decided),
            (_("Diberikan, seluruhnya atau sebagian"), row.given),
            (_("Ditolak"), row.refused),
            (_("Dijawab terlambat"), row.late),
            (_("Tidak ditanggapi"), row.silent),
            (_("Dicabut"), row.withdrawn),
            (_("Tidak dapat diproses"), row.set_aside),
        )
    ]


def _listed(labels: dict[str, str], figures: dict[str, Figure]) -> list[tuple[str, int, str]]:
    return [(labels[code], figure.count, address(figure)) for code, figure in figures.items() if figure.count]


def _reasons(figures: dict[str, Figure]) -> list[tuple[str, int, str]]:
    labels = {ground.code: f"{ground.code}. {say(ground.label)}" for ground in statute.grounds()}
    return _listed(labels, figures)


def _line(row: Row) -> dict[str, object]:
    """A body's row: each count with what it is called and the address of the cases behind it."""
    columns = (
        (_("Diterima"), row.received),
        (_("Dijawab"), row.decided),
        (_("Diberikan"), row.given),
        (_("Ditolak"), row.refused),
        (_("Terlambat"), row.late),
        (_("Tidak ditanggapi"), row.silent),
        (_("Dicabut"), row.withdrawn),
        (_("Tidak dapat diproses"), row.set_aside),
    )
    return {
        "name": _("Seluruhnya") if row.is_overall else row.body_name,
        "cells": [(label, figure.count, address(figure)) for label, figure in columns],
        "median": row.times.median,
    }
