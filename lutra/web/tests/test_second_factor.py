"""Signing in with more than a password: an app's code, codes for emergencies, and roles that demand it."""

from __future__ import annotations

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client

from lutra.directory import actors
from lutra.directory.actions import demand_second_factor
from lutra.directory.actors import actor_of
from lutra.directory.errors import NotPermitted, UnknownRole
from lutra.directory.models import Government, Host, User
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.testing import factories

pytestmark = pytest.mark.django_db
PASSWORD = "jangan-dipakai-lagi"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def lutra() -> Government:
    made = factories.government()
    Host.objects.create(host="ppid.localhost", government=made)
    return made


@pytest.fixture
def budi(lutra: Government) -> User:
    made = factories.user(lutra, Role.PPID_UTAMA)
    made.set_password(PASSWORD)
    made.save()
    return made


def browser(**keywords: Any) -> Client:
    return Client(headers={"host": "ppid.localhost", "accept-language": "id"}, **keywords)


def signed_in(user: User) -> Client:
    client = browser()
    answer = client.post("/akun/login/", {"login": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def confirmed(client: Client) -> Client:
    """The password was typed once more, as every change of a factor demands."""
    assert client.get("/akun/pengaman/aplikasi/")["location"].startswith("/akun/pastikan/")
    assert client.post("/akun/pastikan/", {"password": PASSWORD}).status_code == 302
    return client


def admin(of: Government) -> actors.Actor:
    return factories.officer(of, Role.ADMINISTRATOR)


def code_for(secret: str) -> str:
    """What an app shows now."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def enrol(client: Client) -> str:
    page = confirmed(client).get("/akun/pengaman/aplikasi/")
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = client.post("/akun/pengaman/aplikasi/", {"code": code_for(secret)})
    assert done["location"] == "/akun/pengaman/kode/"
    return secret


def test_a_password_is_enough_where_nothing_more_is_demanded(budi: User) -> None:
    assert signed_in(budi).get("/desk/").status_code == 200


def test_a_role_that_demands_it_leads_to_enrolment_before_the_desk(lutra: Government, budi: User) -> None:
    demand_second_factor(lutra, roles=[Role.PPID_UTAMA], by=admin(lutra))
    client = signed_in(budi)
    for path in ("/desk/", "/desk/angka/", "/command/"):
        assert client.get(path)["location"] == "/akun/pengaman/"
    page = client.get("/akun/pengaman/").content.decode()
    assert "Pasang pengaman kedua dulu" in page
    enrol(client)
    assert client.get("/desk/").status_code == 200


def test_nobody_is_asked_for_what_another_role_or_another_government_demands(
    lutra: Government, budi: User
) -> None:
    neighbour = factories.government("73.17")
    demand_second_factor(lutra, roles=[Role.SUPERIOR], by=admin(lutra))
    demand_second_factor(neighbour, roles=[Role.PPID_UTAMA], by=admin(neighbour))
    assert signed_in(budi).get("/desk/").status_code == 200


def test_who_has_a_second_factor_is_asked_for_it_at_the_door(lutra: Government, budi: User) -> None:
    secret = enrol(signed_in(budi))
    client = browser()
    door = client.post("/akun/login/", {"login": budi.username, "password": PASSWORD})
    assert door["location"] == "/akun/pengaman/masuk/"
    assert client.get("/desk/").status_code == 302  # the password alone opens nothing
    assert client.post("/akun/pengaman/masuk/", {"code": "000000"}).status_code == 200
    assert client.get("/desk/").status_code == 302
    cache.clear()  # the same half minute's code was used to enrol
    assert client.post("/akun/pengaman/masuk/", {"code": code_for(secret)}).status_code == 302
    assert client.get("/desk/").status_code == 200


def test_a_code_for_emergencies_opens_once(budi: User) -> None:
    first = signed_in(budi)
    enrol(first)
    codes = first.get("/akun/pengaman/kode/").context["unused_codes"]
    assert len(codes) == 10
    for expected in (302, 200):
        client = browser()
        client.post("/akun/login/", {"login": budi.username, "password": PASSWORD})
        assert client.post("/akun/pengaman/masuk/", {"code": codes[0]}).status_code == expected


def test_secrets_lie_sealed_and_changes_are_in_the_book(
    lutra: Government, budi: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secret = enrol(signed_in(budi))
    assert all(secret not in str(row.data) for row in Authenticator.objects.all())
    told = entries(lutra.pk, kinds=["account.secured"])
    assert [entry.data["what"] for entry in told] == ["totp_activated"]
    assert told[0].actor == f"officer:{budi.pk}"
    assert secret not in str([entry.data for entry in told])


def test_the_page_for_passkeys_offers_what_a_browser_needs(budi: User) -> None:
    client = confirmed(signed_in(budi))
    page = client.get("/akun/pengaman/kunci/tambah/")
    assert page.context["js_data"]["creation_options"]["publicKey"]["rp"]["id"] == "ppid.localhost"
    assert "Nama kunci" in page.content.decode()
    assert client.get("/akun/pengaman/kunci/").status_code == 200
    offer = browser(raise_request_exception=True).get(
        "/akun/pengaman/kunci/masuk/", headers={"accept": "application/json"}
    )
    assert offer.json()["request_options"]["publicKey"]["challenge"]


def test_only_the_administrator_says_who_must(lutra: Government, budi: User) -> None:
    with pytest.raises(NotPermitted):
        demand_second_factor(lutra, roles=[Role.SUPERIOR], by=actor_of(budi, lutra, on=factories.DAY))
    with pytest.raises(UnknownRole):
        demand_second_factor(lutra, roles=["raja"], by=admin(lutra))


def test_what_is_demanded_is_entered_once_and_can_be_taken_back(lutra: Government) -> None:
    who = admin(lutra)
    for roles in ([Role.SUPERIOR], [Role.SUPERIOR], []):
        demand_second_factor(lutra, roles=roles, by=who)
    told = entries(lutra.pk, kinds=["policy.second_factor_demanded"])
    assert [(entry.data["before"], entry.data["roles"]) for entry in told] == [
        ([], ["superior"]),
        (["superior"], []),
    ]


def test_the_administrator_s_page_shows_and_saves(lutra: Government) -> None:
    person = factories.user(lutra, Role.ADMINISTRATOR)
    client = browser()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/desk/direktori/pengaman/", {"roles": ["ppid_utama"]}).status_code == 302
    page = client.get("/desk/direktori/pengaman/").content.decode()
    assert page.count(" checked") == 1


def test_an_old_code_enrols_nothing(budi: User) -> None:
    """A code of another minute is refused."""
    client = confirmed(signed_in(budi))
    page = client.get("/akun/pengaman/aplikasi/")
    counter = int(time.time()) // 30 - 10
    stale = format_hotp_value(hotp_value(page.context["form"].secret, counter))
    assert client.post("/akun/pengaman/aplikasi/", {"code": stale}).status_code == 200


@pytest.mark.parametrize(
    "nonsense", ["{}", '{"id": "x"}', "[]", "1", '"x"', "null", '{"rawId": {}, "response": 3}']
)
def test_a_made_up_passkey_signs_nobody_in_and_breaks_nothing(lutra: Government, nonsense: str) -> None:
    client = browser()
    client.get("/akun/pengaman/kunci/masuk/", headers={"accept": "application/json"})
    answer = client.post("/akun/pengaman/kunci/masuk/", {"credential": nonsense})
    assert answer["location"] == "/akun/login/"
    assert "_auth_user_id" not in client.session
