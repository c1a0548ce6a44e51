"""The forms of the deeds on a dispute. They read what was typed; the deed says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import PublicBody
from lutra.law import statute
from lutra.objections.dispute_actions import Order, may_mediate
from lutra.objections.dispute_models import Dispute, Hearing, RulingOrder
from lutra.web.desk.forms.deeds import DeedForm, FilesField
from lutra.web.desk.words import choices, say

# How many orders a ruling's page has room for; more are written into the last one.
ORDERS = 4


def _day(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


def _prose(label: Any, *, rows: int = 3, most: int = 2000, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


class RegisterForm(DeedForm):
    """What the Commission told."""

    may_stay_empty = frozenset({"sent", "papers"})

    objection = forms.CharField(label=_("Nomor keberatan"), max_length=40)
    commission = forms.CharField(
        label=_("Komisi Informasi"), max_length=160, help_text=_("Biasanya Komisi Informasi provinsi.")
    )
    number = forms.CharField(label=_("Nomor register sengketa"), max_length=80)
    received_on = _day(_("Permohonan diterima Komisi"))
    registered_on = _day(_("Diregister Komisi"))
    sent = _prose(_("Yang dikirim Komisi"), help_text=_("Misalnya akta registrasi dan salinan permohonan."))
    papers = FilesField(label=_("Berkas dari Komisi"))

    @property
    def contents(self) -> list[tuple[str, bytes]]:
        """The files as (name, bytes)."""
        return [(file.name or "berkas", file.read()) for file in self.cleaned_data.get("papers") or ()]


class DisputeForm(DeedForm):
    """A form of a deed on ``dispute``."""

    def __init__(self, *args: Any, dispute: Dispute, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dispute = dispute
        self.prepare()

    def prepare(self) -> None:
        """Offer what depends on the dispute."""


class AppointForm(DisputeForm):
    """Who stands for the body, by which power of attorney."""

    may_stay_empty = frozenset({"ends_on", "power"})

    full_name = forms.CharField(label=_("Nama kuasa"), max_length=160)
    title = forms.CharField(label=_("Jabatan"), max_length=160)
    power_number = forms.CharField(label=_("Nomor surat kuasa atau surat tugas"), max_length=80)
    power_on = _day(_("Tanggal surat kuasa"))
    ends_on = _day(_("Berlaku sampai"), help_text=_("Kosongkan bila sampai perkara selesai."))
    power = forms.FileField(label=_("Berkas surat kuasa"))

    @property
    def file(self) -> tuple[str, bytes] | None:
        """The signed power."""
        given = self.cleaned_data.get("power")
        return (given.name or "surat-kuasa", given.read()) if given else None


class DayForm(DisputeForm):
    """A deed that only needs its day."""

    on = _day(_("Tanggal"))


class HearingForm(DisputeForm):
    """A hearing that the Commission set."""

    kind = forms.ChoiceField(label=_("Jenis"), widget=forms.RadioSelect)
    on = _day(_("Tanggal sidang"))
    time = forms.TimeField(
        label=_("Jam"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="09:00"
    )
    place = forms.CharField(label=_("Tempat atau tautan"), max_length=200)

    def prepare(self) -> None:
        """Of a refusal under Pasal 17 no mediation is offered."""
        mediated = may_mediate(self.dispute)
        self.offer(
            "kind",
            [pair for pair in choices(statute.hearing_kinds()) if mediated or pair[0] != "mediation"],
        )

    @property
    def moment(self) -> datetime | None:
        """Day and hour in the government's own zone."""
        on, hour = self.cleaned_data.get("on"), self.cleaned_data.get("time")
        zone = ZoneInfo(self.dispute.government.time_zone)
        return datetime.combine(on, hour, tzinfo=zone) if on and hour else None


class HeldForm(DisputeForm):
    """What came of a hearing."""

    may_stay_empty = frozenset({"on"})

    hearing = forms.ChoiceField(label=_("Sidang"))
    on = _day(_("Berlangsung pada"), help_text=_("Kosongkan bila sesuai jadwal."))
    result = _prose(_("Hasil"), rows=5, most=3000)

    def prepare(self) -> None:
        """Offer the hearings without a result."""
        waiting = self.dispute.hearings.filter(held_on__isnull=True)
        self.hearings = {str(one.pk): one for one in waiting}
        kinds = dict(choices(statute.hearing_kinds()))
        self.offer(
            "hearing",
            [
                (pk, f"{kinds.get(one.kind, one.kind)}, {date_format(one.on, 'j F Y')}")
                for pk, one in self.hearings.items()
            ],
        )

    @property
    def chosen(self) -> Hearing | None:
        """The hearing."""
        return self.hearings.get(self.cleaned_data.get("hearing") or "")


