"""Programmes and activities under way: what an entry tells, and what it lacks (periodic information, letter b)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.law import statute
from lutra.law.duties import EntryField
from lutra.ledger import actions as ledger
from lutra.obligations.errors import Lacking, ObligationNotNow
from lutra.obligations.models import Programme
from lutra.obligations.rights import permit_keep

_LONGEST = 2000


def missing_fields(answers: Mapping[str, str]) -> tuple[EntryField, ...]:
    """What an entry must still tell; empty when it is complete."""
    return tuple(
        field
        for field in statute.programme_fields()
        if not field.optional and not str(answers.get(field.code, "")).strip()
    )


@transaction.atomic
def enter(
    body: PublicBody, /, *, year: int, answers: Mapping[str, str], by: Actor, at: datetime | None = None
) -> Programme:
    """Enter a programme. A name is all that is needed; what else it lacks shows it as incomplete, and publicly so.

    Raises NotPermitted, Lacking.
    """
    permit_keep(by, body)
    given = _read(answers, year)
    moment = at or timezone.now()
    made = Programme.objects.create(
        government_id=body.government_id,
        body=body,
        year=year,
        answers=given,
        created_at=moment,
        changed_at=moment,
    )
    _tell(made, "programme.entered", by=by, at=moment)
    return made


@transaction.atomic
def change(
    programme: Programme, /, *, year: int, answers: Mapping[str, str], by: Actor, at: datetime | None = None
) -> Programme:
    """Change what a programme tells. Raises NotPermitted, Lacking, ObligationNotNow."""
    permit_keep(by, programme.body)
    ledger.lock(programme.government_id)
    programme.refresh_from_db()
    if programme.ended_at is not None:
        raise ObligationNotNow(_("Program ini sudah diakhiri."))
    programme.year, programme.answers = year, _read(answers, year)
    programme.changed_at = at or timezone.now()
    programme.save(update_fields=["year", "answers", "changed_at"])
    _tell(programme, "programme.changed", by=by, at=programme.changed_at)
    return programme


@transaction.atomic
def end(programme: Programme, /, *, by: Actor, at: datetime | None = None) -> Programme:
    """The programme is no longer under way; its entry is kept. Raises NotPermitted, ObligationNotNow."""
    permit_keep(by, programme.body)
    ledger.lock(programme.government_id)
    programme.refresh_from_db()
    if programme.ended_at is not None:
        raise ObligationNotNow(_("Program ini sudah diakhiri."))
    programme.ended_at = at or timezone.now()
    programme.save(update_fields=["ended_at"])
    _tell(programme, "programme.ended", by=by, at=programme.ended_at)
    return programme


def _read(answers: Mapping[str, str], year: int) -> dict[str, str]:
    codes = [field.code for field in statute.programme_fields()]
    given = {code: str(answers.get(code, "")).strip() for code in codes}
    problems = {
        code: _("Paling banyak %(max)d huruf; persingkat.") % {"max": _LONGEST}
        for code, text in given.items()
        if len(text) > _LONGEST
    }
    if not given["name"]:
        problems["name"] = next(
            field.missing.in_(get_language() or "id")
            for field in statute.programme_fields()
            if field.code == "name"
        )
    if not 1990 <= year <= 2100:
        problems["year"] = _("Isi tahun, misalnya 2026.")
    if problems:
        raise Lacking(problems)
    return {code: text for code, text in given.items() if text}


def _tell(programme: Programme, kind: str, *, by: Actor, at: datetime) -> None:
    ledger.record(
        government_id=programme.government_id,
        kind=kind,
        subject=("programme", programme.pk),
        by=by,
        at=at,
        data={
            "body": programme.body_id,
            "year": programme.year,
            "lacks": [field.code for field in missing_fields(programme.answers)],
        },
    )
