"""From what a village showed to items of the list of public information.

1. Each row is judged alone, in a transaction of its own: a killed reading goes on where it ended.
2. What the village shows becomes an item that nobody sees yet; what it withholds, hides or deletes is withdrawn.
3. What it no longer shows in a list of all its documents is withdrawn, too – unless so much is missing at once that the
   site itself is more likely to be wrong; then the next list decides.
4. An item goes out by an officer (``letting``) or by a named policy, never by being read.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.items.deeds import add_item, change_item, restore_item, withdraw_item
from lutra.catalogue.items.files import remove_file
from lutra.catalogue.items.form import ItemForm, form_of
from lutra.catalogue.models import Item
from lutra.channels.messages import Message
from lutra.channels.opensid.models import Harvest, HarvestedRow, VillageSource
from lutra.channels.opensid.policy import lets_out
from lutra.channels.opensid.reading import Answer, read_answer
from lutra.channels.opensid.rows import message
from lutra.directory.actors import Actor, system
from lutra.documents.queries import content
from lutra.ledger import actions as ledger

State = HarvestedRow.State
FileState = HarvestedRow.FileState
#: Fewer missing rows than this are believed at once; beyond half of all, a second list must say the same.
FEW = 3
AGAIN = timedelta(hours=12)
_LONGEST_TITLE = 300
_LONGEST_REASON = 300
_MOST_ERRORS = 50


def key_of(provider_id: str) -> str:
    """The identity of a village's document among all items: channel, village and the village's own number."""
    return f"opensid:{provider_id}"


def read_in(harvest: Harvest, /, *, at: datetime | None = None) -> Harvest:
    """Read what was kept and take it in. Done again it changes nothing; raises nothing for what is in it."""
    if harvest.document is None:
        return harvest
    moment = at or timezone.now()
    source = harvest.source
    answer = read_answer(content(harvest.document))
    if not answer.is_readable:
        return _close(harvest, answer, problem="unreadable", at=moment, errors=answer.errors)
    mine = [one for one in answer.messages if one.provider_id and one.sender == source.region_id]
    errors = [*answer.errors, *_not_mine(answer, source)]
    if answer.messages and not mine:
        is_strange = any(one.sender not in ("", source.region_id) for one in answer.messages)
        problem = "other_village" if is_strange else "unreadable"
        return _close(harvest, answer, problem=problem, at=moment, errors=errors)
    by = lets_out(source.government, at=moment)
    # Two different rows of one number are both withheld, so either may stand for them.
    for one in {one.provider_id: one for one in mine}.values():
        _take(source, one, let_out_by=by, at=moment)
        errors += [f"{one.provider_id.partition(':')[2]}: {error}" for error in one.errors]
    problem = ""
    if answer.is_full and answer.is_whole:
        problem = _miss(source, {_number(one) for one in mine}, at=moment)
    return _close(harvest, answer, problem=problem, at=moment, errors=errors)


def _not_mine(answer: Answer, source: VillageSource) -> Iterable[str]:
    strange = Counter(one.sender for one in answer.messages if one.sender not in ("", source.region_id))
    for code, count in strange.most_common(5):
        yield _("%(count)d baris milik desa %(code)s ditolak.") % {"count": count, "code": code}
    if lost := sum(not one.provider_id for one in answer.messages if one.sender in ("", source.region_id)):
        yield _("%(count)d baris tanpa nomor atau kode desa ditolak.") % {"count": lost}


def _number(one: Message) -> str:
    return one.provider_id.partition(":")[2]


@transaction.atomic
def _close(harvest: Harvest, answer: Answer, *, problem: str, at: datetime, errors: Iterable[str]) -> Harvest:
    """Note what became of the harvest, and at the village how it stands."""
    rows = HarvestedRow.objects.filter(source=harvest.source, seen_at=at)
    harvest.read_at, harvest.problem = at, problem
    harvest.is_full = answer.is_full and answer.is_whole
    harvest.counts = {
        "rows": len(answer.messages) if answer.is_readable else 0,
        **Counter(rows.values_list("state", flat=True)),
    }
    harvest.errors = list(dict.fromkeys(errors))[:_MOST_ERRORS]
    harvest.save(update_fields=["read_at", "problem", "is_full", "counts", "errors"])
    return harvest


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an item should say of a village's document."""

    form: ItemForm
    url: str
    mark: str


def wanted(source: VillageSource, one: Message) -> Wanted:
    """The item of one row: its class, year and day, the village as place, and whoever holds it."""
    title = one.text if len(one.text) <= _LONGEST_TITLE else f"{one.text[: _LONGEST_TITLE - 1]}…"
    year: int | None = one.fields["year"]
    form = ItemForm(
        title=title,
        body=source.body,
        kind=one.fields["category"],
        holder=f"Pemerintah {source.region}"[:200],
        made_on=one.sent_at.date() if one.sent_at and one.kind != "edit" else None,
        made_when=str(year or ""),
        forms=("softcopy",),
        place=source.region,
    )
    url = one.attachments[0].url if one.attachments else ""
    mark = hashlib.sha256(f"{url} {one.fields['updated_at']}".encode()).hexdigest() if url else ""
    return Wanted(form, url, mark)


@transaction.atomic
def _take(source: VillageSource, one: Message, *, let_out_by: Actor | None, at: datetime) -> HarvestedRow:
    """One row: withheld, listed, or waiting for an officer."""
    ledger.lock(source.government_id)
    row = HarvestedRow.objects.filter(source=source, number=_number(one)).select_related("item").first()
    if row is None:
        row = HarvestedRow(
            government_id=source.government_id, source=source, number=_number(one), first_seen_at=at
        )
    row.raw, row.seen_at, row.missing_since = one.raw, at, None
    if one.withheld:
        take_off(
            row, " ".join(one.withheld), state=State.GONE if one.kind == "delete" else State.WITHHELD, at=at
        )
    else:
        _list(row, one, let_out_by=let_out_by, at=at)
    row.save()
    return row


