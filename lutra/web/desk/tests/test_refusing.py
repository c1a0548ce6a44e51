"""The decision's form: the tests that carry a refusal, what is never exempt, and files at the release gate."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lutra.catalogue.models import ConsequenceTest
from lutra.documents import release
from lutra.jobs import queue
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing.factories import exemption, standing_test
from lutra.web.desk.tests.conftest import NOW, Office
from lutra.web.desk.tests.test_deeds import GRANTED_FORM, do, text

ON = NOW.date()
REFUSED_FORM: dict[str, Any] = {
    "outcome": "refused",
    "holding": "held",
    "marks": "none",
    "liftings": "none",
    "explanation": "Riwayat kesehatan adalah rahasia pribadi.",
    "considerations_social": "Melindungi pasien.",
    "confirmed": "on",
}


def form_of(office: Office, case: Request, outcome: str = "refused") -> str:
    return text(office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/putuskan/?outcome={outcome}"))


def test_each_test_says_what_it_withholds_under_what_and_until_when(office: Office) -> None:
    row = exemption(office.health, on=ON, ends_on=ON.replace(year=2027))
    case = office.handed_over()
    page = form_of(office, case)
    assert f'name="test" value="{row.test.pk}"' in page
    for told in (
        "Riwayat kesehatan perorangan",
        "Pasal 17 huruf h angka 2",
        "3 Maret 2027",
        row.decree_number,
    ):
        assert told in page


def test_the_list_of_tests_is_narrowed_without_losing_what_was_typed(office: Office) -> None:
    health = standing_test(office.government, on=ON)
    tender = standing_test(
        office.government,
        on=ON,
        ground="b",
        sub_item="",
        information="Harga perkiraan",
        ends_on=ON.replace(year=2027),
    )
    case = office.filed()
    narrowed = {**REFUSED_FORM, "narrow": "1", "narrow_words": "harga", "explanation": "Masih tender."}
    answer = do(office, "ppid", case, "putuskan", **narrowed)
    assert answer.status_code == 200
    assert f'name="test" value="{tender.pk}"' in text(answer)
    assert f'name="test" value="{health.pk}"' not in text(answer)
    assert "Tampil 1 dari 1" in text(answer)
    assert "Masih tender." in text(answer)
    kept = do(office, "ppid", case, "putuskan", **narrowed, test=health.pk)
    assert f'name="test" value="{health.pk}"' in text(kept)  # what was chosen stays to be seen


def test_a_test_lifted_while_the_form_lay_open_is_refused_at_its_field(office: Office) -> None:
    test, case = standing_test(office.government, on=ON), office.filed()
    assert f'value="{test.pk}"' in form_of(office, case)
    ConsequenceTest.objects.update(lifted_on=ON)
    answer = do(office, "ppid", case, "putuskan", **REFUSED_FORM, test=test.pk)
    assert answer.status_code == 422
    assert "tidak lagi berlaku" in text(answer)
    case.refresh_from_db()
    assert case.decided_on is None


@pytest.mark.law("A12")
def test_the_questions_of_pasal_18_want_an_answer(office: Office) -> None:
    test, case = standing_test(office.government, on=ON), office.filed()
    for wrong in ({"marks": ""}, {"marks": ["none", "circular"]}, {"marks": "circular"}):
        answer = do(office, "ppid", case, "putuskan", **{**REFUSED_FORM, **wrong}, test=test.pk)
        assert answer.status_code == 422
        assert 'id="id_marks_error"' in text(answer)
    answer = do(office, "ppid", case, "putuskan", **{**REFUSED_FORM, "marks": "circular"}, test=test.pk)
    assert "tidak pernah dikecualikan" in text(answer)


@pytest.mark.law("A13")
@pytest.mark.law("A14")
def test_consent_and_public_office_lift_the_letter(office: Office) -> None:
    test, case = standing_test(office.government, on=ON), office.filed()
    for lifting in ("consent", "public_office"):
        answer = do(office, "ppid", case, "putuskan", **{**REFUSED_FORM, "liftings": lifting}, test=test.pk)
        assert 'id="id_liftings_error"' in text(answer)
    assert do(office, "ppid", case, "putuskan", **REFUSED_FORM, test=test.pk).status_code == 302


@pytest.mark.law("A06")
def test_each_part_picks_its_own_test_and_takes_its_letter(office: Office) -> None:
    health = standing_test(office.government, on=ON)
    act = standing_test(
        office.government, on=ON, ground="j", sub_item="", act="UU 27/2022", information="NIK"
    )
    case = office.filed()
    lines = {
        "withheld_0_matter": "Diagnosis",
        "withheld_0_test": health.pk,
        "withheld_0_reason": "Rahasia pribadi",
        "withheld_1_matter": "NIK",
        "withheld_1_test": act.pk,
        "withheld_1_reason": "Dilindungi Undang-Undang",
    }
    form = {**GRANTED_FORM, **REFUSED_FORM, "outcome": "partly", "materials": "Rekap", "lines": "3"}
    missing = do(office, "ppid", case, "putuskan", **form, **{**lines, "withheld_1_test": ""})
    assert missing.status_code == 422
    assert 'id="id_withheld_0_matter_error"' in text(missing)
    assert do(office, "ppid", case, "putuskan", **form, **lines).status_code == 302
    case.refresh_from_db()
    assert [(row["ground"], row["act"]) for row in case.decision.withheld] == [("h", ""), ("j", "UU 27/2022")]


# --- files ---


def bring(office: Office, case: Request, content: bytes = b"a;1\n", **form: Any) -> Any:
    file = SimpleUploadedFile("data.csv", content, content_type="text/csv")
    return do(office, "ppid", case, "putuskan", **{**GRANTED_FORM, **form}, attachments=[file])


def test_a_new_file_is_kept_and_looked_at_before_anything_is_decided(office: Office) -> None:
    case = office.handed_over()
    page = text(bring(office, case, attach="1"))
    assert "sedang diperiksa" in page
    assert "menunggu diperiksa" in page
    assert f"/desk/permohonan/{case.pk}/berkas/keadaan/" in page
    draft = case.drafts.get()
    assert (draft.text, draft.outcome) == ("Laporan terlampir.", "granted")
    assert f'name="draft" value="{draft.pk}"' in page
    file = draft.documents.get()
    early = do(office, "ppid", case, "putuskan", **GRANTED_FORM, documents=[file.pk])
    assert early.status_code == 422
    assert "masih menunggu diperiksa" in text(early)
    queue.run_all()
    assert do(office, "ppid", case, "putuskan", **GRANTED_FORM, documents=[file.pk]).status_code == 302
    assert release.is_releasable(file)


def test_a_new_file_sent_with_the_decision_holds_the_decision(office: Office) -> None:
    case = office.handed_over()
    assert "Belum ada yang diputuskan" in text(bring(office, case))
    case.refresh_from_db()
    assert case.decided_on is None
    assert case.drafts.get().documents.count() == 1


def test_a_new_file_goes_on_with_the_ones_of_the_proposal(office: Office) -> None:
    case = office.handed_over()
    actions.draft(
        case, text="Terlampir.", outcome="granted", by=office.actor(office.budi), files=[("awal.csv", b"a\n")]
    )
    bring(office, case, attach="1")
    newest = case.drafts.first()
    assert newest
    assert newest.body == office.health
    assert {file.name for file in newest.documents.all()} == {"awal.csv", "data.csv"}


def test_a_wrong_new_file_says_why_and_keeps_what_was_typed(office: Office) -> None:
    case = office.handed_over()
    page = text(bring(office, case, content=b"", attach="1", materials="Rekap 2025"))
    assert "Berkas tidak tersimpan" in page
    assert "Rekap 2025" in page
    assert not case.drafts.exists()


def test_a_finding_is_shown_with_the_way_to_decide_it(office: Office) -> None:
    case = office.handed_over()
    bring(office, case, content=b"nama;NIK\nAndi Contoh;7322034107900001\n", attach="1")
    queue.run_all()
    file = case.drafts.get().documents.get()
    browser = office.browser(office.ppid)
    for page in (form_of(office, case, "granted"), text(browser.get(f"/desk/permohonan/{case.pk}/"))):
        assert "ada temuan" in page
        assert f"/desk/dokumen/{file.pk}/" in page
    states = browser.get(f"/desk/permohonan/{case.pk}/berkas/keadaan/")
    assert states.headers["X-Lutra-Done"] == "1"
    assert browser.get(f"/desk/dokumen/{file.pk}/").status_code == 200
