"""What is withheld, as everybody may see it: the list of exempt information is announced like the other lists.

One row for each exemption in force: what is withheld, on which ground, until when; never the information itself. A row
in whose words something personal is found shows its number and ground alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lutra.directory.models import Government
from lutra.exemptions.queries import in_force
from lutra.law import statute
from lutra.publishing.catalogue.projection import found_in
from lutra.publishing.projection import clean


@dataclass(frozen=True, slots=True)
class PublicExemption:
    """One row of the exempt list in words that anybody may read; ``information`` is empty where they name somebody."""

    number: int
    information: str
    ground: str  # the letter of UU 14/2008 Pasal 17
    clause: str
    body_name: str
    decided_on: date
    ends_on: date | None
    decree: str


def public_exemptions(government: Government, /, *, on: date) -> list[PublicExemption]:
    """The exemptions in force on the legal day ``on``, by number."""
    clauses = {ground.code: ground.clause for ground in statute.grounds()}
    rows = []
    for exemption in in_force(government, on=on).select_related("test", "body__parent").order_by("number"):
        words = clean(exemption.test.information)
        rows.append(
            PublicExemption(
                number=exemption.number,
                information="" if found_in(words) else words,
                ground=exemption.test.ground,
                clause=clauses.get(exemption.test.ground, ""),
                body_name=str(exemption.body),
                decided_on=exemption.decree_date,
                ends_on=exemption.ends_on,
                decree=exemption.decree_number,
            )
        )
    return rows
