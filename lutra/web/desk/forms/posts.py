"""Forms for who holds a post, and for the rules and prices of an office's work."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, Holding, User
from lutra.requests.models import Tariff
from lutra.web.desk.forms.deeds import DeedForm


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AppointForm(DeedForm):
    """Who holds the post from when, by which decree."""

    may_stay_empty = frozenset({"ends_on"})

    user = forms.ChoiceField(label=_("Pejabat"))
    capacity = forms.ChoiceField(label=_("Sebagai"), choices=Holding.Capacity.choices)
    starts_on = _day(_("Mulai"))
    ends_on = _day(_("Hari terakhir"), _("Kosongkan bila belum ditentukan."))
    decree = forms.CharField(label=_("Nomor SK"), max_length=160)

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = User.objects.filter(government=government, is_active=True, is_applicant=False)
        self.users = {str(user.pk): user for user in found.order_by("full_name", "username")}
        self.offer("user", [("", gettext("Pilih…")), *((pk, str(user)) for pk, user in self.users.items())])

    def clean(self) -> dict[str, Any]:
        """Say at once who and from when is missing."""
        given = super().clean() or {}
        if not self.users.get(given.get("user") or ""):
            self.add_error("user", gettext("Pilih pejabat yang memegang jabatan ini."))
        if not given.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", gettext("Isi hari pertama jabatannya."))
        return given


class EndForm(DeedForm):
    """Until when, by which decree."""

    last_day = _day(_("Hari terakhir"))
    decree = forms.CharField(label=_("Nomor SK"), max_length=160)

    def clean(self) -> dict[str, Any]:
        """Say at once when the day is missing."""
        given = super().clean() or {}
        if not given.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", gettext("Isi hari terakhir jabatannya."))
        return given


class RulesForm(DeedForm):
    """What the office demands of its own work."""

    may_stay_empty = frozenset({"needs_approval", "needs_search", "needs_reason_to_differ", "needs_advice"})

    needs_approval = forms.BooleanField(label=_("Usulan jawaban disetujui pejabat lain sebelum keputusan"))
    needs_search = forms.BooleanField(
        label=_("Tidak dikuasai hanya dengan pernyataan penyimpan arsip dan catatan pencarian")
    )
    needs_reason_to_differ = forms.BooleanField(
        label=_("Keputusan lain daripada permohonan yang hampir sama selalu perlu alasan")
    )

    needs_advice = forms.BooleanField(
        label=_("Penolakan dan penghitaman hanya dengan pertimbangan tertulis Tim Pertimbangan")
    )

    repeated_from = forms.IntegerField(
        label=_("Tandai permohonan berulang mulai (jumlah dari orang yang sama)"),
        min_value=0,
        help_text=_(
            "0 berarti tidak ditandai. Tanda hanya dilihat petugas; tidak ada permohonan yang ditolak."
        ),
    )
    repeated_days = forms.IntegerField(
        label=_("Permohonan berulang dihitung dalam berapa hari"), min_value=1, max_value=31
    )
    alike_from = forms.IntegerField(
        label=_("Tandai permohonan serupa mulai (jumlah, dari siapa pun)"), min_value=0
    )
    alike_days = forms.IntegerField(
        label=_("Permohonan serupa dihitung dalam berapa hari"), min_value=1, max_value=31
    )


class TariffForm(DeedForm):
    """A price with its decree and its first day."""

    item = forms.ChoiceField(label=_("Jenis biaya"), choices=Tariff.Item.choices)
    amount = forms.IntegerField(label=_("Tarif (rupiah)"))
    starts_on = _day(_("Berlaku mulai"))
    decree = forms.CharField(label=_("Keputusan yang menetapkan"), max_length=160)

    @property
    def price(self) -> int:
        """The amount; one that the deed refuses when none was typed."""
        typed = self.cleaned_data.get("amount")
        return -1 if typed is None else int(typed)

    def first_day(self, otherwise: date) -> date:
        """The first day, ``otherwise`` when none was typed."""
        return self.cleaned_data.get("starts_on") or otherwise
