"""What an import would do: each row against the items that are there. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from lutra.catalogue.importing import sheets
from lutra.catalogue.importing.bodies import Directory
from lutra.catalogue.importing.faults import fault, unreadable
from lutra.catalogue.importing.rows import Reader, ReadFile, ReadRow
from lutra.catalogue.importing.words import flat
from lutra.catalogue.items.form import ItemForm, values_of
from lutra.catalogue.items.keys import key_of, part_of_year, plain
from lutra.catalogue.items.rights import may_maintain
from lutra.catalogue.models import ImportRow, Item, ItemFile
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody

Verdict = ImportRow.Verdict
Progress = Callable[[str, int, int], None]

#: The reason that stands on what an undone import added; such an item is taken up again by the next import.
UNDONE = "Impor dibatalkan"


@dataclass(slots=True)
class Planned:
    """One row with what would become of it."""

    read: ReadRow
    verdict: str
    key: str = ""
    form: ItemForm | None = None
    item: Item | None = None  # the item that is there
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)  # field -> (now, then)
    new_links: tuple[str, ...] = ()


@dataclass(slots=True)
class Plan:
    """What a whole file would do."""

    file: ReadFile
    rows: list[Planned]

    def of(self, verdict: str) -> list[Planned]:
        """The rows of one verdict."""
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict, and of all, and how many warnings."""
        counted = dict.fromkeys(Verdict.values, 0)
        for row in self.rows:
            counted[row.verdict] += 1
        warnings = sum(one.is_warning for row in self.rows for one in row.read.faults)
        return {
            "rows": len(self.rows),
            **counted,
            "warnings": warnings + sum(len(note.faults) for note in self.file.notes),
        }


def plan(
    government: Government,
    content: bytes,
    /,
    *,
    by: Actor,
    on: date,
    body: PublicBody | None = None,
    progress: Progress | None = None,
) -> Plan:
    """Read a file and work out what importing it would do; a handful of queries, nothing is written.

    ``body`` owns the rows that name no body; ``on`` is the legal day. Raises UnreadableFile.
    """
    reader = Reader(Directory(government), body=body, on=on)
    tell = progress or (lambda _stage, _done, _total: None)
    file = reader.read(sheets.read(content), lambda done, total: tell("read", done, total))
    if not file.tables:
        raise unreadable("no_header")
    if not file.rows:
        raise unreadable("no_rows")
    known = _Known(government)
    planned = [_plan(row, known, by=by) for row in _keyed(file.rows)]
    tell("read", len(planned), len(planned))
    return Plan(file=file, rows=planned)


class _Known:
    """The items of a government, found by key, and by body, title, year and part of the year."""

    def __init__(self, government: Government) -> None:
        self.by_key: dict[str, Item] = {}
        self.by_sense: dict[str, Item] = {}
        items = (
            Item.objects.filter(government=government).select_related("body").order_by("withdrawn_at", "pk")
        )
        for item in items.iterator(chunk_size=2000):
            item.government = government
            if item.key:
                self.by_key[item.key] = item
            for sense in _senses(item):
                there = self.by_sense.get(sense)
                if there is None or (there.withdrawn_at is not None and item.withdrawn_at is None):
                    self.by_sense[sense] = item
        self.hosts = set(government.hosts.values_list("host", flat=True))
        self.links: dict[int, set[str]] = {}
        pairs = ItemFile.objects.filter(government=government, ended_at__isnull=True).exclude(url="")
        for item_id, url in pairs.values_list("item_id", "url").iterator(chunk_size=2000):
            self.links.setdefault(item_id, set()).add(url)

    def find(self, row: ReadRow, key: str, form: ItemForm) -> Item | None:
        """The item that a row is about, if it is there."""
        if row.key:
            return self.by_key.get(key)
        return self.by_key.get(key) or self.by_sense.get(key_of(form))

    def has_link(self, item: Item, url: str) -> bool:
        """Whether the item has this link already; our own page of the item is no link of it.

        Our list may have been taken away under a name that is no host of the government, such as 127.0.0.1.
        """
        parts = urlsplit(url)
        is_own = parts.hostname in self.hosts or parts.path == f"/informasi/{item.number}/"
        return is_own or url in self.links.get(item.pk, set())


def _senses(item: Item) -> Iterable[str]:
    """What a row about this item would be keyed by: its title, or title and summary as the list prints them."""
    part = part_of_year(item.title) or part_of_year(item.made_when)
    tail = f"|{item.year or ''}|{part}"
    head = f"{item.body.slug}|"
    titles = {item.title, f"{item.title}: {item.summary}"} if item.summary else {item.title}
    return [f"{head}{plain(title)[: 200 - len(head) - len(tail)]}{tail}" for title in titles]


