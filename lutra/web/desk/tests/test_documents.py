"""The documents of the desk: uploading in pieces, the list, deciding, the certificate, the file itself."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lutra.directory.roles import Role
from lutra.documents import actions, examining, queries, release, uploads
from lutra.documents.models import Document, DocumentText, Upload
from lutra.documents.rights import visible
from lutra.documents.tests.conftest import Hidden, Personal, Said
from lutra.jobs import queue
from lutra.ledger.queries import entries
from lutra.testing import factories
from lutra.testing.people import MOMENT
from lutra.web.desk.documents.listing import GROUPS
from lutra.web.desk.tests.conftest import Office

CSV = b"kecamatan;jumlah\n" + b"Masamba;12\n" * 500
TUS = {"Tus-Resumable": "1.0.0"}
PIECE = "application/offset+octet-stream"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.LUTRA_FILES, settings.LUTRA_CLAMD = tmp_path, tmp_path / "files", "off"


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Said:
    said = Said()
    monkeypatch.setattr(examining, "_inspect", said)
    return said


@pytest.fixture
def make(office: Office, says: Said) -> Callable[..., Document]:
    """A document that was looked at."""

    def add(
        name: str = "data penduduk.csv",
        content: bytes = CSV,
        *,
        personal: tuple[Any, ...] = (),
        **fields: Any,
    ) -> Document:
        document = actions.add(office.government, name=name, content=content, at=MOMENT)
        for field, value in fields.items():
            setattr(document, field, value)
        document.save()
        says.personal = personal
        release.examine(document)
        queue.run_all()
        return document

    return add


def at(name: str, *args: Any) -> str:
    return reverse(f"desk:{name}", args=args)


def metadata(**said: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in said.items())


def begin(browser: Client, size: int = len(CSV), **said: str) -> Any:
    said = {"filename": "data.csv", **said}
    return browser.post(
        at("uploads"), headers={**TUS, "Upload-Length": str(size), "Upload-Metadata": metadata(**said)}
    )


def patch(browser: Client, where: str, piece: bytes, offset: int, **headers: str) -> Any:
    said = {
        **TUS,
        "Upload-Offset": str(offset),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    return browser.patch(where, data=piece, content_type=PIECE, headers=said)


def whole(answer: Any) -> bytes:
    """All of an answer, streamed or not, so that its file is closed."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


# Uploading in pieces


def test_the_server_says_what_it_can(office: Office) -> None:
    answer = office.browser(office.ppid).options(at("uploads"))
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert set(answer["Tus-Extension"].split(",")) == {"creation", "expiration", "checksum", "termination"}
    assert answer["Tus-Max-Size"] == str(2 << 30)
    assert "sha1" in answer["Tus-Checksum-Algorithm"].split(",")


def test_a_file_is_sent_in_pieces_and_becomes_a_document(office: Office) -> None:
    browser = office.browser(office.ppid)
    begun = begin(browser, filename="data penduduk.csv", body=str(office.health.pk))
    assert (begun.status_code, begun["Upload-Offset"]) == (201, "0")
    where = begun["Location"]
    half = len(CSV) // 2
    digest = "sha256 " + base64.b64encode(hashlib.sha256(CSV[:half]).digest()).decode()
    answer = patch(browser, where, CSV[:half], 0, Upload_Checksum=digest)
    assert (answer.status_code, answer["Upload-Offset"]) == (204, str(half))
    asked = browser.head(where, headers=TUS)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == (str(half), str(len(CSV)))
    assert "no-store" in asked["Cache-Control"]
    assert asked["Upload-Expires"].endswith("GMT")
    assert patch(browser, where, CSV[half:], half)["Upload-Offset"] == str(len(CSV))
    result = at("upload_result", Upload.objects.get().token)
    assert browser.get(result).status_code == 202
    queue.run_all()
    document = Document.objects.get()
    assert browser.get(result)["Location"] == at("document", document.pk)
    assert (document.name, document.body) == ("data penduduk.csv", office.health)
    assert queries.content(document) == CSV


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.0"}, 412),
        ({"Upload-Offset": "7"}, 409),
        ({"Upload-Offset": "x"}, 400),
        ({"Upload-Checksum": "sha256 AAAA"}, 460),
        ({"Upload-Checksum": "crc32 AAAA"}, 460),
    ],
)
def test_a_piece_with_wrong_manners_is_refused_and_leaves_nothing(
    office: Office, headers: dict[str, str], status: int
) -> None:
    browser = office.browser(office.ppid)
    where = begin(browser)["Location"]
    answer = browser.patch(
        where, data=CSV[:9], content_type=PIECE, headers={**TUS, "Upload-Offset": "0", **headers}
    )
    assert answer.status_code == status
    assert answer["Tus-Resumable"] == "1.0.0"
    assert Upload.objects.get().received == 0


