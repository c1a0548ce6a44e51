"""Logs tell what happened and where, and nothing of those it happened to."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client

from lutra.testing import factories
from lutra.web.logs import Discreet
from lutra.web.portal.views import tracking

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What an installation would write down, at the level INFO."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Discreet(settings.LOGGING["formatters"]["line"]["format"]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


def test_a_broken_page_tells_neither_the_code_nor_what_was_typed(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    of = factories.government()
    of.hosts.create(host="testserver")
    case = factories.file_request(of)

    typed = f"Failing row contains ({factories.ANI['name']}, {factories.ANI['nik']})"

    def break_down(*_: object) -> None:
        try:
            raise ValueError(typed)
        except ValueError as error:
            raise RuntimeError(typed) from error

    monkeypatch.setattr(tracking, "find_by_code", break_down)
    answer = Client(raise_request_exception=False).get(f"/t/{case.code}/")
    assert answer.status_code == 500
    text = written.getvalue()
    assert "/t/…/" in text
    assert "builtins.ValueError" in text
    assert "builtins.RuntimeError" in text
    assert "in break_down" in text
    for private in (case.code, factories.ANI["name"], factories.ANI["nik"]):
        assert private not in text


def test_an_address_that_was_refused_is_written_without_its_code(written: StringIO) -> None:
    of = factories.government()
    of.hosts.create(host="testserver")
    case = factories.file_request(of)
    Client(enforce_csrf_checks=True).post(f"/t/{case.code}/")
    Client().put(f"/t/{case.code}/tanda-terima/")
    assert case.code not in written.getvalue()
    assert "/t/…/" in written.getvalue()


def test_an_installation_writes_in_this_way_and_mails_no_errors() -> None:
    assert settings.LOGGING["formatters"]["line"]["()"] == "lutra.web.logs.Discreet"
    assert settings.LOGGING["loggers"]["django"]["handlers"] == []
