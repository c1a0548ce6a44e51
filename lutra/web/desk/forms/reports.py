"""The forms of the deeds on a yearly report. They read what was typed; the deed says what is wrong with it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lutra.law.annual_report import Layout
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.words import say


class TypedForm(DeedForm):
    """What the office types, field for field as the law's layout has it."""

    def __init__(self, *args: Any, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in layout.fields:
            made = (
                forms.CharField(label=say(field.label), widget=forms.Textarea(attrs={"rows": 4}))
                if field.kind == "text"
                else forms.CharField(
                    label=say(field.label), widget=forms.TextInput(attrs={"inputmode": "numeric"})
                )
            )
            if field.kind == "text":
                made.help_text = _("Bila memang tidak ada, tulis “tidak ada”.")
            self.fields[field.code] = made
            self.ask(field.code, made)


class OverrideForm(DeedForm):
    """Why a rule that fails is let pass."""

    note = forms.CharField(
        label=_("Alasan"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dicetak dalam laporan sebagai catatan kaki, bersama nama dan jabatan Anda."),
    )


class IssueForm(DeedForm):
    """The issue; of a later version with what it corrects."""

    correction = forms.CharField(
        label=_("Yang dikoreksi dan alasannya"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Dicetak sebagai catatan kaki; versi yang lama tetap tersimpan."),
    )

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["correction"]


class SendForm(DeedForm):
    """To whom the report went, how, when, and what proves it."""

    may_stay_empty = frozenset({"paper"})

    commission = forms.CharField(label=_("Komisi Informasi"), max_length=160)
    channel = forms.CharField(label=_("Cara pengiriman"), max_length=80)
    sent_on = forms.DateField(
        label=_("Dikirim pada"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    evidence = forms.CharField(
        label=_("Bukti"), max_length=300, help_text=_("Misalnya nomor tanda terima atau nomor resi.")
    )
    paper = forms.FileField(label=_("Pindaian tanda terima"))
