"""The forms of the deeds on an objection, and of writing one down."""

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

from lutra.catalogue.models import ConsequenceTest
from lutra.law import statute
from lutra.requests.models import Decision, Request
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.forms.refusing import Tests
from lutra.web.desk.words import choices, say
from lutra.web.portal.objection_form import ObjectionForm

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RecordForm(ObjectionForm):
    """The citizen's form as an officer fills it in for somebody at the counter, on the phone, or from a letter."""

    channel = forms.ChoiceField(label=_("Diterima melalui"), widget=forms.RadioSelect, required=False)
    received_on = forms.DateField(
        label=_("Tanggal surat diterima"),
        required=False,
        widget=_DAY,
        help_text=_("Hanya untuk surat yang masuk sebelum hari ini."),
    )
    is_oral = forms.BooleanField(
        label=_("Disampaikan lisan oleh penyandang disabilitas; saya menuliskannya"),
        required=False,
        help_text=_("Nama Anda tercatat sebagai penulisnya."),
    )

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        request: Request | None,
        suggested: tuple[str, ...] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(
            data,
            files,
            request=request,
            suggested=suggested,
            initial={"channel": "counter", **(initial or {})},
        )
        channel = self.fields["channel"]
        channel.choices = choices(row for row in statute.channels() if row.by_officer)  # type: ignore[attr-defined]
        channel.needed_sometimes = True  # type: ignore[attr-defined]
        for (
            field
        ) in self.fields.values():  # somebody else's data: the officer's browser must not offer his own
            field.widget.attrs["autocomplete"] = "off"

    @property
    def received(self) -> date | None:
        """The day on which it came in, when that is not today."""
        self.is_valid()
        return self.cleaned_data.get("received_on")

    def sections(self) -> Iterator[tuple[str, str, list[tuple[BoundField, str]]]]:
        """The citizen's sections under headings for the one who writes for him."""
        for code, _heading, fields in super().sections():
            yield code, str(_HEADINGS[code]), fields


_HEADINGS = {
    "grounds": _("Mengapa keberatan"),
    "case": _("Apa yang terjadi"),
    "who": _("Pemohon"),
}


class DecideForm(DeedForm):
    """The superior's answer: decision, reasons, and the order with its deadline where it grants."""

    may_stay_empty = frozenset({"test"})

    decision = forms.ChoiceField(label=_("Keputusan"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Alasan tertulis"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Pemohon akan membacanya dalam surat tanggapan."),
    )
    order = forms.CharField(
        label=_("Perintah kepada PPID"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Wajib bila keberatan dikabulkan, seluruhnya atau sebagian: apa yang harus diberikan."),
    )
    order_due_on = forms.DateField(
        label=_("Batas waktu pelaksanaan perintah"),
        widget=_DAY,
        help_text=_("Wajib bila ada perintah."),
    )

    def __init__(
        self, *args: Any, case: Request | None = None, on: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        # Only where something was withheld is there a test to replace.
        self.tests = None
        if (
            case is not None
            and on is not None
            and Decision.objects.filter(request=case, test__isnull=False).exists()
        ):
            self.tests = Tests(case, on=on, typed=self.data, prefix=None)
            self.fields["test"] = self.tests.as_select()
            self.fields["test"].label = gettext("Uji konsekuensi yang baru")
            self.fields["test"].help_text = gettext(
                "Hanya bila uji yang mendasari penolakan sudah berakhir atau dibuka, dan putusan PPID dikuatkan."
            )
            self.ask("test", self.fields["test"])
        decisions = statute.objection_decisions()
        self.offer("decision", choices(decisions))
        self.fields["decision"].widget.choice_notes = {row.code: say(row.meaning) for row in decisions}

    @property
    def test(self) -> ConsequenceTest | None:
        """The newer test that carries what stays withheld."""
        return self.tests.chosen(self.cleaned_data.get("test") or "") if self.tests is not None else None


class SettleForm(DeedForm):
    """The minutes of an amicable settlement."""

    minutes = forms.CharField(
        label=_("Isi berita acara"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Apa yang disepakati kedua pihak, dan kapan dilaksanakan."),
    )


class CarryOutForm(DeedForm):
    """What was done of what the superior ordered."""

    note = forms.CharField(
        label=_("Yang sudah dilaksanakan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class CloseObjectionForm(DeedForm):
    """Closing, with what the applicant said to the answer."""

    may_stay_empty = frozenset({"response"})

    response = forms.CharField(
        label=_("Tanggapan pemohon"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa kata pemohon tentang tanggapan atasan; masuk ke register keberatan."),
    )