def _list(row: HarvestedRow, one: Message, *, let_out_by: Actor | None, at: datetime) -> None:
    want = wanted(row.source, one)
    by = system(row.government_id)
    try:
        if row.item is None:
            row.item = _added(row, want.form, at=at)
        if row.item.withdrawn_at is not None and not _comes_back(row, row.item, by=by, at=at):
            return
        _change(row, row.item, want.form, let_out_by=let_out_by, at=at)
    except ItemIncomplete as refusal:
        row.state, row.reason = State.REFUSED, " ".join(refusal.problems.values())[:_LONGEST_REASON]
        return
    _want_file(row, want, at=at)


def _added(row: HarvestedRow, form: ItemForm, *, at: datetime) -> Item:
    """The item of a new row, seen by nobody yet. One that is there already under the same key is taken up again."""
    provider_id = f"{row.source.region_id}:{row.number}"
    there = Item.objects.filter(government_id=row.government_id, key=key_of(provider_id)).first()
    if there is not None:
        return there
    row.taken = row.raw
    return add_item(
        row.source.government,
        form=form,
        by=system(row.government_id),
        at=at,
        key=key_of(provider_id),
        source=Item.Source.HARVEST,
        source_ref=provider_id,
    )


def _comes_back(row: HarvestedRow, item: Item, /, *, by: Actor, at: datetime) -> bool:
    """Whether a withdrawn item is there again: not by itself what was public once, or what an officer withdrew."""
    if not row.took_off:
        row.state = State.REFUSED
        row.reason = _("Dicabut petugas: %(why)s") % {"why": item.withdrawn_reason[:200]}
        return False
    if item.published_at is not None:
        row.state, row.reason = State.WAITING, _("Desa menampilkannya lagi.")
        return False
    restore_item(item, by=by, at=at)
    row.took_off = False
    return True


def _change(
    row: HarvestedRow, item: Item, /, form: ItemForm, *, let_out_by: Actor | None, at: datetime
) -> None:
    """Bring the item up to date with what the village changed; of a listed item only whoever may let it out does."""
    changes = changed_fields(row, form)
    by = let_out_by if item.is_public else system(row.government_id)
    if changes and by is None:
        row.state, row.reason = State.WAITING, _("Desa mengubah isinya.")
        return
    if changes and by is not None:
        change_item(item, form=form_of(item).changed(**changes), by=by, at=at)
    row.taken, row.state, row.reason = row.raw, State.LISTED, ""


def changed_fields(row: HarvestedRow, form: ItemForm) -> dict[str, Any]:
    """What the village changed since the item was brought up to date; what an officer wrote otherwise stays."""
    if not row.taken or row.taken == row.raw:
        return {}
    before = wanted(row.source, message(row.taken)).form
    named = [field.name for field in fields(ItemForm) if field.name not in ("made_on", "body", "place")]
    return {name: getattr(form, name) for name in named if getattr(form, name) != getattr(before, name)}


def _want_file(row: HarvestedRow, want: Wanted, *, at: datetime) -> None:
    """Let the file be fetched when there is a new one, or the old one may have changed; one that is gone goes."""
    row.url = want.url
    if want.mark == row.file_mark:
        return
    if not want.url and row.item is not None:
        for file in row.item.files.filter(
            document=row.document, document__isnull=False, ended_at__isnull=True
        ):
            remove_file(file, reason=_("Desa melepas berkasnya."), by=system(row.government_id), at=at)
        row.document = None
    row.file_mark, row.file_problem, row.file_tries = want.mark, "", 0
    row.file_state = FileState.WANTED if want.url else FileState.NONE
    row.file_next_at = at if want.url else None


def take_off(row: HarvestedRow, reason: str, *, state: str, at: datetime) -> None:
    """Withdraw the item of a row that may not be shown (any more), with the reason that the public reads."""
    row.state, row.reason = state, reason[:_LONGEST_REASON]
    if (
        row.file_state == FileState.WANTED
    ):  # nobody fetches what is not shown; it is wanted anew when it comes back
        row.file_state, row.file_mark, row.file_next_at = FileState.NONE, "", None
    if row.item is not None and row.item.withdrawn_at is None:
        told = _("Tidak lagi ditampilkan %(village)s.") % {"village": row.source.region}
        withdraw_item(row.item, reason=told[:_LONGEST_REASON], by=system(row.government_id), at=at)
        row.took_off = True


def _miss(source: VillageSource, shown: set[str], *, at: datetime) -> str:
    """Withdraw what a list of all documents does not hold any more; the problem when that is not believed yet."""
    here = HarvestedRow.objects.filter(source=source).exclude(state=State.GONE).select_related("item")
    rows = list(here)
    missing = [row for row in rows if row.number not in shown]
    seems_wrong = len(missing) > FEW and len(missing) * 2 > len(rows)
    for row in missing:
        with transaction.atomic():
            ledger.lock(source.government_id)
            row.refresh_from_db()
            row.source = source
            if seems_wrong and (row.missing_since is None or row.missing_since > at - AGAIN):
                row.missing_since = row.missing_since or at
            else:
                take_off(row, _("Tidak ada lagi dalam daftar desa."), state=State.GONE, at=at)
            row.save()
    waits = HarvestedRow.objects.filter(source=source, missing_since__isnull=False).exclude(state=State.GONE)
    return "suspicious" if waits.exists() else ""
