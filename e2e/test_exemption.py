"""What is withheld: proposed, heard in a session with votes, approved by another, decreed, listed, and opened."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from e2e.conftest import Visit
from e2e.paper import verification_code, words
from e2e.visitor import PHONE, Visitor

INFORMATION = "Nama pasien dalam register penelusuran kontak penyakit menular"
STEPS = {
    "document": "Register penelusuran kontak 2026",
    "information": INFORMATION,
    "legal_analysis": "Pasal 17 huruf h UU 14/2008 melindungi riwayat kesehatan seseorang.",
    "consequence_open": "Pasien dapat dikucilkan dan enggan berobat.",
    "benefit_closed": "Pasien tetap berobat dan jujur.",
    "public_interest": "Jumlah kasus per desa tetap diumumkan.",
}
OPENED = "Rencana awal perubahan tarif pajak daerah"


def done(visitor: Visitor, words_: str) -> None:
    """The page says that it was done."""
    expect(visitor.page.get_by_role("status")).to_contain_text(words_)


def link(visitor: Visitor, name: str) -> None:
    """Follow the link whose name begins so."""
    visitor.follow(visitor.page.get_by_role("link", name=re.compile(f"^{name}")).first)


def test_proposed_heard_approved_decreed_listed_and_opened(visit: Visit, officer: Visit) -> None:
    today = datetime.now(ZoneInfo("Asia/Makassar")).date()

    # 1. The Dinas Kesehatan proposes for itself.
    health = officer("pelaksana")
    health.goto("/desk/uji/baru/")
    health.page.get_by_label("Huruf Pasal 17").select_option("h")
    health.page.get_by_label("Angka di bawah huruf itu").select_option("h2")
    for field, text in STEPS.items():
        health.page.locator(f"[name={field}]").fill(text)
    health.page.locator("[name=ends_on]").fill((today + timedelta(days=400)).isoformat())
    health.press("Simpan untuk disetujui")
    test = urlsplit(health.page.url).path
    expect(health.page.get_by_text("Menunggu persetujuan Atasan PPID", exact=True)).to_be_visible()

    # 2. The PPID Utama sends it back with a reason; the office revises it.
    ppid = officer("ppid")
    ppid.goto(test)
    link(ppid, "Kembalikan dengan alasan")
    ppid.page.get_by_label("Alasan").fill("Sebut pula undang-undang kesehatannya.")
    ppid.press("Kembalikan")
    done(ppid, "Uji dikembalikan")
    health.goto(test)
    expect(health.page.get_by_text("Sebut pula undang-undang kesehatannya.").first).to_be_visible()
    link(health, "Perbaiki")
    health.page.locator("[name=legal_analysis]").fill(STEPS["legal_analysis"] + " Juga UU 17/2023.")
    health.press("Simpan untuk disetujui")
    done(health, "Uji diperbaiki")

    # 3. He puts it before the considerations team, which meets today.
    ppid.goto(test)
    link(ppid, "Bahas dalam sidang")
    expect(ppid.page.get_by_role("checkbox", name=re.compile(INFORMATION))).to_be_checked()
    ppid.page.locator("[name=held_on]").fill(today.isoformat())
    ppid.page.locator("[name=begins]").fill("09:30")
    ppid.page.get_by_label("Tempat").fill("Ruang rapat Sekretaris Daerah")
    ppid.page.get_by_label("Pemimpin sidang").select_option(index=1)
    ppid.shot("session-new")
    ppid.press("Undang")
    done(ppid, "Sidang diundang.")
    session = urlsplit(ppid.page.url).path

    # 4. The team records who came, votes, and closes; without what is needed it is not closed.
    team = officer("tim")
    page = team.page
    team.goto(session)
    link(team, "Tutup sidang")
    assert team.press("Tutup sidang").status == 422
    expect(page.get_by_text("Catat kehadiran setiap anggota.").first).to_be_visible()
    team.goto(session)
    link(team, "Catat kehadiran dan risalah")
    for member in page.get_by_role("radio", name="Hadir", exact=True).all():
        member.check()
    page.get_by_label("Risalah").fill("Tim membaca uji dan mendengar Dinas Kesehatan.")
    team.press("Simpan")
    done(team, "Kehadiran dan risalah dicatat.")
    link(team, "Catat suara")
    for member in page.get_by_role("radio", name="Setuju dikecualikan", exact=True).all():
        member.check()
    page.get_by_role("radio", name="Abstain").last.check()
    page.get_by_label("Alasan tim").fill("Nama pasien tidak diperlukan untuk mengawasi wabah.")
    team.shot("session-vote")
    team.press("Simpan")
    done(team, "Suara dicatat.")
    link(team, "Tutup sidang")
    team.press("Tutup sidang")
    done(team, "Sidang ditutup")
    expect(page.get_by_text("2 setuju dikecualikan · 0 tidak setuju · 1 abstain")).to_be_visible()
    minutes = team.download(team.reload_until(page.get_by_role("link", name="Unduh berita acara")))
    assert INFORMATION in words(minutes)
    team.shot("session-closed")

    # 5. The superior, who has not made it, reads the team's advice and approves.
    superior = officer("atasan")
    superior.goto(test)
    expect(superior.page.locator("dd", has_text="Dapat dikecualikan")).to_be_visible()
    superior.press("Setujui")
    done(superior, "Uji konsekuensi disetujui.")

    # 6. The PPID Utama decrees; the decree is numbered, typeset and can be verified.
    ppid.goto(test)
    link(ppid, "Tetapkan pengecualian")
    ppid.page.get_by_label("Ditandatangani oleh").select_option(index=1)
    ppid.shot("decree")
    ppid.press("Tetapkan")
    done(ppid, "Pengecualian berlaku.")
    exemption = urlsplit(ppid.page.url).path
    decree = ppid.download(
        ppid.reload_until(ppid.page.get_by_role("link", name=re.compile("^Unduh .*KEP-PPID")))
    )
    said = words(decree)
    for content in (INFORMATION, "Jenis klasifikasi", "Jangka waktu pengecualian", STEPS["consequence_open"]):
        assert content in said, content
    stranger = visit(viewport=PHONE)
    stranger.goto(f"/verify/{verification_code(decree)}/")
    checked = stranger.page.locator("main").inner_text()
    assert hashlib.sha256(decree).hexdigest() in checked
    assert INFORMATION not in checked

    # 7. Everybody reads that it is withheld, why, and until when.
    stranger.goto("/dikecualikan/")
    stranger.reload_until(stranger.page.get_by_text(INFORMATION))
    stranger.shot("exempt-list")

    # 8. Opened before its end, it leaves the list and is in the list of public information the same day.
    ppid.goto(exemption)
    link(ppid, "Buka sebelum berakhir")
    ppid.page.get_by_role("radio", name="Dibuka lebih awal dengan keputusan").check()
    ppid.page.get_by_label("Alasan").fill("Wabah berakhir; semua pasien memberi persetujuan tertulis.")
    ppid.press("Buka informasi")
    done(ppid, "Informasi terbuka")
    expect(ppid.page.get_by_text("Terbuka sejak")).to_be_visible()
    stranger.goto("/informasi/?q=penelusuran+kontak")
    stranger.reload_until(stranger.page.get_by_role("link", name=INFORMATION))
    stranger.goto("/dikecualikan/")
    expect(stranger.page.locator("table").get_by_text(INFORMATION)).to_have_count(0)


def test_what_ended_is_open_by_itself(visit: Visit, officer: Visit) -> None:
    ppid = officer("ppid")
    ppid.goto("/desk/dik/?state=open")
    link(ppid, OPENED)
    expect(ppid.page.get_by_text("Masa pengecualian berakhir")).to_be_visible()
    stranger = visit(viewport=PHONE)
    stranger.goto("/informasi/?q=perubahan+tarif+pajak")
    expect(stranger.page.get_by_role("link", name=OPENED)).to_be_visible()
    stranger.goto("/dikecualikan/")
    expect(stranger.page.locator("table").get_by_text(OPENED)).to_have_count(0)


def test_a_session_is_read_on_a_phone(officer: Visit) -> None:
    team = officer("tim", viewport=PHONE)
    team.goto("/desk/dik/sidang/")
    team.must_fit()
    team.follow(team.page.locator("tbody a", has_text=re.compile(r"\d{4}")).last)
    team.must_fit()
    team.must_be_accessible()
    expect(team.page.get_by_text("Suara setiap anggota").first).to_be_visible()
