"""Making anybody's text printable: a letter is always made, whatever was typed.

PDF/A refuses a letter with a character that no font draws, and a line without a space runs out of the page. The fonts
are those that the typesetter brings along, so a letter looks alike on every machine; ``glyphs.txt`` lists what they
draw, in both weights and beside a Latin letter (one range a line, in hexadecimal).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

# Shown for what no font draws.
MISSING = "□"

_BREAK = "\u200b"  # a place where a line may break, without a hyphen
_LONG = re.compile(r"\S{30}(?=\S)")
_JOINERS = {"\u200c", "\u200d"}
# Marks are kept on letters that the fonts draw together with them; after a failure only plain Latin is kept.
_PLAIN = frozenset(
    [
        *map(chr, range(0x20, 0x7F)),
        *map(chr, range(0xA0, 0xAD)),
        *map(chr, range(0xAE, 0x180)),
        "–",
        "—",
        "‘",
        "’",
        "“",
        "”",
        "…",
        "□",
    ]
)


def printable(text: str, *, plain: bool = False) -> str:
    """``text`` as the bundled fonts can draw it; ``plain`` keeps Latin letters only, which always succeeds."""
    drawn = _PLAIN if plain else _drawn()
    kept = "".join(
        char if char == "\n" or char in drawn else _instead(char)
        for char in unicodedata.normalize(
            "NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
        )
    )
    return _LONG.sub(rf"\g<0>{_BREAK}", kept)


def printable_all(value: Any, *, plain: bool = False) -> Any:
    """Every text inside lists and mappings, made printable."""
    if isinstance(value, str):
        return printable(value, plain=plain)
    if isinstance(value, dict):
        return {key: printable_all(inner, plain=plain) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable_all(inner, plain=plain) for inner in value]
    return value


def _instead(char: str) -> str:
    # Controls and bidirectional overrides would change how an official letter reads; nothing is shown for them.
    category = unicodedata.category(char)
    return "" if category in {"Cc", "Cf"} or category.startswith("M") else MISSING


@cache
def _drawn() -> frozenset[str]:
    chars: set[str] = set(_JOINERS)
    for line in (Path(__file__).resolve().parent / "glyphs.txt").read_text(encoding="ascii").split():
        first, _, last = line.partition("-")
        chars.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(chars)
