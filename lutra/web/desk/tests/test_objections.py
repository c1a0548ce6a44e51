"""Objections at the desk: the superior's dossier and his deeds, the PPID's orders, the desk's pen."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.directory.models import User
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import history
from lutra.objections import actions
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.web.desk.tests.conftest import NOW, Office

WORDS = {"case_position": "Jawabannya bukan yang saya minta.", "purpose": "Penelitian"}
GRANT = {
    "decision": "granted",
    "reason": "Informasi itu terbuka.",
    "order": "Berikan laporan itu.",
    "order_due_on": "2026-03-20",
}


def answered(office: Office, **changes: Any) -> Request:
    """A request of Ani's that the PPID granted."""
    request = office.handed_over(**changes)
    requests.decide(
        request, outcome="granted", answers=factories.GRANTED, by=office.actor(office.ppid), at=NOW
    )
    return request


def objected(office: Office, request: Request | None = None, **changes: Any) -> Objection:
    keywords: dict[str, Any] = {"grounds": ["d"], "channel": "web", "at": NOW, "answers": WORDS, **changes}
    by = factories.actors.applicant(office.government)
    return actions.register(office.government, by=by, request=request or answered(office), **keywords)


def decided(office: Office, objection: Objection | None = None, **changes: Any) -> Objection:
    objection = objection or objected(office)
    given = {**GRANT, "order_due_on": date(2026, 3, 20), **changes}
    return actions.decide(objection, by=office.actor(office.superior), at=NOW, **given)


def page(office: Office, user: User, path: str, status: int = 200) -> str:
    answer = office.browser(user).get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_queue_shows_what_is_due_first_with_badges(office: Office, clock: Any) -> None:
    early = objected(office)
    clock.move_to(datetime(2026, 4, 10, 1, tzinfo=UTC))
    request = Request.objects.get()
    later = objected(office, request, at=datetime(2026, 4, 10, 1, tzinfo=UTC))
    text = page(office, office.superior, "/desk/keberatan/")
    assert text.index(early.reference) < text.index(later.reference)
    assert "hari kerja lagi" in text
    clock.move_to(datetime(2026, 5, 5, 1, tzinfo=UTC))
    late = page(office, office.superior, "/desk/keberatan/?group=late")
    assert early.reference in late
    assert later.reference not in late
    assert "terlambat" in late


def test_the_queue_is_in_the_menu_of_those_who_see_objections(office: Office) -> None:
    assert 'href="/desk/keberatan/"' in page(office, office.superior, "/desk/")
    assert 'href="/desk/keberatan/"' not in page(office, office.budi, "/desk/")


def test_the_dossier_shows_objection_and_request_on_one_page_and_nobody(office: Office) -> None:
    request = office.handed_over()
    requests.draft(request, text="Usul Budi.", outcome="refused", by=office.actor(office.budi), at=NOW)
    requests.decide(
        request,
        outcome="refused",
        answers=factories.REFUSED,
        test=factories.standing_test(office.government),
        by=office.actor(office.ppid),
        at=NOW,
    )
    objection = objected(office, request, grounds=["a"])
    catch_up()
    text = page(office, office.superior, f"/desk/keberatan/{objection.pk}/")
    for said in (
        objection.reference,
        WORDS["case_position"],
        "Pasal 35 ayat (1) huruf a UU 14/2008",
        request.reference,
        request.details,
        "Usul Budi.",
        "Riwayat kesehatan adalah rahasia pribadi.",
        "Akibat bila dibuka",
        "Merugikan pasien.",
        "Permohonan diterima",
        "Keberatan diterima",
        "Halaman lacak",
        "Tanggapi",
    ):
        assert said in text, said
    assert "Musyawarah" not in text
    for word in ("name", "nik", "address", "phone", "email"):
        assert factories.ANI[word] not in text


def test_only_the_superior_sees_the_form_of_decision(office: Office) -> None:
    objection = objected(office)
    for deed in ("tanggapi", "musyawarah"):
        path = f"/desk/keberatan/{objection.pk}/{deed}/"
        assert office.browser(office.superior).get(path).status_code == 200
        for user in (office.ppid, office.desk, office.budi, office.citra):
            assert office.browser(user).get(path).status_code == 403
            assert office.browser(user).post(path, GRANT).status_code == 403


@pytest.mark.law("O14")
def test_the_superior_decides_with_an_order_and_its_deadline(office: Office) -> None:
    objection = objected(office)
    path = f"/desk/keberatan/{objection.pk}/tanggapi/"
    browser = office.browser(office.superior)
    wrong = browser.post(path, {**GRANT, "order_due_on": "", "seen": objection.revision})
    assert wrong.status_code == 422
    assert 'id="id_order_due_on_error"' in wrong.content.decode()
    right = browser.post(path, {**GRANT, "seen": objection.revision})
    assert right.url == f"/desk/keberatan/{objection.pk}/"
    objection.refresh_from_db()
    assert (objection.decision, objection.order_due_on) == ("granted", date(2026, 3, 20))