@dataclass(slots=True)
class _Keyed:
    row: ReadRow
    form: ItemForm | None
    key: str
    twin: int | None = None  # the row of the file that this one repeats


def _keyed(rows: Iterable[ReadRow]) -> Iterable[_Keyed]:
    """Give each right row its key. Rows of one key are told apart by what they say, or repeat, or contradict."""
    seen: dict[str, ReadRow] = {}
    for row in rows:
        form = _form(row)
        if form is None:
            yield _Keyed(row=row, form=None, key="")
            continue
        key = row.key or key_of(form)
        first = seen.get(key)
        if first is not None and not row.key and _says_else(first, row):
            key = _longer(key, row)
            first = seen.get(key)
        if first is None:
            seen[key] = row
            yield _Keyed(row=row, form=form, key=key)
        elif first.fields == row.fields and first.links == row.links:
            row.faults.append(fault("repeated", field="title", other=_place(first)))
            yield _Keyed(row=row, form=form, key=key, twin=first.row)
        else:
            row.faults.append(
                fault("conflict", field="title", value=row.fields.get("title", ""), other=_place(first))
            )
            yield _Keyed(row=row, form=None, key="")


def _place(row: ReadRow) -> str:
    return f"{row.row} ({row.sheet})" if row.sheet else str(row.row)


def _form(row: ReadRow) -> ItemForm | None:
    if row.errors or row.body is None or "title" not in row.fields or "kind" not in row.fields:
        return None
    return ItemForm(body=row.body, **row.fields)


#: Fields that make two rows of one title two pieces of information; the others would contradict each other.
_APART = ("summary", "made_on", "made_when", "holder", "period_from")


def _says_else(one: ReadRow, other: ReadRow) -> bool:
    return any(one.fields.get(name) != other.fields.get(name) for name in _APART)


def _longer(key: str, row: ReadRow) -> str:
    """A key with what tells the row apart, cut to fit."""
    apart = flat(" ".join(str(row.fields.get(name) or "") for name in _APART))
    return f"{key[:120]}|{apart}"[:200]


def _plan(keyed: _Keyed, known: _Known, *, by: Actor) -> Planned:
    row = keyed.row
    if row.body is not None and not may_maintain(by, row.body):
        row.faults.append(fault("body_not_yours", field="body", value=row.body))
        return Planned(read=row, verdict=Verdict.ERROR)
    if keyed.form is None:
        return Planned(read=row, verdict=Verdict.ERROR)
    if keyed.twin is not None:
        return Planned(read=row, verdict=Verdict.UNCHANGED, key=keyed.key, form=keyed.form)
    item = known.find(row, keyed.key, keyed.form)
    if item is None:
        return Planned(read=row, verdict=Verdict.ADDED, key=keyed.key, form=keyed.form, new_links=row.links)
    if item.body_id != keyed.form.body.pk:
        row.faults.append(fault("key_taken", field="key", value=row.key, body=item.body))
        return Planned(read=row, verdict=Verdict.ERROR)
    if item.withdrawn_at is not None and not item.withdrawn_reason.startswith(UNDONE):
        row.faults.append(fault("withdrawn", field="title", value=item.title, reason=item.withdrawn_reason))
        return Planned(read=row, verdict=Verdict.ERROR, item=item)
    new_links = tuple(url for url in row.links if not known.has_link(item, url))
    changes = _changes(item, keyed.form, row.fields)
    if item.withdrawn_at is not None:
        verdict = Verdict.ADDED
    else:
        verdict = Verdict.CHANGED if changes or new_links else Verdict.UNCHANGED
    return Planned(
        read=row,
        verdict=verdict,
        key=keyed.key,
        form=keyed.form,
        item=item,
        changes=changes,
        new_links=new_links,
    )


def _changes(item: Item, form: ItemForm, said: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What the row says otherwise than the item. A cell that says nothing leaves what is there."""
    wanted = values_of(form)
    if "dataset" in said:  # an element that the row leaves blank stays as it is
        wanted["dataset"] = {**(wanted["dataset"] or {}), **(item.dataset or {}), **said["dataset"]}
    names = [*said, "year"] if {"period_from", "made_on", "made_when", "title"} & said.keys() else [*said]
    if _is_printed(item, said):
        names.remove("title")
    if not item.holder and said.get("holder") == str(item.body):
        names.remove("holder")
    if wanted["year"] is None:
        names = [name for name in names if name != "year"]
    return {
        name: (getattr(item, name), wanted[name]) for name in names if getattr(item, name) != wanted[name]
    }


def _is_printed(item: Item, said: Mapping[str, Any]) -> bool:
    """Whether a row is our own list come back: title and summary in one cell."""
    return bool(item.summary) and plain(str(said["title"])) == plain(f"{item.title}: {item.summary}")
