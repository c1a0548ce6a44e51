"""Signed statements that something is not there to be published ("tidak ada"), with reason and signer."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.law.errors import UnknownEntry
from lutra.ledger import actions as ledger
from lutra.obligations.errors import Lacking, ObligationNotNow
from lutra.obligations.models import Statement
from lutra.obligations.rights import permit_all, permit_keep
from lutra.obligations.signing import signed_as


@transaction.atomic
def state(
    government: Government,
    /,
    *,
    code: str,
    reason: str,
    by: Actor,
    body: PublicBody | None = None,
    holds_until: date | None = None,
    at: datetime | None = None,
) -> Statement:
    """Sign that ``code`` (an obligation or a part) is not required of ``body``, or of the government when None.

    It holds until revoked, or until the day ``holds_until``. Raises NotPermitted, Lacking, ObligationNotNow.
    """
    permit(by, "obligations.state", government_id=government.pk)
    if body is None:
        permit_all(by, government.pk)
    else:
        permit_keep(by, body)
    moment = at or timezone.now()
    day = legal_day(moment, government.time_zone)
    _check(code, reason, holds_until, day)
    ledger.lock(government.pk)
    if standing(government, on=day).filter(body=body, code=code).exists():
        raise ObligationNotNow(_("Pernyataan untuk kewajiban ini sudah ada dan masih berlaku."))
    # What ended by itself makes room for a new one.
    Statement.objects.filter(government=government, body=body, code=code, revoked_at__isnull=True).update(
        revoked_at=moment
    )
    made = Statement.objects.create(
        government=government,
        body=body,
        code=code,
        reason=reason.strip(),
        signed_by_id=by.officer_id,
        signed_as=signed_as(by, on=day),
        signed_on=day,
        holds_until=holds_until,
    )
    ledger.record(
        government_id=government.pk,
        kind="obligation.stated",
        subject=("obligation_statement", made.pk),
        by=by,
        at=moment,
        data={
            "code": code,
            "body": body.pk if body else None,
            "holds_until": holds_until.isoformat() if holds_until else None,
        },
    )
    return made


@transaction.atomic
def revoke(statement: Statement, /, *, by: Actor, at: datetime | None = None) -> Statement:
    """Take a statement back: the obligation is owed again. Raises NotPermitted, ObligationNotNow."""
    permit(by, "obligations.state", government_id=statement.government_id)
    if statement.body is None:
        permit_all(by, statement.government_id)
    else:
        permit_keep(by, statement.body)
    ledger.lock(statement.government_id)
    statement.refresh_from_db()
    if statement.revoked_at is not None:
        raise ObligationNotNow(_("Pernyataan ini sudah dicabut."))
    statement.revoked_at = at or timezone.now()
    statement.save(update_fields=["revoked_at"])
    ledger.record(
        government_id=statement.government_id,
        kind="obligation.statement_revoked",
        subject=("obligation_statement", statement.pk),
        by=by,
        at=statement.revoked_at,
        data={"code": statement.code, "body": statement.body_id},
    )
    return statement


def standing(government: Government, *, on: date) -> QuerySet[Statement]:
    """The statements that hold on a day."""
    return Statement.objects.filter(
        Q(holds_until__isnull=True) | Q(holds_until__gte=on),
        government=government,
        revoked_at__isnull=True,
        signed_on__lte=on,
    ).select_related("signed_by")


def _check(code: str, reason: str, holds_until: date | None, day: date) -> None:
    problems: dict[str, str] = {}
    try:
        statute.obligation(code)
    except UnknownEntry:
        problems["code"] = _("Pilih kewajiban dari daftar.")
    if len(reason.strip()) < 10:
        problems["reason"] = _(
            "Tulis mengapa informasi ini tidak ada pada Badan Publik; masyarakat akan membacanya."
        )
    if holds_until is not None and holds_until < day:
        problems["holds_until"] = _("Hari berakhirnya sudah lewat.")
    if problems:
        raise Lacking(problems)
