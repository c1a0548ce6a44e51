"""Imports as deeds: the file is kept first, then read, then done as a whole, and undone as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ImportNotNow, UnreadableFile
from lutra.catalogue.importing.planning import UNDONE, Plan, Planned, Progress, Verdict, plan
from lutra.catalogue.items.deeds import BOOK, NO_YEAR
from lutra.catalogue.items.due import next_due
from lutra.catalogue.items.files import format_of, link_label
from lutra.catalogue.items.form import values_of
from lutra.catalogue.models import ImportRow, ImportRun, Item, ItemFile
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import may
from lutra.documents import actions as documents
from lutra.documents.queries import content as bytes_of
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_numbers

State = ImportRun.State
_BATCH = 500
_STRETCH = 2000  # rows named in one statement
_MOST_SHOWN = 100  # item numbers that the book's entry names


def keep_file(
    government: Government,
    /,
    *,
    name: str,
    content: bytes,
    by: Actor,
    body: PublicBody | None = None,
    at: datetime | None = None,
) -> ImportRun:
    """Keep a file as it came, before anything reads it. ``body`` owns the rows that name none. Raises NotPermitted."""
    _permit(by, government, body)
    moment = at or timezone.now()
    with transaction.atomic():
        document = documents.add_raw(
            government, name=name, content=content, kind="application/octet-stream", at=moment
        )
        return ImportRun.objects.create(
            government=government, body=body, document=document, created_at=moment, created_by_id=by.user_id
        )


def preview(run: ImportRun, /, *, by: Actor, progress: Progress | None = None) -> ImportRun:
    """Read a kept file and note row by row what importing it would do; nothing is listed.

    A file that cannot be read stays, with the reason: the run is then ``failed``. Raises NotPermitted, ImportNotNow.
    """
    _permit(by, run.government, run.body)
    if run.state != State.READ:
        raise ImportNotNow(_("Impor ini sudah dijalankan, dibatalkan, atau berkasnya tidak dapat dibaca."))
    try:
        found = _planned(run, by=by, at=run.created_at, progress=progress)
    except UnreadableFile as error:
        return _failed(run, error)
    with transaction.atomic():
        run.counts = found.counts
        run.save(update_fields=["counts"])
        run.rows.all().delete()
        _keep_rows(run, found)
    return run


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an import; ``plan`` is None for a file that could not be read."""

    run: ImportRun
    plan: Plan | None

    @property
    def is_done(self) -> bool:
        """Whether its right rows stand in the list now."""
        return self.run.state == State.DONE