@pytest.mark.law("O07")
def test_upholding_without_reasons_comes_back(office: Office) -> None:
    objection = objected(office)
    answer = office.browser(office.superior).post(
        f"/desk/keberatan/{objection.pk}/tanggapi/", {"decision": "upheld", "reason": " ", "seen": "0"}
    )
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()


def test_a_page_that_was_overtaken_is_refused(office: Office) -> None:
    objection = objected(office)
    answer = office.browser(office.superior).post(
        f"/desk/keberatan/{objection.pk}/tanggapi/", {**GRANT, "seen": "7"}
    )
    assert answer.status_code == 409
    assert "diubah petugas lain" in answer.content.decode()


@pytest.mark.law("O09")
def test_whoever_handled_the_request_is_told_kindly_that_another_decides(office: Office) -> None:
    request = answered(office)
    User.objects.filter(pk=office.superior.pk).update(nip=office.ppid.nip)
    objection = objected(office, request)
    answer = office.browser(office.superior).post(
        f"/desk/keberatan/{objection.pk}/tanggapi/", {**GRANT, "seen": objection.revision}
    )
    assert answer.status_code == 422
    assert "Anda ikut menangani permohonan ini" in answer.content.decode()


@pytest.mark.law("O13")
def test_a_settlement_is_offered_for_b_to_g_only(office: Office) -> None:
    soft, firm = objected(office), objected(office, grounds=["a", "d"])
    assert "Musyawarah" in page(office, office.superior, f"/desk/keberatan/{soft.pk}/")
    assert "Musyawarah" not in page(office, office.superior, f"/desk/keberatan/{firm.pk}/")
    browser = office.browser(office.superior)
    refused = browser.post(f"/desk/keberatan/{firm.pk}/musyawarah/", {"minutes": "Sepakat.", "seen": "0"})
    assert refused.status_code == 422
    assert "Pasal 17" in refused.content.decode()
    browser.post(f"/desk/keberatan/{soft.pk}/musyawarah/", {"minutes": "Sepakat.", "seen": "0"})
    soft.refresh_from_db()
    assert soft.stage == "settled"


@pytest.mark.law("O14")
def test_an_order_waits_in_the_queue_of_the_ppid_until_it_is_carried_out(office: Office) -> None:
    objection = decided(office)
    waiting = page(office, office.ppid, "/desk/")
    assert "Perintah atasan PPID" in waiting
    assert f"/desk/keberatan/{objection.pk}/" in waiting
    assert "Perintah atasan PPID" not in page(office, office.desk, "/desk/")
    path = f"/desk/keberatan/{objection.pk}/laksanakan/"
    assert office.browser(office.superior).get(path).status_code == 403
    assert office.browser(office.ppid).post(path, {"note": "", "seen": "1"}).status_code == 422
    assert office.browser(office.ppid).post(path, {"note": "Diberikan.", "seen": "1"}).status_code == 302
    assert "Perintah atasan PPID" not in page(office, office.ppid, "/desk/")


def test_delivery_and_closing_are_the_desks(office: Office) -> None:
    objection = decided(office, decision="upheld", order="", order_due_on=None)
    browser, home = office.browser(office.desk), f"/desk/keberatan/{objection.pk}/"
    early = browser.post(f"{home}tutup/", {"seen": "1", "response": "Puas."})
    assert early.status_code == 422
    assert browser.post(f"{home}sampaikan/", {"channel": "pickup", "evidence": ""}).status_code == 422
    assert browser.post(f"{home}sampaikan/", {"channel": "pickup", "evidence": "Ani"}).status_code == 302
    objection.refresh_from_db()
    assert browser.post(f"{home}tutup/", {"seen": objection.revision, "response": "Puas."}).status_code == 302
    objection.refresh_from_db()
    assert (objection.stage, objection.response) == ("closed", "Puas.")


@pytest.mark.law("O11")
def test_the_desk_writes_down_a_spoken_objection_from_the_request(office: Office) -> None:
    request = answered(office)
    assert f"/desk/permohonan/{request.pk}/keberatan/" in page(
        office, office.desk, f"/desk/permohonan/{request.pk}/"
    )
    sent = {**WORDS, "grounds": ["d"], "channel": "oral", "is_oral": "on", "key": "k"}
    answer = office.browser(office.desk).post(f"/desk/permohonan/{request.pk}/keberatan/", sent)
    objection = Objection.objects.get()
    assert answer.url == f"/desk/keberatan/{objection.pk}/tanda-terima/"
    assert (objection.is_oral, objection.recorded_by, objection.request) == (True, office.desk, request)
    slip = page(office, office.desk, answer.url)
    assert objection.reference in slip
    assert str(office.desk) in slip


@pytest.mark.law("O17")
def test_the_desk_writes_down_ground_b_alone_or_finds_the_request_by_its_number(office: Office) -> None:
    request = answered(office)
    browser = office.browser(office.desk)
    assert browser.get(f"/desk/keberatan/baru/?nomor={request.reference.lower()}").url == (
        f"/desk/permohonan/{request.pk}/keberatan/"
    )
    assert browser.get("/desk/keberatan/baru/?nomor=9999").status_code == 422
    sent = {
        **factories.ANI,
        **WORDS,
        "information": "Laporan keuangan",
        "grounds": ["b"],
        "channel": "counter",
    }
    assert browser.post("/desk/keberatan/baru/", sent).status_code == 302
    assert Objection.objects.get().request is None
    assert office.browser(office.budi).get("/desk/keberatan/baru/").status_code == 403


