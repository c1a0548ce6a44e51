"""The exempt list at the desk: what is withheld until when, what is to be looked at again, what waits for a decree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lutra.directory.calendars import calendar_of, today
from lutra.directory.permissions import may
from lutra.exemptions import queries
from lutra.exemptions.actions import open_exemption, record_exemption
from lutra.exemptions.models import Exemption
from lutra.exemptions.sessions.queries import hearings_of
from lutra.law import statute
from lutra.law.calendars import Calendar
from lutra.ledger.queries import history
from lutra.letters.queries import letters_of, unsigned_of
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.items import steps_of
from lutra.web.desk.deed import whole_number
from lutra.web.desk.exemptions.forms import FilterForm, OpenForm, RecordForm
from lutra.web.desk.views.case import download
from lutra.web.desk.words import basis
from lutra.web.tenancy import SiteRequest

acting = require_http_methods(["GET", "HEAD", "POST"])
READS = ("exemptions.see",)
_PER_PAGE = 50
_FILTERS = ("q", "body", "ground", "ends", "state")
_REVIEW_CLAUSE = "pp-61-2010/review-before-end"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list with its state in words."""

    exemption: Exemption
    state: str
    mood: str
    review: date | None


@require_safe
@officers(*READS)
def show_all(request: SiteRequest) -> HttpResponse:
    """The list, as it is narrowed, under what must be looked at again."""
    on = today(request.government)
    form = FilterForm(request.GET, government=request.government)
    page = Paginator(form.found(request.government, on=on), _PER_PAGE).get_page(request.GET.get("halaman"))
    kept = {name: request.GET[name] for name in _FILTERS if request.GET.get(name)}
    following = "?" + urlencode({**kept, "halaman": page.next_page_number()}) if page.has_next() else ""
    may_record = may(request.actor, "exemptions.record")
    calendar = calendar_of(request.government)
    shows = {
        "form": form,
        "lines": [_line(row, on=on, calendar=calendar) for row in page],
        "count": page.paginator.count,
        "following": following,
        "is_narrowed": bool(kept),
        "reviews": queries.reviews(request.government, until=on, on=on),
        "waiting": queries.tests_to_decree(request.government, on=on)[:_PER_PAGE] if may_record else [],
        "may_record": may_record,
        "may_renew": may(request.actor, "catalogue.test"),
        "clause": basis(_REVIEW_CLAUSE),
    }
    return render(request, "desk/exemptions/list.html", shows)


@require_safe
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One exemption with its decree, its test's words, and what may be done."""
    row = _find(request, pk)
    on = today(request.government)
    ground = statute.ground(row.test.ground)
    line = _line(row, on=on)
    is_running = line.mood != "calm" and not row.is_extended
    shows = {
        "line": line,
        "row": row,
        "ground": ground,
        "part": ground.sub_item(row.test.sub_item),
        "opened_on": queries.first_open_day(row) if row.is_open_on(on) else None,
        "may_open": is_running and may(request.actor, "exemptions.open"),
        "may_renew": is_running and may(request.actor, "catalogue.test"),
        "may_record": is_running and may(request.actor, "exemptions.record"),
        "renewal": row.test.renewals.order_by("-pk").first(),
        "hearings": hearings_of(row.test) if may(request.actor, "exemptions.see_sessions") else [],
        "letter": letters_of(row).first(),
        "unsigned": unsigned_of(row).first(),
        "clause": basis(_REVIEW_CLAUSE),
        "steps": steps_of(history(row.ledger_subject, government_id=row.government_id)),
    }
    return render(request, "desk/exemptions/exemption.html", shows)


@require_safe
@officers(*READS)
def decree(request: SiteRequest, pk: int) -> HttpResponse:
    """The decree as the letter that was issued."""
    letter = get_object_or_404(letters_of(_find(request, pk)).select_related("document"))
    return download(letter.document)


@acting
@officers("exemptions.record")
def record(request: SiteRequest) -> HttpResponse:
    """Put an approved test in force by decree."""
    on = today(request.government)
    first = {"decree_date": on, "place": request.government.seat, "test": request.GET.get("uji", "")}
    if (
        test := queries.tests_to_decree(request.government, on=on)
        .filter(pk=whole_number(request.GET.get("uji", ""), otherwise=0))
        .first()
    ):
        first["body"] = str(test.body_id or "")
        old = queries.in_force(request.government, on=on).filter(test=test.renews_id).first()
        first["extends"] = str(old.pk) if old else ""
    form = RecordForm(request.POST or None, government=request.government, on=on, initial=first)

    def act() -> str:
        made = record_exemption(request.government, form=form.filled(), by=request.actor)
        return reverse("desk:exemption", args=[made.pk])

    page = Page(
        title=_("Tetapkan pengecualian"),
        lead=_(
            "Hanya uji yang sudah disetujui yang dapat berlaku. Sesudah berakhir, informasinya terbuka sendiri."
        ),
        button=_("Tetapkan"),
        done=_("Pengecualian berlaku."),
        home=reverse("desk:exemptions"),
        home_label=_("Pengecualian"),
        clause=basis("uu-14-2008/19"),
    )
    return perform(request, form, page, act)


@acting
@officers("exemptions.open")
def open_early(request: SiteRequest, pk: int) -> HttpResponse:
    """Open an exemption before its end."""
    row = _find(request, pk)
    form = OpenForm(request.POST or None)
    home = reverse("desk:exemption", args=[pk])

    def act() -> str:
        given = form.cleaned_data
        open_exemption(
            row, because=given.get("because") or "", reason=given.get("reason") or "", by=request.actor
        )
        return home

    page = Page(
        title=_("Buka sebelum berakhir"),
        lead=gettext(
            "%(what)s masuk daftar informasi publik hari ini juga dan tidak dapat menjadi dasar penolakan lagi."
        )
        % {"what": row.test.information},
        button=_("Buka informasi"),
        done=_("Informasi terbuka dan masuk daftar informasi publik."),
        home=home,
        home_label=_("Pengecualian"),
        clause=basis("uu-14-2008/11/2"),
        shows={"stops": True},
    )
    return perform(request, form, page, act)


def _find(request: SiteRequest, pk: int) -> Exemption:
    return get_object_or_404(queries.exemptions(request.government), pk=pk)


def _line(row: Exemption, *, on: date, calendar: Calendar | None = None) -> Line:
    due = queries.review_due(row, calendar=calendar)
    if row.is_open_on(on):
        return Line(row, gettext("Terbuka"), "calm", None)
    if row.is_extended:
        return Line(row, gettext("Digantikan"), "rest", None)
    if due is not None and due <= on:
        return Line(row, gettext("Perlu ditinjau"), "late", due)
    return Line(row, gettext("Berlaku"), "rest", due)
