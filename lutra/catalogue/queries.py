"""Reads of the catalogue. Here: which consequence tests may carry a refusal. What finds items, versions and deliveries
lives in ``items`` and ``lists`` and is named here for whoever calls from above."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from lutra.catalogue.items.files import shown_files
from lutra.catalogue.items.found import Wanted, items, overdue, public_items, years
from lutra.catalogue.items.satu_data import readiness
from lutra.catalogue.lists.deliveries import deliveries, overview, part_of
from lutra.catalogue.lists.versions import diff, newest_version, versions
from lutra.catalogue.models import ConsequenceTest
from lutra.directory.models import Government, User

__all__ = [
    "Wanted",
    "deliveries",
    "diff",
    "is_same_person",
    "items",
    "newest_version",
    "overdue",
    "overview",
    "part_of",
    "public_items",
    "readiness",
    "shown_files",
    "standing_tests",
    "tests_returned",
    "tests_waiting",
    "versions",
    "years",
]


def standing_tests(government: Government, *, on: date) -> QuerySet[ConsequenceTest]:
    """The tests approved by ``on``, neither ended nor lifted: the only ones that a refusal may rest on."""
    return ConsequenceTest.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        Q(lifted_on__isnull=True) | Q(lifted_on__gt=on),
        government=government,
        tested_on__lte=on,
        approved_on__lte=on,
    ).order_by("-tested_on", "-pk")


def tests_waiting(government: Government) -> QuerySet[ConsequenceTest]:
    """The tests that still wait for an approval, oldest first; those sent back wait for their maker."""
    return ConsequenceTest.objects.filter(
        government=government, approved_on__isnull=True, returned_on__isnull=True
    ).order_by("pk")


def tests_returned(government: Government) -> QuerySet[ConsequenceTest]:
    """The tests sent back to their makers, oldest first."""
    return ConsequenceTest.objects.filter(government=government, returned_on__isnull=False).order_by("pk")


def is_same_person(one: int | None, other: int | None) -> bool:
    """Whether two accounts are one person: the same account, or the same NIP on both."""
    numbers = dict(User.objects.filter(pk__in=[one, other]).values_list("pk", "nip"))
    return one == other or ("" != numbers.get(one or 0) == numbers.get(other or 0))
