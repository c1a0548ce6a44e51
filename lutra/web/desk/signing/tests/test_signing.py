"""Budi signs his letters on one page; his passphrase stays with him."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from lutra.directory.actors import actor_of
from lutra.directory.models import Government, Host, User
from lutra.directory.roles import Role
from lutra.exemptions.actions import record_exemption
from lutra.exemptions.form import ExemptionForm
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import history
from lutra.letters.models import Letter, Unsigned
from lutra.requests.models import Request
from lutra.testing import factories, journeys
from lutra.testing.bsre import NIK, PASSPHRASE, PASSWORD, USER, Twin
from lutra.web.desk.signing import session, views

pytestmark = pytest.mark.django_db

HAND = {"nik": NIK, "passphrase": PASSPHRASE}


@pytest.fixture(scope="module")
def running() -> Iterator[Twin]:
    twin = Twin().start()
    yield twin
    twin.stop()


@pytest.fixture
def twin(running: Twin, settings: Any) -> Iterator[Twin]:
    settings.LUTRA_BSRE_URL, settings.LUTRA_BSRE_USER, settings.LUTRA_BSRE_PASSWORD = (
        running.url,
        USER,
        PASSWORD,
    )
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters"]
    settings.LUTRA_BSRE_TIMEOUT = 1
    yield running
    running.trouble, running.status = "", {}


@pytest.fixture
def luwu_utara() -> Government:
    made = factories.government()
    Host.objects.create(host="testserver", government=made)
    return made


@pytest.fixture
def budi(luwu_utara: Government, client: Client) -> User:
    person = factories.user(luwu_utara, Role.PPID_UTAMA)
    client.force_login(person)
    return person


@pytest.fixture
def waiting(luwu_utara: Government, budi: User, twin: Twin) -> list[Unsigned]:
    """Two letters that Budi decided and has not signed."""
    by = actor_of(budi, luwu_utara, on=factories.MOMENT.date())
    for key in ("satu", "dua"):
        journeys.answered(luwu_utara, "granted", by=by, on=factories.MOMENT.date(), key=key)
    catch_up()
    return list(Unsigned.objects.order_by("pk"))


def open_session(client: Client, **changes: str) -> Any:
    return client.post("/desk/tanda-tangan/mulai/", {**HAND, **changes})


def sign(client: Client, letters: list[Unsigned]) -> str:
    answer = client.post(
        "/desk/tanda-tangan/tandatangani/", {"letter": [one.pk for one in letters]}, follow=True
    )
    return str(answer.content.decode())


def test_a_batch_is_signed_with_one_entry_of_the_passphrase(client: Client, waiting: list[Unsigned]) -> None:
    page = client.get("/desk/tanda-tangan/").content.decode()
    assert waiting[0].reference in page
    assert "masih draf" in page
    assert open_session(client).status_code == 302
    assert "2 surat ditandatangani" in sign(client, waiting)
    assert Letter.objects.filter(kind="notice", signature="signed").count() == 2
    assert "Tidak ada surat yang menunggu" in client.get("/desk/tanda-tangan/").content.decode()


def test_the_page_of_the_case_says_that_its_letter_waits_and_leads_its_official_there(
    client: Client, waiting: list[Unsigned], luwu_utara: Government
) -> None:
    case = f"/desk/permohonan/{waiting[0].request_id}/"
    page = client.get(case).content.decode()
    assert "Menunggu tanda tangan</b>" in page
    assert waiting[0].reference in page
    assert "Baca dan tandatangani" in page
    client.force_login(factories.user(luwu_utara, Role.DESK_OFFICER, name="Aminah"))
    page = client.get(case).content.decode()
    assert "Menunggu tanda tangan</b>" in page
    assert "Baca dan tandatangani" not in page
    client.force_login(waiting[0].signer)
    open_session(client)
    sign(client, waiting)
    assert "Menunggu tanda tangan</b>" not in client.get(case).content.decode()


def test_the_passphrase_lies_nowhere_on_the_server_and_unreadable_at_the_browser(
    client: Client, waiting: list[Unsigned]
) -> None:
    answer = open_session(client)
    cookie = answer.cookies[session.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/desk/tanda-tangan/"
    stored = dict(client.session.items())
    for place in (cookie.value, str(stored), answer.content.decode()):
        assert PASSPHRASE not in place
        assert NIK not in place
    page = client.get("/desk/tanda-tangan/").content.decode()
    assert PASSPHRASE not in page
    assert NIK not in page


def test_the_session_ends_by_itself_and_with_the_log_out(client: Client, waiting: list[Unsigned]) -> None:
    open_session(client)
    with time_machine.travel(timezone.now() + timedelta(seconds=session.SECONDS + 5)):
        assert "Sesi tanda tangan sudah berakhir" in sign(client, waiting)
    open_session(client)
    client.post("/desk/tanda-tangan/selesai/")
    assert "Sesi tanda tangan sudah berakhir" in sign(client, waiting)
    assert not Letter.objects.filter(kind="notice").exists()


def test_another_officer_cannot_use_the_cookie(
    client: Client, waiting: list[Unsigned], luwu_utara: Government
) -> None:
    open_session(client)
    cookie = client.cookies[session.COOKIE].value
    client.force_login(factories.user(luwu_utara, Role.SUPERIOR, name="Andi"))
    client.cookies[session.COOKIE] = cookie
    assert "Sesi tanda tangan sudah berakhir" in sign(client, waiting)


def test_a_wrong_passphrase_is_told_once_and_the_batch_stops(
    client: Client, waiting: list[Unsigned], twin: Twin
) -> None:
    open_session(client, passphrase="salah")
    twin.asked.clear()
    said = sign(client, waiting)
    assert "Passphrase salah" in said
    assert twin.asked == ["/api/sign/pdf"]  # a second try might lock his account
    assert "Mulai menandatangani" in said
    assert not Letter.objects.filter(kind="notice").exists()


def test_an_unknown_official_is_told_before_anything_is_signed(
    client: Client, waiting: list[Unsigned]
) -> None:
    answer = open_session(client, nik="7322030101800999")
    assert answer.status_code == 422
    assert "belum terdaftar di BSrE" in answer.content.decode()
    assert "16 angka" in open_session(client, nik="12").content.decode()


def test_when_the_service_is_away_the_letters_wait_on(
    client: Client, waiting: list[Unsigned], twin: Twin
) -> None:
    open_session(client)
    twin.trouble = "500"
    assert "tidak menjawab" in sign(client, waiting)
    twin.trouble = ""
    assert "1 kali gagal" in client.get("/desk/tanda-tangan/").content.decode()
    assert "2 surat ditandatangani" in sign(client, waiting)  # the session still stands


def test_a_long_batch_goes_on_with_one_more_press(
    client: Client, waiting: list[Unsigned], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_session(client)
    monkeypatch.setattr(views, "SECONDS_A_TIME", -1.0)
    assert "2 surat belum sempat" in sign(client, waiting)
    monkeypatch.undo()
    assert "2 surat ditandatangani" in sign(client, waiting)


def test_reading_a_draft_is_entered_in_the_book(client: Client, waiting: list[Unsigned]) -> None:
    answer = client.post(f"/desk/tanda-tangan/{waiting[0].pk}/baca/")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    request = waiting[0].matter
    assert (
        history(request.ledger_subject, request.government_id).filter(kind="request.identity_seen").exists()
    )


def test_nobody_sees_or_signs_what_bears_another_name(
    client: Client, waiting: list[Unsigned], luwu_utara: Government
) -> None:
    client.force_login(factories.user(luwu_utara, Role.SUPERIOR, name="Andi"))
    assert waiting[0].reference not in client.get("/desk/tanda-tangan/").content.decode()
    assert client.post(f"/desk/tanda-tangan/{waiting[0].pk}/baca/").status_code == 404
    assert client.post(f"/desk/tanda-tangan/{waiting[0].pk}/pena/", {"reason": "x"}).status_code == 404
    open_session(client)
    sign(client, waiting)
    assert not Letter.objects.filter(kind="notice").exists()


def test_a_pen_needs_a_reason(client: Client, waiting: list[Unsigned]) -> None:
    address = f"/desk/tanda-tangan/{waiting[0].pk}/pena/"
    assert "mengapa" in client.post(address, {"reason": ""}, follow=True).content.decode()
    assert "dengan pena" in client.post(address, {"reason": "Jaringan putus."}, follow=True).content.decode()
    assert Request.objects.get(pk=waiting[0].request_id).letters.get(kind="notice").signature == "by_hand"


def test_without_a_service_the_page_says_so(client: Client, budi: User) -> None:
    assert "belum diatur" in client.get("/desk/tanda-tangan/").content.decode()
    assert open_session(client).status_code == 302


@pytest.mark.law("P24")
def test_a_decree_waits_for_whoever_it_names_and_reading_it_is_no_look_at_a_person(
    client: Client, luwu_utara: Government, budi: User, twin: Twin
) -> None:
    by = actor_of(budi, luwu_utara, on=factories.MOMENT.date())
    on = timezone.localdate()
    form = ExemptionForm(
        test=factories.standing_test(luwu_utara, on=on, ends_on=on + timedelta(days=90)),
        body=factories.body(luwu_utara),
        decree_date=on,
        place="Masamba",
        signatory=budi.holdings.get(),
    )
    row = record_exemption(luwu_utara, form=form, by=by)
    catch_up()
    draft = Unsigned.objects.get()
    assert (draft.exemption, draft.signer, draft.reference) == (row, budi, row.decree_number)
    page = client.get("/desk/tanda-tangan/").content.decode()
    assert f"/desk/dik/{row.pk}/" in page
    assert "Menunggu tanda tangan" in client.get(f"/desk/dik/{row.pk}/").content.decode()
    read = client.post(f"/desk/tanda-tangan/{draft.pk}/baca/")
    assert read.content.startswith(b"%PDF")
    assert [entry.kind for entry in history(row.ledger_subject, government_id=luwu_utara.pk)] == [
        "exemption.recorded"
    ]
    open_session(client)
    assert "1 surat ditandatangani" in sign(client, [draft])
    letter = Letter.objects.get()
    assert (letter.exemption, letter.is_signed) == (row, True)
