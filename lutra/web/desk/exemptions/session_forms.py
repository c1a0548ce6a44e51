"""The forms of the team's sessions. They read what was typed; the deed says what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import TestRules
from lutra.directory.models import Government
from lutra.exemptions.models import AgendaItem, Participant, Session, Vote
from lutra.exemptions.sessions import queries
from lutra.exemptions.sessions.actions import SessionForm
from lutra.exemptions.sessions.members import members
from lutra.web.desk.catalogue.forms import day_field
from lutra.web.desk.forms.deeds import DeedForm

_ATTENDANCE, _VOTE = "attendance_", "vote_"


class FilterForm(forms.Form):
    """What the list of sessions is narrowed to; what does not fit is ignored."""

    q = forms.CharField(
        label=_("Cari nomor, tempat, atau informasi yang diuji"), max_length=120, required=False
    )
    state = forms.ChoiceField(
        label=_("Keadaan"), choices=[("", _("Semua")), *Session.State.choices], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs.update({"data-key": "/", "type": "search", "enterkeyhint": "search"})

    def found(self, government: Government) -> QuerySet[Session]:
        """The sessions that the reader asked for."""
        self.is_valid()
        rows = queries.sessions(government)
        if state := self.cleaned_data.get("state"):
            rows = rows.filter(state=state)
        if words := (self.cleaned_data.get("q") or "").strip():
            heard = AgendaItem.objects.filter(test__information__icontains=words).values("session")
            number = Q(number=int(words)) if words.isdecimal() and len(words) < 10 else Q()
            rows = rows.filter(number | Q(place__icontains=words) | Q(pk__in=heard))
        return rows


class InvitationForm(DeedForm):
    """When, where, who leads, and what is heard."""

    held_on = day_field(_("Hari sidang"))
    begins = forms.TimeField(
        label=_("Mulai pukul"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    place = forms.CharField(label=_("Tempat"), max_length=240)
    chair = forms.ChoiceField(label=_("Pemimpin sidang"), help_text=_("Ia menandatangani berita acaranya."))
    tests = forms.MultipleChoiceField(
        label=_("Agenda: uji yang dibahas"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Uji yang menunggu persetujuan dan belum ada di agenda lain."),
    )

    def __init__(
        self, *args: Any, government: Government, on: date, session: Session | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        team = members(government, on=session.held_on if session else on)
        self.offer(
            "chair",
            [
                ("", gettext("Pilih…")),
                *((str(one.user_id), f"{one.user}, {one.title_as_signed}") for one in team),
            ],
        )
        tests = [item.test for item in queries.agenda_of(session)] if session else []
        tests += queries.tests_to_hear(government).select_related("body")
        self.heard = {str(test.pk): test for test in tests}
        self.offer("tests", [(pk, str(test)) for pk, test in self.heard.items()])

    def filled(self) -> SessionForm:
        """What was typed, for the deed to judge."""
        given = self.cleaned_data
        return SessionForm(
            held_on=given.get("held_on"),
            begins=given.get("begins"),
            place=given.get("place") or "",
            chair=int(given["chair"]) if given.get("chair") else None,
            tests=[self.heard[pk] for pk in given.get("tests") or ()],
        )


class RecordSessionForm(DeedForm):
    """Who came, who was heard, and what was said."""

    may_stay_empty = frozenset({"guests"})

    guests = forms.CharField(
        label=_("Didengar tanpa hak suara"),
        help_text=_("Misalnya perangkat daerah yang mengusulkan, atau ahli."),
        max_length=1000,
    )
    minutes = forms.CharField(
        label=_("Risalah"),
        help_text=_("Apa yang dibaca, siapa yang didengar, dan pokok pembahasannya."),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(session.participants.select_related("user"))
        for seat in self.seats:
            name = f"{_ATTENDANCE}{seat.user_id}"
            self.fields[name] = forms.ChoiceField(
                label=f"{seat.user}, {seat.seat}",
                choices=Participant.Attendance.choices,
                widget=forms.RadioSelect,
                initial=seat.attendance,
            )
            self.ask(name, self.fields[name])
        self.order_fields([f"{_ATTENDANCE}{seat.user_id}" for seat in self.seats])

    def attendance(self) -> dict[int, str]:
        """How each member attended, by user id."""
        return {
            seat.user_id: self.cleaned_data.get(f"{_ATTENDANCE}{seat.user_id}") or "" for seat in self.seats
        }


class VoteForm(DeedForm):
    """How each present member voted on one test, and the team's reason."""

    may_stay_empty = frozenset({"is_deferred"})

    reason = forms.CharField(
        label=_("Alasan tim"),
        help_text=_("Dibaca PPID Utama dan Atasan PPID sebelum memutuskan."),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_deferred = forms.BooleanField(label=_("Ditunda ke sidang berikutnya; suara tidak dihitung"))

    def __init__(self, *args: Any, item: AgendaItem, seats: Sequence[Participant], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        before = {vote.participant_id: vote.choice for vote in item.votes.all()}
        for seat in seats:
            name = f"{_VOTE}{seat.user_id}"
            self.fields[name] = forms.ChoiceField(
                label=f"{seat.user}, {seat.seat}",
                choices=Vote.Choice.choices,
                widget=forms.RadioSelect,
                initial=before.get(seat.pk, ""),
            )
            self.ask(name, self.fields[name])
        self.order_fields([f"{_VOTE}{seat.user_id}" for seat in seats])

    def votes(self) -> dict[int, str]:
        """What each said, by user id."""
        return {seat.user_id: self.cleaned_data.get(f"{_VOTE}{seat.user_id}") or "" for seat in self.seats}


class CancelForm(DeedForm):
    """Why a session is called off."""

    cancelled_reason = forms.CharField(
        label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RulesForm(DeedForm):
    """How the team decides, and whether a test must come before it."""

    may_stay_empty = frozenset({"needs_session"})

    quorum = forms.ChoiceField(label=_("Kuorum"), choices=TestRules.Quorum.choices, widget=forms.RadioSelect)
    majority = forms.ChoiceField(
        label=_("Cara memutus"),
        choices=TestRules.Majority.choices,
        widget=forms.RadioSelect,
        help_text=_("Bila suara tidak cukup, tim menyarankan informasi dibuka."),
    )
    needs_session = forms.BooleanField(label=_("Uji baru dapat disetujui sesudah dibahas dalam sidang tim"))


class ConfirmForm(DeedForm):
    """A deed that asks for nothing but to be sure."""
