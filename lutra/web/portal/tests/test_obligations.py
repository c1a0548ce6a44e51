"""The citizen's pages on what must be published: open without signing in, honest about what lacks."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.documents.models import Document
from lutra.law import statute
from lutra.ledger.followers import catch_up
from lutra.obligations import charter, immediate, officials, packages, programmes, sops, statements
from lutra.obligations.immediate import Announcement
from lutra.obligations.models import Immediate
from lutra.obligations.packages import PackageForm
from lutra.testing import factories, people

SIX = {content.code: f"Isi {content.code}" for content in statute.charter_contents()}
EIGHT = {content.code: f"Isi {content.code}" for content in statute.immediate_contents()}


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return people.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return people.body(lutra, "dinkes")


def page(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def flood(lutra: Government, body: PublicBody, by: Actor, *, at: datetime | None = None) -> Immediate:
    what = Announcement("Banjir di Masamba", "immediate.a", EIGHT, third_party="PT Sawit Rongkong")
    return immediate.announce(lutra, body=body, what=what, by=by, at=at)


@pytest.mark.law("G12")
def test_the_charter_is_open_to_whoever_has_not_signed_in(
    browser: Client, lutra: Government, budi: Actor
) -> None:
    assert "Maklumat belum diterbitkan" in page(browser, "/maklumat/")
    draft = charter.write(
        lutra, contents=SIX, second_language="Bahasa Tae’", second_contents={"cost": "Tae’ bayaran"}, by=budi
    )
    charter.add_accessible(draft, form="audio", url="https://radio.example/maklumat.mp3", by=budi)
    assert "Maklumat belum diterbitkan" in page(browser, "/maklumat/")
    charter.publish(draft, by=budi)
    shown = page(browser, "/maklumat/")
    assert all(text in shown for text in SIX.values())
    assert "Tae’ bayaran" in shown
    assert "https://radio.example/maklumat.mp3" in shown


def test_a_file_of_the_charter_waits_for_the_release_gate(
    browser: Client, lutra: Government, budi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = charter.write(lutra, contents=SIX, by=budi)
    made = charter.add_accessible(draft, form="visual", file=("maklumat.pdf", b"%PDF-1.4\n%%EOF\n"), by=budi)
    address = f"/maklumat/berkas/{made.pk}/"
    page(browser, address, status=404)
    charter.publish(draft, by=budi)
    assert "sedang diperiksa" in page(browser, "/maklumat/")
    page(browser, address, status=404)

    def passed(_document: Document) -> bool:
        return True

    monkeypatch.setattr("lutra.web.portal.obligations.views.release.is_releasable", passed)
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.law("P32")
def test_the_procedures_say_how_many_of_seven_there_are(
    browser: Client, lutra: Government, budi: Actor
) -> None:
    sops.publish(
        lutra, slot="requests", title="SOP", set_on=timezone.now().date(), text="Satu.\n\nDua.", by=budi
    )
    shown = page(browser, "/sop/")
    assert "1 dari 7 SOP" in shown
    assert shown.count("due--late") == 6
    assert "<p>Dua.</p>" in page(browser, "/sop/requests/")
    assert "belum diumumkan" in page(browser, "/sop/tests/")
    page(browser, "/sop/coffee/", status=404)


def test_the_completeness_tells_what_lacks_and_what_was_stated(
    browser: Client, lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    statements.state(lutra, body=dinkes, code="any_time.f", reason="Dinas tidak menerbitkan izin.", by=budi)
    programmes.enter(dinkes, year=2026, answers={"name": "Pencegahan stunting"}, by=budi)
    assert "1/29" in page(browser, "/informasi/kewajiban/")
    shown = page(browser, "/informasi/kewajiban/dinkes/")
    assert "Dinas tidak menerbitkan izin." in shown
    assert "Pencegahan stunting" in shown
    assert "Belum lengkap" in shown
    page(browser, "/informasi/kewajiban/tidak-ada/", status=404)


def test_packages_and_wealth_reports_are_public(
    browser: Client, lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    form = PackageForm(name="Jembatan Radda", year=2026, value=4_200_000_000, method="Tender")
    made = packages.enter(dinkes, form=form, by=budi)
    packages.waive(made, slot="environment", reason="Pemeliharaan rutin.", by=budi)
    listed = factories.item(dinkes, title="RUP jembatan Radda")
    packages.place(made, slot="rup", item=listed, by=budi)
    officials.enter(dinkes, name="Andi Baso", office="Kepala Dinas", by=budi)
    shown = page(browser, "/pengadaan/")
    assert "Jembatan Radda" in shown
    assert "2/39" in shown
    assert f'<a href="/informasi/{listed.number}/">' in page(browser, f"/pengadaan/{made.pk}/")
    assert "Pemeliharaan rutin." in page(browser, f"/pengadaan/{made.pk}/")
    assert "1 laporan belum dapat kami tunjukkan" in page(browser, "/lhkpn/")


@pytest.mark.law("P08")
@pytest.mark.law("P10")
@pytest.mark.law("P11")
def test_a_danger_stands_on_the_front_page_and_has_a_page_of_its_own(
    browser: Client, lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    made = flood(lutra, dinkes, budi)
    assert "Banjir di Masamba" in page(browser, "/")
    shown = page(browser, f"/serta-merta/{made.pk}/")
    assert all(text in shown for text in EIGHT.values())
    assert "PT Sawit Rongkong" in shown
    assert "menit sesudah mulai ditulis" in shown
    assert "berlangsung" in page(browser, "/serta-merta/")
    immediate.end(made, by=budi)
    assert "Banjir di Masamba" not in page(browser, "/")
    assert "Banjir di Masamba" in page(browser, "/serta-merta/")


@pytest.mark.law("P11")
def test_one_deed_reaches_banner_feed_text_and_the_page_for_the_time_without_a_network(
    browser: Client, lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    made = flood(lutra, dinkes, budi)
    catch_up()
    assert "Banjir di Masamba" in page(browser, "/")
    assert "Banjir di Masamba" in page(browser, "/feed/serta-merta.atom")
    assert 'data-copy="BANJIR DI MASAMBA' in page(browser, f"/serta-merta/{made.pk}/")
    kept = page(browser, "/luring/")
    assert "Banjir di Masamba" in kept
    assert all(text in kept for text in EIGHT.values())
    immediate.end(made, by=budi)
    assert "selesai" in page(browser, "/luring/")


def test_the_worker_keeps_the_announcements_and_leaves_officers_and_cases_alone(browser: Client) -> None:
    worker = browser.get("/luring.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert 'const PAGE = "/luring/"' in worker.content.decode()
    for closed in ("desk", "akun", "t", "k"):
        assert re.search(rf"OTHERS = .*\b{closed}\b", worker.content.decode())


def test_an_old_danger_leaves_the_front_page_by_itself(
    browser: Client, lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    flood(lutra, dinkes, budi, at=timezone.now() - timedelta(days=2))
    assert "Banjir di Masamba" not in page(browser, "/")


def test_what_belongs_to_another_government_is_not_there(browser: Client, lutra: Government) -> None:
    beside = people.government("73.17")
    body = people.body(beside)
    by = people.officer(beside, Role.PPID_UTAMA)
    theirs = packages.enter(body, form=PackageForm(name="Kapal", year=2026, value=1, method="Tender"), by=by)
    danger = flood(beside, body, by)
    page(browser, f"/pengadaan/{theirs.pk}/", status=404)
    page(browser, f"/serta-merta/{danger.pk}/", status=404)
    assert "Banjir" not in page(browser, "/")
    assert "Kapal" not in page(browser, "/pengadaan/")


@pytest.mark.parametrize(
    "address",
    ["/maklumat/", "/sop/", "/informasi/kewajiban/", "/pengadaan/", "/lhkpn/", "/serta-merta/"],
)
def test_every_page_is_small_and_works_empty(address: str, browser: Client) -> None:
    assert len(browser.get(address).content) < 26_000
