"""The objection form: grounds in plain words, what happened, what for; without a request also who objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from lutra.law import statute
from lutra.objections.intake import proxy_fields
from lutra.requests import intake
from lutra.requests.models import Request
from lutra.web.portal.forms import FilingForm, form_field, shown_when

# What the law's form asks about the case itself, in the order of the page.
_CASE = ("case_position", "purpose")
_HEADINGS = {
    "grounds": gettext_lazy("Mengapa Anda keberatan"),
    "case": gettext_lazy("Apa yang terjadi"),
    "who": gettext_lazy("Siapa yang mengajukan"),
}


class ObjectionForm(FilingForm):
    """The form of the law against one request, or without any (then only grounds that need none are offered).

    ``suggested``: the grounds that the facts show; they are chosen already.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str] | None = None,
        files: MultiValueDict[str, UploadedFile[bytes]] | None = None,
        *,
        request: Request | None,
        suggested: tuple[str, ...] = (),
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        offered = [row for row in statute.objection_grounds() if request or not row.needs_request]
        chosen = list(suggested) if request else [row.code for row in offered]
        purpose = {"purpose": request.purpose} if request else {"applicant_kind": "individual"}
        super().__init__(data, files, initial={"grounds": chosen, **purpose, **(initial or {})})
        self.request = request
        self.fields["grounds"] = self._grounds(offered, suggested)
        if request is None:
            self.fields["information"] = forms.CharField(
                label=_("Informasi yang mana"),
                help_text=_("Sebutkan informasi yang wajib diumumkan berkala tetapi tidak Anda temukan."),
                required=False,
                widget=forms.TextInput(attrs={"maxlength": 160}),
            )
            self.fields["information"].needed_sometimes = True  # type: ignore[attr-defined]
        form = statute.form("objection")
        for code in _CASE:
            self.fields[code] = form_field(form.field(code))
        power = form.field(intake.POWER)
        self.asked = proxy_fields() if request else [*intake.identity_fields(), power]
        for field in self.asked:
            self.fields[field.code] = form_field(field)

    def _grounds(self, offered: list[statute.ObjectionGround], suggested: tuple[str, ...]) -> forms.Field:
        language = get_language() or "id"
        field = forms.MultipleChoiceField(
            label=_("Alasan keberatan"),
            help_text=statute.text(statute.form("objection").field("grounds").help, language),
            choices=[(row.code, statute.text(row.plain, language)) for row in offered],
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        basis = {
            row.code: statute.legal_basis(row.clause, "en" if language[:2] == "en" else "id")
            for row in offered
        }
        field.widget.choice_notes = {
            code: f"{clause} · {_('sesuai catatan kami')}" if code in suggested else clause
            for code, clause in basis.items()
        }
        field.needed_sometimes = True  # type: ignore[attr-defined]
        return field

    def grounds(self) -> list[str]:
        """The letters that were chosen."""
        return self.data.getlist("grounds") if isinstance(self.data, MultiValueDict) else []

    def answers(self) -> dict[str, str]:
        """What was written, by the codes of the law's form; fields of another kind of applicant are left out."""
        codes = [code for code in ("information", *_CASE) if code in self.fields]
        written = {code: str(self.data.get(code, "")).strip() for code in codes}
        given = {field.code: str(self.data.get(field.code, "")).strip() for field in self.asked}
        kind = given.get("applicant_kind", "")
        return written | {
            field.code: given[field.code] for field in self.asked if field.is_shown(kind, given)
        }

    def about(self) -> Any:
        """Grounds and request belong to what makes a filing the same."""
        brought = super().about()
        told = [sorted(self.grounds()), self.request.pk if self.request else None]
        return [*told, brought] if brought else told

    def sections(self) -> Iterator[tuple[str, str, list[tuple[BoundField, str]]]]:
        """The fields under their headings: (code, heading, [(field, CSS classes)])."""
        groups = {
            "grounds": [(self["grounds"], "")],
            "case": [(self[code], "") for code in ("information", *_CASE) if code in self.fields],
            "who": [(self[field.code], shown_when(field)) for field in self.asked],
        }
        for code, fields in groups.items():
            if fields:
                yield code, str(_HEADINGS[code]), fields
