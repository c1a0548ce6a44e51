"""The law's request form as an officer fills it in for somebody at the counter, on the phone, or from a letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.law import clocks, statute
from lutra.web.desk.words import choices, say
from lutra.web.portal.forms import RequestForm


class CounterForm(RequestForm):
    """The citizen's form, with the way it came in and the day a letter was received. It checks nothing itself."""

    channel = forms.ChoiceField(label=_("Diterima melalui"), widget=forms.RadioSelect, required=False)
    received_on = forms.DateField(
        label=_("Tanggal surat diterima"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Hanya untuk surat yang masuk sebelum hari ini."),
    )

    may_lack = forms.CharField(
        label=_("Daftarkan meski belum lengkap"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "yes"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial=initial, by_officer=True)
        self.fields["may_lack"].help_text = gettext(
            "Yang kurang harus diberitahukan kepada pemohon dalam %(term)s."
        ) % {"term": say(clocks.rule("request.completeness_notice").term)}
        channel = self.fields["channel"]
        channel.choices = choices(row for row in statute.channels() if row.by_officer)  # type: ignore[attr-defined]
        channel.needed_sometimes = True  # type: ignore[attr-defined]
        self.fields["applicant_kind"].label = _("Pemohon adalah")
        self.fields["subject"].widget.attrs["autofocus"] = True
        for (
            field
        ) in self.fields.values():  # it is somebody else's data: the officer's browser must not offer his own
            field.widget.attrs["autocomplete"] = "off"

    @property
    def received(self) -> date | None:
        """The day on which it came in, when that is not today."""
        self.is_valid()
        return self.cleaned_data.get("received_on")

    def sections(self) -> Iterator[tuple[str, str, list[tuple[BoundField, str]]]]:
        """The citizen's sections under headings for the one who writes for him."""
        for code, heading, fields in super().sections():
            yield code, str(_HEADINGS.get(code, heading)), fields


_HEADINGS = {
    "question": _("Yang diminta"),
    "way": _("Cara menerima"),
    "who": _("Pemohon"),
    "contact": _("Kontak"),
}
