"""The filing form, drawn from the statute book: which fields there are, and for whom, is law and not written here."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lutra.law import statute
from lutra.law.records import Field, Text
from lutra.requests import intake
from lutra.requests.powers import LARGEST

# Lists longer than this are chosen from a drop-down.
_MOST_RADIOS = 7
_LONGEST = 5000
# Ways in which an answer is given stand under a heading of their own.
# What most people choose, chosen already.
_USUAL = {"applicant_kind": "individual", "access_way": "copy", "copy_format": "soft"}
_WAYS = frozenset({"access_ways", "copy_formats", "delivery_ways"})


class FilingForm(forms.Form):
    """What every form has by which somebody opens a case.

    It checks nothing: the deed does, and ``blame`` puts its messages beside the fields. ``key`` makes one filing of
    however many times the same page is sent; ``website`` is a trap that people do not see.
    """

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    website = forms.CharField(
        required=False,
        label=_("Biarkan kosong"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"key": secrets.token_urlsafe(24), **(initial or {})})

    @property
    def is_trapped(self) -> bool:
        """Whether a machine filled in the field that people do not see."""
        return bool(self.data.get("website"))

    def answers(self) -> dict[str, str]:
        """What was written, by the codes of the law's form."""
        raise NotImplementedError

    def about(self) -> Any:
        """What else makes one filing of two sendings; plain data."""
        return [hashlib.sha256(content).hexdigest() for _name, content in self.attached().values()] or None

    def attached(self) -> dict[str, tuple[str, bytes]]:
        """What was attached, by the codes of the law's form: (name, content)."""
        return attached(self)

    def filing_key(self) -> str | None:
        """The same page sent twice gives the same key; another question on the page of the first gives another.

        A key that somebody makes up opens nothing: it counts only together with every answer, name and number
        included. Without one nothing is known of earlier sendings, and each is a case of its own (LAW Q22).
        """
        if not self.data.get("key"):
            return None
        sent = [self.data.get("key", ""), self.answers()]
        told = json.dumps(
            [*sent, about] if (about := self.about()) else sent, sort_keys=True, ensure_ascii=False
        )
        return hashlib.sha256(told.encode()).hexdigest()

    def blame(self, problems: Mapping[str, str]) -> None:
        """Put each message beside the field it is about."""
        for code, message in problems.items():
            self.add_error(code if code in self.fields else None, message)
        for code in self.files.keys() & self.fields.keys() - problems.keys():
            self.add_error(
                code, _("Pilih lagi berkasnya: peramban tidak menyimpan berkas yang gagal terkirim.")
            )


def attached(form: forms.Form) -> dict[str, tuple[str, bytes]]:
    """The files of a form by their field; of one that is too large only as much as shows that it is."""
    found: dict[str, tuple[str, bytes]] = {}
    for code, field in form.fields.items():
        file = form.files.get(code)
        if isinstance(field, forms.FileField) and isinstance(file, UploadedFile):
            file.seek(0)
            found[code] = (file.name or "berkas", file.read(LARGEST + 1))
    return found


class RequestForm(FilingForm):
    """The request form of the law, for oneself, for a group or as somebody's proxy."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        by_officer: bool = False,
    ) -> None:
        super().__init__(data, files, initial={**_USUAL, **(initial or {})})
        # The officer who writes down is known by his sign-in.
        self.asked = [
            field for field in intake.fields(by_officer=by_officer) if field.code != "taken_down_by"
        ]
        for field in self.asked:
            self.fields[field.code] = form_field(field)
        kind: Any = self.fields[_KIND]
        kind.choices = [*kind.choices, *((row.code, _say(row.label)) for row in statute.reader_kinds())]
        kind.widget.choice_notes = {row.code: _say(row.help) for row in statute.reader_kinds()}
        # In the order of the page, so that the list of errors leads from top to bottom.
        self.order_fields(
            [field.code for code, _heading in _SECTIONS for field in self.asked if _section(field) == code]
        )

    @property
    def is_readers(self) -> bool:
        """Whether somebody fills it in who is no applicant: he is shown what everybody may read (LAW Q01)."""
        return intake.is_reader(str(self.data.get(_KIND, "")))

    def answers(self) -> dict[str, str]:
        """What was written, by the codes of the law's form; fields of another kind of applicant are left out."""
        written = {field.code: str(self.data.get(field.code, "")).strip() for field in self.asked}
        kind = written.get(_KIND, "")
        return {field.code: written[field.code] for field in self.asked if field.is_shown(kind, written)}

    def sections(self) -> Iterator[tuple[str, str, list[tuple[BoundField, str]]]]:
        """The fields under their headings: (code, heading, [(field, CSS classes)]); the question comes first."""
        for code, heading in _SECTIONS:
            fields = [
                (self[field.code], shown_when(field)) for field in self.asked if _section(field) == code
            ]
            if fields:
                yield code, str(heading), fields


_KIND = "applicant_kind"
_SECTIONS = (
    ("question", _("Yang Anda minta")),
    ("way", _("Cara Anda menerimanya")),
    ("who", _("Siapa yang meminta")),
    ("contact", _("Ke mana kami menjawab")),
)


def _section(field: Field) -> str:
    """Under which heading a field stands."""
    if field.choices_from in _WAYS:
        return "way"
    if field.choices_from == "applicant_kinds" or field.kind == "yes_no" or field.privacy == "identity":
        return "who"
    return "contact" if field.privacy == "contact" else "question"


def _say(text: Text | None) -> str:
    return statute.text(text, get_language() or "id") if text else ""


def shown_when(field: Field) -> str:
    """Classes by which the style sheet shows a field only for the answers it belongs to."""
    names = [f"when--{kind}" for kind in field.shown_for]
    names += [f"when--{value}" for condition in field.shown_when for value in condition.values]
    return " ".join(["when", *names]) if names else ""


def form_field(field: Field) -> forms.Field:
    """A field of the law as a field of a page."""
    built: Any  # a marker beyond Django's own is set below; the tag {% field %} reads it
    if field.choices_from:
        choices = [(code, _say(label)) for code, label in statute.choices(field)]
        if len(choices) > _MOST_RADIOS:
            built = forms.ChoiceField(choices=[("", _("Pilih…")), *choices], widget=forms.Select)
        else:
            built = forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
    elif field.kind == "file":
        built = forms.FileField(widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}))
    elif field.kind == "yes_no":
        built = forms.CharField(widget=forms.CheckboxInput(attrs={"value": "yes"}))
    else:
        # No maxlength: a browser would cut a pasted text without a word; the law's reading says what is too long.
        built = forms.CharField(widget=_widget(field))
    built.required = False  # the law decides who must answer what; see RequestForm.blame
    built.label, built.help_text = _say(field.label), _say(field.help)
    built.needed_sometimes = bool(field.required_for or field.required_when or field.one_of)
    if field.autocomplete:
        built.widget.attrs["autocomplete"] = field.autocomplete
    made: forms.Field = built
    return made


def _widget(field: Field) -> forms.Widget:
    if field.kind == "people":
        return forms.Textarea(attrs={"rows": 4, "placeholder": _("Siti Aminah, 7322034107850009")})
    if field.kind == "long_text":
        return forms.Textarea(attrs={"rows": 3 if (field.max_length or _LONGEST) <= 1000 else 6})
    if field.kind == "email":
        return forms.EmailInput()
    if field.kind == "phone":
        return forms.TextInput(attrs={"type": "tel"})
    if field.kind == "nik":
        return forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.TextInput()
