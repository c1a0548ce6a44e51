"""What a government demands of its own work beyond the law (``WorkRules``): read by the deeds, set by one deed."""

from __future__ import annotations

from django.db import transaction

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.requests.models import WorkRules

DEMANDS = ("needs_approval", "needs_search", "needs_reason_to_differ")


def rules_of(government_id: int) -> WorkRules:
    """The government's rules; without a row an unsaved one that demands nothing. One query."""
    found = WorkRules.objects.filter(government_id=government_id).first()
    return found or WorkRules(government_id=government_id)


@transaction.atomic
def set_rules(
    government: Government,
    /,
    *,
    needs_approval: bool,
    needs_search: bool,
    needs_reason_to_differ: bool,
    by: Actor,
) -> WorkRules:
    """Set all demands at once; they bind deeds from now on. The book keeps what was before. Raises NotPermitted."""
    permit(by, "requests.set_rules", government_id=government.pk)
    ledger.lock(government.pk)
    before = rules_of(government.pk)
    wanted = dict(zip(DEMANDS, (needs_approval, needs_search, needs_reason_to_differ), strict=True))
    held = {name: getattr(before, name) for name in DEMANDS}
    if held == wanted:
        return before
    rules, _made = WorkRules.objects.update_or_create(government=government, defaults=wanted)
    ledger.record(
        government_id=government.pk,
        kind="policy.work_rules_set",
        subject=("government", government.pk),
        by=by,
        data={"rules": wanted, "before": held},
    )
    return rules
