"""An office's own site: its own name, look and list, on a phone without JavaScript; the rest is one link away."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from e2e.conftest import Visit
from e2e.visitor import PHONE

DINKES = "dinkes.lutra.localhost"
PAGES = (
    "/",
    "/?q=kesehatan",
    "/informasi/",
    "/jawaban/",
    "/register/",
    "/cari/?q=kesehatan",
    "/permohonan/baru/",
    "/informasi/kewajiban/",
    "/pengadaan/",
    "/serta-merta/",
    "/data/",
    "/tentang/",
    "/maklumat/",
)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_of_an_office_s_own_site_fits_and_can_be_read(
    visit: Visit, viewport: dict[str, int], path: str
) -> None:
    visitor = visit(at=DINKES, viewport=viewport)
    assert visitor.goto(path).status == 200
    assert visitor.page.locator("h1").count() == 1
    visitor.must_fit()
    visitor.must_be_accessible()
    visitor.shot(f"own-site{re.sub('[^a-z]+', '-', path)}")
    visitor.page.emulate_media(color_scheme="dark")
    visitor.must_be_accessible(only=["color-contrast"])


def test_a_citizen_asks_at_the_office_s_own_site_and_the_officers_stay_at_the_governments(
    visit: Visit,
) -> None:
    citizen = visit(at=DINKES, viewport=PHONE, java_script_enabled=False)
    citizen.goto("/")
    expect(citizen.page.get_by_role("banner")).to_contain_text("Dinas Kesehatan")
    citizen.follow(citizen.page.get_by_role("link", name="Minta informasi").first)
    expect(citizen.page.get_by_role("main")).to_contain_text("Untuk Dinas Kesehatan")
    citizen.goto("/desk/")
    assert "dinkes.lutra" not in citizen.page.url
    citizen.goto("/")
    citizen.follow(citizen.page.get_by_role("link", name="Situs Luwu Utara"))
    expect(citizen.page.get_by_role("banner")).not_to_contain_text("Dinas Kesehatan")