def test_a_letter_that_came_earlier_counts_from_its_day(office: Office) -> None:
    request = answered(office)
    sent = {**WORDS, "grounds": ["d"], "channel": "letter", "received_on": "2026-03-02"}
    office.browser(office.desk).post(f"/desk/permohonan/{request.pk}/keberatan/", sent)
    assert Objection.objects.get().received_on == date(2026, 3, 2)


def test_a_look_at_who_objected_is_entered(office: Office) -> None:
    objection = objected(office)
    answer = office.browser(office.superior).post(f"/desk/keberatan/{objection.pk}/identitas/")
    assert factories.ANI["name"] in answer.content.decode()
    kinds = [entry.kind for entry in history(objection.ledger_subject, office.government.pk)]
    assert kinds[-1] == "objection.identity_seen"


def test_opening_a_letter_is_entered_too(office: Office) -> None:
    objection = objected(office)
    catch_up()
    letter = objection.letters.get()
    answer = office.browser(office.desk).post(f"/desk/keberatan/{objection.pk}/surat/{letter.pk}/")
    assert answer.content.startswith(b"%PDF")
    kinds = [entry.kind for entry in history(objection.ledger_subject, office.government.pk)]
    assert kinds[-1] == "objection.identity_seen"


def test_objections_of_the_neighbour_are_not_there(office: Office, neighbour: Office) -> None:
    objection = objected(neighbour)
    for path in ("", "tanggapi/", "tanda-terima/"):
        user = office.desk if "tanda" in path else office.superior
        assert office.browser(user).get(f"/desk/keberatan/{objection.pk}/{path}").status_code == 404
    assert objection.reference not in page(office, office.superior, "/desk/keberatan/?group=all")


@pytest.mark.parametrize("cursor", ["x", "2026-13-01.2", "1.2.3", "٣", "9" * 40, "2026-03-01.x"])
@pytest.mark.parametrize("group", ["open", "all"])
def test_a_cursor_that_nobody_gave_out_begins_at_the_beginning(
    office: Office, group: str, cursor: str
) -> None:
    objected(office)
    text = page(office, office.superior, f"/desk/keberatan/?group={group}&sesudah={cursor}")
    assert re.search(r"/desk/keberatan/\d+/", text) or cursor.isdecimal()


def test_long_queues_have_pages(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.web.desk.objection_queue.PAGE", 2)
    request = answered(office)
    references = {objected(office, request).reference for _n in range(5)}
    seen: set[str] = set()
    path = "/desk/keberatan/"
    while path:
        text = page(office, office.superior, path)
        seen |= {one for one in references if one in text}
        found = re.search(r'href="(\?group=open&(?:amp;)?sesudah=[^"]+)"', text)
        path = "/desk/keberatan/" + found[1].replace("&amp;", "&") if found else ""
    assert seen == references


def test_every_page_reads_english(office: Office) -> None:
    objection = decided(office)
    browser = office.browser(office.superior)
    browser.cookies["django_language"] = "en"
    assert "Granted" in browser.get(f"/desk/keberatan/{objection.pk}/").content.decode()


def test_the_figures_count_objections_for_each_body(office: Office) -> None:
    decided(office)
    text = page(office, office.superior, "/desk/angka/")
    section = text[text.index("Keberatan kepada atasan PPID") :]
    assert section.index("Seluruhnya") < section.index(str(office.health))


def test_each_figure_of_objections_opens_its_cases(office: Office) -> None:
    objection = decided(office)
    text = page(office, office.superior, "/desk/angka/")
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/desk/angka/keberatan/[^"]+)"', text)]
    assert len(links) >= 4  # received and answered, of all and of the body
    for link in links:
        assert objection.reference in page(office, office.superior, link)
    hidden = page(office, office.budi, links[0])  # he may count them, not open them
    assert objection.reference not in hidden
    browser = office.browser(office.superior)
    assert browser.get("/desk/angka/keberatan/?since=x").status_code == 404
    assert browser.get(links[0].replace("measure=received", "measure=days")).status_code == 404


@pytest.mark.law("R09")
def test_the_register_of_objections_is_exported_at_the_desk(office: Office) -> None:
    objection = objected(office)
    sent = {"book": "objections", "year": "2026", "format": "csv"}
    answer = office.browser(office.desk).post("/desk/register/ekspor/", sent)
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert objection.reference in text
    assert factories.ANI["name"] in text


def test_what_waits_for_a_deed_comes_before_what_waits_for_closing(office: Office) -> None:
    request = answered(office)
    upheld = decided(office, objected(office, request), decision="upheld", order="", order_due_on=None)
    ordered = decided(office, objected(office, request))
    waiting = objected(office, request)
    catch_up()  # the page delivers the answers
    text = page(office, office.superior, "/desk/keberatan/")
    assert text.index(ordered.reference) < text.index(waiting.reference) < text.index(upheld.reference)
