"""What the values of a search are called: for the pages, and for programs that read the interface."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from lutra.law import statute
from lutra.publishing.search.queries import Choice

KIND_LABELS: Mapping[str, Promise] = {
    "information": gettext_lazy("Informasi"),
    "answer": gettext_lazy("Jawaban"),
    "news": gettext_lazy("Berita"),
    "document": gettext_lazy("Isi dokumen"),
}


def label(name: str, choice: Choice) -> str:
    """The value of a facet in words."""
    if name == "kind":
        return str(KIND_LABELS.get(choice.value, choice.value))
    if name == "information_class":
        return class_label(choice.value)
    if name == "format":
        return choice.value.upper()
    return choice.label or choice.value


def class_label(code: str) -> str:
    """A class of the list in the reader's language; the code where the statute book does not know it."""
    labels = {
        row.code: statute.text(row.label, get_language() or "id") for row in statute.information_classes()
    }
    return labels.get(code, code)
