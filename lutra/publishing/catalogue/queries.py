"""Reading the public list. No query here can show more than the gate has let through."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from lutra.directory.models import Government
from lutra.publishing.catalogue.models import PublicFile, PublicItem


def public_items(government: Government, /) -> QuerySet[PublicItem]:
    """What is listed, newest content first."""
    return PublicItem.objects.filter(government=government).order_by("-dated_on", "-number")


def find_item(government: Government, /, number: int) -> PublicItem | None:
    """The item with this number, with its files; None when it is not public."""
    found = PublicItem.objects.filter(government=government, number=number)
    return found.prefetch_related("files").first()


def find_file(government: Government, /, number: int, file_id: int) -> PublicFile | None:
    """A file of the item with this number; None when it is not public."""
    found = PublicFile.objects.filter(government=government, item__number=number, file_id=file_id)
    return found.select_related("item").first()


def items_by_number(government: Government, numbers: list[int], /) -> Mapping[int, PublicItem]:
    """Public items by their number."""
    found = PublicItem.objects.filter(government=government, number__in=numbers).prefetch_related("files")
    return {item.number: item for item in found}


def class_counts(government: Government, /, *, body: str = "") -> Mapping[str, int]:
    """How many items each class has."""
    found = PublicItem.objects.filter(government=government)
    if body:
        found = found.filter(body_slug=body)
    return dict(found.order_by().values_list("kind").annotate(count=Count("pk")))
