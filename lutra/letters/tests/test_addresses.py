"""Addresses on paper are whole and lead to the government that wrote the letter."""

from __future__ import annotations

from typing import Any

import pytest

from lutra.directory.models import Government, Host
from lutra.letters.addresses import tracking_url, verify_url
from lutra.testing import factories


@pytest.fixture
def neighbour(db: None) -> Government:
    return factories.government("73.17")


def test_the_setting_is_printed_as_it_is(government: Government, settings: Any) -> None:
    settings.LUTRA_BASE_URL = "https://ppid.example.go.id/"
    assert verify_url(government, "ABC") == "https://ppid.example.go.id/verify/ABC/"


def test_a_government_with_its_own_host_name_prints_that(
    government: Government, neighbour: Government, settings: Any
) -> None:
    settings.LUTRA_BASE_URL = "http://127.0.0.1:8123"
    for host, owner in (
        ("lutra.localhost", government),
        ("127.0.0.1", government),
        ("luwu.localhost", neighbour),
    ):
        Host.objects.create(host=host, government=owner)
    assert tracking_url(government, "ABC") == "http://127.0.0.1:8123/t/ABC/"
    assert tracking_url(neighbour, "ABC") == "http://luwu.localhost:8123/t/ABC/"


def test_without_a_setting_the_host_name_is_printed(government: Government, settings: Any) -> None:
    settings.LUTRA_BASE_URL, settings.HTTPS = "", True
    Host.objects.create(host="ppid.luwu-utara.example", government=government)
    assert verify_url(government, "ABC") == "https://ppid.luwu-utara.example/verify/ABC/"
