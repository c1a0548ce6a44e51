"""The host picks the government; the officer's posts there say what he may do; nobody signs up."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lutra.directory.models import Host
from lutra.directory.roles import Role
from lutra.testing import factories
from lutra.web import tenancy

pytestmark = pytest.mark.django_db

PASSWORD = "kata-sandi-budi-panjang"


def text(response: Any) -> str:
    return response.content.decode()


def test_each_host_shows_its_own_government() -> None:
    for code in ("73.22", "73.17"):
        of = factories.government(code)
        Host.objects.create(host=f"g{code.replace('.', '')}.localhost", government=of)
    assert "Kabupaten 73.22" in text(Client().get("/tentang/", headers={"host": "g7322.localhost"}))
    assert "Kabupaten 73.17" in text(Client().get("/tentang/", headers={"host": "G7317.localhost:8000"}))


def test_an_unknown_host_gets_a_page_that_says_what_to_do() -> None:
    factories.government("73.22")
    answer = Client().get("/", headers={"host": "lain.localhost"})
    assert answer.status_code == 404
    assert "Alamat ini belum milik pemerintah daerah mana pun" in text(answer)


def test_the_default_government_answers_for_hosts_that_belong_to_none(settings: Any) -> None:
    factories.government("73.22")
    settings.LUTRA_DEFAULT_GOVERNMENT = "73.22"
    assert "Kabupaten 73.22" in text(Client().get("/tentang/", headers={"host": "lain.localhost"}))


def test_health_needs_no_government() -> None:
    answer = Client().get("/healthz", headers={"host": "lain.localhost"})
    assert (answer.status_code, text(answer)) == (200, "ok\n")


def test_hosts_are_read_once_and_not_for_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    of = factories.government("73.22")
    Host.objects.create(host="a.localhost", government=of)
    monkeypatch.setattr(tenancy, "HOSTS_LIVE", 60)
    monkeypatch.setattr(tenancy, "hosts", tenancy._Hosts())
    with CaptureQueriesContext(connection) as queries:
        for _ in range(3):
            Client().get("/tentang/", headers={"host": "a.localhost"})
    assert len([query for query in queries.captured_queries if "directory_host" in query["sql"]]) == 1


def sign_in(role: str, *, next_page: str = "") -> Any:
    of = factories.government("73.22")
    Host.objects.create(host="a.localhost", government=of)
    person = factories.user(of, role)
    person.set_password(PASSWORD)
    person.save()
    form = {"login": person.username, "password": PASSWORD, **({"next": next_page} if next_page else {})}
    return Client(headers={"host": "a.localhost"}).post("/akun/login/", form)


@pytest.mark.parametrize(
    ("role", "page"),
    [
        (Role.PPID_UTAMA, "/desk/"),
        (Role.DESK_OFFICER, "/desk/"),
        (Role.NEWSROOM, "/desk/"),
        (Role.LEADER, "/pimpinan/"),
        (Role.OPERATOR, "/command/"),
    ],
)
def test_each_role_begins_on_its_own_page(role: str, page: str) -> None:
    assert sign_in(role)["Location"] == page


@pytest.mark.parametrize("elsewhere", ["https://jahat.example/", "//jahat.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(elsewhere: str) -> None:
    assert sign_in(Role.PPID_UTAMA, next_page=elsewhere)["Location"] == "/desk/"


def test_signing_in_leads_back_to_the_page_that_was_asked_for() -> None:
    assert sign_in(Role.PPID_UTAMA, next_page="/desk/?group=late")["Location"] == "/desk/?group=late"


def test_nobody_signs_up() -> None:
    of = factories.government("73.22")
    Host.objects.create(host="a.localhost", government=of)
    browser = Client(headers={"host": "a.localhost"})
    for page in ("/akun/signup/", "/akun/daftar/", "/accounts/signup/"):
        assert browser.get(page).status_code == 404
    assert "signup" not in text(browser.get("/akun/login/"))


def test_who_left_the_office_has_no_right_any_more() -> None:
    of = factories.government("73.22")
    Host.objects.create(host="a.localhost", government=of)
    person = factories.user(of, Role.PPID_UTAMA)
    person.holdings.update(ends_on="2020-12-31")
    browser = Client(headers={"host": "a.localhost"})
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get("/desk/").status_code == 403


def test_failed_log_ins_behind_a_proxy_are_counted_by_their_sender(settings: Any) -> None:
    """Else ten wrong passwords of one stranger would lock out every officer."""
    factories.government().hosts.create(host="testserver")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    form = {"login": "x", "password": "salah"}

    def refusal(sender: str, who: str) -> str:
        answer = Client().post("/akun/login/", {**form, "login": who}, headers={"x-forwarded-for": sender})
        return str(answer.context["form"].errors)

    stranger = [refusal("forged, 198.51.100.7", f"nobody{number}") for number in range(12)]
    assert stranger[-1] != stranger[0]
    assert refusal("198.51.100.8", "budi") == stranger[0]
