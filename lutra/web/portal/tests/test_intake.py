"""What Ani may do on the page of her request, without JavaScript: complete, withdraw, remark, file anew."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.requests import actions, completeness
from lutra.requests.models import Request
from lutra.testing import factories

NOW = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


@pytest.fixture
def lacking(lutra: Government) -> Request:
    desk = factories.officer(lutra, Role.DESK_OFFICER)
    at = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    request = factories.file_request(lutra, by=desk, purpose="", may_lack=True, at=at)
    return completeness.tell_gaps(request, by=desk, at=at)


@time_machine.travel(NOW, tick=False)
def test_ani_sees_what_is_missing_and_completes_it(browser: Client, lacking: Request) -> None:
    page = browser.get(f"/t/{lacking.code}/").content.decode()
    assert f"/t/{lacking.code}/lengkapi/" in page
    assert "Tujuan penggunaan" in page
    form = browser.get(f"/t/{lacking.code}/lengkapi/").content.decode()
    assert 'name="purpose"' in form
    assert 'name="subject"' not in form
    assert browser.post(f"/t/{lacking.code}/lengkapi/", {"purpose": " "}).status_code == 422
    assert browser.post(f"/t/{lacking.code}/lengkapi/", {"purpose": "Penelitian"}).status_code == 302
    lacking.refresh_from_db()
    assert (lacking.stage, lacking.purpose) == ("filed", "Penelitian")
    assert "Dihitung sejak lengkap" in browser.get(f"/t/{lacking.code}/").content.decode()


@time_machine.travel(NOW, tick=False)
def test_ani_withdraws_after_a_second_look_and_files_anew_with_the_question_copied(
    browser: Client, lutra: Government
) -> None:
    request = factories.file_request(lutra, at=NOW)
    assert "Ya, cabut" in browser.get(f"/t/{request.code}/cabut/").content.decode()
    request.refresh_from_db()
    assert request.stage == "filed"
    browser.post(f"/t/{request.code}/cabut/")
    request.refresh_from_db()
    assert request.ending == "withdrawn"
    assert browser.post(f"/t/{request.code}/cabut/").status_code == 409
    assert f"/t/{request.code}/ajukan-lagi/" in browser.get(f"/t/{request.code}/").content.decode()
    form = browser.get(f"/t/{request.code}/ajukan-lagi/").content.decode()
    assert request.details in form
    assert factories.ANI["name"] not in form


@time_machine.travel(NOW, tick=False)
def test_ani_writes_a_remark_and_sees_it_but_no_note_of_an_officer(
    browser: Client, lutra: Government
) -> None:
    from_desk = factories.officer(lutra, Role.DESK_OFFICER)
    request = factories.file_request(lutra, at=NOW)
    internal_note(request, from_desk)
    assert browser.post(f"/t/{request.code}/keterangan/", {"text": "Tahun 2019 saja"}).status_code == 302
    assert browser.post(f"/t/{request.code}/keterangan/", {"text": " "}).status_code == 422
    page = browser.get(f"/t/{request.code}/").content.decode()
    assert "Tahun 2019 saja" in page
    assert "Hanya antarpetugas" not in page
    assert "Catatan petugas" not in page


def internal_note(request: Request, by: object) -> None:
    actions.note(request, text="Hanya antarpetugas", by=by, at=NOW)  # type: ignore[arg-type]
