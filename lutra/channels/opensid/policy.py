"""How what villages show becomes public: an officer lets each document out, or a named officer has said so for all.

Nothing harvested is public before one of the two.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.channels.opensid.errors import PolicyIncomplete
from lutra.channels.opensid.models import HarvestPolicy
from lutra.channels.opensid.rights import may_manage, permit_to_set_policy
from lutra.directory.actors import Actor, actor_of
from lutra.directory.calendars import today
from lutra.directory.models import Government
from lutra.ledger import actions as ledger

LONGEST = 200


@transaction.atomic
def set_policy(
    government: Government, /, *, is_automatic: bool, basis: str, by: Actor, at: datetime | None = None
) -> HarvestPolicy:
    """Say from now on how villages' documents are published, with the decree or note on which that rests.

    Raises NotPermitted, PolicyIncomplete.
    """
    permit_to_set_policy(by, government.pk)
    if not basis.strip():
        raise PolicyIncomplete(_("Tulis dasar kebijakan ini, misalnya nomor keputusan atau nota dinas."))
    if len(basis.strip()) > LONGEST:
        raise PolicyIncomplete(_("Dasar paling banyak %(max)d huruf; persingkat.") % {"max": LONGEST})
    moment = at or timezone.now()
    ledger.lock(government.pk)
    made = HarvestPolicy.objects.create(
        government=government,
        is_automatic=is_automatic,
        basis=basis.strip(),
        set_at=moment,
        set_by_id=by.officer_id,
    )
    ledger.record(
        government_id=government.pk,
        kind="villages.policy_set",
        subject=("government", government.pk),
        by=by,
        at=moment,
        data={"is_automatic": is_automatic, "basis": made.basis},
    )
    return made


def policy(government: Government) -> HarvestPolicy | None:
    """The policy that counts now; None where nobody set one, so that an officer lets each document out."""
    return HarvestPolicy.objects.filter(government=government).select_related("set_by").first()


def lets_out(government: Government, *, at: datetime | None = None) -> Actor | None:
    """The officer in whose name documents go out by themselves; None where each one waits for an officer.

    The policy binds as long as the one who set it holds a post that may publish: another one renews it.
    """
    standing = policy(government)
    if standing is None or not standing.is_automatic:
        return None
    actor = actor_of(standing.set_by, government, on=today(government, now=at))
    return actor if may_manage(actor) else None
