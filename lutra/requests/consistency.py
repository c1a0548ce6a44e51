"""The consistency hint: near-identical cases of the past that were decided otherwise, and the reason to differ.

Likeness is the share of words that two questions have in common (Jaccard), by plain counting: no model, nothing
learned, the same answer every time. Only the newest decided cases are looked at, so the cost has a bound.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lutra.law import statute
from lutra.law.records import Text
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request
from lutra.requests.rules import rules_of

LOOK_AT = 400  # the newest decided cases
SHOWN = 5
NEAR = 0.75
_REASON_LENGTH = 2000
_WORD = re.compile(r"[a-z0-9]+")
# Words that every question has say nothing about likeness.
# fmt: off
_EMPTY = frozenset(
    ("yang", "dan", "di", "ke", "dari", "untuk", "pada", "dengan", "atau", "tentang", "mengenai", "saya", "kami",
     "mohon", "minta", "data", "informasi", "the", "of", "and", "to", "in", "for", "on", "a", "an", "i", "we", "please")
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Similar:
    """A case of the past with its outcome; ``likeness`` from 0 to 1."""

    pk: int
    reference: str
    subject: str
    outcome: str
    likeness: float

    @property
    def label(self) -> Text:
        """What was decided, in the statute book's words."""
        return statute.outcome(self.outcome).label


def words_of(text: str) -> frozenset[str]:
    """The words of a text without case, accents, signs, or words that every question has."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return frozenset(_WORD.findall(plain)) - _EMPTY


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of all words of both that both have; 0 when one has none."""
    return len(one & other) / len(one | other) if one and other else 0.0


def similar(request: Request) -> list[Similar]:
    """The near-identical decided cases of the same government, most alike first, newest before older. One query."""
    mine = words_of(f"{request.subject} {request.details}")
    rows = (
        Request.objects.filter(government_id=request.government_id, decided_on__isnull=False)
        .exclude(pk=request.pk)
        .order_by("-pk")
        .values_list("pk", "reference", "subject", "details", "outcome")[:LOOK_AT]
    )
    found = [
        Similar(pk, reference, subject, outcome, share)
        for pk, reference, subject, details, outcome in rows
        if (share := likeness(mine, words_of(f"{subject} {details}"))) >= NEAR
    ]
    return sorted(found, key=lambda each: (-each.likeness, -each.pk))


def otherwise(found: Sequence[Similar], outcome: str) -> list[Similar]:
    """Those that were decided otherwise than ``outcome``, at most a handful."""
    return [each for each in found if each.outcome != outcome][:SHOWN]


def check(request: Request, *, outcome: str, reason: str | None) -> Mapping[str, Any]:
    """What the entry of the decision keeps: the cases that it differs from, and why.

    ``reason`` None means that nobody was asked (an import, a program); the desk always asks, and the rule
    ``needs_reason_to_differ`` lets nobody pass without. Raises Incomplete.
    """
    given = (reason or "").strip()
    if reason is None and not rules_of(request.government_id).needs_reason_to_differ:
        return {}
    differs = otherwise(similar(request), outcome)
    if not differs:
        return {}
    if not given:
        raise Incomplete(
            {
                "differ_reason": _(
                    "Permohonan yang hampir sama (%(references)s) diputus lain. Tulis alasan perbedaannya."
                )
                % {"references": ", ".join(each.reference for each in differs)}
            }
        )
    if len(given) > _REASON_LENGTH:
        raise Incomplete(
            {"differ_reason": _("Alasan paling banyak %(max)d huruf.") % {"max": _REASON_LENGTH}}
        )
    return {"differs_from": [each.pk for each in differs], "differ_reason": given}
