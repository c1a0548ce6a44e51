"""What the tests of whole pages share."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """Limits are counted in memory: what one reader tried must not be held against the next one."""
    cache.clear()
