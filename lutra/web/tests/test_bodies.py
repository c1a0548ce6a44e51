"""Too much, or what nobody can read, gets a page that says so, before anything of it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lutra.testing import factories

pytestmark = pytest.mark.django_db
TEXT = 2 * 1024 * 1024


@pytest.fixture
def client() -> Client:
    factories.government().hosts.create(host="testserver")
    return Client()


def test_nobody_outside_can_upload_a_large_file(client: Client) -> None:
    large = SimpleUploadedFile("besar.pdf", b"%PDF-" + b"a" * TEXT)
    answer = client.post("/lacak/", {"code": "x", "berkas": large})
    assert answer.status_code == 413
    assert "Kiriman ini terlalu besar" in answer.content.decode()


def test_a_text_of_megabytes_gets_a_page_and_not_a_broken_line(client: Client) -> None:
    answer = client.post("/permohonan/baru/", {"details": "x" * TEXT})
    assert answer.status_code == 413
    assert "persingkat tulisannya" in answer.content.decode()


def test_the_desk_takes_a_file_and_a_little_more(client: Client, settings: Any) -> None:
    settings.LUTRA_MAX_UPLOAD_MB = 2
    fits = SimpleUploadedFile("a.pdf", b"%PDF-" + b"a" * TEXT)
    assert (
        client.post("/desk/permohonan/1/usulan/", {"attachments": fits}).status_code == 302
    )  # to the log-in
    large = SimpleUploadedFile("a.pdf", b"%PDF-" + b"a" * 3 * TEXT)
    assert client.post("/desk/permohonan/1/usulan/", {"attachments": large}).status_code == 413


@pytest.mark.parametrize("charset", ["utf-7", "utf-16"])
def test_a_form_in_another_alphabet_is_refused_with_a_page(client: Client, charset: str) -> None:
    answer = client.post(
        "/lacak/", "code=x", content_type=f"application/x-www-form-urlencoded; charset={charset}"
    )
    assert answer.status_code == 400
    assert "Kiriman ini tidak dapat dibaca" in answer.content.decode()


def test_a_form_with_too_many_fields_is_refused_with_a_page(client: Client) -> None:
    answer = client.post("/lacak/", {f"f{number}": "" for number in range(1200)})
    assert answer.status_code == 400
    assert "Kiriman ini tidak dapat dibaca" in answer.content.decode()