class AdjudicateForm(DayForm):
    """Adjudication begins; after mediation it says how that ended."""

    mediation_end = _prose(
        _("Bagaimana mediasi berakhir"),
        most=1000,
        help_text=_("Gagal secara tertulis, atau salah satu pihak menarik diri."),
    )

    def prepare(self) -> None:
        """Ask of mediation only where there was one."""
        if self.dispute.stage != Dispute.Stage.MEDIATION:
            del self.fields["mediation_end"]


class RuleForm(DisputeForm):
    """The ruling, and what it orders."""

    may_stay_empty = frozenset(
        f"{part}_{n}" for part in ("order", "due", "body") for n in range(1, ORDERS + 1)
    )

    kind = forms.ChoiceField(label=_("Jenis putusan"), widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("Hasil"), widget=forms.RadioSelect)
    number = forms.CharField(label=_("Nomor putusan"), max_length=80)
    ruled_on = _day(_("Tanggal putusan"))
    received_on = _day(_("Putusan diterima"), help_text=_("Tenggat gugatan dihitung dari hari ini."))
    summary = _prose(_("Amar putusan"), rows=5, most=5000)

    def prepare(self) -> None:
        """Offer the rulings of this stage, and room for orders."""
        stage = self.dispute.stage
        kinds = [row for row in statute.ruling_kinds() if row.stage in (None, stage)]
        self.offer("kind", choices(kinds))
        self.offer("result", choices(statute.ruling_results()))
        bodies = PublicBody.objects.filter(government=self.dispute.government, is_active=True)
        self.bodies = {str(body.pk): body for body in bodies.select_related("parent")}
        named = [("", gettext("Badan publik seluruhnya")), *((pk, str(b)) for pk, b in self.bodies.items())]
        for n in range(1, ORDERS + 1):
            words = _prose(gettext("Perintah ke-%(n)d") % {"n": n}, rows=2)
            due, body = _day(gettext("Batas waktunya")), forms.ChoiceField(label=gettext("Pelaksana"))
            for name, field in ((f"order_{n}", words), (f"due_{n}", due), (f"body_{n}", body)):
                self.fields[name] = field
                self.ask(name, field)
            self.offer(f"body_{n}", named)

    @property
    def orders(self) -> Iterable[Order]:
        """What was written in the rows."""
        given = self.cleaned_data
        for n in range(1, ORDERS + 1):
            body = self.bodies.get(given.get(f"body_{n}") or "")
            yield Order(text=given.get(f"order_{n}") or "", due_on=given.get(f"due_{n}"), body=body)


class CarryOutForm(DisputeForm):
    """An order was carried out."""

    may_stay_empty = frozenset({"on"})

    order = forms.ChoiceField(label=_("Perintah"))
    on = _day(_("Dilaksanakan pada"), help_text=_("Kosongkan bila hari ini."))
    note = _prose(_("Yang dilaksanakan"))

    def prepare(self) -> None:
        """Offer what is not done."""
        self.open = {str(one.pk): one for one in self.dispute.orders.filter(done_on__isnull=True)}
        self.offer("order", [(pk, one.text[:100]) for pk, one in self.open.items()])

    @property
    def chosen(self) -> RulingOrder | None:
        """The order."""
        return self.open.get(self.cleaned_data.get("order") or "")


def _party() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Diajukan oleh"), widget=forms.RadioSelect)


def parties() -> list[tuple[str, str]]:
    """Who may go on, in words."""
    return [("applicant", gettext("Pemohon")), ("body", gettext("Badan publik"))]


class SueForm(DisputeForm):
    """A suit."""

    may_stay_empty = frozenset({"number"})

    court = forms.CharField(label=_("Pengadilan"), max_length=160)
    number = forms.CharField(label=_("Nomor perkara"), max_length=80)
    on = _day(_("Diajukan pada"))
    party = _party()

    def prepare(self) -> None:
        """Offer the parties."""
        self.offer("party", parties())


class JudgeForm(DisputeForm):
    """The court's judgment."""

    on = _day(_("Tanggal putusan"))
    received_on = _day(_("Putusan diterima"), help_text=_("Tenggat kasasi dihitung dari hari ini."))
    summary = _prose(_("Amar putusan"), rows=5, most=5000)


class AppealForm(DisputeForm):
    """A cassation."""

    on = _day(_("Diajukan pada"))
    party = _party()

    def prepare(self) -> None:
        """Offer the parties."""
        self.offer("party", parties())


class FinishForm(DisputeForm):
    """The ruling is final."""

    on = _day(_("Tetap sejak"))
    note = _prose(
        _("Mengapa putusan sudah tetap"),
        most=1000,
        help_text=_("Misalnya tidak ada gugatan sampai hari terakhir."),
    )


def labelled(rows: Iterable[Any], code: str) -> str:
    """What a code of the statute book is called; the code itself when the book has dropped it."""
    return next((say(row.label) for row in rows if row.code == code), code)
