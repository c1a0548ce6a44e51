"""What is wrong with a row or a file, in both languages, with the place and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lutra.catalogue.errors import UnreadableFile

_BOOK = Path(__file__).parent / "faults.yaml"
_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of one cell; a warning lets its row pass."""

    code: str
    field: str
    column: str  # the heading as it stands in the file
    cell: str  # "C7"; empty where there is no such cell
    value: str
    id: str
    en: str
    do_id: str
    do_en: str
    is_warning: bool

    def as_json(self) -> dict[str, str]:
        """Plain texts, as they are printed and kept."""
        return {
            "code": self.code,
            "field": self.field,
            "column": self.column,
            "cell": self.cell,
            "value": self.value,
            "message_id": self.id,
            "message_en": self.en,
            "action_id": self.do_id,
            "action_en": self.do_en,
        }


def fault(
    code: str, *, field: str = "", column: str = "", cell: str = "", value: object = "", **named: object
) -> Fault:
    """The fault ``code`` of ``faults.yaml`` with its words filled in."""
    words = _faults()[code]
    shown = str(value).strip()
    shown = shown if len(shown) <= _LONGEST_VALUE else f"{shown[: _LONGEST_VALUE - 1]}…"
    filled = {"value": shown, **{name: str(each) for name, each in named.items()}}
    return Fault(
        code=code,
        field=field,
        column=column,
        cell=cell,
        value=shown,
        id=words["id"].format(**filled),
        en=words["en"].format(**filled),
        do_id=words.get("do_id", "").format(**filled),
        do_en=words.get("do_en", "").format(**filled),
        is_warning=bool(words.get("warning")),
    )


def unreadable(code: str, **named: object) -> UnreadableFile:
    """The refusal of a whole file."""
    words = _faults()[code]
    return UnreadableFile(words["id"].format(**named), words["en"].format(**named))


@cache
def _faults() -> Mapping[str, Mapping[str, Any]]:
    loaded: dict[str, Mapping[str, Any]] = yaml.safe_load(_BOOK.read_text(encoding="utf-8"))
    return loaded
