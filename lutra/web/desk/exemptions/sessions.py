"""The considerations team's sessions at the desk: invite, record, vote, close; and the rule it decides by."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.catalogue.consequence import rules_of
from lutra.catalogue.models import TestRules
from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.exemptions.models import Session
from lutra.exemptions.sessions import counting, queries
from lutra.exemptions.sessions.actions import (
    HOLD,
    cancel_session,
    change_session,
    close_session,
    convene,
    record_session,
    set_rules,
    vote,
)
from lutra.ledger.queries import history
from lutra.letters.queries import letters_of
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.items import steps_of
from lutra.web.desk.deed import acting
from lutra.web.desk.exemptions.session_forms import (
    CancelForm,
    ConfirmForm,
    FilterForm,
    InvitationForm,
    RecordSessionForm,
    RulesForm,
    VoteForm,
)
from lutra.web.desk.views.case import download
from lutra.web.desk.words import basis
from lutra.web.tenancy import SiteRequest

SEES = "exemptions.see_sessions"
_PER_PAGE = 50
_CLAUSE = "permendagri-3-2017/considerations-team"
_MOODS = {Session.State.CONVENED: "rest", Session.State.CLOSED: "calm", Session.State.CANCELLED: "rest"}


@require_safe
@officers(SEES)
def show_all(request: SiteRequest) -> HttpResponse:
    """The sessions, the latest first, above them those that wait to be closed; and the tests that wait for one."""
    on = today(request.government)
    form = FilterForm(request.GET)
    page = Paginator(form.found(request.government), _PER_PAGE).get_page(request.GET.get("halaman"))
    kept = {name: request.GET[name] for name in ("q", "state") if request.GET.get(name)}
    shows = {
        "form": form,
        "sessions": page,
        "moods": _MOODS,
        "following": "?" + urlencode({**kept, "halaman": page.next_page_number()}) if page.has_next() else "",
        "is_narrowed": bool(kept),
        "to_close": queries.to_close(request.government, on=on),
        "waiting": queries.tests_to_hear(request.government).select_related("body")[:_PER_PAGE],
        "may_hold": may(request.actor, HOLD),
        "may_rule": may(request.actor, "requests.set_rules"),
        "rules": rules_of(request.government.pk),
        "clause": basis(_CLAUSE),
    }
    return render(request, "desk/exemptions/sessions.html", shows)


@require_safe
@officers(SEES)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One session: who, what, how they voted, what came of it."""
    session = _find(request, pk)
    rules = rules_of(request.government.pk)
    agenda = queries.agenda_of(session)
    seats = list(session.participants.select_related("user"))
    shows = {
        "session": session,
        "seats": seats,
        "agenda": [(item, queries.votes_on(item), list(item.votes.all())) for item in agenda],
        "least": counting.needed(len(seats), session.quorum or rules.quorum),
        "majority": TestRules.Majority(session.majority or rules.majority).label,
        "has_come": session.held_on <= today(request.government),
        "may_hold": session.is_open and may(request.actor, HOLD),
        "letter": letters_of(session).first(),
        "steps": steps_of(history(session.ledger_subject, government_id=session.government_id)),
    }
    return render(request, "desk/exemptions/session.html", shows)


@require_safe
@officers(SEES)
def minutes(request: SiteRequest, pk: int) -> HttpResponse:
    """The minutes as the letter that was issued."""
    letter = get_object_or_404(letters_of(_find(request, pk)).select_related("document"))
    return download(letter.document)


@acting
@officers(HOLD)
def new(request: SiteRequest) -> HttpResponse:
    """Invite the team."""
    on = today(request.government)
    first = {"place": request.government.seat, "tests": request.GET.getlist("uji")}
    form = InvitationForm(request.POST or None, government=request.government, on=on, initial=first)

    def act() -> str:
        made = convene(request.government, form=form.filled(), by=request.actor)
        return reverse("desk:session", args=[made.pk])

    page = Page(
        title=_("Undang sidang Tim Pertimbangan"),
        lead=_("Semua anggota tim pada hari itu diundang. Hasilnya melekat pada uji yang dibahas."),
        button=_("Undang"),
        done=_("Sidang diundang."),
        home=reverse("desk:sessions"),
        home_label=_("Sidang"),
        clause=basis(_CLAUSE),
    )
    return perform(request, form, page, act)


@acting
@officers(HOLD)
def change(request: SiteRequest, pk: int) -> HttpResponse:
    """Move it, or change its agenda."""
    session = _find(request, pk)
    first = {
        "held_on": session.held_on,
        "begins": session.begins,
        "place": session.place,
        "chair": session.chair_id,
        "tests": [item.test_id for item in session.agenda.all()],
    }
    form = InvitationForm(
        request.POST or None,
        government=request.government,
        on=today(request.government),
        session=session,
        initial=first,
    )
    page = _page(session, title=_("Ubah undangan"), button=_("Simpan"), done=_("Undangan diubah."))

    def act() -> None:
        change_session(session, form=form.filled(), by=request.actor)

    return perform(request, form, page, act)


