"""A file that goes out only with parts blacked out: the original, and what was made of it otherwise, are kept in.

Whoever held both could lay one over the other and read what was withheld.
"""

from __future__ import annotations

from datetime import datetime

from lutra.directory.actors import Actor
from lutra.documents.models import Document
from lutra.documents.rights import enter

REDACTED = "redacted"


def replace(document: Document, /, *, by: Actor, at: datetime) -> None:
    """Close the gate for ``document``, its sources and their other copies. Part of the deed that made the copy."""
    for each in alike(document):
        if each.replaced_at is None:
            each.replaced_at = at
            each.save(update_fields=["replaced_at"])
            enter(each, "document.replaced", {"sha256": each.sha256}, by=by, at=at)


def restore(document: Document, /, *, by: Actor, at: datetime) -> None:
    """Undo ``replace``: the gate judges the files by themselves again. Part of the deed that revokes the copy."""
    for each in alike(document):
        if each.replaced_at is not None:
            each.replaced_at = None
            each.save(update_fields=["replaced_at"])
            enter(each, "document.restored", {"sha256": each.sha256}, by=by, at=at)


def alike(document: Document, /) -> list[Document]:
    """All files of the government that hold what ``document`` holds: by their making, and by their content.

    A copy with parts blacked out is none of them; where it is blacked out further, it is where they begin.
    """
    first = document
    while first.derived_from is not None and first.derivation != REDACTED:
        first = first.derived_from
    found, waiting = {first.pk}, [first]
    while waiting:
        one = waiting.pop()
        more = [
            *one.derived.exclude(derivation=REDACTED),
            *Document.objects.filter(
                government=one.government_id,
                sha256=one.sha256,
                is_sealed=False,
                image_of_request__isnull=True,
            ),
        ]
        for each in more:
            if each.pk not in found:
                found.add(each.pk)
                waiting.append(each)
    # Read anew: what the caller holds may be older than what was written a moment ago.
    return list(Document.objects.filter(pk__in=found).order_by("pk"))
