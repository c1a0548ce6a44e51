"""Texts of the statute book in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.utils.translation import get_language

from lutra.law import statute
from lutra.law.records import Text


class Labelled(Protocol):
    """A record of the statute book with a code and a label."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> Text: ...


def say(text: Text) -> str:
    """``text`` in the language of the page."""
    return statute.text(text, get_language() or "id")


def basis(clause: str) -> str:
    """The citation of a clause for a screen, in the language of the page."""
    return statute.legal_basis(clause, "en" if (get_language() or "id").startswith("en") else "id")


def choices(records: Iterable[Labelled], *, empty: str | None = None) -> list[tuple[str, str]]:
    """The records as choices of a form field, with an empty one before them when its words are given."""
    listed = [(record.code, say(record.label)) for record in records]
    return listed if empty is None else [("", empty), *listed]


def result(outcome: str) -> str:
    """What an outcome's code means; a dash while there is none."""
    return say(statute.outcome(outcome).label) if outcome else "–"
