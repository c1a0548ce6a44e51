"""The shapes of what must be published: obligations, their parts, and the closed lists around them.

Frozen records like those of ``lutra.law.records``; the lists themselves are read through ``lutra.law.statute``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lutra.law.records import Text

Kind = Literal["periodic", "immediate", "any_time", "standing"]
OwedBy = Literal["every_body", "government", "when_it_happens"]
FulfilledBy = Literal["any", "all"]
Rows = Literal["programmes", "officials", "packages", "charter", "sops", "deliveries", "list"]


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an obligation asks for. ``code`` is what a catalogue item carries to fulfil it.

    An ``optional`` part is published where there is such a thing; its absence leaves nothing incomplete. ``rows`` names
    the rows of ``lutra.obligations`` that fulfil it beside items of the catalogue.
    """

    code: str
    label: Text
    clause: str
    optional: bool = False
    rows: Rows | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What an item must say about itself before it counts, such as "audited"; ``lacking`` is said when it does not."""

    code: str
    label: Text
    clause: str
    lacking: Text


@dataclass(frozen=True, slots=True)
class Obligation:
    """One head of the lists of what must be published.

    ``owed_by`` says who owes it: every public body, the government once, or whoever learns of an event.
    ``fulfilled_by`` "all" asks for each part that is not optional, "any" for one item about the head or a part of it.
    ``rule`` is the clock of ``lutra.law.clocks`` by which it falls due again after its last publication; None: never.
    ``counts`` says in plain words what fulfils it.
    """

    code: str
    letter: str
    kind: Kind
    label: Text
    clause: str
    owed_by: OwedBy
    fulfilled_by: FulfilledBy
    counts: Text
    parts: tuple[Part, ...] = ()
    rule: str | None = None
    mark: Mark | None = None

    @property
    def needed(self) -> tuple[Part, ...]:
        """The parts without which the obligation is incomplete."""
        return tuple(part for part in self.parts if not part.optional) if self.fulfilled_by == "all" else ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code by which an item may say that it serves this obligation: head, parts and mark."""
        marks = (self.mark.code,) if self.mark else ()
        return (self.code, *(part.code for part in self.parts), *marks)


@dataclass(frozen=True, slots=True)
class LawHead:
    """One letter of UU 14/2008 Pasal 11 ayat (1), with the any-time obligations that carry it out."""

    code: str
    label: Text
    clause: str
    covered_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryField:
    """One thing an entry must tell, such as the budget of a programme; ``missing`` says what to add."""

    code: str
    label: Text
    clause: str
    missing: Text
    optional: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One document of a procurement package. ``redacted_only``: published only without what is withheld."""

    code: str
    stage: str
    label: Text
    clause: str
    redacted_only: bool = False
