"""Reminding officers: a tick of the worker, and what a government and each officer decide about it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor, actor_of
from lutra.directory.calendars import today
from lutra.directory.models import Government, User
from lutra.directory.permissions import permit
from lutra.inbox.errors import RemindersOutOfReason
from lutra.inbox.models import Digest, OutgoingMessage, Reminder, ReminderRules, ReminderWish
from lutra.inbox.reminders.items import Item, items
from lutra.ledger import actions as ledger

#: Nothing changes so fast that it must be looked for more often.
PAUSE = timedelta(minutes=30)
MOST_DAYS = 10


def rules_of(government: Government) -> ReminderRules:
    """What the government wants; without a row what is usual."""
    return ReminderRules.objects.filter(government=government).first() or ReminderRules(government=government)


def remind_officers(*, now: datetime | None = None) -> int:
    """Queue at most one digest a day for each officer, of what he was not told yet; return how many.

    State-based: after days of sleep each thing is told once, and a kill in between neither loses nor doubles one.
    """
    at = now or timezone.now()
    made = 0
    for government in Government.objects.all():
        rules = rules_of(government)
        day = today(government, now=at)
        if not rules.is_on or at.astimezone(ZoneInfo(government.time_zone)).hour < rules.hour:
            continue
        if rules.looked_at is not None and rules.looked_at <= at < rules.looked_at + PAUSE:
            continue
        made += _remind(government, rules, on=day, at=at)
        ReminderRules.objects.update_or_create(government=government, defaults={"looked_at": at})
    return made


def _remind(government: Government, rules: ReminderRules, *, on: date, at: datetime) -> int:
    people = _who_may_be_told(government, on=on)
    if not people:
        return 0
    found = items(government, on=on, days_ahead=rules.days_ahead)
    made = 0
    for user in people:
        actor = actor_of(user, government, on=on)
        made += _tell(government, user, [item for item in found if item.is_for(actor)], on=on, at=at)
    return made


def _who_may_be_told(government: Government, *, on: date) -> list[User]:
    """Officers in office with an address, who want it and were not written to today."""
    off = ReminderWish.objects.filter(government=government, is_off=True).values("user")
    told = Digest.objects.filter(government=government, on=on).values("user")
    holders = User.objects.filter(holdings__government=government, is_active=True, is_applicant=False)
    return list(holders.exclude(email="").exclude(pk__in=off).exclude(pk__in=told).distinct().order_by("pk"))


@transaction.atomic
def _tell(government: Government, user: User, mine: list[Item], *, on: date, at: datetime) -> bool:
    known = set(
        Reminder.objects.filter(
            government=government, user=user, key__in=[item.key for item in mine]
        ).values_list("key", flat=True)
    )
    fresh = list({item.key: item for item in mine if item.key not in known}.values())
    if not fresh:
        return False
    digest, is_new = Digest.objects.get_or_create(government=government, user=user, on=on)
    if not is_new:  # another worker was quicker
        return False
    Reminder.objects.bulk_create(
        Reminder(
            government=government,
            digest=digest,
            user=user,
            topic=item.topic,
            key=item.key,
            reference=item.reference,
            on=item.on,
            path=item.path,
        )
        for item in fresh
    )
    OutgoingMessage.objects.create(
        government=government,
        digest=digest,
        kind="digest",
        channel="email",
        key=f"digest:{digest.pk}:email",
        next_try_at=at,
        created_at=at,
    )
    return True


@transaction.atomic
def set_rules(
    government: Government, /, *, is_on: bool, days_ahead: int, hour: int, by: Actor
) -> ReminderRules:
    """Set what the government wants; the book keeps what was before. Raises NotPermitted, RemindersOutOfReason."""
    permit(by, "requests.set_rules", government_id=government.pk)
    if not 1 <= days_ahead <= MOST_DAYS:
        raise RemindersOutOfReason(
            {"days_ahead": _("Isi 1 sampai %(most)d hari kerja.") % {"most": MOST_DAYS}}
        )
    if not 0 <= hour <= 23:
        raise RemindersOutOfReason({"hour": _("Isi jam 0 sampai 23.")})
    ledger.lock(government.pk)
    before = rules_of(government)
    held = {"is_on": before.is_on, "days_ahead": before.days_ahead, "hour": before.hour}
    wanted = {"is_on": is_on, "days_ahead": days_ahead, "hour": hour}
    if held == wanted:
        return before
    rules, _made = ReminderRules.objects.update_or_create(government=government, defaults=wanted)
    ledger.record(
        government_id=government.pk,
        kind="policy.reminders_set",
        subject=("government", government.pk),
        by=by,
        data={"rules": wanted, "before": held},
    )
    return rules


def wants(actor: Actor) -> bool:
    """Whether the officer wants the digest. Raises NotPermitted for nobody in particular."""
    return not ReminderWish.objects.filter(
        government_id=actor.government_id, user_id=actor.officer_id, is_off=True
    ).exists()


def wish(actor: Actor, /, *, is_off: bool) -> None:
    """Note the officer's own choice. What is due stays on the desk whatever he chooses. Raises NotPermitted."""
    permit(actor, "desk.enter", government_id=actor.government_id)
    ReminderWish.objects.update_or_create(
        government_id=actor.government_id,
        user_id=actor.officer_id,
        defaults={"is_off": is_off, "changed_at": timezone.now()},
    )
