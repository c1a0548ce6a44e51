"""The look itself: a job asks the scanner and the inspector, and notes what they found, masked."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_tasks import task

from lutra.directory.actors import system
from lutra.documents import derivatives, store
from lutra.documents.errors import FileDamaged, NotExaminable
from lutra.documents.gate import latest
from lutra.documents.models import Document, Examination, Finding
from lutra.documents.reading import Reading
from lutra.documents.rights import enter
from lutra.documents.scanning import Scan, scan
from lutra.jobs import queue

logger = logging.getLogger(__name__)

#: More findings than this are not kept one by one; the rest is one finding of its own, and blocks too.
MOST = 2000


class Inspection(Protocol):
    """What the gate reads of the inspector's answer."""

    media_type: Any
    pages: int
    text_length: int
    hidden: Any
    personal: Any
    errors: Any
    ocr_ran: bool
    reading: Reading | None


@transaction.atomic
def examine(document: Document, /, *, again: bool = False) -> Examination:
    """Ask for a look at ``document``; return the examination, which a job will carry out.

    Asked again for the same content it returns the look that stands; ``again`` asks for a new one, which then decides.
    Raises NotExaminable for a sealed or purged file.
    """
    if document.is_sealed or document.image_of_request is not None or document.purged_at is not None:
        raise NotExaminable(_("Berkas rahasia atau yang sudah dimusnahkan tidak dapat diperiksa."))
    # Two who ask at once wait for each other here.
    Document.objects.select_for_update().filter(pk=document.pk).first()
    standing = latest(document)
    if standing is not None and standing.sha256 == document.sha256:
        stands = not again and standing.state != Examination.State.FAILED
        if standing.is_open or stands:
            return standing
    made = Examination.objects.create(
        government_id=document.government_id,
        document=document,
        sha256=document.sha256,
        asked_at=timezone.now(),
    )
    if not document.listed:
        document.listed = True
        document.save(update_fields=["listed"])
    queue.enqueue_once(run_examination, key=f"examine:{made.pk}", examination_id=made.pk)
    return made


@task(priority=10)
def run_examination(examination_id: int) -> None:
    """Scan, inspect, note what was found. Safe to repeat; whatever goes wrong withholds the file."""
    examination = Examination.objects.select_related("document").get(pk=examination_id)
    if not examination.is_open:
        return
    Examination.objects.filter(pk=examination_id).update(state=Examination.State.RUNNING)
    document = examination.document
    queue.progress(1, 4)
    try:
        store.verify(examination.sha256)
        scanned = scan(store.local_path(examination.sha256))
    except FileDamaged:
        _withhold(examination, "damaged", Scan(ran=False))
        return
    if problem := _scan_problem(scanned):
        _withhold(examination, problem, scanned)
        return
    queue.progress(2, 4)
    try:
        inspection = _inspect(document, examination.sha256)
    except Exception as error:  # whatever a parser does, the file stays here
        logger.warning("document.not_inspected", extra={"facts": {"error": type(error).__name__}})
        late = getattr(error, "code", "") == "time" or isinstance(error, TimeoutError)
        _withhold(examination, "time" if late else "inspection_failed", scanned)
        return
    queue.progress(3, 4)
    if problem := _inspection_problem(inspection):
        _withhold(examination, problem, scanned, inspection)
        return
    _note(examination, scanned, inspection)
    queue.progress(4, 4)


def _inspect(document: Document, sha256: str) -> Inspection:
    """The one place that asks the inspector, which works in a limited process of its own."""
    inspect = import_string("lutra.documents.inspection.inspect")
    found: Inspection = inspect(store.local_path(sha256), document.name, with_text=True)
    return found


def _scan_problem(scanned: Scan) -> str:
    if scanned.clean is False:
        return "infected"
    if scanned.error:
        return "scan_failed"
    if not scanned.ran and settings.LUTRA_REQUIRE_SCAN:
        return "not_scanned"
    return ""


