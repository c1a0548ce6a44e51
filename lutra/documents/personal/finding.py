"""All kinds together, without overlaps."""

from __future__ import annotations

from lutra.documents.personal import contact, identity, life
from lutra.documents.personal.match import Match
from lutra.documents.personal.plain import Plain

# In this order: what is found first keeps its place.
_FINDERS = (
    contact.mailboxes,
    identity.numbers,
    contact.phones,
    life.accounts,
    life.births,
    life.addresses,
    life.plates,
)


def find(text: str) -> list[Match]:
    """Personal data in ``text``, in the order in which it stands there."""
    plain = Plain(text)
    found: list[Match] = []
    taken = bytearray(len(plain.text))
    for finder in _FINDERS:
        for kind, start, end, certainty in finder(plain):
            if end <= start or any(taken[start:end]):
                continue
            taken[start:end] = b"\x01" * (end - start)
            begin, stop = plain.place(start, end)
            found.append(Match(kind, begin, stop, text[begin:stop], certainty))
    return sorted(found, key=lambda match: match.start)
