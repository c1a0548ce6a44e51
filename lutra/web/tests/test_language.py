"""Indonesian first; English when somebody chose it here."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from lutra.testing import factories


@pytest.fixture
def client(db: None) -> Client:
    government = factories.government("73.22")
    government.hosts.create(host="testserver")
    return Client()


def test_a_phone_set_to_english_still_gets_the_offices_language(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "en-US"})
    assert answer.headers["Content-Language"] == "id"
    assert '<html lang="id"' in answer.content.decode()


def test_the_chosen_language_is_kept(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert '<html lang="en"' in client.get("/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert '<html lang="id"' in client.get("/").content.decode()
