"""A request that was split counts once; its parts are counted apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lutra.directory.roles import Role
from lutra.requests import actions, splitting
from lutra.requests.parts import PartAnswer
from lutra.statistics.queries import as_json, figures_of_year
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT, REFUSED

LATER = MOMENT + timedelta(hours=3)


@pytest.mark.django_db
def test_figures_count_a_split_request_once_and_its_parts_apart() -> None:
    government = factories.government("73.22")
    ppid = factories.officer(government, Role.PPID_UTAMA)
    request = factories.file_request(government)
    splitting.split(request, parts=[("A", None), ("B", None), ("C", None)], by=ppid, at=LATER)
    test = factories.standing_test(government)
    parts = {
        1: PartAnswer("granted", GRANTED),
        2: PartAnswer("granted", GRANTED),
        3: PartAnswer("refused", REFUSED, test),
    }
    actions.decide(request, answers=GRANTED, parts=parts, by=ppid, at=LATER)
    row = figures_of_year(government, date(2020, 1, 1).year).overall
    assert (row.received.count, row.decided.count, row.given.count, row.refused.count) == (1, 1, 1, 0)
    assert {code: count for code, count in row.parts.items() if count} == {"granted": 2, "refused": 1}
    assert as_json(figures_of_year(government, 2020))["overall"]["parts"]["granted"] == 2
