"""An issued report stands in the list of public information twice, each form in its class (LAW R05)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lutra.catalogue.models import Item
from lutra.catalogue.queries import public_items
from lutra.statistics.tests.conftest import House

pytestmark = [pytest.mark.django_db, pytest.mark.law("R05")]


def test_the_summary_is_periodic_and_the_full_report_is_there_at_any_time(house: House) -> None:
    house.typed()
    house.issue()
    rows = public_items(house.government)
    assert [(item.title, item.kind, item.year, item.next_due) for item in rows] == [
        (
            "Laporan layanan informasi publik tahun 2020: ringkasan laporan",
            "periodic",
            2020,
            date(2021, 7, 4),
        ),
        ("Laporan layanan informasi publik tahun 2020: laporan lengkap", "any_time", 2020, None),
    ]
    assert "periodic.e.received" in rows[0].obligations
    assert {item.source_ref for item in rows} == {"report:2020"}


def test_a_correction_renews_both_and_adds_none(house: House) -> None:
    house.typed()
    house.issue()
    house.issue(at=datetime(2021, 2, 1, 1, tzinfo=UTC), correction="Angka salah.")
    assert Item.objects.count() == 2
    assert {item.updated_on for item in Item.objects.all()} == {date(2021, 2, 1)}
