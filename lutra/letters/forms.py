"""The letters that exist: number series, templates and what each template may use.

``templates/kinds.yaml`` holds the number series; a letter itself is ``templates/<kind>.<language>.typ``. Such a file
begins with a comment in YAML, its heading: ``title``, ``uses`` (every variable of the letter it reads) and ``clauses``
(every clause it cites). Adding a letter is adding such files; nothing here knows their words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from lutra.letters.errors import WrongTemplate

FOLDER = Path(__file__).resolve().parent / "templates"
LANGUAGES = ("id", "en")

_HEADING = re.compile(r"\A/\*\n(?P<heading>.*?)\*/\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Series:
    """One gapless number series: its book in the counter, and how a number is printed."""

    book: str
    pattern: str = ""  # empty where the deed itself has given the number
    given_as: str = ""  # the entry's datum that holds a number given by the deed
    official: bool = False  # signed by the official himself, where a signing service is set up

    def printed(self, number: int, *, abbreviation: str, year: int) -> str:
        """A number as printed: "005/TB-PPID/LUTRA/2026"."""
        return self.pattern.format(number=number, abbreviation=abbreviation, year=year)


@dataclass(frozen=True, slots=True)
class Template:
    """One letter in one language."""

    kind: str
    language: str
    title: str
    uses: frozenset[str]
    clauses: tuple[str, ...]
    source: str


@cache
def kinds() -> tuple[str, ...]:
    """Every kind of letter."""
    return tuple(_kinds())


@cache
def series(kind: str) -> Series:
    """The number series of a kind of letter. Raises KeyError."""
    return Series(**_kinds()[kind])


@cache
def template(kind: str, language: str) -> Template:
    """The letter's template; a language without one reads Indonesian. Raises WrongTemplate."""
    wanted = language[:2] if language[:2] in LANGUAGES else "id"
    path = FOLDER / f"{kind}.{wanted}.typ"
    text = path.read_text(encoding="utf-8")
    found = _HEADING.match(text)
    heading = yaml.safe_load(found["heading"]) if found else None
    if not isinstance(heading, dict) or set(heading) != {"title", "uses", "clauses"}:
        raise WrongTemplate(
            _("Awali %(file)s dengan komentar /* … */ yang memuat title, uses, dan clauses.")
            % {"file": path.name}
        )
    return Template(
        kind=kind,
        language=wanted,
        title=heading["title"],
        uses=frozenset(heading["uses"]),
        clauses=tuple(heading["clauses"]),
        source=text,
    )


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load((FOLDER / "kinds.yaml").read_text(encoding="utf-8"))
    return loaded
