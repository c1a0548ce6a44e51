"""Inviting somebody to propose an answer, taking it back, and the reply itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.delegation.errors import DelegationIncomplete, LinkEnded
from lutra.delegation.models import TRIES, Delegation
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody, User
from lutra.directory.permissions import permit
from lutra.directory.roles import Role
from lutra.dispositions.queries import of as dispositions_of
from lutra.ledger import actions as ledger
from lutra.requests import actions as requests
from lutra.requests.models import Draft, Request

LONGEST_DAYS = 14
_SALT = "lutra.delegation"


@transaction.atomic
def invite(
    request: Request,
    /,
    *,
    body: PublicBody,
    person: str,
    days: int,
    by: Actor,
    at: datetime | None = None,
) -> tuple[Delegation, str]:
    """Let ``person`` of a body that holds the request propose an answer for ``days`` days.

    Returns the delegation and its code of six digits, which is kept as a digest only: it is told by telephone and
    never stands beside the link. Raises NotPermitted, DelegationIncomplete.
    """
    permit(by, "requests.delegate", government_id=request.government_id)
    ledger.lock(request.government_id)
    wrong = {}
    held = dispositions_of(request.ledger_subject, government=request.government)
    if not held.filter(to_body=body).exists():
        wrong["body"] = _("Teruskan dulu permohonan ini ke perangkat daerah tersebut.")
    if not person.strip():
        wrong["person"] = _("Tuliskan nama dan jabatan orang yang akan menjawab.")
    if not 1 <= days <= LONGEST_DAYS:
        wrong["days"] = _("Tautan berlaku 1 sampai %(days)d hari.") % {"days": LONGEST_DAYS}
    if wrong:
        raise DelegationIncomplete(wrong)
    moment, code = at or timezone.now(), f"{secrets.randbelow(10**6):06d}"
    made = Delegation.objects.create(
        government_id=request.government_id,
        request=request,
        body=body,
        person=_person(request.government, person.strip()[:160]),
        code_digest="",
        created_at=moment,
        created_by_id=by.officer_id,
        expires_at=moment + timedelta(days=days),
    )
    made.code_digest = _digest(made, code)
    made.save(update_fields=["code_digest"])
    ledger.record(
        government_id=request.government_id,
        kind="request.delegated",
        subject=request.ledger_subject,
        by=by,
        at=moment,
        data={"delegation": made.pk, "body": body.short_name, "until": made.expires_at.isoformat()},
    )
    return made, code


def _person(government: Government, full_name: str) -> User:
    """A row for the author of the draft: inactive and without a password, so that nobody ever signs in by it."""
    made = User(
        username=f"delegate-{secrets.token_hex(8)}",
        full_name=full_name,
        government=government,
        is_active=False,
    )
    made.set_unusable_password()
    made.save()
    return made


@transaction.atomic
def revoke(delegation: Delegation, /, *, by: Actor, at: datetime | None = None) -> Delegation:
    """End a link at once; again changes nothing. Raises NotPermitted."""
    permit(by, "requests.delegate", government_id=delegation.government_id)
    ledger.lock(delegation.government_id)
    delegation.refresh_from_db()
    if delegation.revoked_at is None:
        delegation.revoked_at = at or timezone.now()
        delegation.save(update_fields=["revoked_at"])
        ledger.record(
            government_id=delegation.government_id,
            kind="request.delegation_revoked",
            subject=delegation.request.ledger_subject,
            by=by,
            at=delegation.revoked_at,
            data={"delegation": delegation.pk, "body": delegation.body.short_name},
        )
    return delegation


def token(delegation: Delegation) -> str:
    """What stands in the link: the delegation's number, signed."""
    return signing.dumps(delegation.pk, salt=_SALT)


def find(government: Government, signed: str, *, now: datetime | None = None) -> Delegation | None:
    """The delegation of a link that still leads somewhere in ``government``; None for every other."""
    try:
        pk = signing.loads(signed, salt=_SALT)
    except signing.BadSignature:
        return None
    found = (
        Delegation.objects.filter(pk=pk, government=government)
        .select_related("request", "body__parent", "person")
        .first()
    )
    return found if found and found.is_alive(now or timezone.now()) else None


def is_code(delegation: Delegation, typed: str, /) -> bool:
    """Whether ``typed`` is the code. Each try is counted before it is looked at; five wrong ones end the link."""
    counted = Delegation.objects.filter(pk=delegation.pk, tries__lt=TRIES).update(tries=F("tries") + 1)
    digits = "".join(char for char in typed if char.isdigit())
    if not counted or not hmac.compare_digest(_digest(delegation, digits), delegation.code_digest):
        return False
    Delegation.objects.filter(pk=delegation.pk).update(tries=0)
    return True


def reply(
    delegation: Delegation,
    /,
    *,
    text: str,
    outcome: str,
    files: Sequence[tuple[str, bytes]] = (),
    at: datetime | None = None,
) -> Draft:
    """Propose the answer; the link has done its work and ends. The caller has asked for the code.

    For this one deed the delegate has the right of the body's own PPID, on what that body still holds, and no other.
    Raises LinkEnded, and what ``requests.draft`` raises.
    """
    moment = at or timezone.now()
    with transaction.atomic():
        ledger.lock(delegation.government_id)
        delegation.refresh_from_db()
        if not delegation.is_alive(moment):
            raise LinkEnded(_("Tautan ini sudah berakhir. Mintalah tautan baru kepada PPID."))
        made = requests.draft(
            delegation.request,
            text=text,
            outcome=outcome,
            body=delegation.body,
            files=files,
            by=_delegate(delegation),
            at=moment,
        )
        delegation.replied_at = moment
        delegation.save(update_fields=["replied_at"])
    return made


def _delegate(delegation: Delegation) -> Actor:
    return Actor(
        kind="delegate",
        government_id=delegation.government_id,
        user_id=delegation.person_id,
        roles=frozenset({str(Role.PPID_PELAKSANA)}),
        body_ids=frozenset({delegation.body_id}),
        label=str(delegation.person),
    )


def _digest(delegation: Delegation, code: str) -> str:
    message = f"{delegation.pk}:{code}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()
