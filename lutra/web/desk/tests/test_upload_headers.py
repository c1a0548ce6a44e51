"""Whatever a stranger's program writes into the heads of an upload gets an answer, and never breaks the server."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lutra.documents import uploads
from lutra.documents.models import Upload
from lutra.web.desk.tests.conftest import Office

HEADS = (
    "Upload-Length",
    "Upload-Offset",
    "Upload-Metadata",
    "Upload-Checksum",
    "X-HTTP-Method-Override",
    "Tus-Resumable",
)
DIGITS = "9" * 5000
SAID = st.one_of(
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=60),
    st.from_regex(r"\A-?\d{1,25}\Z"),
    st.sampled_from(
        [
            "",
            "-1",
            "1e3",
            "٣",
            "²",
            "0x10",
            DIGITS,
            "sha1 ",
            "sha1 =",
            "md5 x",
            "filename",
            "filename é",
            "sha1 é",
        ]
    ),
    st.text(max_size=30).map(
        lambda said: "filename " + base64.b64encode(said.encode("utf-8", "ignore")).decode()
    ),
    st.text("0123456789", max_size=40).map(
        lambda said: "filename ZGF0YS5jc3Y=,body " + base64.b64encode(said.encode()).decode()
    ),
)
FUZZ = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.LUTRA_FILES, settings.LUTRA_CLAMD = tmp_path, tmp_path / "files", "off"


@FUZZ
@given(st.dictionaries(st.sampled_from(HEADS), SAID))
@example({"Upload-Length": "5", "Upload-Metadata": "filename é"})
@example({"Upload-Length": "5", "Upload-Metadata": "body " + base64.b64encode(DIGITS.encode()).decode()})
@example(
    {
        "Upload-Length": "5",
        "Upload-Metadata": "filename ZGF0YS5jc3Y=,body MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkw",
    }
)
def test_any_heads_begin_an_upload_or_are_refused(office: Office, heads: dict[str, str]) -> None:
    answer = office.browser(office.budi).post(
        reverse("desk:uploads"), headers={"Tus-Resumable": "1.0.0", **heads}
    )
    assert answer.status_code in {201, 204, 400, 404, 405, 409, 412, 413, 415, 422, 429}


@FUZZ
@given(st.dictionaries(st.sampled_from(HEADS), SAID), st.binary(max_size=20))
@example({"Upload-Offset": "0", "Upload-Checksum": "sha1 é"}, b"a")
def test_any_heads_add_a_piece_or_are_refused(office: Office, heads: dict[str, str], piece: bytes) -> None:
    browser = office.browser(office.budi)
    begun = browser.post(
        reverse("desk:uploads"),
        headers={"Tus-Resumable": "1.0.0", "Upload-Length": "5", "Upload-Metadata": "filename ZGF0YS5jc3Y="},
    )
    assert begun.status_code == 201
    answer = browser.patch(
        begun["Location"],
        data=piece,
        content_type="application/offset+octet-stream",
        headers={"Tus-Resumable": "1.0.0", **heads},
    )
    assert answer.status_code in {204, 400, 405, 409, 410, 412, 413, 415, 422, 423, 460}
    upload = Upload.objects.latest("pk")
    assert upload.received <= upload.size
    if upload.state == Upload.State.OPEN:
        uploads.end(upload)
