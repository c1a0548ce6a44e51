"""The network is cut while people stand at the counter: nothing is lost, and nothing is registered twice."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from e2e.asking import NUMBER, about, fill
from e2e.conftest import Visit


def test_the_counter_works_on_and_catches_up(officer: Visit) -> None:
    aminah = officer("petugas")
    page = aminah.page
    aminah.goto("/desk/permohonan/baru/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    tray = page.get_by_role("region", name="Catatan tanpa jaringan").or_(page.locator("[data-counter-tray]"))
    for subject in ("Jadwal posyandu Desa Laba", "Anggaran pos ronda Desa Meli"):
        fill(page, about(subject, delivery="Diambil langsung"))
        page.get_by_role("textbox", name=re.compile("^Informasi yang diminta")).press("Enter")
        expect(tray).to_contain_text(subject)
    expect(tray).to_contain_text("nomor menyusul")

    # Even the page itself can be opened anew, and what was kept is still there.
    page.reload()
    expect(tray).to_contain_text("Anggaran pos ronda Desa Meli")

    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(tray.get_by_role("link")).to_have_count(2)
    expect(tray).not_to_contain_text("posyandu")  # what is registered leaves no words behind
    tray.get_by_role("link").first.click()
    receipt = page.get_by_role("article", name="Tanda bukti penerimaan")
    expect(receipt).to_contain_text(NUMBER)
    expect(receipt).to_contain_text("Jadwal posyandu Desa Laba")
    # That requests failed while the network was cut is what this journey is about.
    aminah.problems[:] = [
        problem for problem in aminah.problems if "ERR_INTERNET_DISCONNECTED" not in problem
    ]
