"""The files and links of an item. A replaced file keeps its digest, and the correction is told (Pasal 7 ayat (2))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import PurePath
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import ItemIncomplete, ItemNotNow, NotReleasable
from lutra.catalogue.gate import may_be_public, open_ones
from lutra.catalogue.items.deeds import hold, write
from lutra.catalogue.items.due import next_due
from lutra.catalogue.items.rights import permit_for
from lutra.catalogue.models import Item, ItemFile
from lutra.directory.actors import Actor
from lutra.documents.models import Document
from lutra.law import statute
from lutra.law.clocks import legal_day

_is_address = URLValidator(schemes=["http", "https"])
_LONGEST = {"url": 500, "label": 200, "correction_note": 500}


@transaction.atomic
def attach_file(
    item: Item,
    /,
    *,
    by: Actor,
    document: Document | None = None,
    url: str = "",
    label: str = "",
    language: str = "id",
    seen: int | None = None,
    at: datetime | None = None,
) -> ItemFile:
    """Put a file or a link beside an item. New content renews the item's date (UU 14/2008 Pasal 9 ayat (3)).

    The public sees a file once it has passed the release gate; until then it waits. Raises NotPermitted,
    ItemIncomplete, ItemNotNow, ItemChangedMeanwhile.
    """
    _ready(item, by=by, seen=seen)
    if wrong := _problems(item, document=document, url=url, label=label):
        raise ItemIncomplete(wrong)
    moment = at or timezone.now()
    position = (item.files.order_by("-position").values_list("position", flat=True).first() or 0) + 1
    made = _put(
        item, document=document, url=url, label=label, language=language, position=position, at=moment
    )
    write(
        item,
        _renewed(item, moment),
        kind="item.file_added",
        by=by,
        at=moment,
        data={"file": made.pk, "sha256": document.sha256 if document else "", "url": made.url},
    )
    return made


@transaction.atomic
def replace_file(
    file: ItemFile,
    /,
    *,
    correction_note: str,
    by: Actor,
    document: Document | None = None,
    url: str = "",
    label: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> ItemFile:
    """Replace a file by a corrected one. The old row stays with its digest, and the note says what was corrected.

    Raises NotPermitted, ItemIncomplete, ItemNotNow, ItemChangedMeanwhile.
    """
    item = file.item
    _ready(item, by=by, seen=seen)
    file.refresh_from_db()
    if file.ended_at is not None:
        raise ItemNotNow(_("Berkas ini sudah diganti atau dilepas; muat ulang halaman."))
    wrong = _problems(item, document=document, url=url, label=label or file.label)
    if not correction_note.strip():
        wrong["correction_note"] = _("Tulis apa yang dikoreksi; masyarakat akan membacanya.")
    elif len(correction_note.strip()) > _LONGEST["correction_note"]:
        wrong["correction_note"] = _("Catatan koreksi paling banyak %(max)d huruf; persingkat.") % {
            "max": _LONGEST["correction_note"]
        }
    if document is not None and file.document is not None and document.sha256 == file.document.sha256:
        wrong["document"] = _("Isi berkas ini sama dengan yang lama; pilih berkas yang sudah dikoreksi.")
    if wrong:
        raise ItemIncomplete(wrong)
    moment = at or timezone.now()
    file.ended_at = moment
    file.save(update_fields=["ended_at"])
    made = _put(
        item,
        document=document,
        url=url,
        label=label or file.label,
        language=file.language,
        position=file.position,
        at=moment,
        replaces=file,
        correction_note=correction_note.strip(),
    )
    write(
        item,
        _renewed(item, moment),
        kind="item.file_replaced",
        by=by,
        at=moment,
        data={
            "file": made.pk,
            "replaces": file.pk,
            "sha256": document.sha256 if document else "",
            "old_sha256": file.document.sha256 if file.document else "",
            "note": made.correction_note,
        },
    )
    return made


@transaction.atomic
def remove_file(
    file: ItemFile, /, *, reason: str, by: Actor, seen: int | None = None, at: datetime | None = None
) -> ItemFile:
    """Take a file off an item, with a reason; its row and digest stay.

    Raises NotPermitted, ItemIncomplete, ItemNotNow, ItemChangedMeanwhile.
    """
    item = file.item
    _ready(item, by=by, seen=seen)
    file.refresh_from_db()
    if file.ended_at is not None:
        raise ItemNotNow(_("Berkas ini sudah diganti atau dilepas; muat ulang halaman."))
    if not reason.strip():
        raise ItemIncomplete({"reason": _("Tulis alasan berkas ini dilepas.")})
    moment = at or timezone.now()
    file.ended_at = moment
    file.save(update_fields=["ended_at"])
    write(
        item,
        {},
        kind="item.file_removed",
        by=by,
        at=moment,
        data={
            "file": file.pk,
            "sha256": file.document.sha256 if file.document else "",
            "reason": reason.strip()[: _LONGEST["correction_note"]],
        },
    )
    return file


def require_public(file: ItemFile) -> None:
    """Pass when the public may have this file now. Raises NotReleasable with what to do."""
    if not is_shown(file):
        raise NotReleasable(
            _(
                "Berkas “%(label)s” belum lolos pemeriksaan rilis. Buka hasil pemeriksaannya, putuskan tiap temuan,"
                " lalu coba lagi; butirnya sendiri boleh terbit lebih dahulu."
            )
            % {"label": file.label}
        )


def is_shown(file: ItemFile) -> bool:
    """Whether the public gets this file: its item is listed, it was not replaced, and it passed the gate."""
    if not file.item.is_public or file.ended_at is not None:
        return False
    return file.document is None or may_be_public(file.document)


@dataclass(frozen=True, slots=True)
class Shown:
    """One current file as officers and public see it: may it be opened, and what it corrected."""

    file: ItemFile
    is_open: bool  # else it waits for the release gate
    corrects: tuple[ItemFile, ...]  # what stood there before, newest first


def shown_files(item: Item) -> list[Shown]:
    """The current files of an item in order, each with the ones it replaced."""
    rows = list(item.files.select_related("document"))
    by_pk = {row.pk: row for row in rows}
    passed = open_ones(row.document for row in rows if row.document is not None and row.ended_at is None)
    current = []
    for row in rows:
        row.item = item
        if row.ended_at is None:
            is_open = row.document is None or row.document.pk in passed
            current.append(Shown(file=row, is_open=is_open, corrects=tuple(_before(row, by_pk))))
    return current


def _before(file: ItemFile, by_pk: dict[int, ItemFile]) -> list[ItemFile]:
    chain = []
    while file.replaces_id is not None and file.replaces_id in by_pk:
        file = by_pk[file.replaces_id]
        chain.append(file)
    return chain


def _ready(item: Item, *, by: Actor, seen: int | None) -> None:
    hold(item, seen=seen)
    permit_for(by, item.body)
    if item.withdrawn_at is not None:
        raise ItemNotNow(_("Butir ini sudah dicabut; batalkan pencabutannya lebih dahulu."))


def _problems(item: Item, *, document: Document | None, url: str, label: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if (document is None) == (not url.strip()):
        wrong["document"] = _("Pilih satu: unggah berkas, atau isi tautan.")
    elif document is not None and document.government_id != item.government_id:
        wrong["document"] = _("Pilih berkas dari pemerintah daerah ini.")
    elif document is not None and document.is_sealed:
        wrong["document"] = _("Surat kepada pemohon memuat identitas dan tidak dapat menjadi berkas DIP.")
    elif url.strip():
        wrong |= _address_problem(url.strip())
    if len(label.strip()) > _LONGEST["label"]:
        wrong["label"] = _("Nama berkas paling banyak %(max)d huruf; persingkat.") % {
            "max": _LONGEST["label"]
        }
    return wrong


def _address_problem(url: str) -> dict[str, str]:
    try:
        _is_address(url)
        too_long = len(url) > _LONGEST["url"]
    except ValidationError:
        return {"url": _("Tulis tautan lengkap yang dimulai dengan https:// atau http://.")}
    return {"url": _("Tautan terlalu panjang; pakai alamat yang lebih pendek.")} if too_long else {}


def is_address(url: str) -> bool:
    """Whether a text is a web address that an item may link to."""
    return not _address_problem(url)


def _put(
    item: Item,
    *,
    document: Document | None,
    url: str,
    label: str,
    language: str,
    position: int,
    at: datetime,
    replaces: ItemFile | None = None,
    correction_note: str = "",
) -> ItemFile:
    media_type = document.media_type if document else ""
    return ItemFile.objects.create(
        government_id=item.government_id,
        item=item,
        document=document,
        url=url.strip(),
        label=label.strip() or (document.name if document else link_label(url.strip())),
        media_type=media_type,
        format=format_of(media_type=media_type, name=document.name if document else url.strip()),
        language=language,
        position=position,
        added_at=at,
        replaces=replaces,
        correction_note=correction_note,
    )


def link_label(url: str) -> str:
    """What a link is called when nobody says: its file's name, else its host."""
    parts = urlsplit(url)
    return (PurePath(parts.path).name or parts.netloc)[: _LONGEST["label"]]


def format_of(*, media_type: str, name: str) -> str:
    """The statute book's code of a file's format by its media type, else by the ending of its name; "" if unknown."""
    by_type, codes = _formats()
    if media_type in by_type:
        return by_type[media_type]
    suffix = PurePath(urlsplit(name).path).suffix.lower().lstrip(".")
    suffix = {"jpeg": "jpg", "htm": "html"}.get(suffix, suffix)
    return suffix if suffix in codes else ""


@cache
def _formats() -> tuple[dict[str, str], frozenset[str]]:
    formats = statute.file_formats()
    by_type = {media_type: one.code for one in formats for media_type in one.media_types}
    return by_type, frozenset(one.code for one in formats)


def _renewed(item: Item, moment: datetime) -> dict[str, date | None]:
    """New content renews the date from which the next renewal counts."""
    day = legal_day(moment, item.government.time_zone)
    updated_on = max(day, item.updated_on) if item.updated_on else day
    return {"updated_on": updated_on, "next_due": next_due(item.kind, updated_on)}
