"""Immediate information (serta-merta): published at once by one person, with eight contents or knowingly without.

UU 14/2008 Pasal 10: at that very moment. So no approval, and no content is worth waiting for; what is missing warns.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.catalogue.items.deeds import open_item
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.law import statute
from lutra.law.errors import UnknownEntry
from lutra.law.records import Choice
from lutra.ledger import actions as ledger
from lutra.obligations.errors import Lacking, NotWhole, ObligationNotNow
from lutra.obligations.models import Immediate

_LONGEST = 2000
# How long the banner stays when nobody says; the announcement itself stays for good.
SHOWN_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is announced: a short title, the hazard's code, the contents by their codes, and who causes it."""

    title: str
    hazard: str
    contents: Mapping[str, str]
    third_party: str = ""


def missing_contents(contents: Mapping[str, str]) -> tuple[Choice, ...]:
    """Which of the eight contents are empty."""
    return tuple(
        content for content in statute.immediate_contents() if not str(contents.get(content.code, "")).strip()
    )


@transaction.atomic
def announce(
    government: Government,
    /,
    *,
    body: PublicBody,
    what: Announcement,
    by: Actor,
    knowingly: bool = False,
    begun_at: datetime | None = None,
    shown_until: datetime | None = None,
    at: datetime | None = None,
) -> Immediate:
    """Publish at once, as an item of the catalogue with a banner. One person is enough.

    With contents missing it raises NotWhole unless ``knowingly``: time first. ``begun_at`` is when somebody began to
    write, so that the public sees how fast it was. Raises NotPermitted, Lacking, NotWhole.
    """
    permit(by, "obligations.announce", government_id=government.pk)
    moment = at or timezone.now()
    begun = min(begun_at or moment, moment)
    until = shown_until or moment + SHOWN_FOR
    contents = {entry.code: str(what.contents.get(entry.code, "")).strip() for entry in _contents()}
    if problems := _problems(what, contents, moment, until):
        raise Lacking(problems)
    missing = missing_contents(contents)
    if missing and not knowingly:
        language = get_language() or "id"
        labels = tuple(content.label.in_(language) for content in missing)
        raise NotWhole(
            _(
                "Belum diisi: %(missing)s. Lengkapi, atau umumkan sekarang juga dan lengkapi kemudian: waktu lebih"
                " dahulu."
            )
            % {"missing": ", ".join(labels)},
            tuple(content.code for content in missing),
        )
    token = f"immediate:{secrets.token_hex(8)}"
    item = open_item(
        government,
        title=what.title.strip(),
        body=body,
        kind="immediate",
        summary=contents["danger"],
        plain_summary=_summary(contents),
        holder=body.name,
        responsible=body.name,
        forms=("online",),
        obligations=(what.hazard,),
        source=Item.Source.ENTERED,
        source_ref=token,
        key=token,
        by=by,
        at=moment,
    )
    made = Immediate.objects.create(
        government=government,
        item=item,
        hazard=what.hazard,
        contents={code: text for code, text in contents.items() if text},
        third_party=what.third_party.strip()[:200],
        haste=Immediate.Haste.HURRIED if missing else Immediate.Haste.WHOLE,
        created_at=begun,
        published_at=moment,
        announced_by_id=by.user_id,
        shown_until=until,
    )
    _tell(made, "immediate.announced", by=by, at=moment)
    return made


@transaction.atomic
def complete(
    immediate: Immediate, /, *, contents: Mapping[str, str], by: Actor, at: datetime | None = None
) -> Immediate:
    """Fill in what was missing, or tell the newest. Raises NotPermitted, Lacking."""
    permit(by, "obligations.announce", government_id=immediate.government_id)
    ledger.lock(immediate.government_id)
    immediate.refresh_from_db()
    given = {entry.code: str(contents.get(entry.code, "")).strip() for entry in _contents()}
    if problems := _long(given):
        raise Lacking(problems)
    immediate.contents = {code: text for code, text in given.items() if text}
    immediate.haste = (
        Immediate.Haste.HURRIED if missing_contents(immediate.contents) else Immediate.Haste.WHOLE
    )
    immediate.save(update_fields=["contents", "haste"])
    _tell(immediate, "immediate.completed", by=by, at=at or timezone.now())
    return immediate


@transaction.atomic
def end(immediate: Immediate, /, *, by: Actor, at: datetime | None = None) -> Immediate:
    """Take the banner down; the announcement stays readable. Raises NotPermitted, ObligationNotNow."""
    permit(by, "obligations.announce", government_id=immediate.government_id)
    ledger.lock(immediate.government_id)
    immediate.refresh_from_db()
    if immediate.ended_at is not None:
        raise ObligationNotNow(_("Pengumuman ini sudah dinyatakan selesai."))
    immediate.ended_at = at or timezone.now()
    immediate.save(update_fields=["ended_at"])
    _tell(immediate, "immediate.ended", by=by, at=immediate.ended_at)
    return immediate


def public(government: Government, *, body: PublicBody | None = None) -> QuerySet[Immediate]:
    """Every announcement whose item is listed (of one body), newest first: the feed's rows."""
    rows = Immediate.objects.filter(government=government, item__is_public=True)
    rows = rows.filter(item__body=body) if body else rows
    return rows.select_related("item__body__parent").order_by("-published_at", "-pk")


def standing(government: Government, *, at: datetime) -> QuerySet[Immediate]:
    """What the banner shows at a moment."""
    return public(government).filter(published_at__lte=at, shown_until__gt=at, ended_at__isnull=True)


def social_text(immediate: Immediate, *, address: str) -> str:
    """The text to send on in groups: title, danger, what to do, help, and where to read all of it."""
    given = immediate.contents
    lines = [immediate.item.title.upper()]
    lines += [given[code] for code in ("danger", "avoiding", "evacuation", "help") if given.get(code)]
    return "\n".join([*lines, address])


def _summary(contents: Mapping[str, str]) -> str:
    """At most 150 words: the danger, then what to do."""
    words = " ".join(contents[code] for code in ("danger", "avoiding", "help") if contents[code]).split()
    return " ".join(words[:150])


def _contents() -> tuple[Choice, ...]:
    return statute.immediate_contents()


def _problems(
    what: Announcement, contents: Mapping[str, str], moment: datetime, until: datetime
) -> dict[str, str]:
    problems = _long(contents)
    if not what.title.strip():
        problems["title"] = _("Isi judul: apa yang terjadi, di mana.")
    elif len(what.title.strip()) > 300:
        problems["title"] = _("Judul paling banyak 300 huruf; persingkat.")
    try:
        if statute.obligation(what.hazard).kind != "immediate":
            raise UnknownEntry(what.hazard)
    except UnknownEntry:
        problems["hazard"] = _("Pilih jenis bahayanya.")
    if until <= moment:
        problems["shown_until"] = _("Saat berakhirnya sudah lewat.")
    return problems


def _long(contents: Mapping[str, str]) -> dict[str, str]:
    return {
        code: _("Paling banyak %(max)d huruf; persingkat.") % {"max": _LONGEST}
        for code, text in contents.items()
        if len(text) > _LONGEST
    }


def _tell(immediate: Immediate, kind: str, *, by: Actor, at: datetime) -> None:
    ledger.record(
        government_id=immediate.government_id,
        kind=kind,
        subject=("immediate", immediate.pk),
        by=by,
        at=at,
        data={
            "item": immediate.item_id,
            "hazard": immediate.hazard,
            "lacks": [content.code for content in missing_contents(immediate.contents)],
        },
    )
