"""Importing an old exempt list as a deed, undoing it as a whole, and making a test of one proposal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ImportNotNow, UnreadableFile
from lutra.catalogue.models import ConsequenceTest
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import may
from lutra.documents import actions as documents
from lutra.exemptions.importing.reading import Read, read
from lutra.exemptions.proposal_models import Proposal, ProposalRun
from lutra.ledger import actions as ledger

State = ProposalRun.State


@dataclass(frozen=True, slots=True)
class Plan:
    """What importing a file would do: the rows that are new, those that are there already, and those that are wrong."""

    rows: list[Read]
    new: list[Read]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        wrong = sum(row.is_wrong for row in self.rows)
        return {
            "rows": len(self.rows),
            "added": len(self.new),
            "unchanged": len(self.rows) - len(self.new) - wrong,
            "error": wrong,
            "warnings": sum(bool(row.faults) and not row.is_wrong for row in self.rows),
        }

    @property
    def faults(self) -> list[dict[str, str]]:
        """Every fault, row by row."""
        return [fault for row in self.rows for fault in row.faults]


def plan(government: Government, content: bytes, /, *, by: Actor, body: PublicBody | None = None) -> Plan:
    """Read a file and say what importing it would do; nothing is kept. Raises NotPermitted, UnreadableFile."""
    _permit(by, government)
    rows = read(government, content, by=by, body=body)
    there = set(Proposal.objects.filter(government=government).values_list("key", flat=True))
    return Plan(rows, [row for row in rows if not row.is_wrong and row.key not in there])


@transaction.atomic
def propose(
    government: Government,
    /,
    *,
    name: str,
    content: bytes,
    by: Actor,
    body: PublicBody | None = None,
    at: datetime | None = None,
) -> ProposalRun:
    """Keep the file and its right rows as proposals; wrong rows stay out and are named. Twice adds nothing.

    A file that cannot be read stays, with the reason: the run is then ``failed``. Raises NotPermitted.
    """
    _permit(by, government)
    moment = at or timezone.now()
    place = ledger.lock(government.pk)
    kept = documents.add_raw(
        government, name=name, content=content, kind="application/octet-stream", at=moment
    )
    run = ProposalRun(
        government=government, document=kept, state=State.DONE, created_at=moment, created_by_id=by.user_id
    )
    try:
        found = plan(government, content, by=by, body=body)
    except UnreadableFile as error:
        run.state, run.failure = State.FAILED, f"{error} / {error.english}"[:500]
        run.save()
        return run
    run.counts, run.faults = found.counts, found.faults
    run.save()
    _add(run, found.new)
    ledger.record(
        government_id=government.pk,
        kind="exemptions.proposed",
        subject=("proposal_run", run.pk),
        by=by,
        at=moment,
        place=place,
        data={"sha256": kept.sha256, "counts": run.counts},
    )
    return run


def _add(run: ProposalRun, rows: Iterable[Read]) -> None:
    Proposal.objects.bulk_create(
        (
            Proposal(government_id=run.government_id, run=run, row=row.row, key=row.key, **row.fields)
            for row in rows
        ),
        batch_size=500,
    )


@transaction.atomic
def undo(run: ProposalRun, /, *, by: Actor, at: datetime | None = None) -> dict[str, int]:
    """Take back the proposals of one import; those of which a test was made stay. Raises NotPermitted, ImportNotNow."""
    _permit(by, run.government)
    place = ledger.lock(run.government_id)
    run.refresh_from_db()
    if run.state != State.DONE:
        raise ImportNotNow(_("Hanya impor yang sudah dijalankan yang dapat dibatalkan."))
    moment = at or timezone.now()
    gone, _by_model = run.proposals.filter(test__isnull=True).delete()
    done = {"undone": gone, "kept": run.proposals.count()}
    run.state, run.undone_at, run.counts = State.UNDONE, moment, {**run.counts, **done}
    run.save(update_fields=["state", "undone_at", "counts"])
    ledger.record(
        government_id=run.government_id,
        kind="exemptions.proposals_undone",
        subject=("proposal_run", run.pk),
        by=by,
        at=moment,
        place=place,
        data=done,
    )
    return done


def proposals(government: Government, /, *, by: Actor) -> QuerySet[Proposal]:
    """The proposals of which no test was made yet, that this officer may take up."""
    found = Proposal.objects.filter(government=government, test__isnull=True).select_related("body__parent")
    if by.kind == "system" or may(by, "exemptions.record") or not by.body_ids:
        return found
    return found.filter(body__in=by.body_ids)


def runs(government: Government, /) -> QuerySet[ProposalRun]:
    """The imports, newest first."""
    return ProposalRun.objects.filter(government=government).select_related("document", "created_by")


def taken_up(proposal: Proposal, test: ConsequenceTest, /) -> None:
    """Note the test that was made of a proposal, which waits no more."""
    Proposal.objects.filter(pk=proposal.pk, test__isnull=True).update(test=test)


def first_words(proposal: Proposal, /) -> dict[str, Any]:
    """What the form of a test starts with."""
    return {
        "kind": "before_request",
        "information": proposal.information,
        "document": proposal.information,
        "ground": proposal.ground,
        "sub_item": f"{proposal.ground}{proposal.sub_item}" if proposal.sub_item else "",
        "act": proposal.act,
        "consequence_open": proposal.consequence,
        "benefit_closed": proposal.benefit,
        "ends_on": proposal.ends_on,
        "body": str(proposal.body_id or ""),
    }


def _permit(by: Actor, government: Government) -> None:
    allowed = by.kind == "system" or may(by, "catalogue.test")
    if not allowed or by.government_id != government.pk:
        raise NotPermitted("catalogue.test")
