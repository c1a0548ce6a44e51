"""The page that checks a dossier, opened from a file in a browser without a network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from lutra.ledger import chain
from lutra.letters.signing import LocalSigner, make_demo_certificate
from lutra.objections.dossier import Paper, Seal, checker, pack

# Each byte of what is not the long page itself; of that, some.
FLIP = """async (bytes) => {
  const whole = Uint8Array.from(bytes), missed = [];
  const page = new TextDecoder("latin1").decode(whole).indexOf("<!doctype html>");
  for (let at = 0; at < whole.length; at += at > page && at < page + 11000 ? 97 : 1) {
    const changed = whole.slice();
    changed[at] ^= 1;
    try {
      if (!(await check(changed)).problems.length) missed.push(at);
    } catch (error) {
      if (!(error instanceof Damaged)) missed.push([at, String(error)]);
    }
  }
  return missed;
}"""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("berkas")
    make_demo_certificate(folder / "kunci.p12", password="rahasia", subject="PPID Luwu Utara")
    signer = LocalSigner(folder / "kunci.p12", "rahasia")
    words: dict[str, Any] = {
        "prev_hash": chain.GENESIS,
        "government_id": 1,
        "seq": 3,
        "at": datetime(2026, 3, 2, 1, tzinfo=UTC),
        "kind": "request.filed",
        "subject": ("request", 7),
        "actor": "applicant",
        "post_id": None,
        "data": {"kata": "Jalan “Sabbang” \u2028 \x7f ✓ 🦦 \n\t", "angka": 3, "ada": True, "tidak": None},
    }
    entry = {**chain.written(**words), "hash": chain.digest(**words)}
    about = {
        "kind": "bundle",
        "government": {"code": "73.22", "name": "Kabupaten Luwu Utara"},
        "objection": "0001/KEB/LUTRA/2026",
        "request": None,
        "dispute": None,
        "sealed": [],
        "ledger": {"entries": [entry], "root": {"seq": 3, "hash": entry["hash"]}},
    }
    papers = [Paper("00-daftar-isi.pdf", "Daftar isi", "index", b"%PDF-1.7 daftar")]
    path = folder / "berkas.zip"
    path.write_bytes(pack(papers, about=about, seal=Seal(signer.certificate, signer.raw)))
    (folder / "periksa.html").write_bytes(checker())
    return path


@pytest.fixture
def page(browser: Browser, dossier: Path) -> Any:
    context = browser.new_context(offline=True, locale="id-ID", viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(dossier.with_name("periksa.html").as_uri())
    yield page
    context.close()


def choose(page: Page, path: Path) -> None:
    page.get_by_label("Berkas ZIP").set_input_files(path)


def test_a_whole_dossier_is_said_to_be_whole(page: Page, dossier: Path) -> None:
    choose(page, dossier)
    expect(page.get_by_role("status")).to_have_text("Utuh: berkas ini persis seperti saat dibuat.")
    expect(page.get_by_text("sah, oleh CN=PPID Luwu Utara")).to_be_visible()
    expect(page.get_by_role("row")).to_have_count(4)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert Axe().run(page).violations_count == 0


def test_one_changed_byte_is_found_and_named(page: Page, dossier: Path, tmp_path: Path) -> None:
    changed = tmp_path / "berubah.zip"
    changed.write_bytes(dossier.read_bytes().replace(b"%PDF-1.7 daftar", b"%PDF-1.7 daftaR"))
    choose(page, changed)
    expect(page.get_by_role("status")).to_contain_text("BERUBAH")
    expect(page.get_by_text("00-daftar-isi.pdf sudah berubah.")).to_be_visible()


def test_any_changed_byte_is_found(page: Page, dossier: Path) -> None:
    assert page.evaluate(FLIP, list(dossier.read_bytes())) == []


def test_what_is_no_dossier_is_said_to_be_none(page: Page, tmp_path: Path) -> None:
    (tmp_path / "lain.zip").write_bytes(b"bukan arsip")
    choose(page, tmp_path / "lain.zip")
    expect(page.get_by_text("Ini bukan berkas sengketa")).to_be_visible()
