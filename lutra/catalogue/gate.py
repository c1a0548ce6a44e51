"""The one question asked before a file of the list is shown: has it passed the release gate? Fails closed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from importlib import import_module

from lutra.documents.models import Document

_log = logging.getLogger(__name__)


def may_be_public(document: Document) -> bool:
    """Whether the public may have this file. Anything that cannot be asked or goes wrong withholds it."""
    ask = _gate()
    if ask is None or document.is_sealed or document.purged_at is not None:
        return False
    try:
        return ask(document)
    except Exception:
        # Whatever the gate stumbles over, the file waits; the book and the log say so.
        _log.exception("release gate failed for document %s", document.pk)
        return False


def _gate() -> Callable[[Document], bool] | None:
    try:
        release = import_module("lutra.documents.release")
    except ModuleNotFoundError:
        return None
    asked: Callable[[Document], bool] | None = getattr(release, "is_releasable", None)
    return asked
