"""The gate of the list: how an item becomes a public row. Deny by default; whatever goes wrong withholds.

1. ``project(item, …)`` makes the row and its files, without writing them. There is no other way out.
2. ``place(government_id, ids)`` writes them, and the search with them; the followers call it.
3. ``rebuild(government)`` makes every row anew.

An item goes out when it is listed, published, not withdrawn and of a class that the law lists, and its title names
nobody. Other texts that look personal stay behind one by one. A file goes out when ``documents.release`` says so.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from lutra.catalogue.models import Item, ItemFile
from lutra.directory.models import Government
from lutra.documents import personal, release
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.publishing.catalogue.models import Clearance, PublicFile, PublicItem
from lutra.publishing.catalogue.searched import entries_of, keys_of
from lutra.publishing.projection import clean
from lutra.publishing.search import indexing

log = logging.getLogger(__name__)

# The texts that an office writes; a dataset's are looked at one by one.
TEXTS = ("summary", "plain_summary", "holder", "responsible", "made_when", "made_at", "retention")
# So many items are made anew behind one lock.
_CHUNK = 300


@dataclass(frozen=True, slots=True)
class Public:
    """What goes out of one item."""

    row: PublicItem
    files: tuple[PublicFile, ...]


def project(item: Item, /, *, releasable: Collection[int], cleared: Collection[str] = ()) -> Public | None:
    """What the public may see of ``item``, not yet written; None when nothing of it may go out.

    ``releasable``: the ids of the documents that passed the release gate; ``cleared``: digests of texts that an officer
    has found to name nobody.
    """
    kinds = {row.code for row in statute.information_classes()}
    if (
        not item.is_public
        or item.withdrawn_at is not None
        or item.published_at is None
        or item.kind not in kinds
    ):
        return None
    title = _open(item.title, cleared)
    if not title:
        return None
    texts = {name: _open(getattr(item, name), cleared) for name in TEXTS}
    dataset, topics = _open_all(item.dataset, cleared), _open_all(item.topics, cleared)
    withheld = [name for name in TEXTS if getattr(item, name).strip() and not texts[name]]
    withheld += ["dataset"] if (item.dataset or {}) != (dataset or {}) else []
    row = PublicItem(
        government_id=item.government_id,
        item_id=item.pk,
        number=item.number,
        title=title,
        kind=item.kind,
        body_slug=item.body.slug,
        body_name=str(item.body),
        made_on=item.made_on,
        period_from=item.period_from,
        period_until=item.period_until,
        year=item.year,
        forms=list(item.forms),
        place_code=item.place_id or "",
        place_name=str(item.place) if item.place else "",
        obligations=list(item.obligations),
        topics=topics or [],
        dataset=dataset,
        source=item.source,
        published_at=item.published_at,
        changed_at=item.changed_at,
        dated_on=item.updated_on or legal_day(item.published_at, item.government.time_zone),
        updated_on=item.updated_on,
        next_due=item.next_due,
        withheld=withheld,
        **texts,
    )
    files = list(item.files.all())
    return Public(row, tuple(_files(item, files, releasable=releasable, cleared=cleared)))


def _files(
    item: Item, files: Sequence[ItemFile], *, releasable: Collection[int], cleared: Collection[str]
) -> Iterator[PublicFile]:
    """The current files that passed the gate, and the links; each with what it corrected."""
    by_pk = {file.pk: file for file in files}
    for file in files:
        if file.ended_at is not None or (file.document_id is not None and file.document_id not in releasable):
            continue
        label = _open(file.label, cleared)
        yield PublicFile(
            government_id=item.government_id,
            file_id=file.pk,
            document_id=file.document_id,
            url=file.url,
            label=label or file.format.upper() or "–",
            media_type=file.media_type,
            format=file.format,
            language=file.language,
            position=file.position,
            size=file.document.size if file.document else None,
            sha256=file.document.sha256 if file.document else "",
            added_at=file.added_at,
            correction_note=_open(file.correction_note, cleared),
            earlier=[
                {
                    "label": _open(older.label, cleared),
                    "sha256": older.document.sha256 if older.document else "",
                    "added_on": _day(older.added_at, item),
                    "ended_on": _day(older.ended_at, item),
                    "note": _open(newer.correction_note, cleared),
                }
                for newer, older in _before(file, by_pk)
            ],
            checked_at=file.checked_at,
            check_status=file.check_status,
        )


def _before(file: ItemFile, by_pk: dict[int, ItemFile]) -> Iterator[tuple[ItemFile, ItemFile]]:
    while file.replaces_id is not None and file.replaces_id in by_pk:
        yield file, by_pk[file.replaces_id]
        file = by_pk[file.replaces_id]


def _day(moment: datetime | None, item: Item) -> str:
    return legal_day(moment, item.government.time_zone).isoformat() if moment else ""


def _open(text: str, cleared: Collection[str]) -> str:
    """The text on one line, or "" when it looks personal and nobody has found that it is not."""
    wording = clean(text)
    if not wording or digest(wording) in cleared:
        return wording
    return "" if found_in(wording) else wording


def _open_all(value: Any, cleared: Collection[str]) -> Any:
    """A list or a mapping of texts without those that look personal."""
    if isinstance(value, dict):
        return {key: kept for key, text in value.items() if (kept := _open(str(text), cleared))}
    return (
        [kept for text in value or [] if (kept := _open(str(text), cleared))] if value is not None else None
    )


def found_in(text: str) -> frozenset[str]:
    """The kinds of personal data in an office's text; what an office tells of itself is none. Failing is finding."""
    try:
        return frozenset(match.kind for match in personal.find(text) if match.certainty != "official")
    except Exception as error:  # what cannot be looked at stays here
        log.warning("publication.not_checked", extra={"facts": {"error": type(error).__name__}})
        return frozenset({"unchecked"})