def _inspection_problem(inspection: Inspection) -> str:
    if not inspection.media_type:
        return "unknown_type"
    return "inspection_errors" if inspection.errors else ""


@transaction.atomic
def _withhold(
    examination: Examination, problem: str, scanned: Scan, inspection: Inspection | None = None
) -> None:
    now = timezone.now()
    done = _finish(
        examination,
        state=Examination.State.FAILED,
        problem=problem,
        is_infected=problem == "infected",
        scan=scanned.as_json(),
        inspection=_kept(inspection) if inspection else {},
        finished_at=now,
    )
    if done:
        facts = {"examination": examination.pk, "sha256": examination.sha256, "problem": problem}
        enter(examination.document, "document.withheld", facts, by=system(examination.government_id), at=now)


@transaction.atomic
def _note(examination: Examination, scanned: Scan, inspection: Inspection) -> None:
    now = timezone.now()
    rows = list(_rows(examination, inspection))
    blocking = sum(row.severity == Finding.Severity.BLOCKING for row in rows)
    done = _finish(
        examination,
        state=Examination.State.FOUND if rows else Examination.State.CLEAR,
        scan=scanned.as_json(),
        inspection=_kept(inspection),
        finished_at=now,
    )
    if not done:
        return
    Finding.objects.bulk_create(rows, batch_size=500)
    if inspection.reading is not None and examination.document.sha256 == examination.sha256:
        derivatives.keep_text(examination.document, inspection.reading)
    derivatives.ask(examination.document)
    facts = {
        "examination": examination.pk,
        "sha256": examination.sha256,
        "scanned": scanned.ran,
        "ocr": inspection.ocr_ran,
        "pages": inspection.pages,
        "findings": len(rows),
        "blocking": blocking,
    }
    enter(examination.document, "document.examined", facts, by=system(examination.government_id), at=now)


def _finish(examination: Examination, **columns: Any) -> bool:
    """Close the examination once, however often its job runs."""
    still_open = (Examination.State.WAITING, Examination.State.RUNNING)
    return bool(Examination.objects.filter(pk=examination.pk, state__in=still_open).update(**columns))


def _kept(inspection: Inspection) -> dict[str, Any]:
    return {
        "media_type": inspection.media_type or "",
        "pages": inspection.pages,
        "text_length": inspection.text_length,
        "ocr_ran": inspection.ocr_ran,
        "errors": list(inspection.errors)[:20],
        "versions": _versions(),
    }


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("lutra", "pypdfium2", "pikepdf", "lxml", "pillow")}


def _rows(examination: Examination, inspection: Inspection) -> Iterable[Finding]:
    """One row a finding, the hidden first; beyond MOST one row says how many more there are."""
    rows: list[dict[str, Any]] = [
        {
            "area": Finding.Area.HIDDEN,
            "kind": each.kind,
            "place": each.place,
            "masked": each.detail_masked,
            "severity": Finding.Severity.NOTE if each.severity == "note" else Finding.Severity.BLOCKING,
        }
        for each in inspection.hidden
    ]
    rows += [
        {
            "area": Finding.Area.PERSONAL,
            "kind": each.kind,
            "place": each.place,
            "page": each.page,
            "offset": each.offset,
            "length": each.length,
            "masked": each.value_masked,
            # The telephone of an office is told and does not hold the file.
            "severity": Finding.Severity.NOTE if each.certainty == "official" else Finding.Severity.BLOCKING,
        }
        for each in inspection.personal
    ]
    if len(rows) > MOST:
        more = {
            "area": Finding.Area.PERSONAL,
            "kind": "more",
            "masked": str(len(rows) - MOST),
            "severity": Finding.Severity.BLOCKING,
        }
        rows = [*rows[:MOST], more]
    for number, row in enumerate(rows, 1):
        row = {name: value[: _LONGEST[name]] if name in _LONGEST else value for name, value in row.items()}
        yield Finding(government_id=examination.government_id, examination=examination, number=number, **row)


_LONGEST = {"kind": 60, "place": 200, "masked": 300}
