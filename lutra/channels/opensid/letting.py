"""Letting out what villages show: by an officer, one or many at once, or by the policy that a named officer set."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import CatalogueError
from lutra.catalogue.items.deeds import change_item, publish_item, restore_item
from lutra.catalogue.items.form import form_of
from lutra.catalogue.models import Item
from lutra.channels.opensid.errors import NotWaiting
from lutra.channels.opensid.models import HarvestedRow, HarvestPolicy
from lutra.channels.opensid.policy import lets_out
from lutra.channels.opensid.rights import permit_to_manage
from lutra.channels.opensid.rows import message
from lutra.channels.opensid.taking import changed_fields, wanted
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.documents import release
from lutra.documents.errors import DocumentError
from lutra.ledger import actions as ledger

State = HarvestedRow.State
FileState = HarvestedRow.FileState
_SHOWN = (State.LISTED, State.WAITING)
#: How many one round looks at.
ROUND = 300


@transaction.atomic
def let_out(row: HarvestedRow, /, *, by: Actor, at: datetime | None = None) -> Item:
    """Put a village's document on the list as the village shows it now; its file goes out once it is certified.

    A file in which nothing was found is certified by the same deed. Raises NotPermitted, NotWaiting, CatalogueError.
    """
    permit_to_manage(by, row.government_id)
    ledger.lock(row.government_id)
    row.refresh_from_db()
    moment = at or timezone.now()
    one = message(row.raw)
    if row.state not in _SHOWN or row.item is None or one.withheld or row.missing_since is not None:
        raise NotWaiting(_("Dokumen ini tidak (lagi) ditampilkan desa, jadi tidak dapat diterbitkan."))
    item = row.item
    if item.withdrawn_at is not None:
        restore_item(item, by=by, at=moment)
    if changes := changed_fields(row, wanted(row.source, one).form):
        change_item(item, form=form_of(item).changed(**changes), by=by, at=moment)
    if not item.is_public:
        publish_item(item, by=by, at=moment)
    if row.document is not None:
        release.certify_if_clear(row.document, by=by)
    row.state, row.reason, row.taken, row.took_off = State.LISTED, "", row.raw, False
    row.save(update_fields=["state", "reason", "taken", "took_off"])
    return item


def let_out_many(
    rows: Iterable[HarvestedRow], /, *, by: Actor, at: datetime | None = None
) -> tuple[int, list[str]]:
    """Each by itself: how many went out, and why the others did not. Raises NotPermitted."""
    out, refused = 0, []
    for row in rows:
        try:
            let_out(row, by=by, at=at)
            out += 1
        except (NotWaiting, CatalogueError, DocumentError) as refusal:
            refused.append(f"{row.source.region_id}:{row.number}: {refusal}")
    return out, refused


def let_out_clear(*, at: datetime | None = None) -> int:
    """Let out, in the name of whoever set the policy, what passed its examination without a finding; how many.

    What has a finding, or whose file could not be fetched, waits for an officer.
    """
    out = 0
    for government in Government.objects.filter(pk__in=HarvestPolicy.objects.values("government")):
        by = lets_out(government, at=at)
        if by is not None:
            out += sum(_if_clear(row, by=by, at=at) for row in _clear(government))
    return out


def _clear(government: Government) -> list[HarvestedRow]:
    """What waits for nothing but the policy: drafts, and new files of listed items, without anything found in them."""
    is_draft = Q(item__published_at__isnull=True)
    has_new_file = Q(item__is_public=True, document__isnull=False, document__certificates__isnull=True)
    rows = (
        HarvestedRow.objects.filter(
            is_draft | has_new_file,
            government=government,
            state=State.LISTED,
            missing_since__isnull=True,
            item__withdrawn_at__isnull=True,
            file_state__in=(FileState.NONE, FileState.KEPT),
        )
        # What somebody must look at first does not stand in the way of the others.
        .exclude(document__examinations__state__in=("found", "failed"))
        .select_related("source__region__parent", "item__body", "document")
        .order_by("pk")[:ROUND]
    )
    found = list(rows)
    standing = release.gates([row.document for row in found if row.document is not None])
    return [
        row
        for row in found
        if row.document is None or standing[row.document.pk].code in {"ready", "certified"}
    ]


def _if_clear(row: HarvestedRow, *, by: Actor, at: datetime | None) -> bool:
    try:
        let_out(row, by=by, at=at)
    except (NotWaiting, CatalogueError, DocumentError, NotPermitted):
        return False
    return True
