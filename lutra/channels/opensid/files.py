"""Fetching the files of what villages show. Each goes through the examination like any other before anybody gets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.message import Message as Headers
from pathlib import PurePosixPath

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.items.files import attach_file, replace_file
from lutra.catalogue.models import ItemFile
from lutra.channels.opensid.models import HarvestedRow, VillageSource
from lutra.channels.opensid.words import PROBLEMS
from lutra.directory.actors import system
from lutra.documents import types
from lutra.documents.actions import add_fetched
from lutra.documents.errors import WrongFile
from lutra.fetching import NotFetched, Opener, Resolver, fetch
from lutra.jobs import queue
from lutra.ledger import actions as ledger

State = HarvestedRow.State
FileState = HarvestedRow.FileState
SECONDS = 120.0
MOST_TRIES = 5
FIRST_PAUSE = timedelta(hours=1)
_EXTENSIONS: Mapping[str, str] = {
    types.PDF: ".pdf", types.DOCX: ".docx", types.XLSX: ".xlsx", types.PPTX: ".pptx", types.ODT: ".odt",
    types.ODS: ".ods", types.PNG: ".png", types.JPEG: ".jpg", types.CSV: ".csv", types.TXT: ".txt",
}  # fmt: skip
_GONE = frozenset({401, 403, 404, 410})


def fetch_files(
    source: VillageSource,
    /,
    *,
    opener: Opener | None = None,
    resolver: Resolver | None = None,
    at: datetime | None = None,
) -> int:
    """Fetch what is wanted of one village, one after the other; how many came."""
    moment = at or timezone.now()
    rows = list(wanted_files(source, at=moment))
    came = 0
    for number, row in enumerate(rows):
        queue.progress(number, len(rows))
        came += _fetch(row, opener=opener, resolver=resolver, at=moment)
    return came


def wanted_files(source: VillageSource, /, *, at: datetime) -> list[HarvestedRow]:
    """The rows whose file is to be fetched now."""
    found = HarvestedRow.objects.filter(
        source=source,
        file_state=FileState.WANTED,
        file_next_at__lte=at,
        state__in=(State.LISTED, State.WAITING),
    )
    return list(found.select_related("item__body", "item__government", "document").order_by("pk"))


def _fetch(row: HarvestedRow, *, opener: Opener | None, resolver: Resolver | None, at: datetime) -> bool:
    most = settings.LUTRA_MAX_UPLOAD_MB * 1024 * 1024
    try:
        answer = fetch(row.url, most=most, opener=opener, resolver=resolver, timeout=SECONDS)
    except NotFetched as refusal:
        return _failed(row, refusal.code, at=at)
    if answer.status in _GONE:
        return _failed(row, "gone", at=at)
    if not 200 <= answer.status < 300:
        return _failed(row, "no_answer", at=at)
    if types.detect(answer.body) == types.HTML:  # a page that says so, in place of the file
        return _failed(row, "wrong_type", at=at)
    name = name_of(row, answer.headers, answer.body)
    try:
        return _keep(row, name, answer.body, at=at)
    except WrongFile:
        return _failed(row, "wrong_type", at=at)


def name_of(row: HarvestedRow, headers: Mapping[str, str], content: bytes) -> str:
    """What the file is called: as the server says, else as its link ends, with the extension of what it is."""
    said = Headers()
    said["content-disposition"] = headers.get("content-disposition", "")
    named = said.get_filename() or ""
    name = PurePosixPath((named or str(row.raw.get("satuan") or "") or row.url).replace("\\", "/")).name
    name = name.partition("?")[0] or f"dokumen-{row.number}"
    if types.extension_of(name) in types.ACCEPTED:
        return name
    kind = types.detect(content, name) or ""
    return f"{name}{_EXTENSIONS.get(kind, '')}"


@transaction.atomic
def _keep(row: HarvestedRow, name: str, content: bytes, *, at: datetime) -> bool:
    """Keep the file beside its item, unless it is the one that lies there. Raises WrongFile."""
    ledger.lock(row.government_id)
    current = HarvestedRow.objects.select_related("item__body", "item__government", "document").get(pk=row.pk)
    item = current.item
    if current.file_mark != row.file_mark or item is None or item.withdrawn_at is not None:
        return False  # the village showed something else meanwhile, or nothing
    by = system(row.government_id)
    made = add_fetched(item.government, name=name, content=content, body=item.body, by=by, at=at)
    old = _file_of(current)
    if old is not None and old.document is not None and old.document.sha256 == made.sha256:
        pass
    elif old is not None:
        replace_file(
            old,
            correction_note=_("Diganti oleh %(holder)s.") % {"holder": item.holder},
            document=made,
            by=by,
            at=at,
        )
        current.document = made
    else:
        attach_file(item, document=made, label=name[:200], by=by, at=at)
        current.document = made
    current.file_state, current.file_problem, current.file_next_at = FileState.KEPT, "", None
    current.save(update_fields=["document", "file_state", "file_problem", "file_next_at"])
    return True


def _file_of(row: HarvestedRow) -> ItemFile | None:
    """The file beside the item that came from the village, if it still stands there."""
    if row.item is None or row.document is None:
        return None
    return (
        row.item.files.filter(document=row.document, ended_at__isnull=True).select_related("document").first()
    )


def _failed(row: HarvestedRow, code: str, *, at: datetime) -> bool:
    """Try again later, longer each time, where that may help; else say so. Always False: nothing came."""
    tries = row.file_tries + 1
    may_help = PROBLEMS[code].passes and tries < MOST_TRIES
    HarvestedRow.objects.filter(pk=row.pk, file_mark=row.file_mark).update(
        file_tries=tries,
        file_problem=code,
        file_state=FileState.WANTED if may_help else FileState.FAILED,
        file_next_at=at + FIRST_PAUSE * 2 ** (tries - 1) if may_help else None,
    )
    return False
