"""What a government demands of its own work beyond the law (``WorkRules``): read by the deeds, set by one deed."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.ledger import actions as ledger
from lutra.requests.errors import Incomplete
from lutra.requests.models import WorkRules

DEMANDS = ("needs_approval", "needs_search", "needs_reason_to_differ", "needs_advice")
# From how many requests, within how many days, officers are told that they repeat or that many ask alike (LAW Q22).
FLAGS = ("repeated_from", "repeated_days", "alike_from", "alike_days")
MOST_DAYS = 31
_MOST = 10_000


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
    needs_advice: bool | None = None,
    flags: Mapping[str, int] | None = None,
) -> WorkRules:
    """Set all demands at once; they bind deeds from now on. The book keeps what was before.

    ``needs_advice`` and thresholds of ``FLAGS`` (``flags``) stay as they are when they are not named.
    Raises NotPermitted, Incomplete.
    """
    permit(by, "requests.set_rules", government_id=government.pk)
    ledger.lock(government.pk)
    before = rules_of(government.pk)
    if wrong := _flag_problems(flags or {}):
        raise Incomplete(wrong)
    held = {name: getattr(before, name) for name in (*DEMANDS, *FLAGS)}
    advice = before.needs_advice if needs_advice is None else needs_advice
    demanded = dict(zip(DEMANDS, (needs_approval, needs_search, needs_reason_to_differ, advice), strict=True))
    wanted = {**held, **demanded, **(flags or {})}
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


def _flag_problems(flags: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with the thresholds. Raises KeyError for a name that is none."""
    if unknown := set(flags) - set(FLAGS):
        raise KeyError(", ".join(sorted(unknown)))
    wrong = {}
    for name, value in flags.items():
        if name.endswith("_days") and not 1 <= value <= MOST_DAYS:
            wrong[name] = _("Isi 1 sampai %(most)d hari.") % {"most": MOST_DAYS}
        elif not 0 <= value <= _MOST:
            wrong[name] = _("Isi jumlah permohonan; 0 berarti tidak ditandai.")
    return wrong
