"""Blacking out in the browser: drawing by number, by search and by finding, two people, the preview, and no leak."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lutra.documents import actions as documents
from lutra.documents import release
from lutra.documents.models import Document
from lutra.jobs import queue
from lutra.redaction import actions
from lutra.redaction.models import Redaction
from lutra.redaction.rules import rules_of
from lutra.redaction.tests.conftest import LETTER, NAME, NUMBER, WHY
from lutra.redaction.tests.files import NIK, SECRET
from lutra.requests import actions as requests
from lutra.testing.people import MOMENT
from lutra.web.desk.tests.conftest import Office

BOX = {"page": "1", "left": "40", "top": "30", "width": "60", "height": "8"}
WORDS = {"ground": "h.4", "matter": "NIK penerima", "reason": "Memuat data pribadi penerima."}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.LUTRA_FILES, settings.LUTRA_CLAMD = tmp_path, tmp_path / "files", "off"


@pytest.fixture
def letter(office: Office) -> Document:
    made = documents.add(office.government, name="surat.pdf", content=LETTER, at=MOMENT)
    made.body, made.listed = office.health, True
    made.save()
    return made


@pytest.fixture
def draft(office: Office, letter: Document) -> Redaction:
    return actions.start(letter, by=office.actor(office.budi))


@pytest.fixture
def budi(office: Office) -> Client:
    return office.browser(office.budi)


def at(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def test_an_officer_begins_from_the_documents_page(budi: Client, letter: Document) -> None:
    page = budi.get(at("document", letter.pk))
    assert "Hitamkan bagiannya" in page.content.decode()
    answer = budi.post(at("redact", letter.pk))
    redaction = Redaction.objects.get()
    assert answer.url == at("redaction", redaction.pk)
    shown = budi.get(answer.url).content.decode()
    assert "Halaman 1 dari 2" in shown
    assert "Belum ada kotak" in shown


def test_a_file_that_cannot_be_opened_says_so(office: Office, budi: Client) -> None:
    broken = documents.add(office.government, name="rusak.pdf", content=b"%PDF-1.7\nrusak", at=MOMENT)
    broken.body, broken.listed = office.health, True
    broken.save()
    page = budi.post(at("redact", broken.pk), follow=True).content.decode()
    assert "rusak" in page
    assert not Redaction.objects.exists()


def test_an_officer_begins_from_a_file_of_a_case_of_his_body(office: Office, budi: Client) -> None:
    case = office.handed_over()
    proposed = requests.draft(
        case,
        text="Ada, sebagian.",
        outcome="granted",
        files=[("surat.pdf", LETTER)],
        by=office.actor(office.budi),
    )
    file = proposed.documents.get()
    assert "Hitamkan “surat.pdf”" in budi.get(at("case", case.pk)).content.decode()
    budi.post(at("redact_of_case", case.pk, file.pk))
    file.refresh_from_db()
    assert (file.listed, file.body) == (True, office.health)
    assert Redaction.objects.get().document == file
    assert office.browser(office.wati).post(at("redact_of_case", case.pk, file.pk)).status_code == 404


def test_a_box_is_added_by_its_numbers_without_a_script(budi: Client, draft: Redaction) -> None:
    answer = budi.post(at("redaction_boxes", draft.pk), {**BOX, **WORDS})
    assert answer.status_code == 302
    (box,) = draft.standing_boxes()
    assert (round(box.x0), round(box.y0), round(box.x1), round(box.y1)) == (113, 85, 283, 108)
    assert (box.ground, box.sub_item, box.source) == ("h", "4", "hand")
    page = budi.get(at("redaction", draft.pk)).content.decode()
    assert re.search(r'<rect class="redact__box" x="113.4"', page)
    # The next box mostly has the same ground.
    assert 'value="NIK penerima"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ground": ""}, "Dasar hukum"),
        ({"reason": ""}, "Alasan"),
        ({"width": "0"}, "Lebar"),
        ({"page": "9"}, "tidak terletak di halamannya"),
        ({"left": "x"}, "Dari kiri"),
        ({"matter": f"NIK {NIK}"}, "Jangan menulis data pribadinya"),
    ],
)
def test_a_box_that_lacks_something_is_given_back_with_what_was_typed(
    budi: Client, draft: Redaction, change: dict[str, str], said: str
) -> None:
    answer = budi.post(at("redaction_boxes", draft.pk), {**BOX, **WORDS, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not draft.boxes.exists()


def test_hits_are_listed_ticked_and_covered(budi: Client, draft: Redaction) -> None:
    page = budi.post(at("redaction_search", draft.pk), {"words": "suryani  puspita", "page": "1"})
    shown = page.content.decode()
    assert "1 ditemukan" in shown
    assert SECRET in shown
    (value,) = re.findall(r'name="hit" value="([^"]+)"', shown)
    budi.post(at("redaction_boxes", draft.pk), {"source": "search", "hit": value, "page": "1", **WORDS})
    (box,) = draft.standing_boxes()
    assert box.source == "search"
    again = budi.post(at("redaction_search", draft.pk), {"words": SECRET, "page": "1"}).content.decode()
    assert "sudah ditutup" in again


def test_a_search_types_words_and_never_an_expression(budi: Client, draft: Redaction) -> None:
    page = budi.post(at("redaction_search", draft.pk), {"words": "/./", "page": "1"}).content.decode()
    assert "tidak memuat huruf" in page
    page = budi.post(at("redaction_search", draft.pk), {"words": "", "kind": "", "page": "1"})
    assert page.status_code == 422


def test_what_the_examination_found_can_be_covered(budi: Client, draft: Redaction) -> None:
    release.examine(draft.document, again=True)
    queue.run_all()
    page = budi.post(at("redaction_search", draft.pk), {"findings": "1", "page": "1"}).content.decode()
    assert NIK in page
    (value,) = re.findall(r'name="hit" value="([^"]+)"', page)
    budi.post(at("redaction_boxes", draft.pk), {"source": "finding", "hit": value, "page": "1", **WORDS})
    assert draft.standing_boxes()[0].source == "finding"


def test_nonsense_in_place_of_a_hit_is_not_found(budi: Client, draft: Redaction) -> None:
    for value in ("x", "1:2:3", "1:a:b:c:d"):
        given = {"source": "search", "hit": value, "page": "1", **WORDS}
        assert budi.post(at("redaction_boxes", draft.pk), given).status_code == 404
    nothing = budi.post(at("redaction_boxes", draft.pk), {"source": "search", "page": "1", **WORDS})
    assert nothing.status_code == 422


def test_a_box_is_taken_away_and_brought_back(budi: Client, draft: Redaction) -> None:
    budi.post(at("redaction_boxes", draft.pk), {**BOX, **WORDS})
    (box,) = draft.standing_boxes()
    budi.post(at("remove_box", draft.pk, box.pk))
    assert not draft.standing_boxes()
    budi.post(at("undo_boxes", draft.pk), {"page": "1"})
    assert draft.standing_boxes() == [box]


def test_another_person_approves_and_sees_the_copy_made(
    office: Office, budi: Client, draft: Redaction
) -> None:
    actions.add_boxes(draft, boxes=[NAME, NUMBER], why=WHY, by=office.actor(office.budi))
    assert "huruf h" in budi.get(at("redaction", draft.pk)).content.decode()
    budi.post(at("redaction_deed", draft.pk, "propose"))
    assert "Menunggu persetujuan pejabat lain" in budi.get(at("redaction", draft.pk)).content.decode()
    refused = budi.post(at("redaction_deed", draft.pk, "approve"))
    assert refused.status_code == 409
    ppid = office.browser(office.ppid)
    assert "Setujui dan buat salinan" in ppid.get(at("redaction", draft.pk)).content.decode()
    ppid.post(at("redaction_deed", draft.pk, "approve"))
    waiting = ppid.get(at("redaction", draft.pk)).content.decode()
    assert "data-watch" in waiting
    assert "X-Lutra-Done" not in ppid.get(at("redaction_state", draft.pk)).headers
    queue.run_all()
    assert ppid.get(at("redaction_state", draft.pk)).headers["X-Lutra-Done"] == "1"
    shown = ppid.get(at("redaction", draft.pk) + "?hasil").content.decode()
    assert "Bukti" in shown
    assert at("redaction_result", draft.pk, 1) in shown
    picture = ppid.get(at("redaction_result", draft.pk, 1))
    assert picture.getvalue().startswith(b"\x89PNG")
    assert picture.headers["Content-Type"] == "image/png"
    assert "no-store" in picture.headers["Cache-Control"]
    parts = ppid.get(at("redaction_index", draft.pk)).json()["parts"]
    assert parts[0]["clause"] == "uu-14-2008/17/h/4"
    draft.refresh_from_db()
    assert draft.output
    listed = ppid.get(at("documents")).content.decode()
    assert "hanya salinan hitam" in listed
    original = ppid.get(at("document", draft.document.pk)).content.decode()
    assert "hanya salinan itu yang boleh keluar" in original


def test_it_is_sent_back_and_revoked_with_a_reason(office: Office, draft: Redaction) -> None:
    actions.add_boxes(draft, boxes=[NAME], why=WHY, by=office.actor(office.budi))
    actions.propose(draft, by=office.actor(office.budi))
    ppid = office.browser(office.ppid)
    assert ppid.post(at("redaction_deed", draft.pk, "send_back"), {"reason": ""}).status_code == 422
    ppid.post(at("redaction_deed", draft.pk, "send_back"), {"reason": "Alamatnya belum ditutup."})
    assert "Alamatnya belum ditutup." in ppid.get(at("redaction", draft.pk)).content.decode()
    assert ppid.post(at("redaction_deed", draft.pk, "revoke"), {"reason": "Keliru."}).status_code == 409
    assert ppid.post(at("redaction_deed", draft.pk, "erase")).status_code == 404


def test_pages_are_shown_only_to_those_who_see_the_file(office: Office, draft: Redaction) -> None:
    page = office.browser(office.budi).get(at("redaction_page", draft.pk, 1))
    assert page.getvalue().startswith(b"\x89PNG")
    assert page.headers["Content-Type"] == "image/png"
    assert "no-store" in page.headers["Cache-Control"]
    assert office.browser(office.budi).get(at("redaction_page", draft.pk, 3)).status_code == 404
    assert office.browser(office.wati).get(at("redaction_page", draft.pk, 1)).status_code == 404
    assert office.browser(office.citra).get(at("redaction_page", draft.pk, 1)).status_code == 403


def test_letters_without_a_test_are_told(office: Office, budi: Client, draft: Redaction) -> None:
    actions.add_boxes(draft, boxes=[NAME], why=WHY, by=office.actor(office.budi))
    assert (
        "Belum ada uji konsekuensi yang berlaku untuk huruf h"
        in budi.get(at("redaction", draft.pk)).content.decode()
    )


def test_the_rule_of_two_people_is_set_on_the_list(office: Office, draft: Redaction) -> None:
    ppid = office.browser(office.ppid)
    assert "surat.pdf" in ppid.get(at("redactions")).content.decode()
    ppid.post(at("redaction_rules"), {})
    assert not rules_of(office.government.pk).needs_second_person
    assert office.browser(office.budi).post(at("redaction_rules"), {}).status_code == 403
