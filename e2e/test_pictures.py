"""The pictures of the README, made anew with ``pytest e2e/test_pictures.py --shots``."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.conftest import Visit

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WINDOW = {"width": 1280, "height": 860}
TALL = {"width": 1280, "height": 1340}
MOST = 200 * 1024


@pytest.mark.shots
def test_the_front_page_is_pictured(visit: Visit) -> None:
    ani = visit(viewport=WINDOW)
    ani.goto("/")
    _keep(ani.page.screenshot(), "home.png")


@pytest.mark.shots
def test_a_case_at_the_desk_is_pictured(officer: Visit) -> None:
    rusli = officer("ppid", viewport=TALL)
    rusli.goto("/desk/?group=running&stage=drafted")
    # One whose time was extended: its ruler has both stretches.
    extended = rusli.page.locator("tbody tr", has=rusli.page.locator(".bar .ext"))
    rusli.follow(extended.first.get_by_role("link").first)
    expect(rusli.page.locator(".ruler")).to_be_visible()
    _keep(rusli.page.screenshot(), "case.png")


def _keep(picture: bytes, name: str) -> None:
    assert len(picture) <= MOST, f"{name} weighs {len(picture)} bytes"
    IMAGES.mkdir(parents=True, exist_ok=True)
    (IMAGES / name).write_bytes(picture)
