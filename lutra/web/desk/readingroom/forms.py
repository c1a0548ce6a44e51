"""What officers write about an answer before everybody reads it. The deeds say what is wrong with it."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from lutra.documents.models import Document
from lutra.publishing.readingroom.actions import LONGEST_REASON, LONGEST_SUMMARY, LONGEST_TITLE


class OfferForm(forms.Form):
    """Title, summary and which files go with them."""

    title = forms.CharField(
        label=_("Judul"),
        required=False,
        max_length=LONGEST_TITLE,
        help_text=_("Seperti pertanyaan yang dapat diajukan siapa saja, tanpa orangnya."),
    )
    summary = forms.CharField(
        label=_("Ringkasan jawaban"),
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Isi jawabannya dengan bahasa sederhana, tanpa nama, nomor, dan alamat rumah."),
    )
    documents = forms.MultipleChoiceField(
        label=_("Berkas yang ikut diterbitkan"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, given: list[Document], **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.given = given
        for name in ("title", "summary"):
            self.fields[name].needed_sometimes = True  # type: ignore[attr-defined]  # not shown as optional
        if given:
            choices = [(str(document.pk), document.name) for document in given]
            cast(forms.MultipleChoiceField, self.fields["documents"]).choices = choices
        else:
            del self.fields["documents"]

    @property
    def chosen(self) -> list[Document]:
        """The files that were ticked."""
        ticked = set(self.cleaned_data.get("documents", []))
        return [document for document in self.given if str(document.pk) in ticked]


class ReasonForm(forms.Form):
    """Why something is kept back, withdrawn or let out."""

    reason = forms.CharField(
        label=_("Alasan"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason.needed_sometimes = True  # type: ignore[attr-defined]
