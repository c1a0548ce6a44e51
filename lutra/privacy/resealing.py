"""Putting the wished values of corrections under the newest key; see ``lutra.directory.resealing``."""

from __future__ import annotations

from collections.abc import Iterator

from lutra.directory.resealing import Found, column
from lutra.privacy.models import DataRequest


def wishes(*, change: bool) -> Iterator[Found]:
    """What applicants wish to have corrected, while it waits."""
    return column(DataRequest.objects.filter(state=DataRequest.State.WAITING), "sealed", change=change)
