"""Where one is signed in, and how often one may try a wrong password."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lutra.directory.models import Government, Host, User
from lutra.directory.roles import Role
from lutra.testing import factories
from lutra.web.sessions import device

pytestmark = pytest.mark.django_db
PASSWORD = "jangan-dipakai-lagi"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)


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
    return with_password(lutra)


def with_password(of: Government) -> User:
    made = factories.user(of, Role.PPID_UTAMA)
    made.set_password(PASSWORD)
    made.save()
    return made


def browser(agent: str = FIREFOX, address: str = "10.0.0.1") -> Client:
    return Client(
        headers={"host": "ppid.localhost", "accept-language": "id", "user-agent": agent}, REMOTE_ADDR=address
    )


def sign_in(user: User, agent: str = FIREFOX) -> Client:
    client = browser(agent)
    assert client.post("/akun/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    return client


def test_each_session_is_listed_with_its_device(budi: User) -> None:
    desk, _phone = sign_in(budi), sign_in(budi, PHONE)
    page = desk.get("/akun/sesi/").content.decode()
    assert page.index("Firefox, Windows") < page.index("Chrome, Android")  # one's own first
    assert page.count("sesi ini") == 1
    assert page.count("10.0.0.1") == 2


def test_one_session_is_ended_and_the_other_goes_on(budi: User) -> None:
    desk, phone = sign_in(budi), sign_in(budi, PHONE)
    row = UserSession.objects.get(user_agent=PHONE)
    desk.post("/akun/sesi/akhiri/", {"session": row.pk})
    assert phone.get("/desk/").status_code == 302
    assert desk.get("/desk/").status_code == 200


def test_all_others_are_ended_at_once(budi: User) -> None:
    desk, phone, third = sign_in(budi), sign_in(budi, PHONE), sign_in(budi)
    desk.post("/akun/sesi/akhiri/")
    assert [client.get("/desk/").status_code for client in (desk, phone, third)] == [200, 302, 302]


def test_ending_one_s_own_session_signs_out(budi: User) -> None:
    desk = sign_in(budi)
    assert (
        desk.post("/akun/sesi/akhiri/", {"session": UserSession.objects.get().pk})["location"]
        == "/akun/login/"
    )
    assert desk.get("/desk/").status_code == 302


def test_nobody_ends_the_session_of_another(lutra: Government, budi: User) -> None:
    citra = with_password(lutra)
    desk, other = sign_in(budi), sign_in(citra)
    other.post("/akun/sesi/akhiri/", {"session": UserSession.objects.get(user=budi).pk})
    other.post("/akun/sesi/akhiri/", {"session": "satu"})
    assert desk.get("/desk/").status_code == 200


def test_the_last_use_is_noted_now_and_then_not_with_every_page(budi: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = sign_in(budi)
        client.get("/desk/")
        first = UserSession.objects.get().last_seen_at
        clock.shift(timedelta(minutes=1))
        client.get("/desk/")
        assert UserSession.objects.get().last_seen_at == first
        clock.shift(timedelta(minutes=10))
        client.get("/desk/")
        assert UserSession.objects.get().last_seen_at == first + timedelta(minutes=11)


def test_a_stranger_s_page_starts_no_session(lutra: Government) -> None:
    browser().get("/")
    assert not UserSession.objects.exists()


def test_after_five_wrong_passwords_even_the_right_one_must_wait(budi: User) -> None:
    for number in range(5):
        browser(address=f"10.0.1.{number}").post(
            "/akun/login/", {"login": budi.username, "password": "salah"}
        )
    client = browser(address="10.0.2.1")
    answer = client.post("/akun/login/", {"login": budi.username, "password": PASSWORD})
    assert answer.status_code == 200
    assert client.get("/desk/").status_code == 302
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        assert sign_in(budi).get("/desk/").status_code == 200


def test_one_sender_may_not_try_many_accounts(lutra: Government) -> None:
    people = [with_password(lutra) for _ in range(11)]
    client = browser()
    for person in people[:10]:
        client.post("/akun/login/", {"login": person.username, "password": "salah"})
    blocked = client.post("/akun/login/", {"login": people[10].username, "password": PASSWORD})
    assert blocked.status_code == 200
    other = browser(address="10.9.9.9").post(
        "/akun/login/", {"login": people[10].username, "password": PASSWORD}
    )
    assert other.status_code == 302  # nobody else is locked out


def test_a_browser_that_nobody_knows_has_a_name_too() -> None:
    assert device("curl/8") == "Perangkat tidak dikenal"
    assert device(PHONE) == "Chrome, Android"