@transaction.atomic
def do_import(
    run: ImportRun,
    /,
    *,
    by: Actor,
    strict: bool = False,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Do what a file says: add and change the items of its right rows, and list what it adds; wrong rows stay out.

    The file is read under the lock of the book, since the list may have changed since a preview. All of it is one deed
    with one entry; ``ImportRow`` tells row by row. ``strict`` refuses the whole file for one wrong row; without a right
    row nothing is done either, and the run is then ``failed``. Raises NotPermitted, ImportNotNow.
    """
    _permit(by, run.government, run.body)
    place = ledger.lock(run.government_id)
    run.refresh_from_db()
    if run.state != State.READ:
        raise ImportNotNow(_("Impor ini sudah dijalankan, dibatalkan, atau berkasnya tidak dapat dibaca."))
    government, moment = run.government, at or timezone.now()
    day = legal_day(moment, government.time_zone)
    try:
        found = _planned(run, by=by, at=moment, progress=progress)
    except UnreadableFile as error:
        return Imported(run=_failed(run, error), plan=None)
    run.rows.all().delete()
    if _is_refused(found, strict=strict):
        run.state, run.counts = State.FAILED, found.counts
        run.failure = _("%(wrong)d dari %(rows)d baris perlu diperbaiki; tidak ada yang diimpor.") % {
            "wrong": found.counts["error"],
            "rows": found.counts["rows"],
        }
        run.save(update_fields=["state", "counts", "failure"])
        _keep_rows(run, found)
        return Imported(run=run, plan=found)
    todo = found.of(Verdict.ADDED) + found.of(Verdict.CHANGED)
    tell = progress or (lambda _stage, _done, _total: None)
    before = _written(run, todo, at=moment, day=day)
    tell("written", len(todo), max(len(todo), 1))
    run.state, run.done_at, run.counts = State.DONE, moment, found.counts
    run.save(update_fields=["state", "done_at", "counts"])
    _keep_rows(run, found, before=before)
    ledger.record(
        government_id=government.pk,
        kind="items.imported",
        subject=("import", run.pk),
        by=by,
        at=moment,
        place=place,
        data={
            "sha256": run.document.sha256,
            "counts": dict(run.counts),
            "numbers": _numbers(todo),
        },
    )
    return Imported(run=run, plan=found)


def _planned(run: ImportRun, *, by: Actor, at: datetime, progress: Progress | None) -> Plan:
    return plan(
        run.government,
        bytes_of(run.document),
        by=by,
        on=legal_day(at, run.government.time_zone),
        body=run.body,
        progress=progress,
    )


def _failed(run: ImportRun, error: UnreadableFile) -> ImportRun:
    run.state, run.failure = State.FAILED, f"{error} / {error.english}"[:500]
    run.save(update_fields=["state", "failure"])
    return run


def _is_refused(found: Plan, *, strict: bool) -> bool:
    wrong = found.counts["error"]
    return wrong > 0 if strict else wrong == found.counts["rows"]


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did, and the items it left alone because somebody changed them since."""

    undone: int
    kept: tuple[Item, ...]


@transaction.atomic
def undo_import(run: ImportRun, /, *, by: Actor, at: datetime | None = None) -> Undone:
    """Undo what an import did and nothing else: what it added is withdrawn, what it changed is as it was.

    An item that somebody changed since stays and is named. Raises NotPermitted, ImportNotNow.
    """
    _permit(by, run.government, run.body)
    place = ledger.lock(run.government_id)
    run.refresh_from_db()
    if run.state != State.DONE:
        raise ImportNotNow(_("Hanya impor yang sudah dijalankan yang dapat dibatalkan."))
    moment = at or timezone.now()
    rows = list(
        run.rows.filter(verdict__in=(Verdict.ADDED, Verdict.CHANGED), item__isnull=False)
        .select_related("item__body")
        .order_by("pk")
    )
    kept = tuple(row.item for row in rows if row.item is not None and row.item.revision != row.revision)
    ours = [row for row in rows if row.item is not None and row.item.revision == row.revision]
    _take_back(run, ours, at=moment)
    run.state, run.undone_at = State.UNDONE, moment
    run.counts = {**run.counts, "undone": len(ours), "kept": len(kept)}
    run.save(update_fields=["state", "undone_at", "counts"])
    ledger.record(
        government_id=run.government_id,
        kind="items.import_undone",
        subject=("import", run.pk),
        by=by,
        at=moment,
        place=place,
        data={
            "undone": len(ours),
            "kept": [item.number for item in kept[:_MOST_SHOWN]],
            "kept_count": len(kept),
        },
    )
    return Undone(undone=len(ours), kept=kept)


def runs(government: Government, /, *, by: Actor) -> models.QuerySet[ImportRun]:
    """The imports of a government, newest first; a body's own officer sees his own."""
    found = ImportRun.objects.filter(government=government).select_related("document", "body", "created_by")
    sees_all = by.kind == "system" or may(by, "catalogue.maintain")
    return found if sees_all else found.filter(created_by_id=by.user_id)


def items_of(run: ImportRun, /) -> models.QuerySet[Item]:
    """The items that an import added or changed: for whoever follows the book's ``items.imported``."""
    rows = run.rows.filter(item__isnull=False, verdict__in=(Verdict.ADDED, Verdict.CHANGED))
    return Item.objects.filter(pk__in=rows.values("item_id")).order_by("number")


def _permit(by: Actor, government: Government, body: PublicBody | None) -> None:
    """Whoever maintains all or a part may import; rows of other parts are refused one by one."""
    allowed = by.kind == "system" or may(by, "catalogue.maintain") or may(by, "catalogue.maintain_own_body")
    at_home = by.government_id == government.pk and (body is None or body.government_id == government.pk)
    if not (allowed and at_home):
        raise NotPermitted("catalogue.maintain")


# --- writing ---------------------------------------------------------------------------------------------------------


def _written(
    run: ImportRun, todo: Sequence[Planned], *, at: datetime, day: date
) -> dict[int, dict[str, Any]]:
    """Write what the rows say; returns what each changed item said before, by the row's identity in memory."""
    before = {id(row): _before(row) for row in todo if row.item is not None and row.changes}
    again = [row for row in todo if row.item is not None and (row.changes or row.item.withdrawn_at)]
    _add(run.government, [row for row in todo if row.item is None], at=at, day=day)
    _change(again, at=at, day=day)
    _link(run, todo, at=at)
    return before


def _add(government: Government, rows: Sequence[Planned], *, at: datetime, day: date) -> None:
    """New items, listed at once, with numbers in the order of the file."""
    numbers = next_numbers(government.pk, BOOK, NO_YEAR, count=len(rows))
    made = []
    for row, number in zip(rows, numbers, strict=True):
        if row.form is None:
            continue
        values = values_of(row.form)
        values["updated_on"] = values["updated_on"] or day
        row.item = Item(
            government=government,
            number=number,
            key=row.key,
            source=Item.Source.IMPORTED,
            is_public=True,
            published_at=at,
            next_due=next_due(row.form.kind, values["updated_on"]),
            created_at=at,
            changed_at=at,
            **values,
        )
        made.append(row.item)
    Item.objects.bulk_create(made, batch_size=_BATCH)


def _before(row: Planned) -> dict[str, Any]:
    """What an item said before the import changed it, as plain JSON."""
    item = row.item
    if item is None:
        return {}
    names = [*row.changes, "next_due"]
    return {name: _plain(getattr(item, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _change(rows: Sequence[Planned], *, at: datetime, day: date) -> None:
    """Items that say something else now; one that an undone import had withdrawn is listed again."""
    touched: set[str] = {"changed_at", "revision", "next_due"}
    changed = []
    for row in rows:
        item = row.item
        if item is None:
            continue
        for name, (_now, then) in row.changes.items():
            setattr(item, name, then)
        touched |= set(row.changes)
        if item.withdrawn_at is not None:
            item.withdrawn_at, item.withdrawn_reason, item.is_public = None, "", True
            item.published_at = item.published_at or at
            item.updated_on = item.updated_on or day
            touched |= {"withdrawn_at", "withdrawn_reason", "is_public", "published_at", "updated_on"}
        item.next_due = next_due(item.kind, item.updated_on)
        item.changed_at = at
        item.revision += 1
        changed.append(item)
    Item.objects.bulk_update(changed, sorted(touched), batch_size=_BATCH)


def _link(run: ImportRun, rows: Iterable[Planned], *, at: datetime) -> int:
    """The links that rows bring. A row that brings nothing else raises its item's revision here."""
    made, bumped = [], []
    for row in rows:
        item = row.item
        if item is None or not row.new_links:
            continue
        if not row.changes and item.created_at != at and item.changed_at != at:
            item.revision += 1
            item.changed_at = at
            bumped.append(item)
        made += [
            ItemFile(
                government_id=run.government_id,
                item=item,
                url=url,
                label=link_label(url),
                format=format_of(media_type="", name=url),
                position=number,
                added_at=at,
            )
            for number, url in enumerate(row.new_links, start=1)
        ]
    ItemFile.objects.bulk_create(made, batch_size=_BATCH)
    Item.objects.bulk_update(bumped, ["revision", "changed_at"], batch_size=_BATCH)
    return len(made)


def _keep_rows(run: ImportRun, found: Plan, *, before: dict[int, dict[str, Any]] | None = None) -> None:
    done = before is not None
    rows = [
        ImportRow(
            government_id=run.government_id,
            run=run,
            sheet=row.read.sheet[:80],
            row=row.read.row,
            verdict=row.verdict,
            item=row.item if row.item is not None and row.item.pk else None,
            revision=row.item.revision if done and row.item is not None else None,
            before=(before or {}).get(id(row), {}) if done else _shown(row),
            errors=[one.as_json() for one in row.read.faults],
        )
        for row in found.rows
    ]
    ImportRow.objects.bulk_create(rows, batch_size=_BATCH)


def _shown(row: Planned) -> dict[str, Any]:
    """What a preview shows of a row: what it is called, and each change."""
    title = row.read.fields.get("title", "")
    changes = {name: [_plain(now), _plain(then)] for name, (now, then) in row.changes.items()}
    if row.item is not None and row.new_links:
        changes["link"] = ["", " ".join(row.new_links)]
    return {"title": title, "body": str(row.read.body or ""), "changes": changes}


def _numbers(rows: Sequence[Planned]) -> list[int]:
    """The first and last numbers of what was written, or all where they are few."""
    numbers = sorted(row.item.number for row in rows if row.item is not None)
    return numbers if len(numbers) <= _MOST_SHOWN else [numbers[0], numbers[-1]]


def _take_back(run: ImportRun, rows: Sequence[ImportRow], *, at: datetime) -> None:
    """What was only added goes by one statement a stretch; what was changed gets its values back one by one."""
    reason = f"{UNDONE} ({run.document.name})"[:300]
    withdrawn = {"withdrawn_at": at, "withdrawn_reason": reason, "is_public": False}
    added = [row.item_id for row in rows if row.item_id and row.verdict == Verdict.ADDED and not row.before]
    for stretch in _stretches(added):
        Item.objects.filter(pk__in=stretch).update(**withdrawn, changed_at=at, revision=F("revision") + 1)
    touched: set[str] = {"changed_at", "revision"}
    items = []
    for row in rows:
        item = row.item
        if item is None or (row.verdict == Verdict.ADDED and not row.before):
            continue
        if row.verdict == Verdict.ADDED:
            for name, value in withdrawn.items():
                setattr(item, name, value)
            touched |= withdrawn.keys()
        for name, value in row.before.items():
            setattr(item, name, _python(name, value))
        touched |= set(row.before)
        item.changed_at = at
        item.revision += 1
        items.append(item)
    Item.objects.bulk_update(items, sorted(touched), batch_size=_BATCH)
    links = ItemFile.objects.filter(added_at=run.done_at or at, document__isnull=True, ended_at__isnull=True)
    for stretch in _stretches([row.item_id for row in rows if row.item_id]):
        links.filter(item__in=stretch).update(ended_at=at)
    for stretch in _stretches([row.pk for row in rows]):
        ImportRow.objects.filter(pk__in=stretch).update(undone_at=at)


def _python(name: str, value: Any) -> Any:
    """A value of plain JSON as the field of an item has it."""
    field = Item._meta.get_field(name)
    return field.to_python(value) if isinstance(field, models.Field) else value


def _stretches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(ids), _STRETCH):
        yield ids[begin : begin + _STRETCH]
