"""Reads of the exempt list. What is open on a day is computed here, never kept by a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import standing_tests
from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.exemptions.models import Exemption
from lutra.law import clocks
from lutra.law.calendars import Calendar

REVIEW = "exemption.review"


def exemptions(government: Government) -> QuerySet[Exemption]:
    """All rows by number, with what a list shows of them."""
    return (
        Exemption.objects.filter(government=government)
        .select_related("test", "body__parent", "item", "signatory", "extended_by", "government")
        .order_by("number")
    )


def in_force(government: Government, *, on: date) -> QuerySet[Exemption]:
    """What is withheld on the legal day ``on``."""
    return exemptions(government).filter(
        Q(opened_on__isnull=True) | Q(opened_on__gt=on),
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        extended_by__isnull=True,
    )


def ended(government: Government, *, on: date) -> QuerySet[Exemption]:
    """What was withheld and is open on ``on``: opened, or ended with no new test behind it."""
    return exemptions(government).filter(
        Q(opened_on__lte=on) | Q(opened_on__isnull=True, ends_on__lt=on, extended_by__isnull=True)
    )


def first_open_day(exemption: Exemption) -> date | None:
    """The day from which it is open: the one entered, else the day after its end."""
    if exemption.opened_on is not None or exemption.ends_on is None:
        return exemption.opened_on
    return exemption.ends_on + timedelta(days=1)


def tests_to_decree(government: Government, *, on: date) -> QuerySet[ConsequenceTest]:
    """The approved tests that no decree put in force yet."""
    return standing_tests(government, on=on).filter(exemption__isnull=True)


@dataclass(frozen=True, slots=True)
class Review:
    """The task to look at an exemption again, and by when."""

    exemption: Exemption
    due: date

    @property
    def renewal(self) -> ConsequenceTest | None:
        """The newest test that is to take its place, if one was made."""
        return max(self.exemption.test.renewals.all(), key=lambda test: test.pk, default=None)

    def is_late(self, day: date) -> bool:
        """Whether it should have been looked at before ``day``."""
        return self.due < day


def review_due(exemption: Exemption, *, calendar: Calendar | None = None) -> date | None:
    """By when it is looked at again: 30 working days before its end (PP 61/2010), else the day set for it.

    The rule's number is the statute book's; None where neither an end nor a day is known. Whoever asks for many gives
    the government's ``calendar``.
    """
    if exemption.ends_on is None:
        return exemption.review_on
    known = calendar or calendar_of(exemption.government)
    return clocks.due(REVIEW, exemption.ends_on, calendar=known).due


def reviews(government: Government, *, until: date, on: date) -> list[Review]:
    """The exemptions in force whose review is due by ``until``, the most urgent first. By state, so none is missed."""
    found = []
    calendar = calendar_of(government)
    for exemption in in_force(government, on=on).prefetch_related("test__renewals"):
        due = review_due(exemption, calendar=calendar)
        if due is not None and due <= until:
            found.append(Review(exemption, due))
    return sorted(found, key=lambda review: (review.due, review.exemption.number))
