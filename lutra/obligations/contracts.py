"""What personal data a contract holds, as the release gate found it (procurement: published redacted only)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from lutra.documents.models import Document

_log = logging.getLogger(__name__)

#: Said when nobody could look: the gate is closed, not open.
UNKNOWN = "unknown"


def personal_kinds(document: Document) -> tuple[str, ...]:
    """The kinds of personal data found in a document ("nik", "account", …); empty when it was looked at and is clean.

    Fails closed: what could not be looked at is ``(UNKNOWN,)``.
    """
    ask = _gate()
    if ask is None:
        return (UNKNOWN,)
    try:
        return tuple(sorted(set(ask(document))))
    except Exception:
        # Whatever the gate stumbles over, the contract waits.
        _log.exception("personal data in document %s could not be looked for", document.pk)
        return (UNKNOWN,)


def _gate() -> Callable[[Document], tuple[str, ...]] | None:
    try:
        gate = import_module("lutra.catalogue.gate")
    except ModuleNotFoundError:
        return None
    asked: Callable[[Document], tuple[str, ...]] | None = getattr(gate, "personal_kinds", None)
    return asked
