"""Finding items: by class, body, year, state, and words. Every list of the house asks here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from lutra.catalogue.models import Item
from lutra.directory.models import Government

STATES = ("listed", "draft", "overdue", "withdrawn", "all")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list shows. Empty values ask for nothing; ``state`` "" means everything that was not withdrawn."""

    text: str = ""
    kind: str = ""
    body: int | None = None
    year: int | None = None
    state: str = ""
    source: str = ""


def items(government: Government, wanted: Wanted | None = None, *, on: date | None = None) -> QuerySet[Item]:
    """The items of a government by number, narrowed by ``wanted``; ``on`` is the day for "overdue".

    A word is looked for in title, summaries and holder; digits alone are a number, too.
    """
    wanted = wanted or Wanted()
    found = Item.objects.filter(government=government).select_related("body")
    for name, value in (
        ("kind", wanted.kind),
        ("body_id", wanted.body),
        ("year", wanted.year),
        ("source", wanted.source),
    ):
        if value:
            found = found.filter(**{name: value})
    found = found.filter(_state(wanted.state, on=on))
    for word in wanted.text.split()[:8]:
        found = found.filter(_says(word))
    return found.order_by("number")


def _state(state: str, *, on: date | None) -> Q:
    if state == "all":
        return Q()
    if state == "withdrawn":
        return Q(withdrawn_at__isnull=False)
    if state == "draft":
        return Q(withdrawn_at__isnull=True, is_public=False)
    if state == "listed":
        return Q(is_public=True)
    if state == "overdue" and on is not None:
        return overdue_on(on)
    return Q(withdrawn_at__isnull=True)


def overdue_on(day: date) -> Q:
    """The condition of a listed item that should have been renewed before ``day``."""
    return Q(is_public=True, next_due__lt=day)


def _says(word: str) -> Q:
    said = Q(title__icontains=word) | Q(summary__icontains=word) | Q(plain_summary__icontains=word)
    said |= Q(holder__icontains=word)
    if word.isascii() and word.isdigit() and len(word) < 10:
        said |= Q(number=int(word))
    return said


def public_items(government: Government) -> QuerySet[Item]:
    """What is listed now. Exempt information has no row here at all (UU 14/2008 Pasal 11 ayat (1) huruf a)."""
    return (
        Item.objects.filter(government=government, is_public=True).select_related("body").order_by("number")
    )


def overdue(government: Government, on: date) -> QuerySet[Item]:
    """Listed items that should have been renewed before ``on``, the longest waiting first. Computed, never kept."""
    found = Item.objects.filter(overdue_on(on), government=government).select_related("body")
    return found.order_by("next_due", "number")


def years(government: Government) -> list[int]:
    """The years that items are about, newest first."""
    found = Item.objects.filter(government=government, year__isnull=False).order_by("-year")
    return [year for year in found.values_list("year", flat=True).distinct() if year is not None]
