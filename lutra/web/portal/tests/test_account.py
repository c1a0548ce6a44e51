"""The applicant's account: a link that mail scanners do not burn, one's cases, and a desk that stays closed."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lutra.accounts.models import Account
from lutra.directory.models import Government, Host, User
from lutra.directory.roles import Role
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI
from lutra.web.portal.account.door import masked
from lutra.web.portal.tests.conftest import HOST

LINK = re.compile(r"https?://[^/\s]+(/akun/tautan/[^\s]+)")


@pytest.fixture(autouse=True)
def _mails(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def case(lutra: Government) -> Request:
    return factories.file_request(lutra, at=timezone.now())


def asked(browser: Client, address: str = ANI["email"]) -> str:
    """The path of the link that was mailed."""
    answer = browser.post("/akun/masuk/", {"email": address})
    assert answer["location"] == "/akun/masuk/terkirim/"
    return LINK.findall(mail.outbox[-1].body)[0]


def signed_in(browser: Client, address: str = ANI["email"]) -> Client:
    assert browser.post(asked(browser, address))["location"] == "/akun/"
    return browser


def page(browser: Client) -> str:
    return browser.get("/akun/").content.decode()


def test_nothing_requires_an_account(browser: Client, case: Request) -> None:
    assert browser.get(f"/t/{case.code}/").status_code == 200
    assert browser.get("/permohonan/baru/").status_code == 200
    assert browser.get("/akun/")["location"] == "/akun/masuk/"


def test_every_address_is_answered_alike(browser: Client, case: Request) -> None:
    signed_in(Client(headers={"host": HOST}))
    for address in (ANI["email"], "belum.pernah@warga.example"):
        fresh = Client(headers={"host": HOST})
        first = fresh.post("/akun/masuk/", {"email": address})
        assert (first.status_code, first["location"]) == (302, "/akun/masuk/terkirim/")
        assert address not in fresh.get(first["location"]).content.decode()
    assert len({message.subject for message in mail.outbox}) == 1


def test_the_link_survives_mail_scanners_and_is_used_up_by_a_press(browser: Client, case: Request) -> None:
    path = asked(browser)
    for _scan in range(3):
        scanner = Client(headers={"host": HOST})
        assert scanner.get(path).status_code == 200
        assert scanner.head(path).status_code == 200
        assert "_auth_user_id" not in scanner.session
    assert not Account.objects.exists()
    assert browser.post(path)["location"] == "/akun/"
    assert case.reference in page(browser)
    again = Client(headers={"host": HOST}).post(path)
    assert again.status_code == 410
    assert "Minta tautan baru" in again.content.decode()


def test_a_link_may_be_opened_in_another_browser_than_it_was_asked_for_in(browser: Client) -> None:
    path = asked(browser)
    telephone = Client(headers={"host": HOST})
    assert telephone.post(path).status_code == 302
    assert telephone.get("/akun/").status_code == 200


def test_the_page_before_the_press_shows_enough_of_the_address(browser: Client) -> None:
    seen = browser.get(asked(browser)).content.decode()
    assert masked(ANI["email"]) in seen
    assert ANI["email"] not in seen


def test_a_link_is_old_after_a_quarter_of_an_hour(browser: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        path = asked(browser)
        clock.shift(timedelta(minutes=15))
        assert browser.get(path).status_code == 410
        assert browser.post(path).status_code == 410


def test_a_forged_form_of_another_site_signs_nobody_in(lutra: Government) -> None:
    strict = Client(headers={"host": HOST}, enforce_csrf_checks=True)
    path = asked(Client(headers={"host": HOST}))
    assert strict.post(path).status_code == 403


def test_wrong_links_and_many_questions_are_slowed(browser: Client) -> None:
    statuses = {browser.get("/akun/tautan/salah/").status_code for _try in range(70)}
    assert statuses == {410, 429}
    cache.clear()
    statuses = {browser.post("/akun/masuk/", {"email": f"a{n}@warga.example"}).status_code for n in range(25)}
    assert statuses == {302, 429}


def test_one_mailbox_gets_three_links_and_the_page_says_the_same(browser: Client) -> None:
    for _try in range(5):
        assert browser.post("/akun/masuk/", {"email": ANI["email"]})["location"] == "/akun/masuk/terkirim/"
    assert len(mail.outbox) == 3


def test_what_is_no_address_comes_back(browser: Client) -> None:
    answer = browser.post("/akun/masuk/", {"email": "bukan surel"})
    assert answer.status_code == 422
    assert "bukan surel" in answer.content.decode()


def test_the_official_address_stands_in_the_link_and_not_a_made_up_host(
    browser: Client, settings: Any
) -> None:
    settings.LUTRA_BASE_URL = f"https://{HOST}"
    browser.post("/akun/masuk/", {"email": ANI["email"]})
    assert f"https://{HOST}/akun/tautan/" in mail.outbox[-1].body


def test_the_page_lists_cases_with_the_next_date_and_what_one_can_do(browser: Client, case: Request) -> None:
    seen = page(signed_in(browser))
    assert case.subject in seen
    assert f"/t/{case.code}/data/" in seen
    assert str(case.due_on.year) in seen
    assert "Anda tidak perlu berbuat apa-apa" in seen
    assert not any(ANI[name] in seen for name in ("name", "nik", "address", "phone"))


def test_a_case_of_another_address_is_added_by_its_code(browser: Client, lutra: Government) -> None:
    other = factories.file_request(lutra, at=timezone.now(), email="budi@warga.example")
    signed_in(browser)
    assert other.reference not in page(browser)
    assert browser.post("/akun/perkara/tambah/", {"code": "salah"}).status_code == 422
    assert browser.post("/akun/perkara/tambah/", {"code": other.code}).status_code == 302
    seen = page(browser)
    assert other.reference in seen
    drop = re.findall(r"/akun/perkara/\d+/lepas/", seen)[0]
    browser.post(drop)
    assert other.reference not in page(browser)


def test_an_applicant_never_enters_the_desk(browser: Client, case: Request) -> None:
    signed_in(browser)
    for path in ("/desk/", f"/desk/permohonan/{case.pk}/", "/desk/direktori/", "/command/", "/pimpinan/"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"/desk/permohonan/{case.pk}/identitas/").status_code == 403


@pytest.mark.parametrize(
    "path", ["pengaman/", "pengaman/aplikasi/", "pengaman/kode/", "pengaman/kunci/", "kata-sandi/", "sesi/"]
)
def test_the_officers_own_pages_lead_an_applicant_back(browser: Client, path: str) -> None:
    assert signed_in(browser).get(f"/akun/{path}")["location"] == "/akun/"


def test_the_officers_door_leads_an_applicant_to_his_page(browser: Client) -> None:
    assert signed_in(browser).get("/akun/login/")["location"] == "/akun/"


def test_an_officer_is_no_applicant_and_signing_in_as_one_ends_his_session(
    browser: Client, lutra: Government
) -> None:
    budi = factories.user(lutra, Role.PPID_UTAMA)
    browser.force_login(budi, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/akun/")["location"] == "/akun/masuk/"
    assert "sebagai petugas" in browser.get("/akun/masuk/").content.decode()
    signed_in(browser)
    assert browser.get("/desk/").status_code == 403


def test_an_account_is_of_one_government(browser: Client, case: Request) -> None:
    there = factories.government("73.17")
    Host.objects.create(host="luwu.localhost", government=there)
    signed_in(browser)
    abroad = Client(headers={"host": "luwu.localhost"})
    abroad.cookies = browser.cookies
    assert abroad.get("/akun/")["location"] == "/akun/masuk/"


def test_a_link_of_here_opens_nothing_at_the_neighbour_s(browser: Client) -> None:
    there = factories.government("73.17")
    Host.objects.create(host="luwu.localhost", government=there)
    path = asked(browser)
    assert Client(headers={"host": "luwu.localhost"}).post(path).status_code == 410
    assert browser.post(path).status_code == 302


def test_closing_takes_the_account_and_leaves_the_case(browser: Client, case: Request) -> None:
    signed_in(browser)
    assert "wajib disimpan" in browser.get("/akun/tutup/").content.decode()
    assert Account.objects.exists()
    browser.post("/akun/tutup/")
    assert not Account.objects.exists()
    assert not User.objects.filter(is_applicant=True).exists()
    assert browser.get("/akun/")["location"] == "/akun/masuk/"
    assert browser.get(f"/t/{case.code}/").status_code == 200


def test_sessions_are_listed_and_ended(browser: Client) -> None:
    signed_in(browser)
    browser.get("/akun/")
    telephone = signed_in(Client(headers={"host": HOST, "user-agent": "Mozilla/5.0 (Android 14) Firefox/1"}))
    telephone.get("/akun/")
    seen = page(browser)
    assert "Firefox, Android" in seen
    browser.post("/akun/sesi/akhiri/")
    assert telephone.get("/akun/")["location"] == "/akun/masuk/"
    assert browser.get("/akun/").status_code == 200


def test_keys_are_managed_for_a_quarter_of_an_hour_after_signing_in(browser: Client) -> None:
    signed_in(browser)
    assert browser.get("/akun/kunci/tambah/").status_code == 200
    session = browser.session
    session["account_authentication_methods"] = [{"method": "link", "at": time.time() - 16 * 60}]
    session.save()
    refused = browser.get("/akun/kunci/tambah/", follow=True)
    assert "keluar lalu masuk lagi" in refused.content.decode()


def test_a_key_of_somebody_else_is_not_removed(browser: Client, lutra: Government) -> None:
    budi = factories.user(lutra, Role.PPID_UTAMA)
    his = Authenticator.objects.create(
        user=budi, type=Authenticator.Type.WEBAUTHN, data={"name": "Kunci Budi"}
    )
    signed_in(browser)
    assert browser.post(f"/akun/kunci/{his.pk}/lepas/").status_code == 404
    assert Authenticator.objects.filter(pk=his.pk).exists()


def test_a_made_up_answer_of_a_browser_makes_no_key(browser: Client) -> None:
    signed_in(browser)
    browser.get("/akun/kunci/tambah/")
    answer = browser.post("/akun/kunci/tambah/", {"name": "Ponsel", "credential": '{"id": "x"}'})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()
