"""From the bytes that a village's server sent to its rows; whatever is in the way is named, nothing raises.

The interface answers ``{"status": "success", "data": {"ppid": [row, …], …}}``. Shared hosting adds to that: a byte
order mark, a PHP notice before it, an error page in its place, an answer that was cut off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_BYTES = 32 * 1024 * 1024  # a village has some hundred documents of some hundred bytes
MOST_ROWS = 20_000
_MOST_STARTS = 50
_START = re.compile(r"\{\s*\"(?:status|data|ppid)\"|\[\s*\{\s*\"(?:id|kode_desa)\"")
_LIST = re.compile(r"\"ppid\"\s*:\s*\[")
_HTML = re.compile(r"<\s*(?:!doctype|html|head|body)\b", re.IGNORECASE)
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Numbers stay as they are written: a float could be infinite, an integer too long to read.
_READER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=lambda _: None, strict=False)
_MISSING = object()


@dataclass
class Payload:
    """The rows, what was wrong with all of them together, and whether the answer could be read at all.

    ``is_whole``: no row of the answer is missing here. ``is_full``: the village says that these are all its documents,
    so that what is not among them is not shown any more.
    """

    rows: list[Any] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    is_readable: bool = True
    is_whole: bool = True
    is_full: bool = False


def unpack(content: bytes) -> Payload:
    """The rows of one answer of the interface. Numbers are texts. Never raises for what is in it."""
    if len(content) > MOST_BYTES:
        return _unreadable(f"Isi lebih dari {MOST_BYTES // 1024 // 1024} MB; ambil sebagian dengan tgl_dari.")
    errors: list[str] = []
    text = _text(content, errors)
    if not text:
        return _unreadable("Isi kosong; periksa alamat situs desa.", errors)
    answer = _answer(text, errors)
    if answer is _MISSING:
        return _what_is_left(text, errors)
    rows = _rows(answer, errors)
    if rows is None:
        return _unreadable(_why(text, "Tidak ada daftar data.ppid di dalamnya; periksa alamatnya."), errors)
    is_whole = len(rows) <= MOST_ROWS and _says_as_many(answer, rows, errors)
    return Payload(_not_too_many(rows, errors), errors, is_whole=is_whole, is_full=_is_full(answer, rows))


def _unreadable(reason: str, errors: list[str] | None = None) -> Payload:
    return Payload([], [*(errors or []), reason], is_readable=False, is_whole=False)


def _text(content: bytes, errors: list[str]) -> str:
    encoding = next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        errors.append("Teks bukan UTF-8; dibaca sebagai Windows-1252, periksa huruf yang tidak biasa.")
        text = content.decode("cp1252", errors="replace")
    return text.strip("\ufeff\0 \t\r\n")


def _answer(text: str, errors: list[str]) -> Any:
    """The JSON in a text, which may have other text around it; _MISSING where none is whole."""
    for start in _starts(text):
        try:
            answer, end = _READER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if not isinstance(answer, dict | list):  # a stray number or word that PHP wrote
            continue
        if start or text[end:].strip():
            errors.append("Ada teks lain di sekitar JSON, misalnya pesan PHP; diabaikan.")
        return answer
    return _MISSING


def _starts(text: str) -> Iterator[int]:
    yield 0
    for number, found in enumerate(_START.finditer(text)):
        # What stands inside the list is no answer of its own: a cut answer is read row by row instead.
        if number >= _MOST_STARTS or _LIST.search(text, 0, found.start() + 1):
            return
        yield found.start()


def _rows(answer: Any, errors: list[str]) -> list[Any] | None:
    if isinstance(answer, list):
        return answer
    if not isinstance(answer, dict):
        return None
    data = answer.get("data", answer)
    if answer.get("status") not in (None, "success"):
        errors.append(f"Situs desa menolak: {in_short(data)[:300]}")
    rows = data.get("ppid", [data] if "kode_desa" in data else None) if isinstance(data, dict) else data
    if isinstance(rows, dict):  # PHP turns a list with gaps into an object
        rows = list(rows.values())
    return rows if isinstance(rows, list) else None


def _says_as_many(answer: Any, rows: list[Any], errors: list[str]) -> bool:
    """Whether as many rows came as the village says that it has sent."""
    data = answer.get("data") if isinstance(answer, dict) else None
    said = data.get("total data") if isinstance(data, dict) else None
    if isinstance(said, str) and said.isdecimal() and said != str(len(rows)):
        errors.append(f"Situs desa menyebut {said[:20]} data, yang diterima {len(rows)}.")
        return False
    return not (isinstance(answer, dict) and answer.get("status") not in (None, "success"))


def _is_full(answer: Any, rows: list[Any]) -> bool:
    """Whether the village has sent all its documents, and not only what changed since a day, or one of them."""
    data = answer.get("data", answer) if isinstance(answer, dict) else None
    if not isinstance(data, dict) or "ppid" not in data:
        return False
    said = data.get("pengiriman")
    has_deeds = any(row.get("aksi") not in (None, "", "0") for row in rows if isinstance(row, dict))
    return said in (None, "semua") and not has_deeds and (said is not None or bool(rows))


def _what_is_left(text: str, errors: list[str]) -> Payload:
    """The whole rows at the head of an answer that was cut off; else why there is nothing to read."""
    found = _LIST.search(text)
    rows = list(_whole_rows(text, found.end())) if found else []
    if rows:
        errors.append(f"JSON terpotong atau rusak; hanya {len(rows)} baris pertama yang terbaca.")
        return Payload(_not_too_many(rows, errors), errors, is_whole=False)
    return _unreadable(_why(text, "Isinya bukan JSON yang utuh."), errors)


def _why(text: str, otherwise: str) -> str:
    if _HTML.search(text[:5000]):
        return "Isinya halaman HTML, bukan JSON; periksa alamat atau situs sedang galat."
    return otherwise


def in_short(value: Any) -> str:
    """Any JSON value as at most 2000 characters of text; "…" for one that is nested too deeply to be written."""
    try:
        return json.dumps(value, ensure_ascii=False)[:2000]
    except RecursionError:
        return "…"


def _whole_rows(text: str, at: int) -> Iterator[Any]:
    while (start := text.find("{", at)) >= 0 and not text[at:start].strip(", \t\r\n"):
        try:
            row, at = _READER.raw_decode(text, start)
        except (ValueError, RecursionError):
            return
        yield row


def _not_too_many(rows: list[Any], errors: list[str]) -> list[Any]:
    if len(rows) > MOST_ROWS:
        errors.append(f"Lebih dari {MOST_ROWS} baris; sisanya tidak dibaca.")
    return rows[:MOST_ROWS]
