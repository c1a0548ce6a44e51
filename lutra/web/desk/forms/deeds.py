"""The forms of the deeds on a case. They read what was typed; the deed says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, PublicBody
from lutra.law import statute
from lutra.web.desk.words import choices, say


class DeedForm(forms.Form):
    """A form of a deed. No field is required here: the deed itself names what it lacks, in the law's words.

    ``may_stay_empty`` names the fields that are shown as optional.
    """

    may_stay_empty: frozenset[str] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            self.ask(name, field)

    def ask(self, name: str, field: forms.Field) -> None:
        """Let the deed and not Django say when ``field`` is missing."""
        field.required = False
        field.needed_sometimes = name not in self.may_stay_empty  # type: ignore[attr-defined]

    def blame(self, problems: Mapping[str, str]) -> None:
        """Put each message at its field, or on top when the form has no such field."""
        for code, message in problems.items():
            self.add_error(code if code in self.fields else None, message)

    def offer(self, name: str, listed: Iterable[tuple[str, Any]]) -> None:
        """Set the choices of the field ``name``."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(listed)


class Files(forms.ClearableFileInput):
    """Several files in one field."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of uploaded files."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """Every file by Django's own rules; nothing chosen is an empty list."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


class DisposeForm(DeedForm):
    """Which bodies answer, what they are told, and until when."""

    may_stay_empty = frozenset({"others", "others_due_on", "instruction"})

    main = forms.ChoiceField(label=_("Perangkat daerah yang menjawab"))
    others = forms.MultipleChoiceField(label=_("Juga diminta membantu"), widget=forms.CheckboxSelectMultiple)
    instruction = forms.CharField(
        label=_("Petunjuk"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apa yang harus dicari atau dijawab."),
    )
    due_on = forms.DateField(
        label=_("Batas waktu perangkat daerah"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    others_due_on = forms.DateField(
        label=_("Batas waktu yang membantu"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Kosongkan bila sama dengan yang menjawab."),
    )

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = list(
            PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
        )
        self.bodies = {str(body.pk): body for body in bodies}
        grouped = bodies_by_kind(bodies)
        self.offer("main", [("", gettext("Pilih…")), *grouped])
        self.offer("others", grouped)
        # A day of its own for each body that helps, once it is chosen.
        for pk in self.data.getlist("others") if isinstance(self.data, MultiValueDict) else ():
            if pk in self.bodies:
                self._ask_due(pk)

    def _ask_due(self, pk: str) -> None:
        field = forms.DateField(
            label=gettext("Batas waktu %(body)s") % {"body": self.bodies[pk].short_name},
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields[f"due_{pk}"] = field
        field.required, field.needed_sometimes = False, False  # type: ignore[attr-defined]

    @property
    def own_dues(self) -> list[BoundField]:
        """The fields of the helping bodies' own days."""
        return [self[name] for name in self.fields if name.startswith("due_") and name != "due_on"]

    @property
    def chosen(self) -> list[PublicBody]:
        """The bodies, the answering one first."""
        main = self.cleaned_data.get("main") or ""
        others = [pk for pk in self.cleaned_data.get("others") or () if pk != main]
        return [self.bodies[pk] for pk in (main, *others) if pk in self.bodies] if main else []

    @property
    def dues(self) -> dict[int, date]:
        """The day of each helping body, where it is another than the answering one's: its own, else the common."""
        common = self.cleaned_data.get("others_due_on")
        days = {body.pk: self.cleaned_data.get(f"due_{body.pk}") or common for body in self.chosen[1:]}
        return {pk: day for pk, day in days.items() if day}


def bodies_by_kind(bodies: Iterable[PublicBody]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The bodies as grouped choices."""
    groups: dict[str, list[tuple[str, str]]] = {kind: [] for kind in PublicBody.Kind.values}
    for body in bodies:
        # Names of villages repeat, so each says its kecamatan.
        groups[body.kind].append((str(body.pk), str(body)))
    return [(str(PublicBody.Kind(kind).label), members) for kind, members in groups.items() if members]


class DraftForm(DeedForm):
    """A body's proposal."""

    may_stay_empty = frozenset({"attachments"})

    outcome = forms.ChoiceField(label=_("Usulan hasil"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Usulan jawaban"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("PPID memutuskan berdasarkan tulisan ini."),
    )
    attachments = FilesField(
        label=_("Berkas"),
        help_text=_("Boleh lebih dari satu. PDF, dokumen kantor, CSV, teks, atau gambar."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = [outcome for outcome in statute.outcomes() if not outcome.computed]
        self.offer("outcome", choices(outcomes))
        notes = {row.code: say(row.meaning) for row in outcomes}
        self.fields["outcome"].widget.choice_notes = notes

    @property
    def contents(self) -> list[tuple[str, bytes]]:
        """The files as (name, bytes)."""
        return [(file.name or "berkas", file.read()) for file in self.cleaned_data.get("attachments") or ()]


class ExtendForm(DeedForm):
    """Why the applicant must wait longer."""

    reason_kind = forms.ChoiceField(label=_("Alasan perpanjangan"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Penjelasan tertulis"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Pemohon akan membacanya dalam surat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = statute.extension_reasons()
        self.offer("reason_kind", choices(reasons))
        self.fields["reason_kind"].widget.choice_notes = {
            row.code: say(row.warning) for row in reasons if row.warning
        }


class DeliverForm(DeedForm):
    """How the answer reached the applicant. The page and e-mail prove themselves and are not entered by hand."""

    channel = forms.ChoiceField(label=_("Cara penyampaian"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("Bukti"),
        max_length=300,
        help_text=_("Misalnya nama penerima dan tanggal, atau nomor resi."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("channel", [pair for pair in choices(statute.delivery_ways()) if pair[0] != "email"])


class CloseForm(DeedForm):
    """Closing asks for nothing but a second look."""
