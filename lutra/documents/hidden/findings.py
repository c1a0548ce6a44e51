"""What a file hides: one finding, and the table of all kinds there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lutra.documents.hidden.kinds import KINDS
from lutra.documents.personal import masked_excerpt

Severity = Literal["blocks", "note"]


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something that travels with the file unseen. ``place`` says where; ``detail_masked`` shows no personal data."""

    kind: str
    place: str
    detail_masked: str
    severity: Severity


def hidden(kind: str, place: str, detail: str = "", *, severity: Severity | None = None) -> Hidden:
    """A finding of a kind of the table; ``detail`` may come from the file and is shortened and masked."""
    return Hidden(kind, place[:200], masked_excerpt(detail), severity or KINDS[kind].severity)


def note(kind: str, place: str, detail: str = "") -> Hidden:
    """A finding that does not hold the file back."""
    return hidden(kind, place, detail, severity="note")
