"""Suggestions are counted by the day and know nobody."""

from __future__ import annotations

from datetime import date

import pytest

from lutra.statistics.models import SuggestionDay
from lutra.statistics.suggestions import count, spared
from lutra.testing import factories

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def test_each_day_has_one_row_of_numbers() -> None:
    of, other = factories.government(), factories.government("73.17")
    for what in ("shown", "shown", "shown", "opened", "filed"):
        count(of, what, on=DAY)
    count(of, "shown", on=date(2026, 3, 3))
    count(other, "shown", on=DAY)
    found = spared(of, since=DAY, until=DAY)
    assert (found.shown, found.opened, found.filed, found.not_filed) == (3, 1, 1, 2)
    assert spared(of, since=DAY, until=date(2026, 3, 3)).shown == 4
    assert SuggestionDay.objects.filter(government=of).count() == 2
    columns = {field.name for field in SuggestionDay._meta.fields}
    assert columns == {"id", "government", "day", "shown", "opened", "filed"}


def test_nothing_counted_is_nought_and_only_three_things_are_counted() -> None:
    of = factories.government()
    assert spared(of, since=DAY, until=DAY).not_filed == 0
    with pytest.raises(KeyError):
        count(of, "name", on=DAY)
