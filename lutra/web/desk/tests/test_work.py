"""The work on a request at the desk: reviewing a draft, merging several, what others may not do."""

from __future__ import annotations

from datetime import date
from typing import Any

from lutra.requests import actions, fees, splitting
from lutra.requests.models import Decision, Draft, Request, WorkRules
from lutra.web.desk.tests.conftest import Office
from lutra.web.desk.tests.test_deeds import GRANTED_FORM, do, text


def drafted(office: Office, words: str = "Ada tiga laporan.") -> Draft:
    case = Request.objects.first() or office.handed_over()
    return actions.draft(case, text=words, outcome="granted", by=office.actor(office.budi))


def at(draft: Draft, tail: str = "") -> str:
    return f"/desk/permohonan/{draft.request_id}/usulan/{draft.pk}/{tail}"


def test_the_page_of_a_draft_marks_what_changed_in_words_too(office: Office) -> None:
    drafted(office)
    page = text(office.browser(office.ppid).get(at(drafted(office, "Ada empat laporan."))))
    assert '<ins><span class="sr">ditambahkan: </span>empat </ins>' in page
    assert '<del><span class="sr">dihapus: </span>tiga </del>' in page


def test_the_ppid_approves_a_draft_and_the_case_says_so(office: Office) -> None:
    draft = drafted(office)
    assert at(draft, "setujui/") in text(office.browser(office.ppid).get(at(draft)))
    assert do(office, "ppid", draft.request, f"usulan/{draft.pk}/setujui").status_code == 302
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{draft.request_id}/"))
    assert "Disetujui" in page


def test_the_drafter_is_offered_no_approval_and_refused_kindly(office: Office) -> None:
    draft = drafted(office)
    assert "setujui/" not in text(office.browser(office.budi).get(at(draft)))
    answer = do(office, "budi", draft.request, f"usulan/{draft.pk}/setujui")
    assert answer.status_code == 422
    assert "mintalah pejabat lain" in text(answer)


def test_a_draft_goes_back_with_a_remark_that_the_office_reads(office: Office) -> None:
    draft = drafted(office)
    assert do(office, "ppid", draft.request, f"usulan/{draft.pk}/kembalikan", remark=" ").status_code == 422
    answer = do(office, "ppid", draft.request, f"usulan/{draft.pk}/kembalikan", remark="Sebutkan tahunnya")
    assert answer.status_code == 302
    page = text(office.browser(office.budi).get(f"/desk/permohonan/{draft.request_id}/"))
    assert "Sebutkan tahunnya" in page
    assert "Dikembalikan" in page


def test_without_the_approval_that_the_office_demands_the_decision_says_what_to_do(office: Office) -> None:
    WorkRules.objects.create(government=office.government, needs_approval=True)
    draft = drafted(office)
    answer = do(office, "ppid", draft.request, "putuskan", **GRANTED_FORM)
    assert answer.status_code == 422
    assert "disetujui pejabat lain" in text(answer)


def test_the_drafts_of_two_offices_are_chosen_and_merged(office: Office) -> None:
    case = actions.dispose(office.filed(), to=[office.health, office.works], by=office.actor(office.ppid))
    for user, words in ((office.budi, "Bagian kesehatan."), (office.wati, "Bagian jalan.")):
        actions.draft(case, text=words, outcome="granted", by=office.actor(user))
    browser = office.browser(office.ppid)
    assert text(browser.get(f"/desk/permohonan/{case.pk}/putuskan/")).count('name="draft"') == 2
    page = text(browser.get(f"/desk/permohonan/{case.pk}/putuskan/?outcome=granted"))
    assert "Bagian kesehatan." in page
    assert "Bagian jalan." in page
    one = case.drafts.get(body=office.works).pk
    answer = do(office, "ppid", case, "putuskan", **GRANTED_FORM, draft=[one])
    assert answer.status_code == 302
    assert Decision.objects.get().request == case


def test_helpers_get_a_day_of_their_own(office: Office) -> None:
    case = office.filed()
    form: dict[str, Any] = {"main": office.health.pk, "others": [office.works.pk]}
    do(office, "ppid", case, "teruskan", **form, due_on="2026-03-11", others_due_on="2026-03-06")
    days = {given.to_body: str(given.due_on) for given in office.government.dispositions.all()}
    assert days == {office.health: "2026-03-11", office.works: "2026-03-06"}


