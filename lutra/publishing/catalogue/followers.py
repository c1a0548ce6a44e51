"""The public list follows the book: after each deed on an item, or on a file of one, its row is made again."""

from __future__ import annotations

from lutra.catalogue.models import ImportRow
from lutra.documents import release
from lutra.ledger.followers import Entry, Follower
from lutra.publishing.catalogue.projection import items_of_document, place

#: Written by ``actions.clear``.
CLEARED = "publication.cleared"

_ITEMS = (
    "item.added",
    "item.changed",
    "item.published",
    "item.renewed",
    "item.withdrawn",
    "item.restored",
    "item.file_added",
    "item.file_replaced",
    "item.file_removed",
    "item.link_checked",
)
_MANY = ("items.imported", "items.import_undone")


def _ahead(entry: Entry) -> None:
    """An import's many rows are made in stretches before the cursor moves; making them twice does no harm."""
    if entry.kind in _MANY:
        rows = ImportRow.objects.filter(run_id=entry.subject_id, item__isnull=False)
        place(entry.government_id, rows.values_list("item_id", flat=True))


def _follow(entry: Entry, _made: object) -> None:
    """Make the row from the item as it stands now, so a replay ends where the book ends."""
    if entry.subject_type == "item":
        place(entry.government_id, [entry.subject_id])
    elif entry.subject_type == "document":
        place(entry.government_id, items_of_document(entry.government_id, entry.subject_id))


items = Follower(
    name="public_items",
    kinds=frozenset({*_ITEMS, *release.EVENTS, *_MANY, CLEARED}),
    handle=_follow,
    prepare=_ahead,
)
