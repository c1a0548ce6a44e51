"""One row of OpenSID's list of public documents, as a message.

Fields, in all versions since the interface exists: ``id, kode_desa, dokumen`` (a link; in exports ``satuan``, a file's
name), ``nama, tgl_upload, updated_at, enabled, kategori, tahun, aksi``. ``aksi`` is 0 in a full list, else 1 new,
2 changed, 3 deleted. The server's database gives all of them as texts; others give numbers.
"""

from __future__ import annotations

import html
import mimetypes
import re
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from lutra.channels.messages import Attachment, Message
from lutra.channels.opensid.payload import in_short
from lutra.law import statute

CHANNEL = "opensid"
UNREADABLE = "unreadable"
# OpenSID's own numbers of the classes of UU 14/2008; 4 is what the village withholds.
CATEGORIES = {"1": "periodic", "2": "immediate", "3": "any_time", "4": "exempt"}
KINDS = {"": "document", "0": "document", "1": "document", "2": "edit", "3": "delete"}
_EXEMPT = "exempt"
_VILLAGE = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
# Beside ISO 8601: the day first, as people here write it. Slashes are read as hyphens.
_FORMATS = ("%d-%m-%Y %H:%M:%S", "%d-%m-%Y %H:%M", "%d-%m-%Y")
_SECONDS = re.compile(r"[1-9][0-9]{8,9}")  # since 1970
_LONGEST = 2000
_YEARS = range(1945, 2100)  # since the republic


def message(row: Any) -> Message:
    """What a row says, with each fault named. Fails closed: what cannot be read for sure is withheld."""
    if not isinstance(row, dict):
        return unreadable(("Baris ini bukan objek JSON.",), raw=_flat(row))
    errors: list[str] = []
    said = {name: _plain(row.get(name)) for name in ("id", "nama", "enabled", "kategori", "tahun", "aksi")}
    village = _village(row.get("kode_desa"), errors)
    if not _NUMBER.fullmatch(said["id"]):
        errors.append("Nomor dokumen (id) tidak ada atau bukan angka.")
    if not said["nama"]:
        errors.append("Nama dokumen (nama) kosong.")
    kind = KINDS.get(said["aksi"])
    if kind is None:
        errors.append(f"Aksi {said['aksi'][:20]} tidak dikenal; yang dikenal 0 sampai 3.")
    category = _category(said["kategori"], errors)
    order = ("updated_at", "tgl_upload") if kind in ("edit", "delete") else ("tgl_upload", "updated_at")
    return Message(
        channel=CHANNEL,
        provider_id=f"{village}:{said['id']}" if village and _NUMBER.fullmatch(said["id"]) else "",
        kind=kind or UNREADABLE,
        sender=village,
        sent_at=_sent_at([row.get(name) for name in order], village, errors),
        text=said["nama"],
        new_text=said["nama"],
        attachments=_attachments(row, errors),
        fields={
            "village": village or None,
            "category": category,
            "year": _year(said["tahun"], errors),
            "is_enabled": _is_enabled(said["enabled"]),
            "updated_at": _plain(row.get("updated_at")) or None,
        },
        withheld=_withheld(said, kind, category, village),
        errors=tuple(errors),
        raw={name: _flat(value) for name, value in row.items()},
    )


def unreadable(errors: tuple[str, ...], *, raw: Any) -> Message:
    """The message that stands for something that could not be read at all."""
    return Message(CHANNEL, "", UNREADABLE, errors=errors, withheld=("Tidak terbaca.",), raw=raw)


def _withheld(said: dict[str, str], kind: str | None, category: str | None, village: str) -> tuple[str, ...]:
    """Why a row may never be published; an unclear row is withheld as a hidden one is."""
    reasons = []
    if category == _EXEMPT:
        reasons.append("Desa menggolongkannya sebagai informasi dikecualikan (kategori 4).")
    if category is None:
        reasons.append("Kategorinya tidak diketahui.")
    if not _is_enabled(said["enabled"]):
        reasons.append("Desa tidak menampilkannya (enabled tidak aktif).")
    if kind == "delete":
        reasons.append("Desa menghapusnya.")
    if kind is None or not village or not said["nama"] or not _NUMBER.fullmatch(said["id"]):
        reasons.append("Barisnya tidak lengkap.")
    return tuple(reasons)


