"""What a government demands of its blacking out (``RedactionRules``): read by the deeds, set by one deed."""

from __future__ import annotations

from django.db import transaction

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.redaction.models import RedactionRules


def rules_of(government_id: int) -> RedactionRules:
    """The government's rules; without a row the stricter ones. One query."""
    found = RedactionRules.objects.filter(government_id=government_id).first()
    return found or RedactionRules(government_id=government_id)


@transaction.atomic
def set_rules(government: Government, /, *, needs_second_person: bool, by: Actor) -> RedactionRules:
    """Whether somebody else must approve what one drew; it binds approvals from now on. Raises NotPermitted."""
    permit(by, "redactions.set_rules", government_id=government.pk)
    ledger.lock(government.pk)
    before = rules_of(government.pk)
    if before.pk and before.needs_second_person == needs_second_person:
        return before
    held = before.needs_second_person
    rules, _made = RedactionRules.objects.update_or_create(
        government=government, defaults={"needs_second_person": needs_second_person}
    )
    ledger.record(
        government_id=government.pk,
        kind="policy.redaction_rules_set",
        subject=("government", government.pk),
        by=by,
        data={"needs_second_person": needs_second_person, "before": held},
    )
    return rules
