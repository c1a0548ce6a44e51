"""What is withheld, as everybody may see it: the list of exempt information is announced like the other lists.

One row for each exemption that stands: what is withheld, on which ground, until when; never the information itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lutra.directory.models import Government


@dataclass(frozen=True, slots=True)
class PublicExemption:
    """One row of the exempt list in words that anybody may read."""

    number: int
    information: str
    ground: str  # the letter of UU 14/2008 Pasal 17
    clause: str
    body_name: str
    decided_on: date
    ends_on: date | None
    decree: str = ""


def public_exemptions(government: Government, /) -> list[PublicExemption]:  # noqa: ARG001  the list is to come
    """The exemptions that stand now, by number. There are none before the exempt list is kept here."""
    return []
