"""What may be found: one entry for each public thing. Whoever publishes makes entries; nothing else is searched."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

#: Kinds of entries in the order in which they are offered.
KINDS = ("information", "answer", "news", "document")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that anybody may find. Everything in it is public: give only what a gate has let through.

    ``key`` names it within its government ("item:12"); ``url`` is where it is read, a path of the portal.
    ``formats`` are codes of the statute book's file formats; ``dated_on`` is the day of its newest content.
    """

    key: str
    kind: str
    title: str
    url: str
    dated_on: date
    summary: str = ""
    text: str = ""
    information_class: str = ""
    body_slug: str = ""
    body_name: str = ""
    year: int | None = None
    formats: tuple[str, ...] = ()
    place_code: str = ""
    place_name: str = ""

    @property
    def digest(self) -> str:
        """Tells whether anything of the entry has changed."""
        whole = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()
