"""What the rows of an old exempt list say: which information, which letter of Pasal 17, until when, of which body."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lutra.catalogue.errors import UnreadableFile
from lutra.catalogue.gate import personal_kinds
from lutra.catalogue.importing import sheets, values
from lutra.catalogue.importing.bodies import Directory
from lutra.catalogue.importing.sheets import Cell
from lutra.catalogue.importing.tables import Headings, Table, find, text_of
from lutra.catalogue.importing.words import flat, is_nothing
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import may
from lutra.exemptions.proposal_models import Proposal
from lutra.law import statute
from lutra.law.grounds import act_problem

_HERE = Path(__file__).parent
_GROUND = re.compile(
    r"17\s*(?:ayat\s*\(?\d\)?\s*)?(?:,|\.)?\s*(?:huruf|hrf|letter)?\s*\(?([a-j])\)?(?![a-z])", re.I
)
_LETTER = re.compile(r"(?:huruf|hrf)\s*\(?([a-j])\)?(?![a-z])", re.I)
_ITEM = re.compile(r"(?:angka|butir)\s*\(?(\d{1,2})\)?", re.I)
_ACT = re.compile(
    r"(?:UU|Undang[- ]?Undang)(?:\s+RI)?\s*(?:No(?:mor|\.)?\s*)?(\d{1,3})\s*(?:/|Tahun|Thn|Th\.?)\s*(\d{4})",
    re.I,
)
_TEXTS = ("consequence", "benefit", "decree")


@dataclass(slots=True)
class Read:
    """One row: its fields, and what is wrong with it in both languages."""

    sheet: str
    row: int
    fields: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, str]] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        """Whether it stays out."""
        return any(not one["warning"] for one in self.faults)

    @property
    def key(self) -> str:
        """By what the same row is known again in any file: what is withheld, and whose it is."""
        body = self.fields.get("body")
        said = f"{body.pk if body else ''}|{flat(self.fields.get('information', ''))}"
        return hashlib.sha256(said.encode()).hexdigest()

    def blame(self, code: str, *, column: str = "", value: str = "", **named: object) -> None:
        """Note a fault."""
        words = _faults()[code]
        filled = {"value": value[:120], **named}
        self.faults.append(
            {
                "sheet": self.sheet,
                "row": str(self.row),
                "column": column,
                "code": code,
                "warning": "ya" if words.get("warning") else "",
                "message_id": words["id"].format(**filled),
                "message_en": words["en"].format(**filled),
                "action_id": words["do_id"].format(**filled),
                "action_en": words["do_en"].format(**filled),
            }
        )


def read(
    government: Government, content: bytes, /, *, by: Actor, body: PublicBody | None = None
) -> list[Read]:
    """The rows of a file, right and wrong. ``body`` holds what no row names. Raises UnreadableFile."""
    known = _headings()
    tables = [table for sheet in sheets.read(content) if (table := find(sheet, known)) is not None]
    if not tables:
        words = _faults()["no_table"]
        raise UnreadableFile(words["id"], words["en"])
    directory, found = Directory(government), []
    seen: dict[str, Read] = {}
    for table in tables:
        for made in _rows(table, directory, by=by, body=body):
            if not made.is_wrong and (earlier := seen.setdefault(made.key, made)) is not made:
                made.blame("twice", other=earlier.row)
            found.append(made)
    return found


def _rows(table: Table, directory: Directory, *, by: Actor, body: PublicBody | None) -> Iterator[Read]:
    for number, cells in table.rows:
        if number in table.hidden_rows:
            continue
        said = {name: cells[at] for name, at in table.columns.items() if at < len(cells)}
        texts = {name: _text(cell) for name, cell in said.items()}
        if not any(text for name, text in texts.items() if name != "number"):
            continue
        made = Read(table.sheet, number)
        _say(made, said, texts)
        _place(made, texts.get("holder", ""), directory, by=by, body=body)
        yield made


def _text(cell: Cell) -> str:
    text = text_of(cell)
    return "" if is_nothing(text) else text


def _say(made: Read, said: Mapping[str, Cell], texts: Mapping[str, str]) -> None:
    information = texts.get("information", "")
    if not information:
        made.blame("information_missing", column="information")
    _fits(made, "information", information)
    ground, item = ground_of(texts.get("basis", ""))
    if not ground:
        made.blame("ground_unknown", column="basis", value=texts.get("basis", ""))
    act = act_of(texts.get("basis", ""))
    ends_on = _end(made, said.get("term"), texts.get("term", ""))
    for name in _TEXTS:
        _fits(made, name, texts.get(name, ""))
    if kinds := personal_kinds(" ".join((information, *(texts.get(name, "") for name in _TEXTS)))):
        made.blame("personal", column="information", value=", ".join(kinds))
    made.fields |= {
        "information": information,
        "ground": ground,
        "sub_item": item,
        "act": act,
        "ends_on": ends_on,
        "term": texts.get("term", "")[:200],
        **{name: texts.get(name, "") for name in _TEXTS},
    }


def _fits(made: Read, name: str, text: str) -> None:
    most = getattr(Proposal._meta.get_field(name), "max_length", None) or 5000
    if len(text) > most:
        made.blame("too_long", column=name, value=text, now=len(text), most=most)


def ground_of(text: str) -> tuple[str, str]:
    """The letter of Pasal 17 that a legal basis names, and its number; empty where it names none that there is."""
    match = _GROUND.search(text) or _LETTER.search(text)
    if match is None:
        return "", ""
    ground = statute.ground(match[1].lower())
    item = _ITEM.search(text, match.end())
    return ground.code, item[1] if item and ground.sub_item(item[1]) else ""


def act_of(text: str) -> str:
    """The Act beside UU 14/2008 that a legal basis names, as the statute book writes one."""
    for number, year in _ACT.findall(text):
        act = f"UU {int(number)}/{year}"
        if act != "UU 14/2008" and not act_problem(act):
            return act
    return ""


def _end(made: Read, cell: Cell, text: str) -> date | None:
    if not text:
        return None
    found = values.when(cell)
    end = found.ends if isinstance(found, values.When) else None
    if end is None and (match := re.search(r"(?:sampai(?: dengan)?|s\.?/?d\.?|hingga)\s+(.+)", text, re.I)):
        again = values.when(match[1])
        end = again.ends if isinstance(again, values.When) else None
    if end is None:
        made.blame("term_unknown", column="term", value=text)
    return end


def _place(made: Read, named: str, directory: Directory, *, by: Actor, body: PublicBody | None) -> None:
    found = directory.within(named).body if named else body
    if named and found is None:
        made.blame("body_unknown", column="holder", value=named)
    sees_all = by.kind == "system" or may(by, "exemptions.record")
    if not sees_all and (found is None or found.pk not in by.body_ids):
        made.blame("not_yours", column="holder", value=named or str(found or "–"))
    made.fields["body"] = found


@cache
def _headings() -> Headings:
    loaded = yaml.safe_load((_HERE / "words.yaml").read_text(encoding="utf-8"))
    among = {flat(word): code for code, listed in loaded["columns"].items() for word in listed}
    return Headings(among, ("information",))


@cache
def _faults() -> Mapping[str, Mapping[str, Any]]:
    loaded: dict[str, Mapping[str, Any]] = yaml.safe_load((_HERE / "faults.yaml").read_text(encoding="utf-8"))
    return loaded
