"""Is a dataset ready for Satu Data Indonesia (Perpres 39/2019): five elements of metadata, a format for machines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lutra.catalogue.models import Item, ItemFile
from lutra.law import statute
from lutra.law.records import Choice


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a dataset still lacks; ``is_ready`` when it lacks nothing."""

    missing: tuple[Choice, ...]  # elements of the standard that nobody wrote
    formats: tuple[str, ...]  # those of its current files
    is_machine_readable: bool

    @property
    def is_ready(self) -> bool:
        """Whether it may be called ready for Satu Data."""
        return not self.missing and self.is_machine_readable


def readiness(item: Item, files: Iterable[ItemFile]) -> Readiness | None:
    """How far the dataset of ``item`` is, with its current ``files``; None for what is no dataset."""
    if item.dataset is None:
        return None
    readable = {one.code for one in statute.file_formats() if one.machine_readable}
    formats = tuple(dict.fromkeys(file.format for file in files if file.ended_at is None and file.format))
    missing = tuple(
        element
        for element in statute.dataset_metadata()
        if not str(item.dataset.get(element.code, "")).strip()
    )
    return Readiness(missing=missing, formats=formats, is_machine_readable=not readable.isdisjoint(formats))
