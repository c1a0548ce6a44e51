"""Repeated and mass requests: seen, counted, told to officers, and never refused (LAW Q22; PERKI 1/2013 Pasal 4).

Two things are looked for among the requests of the same few days (``WorkRules`` says from how many on):

1. *repeated*: one person's, told by the blind mark of the identity number, which opens nobody's identity;
2. *alike*: near-identical questions, whoever files them, told by fingerprints of their words (MinHash): of two
   questions that share nine words in ten most bands are equal, of two that share a third hardly one is.

Nothing is stored but the fingerprint; the flag is counted anew each time it is shown, so the first of fifty bears it
too. Requests from before the fingerprints were kept have none and count for the first look only.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lutra.directory.models import Identity
from lutra.directory.sealing import mark
from lutra.requests.consistency import words_of
from lutra.requests.models import LikenessMark, Request, WorkRules
from lutra.requests.rules import rules_of

BANDS, ROWS = 4, 3
# Equal bands from which two questions count as near-identical.
_EQUAL = 2
# Very short questions are alike because there is only one way to put them.
_FEWEST_WORDS = 5
_PRIME = (1 << 61) - 1


def _numbers(seed: str) -> tuple[int, int]:
    digest = hashlib.blake2b(seed.encode(), digest_size=16).digest()
    return int.from_bytes(digest[:8], "big") % _PRIME or 1, int.from_bytes(digest[8:], "big") % _PRIME


_FUNCTIONS = tuple(_numbers(f"likeness {number}") for number in range(BANDS * ROWS))


@dataclass(frozen=True, slots=True)
class Seen:
    """How many requests there are within the days of the rule, and the day of the first."""

    count: int
    since: date


@dataclass(frozen=True, slots=True)
class Flag:
    """What officers are told of a request; None where there is nothing to tell."""

    repeated: Seen | None = None
    alike: Seen | None = None
    people: int = 0  # of how many persons the near-identical ones are


def bands(text: str) -> list[str]:
    """The bands of a question's fingerprint; none for a question of hardly any words."""
    words = words_of(text)
    if len(words) < _FEWEST_WORDS:
        return []
    hashes = [int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big") for word in words]
    smallest = [min((a * value + b) % _PRIME for value in hashes) for a, b in _FUNCTIONS]
    return [
        f"{band}:{hashlib.blake2b(repr(smallest[band * ROWS : (band + 1) * ROWS]).encode(), digest_size=8).hexdigest()}"
        for band in range(BANDS)
    ]


def note(request: Request) -> None:
    """Keep the fingerprint of a request that is being registered. It is part of ``actions.file``."""
    LikenessMark.objects.bulk_create(
        LikenessMark(
            government_id=request.government_id, request=request, band=band, received_on=request.received_on
        )
        for band in bands(f"{request.subject} {request.details}")
    )


def flags(requests: Sequence[Request], *, government_id: int) -> dict[int, Flag]:
    """The flags of these requests of one government, by id; those without one are left out. Three queries."""
    if not requests:
        return {}
    rules = rules_of(government_id)
    repeated = _repeated(requests, rules, government_id)
    alike = _alike(requests, rules, government_id)
    found = {
        request.pk: Flag(repeated.get(request.pk), *alike.get(request.pk, (None, 0))) for request in requests
    }
    return {pk: flag for pk, flag in found.items() if flag.repeated or flag.alike}


def _repeated(requests: Sequence[Request], rules: WorkRules, government_id: int) -> dict[int, Seen]:
    """One query: the requests of the same persons, these themselves among them, tell their marks too."""
    if not rules.repeated_from:
        return {}
    persons = Identity.objects.filter(applicant__in={request.applicant_id for request in requests})
    first, last = _reach(requests, rules.repeated_days)
    # Somebody who left no number is nobody in particular.
    rows = (
        Request.objects.filter(
            government_id=government_id,
            applicant__identity__mark__in=persons.values("mark"),
            received_on__gte=first,
            received_on__lte=last,
        )
        .exclude(applicant__identity__mark=mark(government_id, ""))
        .values_list("pk", "applicant__identity__mark", "received_on")
    )
    days: dict[str, list[date]] = defaultdict(list)
    person_of: dict[int, str] = {}
    for pk, person, day in rows:
        days[person].append(day)
        person_of[pk] = person
    return _seen(
        ((request, days.get(person_of.get(request.pk, ""), [])) for request in requests),
        days=rules.repeated_days,
        least=rules.repeated_from,
    )


def _alike(
    requests: Sequence[Request], rules: WorkRules, government_id: int
) -> dict[int, tuple[Seen | None, int]]:
    """One query: whatever shares a band with one of these requests, these themselves among it."""
    if not rules.alike_from:
        return {}
    own = LikenessMark.objects.filter(request__in=[request.pk for request in requests])
    first, last = _reach(requests, rules.alike_days)
    rows = LikenessMark.objects.filter(
        government_id=government_id,
        band__in=own.values("band"),
        received_on__gte=first,
        received_on__lte=last,
    ).values_list("band", "request_id", "received_on", "request__applicant__identity__mark")
    sharing: dict[str, list[tuple[int, date, str]]] = defaultdict(list)
    bands_of: dict[int, list[str]] = defaultdict(list)
    for band, pk, day, person in rows:
        sharing[band].append((pk, day, person))
        bands_of[pk].append(band)
    near: dict[int, dict[int, tuple[date, str]]] = {}
    for request in requests:
        together = [other for band in bands_of[request.pk] for other in sharing[band]]
        equal = Counter(pk for pk, _day, _person in together)
        near[request.pk] = {pk: (day, person) for pk, day, person in together if equal[pk] >= _EQUAL}
    seen = _seen(
        ((request, [day for day, _person in near[request.pk].values()]) for request in requests),
        days=rules.alike_days,
        least=rules.alike_from,
    )
    return {pk: (one, len({person for _day, person in near[pk].values()})) for pk, one in seen.items()}


def _reach(requests: Sequence[Request], days: int) -> tuple[date, date]:
    """The first and the last day that a stretch of ``days`` around one of these requests can touch."""
    received = [request.received_on for request in requests]
    return min(received) - timedelta(days=days - 1), max(received) + timedelta(days=days - 1)


def _seen(told: Iterable[tuple[Request, list[date]]], *, days: int, least: int) -> dict[int, Seen]:
    """Of each request the fullest stretch of ``days`` days that it lies in, where that holds at least ``least``."""
    found = {}
    for request, received in told:
        if len(received) < least:
            continue
        stretches = []
        for back in range(days):
            start = request.received_on - timedelta(days=back)
            within = [day for day in received if start <= day < start + timedelta(days=days)]
            if len(within) >= least:
                stretches.append(Seen(count=len(within), since=min(within)))
        if stretches:
            found[request.pk] = max(stretches, key=lambda seen: (seen.count, seen.since))
    return found
