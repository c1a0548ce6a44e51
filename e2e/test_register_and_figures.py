"""What everybody may count: the public register and the four figures, on the page and as files."""

from __future__ import annotations

import csv
import io
import json
import re

import python_calamine
from playwright.sync_api import expect

from e2e.asking import NUMBER, about, ask
from e2e.conftest import Visit
from e2e.visitor import PHONE


def test_the_register_is_narrowed_and_taken_away(visit: Visit, viewport: dict[str, int]) -> None:
    reader = visit(viewport=viewport, java_script_enabled=False)
    page = reader.page
    reader.goto("/")
    reader.follow(page.get_by_role("link", name="Register", exact=True))
    expect(page.get_by_role("heading", name="Register publik", exact=True)).to_be_visible()
    rows = page.locator("table.ledger tbody tr")
    expect(rows.first).to_be_visible()
    page.get_by_label("Tahun").select_option("2025")
    page.get_by_label("Hasil").select_option(label="Ditolak")
    reader.press("Tampilkan")
    assert rows.count() > 0
    for row in rows.all():
        expect(row).to_contain_text("2025")
        expect(row).to_contain_text(re.compile("ditolak", re.IGNORECASE))
    expect(page.get_by_label("Tahun")).to_have_value("2025")
    reader.shot("register-narrowed")

    table = list(
        csv.reader(io.StringIO(reader.download(page.get_by_role("link", name="CSV")).decode("utf-8-sig")))
    )
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(reader.download(page.get_by_role("link", name="XLSX")))
    )
    sheet = book.get_sheet_by_index(0).to_python()
    lines = json.loads(reader.download(page.get_by_role("link", name="JSON")))
    csv_numbers = {cell for line in table for cell in line if cell.endswith("/2025")}
    xlsx_numbers = {str(cell) for line in sheet for cell in line if str(cell).endswith("/2025")}
    assert len(csv_numbers) > 20
    assert csv_numbers == xlsx_numbers
    assert all(number in json.dumps(lines) for number in csv_numbers)
    refused = {row.locator("td").first.inner_text() for row in rows.all()}
    assert refused <= csv_numbers


def test_a_subject_that_tells_of_a_person_waits_for_an_officers_words(visit: Visit, officer: Visit) -> None:
    question = about("Hasil rawat inap ibu saya Halimah Salulemo, telepon 0812 3456 7890")
    public = "Hasil rawat inap seorang pasien"
    ani = visit(viewport=PHONE, java_script_enabled=False)
    ask(ani, question)
    number = NUMBER.search(ani.page.inner_text("article"))
    assert number
    ani.goto(f"/register/?q={number[0]}")
    row = ani.reload_until(ani.page.locator("tbody tr", has_text=number[0]))
    assert "Halimah" not in ani.page.content()

    rusli = officer("ppid")
    rusli.goto("/desk/ringkasan/")
    rusli.follow(rusli.page.get_by_role("link", name=question.subject).first)
    rusli.page.get_by_label("Yang dibaca umum").fill(public)
    rusli.shot("summarise")
    rusli.press("Terbitkan")
    expect(rusli.page.get_by_role("status").first).to_contain_text("Ringkasan tersimpan")
    ani.reload_until(row.filter(has_text=public))
    assert "Halimah" not in ani.page.content()


def test_the_register_leafs_to_older_and_back(visit: Visit) -> None:
    reader = visit(viewport=PHONE, java_script_enabled=False)
    reader.goto("/register/")
    first = reader.page.locator("table.ledger tbody tr").first.inner_text()
    reader.follow(reader.page.get_by_role("link", name="Lebih lama"))
    assert reader.page.locator("table.ledger tbody tr").first.inner_text() != first
    reader.follow(reader.page.get_by_role("link", name="Lebih baru"))
    assert reader.page.locator("table.ledger tbody tr").first.inner_text() == first


def test_the_four_figures_are_shown_and_can_be_counted_again(visit: Visit, viewport: dict[str, int]) -> None:
    reader = visit(viewport=viewport, java_script_enabled=False)
    page = reader.page
    reader.goto("/")
    reader.follow(page.get_by_role("link", name="Angka", exact=True))
    for figure in (
        "Permohonan yang diterima",
        "Waktu yang diperlukan",
        "Diberikan dan ditolak",
        "Alasan penolakan",
    ):
        expect(page.get_by_role("heading", name=figure)).to_be_visible()
    reader.follow(page.get_by_role("link", name="2025", exact=True))
    received = int(page.locator(".figures b").first.inner_text())
    reader.shot("figures")

    answer = reader.context.request.get(reader.address + "/register/unduh.csv?year=2025")
    table = list(csv.reader(io.StringIO(answer.text())))
    assert received == sum(any(cell.endswith("/2025") for cell in line) for line in table)

    data = reader.context.request.get(
        reader.address + str(page.get_by_role("link", name="Angka ini sebagai JSON").get_attribute("href"))
    ).json()
    assert str(received) in json.dumps(data)


def test_a_period_that_ends_before_it_begins_is_explained(visit: Visit) -> None:
    reader = visit(viewport=PHONE, java_script_enabled=False)
    reader.goto("/angka/?since=2025-12-31&until=2025-01-01")
    expect(reader.page.locator(".field__error").first).to_be_visible()
