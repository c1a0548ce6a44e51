"""What every deed on a dispute looks at first: days, codes, what is missing, the papers that come with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.documents.actions import add
from lutra.documents.models import Document
from lutra.law import clocks as law_clocks
from lutra.law.clocks import legal_day
from lutra.ledger.cases import hold
from lutra.objections.dispute_models import Dispute
from lutra.objections.errors import (
    ObjectionIncomplete,
)
from lutra.requests.clocks import as_stored

MANAGE = "disputes.manage"


def begun(
    dispute: Dispute, deed: str, *, by: Actor, seen: int | None, at: datetime | None
) -> tuple[datetime, date]:
    """Check right and table, take the book; the moment of the deed and its legal day.

    Raises NotPermitted, NotNow, ChangedMeanwhile.
    """
    permit(by, MANAGE, government_id=dispute.government_id)
    hold(dispute, deed=deed, seen=seen)
    moment = at or timezone.now()
    return moment, legal_day(moment, dispute.government.time_zone)


def clock(
    clock: Mapping[str, Any], name: str, start: date, *, government: Government, day: date
) -> dict[str, Any]:
    """The clocks with one more, counted by the decrees known on ``day``."""
    calendar = calendar_of(government, as_known_on=day)
    due = law_clocks.due(f"dispute.{name}", start, calendar=calendar)
    return {**clock, name: as_stored(due, known_on=day)}


def missing(given: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {code: message for code, (value, message) in given.items() if not value.strip()}


def wrong_code(field: str, code: str, rows: Iterable[Any], message: str) -> dict[str, str]:
    return {} if any(row.code == code for row in rows) else {field: message}


def wrong_party(party: str) -> dict[str, str]:
    return {} if party in Dispute.Party.values else {"party": _("Pilih pihak yang mengajukan.")}


def wrong_day(field: str, day: date | None, *, latest: date, earliest: date | None = None) -> dict[str, str]:
    if day is None:
        return {field: _("Isi tanggalnya.")}
    if day > latest:
        return {field: _("Tanggal ini belum tiba.")}
    if earliest is not None and day < earliest:
        return {field: _("Tanggal ini mendahului langkah sebelumnya (%(day)s).") % {"day": earliest}}
    return {}


def dated(field: str, day: date | None, *, latest: date, earliest: date | None) -> date:
    wrong = wrong_day(field, day, latest=latest, earliest=earliest)
    if wrong or day is None:
        raise ObjectionIncomplete(wrong)
    return day


def kept(government: Government, files: Iterable[tuple[str, bytes]], *, at: datetime) -> list[Document]:
    return [add(government, name=name, content=content, at=at) for name, content in files]
