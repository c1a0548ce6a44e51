"""Queueing messages and entering proof."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.inbox.models import OutgoingMessage, Proof
from lutra.law import statute
from lutra.ledger import actions as ledger
from lutra.ledger.cases import allows
from lutra.letters.models import Letter
from lutra.objections import actions as objections
from lutra.objections.models import Delivery as ObjectionDelivery
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.requests.models import Delivery as RequestDelivery
from lutra.requests.models import Request

AnyDelivery = RequestDelivery | ObjectionDelivery

# What answers; its delivery moves the case.
ANSWERS = frozenset(
    {
        str(Letter.Kind.NOTICE),
        str(Letter.Kind.REFUSAL),
        str(Letter.Kind.OBJECTION_REPLY),
        str(Letter.Kind.SETTLEMENT),
    }
)
# Older news is not announced any more: after a replay or an import nobody wants a receipt of years ago.
FRESH = timedelta(days=30)


@transaction.atomic
def prove(letter: Letter, /, *, channel: str, evidence: str, at: datetime, by: Actor) -> Proof | AnyDelivery:
    """Enter that a letter reached the applicant by ``channel``. Asked again, it changes nothing.

    An answer is delivered by ``requests.deliver`` or ``objections.deliver``, which move the case; for every other
    letter, for an answer whose case was closed in the meantime, and for one that only lies on the page of somebody who
    does not follow his case there, the proof is kept here with its own entry "letter.delivered".
    Raises NotPermitted, NoProof.
    """
    if by.kind != "system" or by.government_id != letter.government_id:
        raise NotPermitted("inbox.prove")
    ledger.lock(letter.government_id)
    if delivery := _answered(letter, channel=channel, evidence=evidence, at=at, by=by):
        return delivery
    proof, is_new = Proof.objects.get_or_create(
        letter=letter,
        channel=channel,
        defaults={"government_id": letter.government_id, "evidence": evidence, "reached_at": at},
    )
    if is_new:
        ledger.record(
            government_id=letter.government_id,
            kind="letter.delivered",
            subject=letter.case.ledger_subject,
            by=by,
            at=at,
            data={"letter": letter.pk, "number": letter.reference, "kind": letter.kind, "channel": channel},
        )
    return proof


def _answered(letter: Letter, *, channel: str, evidence: str, at: datetime, by: Actor) -> AnyDelivery | None:
    """The delivery of a letter that answers; None for another letter, or when its case is closed."""
    if letter.kind not in ANSWERS:
        return None
    case = letter.case
    case.refresh_from_db()
    if channel == "page" and not is_followed_online(case):
        return None
    earlier: AnyDelivery | None = case.deliveries.filter(channel=channel, what=letter.kind).first()
    if earlier or not allows(case, "deliver"):
        return earlier
    if isinstance(case, Objection):
        return objections.deliver(case, channel=channel, what=letter.kind, evidence=evidence, by=by, at=at)
    return requests.deliver(case, channel=channel, what=letter.kind, evidence=evidence, by=by, at=at)


def is_followed_online(case: Request | Objection) -> bool:
    """Whether an answer on the case's page has reached the applicant: he came by a way without an officer, or wants his
    answers by e-mail. To whoever stood at the counter the desk hands the answer over, and his terms run from then."""
    request = case.request if isinstance(case, Objection) else case
    wants_email = request is not None and request.delivery_way == "email"
    return wants_email or not statute.channel(case.channel).by_officer


def queue_email(letter: Letter, /, *, now: datetime | None = None) -> OutgoingMessage | None:
    """Queue the e-mail that announces a letter; None where the applicant gave no address. Idempotent."""
    if not letter.case.applicant.identity.open().get("email"):
        return None
    moment = now or timezone.now()
    is_fresh = moment - letter.issued_at <= FRESH
    message, _is_new = OutgoingMessage.objects.get_or_create(
        key=f"letter:{letter.pk}:email",
        defaults={
            "government_id": letter.government_id,
            "request": letter.request,
            "letter": letter,
            "kind": letter.kind,
            "channel": "email",
            "state": OutgoingMessage.State.WAITING if is_fresh else OutgoingMessage.State.EXPIRED,
            "next_try_at": moment if is_fresh else None,
            "created_at": moment,
        },
    )
    return message
