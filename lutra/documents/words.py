"""Words that are translated where they are shown, marked where they are written; loads no framework."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """The text itself: a mark for those who collect what is to be translated."""
    return text
