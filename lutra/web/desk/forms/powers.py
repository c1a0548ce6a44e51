"""The forms about a power of attorney."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lutra.law import statute
from lutra.requests.intake import POWER
from lutra.requests.models import PowerOfAttorney
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.portal.forms import attached, form_field


class PowerForm(DeedForm):
    """The power of attorney alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[POWER] = form_field(statute.form("request").field(POWER))

    @property
    def brought(self) -> tuple[str, bytes]:
        """(name, content) of the file; an empty file where none was chosen."""
        return attached(self).get(POWER, ("kuasa.pdf", b""))


class CheckPowerForm(DeedForm):
    """Accepted or not, and why."""

    may_stay_empty = frozenset({"reason"})

    verdict = forms.ChoiceField(
        label=_("Surat kuasa ini"), widget=forms.RadioSelect, choices=PowerOfAttorney.Verdict.choices
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Wajib bila tidak diterima; pemohon membacanya dalam surat. Periksa pemberi dan penerima kuasa,"
            " tanda tangan, dan apakah kuasanya untuk perkara ini."
        ),
    )
