"""Reads: the index of withheld parts, and which redaction stands behind a copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lutra.documents.models import Document
from lutra.law import statute
from lutra.law.records import Language
from lutra.redaction.grounds import clause
from lutra.redaction.models import Redaction


@dataclass(frozen=True, slots=True)
class Withheld:
    """One line of the index: parts of one page with the same ground, kind of matter and reason; never the matter."""

    page: int
    ground: str  # the letter of UU 14/2008 Pasal 17
    sub_item: str
    clause: str  # id of the clause in the statute book
    matter: str
    reason: str
    count: int

    def as_json(self, language: Language = "id") -> dict[str, Any]:
        """For whoever reads it by program."""
        return {
            "page": self.page,
            "ground": self.ground,
            "sub_item": self.sub_item,
            "clause": self.clause,
            "citation": statute.legal_basis(self.clause, language),
            "matter": self.matter,
            "reason": self.reason,
            "count": self.count,
        }


def index_of(redaction: Redaction, /) -> list[Withheld]:
    """The withheld parts (UU 14/2008 Pasal 22 ayat (7) huruf e), page by page in the order they stand there."""
    counted: dict[tuple[int, str, str, str, str], int] = {}
    for box in redaction.standing_boxes():
        line = (box.page, box.ground, box.sub_item, box.matter, box.reason)
        counted[line] = counted.get(line, 0) + 1
    return [
        Withheld(page, ground, sub_item, clause(ground, sub_item), matter, reason, count)
        for (page, ground, sub_item, matter, reason), count in counted.items()
    ]


def behind(documents: Iterable[Document], /) -> dict[int, Redaction]:
    """The produced redaction of each of these files that is a copy with parts blacked out, by the copy's id."""
    found = Redaction.objects.filter(output__in=list(documents), state=Redaction.State.PRODUCED)
    return {each.output_id: each for each in found if each.output_id}


def copies_of(documents: Iterable[Document], /) -> list[Document]:
    """The standing copies of these files with parts blacked out, also of what was made of them otherwise."""
    ids = [document.pk for document in documents]
    made = Redaction.objects.filter(state=Redaction.State.PRODUCED)
    found = made.filter(document__in=ids) | made.filter(document__derived_from__in=ids)
    return [each.output for each in found.select_related("output").order_by("pk") if each.output]
