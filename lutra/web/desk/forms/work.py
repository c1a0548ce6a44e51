"""Forms of the work on a request: reviewing a draft, splitting into parts, calling for records, logging searches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, PublicBody
from lutra.requests.models import Part, RecordCall, Search
from lutra.web.desk.forms.deeds import DeedForm, bodies_by_kind

# Lines of a split; "more lines" adds as many again.
PARTS = 4


class ApproveForm(DeedForm):
    """A remark is welcome, not needed."""

    may_stay_empty = frozenset({"remark"})

    remark = forms.CharField(label=_("Catatan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SendBackForm(DeedForm):
    """What must be put right."""

    remark = forms.CharField(
        label=_("Yang harus diperbaiki"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Penyusun usulan akan membacanya; pemohon tidak."),
    )


def _bodies(government: Government) -> dict[str, PublicBody]:
    found = PublicBody.objects.filter(government=government, is_active=True).select_related("parent")
    return {str(body.pk): body for body in found}


class SplitForm(DeedForm):
    """Numbered parts, each with the body that answers it."""

    def __init__(
        self, *args: Any, government: Government, lines: int, parts: list[Part], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.bodies = lines, _bodies(government)
        listed = [("", gettext("Belum ditentukan")), *bodies_by_kind(self.bodies.values())]
        self.may_stay_empty = frozenset(
            name for line in range(lines) for name in (f"matter_{line}", f"body_{line}")
        )
        for line in range(lines):
            before = parts[line] if line < len(parts) else None
            for name, field, first in (
                (
                    f"matter_{line}",
                    forms.CharField(
                        label=gettext("Bagian %(number)d") % {"number": line + 1},
                        max_length=1000,
                        widget=forms.Textarea(attrs={"rows": 2}),
                    ),
                    before.matter if before else "",
                ),
                (
                    f"body_{line}",
                    forms.ChoiceField(
                        label=gettext("Dijawab oleh (bagian %(number)d)") % {"number": line + 1},
                        choices=listed,
                    ),
                    str(before.body_id or "") if before else "",
                ),
            ):
                self.fields[name] = field
                field.initial = first
                self.ask(name, field)

    @property
    def parts(self) -> list[tuple[str, PublicBody | None]]:
        """What was typed; empty lines are left out by the deed."""
        given = self.cleaned_data
        return [
            (given.get(f"matter_{line}") or "", self.bodies.get(given.get(f"body_{line}") or ""))
            for line in range(self.lines)
        ]

    def blame(self, problems: Mapping[str, str]) -> None:
        """What is wrong with the parts stands at the first."""
        super().blame({"matter_0" if code == "parts" else code: text for code, text in problems.items()})


class _OfPartForm(DeedForm):
    """A form that may be about one part of the request."""

    def __init__(self, *args: Any, parts: list[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = {str(part.pk): part for part in parts}
        if parts:
            listed = [(pk, f"{part.number}. {part.matter}") for pk, part in self.parts.items()]
            field = forms.ChoiceField(
                label=gettext("Bagian"), choices=[("", gettext("Seluruh permohonan")), *listed]
            )
            self.fields["part"] = field
            self.may_stay_empty |= {"part"}
            self.ask("part", field)

    @property
    def part(self) -> Part | None:
        """The chosen part; None for the whole."""
        return self.parts.get(self.cleaned_data.get("part") or "")


class CallForm(_OfPartForm):
    """Whom to ask for records, for what, until when."""

    custodian = forms.ChoiceField(label=_("Penyimpan arsip"))
    asked_for = forms.CharField(
        label=_("Arsip atau data yang dicari"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    due_on = forms.DateField(
        label=_("Dijawab paling lambat"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, government: Government, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = _bodies(government)
        self.offer("custodian", [("", gettext("Pilih…")), *bodies_by_kind(self.bodies.values())])

    @property
    def due(self) -> date:
        """The day; one long past when none was typed, which the deed refuses in its own words."""
        return self.cleaned_data.get("due_on") or date.min


class StatementForm(DeedForm):
    """What the custodian states, in his own words."""

    answer = forms.ChoiceField(
        label=_("Pernyataan"), choices=RecordCall.Answer.choices, widget=forms.RadioSelect
    )
    statement = forms.CharField(
        label=_("Isi pernyataan"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    stated_by = forms.CharField(label=_("Yang menyatakan (nama dan jabatan)"), max_length=200)


class SearchForm(_OfPartForm):
    """One line of the search log."""

    may_stay_empty = frozenset({"note"})

    place = forms.CharField(
        label=_("Tempat yang dicari"), max_length=300, help_text=_("Misalnya depo arsip atau nama aplikasi.")
    )
    searched_on = forms.DateField(
        label=_("Hari pencarian"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    searched_by = forms.CharField(label=_("Yang mencari (nama dan jabatan)"), max_length=200)
    result = forms.ChoiceField(label=_("Hasil"), choices=Search.Result.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Catatan"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    @property
    def day(self) -> date:
        """The day; one long past when none was typed, which the deed refuses in its own words."""
        return self.cleaned_data.get("searched_on") or date.min
