"""What the codes of the gate are called on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.documents import types
from lutra.documents.hidden.kinds import KINDS as HIDDEN
from lutra.documents.models import Finding
from lutra.documents.personal import KINDS as PERSONAL

# Kinds of files as the filter offers them.
KINDS: Mapping[str, tuple[Promise | str, tuple[str, ...]]] = {
    "pdf": ("PDF", (types.PDF,)),
    "text": (_("Teks dan naskah"), (types.DOCX, types.ODT, types.TXT, types.HTML, types.EML)),
    "table": (_("Tabel"), (types.XLSX, types.ODS, types.CSV)),
    "slides": (_("Paparan"), (types.PPTX,)),
    "image": (_("Gambar"), (types.PNG, types.JPEG)),
}
_NAMES: Mapping[str, str] = {
    types.PDF: "PDF",
    types.DOCX: "DOCX",
    types.XLSX: "XLSX",
    types.PPTX: "PPTX",
    types.ODT: "ODT",
    types.ODS: "ODS",
    types.CSV: "CSV",
    types.TXT: "TXT",
    types.HTML: "HTML",
    types.EML: "EML",
    types.PNG: "PNG",
    types.JPEG: "JPG",
}


@dataclass(frozen=True, slots=True)
class StateWords:
    """A state of the gate: short words, a sign beside them, and the mood of its badge."""

    words: Promise
    sign: str
    mood: str  # calm, soon, late, done


STATES: Mapping[str, StateWords] = {
    "none": StateWords(_("belum diperiksa"), "○", "calm"),
    "waiting": StateWords(_("menunggu diperiksa"), "○", "calm"),
    "running": StateWords(_("sedang diperiksa"), "◔", "calm"),
    "undecided": StateWords(_("ada temuan"), "◆", "soon"),
    "remove": StateWords(_("perlu salinan bersih"), "◆", "soon"),
    "ready": StateWords(_("siap disertifikasi"), "●", "calm"),
    "failed": StateWords(_("ditahan"), "▲", "late"),
    "replaced": StateWords(_("hanya salinan hitam"), "■", "calm"),
    "sealed": StateWords(_("rahasia"), "▲", "late"),
    "certified": StateWords(_("lolos"), "✓", "done"),
}


def state_words(code: str) -> StateWords:
    """The words of a state."""
    return STATES[code]


def kind_words(media_type: str) -> str:
    """What a kind of file is called; the media type itself for one without a name."""
    return _NAMES.get(media_type, media_type)


def finding_words(area: str, kind: str) -> str:
    """What a kind of finding is called, from the inspector's tables."""
    if kind == "more":
        return gettext("temuan lain yang terlalu banyak untuk didaftar")
    words = HIDDEN[kind].words if area == Finding.Area.HIDDEN and kind in HIDDEN else PERSONAL.get(kind, kind)
    return gettext(words)
