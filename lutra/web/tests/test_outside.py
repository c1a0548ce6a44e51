"""Signing in through a provider of one's own, against a twin of one that listens on this machine only."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client

from lutra.directory.actions import demand_second_factor
from lutra.directory.models import Government, Host, User
from lutra.directory.roles import Role
from lutra.testing import factories

pytestmark = pytest.mark.django_db


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Twin:
    """A provider that vouches for whatever a test puts in ``claims``."""

    key: Any = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    issuer: str = ""
    named_issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    signing_key: Any = None
    algorithm: str = "RS256"
    challenge: str = ""
    asked: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], respond: Any) -> list[bytes]:
        path = environ["PATH_INFO"]
        self.asked.append(path)
        status, body = "200 OK", {}
        if path == "/.well-known/openid-configuration":
            body = {
                "issuer": self.named_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }
        elif path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
            body = {"keys": [{**public, "kid": "satu", "alg": "RS256", "use": "sig"}]}
        elif path == "/token":
            form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
            digest = hashlib.sha256(form["code_verifier"][0].encode()).digest()
            shown = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
            if shown != self.challenge or form["client_secret"] != ["rahasia"]:
                status, body = "400 Bad Request", {"error": "invalid_grant"}
            else:
                body = {"id_token": self.token(), "access_token": "x", "token_type": "Bearer"}
        respond(status, [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": "lutra", "sub": "77", "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(
            {name: value for name, value in claims.items() if value is not None},
            None if self.algorithm == "none" else self.signing_key or self.key,
            algorithm=self.algorithm,
            headers={"kid": "satu"},
        )


@pytest.fixture
def twin(settings: Any) -> Iterator[Twin]:
    made = Twin()
    server = make_server("127.0.0.1", 0, made, handler_class=Quiet)
    made.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.LUTRA_OIDC_ISSUER = made.issuer
    settings.LUTRA_OIDC_CLIENT_ID, settings.LUTRA_OIDC_CLIENT_SECRET = "lutra", "rahasia"
    cache.clear()
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def lutra() -> Government:
    made = factories.government()
    Host.objects.create(host="ppid.localhost", government=made)
    return made


@pytest.fixture
def budi(lutra: Government) -> User:
    return factories.user(lutra, Role.PPID_UTAMA)


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": "ppid.localhost", "accept-language": "id"})


def go(browser: Client, twin: Twin, *, claims: dict[str, Any] | None = None, **query: str) -> Any:
    """Press the button, be vouched for by the twin, and come back."""
    asked = parse_qs(urlsplit(browser.post("/akun/luar/")["location"]).query)
    assert asked["redirect_uri"] == ["http://ppid.localhost/akun/luar/kembali/"]
    twin.challenge = asked["code_challenge"][0]
    twin.claims = {"nonce": asked["nonce"][0], **(claims or {})}
    return browser.get("/akun/luar/kembali/", {"code": "c", "state": asked["state"][0], **query})


def is_in(browser: Client) -> bool:
    return browser.get("/desk/").status_code == 200


def test_it_is_off_until_somebody_turns_it_on(browser: Client, lutra: Government) -> None:
    assert browser.post("/akun/luar/").status_code == 404
    assert browser.get("/akun/luar/kembali/?code=c&state=s").status_code == 404
    assert "akun pemerintah daerah" not in browser.get("/akun/login/").content.decode()


def test_the_claim_leads_to_the_officer(browser: Client, twin: Twin, budi: User) -> None:
    assert "akun pemerintah daerah" in browser.get("/akun/login/").content.decode()
    people = User.objects.count()
    assert go(browser, twin, claims={"nip": budi.nip})["location"] == "/desk/"
    assert is_in(browser)
    assert User.objects.count() == people


def test_a_name_may_be_the_claim(browser: Client, twin: Twin, budi: User, settings: Any) -> None:
    settings.LUTRA_OIDC_CLAIM, settings.LUTRA_OIDC_FIELD = "preferred_username", "username"
    go(browser, twin, claims={"preferred_username": budi.username})
    assert is_in(browser)


@pytest.mark.parametrize("claims", [{}, {"nip": ""}, {"nip": "999999999999999999"}, {"nip": None}])
def test_whom_the_directory_does_not_know_is_not_let_in(
    browser: Client, twin: Twin, budi: User, claims: dict[str, Any]
) -> None:
    people = User.objects.count()
    answer = go(browser, twin, claims=claims)
    assert answer.status_code == 403
    assert "bukan sebagai pejabat" in answer.content.decode()
    assert not is_in(browser)
    assert User.objects.count() == people


def test_nobody_is_let_in_by_a_number_that_two_have_or_that_a_neighbour_has(
    browser: Client, twin: Twin, lutra: Government, budi: User
) -> None:
    other = factories.user(factories.government("73.17"), Role.PPID_UTAMA)
    assert go(browser, twin, claims={"nip": other.nip}).status_code == 403
    wati = factories.user(lutra, Role.SUPERIOR)
    User.objects.filter(pk=wati.pk).update(nip=budi.nip)
    assert go(browser, twin, claims={"nip": budi.nip}).status_code == 403


def test_who_has_left_is_not_let_in(browser: Client, twin: Twin, budi: User) -> None:
    User.objects.filter(pk=budi.pk).update(is_active=False)
    assert go(browser, twin, claims={"nip": budi.nip}).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "lain"},
        {"aud": "aplikasi-lain"},
        {"iss": "https://penipu.example"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
)
def test_a_token_made_for_another_purpose_opens_nothing(
    browser: Client, twin: Twin, budi: User, wrong: dict[str, Any]
) -> None:
    assert go(browser, twin, claims={"nip": budi.nip, **wrong}).status_code == 403
    assert not is_in(browser)


def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    browser: Client, twin: Twin, budi: User
) -> None:
    twin.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assert go(browser, twin, claims={"nip": budi.nip}).status_code == 403
    twin.algorithm = "none"
    assert go(browser, twin, claims={"nip": budi.nip}).status_code == 403
    twin.signing_key, twin.algorithm = "x" * 32, "HS256"
    assert go(browser, twin, claims={"nip": budi.nip}).status_code == 403
    assert not is_in(browser)


def test_an_answer_that_nobody_asked_for_is_refused_before_the_provider_is(
    browser: Client, twin: Twin, budi: User
) -> None:
    assert browser.get("/akun/luar/kembali/", {"code": "c", "state": "s"}).status_code == 400
    assert go(browser, twin, claims={"nip": budi.nip}, state="lain").status_code == 400
    assert "/token" not in twin.asked


def test_an_answer_is_good_for_one_try(browser: Client, twin: Twin, budi: User) -> None:
    answer = go(browser, twin, claims={"nip": budi.nip})
    again = Client(headers={"host": "ppid.localhost"}).get(
        answer.request["PATH_INFO"], {"code": "c", "state": "s"}
    )
    assert again.status_code == 400


def test_a_provider_that_describes_another_is_not_believed(browser: Client, twin: Twin, budi: User) -> None:
    twin.named_issuer = "https://penipu.example"
    assert browser.post("/akun/luar/").status_code == 502


def test_a_provider_that_is_away_is_told(browser: Client, twin: Twin, budi: User, settings: Any) -> None:
    settings.LUTRA_OIDC_ISSUER = "http://127.0.0.1:1"
    answer = browser.post("/akun/luar/")
    assert answer.status_code == 502
    assert "kata sandi" in answer.content.decode()


def test_a_second_factor_is_still_demanded(
    browser: Client, twin: Twin, lutra: Government, budi: User
) -> None:
    demand_second_factor(lutra, roles=[Role.PPID_UTAMA], by=factories.officer(lutra, Role.ADMINISTRATOR))
    go(browser, twin, claims={"nip": budi.nip})
    assert browser.get("/desk/")["location"] == "/akun/pengaman/"
