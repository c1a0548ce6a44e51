"""The engine of every case that moves by a table of the statute book: request, objection, dispute.

It knows the table, the book and the revision; what a deed means and who may do it, the modules above know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from lutra.law.statute import Transition, Workflow
from lutra.ledger import actions as ledger
from lutra.ledger.actions import ActorLike
from lutra.ledger.queries import Entry, history


class CaseError(Exception):
    """A deed on a case was refused; the message says what would be right."""


class NotNow(CaseError):
    """The table does not allow this deed at the case's stage."""

    def __init__(self, deed: str, stage: str) -> None:
        self.deed, self.stage = deed, stage
        super().__init__(
            _(
                "Langkah ini tidak dapat dilakukan pada tahap perkara sekarang. Muat ulang halaman untuk melihatnya."
            )
        )


class ChangedMeanwhile(CaseError):
    """Somebody else changed the case after it was shown."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Perkara ini baru saja diubah petugas lain. Isian Anda belum disimpan; periksa lalu kirim lagi."
            )
        )


class Case(models.Model):
    """What every case has: a government, a stage of its table, and a revision that each deed raises."""

    government_id: int
    stage: Any
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def table(self) -> Workflow:
        """The table of the statute book by which this case moves."""
        raise NotImplementedError

    @property
    def ledger_subject(self) -> tuple[str, int]:
        """How the book names this case: the table's code and the row's id."""
        return self.table.code, self.pk


def allows(case: Case, deed: str) -> bool:
    """Whether the table lets ``deed`` happen at the case's stage. Raises KeyError for a deed the law does not know."""
    return case.stage in case.table.transitions[deed].from_stages


def hold(case: Case, /, *, deed: str, seen: int | None = None) -> None:
    """Take the government's book for this transaction and read the case anew, then check the table.

    ``seen`` is the revision that the actor looked at; another one means that somebody was faster.
    Raises NotNow, ChangedMeanwhile.
    """
    ledger.lock(case.government_id)
    case.refresh_from_db()
    if seen is not None and seen != case.revision:
        raise ChangedMeanwhile
    if not allows(case, deed):
        raise NotNow(deed, case.stage)


def move(
    case: Case,
    /,
    deed: str,
    *,
    by: ActorLike,
    at: datetime,
    data: Mapping[str, Any],
    changes: Mapping[str, Any] | None = None,
) -> Entry:
    """Write the change and its one entry. Call ``hold`` first; both belong to the deed's transaction."""
    row = case.table.transitions[deed]
    fields = {**(changes or {}), "stage": row.to_stage or case.stage, "revision": case.revision + 1}
    updated = type(case)._default_manager.filter(pk=case.pk, revision=case.revision).update(**fields)
    if not updated:
        raise ChangedMeanwhile
    for name, value in fields.items():
        setattr(case, name, value)
    return ledger.record(
        government_id=case.government_id, kind=row.kind, subject=case.ledger_subject, by=by, at=at, data=data
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a case's story with the row of the law's table that gives it meaning."""

    entry: Entry
    transition: Transition | None

    @property
    def data(self) -> dict[str, Any]:
        """What the deed wrote."""
        return dict(self.entry.data)


def story(case: Case) -> list[Step]:
    """What happened to the case, in the order of its moments. Two kinds of reader: see ``Transition.says``.

    A letter bears the moment of the deed that it tells, so it stands beside that deed even if it was made later.
    """
    by_kind = {row.kind: row for row in case.table.transitions.values()}
    entries = history(case.ledger_subject, government_id=case.government_id)
    return [
        Step(entry=entry, transition=by_kind.get(entry.kind))
        for entry in sorted(entries, key=lambda entry: (entry.at, entry.seq))
    ]