def digest(text: str) -> str:
    """By what a text that an officer cleared is recognised."""
    return hashlib.sha256(text.encode()).hexdigest()


def place(government_id: int, item_ids: Iterable[int], /) -> None:
    """Write the public rows of these items as they stand now, and what the search finds of them."""
    wanted = sorted(set(item_ids))
    for start in range(0, len(wanted), _CHUNK):
        with transaction.atomic():
            _place(government_id, wanted[start : start + _CHUNK])


def rebuild(government: Government, /, *, progress: Callable[[int], None] | None = None) -> int:
    """Make every public row of the list anew; how many there are. The search is made anew by itself.

    The old rows stand until the new ones of their stretch replace them. The book is locked meanwhile, so that no deed
    comes between reading an item and writing its row.
    """
    done, last = 0, 0
    while True:
        with transaction.atomic():
            ledger.lock(government.pk)
            ids = list(
                Item.objects.filter(government=government, pk__gt=last)
                .order_by("pk")
                .values_list("pk", flat=True)[:_CHUNK]
            )
            stretch = PublicItem.objects.filter(government=government, item_id__gt=last)
            if ids:
                stretch = stretch.filter(item_id__lte=ids[-1])
            _place(government.pk, sorted({*ids, *stretch.values_list("item_id", flat=True)}))
        if not ids:
            return PublicItem.objects.filter(government=government).count()
        done, last = done + len(ids), ids[-1]
        if progress is not None:
            progress(done)


def items_of_document(government_id: int, document_id: int, /) -> list[int]:
    """The items that hold a document."""
    files = ItemFile.objects.filter(government_id=government_id, document_id=document_id)
    return list(files.values_list("item_id", flat=True).distinct())


def cleared_in(government_id: int) -> frozenset[str]:
    """The digests of the texts that an officer has cleared."""
    return frozenset(Clearance.objects.filter(government_id=government_id).values_list("sha256", flat=True))


def _place(government_id: int, item_ids: Sequence[int]) -> None:
    items = list(_items(government_id).filter(pk__in=item_ids))
    documents = {
        file.document_id for item in items for file in item.files.all() if file.document_id is not None
    }
    releasable = _releasable(documents)
    cleared = cleared_in(government_id)
    found = [public for item in items if (public := project(item, releasable=releasable, cleared=cleared))]
    before = dict(
        PublicItem.objects.filter(government_id=government_id, item_id__in=item_ids).values_list(
            "item_id", "pk"
        )
    )
    old = keys_of(before.values())
    PublicFile.objects.filter(item_id__in=before.values()).delete()
    shown = {public.row.item_id for public in found}
    PublicItem.objects.filter(pk__in=[pk for item_id, pk in before.items() if item_id not in shown]).delete()
    for public in found:
        public.row.pk = before.get(public.row.item_id)
        public.row.save(force_insert=public.row.pk is None, force_update=public.row.pk is not None)
        for file in public.files:
            file.item = public.row
    PublicFile.objects.bulk_create(file for public in found for file in public.files)
    entries = [entry for public in found for entry in entries_of(public.row, public.files)]
    indexing.remove(government_id, old - {entry.key for entry in entries})
    indexing.put(government_id, entries)


def _releasable(document_ids: Collection[int]) -> frozenset[int]:
    """The one question asked about files. Whatever the gate stumbles over, the file waits."""
    try:
        return frozenset(release.releasable(document_ids)) if document_ids else frozenset()
    except Exception as error:
        log.warning("publication.gate_failed", extra={"facts": {"error": type(error).__name__}})
        return frozenset()


def _items(government_id: int) -> QuerySet[Item]:
    files = ItemFile.objects.select_related("document")
    found = Item.objects.filter(government_id=government_id)
    return found.select_related("government", "body__parent", "place__parent").prefetch_related(
        Prefetch("files", queryset=files)
    )