def _plain(value: Any) -> str:
    """A value as one line of text, without characters that nobody sees; "" for what is no single value."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if not isinstance(value, str | int):
        return ""
    text = html.unescape(str(value)[:_LONGEST])
    return " ".join(_CONTROL.sub(" ", text).split())


def _flat(value: Any) -> Any:
    """A value as it came; what is nested, which no row of OpenSID is, as text."""
    return in_short(value) if isinstance(value, dict | list) else value


def _is_enabled(said: str) -> bool:
    return said in ("1", "true", "True")


def village_code(typed: str) -> str:
    """ "73.22.01.2001" for that or "7322012001"; "" for what is no village's code."""
    found = _VILLAGE.fullmatch(typed.strip())
    return ".".join(found.groups()) if found else ""


def _village(value: Any, errors: list[str]) -> str:
    code = village_code(_plain(value))
    if not code:
        errors.append("Kode desa tidak ada atau bukan 10 angka, misalnya 73.22.01.2001.")
    return code


def _category(said: str, errors: list[str]) -> str | None:
    if said not in CATEGORIES:
        errors.append(f"Kategori {said[:20] or 'kosong'} tidak dikenal; yang dikenal 1 sampai 4.")
    return CATEGORIES.get(said)


def _year(said: str, errors: list[str]) -> int | None:
    if said in ("", "0", "0000"):
        return None
    if len(said) == 4 and said.isascii() and said.isdecimal() and int(said) in _YEARS:
        return int(said)
    errors.append(f"Tahun {said[:20]} tidak dapat dibaca.")
    return None


def _sent_at(values: list[Any], village: str, errors: list[str]) -> datetime | None:
    """The first moment that can be read, in the zone of the village; the server writes local time without one."""
    said = [text for text in map(_plain, values) if text and not text.startswith("0000")]
    zone = _zone(village)
    for text in said:
        moment = _moment(text)
        if moment is not None and zone is not None and moment.year in _YEARS:
            return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    if said and village:
        why = "tidak dapat dibaca" if zone else "tidak berzona: provinsi desa tidak dikenal"
        errors.append(f"Waktu {said[0][:30]} {why}.")
    return None


def _moment(text: str) -> datetime | None:
    """A moment as it is written, with a zone only where it says one."""
    if _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(text), tz=UTC)
    text = text.replace("/", "-")
    try:
        if not text[:4].isdecimal():
            raise ValueError
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in _FORMATS:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the zone is the village's
        except ValueError:
            continue
    return None


def _zone(village: str) -> ZoneInfo | None:
    """The zone of a village's province; None where the code names no province."""
    name = statute.time_zone_of(village) if village else None
    return ZoneInfo(name) if name else None


def _attachments(row: dict[str, Any], errors: list[str]) -> tuple[Attachment, ...]:
    link, name = _plain(row.get("dokumen")), _plain(row.get("satuan"))
    if link and not _is_safe(link):
        errors.append("Tautan dokumen bukan alamat http atau https yang utuh; diabaikan.")
        link = ""
    if link.endswith("/") and not name:  # the folder of all files: the village has uploaded none
        link = ""
    if not link and not name:
        return ()
    name = PurePosixPath((name or unquote(urlsplit(link).path)).replace("\\", "/")).name
    return (Attachment(name=_plain(name), type=mimetypes.guess_type(name)[0], url=link),)


def _is_safe(link: str) -> bool:
    try:
        parts = urlsplit(link)
        host, user = parts.hostname, parts.username
        _ = parts.port  # raises for a port that is none
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(host) and user is None and " " not in link