@acting
@officers(HOLD)
def record(request: SiteRequest, pk: int) -> HttpResponse:
    """Write down who came and what was said."""
    session = _find(request, pk)
    first = {"guests": session.guests, "minutes": session.minutes}
    form = RecordSessionForm(request.POST or None, session=session, initial=first)
    page = _page(
        session,
        title=_("Kehadiran dan risalah"),
        button=_("Simpan"),
        done=_("Kehadiran dan risalah dicatat."),
        lead=_("Dapat diperbaiki sampai sidang ditutup."),
    )

    def act() -> None:
        given = form.cleaned_data
        record_session(
            session,
            attendance=form.attendance(),
            minutes=given.get("minutes") or "",
            guests=given.get("guests") or "",
            by=request.actor,
        )

    return perform(request, form, page, act)


@acting
@officers(HOLD)
def put_to_vote(request: SiteRequest, pk: int, test_id: int) -> HttpResponse:
    """Enter the votes on one test."""
    session = _find(request, pk)
    item = get_object_or_404(session.agenda.select_related("test").prefetch_related("votes"), test_id=test_id)
    seats = [seat for seat in session.participants.select_related("user") if seat.is_present]
    first = {"reason": item.reason, "is_deferred": item.is_deferred}
    form = VoteForm(request.POST or None, item=item, seats=seats, initial=first)
    page = _page(
        session,
        title=_("Suara atas uji"),
        button=_("Simpan"),
        done=_("Suara dicatat."),
        lead=item.test.information
        if seats
        else gettext("Belum ada anggota yang tercatat hadir; catat kehadirannya dahulu, atau tunda uji ini."),
    )

    def act() -> None:
        given = form.cleaned_data
        vote(
            session,
            test=item.test,
            votes=form.votes(),
            reason=given.get("reason") or "",
            is_deferred=bool(given.get("is_deferred")),
            by=request.actor,
        )

    return perform(request, form, page, act)


@acting
@officers(HOLD)
def close(request: SiteRequest, pk: int) -> HttpResponse:
    """Close it for good."""
    session = _find(request, pk)
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    page = _page(
        session,
        title=_("Tutup sidang"),
        button=_("Tutup sidang"),
        done=_("Sidang ditutup; hasilnya melekat pada ujinya."),
        lead=_("Sesudah ditutup tidak ada lagi yang berubah, dan berita acaranya dibuat."),
        stops=True,
    )

    def act() -> None:
        close_session(session, by=request.actor)

    return perform(request, form, page, act)


@acting
@officers(HOLD)
def cancel(request: SiteRequest, pk: int) -> HttpResponse:
    """Call it off."""
    session = _find(request, pk)
    form = CancelForm(request.POST or None)
    page = _page(
        session,
        title=_("Batalkan sidang"),
        button=_("Batalkan sidang"),
        done=_("Sidang dibatalkan."),
        lead=_("Ujinya kembali menunggu sidang yang lain."),
        stops=True,
    )

    def act() -> None:
        cancel_session(session, reason=form.cleaned_data.get("cancelled_reason") or "", by=request.actor)

    return perform(request, form, page, act)


@acting
@officers("requests.set_rules")
def rules(request: SiteRequest) -> HttpResponse:
    """How the team decides."""
    held = rules_of(request.government.pk)
    first = {name: getattr(held, name) for name in ("quorum", "majority", "needs_session")}
    form = RulesForm(request.POST or None, initial=first)

    def act() -> None:
        given = form.cleaned_data
        set_rules(
            request.government,
            quorum=given.get("quorum") or "",
            majority=given.get("majority") or "",
            needs_session=bool(given.get("needs_session")),
            by=request.actor,
        )

    page = Page(
        title=_("Aturan sidang"),
        lead=_("Berlaku untuk sidang yang ditutup sesudah ini; hasil sidang lama tidak berubah."),
        button=_("Simpan"),
        done=_("Aturan sidang disimpan."),
        home=reverse("desk:rules"),
        home_label=_("Aturan kerja"),
    )
    return perform(request, form, page, act)


def _find(request: SiteRequest, pk: int) -> Session:
    return get_object_or_404(queries.sessions(request.government), pk=pk)


def _page(
    session: Session, *, title: object, button: object, done: object, lead: object = "", stops: bool = False
) -> Page:
    return Page(
        title=str(title),
        lead=str(lead),
        button=str(button),
        done=str(done),
        home=reverse("desk:session", args=[session.pk]),
        home_label=gettext("Sidang %(number)d") % {"number": session.number},
        shows={"stops": stops},
    )
