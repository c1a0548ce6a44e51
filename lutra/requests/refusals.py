"""What a refusal may rest on: the consequence tests that stand on the day and fit the request, and the offer of them.

One place says whether a test carries the refusal of a request (``problem``); the decision, its parts, an objection's
reply and the list that an officer picks from all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import Stemmer
from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import standing_tests
from lutra.directory.models import PublicBody
from lutra.dispositions.queries import of as dispositions_of
from lutra.exemptions.models import Exemption
from lutra.requests.consistency import words_of
from lutra.requests.models import Decision, Part, Request

_stemmer = Stemmer.Stemmer("indonesian")


def holders(request: Request, /) -> frozenset[int]:
    """The bodies that hold what is asked, with the bodies right above and below them; none while nobody was asked."""
    handed = dispositions_of(request.ledger_subject, government=request.government).values_list("to_body_id")
    parts = Part.objects.filter(request=request, replaced_at__isnull=True, body__isnull=False)
    own = {pk for (pk,) in (*handed, *parts.values_list("body_id"))}
    own |= {request.body_id} if request.body_id else set()
    kin = PublicBody.objects.filter(pk__in=own).values_list("parent_id", flat=True)
    below = PublicBody.objects.filter(parent__in=own).values_list("pk", flat=True)
    return frozenset({*own, *(pk for pk in kin if pk), *below})


def problem(
    test: ConsequenceTest | None, request: Request, /, *, day: date, held_by: Collection[int] | None = None
) -> str:
    """Why no refusal of ``request`` given on ``day`` may rest on ``test``; empty when one may.

    ``held_by`` are the ``holders`` where the caller knows them already. A test of no body binds them all.
    """
    if test is None or test.government_id != request.government_id or not test.stands_on(day):
        return _("Uji konsekuensi itu belum disetujui, sudah berakhir, atau dibuat sesudah hari ini.")
    bodies = holders(request) if held_by is None else held_by
    if test.body_id is not None and bodies and test.body_id not in bodies:
        return _("Uji konsekuensi itu menguji informasi perangkat daerah lain; pilih uji yang sesuai.")
    return ""


def read_anew(pks: Iterable[int], /) -> Mapping[int, ConsequenceTest]:
    """The tests as they are now and not as a page once read them: whoever decides has taken the book. One query."""
    return ConsequenceTest.objects.in_bulk(list(pks))


def unsupported(
    decision: Decision, /, *, day: date, instead: ConsequenceTest | None = None
) -> list[ConsequenceTest]:
    """The tests of a decision that carry what it withholds no more on ``day``; none when all of it may stay withheld.

    ``instead`` is a newer test, which takes the place of those under its own letter and number.
    """
    request = decision.request
    ids = {decision.test_id, *(line.get("test") for line in decision.withheld)}
    held_by = holders(request)
    gone = [
        test
        for test in read_anew(pk for pk in ids if isinstance(pk, int)).values()
        if problem(test, request, day=day, held_by=held_by)
    ]
    newer = read_anew([instead.pk]).get(instead.pk) if instead else None
    if newer is None or problem(newer, request, day=day, held_by=held_by):
        return gone
    return [test for test in gone if (test.ground, test.sub_item) != (newer.ground, newer.sub_item)]


@dataclass(frozen=True, slots=True)
class Offer:
    """A test that may carry the refusal of one request, as it is offered to the officer."""

    test: ConsequenceTest
    exemption: Exemption | None
    is_own: bool  # of a body that holds what is asked
    likeness: float  # how much of what was tested the request names, 0 to 1


def offers(request: Request, /, *, on: date) -> list[Offer]:
    """The tests on which a refusal of ``request`` on the day ``on`` may rest: the bodies' own and the likest first."""
    held_by = holders(request)
    standing = standing_tests(request.government, on=on).select_related("body__parent", "exemption")
    asked = _stems(f"{request.subject} {request.details}")
    found = [
        _offer(test, asked, held_by)
        for test in standing
        if not problem(test, request, day=on, held_by=held_by)
    ]
    return sorted(found, key=lambda one: (not one.is_own, -one.likeness))


def narrowed(found: Iterable[Offer], /, *, words: str = "", body: str = "", ground: str = "") -> list[Offer]:
    """The offers in which each of ``words`` occurs, of ``body`` (its id) or of no body, under the letter ``ground``."""
    wanted = words.casefold().split()
    return [
        one
        for one in found
        if (not ground or one.test.ground == ground)
        and (not body or one.test.body_id is None or str(one.test.body_id) == body)
        and all(word in _told(one) for word in wanted)
    ]


def _offer(test: ConsequenceTest, asked: frozenset[str], held_by: Collection[int]) -> Offer:
    tested = _stems(f"{test.document} {test.information}")
    return Offer(
        test=test,
        exemption=getattr(test, "exemption", None),
        is_own=test.body_id in held_by,
        likeness=len(tested & asked) / len(tested) if tested else 0.0,
    )


def _told(offer: Offer) -> str:
    """All that the search box looks in."""
    test, listed = offer.test, offer.exemption
    decree = listed.decree_number if listed else ""
    return f"{test.document} {test.information} {test.act} {test.body or ''} {decree}".casefold()


def _stems(text: str) -> frozenset[str]:
    return frozenset(_stemmer.stemWords(sorted(words_of(text))))
