"""Officials who must report their wealth (LHKPN): who is obliged, and where each report can be read."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.obligations.errors import Lacking, ObligationNotNow
from lutra.obligations.models import Official
from lutra.obligations.rights import permit_keep

_web_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def enter(body: PublicBody, /, *, name: str, office: str, by: Actor, at: datetime | None = None) -> Official:
    """Enter an official who is obliged to report. Raises NotPermitted, Lacking."""
    permit_keep(by, body)
    problems = {}
    if not name.strip():
        problems["name"] = _("Isi nama pejabat.")
    if not office.strip():
        problems["office"] = _("Isi jabatannya.")
    if problems:
        raise Lacking(problems)
    moment = at or timezone.now()
    made = Official.objects.create(
        government_id=body.government_id,
        body=body,
        name=name.strip()[:160],
        office=office.strip()[:200],
        added_at=moment,
    )
    _tell(made, "official.entered", by=by, at=moment)
    return made


@transaction.atomic
def report(
    official: Official,
    /,
    *,
    year: int,
    reported_on: date,
    url: str,
    by: Actor,
    at: datetime | None = None,
) -> Official:
    """Enter where an official's report can be read: its year, its day, its address. Raises NotPermitted, Lacking."""
    permit_keep(by, official.body)
    moment = at or timezone.now()
    problems = {}
    try:
        _web_address(url.strip())
    except ValidationError:
        problems["url"] = _("Isi alamat laman tempat laporannya dibaca, diawali https://.")
    if not 2000 <= year <= reported_on.year:
        problems["year"] = _("Tahun laporan tidak boleh sesudah tahun pelaporannya.")
    if reported_on > legal_day(moment, official.government.time_zone):
        problems["reported_on"] = _("Hari pelaporan belum tiba.")
    if problems:
        raise Lacking(problems)
    ledger.lock(official.government_id)
    official.refresh_from_db()
    if official.ended_at is not None:
        raise ObligationNotNow(_("Pejabat ini sudah tidak menjabat."))
    official.report_year, official.reported_on, official.url = year, reported_on, url.strip()
    official.save(update_fields=["report_year", "reported_on", "url"])
    _tell(official, "official.reported", by=by, at=moment)
    return official


@transaction.atomic
def end(official: Official, /, *, by: Actor, at: datetime | None = None) -> Official:
    """The official no longer holds the office. Raises NotPermitted, ObligationNotNow."""
    permit_keep(by, official.body)
    ledger.lock(official.government_id)
    official.refresh_from_db()
    if official.ended_at is not None:
        raise ObligationNotNow(_("Pejabat ini sudah tidak menjabat."))
    official.ended_at = at or timezone.now()
    official.save(update_fields=["ended_at"])
    _tell(official, "official.ended", by=by, at=official.ended_at)
    return official


def obliged(government: Government, *, body: PublicBody | None = None) -> QuerySet[Official]:
    """Everybody obliged now (in one body), body by body."""
    rows = Official.objects.filter(government=government, ended_at__isnull=True)
    rows = rows.filter(body=body) if body else rows
    return rows.select_related("body").order_by("body__name", "pk")


def without_report(government: Government) -> QuerySet[Official]:
    """The gap rows: who is obliged and has no link to a report."""
    return obliged(government).filter(url="")


def _tell(official: Official, kind: str, *, by: Actor, at: datetime) -> None:
    ledger.record(
        government_id=official.government_id,
        kind=kind,
        subject=("official", official.pk),
        by=by,
        at=at,
        data={"body": official.body_id, "year": official.report_year},
    )
