"""Forms of the deeds on completeness and endings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lutra.requests import intake
from lutra.requests.models import Request
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.portal.forms import attached, form_field


class CompleteForm(DeedForm):
    """The missing fields alone, as an officer fills them in for somebody."""

    def __init__(self, case: Request, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in intake.gap_fields(case.missing):
            self.fields[field.code] = form_field(field)
            self.fields[field.code].widget.attrs["autocomplete"] = "off"

    def attached(self) -> dict[str, tuple[str, bytes]]:
        """What was attached, by the codes of the law's form: (name, content)."""
        return attached(self)

    def answers(self) -> dict[str, str]:
        """What was written, by the codes of the law's form."""
        return {code: str(self.data.get(code, "")) for code in self.fields}


class WithdrawForm(DeedForm):
    """By what the applicant's wish is proved."""

    evidence = forms.CharField(
        label=_("Bukti kehendak pemohon"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Misalnya surat pencabutan dan tanggalnya. Disimpan sebagai catatan, tidak diumumkan."),
    )


class ReopenForm(DeedForm):
    """Why it is taken up again."""

    reason = forms.CharField(
        label=_("Alasan membuka kembali"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(DeedForm):
    """A note for colleagues."""

    text = forms.CharField(
        label=_("Catatan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dibaca petugas yang menangani permohonan ini; tidak pernah diumumkan."),
    )