def test_another_content_type_or_method_is_refused(office: Office) -> None:
    browser = office.browser(office.ppid)
    where = begin(browser)["Location"]
    wrong = browser.patch(where, data=CSV, content_type="text/plain", headers={**TUS, "Upload-Offset": "0"})
    assert wrong.status_code == 415
    assert browser.put(where, headers=TUS).status_code == 405


def test_a_client_that_can_only_post_says_what_it_means(office: Office) -> None:
    browser = office.browser(office.ppid)
    where = begin(browser)["Location"]
    answer = browser.post(
        where,
        data=CSV[:5],
        content_type=PIECE,
        headers={**TUS, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )
    assert (answer.status_code, answer["Upload-Offset"]) == (204, "5")


@pytest.mark.parametrize(
    ("size", "name", "status"),
    [
        ("", "a.csv", 400),
        ("-1", "a.csv", 400),
        (str(3 << 30), "a.csv", 413),
        ("9", "a.exe", 422),
        ("0", "a.csv", 422),
    ],
)
def test_an_upload_that_cannot_succeed_is_not_begun(
    office: Office, size: str, name: str, status: int
) -> None:
    answer = office.browser(office.ppid).post(
        at("uploads"), headers={**TUS, "Upload-Length": size, "Upload-Metadata": metadata(filename=name)}
    )
    assert answer.status_code == status
    assert not Upload.objects.exists()


def test_an_upload_is_stopped_and_gone(office: Office) -> None:
    browser = office.browser(office.ppid)
    where = begin(browser)["Location"]
    assert browser.delete(where, headers=TUS).status_code == 204
    assert browser.head(where, headers=TUS).status_code == 410
    assert patch(browser, where, b"x", 0).status_code == 410
    assert not list(uploads.folder().iterdir())


def test_nobody_goes_on_with_the_upload_of_another(office: Office, neighbour: Office) -> None:
    where = begin(office.browser(office.ppid))["Location"]
    for browser in (
        office.browser(office.budi),
        neighbour.browser(neighbour.ppid),
        office.browser(office.citra),
        office.browser(),
    ):
        assert browser.head(where, headers=TUS).status_code in {302, 403, 404}
        assert patch(browser, where, b"x", 0).status_code in {302, 403, 404}
    assert Upload.objects.get().received == 0


def test_a_strange_page_cannot_upload_for_an_officer(office: Office) -> None:
    browser = office.browser(office.ppid, enforce_csrf_checks=True)
    assert begin(browser).status_code == 403


def test_an_upload_that_is_refused_at_the_end_says_why(office: Office) -> None:
    browser = office.browser(office.ppid)
    where = begin(browser, filename="laporan.pdf")["Location"]
    patch(browser, where, CSV, 0)
    queue.run_all()
    answer = browser.get(at("upload_result", Upload.objects.get().token))
    assert answer.status_code == 422
    assert "laporan.pdf" in answer.text


def test_without_a_script_a_plain_form_works(office: Office) -> None:
    browser = office.browser(office.budi)
    page = browser.get(at("upload"))
    assert 'type="file"' in page.text
    answer = browser.post(at("upload"), {"file": SimpleUploadedFile("data.csv", CSV)})
    document = Document.objects.get()
    assert answer["Location"] == at("document", document.pk)
    assert document.body == office.health  # Budi uploads for his own office


@pytest.mark.parametrize(("name", "content"), [("laporan.pdf", CSV), ("a.exe", b"MZ"), ("a.csv", b"")])
def test_a_plain_form_says_why_a_file_is_refused(office: Office, name: str, content: bytes) -> None:
    answer = office.browser(office.ppid).post(at("upload"), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert not Document.objects.exists()
    assert office.browser(office.ppid).post(at("upload")).status_code == 422


# The list


def test_the_list_shows_each_file_with_its_state(office: Office, make: Any) -> None:
    browser = office.browser(office.ppid)
    assert "Belum ada berkas" in browser.get(at("documents")).text
    make("bersih.csv")
    make("ada temuan.csv", b"a;b\n", personal=(Personal(),))
    page = browser.get(at("documents")).text
    assert "siap disertifikasi" in page
    assert "ada temuan" in page
    narrowed = browser.get(at("documents"), {"group": "putuskan"}).text
    assert "ada temuan.csv" in narrowed
    assert "bersih.csv" not in narrowed


def test_the_list_is_searched_and_narrowed(office: Office, make: Any) -> None:
    make("Laporan Keuangan 2025.csv", body=office.health)
    make("peta.csv", b"a;b\n", body=office.works)
    browser = office.browser(office.ppid)
    for query in ({"q": "keuangan laporan"}, {"body": office.health.pk}):
        page = browser.get(at("documents"), query).text
        assert "Laporan Keuangan" in page
        assert "peta.csv" not in page
    assert "Tidak ada berkas yang cocok" in browser.get(at("documents"), {"kind": "pdf"}).text
    assert "peta.csv" in browser.get(at("documents"), {"kind": "table", "body": "junk", "group": "?"}).text


def test_a_long_list_goes_page_by_page(office: Office, make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.web.desk.documents.listing.PAGE", 2)
    for number in range(5):
        make(f"berkas-{number}.csv", b"a;%d\n" % number)
    browser = office.browser(office.ppid)
    seen, where = [], at("documents") + "?group=siap"
    while where:
        page = browser.get(where)
        seen += [row.name for row, *_rest in page.context["rows"]]
        where = page.context["following"]
    assert seen == [f"berkas-{number}.csv" for number in (4, 3, 2, 1, 0)]


def test_the_filter_says_what_the_gate_says(office: Office, make: Any, says: Said) -> None:
    """One rule in the database and one in Python: they agree on every state."""
    by = office.actor(office.ppid)
    certified, removing, undecided = make(), make(personal=(Personal(),)), make(personal=(Personal(),))
    release.certify(certified, by=by)
    newest = release.latest(removing)
    assert newest
    release.decide_many(newest.findings.all(), verdict="remove", by=by)
    make()
    says.raises = RuntimeError()
    failed = make()
    says.raises = None
    waiting = make()
    changed = make()
    Document.objects.filter(pk=changed.pk).update(sha256="0" * 64)
    never = make()
    never.examinations.all().delete()
    purged = make(purged_at=None)
    Document.objects.filter(pk=purged.pk).update(purged_at=MOMENT)
    release.examine(waiting, again=True)
    told = dict(queries.with_gate(Document.objects.all()).values_list("pk", "gate_code"))
    judged = {pk: gate.code for pk, gate in release.gates(Document.objects.all()).items()}
    assert told == judged
    assert set(told.values()) == {
        *("certified", "remove", "undecided", "ready", "failed", "waiting", "none", "sealed"),
    }
    assert told[failed.pk] == "failed"
    assert told[undecided.pk] == "undecided"
    assert {code for _words, codes in GROUPS.values() for code in codes} >= set(told.values())


def test_the_list_costs_the_same_for_many(
    office: Office, make: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(8):
        make(f"b{number}.csv", b"a;%d\n" % number, body=office.health)
    browser = office.browser(office.ppid)
    browser.get(at("documents"))
    with django_assert_max_num_queries(12):
        browser.get(at("documents"))


# One document


def test_the_page_shows_what_was_found_masked_and_by_kind(office: Office, make: Any, says: Said) -> None:
    says.hidden = (Hidden(),)
    document = make(personal=(Personal(), Personal(offset=70)))
    page = office.browser(office.ppid).get(at("document", document.pk)).text
    assert "73************01" in page
    assert "Lembar “Data”, sel B2" in page
    assert "3 temuan perlu diputuskan" in page
    assert "Semua 2 temuan ini" in page
    assert document.sha256 in page


def test_findings_are_decided_by_number_and_by_kind(office: Office, make: Any, says: Said) -> None:
    says.hidden = (Hidden(),)
    document = make(personal=(Personal(), Personal(offset=70)))
    browser = office.browser(office.ppid)
    said = {"verdict": "mistaken", "reason": "Nomor surat, bukan NIK."}
    answer = browser.post(at("decide_findings", document.pk), {**said, "kind": ["personal:nik"]})
    assert answer.status_code == 302
    assert release.gate(document).undecided == 1
    browser.post(at("decide_findings", document.pk), {**said, "finding": ["1"]})
    assert release.gate(document).code == "ready"
    assert "Nomor surat, bukan NIK." in browser.get(at("document", document.pk)).text


def test_a_decision_that_lacks_something_comes_back_with_what_was_typed(office: Office, make: Any) -> None:
    document = make(personal=(Personal(),))
    answer = office.browser(office.ppid).post(
        at("decide_findings", document.pk),
        {"verdict": "public", "reason": "Pejabat publik.", "finding": ["1"]},
    )
    assert answer.status_code == 422
    assert "Pilih alasan hukumnya." in answer.text
    assert "Pejabat publik.</textarea>" in answer.text
    assert 'value="public" checked' in answer.text
    empty = office.browser(office.ppid).post(at("decide_findings", document.pk), {})
    assert "Pilih sedikitnya satu temuan." in empty.text


def test_the_certificate_is_made_by_a_deed_and_shown(office: Office, make: Any) -> None:
    document = make(personal=(Personal("phone", "0812****89"),))
    browser = office.browser(office.ppid)
    assert browser.post(at("certificate", document.pk)).status_code == 409
    browser.post(
        at("decide_findings", document.pk),
        {"verdict": "public", "ground": "public_office", "reason": "Nomor dinas.", "finding": ["1"]},
    )
    assert "Terbitkan sertifikat" in browser.get(at("document", document.pk)).text
    assert browser.post(at("certificate", document.pk)).status_code == 302
    page = browser.get(at("certificate", document.pk)).text
    assert "tidak dipindai: tidak ada pemindai virus" in page
    assert "Menyangkut jabatan publik" in page
    data = json.loads(browser.get(at("certificate_data", document.pk)).content)
    assert data["sha256"] == document.sha256
    assert "0812" not in json.dumps(data)
    assert entries(office.government.pk).filter(kind="document.certified").count() == 1


def test_an_old_certificate_is_shown_as_old(office: Office, make: Any) -> None:
    document = make()
    browser = office.browser(office.ppid)
    browser.post(at("certificate", document.pk))
    browser.post(at("examine_document", document.pk))
    page = browser.get(at("certificate", document.pk)).text
    assert "tidak berlaku lagi" in page
    assert browser.get(at("certificate_data", make("b.csv", b"a;b\n").pk)).status_code == 404


def test_while_it_is_examined_the_page_says_how_far(office: Office, make: Any) -> None:
    document = make()
    browser = office.browser(office.ppid)
    assert browser.get(at("document_state", document.pk))["X-Lutra-Done"] == "1"
    release.examine(document, again=True)
    page = browser.get(at("document", document.pk)).text
    assert "data-watch" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    state = browser.get(at("document_state", document.pk))
    assert "X-Lutra-Done" not in state
    assert "<progress" in state.text


def test_a_withheld_file_says_what_to_do(office: Office, make: Any, says: Said) -> None:
    says.raises = TimeoutError()
    document = make()
    page = office.browser(office.ppid).get(at("document", document.pk)).text
    assert "melewati batas waktu" in page
    assert "Periksa ulang" in page


def test_the_text_is_read_page_by_page(office: Office, make: Any) -> None:
    document = make()
    DocumentText.objects.all().delete()
    DocumentText.objects.create(
        government=office.government,
        document=document,
        sha256=document.sha256,
        pages=[
            {"number": 1, "label": "Lembar Data", "text": "Masamba <b>12</b>"},
            {"number": 2, "label": "2", "text": ""},
        ],
        made_at=MOMENT,
    )
    page = office.browser(office.ppid).get(at("document_text", document.pk)).text
    assert '<h2 id="halaman-1">Lembar Data</h2>' in page
    assert "Masamba &lt;b&gt;12" in page
    assert queries.text(document).startswith("Masamba")


# The file itself


def test_a_file_is_given_whole_and_in_ranges(office: Office, make: Any) -> None:
    document = make()
    browser = office.browser(office.ppid)
    where = at("document_content", document.pk)
    first_answer = browser.get(where)
    assert whole(first_answer) == CSV
    assert first_answer["Content-Disposition"].startswith("attachment")
    assert first_answer["X-Content-Type-Options"] == "nosniff"
    assert first_answer["Content-Security-Policy"].startswith("sandbox")
    assert first_answer["Content-Length"] == str(len(CSV))
    for asked, first, last in (
        ("bytes=0-9", 0, 9),
        ("bytes=10-", 10, len(CSV) - 1),
        ("bytes=-5", len(CSV) - 5, len(CSV) - 1),
        ("bytes=5-999999", 5, len(CSV) - 1),
    ):
        part = browser.get(where, headers={"range": asked})
        assert part.status_code == 206
        assert part["Content-Range"] == f"bytes {first}-{last}/{len(CSV)}"
        assert whole(part) == CSV[first : last + 1]
    beyond = browser.get(where, headers={"range": f"bytes={len(CSV)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(CSV)}")
    for junk in ("bytes=5-2", "bytes=-", "lines=1-2", "bytes=1-2,4-5"):
        assert whole(browser.get(where, headers={"range": junk})) == CSV
    assert browser.get(where, headers={"if-none-match": first_answer["ETag"]}).status_code == 304
    stale = browser.get(where, headers={"range": "bytes=0-1", "if-range": '"other"'})
    assert whole(stale) == CSV


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("a.pdf", b"%PDF-1.7\n", True),
        ("a.csv", CSV, True),
        ("a.html", b"<html><script>alert(1)</script></html>", False),
    ],
)
def test_only_what_can_do_no_harm_is_shown_in_the_browser(
    office: Office, make: Any, name: str, content: bytes, shown: bool
) -> None:
    upload = uploads.take_whole(name=name, file=_file(content), by=office.actor(office.ppid))
    answer = office.browser(office.ppid).get(at("document_content", upload.document_id) + "?lihat=1")
    assert answer["Content-Disposition"].startswith("inline" if shown else "attachment")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert whole(answer) == content


def _file(content: bytes) -> Any:
    file = SimpleUploadedFile("x", content)
    return file.file


def test_a_file_with_a_virus_is_never_given_out(office: Office, make: Any) -> None:
    document = make()
    document.examinations.update(state="failed", problem="infected", is_infected=True)
    answer = office.browser(office.ppid).get(at("document_content", document.pk))
    assert answer.status_code == 409
    assert "virus" in answer.text


def test_a_destroyed_file_says_so(office: Office, make: Any) -> None:
    document = make()
    Document.objects.update(purged_at=MOMENT)
    assert office.browser(office.ppid).get(at("document_content", document.pk)).status_code == 410


# Who


def test_citra_sees_no_document_and_a_body_only_its_own(office: Office, neighbour: Office, make: Any) -> None:
    document = make("rahasia-nama.csv", body=office.health)
    pages = ("document", "document_content", "document_state", "document_text", "certificate")
    for name in pages:
        assert office.browser(office.citra).get(at(name, document.pk)).status_code == 403
        assert office.browser(office.wati).get(at(name, document.pk)).status_code == 404
        assert neighbour.browser(neighbour.ppid).get(at(name, document.pk)).status_code == 404
        whole(office.browser(office.budi).get(at(name, document.pk)))
    assert "rahasia-nama" not in office.browser(office.wati).get(at("documents")).text
    assert "rahasia-nama" in office.browser(office.budi).get(at("documents")).text
    assert list(visible(office.actor(office.budi))) == [document]


def test_whoever_only_sees_may_not_decide(office: Office, make: Any) -> None:
    document = make(personal=(Personal(),))
    service = factories.user(office.government, Role.SERVICE)
    browser = office.browser(service)
    page = browser.get(at("document", document.pk)).text
    assert "Putuskan" not in page
    assert browser.post(at("decide_findings", document.pk), {}).status_code == 403
    assert browser.post(at("certificate", document.pk)).status_code == 403
