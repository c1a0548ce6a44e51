"""The deeds on one item: add, change, publish, renew, withdraw, restore; and what other deeds open through it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ItemChangedMeanwhile, ItemIncomplete, ItemNotNow
from lutra.catalogue.items.due import next_due
from lutra.catalogue.items.form import ItemForm, problems, values_of
from lutra.catalogue.items.keys import key_of
from lutra.catalogue.items.rights import permit_for
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number

#: The series of item numbers; it runs on over the years.
BOOK, NO_YEAR = "catalogue", 0
_LONGEST_REASON = 300


@transaction.atomic
def add_item(
    government: Government,
    /,
    *,
    form: ItemForm,
    by: Actor,
    at: datetime | None = None,
    key: str = "",
    source: str = Item.Source.ENTERED,
    source_ref: str = "",
) -> Item:
    """Add an item, not yet listed; it gets the next number. ``key`` is worked out when left empty.

    Raises NotPermitted, ItemIncomplete (a message per field).
    """
    permit_for(by, form.body)
    return _add(
        government, form=form, by=by, at=at or timezone.now(), key=key, source=source, source_ref=source_ref
    )


def _add(
    government: Government,
    *,
    form: ItemForm,
    by: Actor,
    at: datetime,
    key: str,
    source: str,
    source_ref: str,
    is_open: bool = False,
) -> Item:
    if wrong := problems(form, government):
        raise ItemIncomplete(wrong)
    place = ledger.lock(government.pk)
    values = values_of(form)
    if is_open and values["updated_on"] is None:
        values["updated_on"] = legal_day(at, government.time_zone)
    item = Item.objects.create(
        government=government,
        number=next_number(government.pk, BOOK, NO_YEAR),
        key=key or free_key(government, key_of(form)),
        next_due=next_due(form.kind, values["updated_on"]),
        source=source,
        source_ref=source_ref,
        is_public=is_open,
        published_at=at if is_open else None,
        created_at=at,
        changed_at=at,
        **values,
    )
    ledger.record(
        government_id=government.pk,
        kind="item.added",
        subject=("item", item.pk),
        by=by,
        at=at,
        place=place,
        data={
            "number": item.number,
            "kind": item.kind,
            "body": item.body_id,
            "source": item.source,
            "source_ref": item.source_ref,
            "is_public": is_open,
        },
    )
    return item


def free_key(government: Government, key: str) -> str:
    """``key`` where nobody has it, else nothing: an item without a key is never found by an import."""
    taken = Item.objects.filter(government=government, key=key).exists()
    return "" if taken else key


@transaction.atomic
def change_item(
    item: Item, /, *, form: ItemForm, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Item:
    """Change what an item says. ``seen`` is the revision that the officer looked at.

    Nothing is written when nothing differs. Raises NotPermitted, ItemIncomplete, ItemNotNow, ItemChangedMeanwhile.
    """
    hold(item, seen=seen)
    permit_for(by, item.body, form.body)
    if item.withdrawn_at is not None:
        raise ItemNotNow(_("Butir ini sudah dicabut; batalkan pencabutannya lebih dahulu."))
    if wrong := problems(form, item.government):
        raise ItemIncomplete(wrong)
    values = values_of(form)
    if item.is_public and values["updated_on"] is None:
        values["updated_on"] = item.updated_on
    changed = [name for name, value in values.items() if getattr(item, name) != value]
    if not changed:
        return item
    moment = at or timezone.now()
    values["next_due"] = next_due(form.kind, values["updated_on"])
    return write(item, values, kind="item.changed", by=by, at=moment, data={"fields": sorted(changed)})


@transaction.atomic
def publish_item(item: Item, /, *, by: Actor, seen: int | None = None, at: datetime | None = None) -> Item:
    """List an item from now on. Its files are shown as each passes the release gate.

    An item of urgent information needs nobody's second approval (UU 14/2008 Pasal 10). Raises NotPermitted, ItemNotNow,
    ItemChangedMeanwhile.
    """
    hold(item, seen=seen)
    permit_for(by, item.body)
    if item.withdrawn_at is not None:
        raise ItemNotNow(_("Butir ini sudah dicabut; batalkan pencabutannya lebih dahulu."))
    if item.is_public:
        raise ItemNotNow(_("Butir ini sudah terbit."))
    moment = at or timezone.now()
    updated_on = item.updated_on or legal_day(moment, item.government.time_zone)
    values = {
        "is_public": True,
        "published_at": item.published_at or moment,
        "updated_on": updated_on,
        "next_due": next_due(item.kind, updated_on),
    }
    return write(item, values, kind="item.published", by=by, at=moment, data={"kind": item.kind})


@transaction.atomic
def publish_items(items: Sequence[Item], /, *, by: Actor, at: datetime | None = None) -> list[Item]:
    """List many items at once: all of them or none. Those that are listed already are left as they are."""
    moment = at or timezone.now()
    fresh = Item.objects.filter(pk__in=[item.pk for item in items]).select_related("body", "government")
    drafts = [item for item in fresh.order_by("number") if item.state == "draft"]
    return [publish_item(item, by=by, at=moment) for item in drafts]


@transaction.atomic
def renew_item(
    item: Item, /, *, by: Actor, on: date | None = None, seen: int | None = None, at: datetime | None = None
) -> Item:
    """State that an item's content was renewed, or looked through and still right, on a day (Pasal 9 ayat (3)).

    Raises NotPermitted, ItemNotNow, ItemIncomplete, ItemChangedMeanwhile.
    """
    hold(item, seen=seen)
    permit_for(by, item.body)
    if not item.is_public:
        raise ItemNotNow(_("Hanya butir yang sudah terbit yang dapat diperbarui."))
    moment = at or timezone.now()
    today = legal_day(moment, item.government.time_zone)
    day = on or today
    if day > today or (item.updated_on is not None and day < item.updated_on):
        raise ItemIncomplete({"on": _("Isi hari antara pembaruan terakhir dan hari ini.")})
    values = {"updated_on": day, "next_due": next_due(item.kind, day)}
    return write(item, values, kind="item.renewed", by=by, at=moment, data={"on": day.isoformat()})


@transaction.atomic
def withdraw_item(
    item: Item, /, *, reason: str, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Item:
    """Take an item off the list, with the reason that the public reads. It is never deleted and can be restored.

    Raises NotPermitted, ItemIncomplete, ItemNotNow, ItemChangedMeanwhile.
    """
    hold(item, seen=seen)
    permit_for(by, item.body)
    if item.withdrawn_at is not None:
        raise ItemNotNow(_("Butir ini sudah dicabut."))
    if not reason.strip():
        raise ItemIncomplete({"reason": _("Tulis alasan pencabutan; masyarakat akan membacanya.")})
    if len(reason.strip()) > _LONGEST_REASON:
        raise ItemIncomplete(
            {"reason": _("Alasan paling banyak %(max)d huruf; persingkat.") % {"max": _LONGEST_REASON}}
        )
    moment = at or timezone.now()
    was_public = item.is_public
    values = {"withdrawn_at": moment, "withdrawn_reason": reason.strip(), "is_public": False}
    return write(
        item,
        values,
        kind="item.withdrawn",
        by=by,
        at=moment,
        data={"reason": reason.strip(), "was_public": was_public},
    )


@transaction.atomic
def restore_item(item: Item, /, *, by: Actor, seen: int | None = None, at: datetime | None = None) -> Item:
    """Undo a withdrawal; an item that was listed is listed again. Raises NotPermitted, ItemNotNow."""
    hold(item, seen=seen)
    permit_for(by, item.body)
    if item.withdrawn_at is None:
        raise ItemNotNow(_("Butir ini tidak dicabut."))
    values = {"withdrawn_at": None, "withdrawn_reason": "", "is_public": item.published_at is not None}
    return write(
        item,
        values,
        kind="item.restored",
        by=by,
        at=at or timezone.now(),
        data={"is_public": values["is_public"]},
    )


@transaction.atomic
def open_item(
    government: Government,
    /,
    *,
    title: str,
    body: PublicBody,
    source: str,
    source_ref: str,
    by: Actor,
    kind: str = "any_time",
    at: datetime | None = None,
    key: str = "",
    **fields: Any,
) -> Item:
    """List an item within the deed that opened it: a ruling, an objection, the end of an exemption, a report.

    Listed the same day (UU 14/2008 Pasal 11 ayat (2)). The deed around it has asked for the right; here only the border
    of the government is kept. Done again for the same ``key`` (else source and reference), it returns the item that is
    there; one that somebody withdrew meanwhile stays withdrawn. ``fields`` are further fields of ``ItemForm``.
    Raises NotPermitted, ItemIncomplete.
    """
    if by.government_id != government.pk or body.government_id != government.pk:
        raise NotPermitted("catalogue.maintain")
    ledger.lock(government.pk)
    identity = key or f"{source}:{source_ref}"
    there = Item.objects.filter(government=government, key=identity).first()
    if there is not None:
        return there
    form = ItemForm(title=title, body=body, kind=kind, **fields)
    return _add(
        government,
        form=form,
        by=by,
        at=at or timezone.now(),
        key=identity,
        source=source,
        source_ref=source_ref,
        is_open=True,
    )


@transaction.atomic
def touch_item(item: Item, /, *, on: date, by: Actor, at: datetime | None = None) -> Item:
    """Note that an item's content was renewed by the deed around it, which has asked for the right: a corrected report.

    Raises NotPermitted for another government's item.
    """
    if by.government_id != item.government_id:
        raise NotPermitted("catalogue.maintain")
    hold(item, seen=None)
    values = {"updated_on": on, "next_due": next_due(item.kind, on)}
    return write(
        item, values, kind="item.renewed", by=by, at=at or timezone.now(), data={"on": on.isoformat()}
    )


def hold(item: Item, *, seen: int | None) -> None:
    """Take the book for this transaction and read the item anew."""
    ledger.lock(item.government_id)
    item.refresh_from_db()
    if seen is not None and seen != item.revision:
        raise ItemChangedMeanwhile(
            _(
                "Butir ini baru saja diubah petugas lain. Isian Anda belum disimpan; bandingkan dengan isi sekarang"
                " lalu kirim lagi."
            )
        )


def write(
    item: Item, values: Mapping[str, Any], *, kind: str, by: Actor, at: datetime, data: Mapping[str, Any]
) -> Item:
    """Write the change and its one entry; whoever calls has taken the book (``hold``)."""
    for name, value in values.items():
        setattr(item, name, value)
    item.revision += 1
    item.changed_at = at
    item.save(update_fields=[*values, "revision", "changed_at"])
    ledger.record(
        government_id=item.government_id, kind=kind, subject=("item", item.pk), by=by, at=at, data=data
    )
    return item
