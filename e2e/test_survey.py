"""The satisfaction survey from the slip at the counter to the public figure, on a phone without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.conftest import Visit
from e2e.visitor import PHONE, Visitor


def slip(aminah: Visitor) -> str:
    """The code of a slip that the front desk made."""
    aminah.goto("/desk/")
    aminah.follow(aminah.page.get_by_role("link", name="Register dan laporan", exact=True))
    aminah.follow(aminah.page.get_by_role("link", name="Kepuasan", exact=True))
    aminah.must_fit()
    aminah.must_be_accessible()
    aminah.shot("desk-satisfaction")
    aminah.page.get_by_label("Banyaknya kupon").fill("2")
    aminah.press("Buat kupon")
    aminah.must_fit()
    aminah.must_be_accessible()
    aminah.shot("survey-slips")
    return aminah.page.locator(".receipt__code").first.inner_text()


def test_somebody_from_the_counter_judges_the_service(
    visit: Visit, officer: Visit, viewport: dict[str, int]
) -> None:
    code = slip(officer("petugas", viewport=viewport))
    ani = visit(viewport=viewport, java_script_enabled=viewport != PHONE)
    page = ani.page
    ani.goto("/kepuasan/isi/")
    page.get_by_label("Kode", exact=True).fill(code.lower())
    ani.press("Lanjut")
    for group in page.get_by_role("group").all()[:8]:
        group.get_by_role("radio").last.check()
    page.get_by_label("Saran atau komentar").fill("Cepat dan jelas.")
    answer = ani.press("Kirim penilaian")
    assert answer.status == 422
    expect(page.get_by_role("alert").first).to_contain_text("Bagaimana sarana dan prasarananya?")
    assert page.get_by_role("radio", checked=True).count() == 8
    expect(page.get_by_label("Saran atau komentar")).to_have_value("Cepat dan jelas.")
    if viewport != PHONE:  # the measuring itself needs JavaScript; test_every_page measures phones
        ani.must_fit()
        ani.must_be_accessible()
    ani.shot("survey")
    page.get_by_role("group").nth(8).get_by_role("radio").last.check()
    ani.press("Kirim penilaian")
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
    ani.follow(page.get_by_role("link", name="Lihat hasil survei"))
    expect(page.get_by_role("heading", name="Sembilan unsur")).to_be_visible()
    expect(page.locator(".figures b").first).to_have_text(re.compile(r"\d\d,\d\d"))
    ani.shot("satisfaction")
    ani.goto("/kepuasan/isi/")
    page.get_by_label("Kode", exact=True).fill(code)
    ani.press("Lanjut")
    expect(page.get_by_role("heading", name="Terima kasih")).to_be_visible()
