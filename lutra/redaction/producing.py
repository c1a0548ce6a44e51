"""Making the copy of what was approved: a job, safe to repeat; what goes wrong is kept for the officer to see."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.documents import release
from lutra.documents.actions import add_derived
from lutra.documents.errors import WrongFile
from lutra.documents.models import Document
from lutra.documents.replacing import REDACTED, alike
from lutra.jobs import queue
from lutra.ledger import actions as ledger
from lutra.redaction.asking import LONG, ask, shaped
from lutra.redaction.errors import CannotRedact
from lutra.redaction.models import Redaction
from lutra.redaction.moving import move
from lutra.redaction.workflow import may_be


def key(redaction: Redaction) -> str:
    """Of the job that makes the copy."""
    return f"redact:{redaction.pk}"


def ask_for(redaction: Redaction) -> None:
    """Have the copy made, in the caller's transaction."""
    queue.enqueue_once(make, key=key(redaction), redaction_id=redaction.pk)


@task(priority=5)
def make(redaction_id: int) -> None:
    """Black out, prove, keep the copy, close the gate for the original. Nothing is kept without proof."""
    redaction = Redaction.objects.select_related("document", "government").get(pk=redaction_id)
    if not may_be("keep", redaction):
        return
    queue.progress(1, 3)
    if redaction.document.sha256 != redaction.sha256:
        _fail(redaction, _("Isi berkas bukan lagi yang kotaknya disetujui; mulailah penghitaman baru."))
        return
    with tempfile.TemporaryDirectory(prefix="lutra-redact-") as folder:
        target = Path(folder) / "made.pdf"
        try:
            boxes = shaped(redaction.standing_boxes())
            answer = ask("produce", redaction.document, boxes, outputs=[target], limits=LONG)
            queue.progress(2, 3)
            _keep(redaction, target.read_bytes(), answer["proof"])
        except (CannotRedact, WrongFile) as error:
            _fail(redaction, str(error))
    queue.progress(3, 3)


@transaction.atomic
def _keep(redaction: Redaction, content: bytes, proof: dict[str, Any]) -> None:
    """The copy as a document of its own, once, however often the job runs; earlier copies go."""
    now, by = timezone.now(), actors.system(redaction.government_id)
    ledger.lock(redaction.government_id)
    redaction.refresh_from_db()
    if not may_be("keep", redaction):
        return
    name = f"{PurePath(redaction.document.name).stem} ({_('dihitamkan')}).pdf"
    made = add_derived(redaction.document, name=name, content=content, derivation=REDACTED, by=by, at=now)
    redaction.output, redaction.proof, redaction.problem, redaction.produced_at = made, proof, "", now
    boxes = redaction.standing_boxes()
    facts = {
        "output": made.pk,
        "sha256": made.sha256,
        "boxes": len(boxes),
        "grounds": sorted({box.ground for box in boxes}),
        "proof": {name: proof[name] for name in ("pages", "boxes", "needles", "objects", "survivors")},
    }
    move(
        redaction,
        "keep",
        by=by,
        at=now,
        data=facts,
        changed=("output", "proof", "problem", "produced_at"),
    )
    _supersede(redaction, by=by)
    reopen(made, by=by)
    release.replace(redaction.document, by=by, at=now)


def _supersede(redaction: Redaction, *, by: Actor) -> None:
    """Whoever held two copies that black out different parts could put them together: only the newest stands."""
    older = Redaction.objects.filter(
        document__in=alike(redaction.document), state=Redaction.State.PRODUCED
    ).exclude(pk=redaction.pk)
    for each in older.select_related("output"):
        each.revoked_by, each.revoked_at = redaction.approved_by, redaction.produced_at
        each.revoked_reason = _("Digantikan penghitaman nomor %(number)d.") % {"number": redaction.pk}
        take_back(each, by=by)


def take_back(redaction: Redaction, *, by: Actor) -> None:
    """Revoke with the reason that the caller has set: the copy goes out to nobody any more."""
    at = redaction.revoked_at or timezone.now()
    data = {"output": redaction.output_id}
    changed = ("revoked_by", "revoked_at", "revoked_reason")
    move(redaction, "revoke", by=by, at=at, data=data, changed=changed)
    if redaction.output is not None:
        release.replace(redaction.output, by=by, at=at)


def reopen(document: Document, *, by: Actor) -> None:
    """Let the gate judge a file by itself again, unless a copy still stands for it."""
    standing = Redaction.objects.filter(document__in=alike(document), state=Redaction.State.PRODUCED)
    if not standing.exists():
        release.restore(document, by=by, at=timezone.now())


@transaction.atomic
def _fail(redaction: Redaction, problem: str) -> None:
    ledger.lock(redaction.government_id)
    redaction.refresh_from_db()
    if may_be("fail", redaction):
        redaction.problem = problem[:400]
        by = actors.system(redaction.government_id)
        move(redaction, "fail", by=by, at=timezone.now(), changed=("problem",))
