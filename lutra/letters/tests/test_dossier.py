"""The dossier of a real case: complete, in order, the exempt apart, the same each time."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pdfua import Severity, validate

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.jobs import queue
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import history
from lutra.ledger.queries import verify as verify_book
from lutra.letters.dossier.actions import Dossier, make
from lutra.objections import actions as objections
from lutra.objections import dispute_actions as disputes
from lutra.objections.dossier import verify
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.testing import factories
from lutra.testing.journeys import ANSWERS

SECRET = b"nama pasien;penyakit\nKenari;rahasia\n"
GIVEN = b"kecamatan;jumlah\nMasamba;3\n"
DECIDED = datetime(2020, 3, 10, 2, tzinfo=UTC)
OBJECTED = datetime(2020, 3, 17, 2, tzinfo=UTC)
REPLIED = datetime(2020, 4, 1, 2, tzinfo=UTC)
MADE = datetime(2020, 5, 1, 2, tzinfo=UTC)


@pytest.fixture
def luwu_utara(db: None, settings: Any) -> Government:
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters", "lutra.inbox.followers.notices"]
    return factories.government("73.22", abbreviation="LUTRA", is_demo=True)


@pytest.fixture
def budi(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.DISPUTES, name="Budi")


@pytest.fixture
def objection(luwu_utara: Government) -> Objection:
    """Ani got one file of two, objects, and the superior upholds; her case is at the commission."""
    ppid = factories.officer(luwu_utara, Role.PPID_UTAMA)
    request = factories.file_request(luwu_utara)
    handed_on = datetime(2020, 3, 3, 2, tzinfo=UTC)
    requests.dispose(request, to=[factories.body(luwu_utara, "dinkes")], by=ppid, at=handed_on)
    draft = requests.draft(
        request,
        text="Sebagian.",
        outcome="partly",
        files=[("rekap (1).csv", GIVEN), ("daftar pasien.csv", SECRET)],
        by=ppid,
        at=datetime(2020, 3, 5, 2, tzinfo=UTC),
    )
    given = draft.documents.get(name="rekap (1).csv")
    queue.run_all()
    test = factories.standing_test(luwu_utara)
    requests.decide(
        request,
        outcome="partly",
        answers=ANSWERS["partly"],
        documents=[given],
        test=test,
        by=ppid,
        at=DECIDED,
    )
    objection = objections.register(
        luwu_utara,
        by=actors.applicant(luwu_utara),
        channel="web",
        answers={"purpose": "Penelitian", "case_position": "Datanya hanya sebagian."},
        grounds=["d"],
        request=request,
        at=OBJECTED,
    )
    superior = factories.officer(luwu_utara, Role.SUPERIOR)
    objections.decide(objection, decision="upheld", reason="Rahasia pribadi.", by=superior, at=REPLIED)
    catch_up()
    objection.refresh_from_db()
    return objection


@pytest.fixture
def dispute(objection: Objection, budi: Actor) -> Objection:
    made = disputes.register(
        objection,
        commission="Komisi Informasi Provinsi Sulawesi Selatan",
        number="012/REG-PSI/2020",
        received_on=date(2020, 4, 14),
        registered_on=date(2020, 4, 15),
        by=budi,
        at=MADE,
    )
    disputes.appoint(
        made,
        full_name="Budi Santoso",
        title="Kepala Bagian Hukum",
        power_number="180/7/HK",
        power_on=date(2020, 4, 20),
        power=("surat kuasa.pdf", b"%PDF-1.7 kuasa"),
        by=budi,
        at=MADE,
    )
    return objection


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def manifest(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(opened(content).read("manifest.json"))
    return found


def text_of(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    words = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return " ".join(words.replace("\u200b", "").split())


def papers(made: Dossier) -> Iterator[tuple[str, bytes]]:
    with opened(made.bundle) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


@pytest.mark.law("D06")
def test_the_dossier_holds_everything_in_the_commissions_order(dispute: Objection, budi: Actor) -> None:
    made = make(dispute, by=budi, at=MADE)
    rows = manifest(made.bundle)["files"]
    sections = list(dict.fromkeys(row["section"] for row in rows))
    assert sections == [
        "index", "chronology", "request", "notices", "test", "objection", "deliveries", "power", "evidence",
        "hashes", "tools",
    ]  # fmt: skip
    assert [row["path"][:2] for row in rows if row["path"][0].isdigit()] == [
        f"{n:02d}" for n in range(sum(row["path"][0].isdigit() for row in rows))
    ]
    titles = " ".join(row["title"] for row in rows)
    for letter in (
        "Tanda bukti penerimaan",
        "Pemberitahuan tertulis",
        "Tanda terima keberatan",
        "Tanggapan atasan PPID",
    ):
        assert letter in titles
    assert verify(made.bundle).problems == ()
    assert verify(made.bundle).is_signed
    with opened(made.bundle) as archive:
        evidence = next(row["path"] for row in rows if row["section"] == "evidence")
        assert archive.read(evidence) == GIVEN


@pytest.mark.law("D06")
def test_the_papers_tell_the_case(dispute: Objection, budi: Actor) -> None:
    made = make(dispute, by=budi, at=MADE)
    by_name = {name.partition("-")[2]: content for name, content in papers(made)}
    index = text_of(by_name["daftar-isi.pdf"])
    assert "012/REG-PSI/2020" in index
    assert "Komisi Informasi Provinsi Sulawesi Selatan" in index
    assert factories.ANI["name"] in text_of(by_name["permohonan.pdf"])
    story = text_of(by_name["kronologi.pdf"])
    for told in ("Keberatan diterima", "Sengketa terdaftar", "Kuasa ditunjuk"):
        assert told in story
    assert "Pasal 17 huruf h" in text_of(by_name["uji-konsekuensi.pdf"])
    assert "Rahasia pribadi." in text_of(by_name["keberatan-dan-tanggapan.pdf"])
    assert "Halaman lacak pemohon" in text_of(by_name["penyampaian.pdf"])


def test_our_papers_are_tagged_for_those_who_cannot_see(
    dispute: Objection, budi: Actor, tmp_path: Path
) -> None:
    made = make(dispute, by=budi, at=MADE)
    own = ("daftar-isi.pdf", "kronologi.pdf", "-permohonan.pdf", "penyampaian.pdf")
    checked = 0
    for name, content in papers(made):
        if name.endswith(own):
            (tmp_path / name).write_bytes(content)
            findings = validate(str(tmp_path / name)).findings
            assert [one for one in findings if one.severity >= Severity.ERROR] == []
            checked += 1
    assert checked == len(own)


@pytest.mark.law("D08")
def test_what_was_not_given_out_lies_in_the_annex_alone(dispute: Objection, budi: Actor) -> None:
    made = make(dispute, by=budi, at=MADE)
    assert made.annex is not None
    assert SECRET not in made.bundle
    for canary in ("daftar pasien", "daftar-pasien"):
        assert canary.encode() not in made.bundle
        assert canary not in " ".join(
            text_of(data) for name, data in papers(made) if name.endswith("isi.pdf")
        )
    assert SECRET in made.annex
    assert GIVEN not in made.annex
    (row,) = [row for row in manifest(made.annex)["files"] if row["section"] == "sealed"]
    (bound,) = manifest(made.bundle)["sealed"]
    assert (bound["sha256"], bound["size"]) == (row["sha256"], row["size"])
    assert verify(made.annex).problems == ()


@pytest.mark.law("D08")
def test_of_an_undecided_request_no_file_is_in_the_open_part(luwu_utara: Government, budi: Actor) -> None:
    ppid = factories.officer(luwu_utara, Role.PPID_UTAMA)
    request = factories.file_request(luwu_utara)
    at = datetime(2020, 3, 5, 2, tzinfo=UTC)
    requests.dispose(request, to=[factories.body(luwu_utara, "dinkes")], by=ppid, at=at)
    requests.draft(request, text="x", outcome="granted", files=[("a.csv", GIVEN)], by=ppid, at=at)
    objection = objections.register(
        luwu_utara,
        by=actors.applicant(luwu_utara),
        channel="web",
        answers={"purpose": "Penelitian", "case_position": "Tidak dijawab."},
        grounds=["c"],
        request=request,
        at=OBJECTED,
    )
    made = make(objection, by=budi, at=MADE)
    assert GIVEN not in made.bundle
    assert made.annex is not None


def test_an_objection_without_a_request_has_its_dossier(luwu_utara: Government, budi: Actor) -> None:
    answers = {
        **factories.ANI,
        "information": "Laporan keuangan",
        "purpose": "Penelitian",
        "case_position": "Tidak ada.",
    }
    objection = objections.register(
        luwu_utara,
        by=actors.applicant(luwu_utara),
        channel="web",
        answers=answers,
        grounds=["b"],
        at=OBJECTED,
    )
    made = make(objection, by=budi, at=MADE)
    assert made.annex is None
    assert verify(made.bundle).problems == ()


def test_made_twice_it_is_the_same_byte_for_byte(dispute: Objection, budi: Actor) -> None:
    first = make(dispute, by=budi, at=MADE)
    again = make(Objection.objects.get(pk=dispute.pk), by=budi, at=datetime(2020, 5, 2, tzinfo=UTC))
    assert (first.bundle, first.annex) == (again.bundle, again.annex)


def test_making_it_is_entered_with_its_hash_and_nobody_s_name(dispute: Objection, budi: Actor) -> None:
    made = make(dispute, by=budi, at=MADE)
    entry = history(dispute.ledger_subject, government_id=dispute.government_id).last()
    assert (entry.kind, entry.actor) == ("dossier.made", budi.ref)
    assert entry.data["sha256"] == sha256(made.bundle).hexdigest()
    assert factories.ANI["name"] not in str(entry.data)
    assert verify_book(dispute.government_id)[0].is_whole


def test_the_entries_of_the_manifest_are_those_of_the_book(dispute: Objection, budi: Actor) -> None:
    listed = manifest(make(dispute, by=budi, at=MADE).bundle)["ledger"]["entries"]
    assert [entry["seq"] for entry in listed] == sorted({entry["seq"] for entry in listed})
    mine = history(dispute.ledger_subject, government_id=dispute.government_id).exclude(kind="dossier.made")
    assert set(mine.values_list("hash", flat=True)) <= {entry["hash"] for entry in listed}


@pytest.mark.parametrize(
    "role", [Role.DESK_OFFICER, Role.PPID_PELAKSANA, Role.LEADER, Role.CONSIDERATIONS_TEAM]
)
def test_citra_may_not_make_it(dispute: Objection, luwu_utara: Government, role: str) -> None:
    with pytest.raises(NotPermitted):
        make(dispute, by=factories.officer(luwu_utara, role, name="Citra"), at=MADE)
    kinds = history(dispute.ledger_subject, government_id=dispute.government_id).values_list(
        "kind", flat=True
    )
    assert "dossier.made" not in kinds


def test_another_government_may_not_make_it(dispute: Objection) -> None:
    luwu = factories.government("73.17", abbreviation="LUWU")
    for stranger in (factories.officer(luwu, Role.PPID_UTAMA), actors.system(luwu.pk), actors.clock(luwu.pk)):
        with pytest.raises(NotPermitted):
            make(dispute, by=stranger, at=MADE)


def test_without_a_key_it_is_made_unsigned_and_says_so(
    dispute: Objection, luwu_utara: Government, budi: Actor
) -> None:
    luwu_utara.is_demo = False
    luwu_utara.save()
    made = make(Objection.objects.get(pk=dispute.pk), by=budi, at=MADE)
    found = verify(made.bundle)
    assert (found.is_whole, found.is_signed) == (True, False)
    assert "Tidak ditandatangani" in text_of(dict(papers(made))["00-daftar-isi.pdf"])
