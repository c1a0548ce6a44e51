"""The questions asked before anything of the list is shown: did the file pass the release gate, is a text personal?
Both fail closed."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from lutra.documents import personal, release
from lutra.documents.models import Document

_log = logging.getLogger(__name__)


def may_be_public(document: Document) -> bool:
    """Whether the public may have this file. Anything that goes wrong on the way withholds it."""
    return document.pk in open_ones([document])


def open_ones(documents: Iterable[Document]) -> set[int]:
    """Which of these files the public may have, by id; all at once for a list."""
    ids = [document.pk for document in documents if not document.is_sealed and document.purged_at is None]
    if not ids:
        return set()
    try:
        return release.releasable(ids)
    except Exception:
        # Whatever the gate stumbles over, the files wait; the log says so.
        _log.exception("the release gate could not be asked about documents %s", ids)
        return set()


def personal_kinds(text: str) -> list[str]:
    """The kinds of personal data that surely stand in a text ("nik", "phone"), each once; empty for none."""
    return sorted({match.kind for match in personal.find(text) if match.certainty == "sure"})
