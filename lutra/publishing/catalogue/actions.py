"""The deed of the public list: an officer's word that a text which looks personal names nobody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.publishing.catalogue.followers import CLEARED
from lutra.publishing.catalogue.models import Clearance
from lutra.publishing.catalogue.projection import TEXTS, digest
from lutra.publishing.errors import NothingToPublish
from lutra.publishing.projection import clean

PERMISSION = "publishing.offer"
CLEARABLE = ("title", *TEXTS)


@transaction.atomic
def clear(item: Item, /, *, field: str, reason: str, by: Actor, at: datetime | None = None) -> Clearance:
    """Let a text of an item go out though it looks personal; it holds for exactly this wording.

    ``field``: one of ``CLEARABLE``. The book keeps the digest only. Raises NotPermitted, NothingToPublish.
    """
    permit(by, PERMISSION, government_id=item.government_id)
    if by.user_id is None:
        raise NotPermitted(PERMISSION)
    wording = clean(getattr(item, field)) if field in CLEARABLE else ""
    if not wording:
        raise NothingToPublish(_("Bagian ini kosong; tidak ada yang perlu dibuka."))
    if not reason.strip():
        raise NothingToPublish(_("Tulis mengapa teks ini tidak memuat data pribadi seseorang."))
    moment = at or timezone.now()
    made, _is_new = Clearance.objects.get_or_create(
        government_id=item.government_id,
        sha256=digest(wording),
        defaults={"reason": reason.strip()[:300], "cleared_by_id": by.user_id, "cleared_at": moment},
    )
    ledger.record(
        government_id=item.government_id,
        kind=CLEARED,
        subject=("item", item.pk),
        by=by,
        at=moment,
        data={"field": field, "sha256": made.sha256},
    )
    return made
