"""The questionnaire, drawn from the statute book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lutra.law import satisfaction


class SurveyForm(forms.Form):
    """Nine questions with four answers each, and room for a comment. The deed judges; ``blame`` shows what it says."""

    comment = forms.CharField(
        required=False,
        label=_("Saran atau komentar"),
        help_text=_("Jangan menulis nama, alamat, atau nomor siapa pun."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        language = get_language() or "id"
        for element in satisfaction.elements():
            field: Any = forms.CharField(
                required=False,
                label=element.question.in_(language),
                widget=forms.RadioSelect(
                    choices=[(str(n), text.in_(language)) for n, text in enumerate(element.answers, 1)]
                ),
            )
            field.needed_sometimes = True  # it is not said to be optional; see the tag {% field %}
            self.fields[element.code] = field
        self.order_fields([*(element.code for element in satisfaction.elements()), "comment"])

    def answers(self) -> dict[str, int]:
        """What was chosen; what is no number from one up counts as out of scale, what is empty as missing."""
        given = {element.code: str(self.data.get(element.code, "")) for element in satisfaction.elements()}
        return {
            code: int(text) if text.isascii() and text.isdigit() and len(text) < 3 else 0
            for code, text in given.items()
            if text
        }

    def blame(self, problems: Mapping[str, str]) -> None:
        """Put each message beside its question."""
        for code, message in problems.items():
            self.add_error(code if code in self.fields else None, message)
