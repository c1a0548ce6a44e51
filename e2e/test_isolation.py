"""Whose page it is: another government's officers and the wrong role find a kind closed door."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from e2e.asking import about, ask
from e2e.conftest import Visit
from e2e.visitor import PHONE

NEIGHBOUR = "luwu.localhost"


def test_an_officer_of_the_neighbour_opens_no_case_of_ours(visit: Visit, officer: Visit) -> None:
    question = about("Peta jaringan irigasi Baebunta")
    code = ask(visit(viewport=PHONE, java_script_enabled=False), question)
    ppid = officer("ppid")
    ppid.goto("/desk/?group=all")
    ppid.follow(ppid.page.get_by_role("link", name=question.subject).first)
    case = ppid.page.url.removeprefix(ppid.address)

    haris = officer("luwu-ppid", at=NEIGHBOUR)
    haris.goto("/desk/")
    expect(haris.page.get_by_role("heading", name="Antrean", exact=True)).to_be_visible()
    expect(haris.page.get_by_role("banner")).to_contain_text("Kabupaten Luwu")
    for path in (case, case + "teruskan/", case + "putuskan/", f"/t/{code}/", f"/t/{code}/tanda-terima/"):
        assert haris.goto(path).status == 404, path
        assert question.subject not in haris.page.content()
    haris.goto("/register/?q=irigasi+Baebunta")
    expect(haris.page.get_by_text(question.subject)).to_have_count(0)
    haris.goto("/desk/?group=all&q=irigasi+Baebunta")
    expect(haris.page.get_by_text(question.subject)).to_have_count(0)


def test_an_officer_of_the_neighbour_has_no_post_here(
    officer: Visit, visit: Visit, viewport: dict[str, int]
) -> None:
    haris = visit(viewport=viewport)
    haris.goto("/desk/")
    haris.page.get_by_label("Nama pengguna").fill("luwu-ppid")
    haris.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
    assert haris.press("Masuk").status == 403
    expect(haris.page.get_by_role("heading", name="Jabatan Anda tidak membuka halaman ini")).to_be_visible()
    haris.shot("no-post-here")


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("pelaksana", "/desk/direktori/"),
        ("humas", "/desk/permohonan/baru/"),
        ("bupati", "/desk/uji/"),
        ("petugas", "/desk/uji/baru/"),
        ("admin", "/pimpinan/"),
    ],
)
def test_the_wrong_role_is_told_kindly_what_to_do(officer: Visit, who: str, path: str) -> None:
    visitor = officer(who, viewport=PHONE)
    assert visitor.goto(path).status == 403
    expect(visitor.page.get_by_role("heading", name="Jabatan Anda tidak membuka halaman ini")).to_be_visible()
    expect(visitor.page.get_by_text("minta PPID Utama memeriksa jabatan")).to_be_visible()
    visitor.follow(visitor.page.get_by_role("link", name="Ke meja layanan"))
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.must_be_accessible()


def test_a_leader_sees_the_question_and_not_the_person(officer: Visit) -> None:
    nirmala = officer("bupati", viewport=PHONE)
    nirmala.goto("/pimpinan/")
    expect(nirmala.page.get_by_role("heading", level=1)).to_be_visible()
    nirmala.follow(nirmala.page.locator("a[href*='/desk/permohonan/']").first)
    expect(nirmala.page.get_by_text("Jabatan Anda melihat pertanyaannya, bukan orangnya.")).to_be_visible()
    expect(nirmala.page.get_by_role("link", name=re.compile("^(Putuskan|Teruskan|Tutup)"))).to_have_count(0)


def test_whoever_has_not_signed_in_is_led_to_the_door_and_then_on(visit: Visit) -> None:
    guest = visit()
    guest.goto("/desk/uji/")
    guest.page.get_by_label("Nama pengguna").fill("ppid")
    guest.page.get_by_label("Sandi", exact=True).fill("lutra-demo")
    guest.press("Masuk")
    assert guest.page.url.endswith("/desk/uji/")


def test_an_unknown_address_says_so(visit: Visit) -> None:
    lost = visit(at="nowhere.localhost", viewport=PHONE)
    assert lost.goto("/").status == 404
    expect(lost.page.get_by_role("heading", level=1)).to_have_text(
        "Alamat ini belum milik pemerintah daerah mana pun"
    )