def test_a_near_identical_case_decided_otherwise_is_shown_and_its_reason_asked(office: Office) -> None:
    first, second = office.filed(), office.filed()
    do(office, "ppid", first, "putuskan", **GRANTED_FORM)
    browser = office.browser(office.ppid)
    form = {"outcome": "not_held", "holding": "not_held", "holder": "BPS", "confirmed": "on"}
    page = text(browser.get(f"/desk/permohonan/{second.pk}/putuskan/?outcome=not_held"))
    assert first.reference in page
    assert do(office, "ppid", second, "putuskan", **form).status_code == 422
    assert do(office, "ppid", second, "putuskan", **form, differ_reason="Arsipnya pindah.").status_code == 302


def test_the_cost_is_reckoned_in_the_form_of_the_decision(office: Office) -> None:
    said = {"item": "page", "amount": 500, "decree": "Perbup 7/2026", "starts_on": date(2026, 1, 1)}
    fees.publish(office.government, **said, by=office.actor(office.ppid))
    case = office.filed(copy_format="hard", delivery_way="pickup")
    on_paper = {**GRANTED_FORM, "copy_format": "hard", "delivery_way": "pickup", "payment": "Tunai"}
    assert "Perbup 7/2026" in text(
        office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/putuskan/?outcome=granted")
    )
    answer = do(office, "ppid", case, "putuskan", **{**on_paper, "cost": "9000", "fee_pages": "4"})
    assert 'id="id_fee_reason_error"' in text(answer)
    assert (
        do(office, "ppid", case, "putuskan", **{**on_paper, "cost": "", "fee_pages": "4"}).status_code == 302
    )
    assert Decision.objects.get().cost == 2000


def test_a_request_is_split_at_the_desk_and_its_parts_stand_on_the_case(office: Office) -> None:
    case = office.filed()
    form = {"matter_0": "Anggaran", "body_0": office.health.pk, "matter_1": "Realisasi jalan", "lines": "4"}
    assert do(office, "ppid", case, "bagi", **{**form, "matter_1": " "}).status_code == 422
    assert "matter_7" in text(do(office, "ppid", case, "bagi", **form, more="1"))
    assert do(office, "ppid", case, "bagi", **form).status_code == 302
    page = text(office.browser(office.budi).get(f"/desk/permohonan/{case.pk}/"))
    assert "Realisasi jalan" in page


def test_records_are_called_for_stated_and_searched_at_the_desk(office: Office) -> None:
    case = office.handed_over()
    called = {"custodian": office.works.pk, "asked_for": "Laporan 2019", "due_on": "2026-03-06"}
    assert do(office, "budi", case, "arsip/minta", **{**called, "custodian": ""}).status_code == 422
    assert do(office, "budi", case, "arsip/minta", **called).status_code == 302
    call = case.record_calls.get()
    stated = {"answer": "not_found", "statement": "Tidak ada di depo.", "stated_by": "Wati, arsiparis"}
    assert do(office, "budi", case, f"arsip/{call.pk}/pernyataan", **stated).status_code == 302
    looked = {
        "place": "Depo arsip",
        "searched_on": "2026-03-03",
        "searched_by": "Wati",
        "result": "not_found",
    }
    assert do(office, "budi", case, "arsip/cari", **{**looked, "searched_on": ""}).status_code == 422
    assert do(office, "budi", case, "arsip/cari", **looked).status_code == 302
    page = text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/"))
    for words in ("Laporan 2019", "Tidak ada di depo.", "Wati, arsiparis", "Depo arsip"):
        assert words in page


def test_the_parts_of_a_request_are_decided_on_one_page(office: Office) -> None:
    case = office.filed()
    asked = [("Anggaran", None), ("Sertifikat tanah", None)]
    splitting.split(case, parts=asked, by=office.actor(office.ppid))
    browser = office.browser(office.ppid)
    path = f"/desk/permohonan/{case.pk}/putuskan/"
    assert "outcome_2" in text(browser.get(path))
    chosen = {"outcome_1": "granted", "outcome_2": "not_held"}
    assert "part_2-holder" in text(browser.get(path, chosen))
    form = {
        **chosen,
        "part_1-holding": "held",
        "part_1-materials": "Laporan",
        "part_2-holding": "not_held",
        "copy_format": "soft",
        "delivery_way": "email",
        "cost": "0",
        "confirmed": "on",
    }
    refused = do(office, "ppid", case, "putuskan", **form)
    assert refused.status_code == 422
    assert 'id="id_part_2-holder_error"' in text(refused)
    assert do(office, "ppid", case, "putuskan", **form, **{"part_2-holder": "BPN"}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.outcome, decision.holder) == ("partly", "BPN")
    page = text(browser.get(f"/desk/permohonan/{case.pk}/"))
    assert "Tidak dikuasai" in page
