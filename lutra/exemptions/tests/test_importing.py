"""An old exempt list is taken in as proposals: read as people write it, undone as a whole, and withholding nothing."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import openpyxl
import pytest

from lutra.catalogue.actions import make_test
from lutra.catalogue.errors import ImportNotNow, UnreadableFile
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import standing_tests
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.exemptions.importing.reading import act_of, ground_of
from lutra.exemptions.importing.runs import first_words, plan, proposals, propose, taken_up, undo
from lutra.exemptions.models import Exemption, Proposal
from lutra.exemptions.tests.conftest import WITNESSES
from lutra.ledger.queries import history
from lutra.testing import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HEAD = (
    "No;Jenis Informasi yang Dikecualikan;Dasar Hukum Pengecualian;Akibat Jika Dibuka;Manfaat Jika Ditutup;"
    "Jangka Waktu;Perangkat Daerah"
)
CSV = f"""DAFTAR INFORMASI YANG DIKECUALIKAN TAHUN 2024;;;;;;
{HEAD}
1;2;3;4;5;6;7
1;Rekam medis pasien;UU 14 Tahun 2008 Pasal 17 huruf h angka 2;Merugikan pasien;Berani berobat;selamanya;Dinas dinkes
2;HPS sebelum lelang;Pasal 17 (b) UU KIP;;;s.d. 31 Desember 2026;Dinas dinkes
3;;Pasal 17 huruf a;;;;Dinas dinkes
4;Data pelapor;Undang-Undang Nomor 27 Tahun 2022, Pasal 17 huruf j;;;;Badan Antah Berantah
5;Soal ujian;rahasia;;;2 tahun;Dinas dinkes
6;rekam  medis PASIEN;Pasal 17 huruf h;;;;Dinas dinkes
7;Aduan Andi 081234567890;Pasal 17 huruf a;;;;Dinas dinkes
"""


@pytest.fixture
def here(db: None) -> Government:
    made = people.government("73.22")
    people.body(made, "dinkes")
    people.body(made, "pu")
    return made


@pytest.fixture
def ppid(here: Government) -> Actor:
    return people.officer(here, Role.PPID_UTAMA)


def test_a_messy_file_is_read_row_by_row(here: Government, ppid: Actor) -> None:
    run = propose(here, name="dik.csv", content=CSV.encode(), by=ppid, at=AT)
    assert run.counts == {"rows": 7, "added": 3, "unchanged": 0, "error": 4, "warnings": 2}
    rows = list(Proposal.objects.all())
    assert [(row.information, row.ground, row.sub_item, row.ends_on) for row in rows] == [
        ("Rekam medis pasien", "h", "2", None),
        ("HPS sebelum lelang", "b", "", date(2026, 12, 31)),
        ("Soal ujian", "", "", None),
    ]
    codes = {(fault["row"], fault["code"]) for fault in run.faults}
    assert codes >= {("6", "information_missing"), ("7", "body_unknown"), ("9", "twice"), ("10", "personal")}
    assert {("8", "ground_unknown"), ("8", "term_unknown"), ("4", "term_unknown")} <= codes
    for fault in run.faults:
        assert fault["message_id"]
        assert fault["message_en"]
        assert "081234567890" not in json.dumps(fault)


@pytest.mark.law("P21")
def test_a_proposal_withholds_nothing(here: Government, ppid: Actor) -> None:
    propose(here, name="dik.csv", content=CSV.encode(), by=ppid, at=AT)
    assert not ConsequenceTest.objects.exists()
    assert not Exemption.objects.exists()
    assert not standing_tests(here, on=AT.date()).exists()


def test_the_same_file_again_adds_nothing_also_as_a_workbook(here: Government, ppid: Actor) -> None:
    propose(here, name="dik.csv", content=CSV.encode(), by=ppid, at=AT)
    book = openpyxl.Workbook()
    for line in CSV.splitlines():
        book.active.append(line.split(";"))  # type: ignore[union-attr]
    kept = io.BytesIO()
    book.save(kept)
    again = propose(here, name="dik.xlsx", content=kept.getvalue(), by=ppid, at=AT)
    assert (again.counts["added"], again.counts["unchanged"]) == (0, 3)
    assert Proposal.objects.count() == 3


def test_a_look_keeps_nothing(here: Government, ppid: Actor) -> None:
    assert plan(here, CSV.encode(), by=ppid).counts["added"] == 3
    assert not Proposal.objects.exists()
    with pytest.raises(UnreadableFile):
        plan(here, b"halo;dunia\n1;2\n", by=ppid)


def test_undoing_takes_back_what_has_no_test_yet(here: Government, ppid: Actor) -> None:
    run = propose(here, name="dik.csv", content=CSV.encode(), by=ppid, at=AT)
    first = Proposal.objects.get(ground="h")
    taken_up(first, make_test(here, form=WITNESSES, by=ppid, at=AT))
    assert undo(run, by=ppid) == {"undone": 2, "kept": 1}
    assert list(Proposal.objects.all()) == [first]
    with pytest.raises(ImportNotNow):
        undo(run, by=ppid)
    kinds = [entry.kind for entry in history(("proposal_run", run.pk), here.pk)]
    assert kinds == ["exemptions.proposed", "exemptions.proposals_undone"]


def test_a_body_s_own_officer_takes_in_his_own_rows_only(here: Government) -> None:
    works = here.bodies.get(slug="pu")
    wati = people.officer(here, Role.PPID_PELAKSANA, body=works)
    found = plan(here, CSV.encode(), by=wati)
    assert found.counts["added"] == 0
    assert "not_yours" in {fault["code"] for fault in found.faults}
    propose(here, name="dik.csv", content=CSV.encode(), by=people.officer(here, Role.PPID_UTAMA), at=AT)
    assert list(proposals(here, by=wati)) == []
    with pytest.raises(NotPermitted):
        plan(here, CSV.encode(), by=people.officer(here, Role.NEWSROOM))


def test_a_proposal_begins_the_form_of_a_test(here: Government, ppid: Actor) -> None:
    propose(here, name="dik.csv", content=CSV.encode(), by=ppid, at=AT)
    words = first_words(Proposal.objects.get(ground="h"))
    assert (words["ground"], words["sub_item"], words["consequence_open"]) == ("h", "h2", "Merugikan pasien")


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Pasal 17 huruf h angka 2 UU 14/2008", ("h", "2")),
        ("UU No. 14 Tahun 2008 pasal 17 huruf (j)", ("j", "")),
        ("Ps. 17 b", ("b", "")),
        ("pasal 17 huruf a butir 5", ("a", "5")),
        ("huruf i", ("i", "")),
        ("Pasal 17 huruf h angka 99", ("h", "")),
        ("Pasal 17 huruf k", ("", "")),
        ("Peraturan Bupati 5/2020", ("", "")),
        ("Pasal 17 ayat (1) huruf c", ("c", "")),
        ("Pasal 17 berdasarkan pertimbangan", ("", "")),
    ],
)
def test_the_letter_is_read_as_people_cite_it(text: str, ground: tuple[str, str]) -> None:
    assert ground_of(text) == ground


@pytest.mark.law("A03")
def test_the_act_beside_the_one_on_public_information_is_read() -> None:
    assert act_of("UU 14/2008 Pasal 17 huruf j jo. Undang-Undang Nomor 27 Tahun 2022") == "UU 27/2022"
    assert act_of("UU 14 Tahun 2008") == act_of("Perbup 5/2020") == ""
