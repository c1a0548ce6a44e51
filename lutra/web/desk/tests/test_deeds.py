"""Every deed of the desk: done by whom it belongs to, refused kindly to everybody else, never twice by accident."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.formats import date_format

from lutra.dispositions.models import Disposition
from lutra.jobs import queue
from lutra.ledger import queries as ledger
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing.factories import GRANTED, standing_test
from lutra.web.desk.tests.conftest import NOW, Office

DEEDS = ["teruskan", "usulan", "perpanjang", "putuskan", "sampaikan", "tutup"]
GRANTED_FORM = {
    "outcome": "granted",
    "holding": "held",
    "explanation": "Laporan terlampir.",
    "materials": "Laporan realisasi APBD 2019",
    "copy_format": "soft",
    "delivery_way": "email",
    "cost": "0",
    "confirmed": "on",
}


def text(response: Any) -> str:
    return response.content.decode()


def entries(case: Request) -> list[str]:
    return [entry.kind for entry in ledger.history(case.ledger_subject, case.government_id)]


def do(office: Office, who: str, case: Request, deed: str, **form: Any) -> Any:
    """Send the form of a deed as the page shows it now."""
    case.refresh_from_db()
    form.setdefault("seen", case.revision)
    return office.browser(getattr(office, who)).post(f"/desk/permohonan/{case.pk}/{deed}/", form)


# --- handing over ---


def test_the_ppid_hands_a_case_to_an_office_with_a_sub_deadline(office: Office) -> None:
    case = office.filed()
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/teruskan/"))
    assert "2026-03-11" in page  # three working days before 16 March
    answer = do(office, "ppid", case, "teruskan", main=office.health.pk, instruction="Siapkan datanya")
    assert answer["Location"] == f"/desk/permohonan/{case.pk}/"
    given = Disposition.objects.get()
    assert (given.to_body, given.due_on, given.instruction) == (
        office.health,
        date(2026, 3, 11),
        "Siapkan datanya",
    )


def test_a_late_case_is_handed_over_for_today_and_the_page_says_why(office: Office, clock: Any) -> None:
    case = office.filed()
    clock.move_to(NOW + timedelta(days=30))
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/teruskan/"))
    assert "sudah dekat atau lewat" in page
    assert "hari kerja sebelum" not in page


def test_the_office_that_answers_comes_first_and_helpers_follow(office: Office) -> None:
    case = office.filed()
    do(office, "ppid", case, "teruskan", main=office.works.pk, others=[office.health.pk, office.works.pk])
    case.refresh_from_db()
    assert case.body == office.works
    assert {given.to_body for given in Disposition.objects.all()} == {office.works, office.health}


def test_a_disposition_to_nobody_keeps_what_was_typed(office: Office) -> None:
    case = office.filed()
    answer = do(office, "ppid", case, "teruskan", main="", instruction="Jangan hilang")
    assert answer.status_code == 422
    assert "Pilih sedikitnya satu perangkat daerah" in text(answer)
    assert "Jangan hilang" in text(answer)


def test_a_sub_deadline_after_the_legal_date_is_refused_at_its_field(office: Office) -> None:
    case = office.filed()
    answer = do(office, "ppid", case, "teruskan", main=office.health.pk, due_on="2026-04-01")
    assert answer.status_code == 422
    assert 'id="id_due_on_error"' in text(answer)


def test_an_office_of_another_government_cannot_be_chosen(office: Office, neighbour: Office) -> None:
    case = office.filed()
    assert do(office, "ppid", case, "teruskan", main=neighbour.health.pk).status_code == 422
    assert entries(case) == ["request.filed"]


# --- drafting ---


def test_budi_proposes_an_answer_with_several_files(office: Office) -> None:
    case = office.handed_over()
    files = [SimpleUploadedFile("satu.csv", b"a\n"), SimpleUploadedFile("dua.csv", b"b\n")]
    answer = do(office, "budi", case, "usulan", outcome="granted", text="Terlampir.", attachments=files)
    assert answer.status_code == 302
    assert case.drafts.get().documents.count() == 2


def test_a_file_that_is_not_what_it_says_is_refused_at_its_field_and_the_text_is_kept(office: Office) -> None:
    case = office.handed_over()
    wrong = SimpleUploadedFile("laporan.pdf", b"MZ not a pdf")
    answer = do(
        office, "budi", case, "usulan", outcome="granted", text="Tulisan panjang", attachments=[wrong]
    )
    assert answer.status_code == 422
    assert 'id="id_attachments_error"' in text(answer)
    assert "Tulisan panjang" in text(answer)
    assert not case.drafts.exists()


def test_wati_cannot_propose_an_answer_to_what_her_office_does_not_hold(office: Office) -> None:
    case = office.handed_over()
    assert do(office, "wati", case, "usulan", outcome="granted", text="Saya juga").status_code == 404


# --- extending ---


@pytest.mark.law("C02")
def test_the_new_date_is_shown_before_it_is_confirmed(office: Office) -> None:
    case = office.filed()
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/perpanjang/"))
    do(office, "ppid", case, "perpanjang", reason_kind="not_yet_held", reason="Masih dikumpulkan")
    case.refresh_from_db()
    assert date_format(case.due_on, "l, j F Y") in page
    assert case.extended_on == date(2026, 3, 3)


def test_an_extension_without_a_reason_is_refused_at_its_field(office: Office) -> None:
    case = office.filed()
    answer = do(office, "ppid", case, "perpanjang", reason_kind="not_yet_held", reason=" ")
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in text(answer)


def test_a_second_extension_is_refused_with_the_reason(office: Office) -> None:
    case = office.filed()
    do(office, "ppid", case, "perpanjang", reason_kind="not_yet_held", reason="Pertama")
    answer = do(office, "ppid", case, "perpanjang", reason_kind="not_yet_held", reason="Kedua")
    assert answer.status_code == 422
    assert "sudah diperpanjang satu kali" in text(answer)


def test_a_late_case_offers_no_extension(office: Office, clock: Any) -> None:
    case = office.filed()
    clock.move_to(NOW + timedelta(days=30))
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/"))
    assert f"/desk/permohonan/{case.pk}/perpanjang/" not in page
    assert do(office, "ppid", case, "perpanjang", reason_kind="other", reason="Lupa").status_code == 422


# --- deciding ---


def test_deciding_begins_with_the_outcome_and_asks_for_exactly_what_it_needs(office: Office) -> None:
    case = office.filed()
    ppid = office.browser(office.ppid)
    address = f"/desk/permohonan/{case.pk}/putuskan/"
    assert 'name="outcome"' in text(ppid.get(address))
    granted = text(ppid.get(f"{address}?outcome=granted"))
    assert 'name="materials"' in granted
    assert 'name="test"' not in granted
    not_held = text(ppid.get(f"{address}?outcome=not_held"))
    assert 'name="holder"' in not_held
    assert 'name="materials"' not in not_held


def test_a_computed_outcome_cannot_be_chosen(office: Office) -> None:
    case = office.filed()
    answer = do(office, "ppid", case, "putuskan", outcome="silent", confirmed="on")
    assert 'name="outcome"' in text(answer)
    assert entries(case) == ["request.filed"]


def test_the_ppid_grants(office: Office) -> None:
    case = office.filed()
    assert do(office, "ppid", case, "putuskan", **GRANTED_FORM).status_code == 302
    case.refresh_from_db()
    assert (case.outcome, case.stage) == ("granted", "decided")


def test_a_decision_is_confirmed_first(office: Office) -> None:
    case = office.filed()
    answer = do(office, "ppid", case, "putuskan", **{**GRANTED_FORM, "confirmed": ""})
    assert answer.status_code == 422
    assert 'id="id_confirmed_error"' in text(answer)
    assert "Laporan realisasi APBD 2019" in text(answer)
    assert entries(case) == ["request.filed"]


@pytest.mark.law("A05")
def test_a_partial_grant_without_matter_says_so_at_the_field(office: Office) -> None:
    case = office.filed()
    answer = do(office, "ppid", case, "putuskan", **{**GRANTED_FORM, "outcome": "partly", "materials": ""})
    assert answer.status_code == 422
    assert 'id="id_materials_error"' in text(answer)
    assert 'id="id_withheld_0_matter_error"' in text(answer)


@pytest.mark.law("A04")
def test_a_refusal_without_a_test_leads_to_making_one(office: Office) -> None:
    case = office.filed()
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/putuskan/?outcome=refused"))
    assert "/desk/uji/baru/" in page
    answer = do(
        office,
        "ppid",
        case,
        "putuskan",
        outcome="refused",
        holding="held",
        explanation="Rahasia",
        considerations_social="Melindungi",
        confirmed="on",
    )
    assert answer.status_code == 422
    assert 'id="id_test_error"' in text(answer)


def test_a_refusal_rests_on_an_approved_test_and_takes_its_ground(office: Office) -> None:
    case, test = office.filed(), standing_test(office.government, on=NOW.date())
    answer = do(
        office,
        "ppid",
        case,
        "putuskan",
        outcome="refused",
        holding="held",
        test=test.pk,
        marks="none",
        liftings="none",
        explanation="Riwayat kesehatan adalah rahasia pribadi.",
        considerations_social="Melindungi pasien.",
        confirmed="on",
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.decision.ground, case.decision.sub_item, case.decision.test) == ("h", "2", test)


def test_a_test_of_another_government_cannot_be_chosen(office: Office, neighbour: Office) -> None:
    case, foreign = office.filed(), standing_test(neighbour.government, on=NOW.date())
    answer = do(
        office, "ppid", case, "putuskan", outcome="refused", holding="held", test=foreign.pk, confirmed="on"
    )
    assert answer.status_code == 422
    assert foreign.information not in text(answer)


def test_more_lines_may_be_asked_for_without_losing_what_was_typed(office: Office) -> None:
    case = office.filed()
    answer = do(
        office,
        "ppid",
        case,
        "putuskan",
        outcome="partly",
        lines="3",
        more="1",
        withheld_0_matter="Nama pasien",
    )
    assert answer.status_code == 200
    assert 'name="withheld_5_matter"' in text(answer)
    assert "Nama pasien" in text(answer)
    assert entries(case) == ["request.filed"]


def test_only_files_that_the_ppid_chose_are_given_out(office: Office) -> None:
    case = office.handed_over()
    draft = actions.draft(
        case,
        text="Terlampir.",
        outcome="granted",
        by=office.actor(office.budi),
        files=[("buka.csv", b"a\n"), ("tutup.csv", b"b\n")],
    )
    chosen = draft.documents.get(name="buka.csv")
    queue.run_all()
    do(office, "ppid", case, "putuskan", **GRANTED_FORM, documents=[chosen.pk])
    case.refresh_from_db()
    assert [document.name for document in case.decision.documents.all()] == ["buka.csv"]


# --- delivering and closing ---


def decided(office: Office) -> Request:
    case = office.filed()
    actions.decide(case, outcome="granted", answers=GRANTED, by=office.actor(office.ppid), at=NOW)
    return case


@pytest.mark.law("A20")
def test_delivery_needs_evidence(office: Office) -> None:
    case = decided(office)
    answer = do(office, "desk", case, "sampaikan", channel="pickup", evidence="")
    assert answer.status_code == 422
    assert 'id="id_evidence_error"' in text(answer)
    assert do(office, "desk", case, "sampaikan", channel="pickup", evidence="Diterima Ani").status_code == 302
    assert case.deliveries.get().what == "notice"


def test_closing_asks_first_and_then_closes(office: Office) -> None:
    case = decided(office)
    do(office, "desk", case, "sampaikan", channel="pickup", evidence="Diterima Ani")
    assert "Ya, tutup" in text(office.browser(office.desk).get(f"/desk/permohonan/{case.pk}/tutup/"))
    case.refresh_from_db()
    assert case.stage == "delivered"
    assert do(office, "desk", case, "tutup").status_code == 302
    case.refresh_from_db()
    assert case.stage == "closed"


def test_closing_before_the_answer_is_refused_kindly(office: Office) -> None:
    case = office.filed()
    answer = do(office, "desk", case, "tutup")
    assert answer.status_code == 409
    assert "Langkah ini tidak dapat dilakukan" in text(answer)


# --- who may, and never twice ---


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_citra_may_do_nothing_on_a_case(office: Office, deed: str, method: str) -> None:
    case = office.handed_over()
    before = entries(case)
    answer = getattr(office.browser(office.citra), method)(f"/desk/permohonan/{case.pk}/{deed}/")
    assert answer.status_code == 403
    assert case.subject not in text(answer)
    assert entries(case) == before


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_government_may_do_nothing_on_a_case(
    office: Office, neighbour: Office, deed: str, method: str
) -> None:
    case = office.handed_over()
    before = entries(case)
    for browser, status in ((neighbour.browser(neighbour.ppid), 404), (office.browser(neighbour.ppid), 403)):
        answer = getattr(browser, method)(f"/desk/permohonan/{case.pk}/{deed}/")
        assert answer.status_code == status
        assert case.subject not in text(answer)
    assert entries(case) == before


@pytest.mark.parametrize("deed", ["teruskan", "perpanjang", "putuskan", "sampaikan", "tutup"])
def test_budi_may_not_do_the_ppid_s_and_the_desk_s_deeds(office: Office, deed: str) -> None:
    case = office.handed_over()
    assert do(office, "budi", case, deed).status_code == 403


def test_two_officers_at_once_do_not_overwrite_each_other_and_nothing_typed_is_lost(office: Office) -> None:
    case = office.filed()
    shown = case.revision
    do(office, "ppid", case, "teruskan", main=office.health.pk, seen=shown)
    second = do(
        office, "ppid", case, "teruskan", main=office.works.pk, instruction="Tulisan kedua", seen=shown
    )
    assert second.status_code == 409
    assert "baru saja diubah petugas lain" in text(second)
    assert "Tulisan kedua" in text(second)
    case.refresh_from_db()
    assert case.body == office.health
    assert f'name="seen" value="{case.revision}"' in text(second)


def test_a_form_sent_twice_acts_once(office: Office) -> None:
    case = office.handed_over()
    form = {"outcome": "granted", "text": "Terlampir.", "seen": case.revision}
    budi = office.browser(office.budi)
    address = f"/desk/permohonan/{case.pk}/usulan/"
    assert [budi.post(address, form).status_code for _ in range(2)] == [302, 409]
    assert case.drafts.count() == 1


def test_a_form_that_does_not_say_what_it_has_seen_is_refused(office: Office) -> None:
    case = office.filed()
    answer = office.browser(office.ppid).post(
        f"/desk/permohonan/{case.pk}/teruskan/", {"main": office.health.pk}
    )
    assert answer.status_code == 409
    assert entries(case) == ["request.filed"]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deed_needs_the_page_s_own_token(office: Office, deed: str) -> None:
    case = office.filed()
    browser = office.browser(office.ppid, enforce_csrf_checks=True)
    assert browser.post(f"/desk/permohonan/{case.pk}/{deed}/").status_code == 403
    assert entries(case) == ["request.filed"]


@pytest.mark.parametrize("lines", ["9" * 5000, "²", "-1", "x", ""])
def test_odd_numbers_of_lines_break_nothing(office: Office, lines: str) -> None:
    case = office.filed()
    assert do(office, "ppid", case, "putuskan", outcome="partly", lines=lines).status_code == 422
    assert do(office, "ppid", case, "putuskan", outcome="partly", seen=lines).status_code == 422


def test_everything_that_is_missing_is_said_before_the_confirmation_is_asked_again(office: Office) -> None:
    case = office.filed()
    answer = office.browser(office.ppid).post(
        f"/desk/permohonan/{case.pk}/putuskan/", {"seen": case.revision, "outcome": "refused"}
    )
    wrong = answer.context["form"].errors
    assert answer.status_code == 422
    assert {"confirmed", "test", "explanation"} <= set(wrong)


def test_a_proposal_to_give_is_no_reason_to_refuse(office: Office) -> None:
    case = office.handed_over()
    actions.draft(case, text="Laporan terlampir.", outcome="granted", by=office.actor(office.budi))
    ppid = office.browser(office.ppid)
    assert "Laporan terlampir." in text(ppid.get(f"/desk/permohonan/{case.pk}/putuskan/?outcome=granted"))
    form = ppid.get(f"/desk/permohonan/{case.pk}/putuskan/?outcome=refused").context["form"]
    assert not form.initial["explanation"]


def test_a_refused_proposal_asks_for_its_file_again(office: Office) -> None:
    case = office.handed_over()
    answer = office.browser(office.budi).post(
        f"/desk/permohonan/{case.pk}/usulan/",
        {"seen": case.revision, "attachments": SimpleUploadedFile("data.csv", b"desa,jumlah\n")},
    )
    wrong = answer.context["form"].errors
    assert set(wrong) == {"outcome", "text", "attachments"}
    assert "Pilih lagi" in wrong["attachments"][0]
