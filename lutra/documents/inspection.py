"""Looking through a file before it leaves the house: what it hides, and whose data it holds.

``inspect`` never raises for what is in a file. Whatever goes wrong stands in ``errors``, and a file with errors is
withheld: nobody knows what is in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from lutra.documents import sandbox, types
from lutra.documents.reading import Reading, said
from lutra.documents.sandbox import DEFAULT, Limits, Sandbox, ToolFailed

# The name that people use for a kind of file.
SHORT = {
    types.PDF: "pdf",
    types.DOCX: "docx",
    types.XLSX: "xlsx",
    types.PPTX: "pptx",
    types.ODT: "odt",
    types.ODS: "ods",
    types.ODP: "odp",
    types.HTML: "html",
    types.EML: "eml",
    types.CSV: "csv",
    types.TXT: "txt",
    types.PNG: "png",
    types.JPEG: "jpg",
    types.TIFF: "tiff",
}
TASK = "lutra.documents.inspecting:inspect"


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden data. ``kind`` is a key of ``hidden.kinds.KINDS``, which has its words."""

    kind: str
    place: str
    detail_masked: str
    severity: Literal["blocks", "note"]


@dataclass(frozen=True, slots=True)
class Personal:
    """Personal data, masked. ``offset`` and ``length`` count letters of the page's text; ``place`` is empty for the
    page itself, else the comment, note, picture or attachment it stands in."""

    kind: str
    value_masked: str
    page: int
    offset: int
    length: int
    certainty: Literal["sure", "likely", "official"]
    place: str = ""


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that is known of a file."""

    media_type: str | None
    pages: int = 0
    text_length: int = 0  # letters
    hidden: tuple[Hidden, ...] = ()
    personal: tuple[Personal, ...] = ()
    errors: tuple[str, ...] = ()
    ocr_ran: bool = False
    checks: dict[str, Any] = field(default_factory=dict)
    reading: Reading | None = None  # the text in clear, where it was asked for; never in ``as_json``

    @property
    def is_complete(self) -> bool:
        """Whether everything could be looked at; if not, the file is withheld."""
        return not self.errors

    @property
    def blocking(self) -> tuple[Hidden, ...]:
        """Hidden data that an officer must decide on."""
        return tuple(each for each in self.hidden if each.severity == "blocks")

    @property
    def is_clear(self) -> bool:
        """Whether nothing at all holds the file back. Data of offices, such as ppid@…go.id, do not."""
        return (
            self.is_complete
            and not self.blocking
            and all(each.certainty == "official" for each in self.personal)
        )

    def as_json(self) -> dict[str, Any]:
        """For ``--json`` and for keeping: no personal data in clear."""
        return {
            "type": self.media_type,
            "format": SHORT.get(self.media_type or ""),
            "pages": self.pages,
            "text_length": self.text_length,
            "hidden": [_hidden_json(each) for each in self.blocking],
            "notes": [_hidden_json(each) for each in self.hidden if each.severity == "note"],
            "personal": [
                {
                    "kind": each.kind,
                    "value_masked": each.value_masked,
                    "page": each.page,
                    "offset": each.offset,
                    "length": each.length,
                    "certainty": each.certainty,
                    "where": each.place,
                }
                for each in self.personal
            ],
            "errors": list(self.errors),
            "checks": {"ocr": self.ocr_ran, **self.checks},
        }


def _hidden_json(each: Hidden) -> dict[str, str]:
    return {"kind": each.kind, "where": each.place, "detail": each.detail_masked, "severity": each.severity}


def inspect(
    path: str | os.PathLike[str],
    name: str | None = None,
    *,
    with_text: bool = False,
    within: Sandbox | None = None,
    limits: Limits = DEFAULT,
) -> Inspection:
    """Look through one file. ``name`` is what it was called when it is kept under another name.

    ``with_text`` gives what was read along, so that nobody has to read and recognise it again. ``within`` is a running
    sandbox, for many files. Raises OSError when the file cannot be opened, and nothing else.
    """
    name = name if name is not None else Path(path).name
    runner = within.run if within is not None else sandbox.run
    try:
        found = runner(TASK, {"name": name, "with_text": with_text}, files=[path], limits=limits)
        return _from_child(found)
    except ToolFailed as error:
        return Inspection(None, errors=(str(error),))
    except (KeyError, TypeError, ValueError):
        return Inspection(
            None, errors=("Pemeriksa memberi jawaban yang tidak dapat dipakai; berkas ini ditahan.",)
        )


def inspect_many(
    paths: Iterable[str | os.PathLike[str]], *, limits: Limits = DEFAULT
) -> Iterator[tuple[Path, Inspection]]:
    """Look through many files in one sandbox."""
    with Sandbox() as within:
        for path in paths:
            yield Path(path), inspect(path, within=within, limits=limits)


def _from_child(found: dict[str, Any]) -> Inspection:
    """The child read a stranger's file: its answer is checked field by field."""
    return Inspection(
        media_type=None if found["media_type"] is None else _words(found["media_type"], 200),
        pages=_count(found["pages"]),
        text_length=_count(found["text_length"]),
        hidden=tuple(_hidden(each) for each in _rows(found["hidden"])),
        personal=tuple(_personal(each) for each in _rows(found["personal"])),
        errors=tuple(_words(each, 500) for each in _rows(found["errors"])),
        ocr_ran=found["ocr_ran"] is True,
        checks={
            "network": _words(found["checks"]["network"], 20),
            "truncated": found["checks"]["truncated"] is True,
        },
        reading=said(found["text"]) if "text" in found else None,
    )


def _hidden(row: dict[str, Any]) -> Hidden:
    severity: Literal["blocks", "note"] = "note" if row["severity"] == "note" else "blocks"
    return Hidden(_words(row["kind"], 60), _words(row["place"], 250), _words(row["detail"], 250), severity)


def _personal(row: dict[str, Any]) -> Personal:
    if row["certainty"] not in ("sure", "likely", "official"):
        raise ValueError("certainty")
    return Personal(
        _words(row["kind"], 60),
        _words(row["value_masked"], 250),
        _count(row["page"]),
        _count(row["offset"]),
        _count(row["length"]),
        row["certainty"],
        _words(row["place"], 250),
    )


def _rows(value: Any) -> Sequence[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _words(value: Any, most: int) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value[:most]


def _count(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("not a count")
    return value
