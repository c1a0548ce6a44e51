"""On the second database run the tests that may reach it, and only those."""

from __future__ import annotations

import pytest

from lutra.testing.plugin import _reaches_data


def test_what_asks_for_no_data_is_left_out(request: pytest.FixtureRequest) -> None:
    assert not _reaches_data(request.node)


def test_what_asks_for_data_through_a_fixture_runs(request: pytest.FixtureRequest, db: None) -> None:
    assert _reaches_data(request.node)


@pytest.mark.django_db
def test_what_is_marked_runs(request: pytest.FixtureRequest) -> None:
    assert _reaches_data(request.node)
