"""Procurement packages: slots, what is not required, the contract without personal data, and import."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lutra.catalogue.items.deeds import withdraw_item
from lutra.catalogue.models import Item, ItemFile
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.documents import actions as documents
from lutra.documents.models import Document, Examination, Finding
from lutra.law import statute
from lutra.law.errors import UnknownEntry
from lutra.ledger.queries import entries as entries_of
from lutra.obligations import packages
from lutra.obligations.contracts import UNKNOWN, personal_kinds
from lutra.obligations.errors import Lacking, MustBeRedacted, ObligationNotNow, UnreadableList
from lutra.obligations.models import Package
from lutra.obligations.package_import import read_packages
from lutra.obligations.packages import PackageForm
from lutra.obligations.tests.conftest import NOW, Publish
from lutra.testing import people

FORM = PackageForm(name="Jembatan Radda", year=2026, value=4_200_000_000, method="Tender", key="RUP-1")


@pytest.fixture
def package(dinkes: PublicBody, budi: Actor) -> Package:
    return packages.enter(dinkes, form=FORM, by=budi, at=NOW)


@pytest.fixture
def contract(lutra: Government, dinkes: PublicBody, publish: Publish) -> ItemFile:
    paper = documents.add(lutra, name="kontrak.pdf", content=b"%PDF-1.4\n%%EOF\n", at=NOW)
    return ItemFile.objects.create(
        government=lutra, item=publish(dinkes, "periodic.i"), document=paper, label="Kontrak", added_at=NOW
    )


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let the gate find these kinds of personal data."""

    def found(*kinds: str) -> None:
        def look(_document: Document) -> tuple[str, ...]:
            return kinds

        monkeypatch.setattr("lutra.obligations.packages.personal_kinds", look)

    return found


@pytest.mark.law("P06")
def test_a_new_package_has_thirty_nine_open_slots(package: Package) -> None:
    (found,) = packages.progress([package])
    assert (found.total, found.done) == (39, 0)
    assert [len(found.stage(stage)) for stage in ("planning", "selection", "execution")] == [1, 23, 15]


@pytest.mark.law("P06")
def test_a_document_that_is_not_required_needs_its_reason(package: Package, budi: Actor) -> None:
    with pytest.raises(Lacking, match="tidak dipersyaratkan"):
        packages.waive(package, slot="environment", reason=" ", by=budi, at=NOW)
    packages.waive(package, slot="environment", reason="Pemeliharaan rutin.", by=budi, at=NOW)
    (found,) = packages.progress([package])
    assert found.done == 1
    assert {one.slot.code: one.reason for one in found.slots if one.reason} == {
        "environment": "Pemeliharaan rutin."
    }


def test_an_item_fills_a_slot_and_takes_the_reason_s_place(
    package: Package, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    packages.waive(package, slot="rup", reason="Belum diumumkan.", by=budi, at=NOW)
    item = publish(dinkes, "periodic.i")
    packages.place(package, slot="rup", item=item, by=budi, at=NOW)
    (found,) = packages.progress([package])
    assert (found.done, found.slots[0].reason, len(found.slots[0].documents)) == (1, "", 1)
    with pytest.raises(ObligationNotNow):
        packages.place(package, slot="rup", item=item, by=budi, at=NOW)
    with pytest.raises(ObligationNotNow):
        packages.waive(package, slot="rup", reason="Tidak ada.", by=budi, at=NOW)
    packages.clear(found.slots[0].documents[0], by=budi, at=NOW)
    assert packages.progress([package])[0].done == 0


def test_an_item_that_was_withdrawn_opens_its_slot_again(
    package: Package, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    item = publish(dinkes, "periodic.i")
    packages.place(package, slot="rup", item=item, by=budi, at=NOW)
    withdraw_item(item, reason="Keliru.", by=budi, at=NOW)
    assert packages.progress([package])[0].done == 0


def test_a_slot_that_the_law_does_not_know_is_refused(package: Package, budi: Actor) -> None:
    with pytest.raises(UnknownEntry):
        packages.waive(package, slot="invoice_2", reason="Tidak ada.", by=budi, at=NOW)


def test_another_government_s_item_fills_no_slot(package: Package, budi: Actor) -> None:
    beside = people.government("73.17")
    theirs = Item.objects.create(
        government=beside, body=people.body(beside), number=1, title="RUP", kind="periodic",
        created_at=NOW, changed_at=NOW,
    )  # fmt: skip
    with pytest.raises(Lacking):
        packages.place(package, slot="rup", item=theirs, by=budi, at=NOW)


def test_the_body_s_own_ppid_keeps_that_body_s_packages_only(
    package: Package, bpbd: PublicBody, citra: Actor
) -> None:
    assert packages.enter(bpbd, form=FORM.__class__(**{**_fields(), "key": "RUP-2"}), by=citra, at=NOW)
    with pytest.raises(NotPermitted):
        packages.waive(package, slot="rup", reason="Tidak ada.", by=citra, at=NOW)


# --- the contract --------------------------------------------------------------------------------------------------


@pytest.mark.law("P07")
def test_a_contract_with_personal_data_warns_and_must_be_redacted(
    package: Package, contract: ItemFile, budi: Actor, finds: Callable[..., None]
) -> None:
    finds("nik", "account")
    for redacted in (False, True):
        with pytest.raises(MustBeRedacted, match="data pribadi") as refused:
            packages.place(
                package, slot="contract", item=contract.item, file=contract, is_redacted=redacted, by=budi
            )
        assert refused.value.kinds == ("nik", "account")
    finds()
    placed = packages.place(
        package, slot="contract", item=contract.item, file=contract, is_redacted=True, by=budi
    )
    assert placed.is_redacted


@pytest.mark.law("P07")
def test_a_contract_that_nobody_could_look_into_is_published_only_as_redacted(
    package: Package, contract: ItemFile, budi: Actor, finds: Callable[..., None]
) -> None:
    finds("unknown")
    with pytest.raises(MustBeRedacted, match="belum diperiksa"):
        packages.place(package, slot="contract", item=contract.item, file=contract, by=budi)
    packages.place(package, slot="contract", item=contract.item, file=contract, is_redacted=True, by=budi)


@pytest.mark.law("P07")
def test_a_link_to_a_contract_must_be_said_to_be_redacted(
    package: Package, dinkes: PublicBody, budi: Actor, publish: Publish
) -> None:
    item = publish(dinkes, "periodic.i")
    with pytest.raises(MustBeRedacted):
        packages.place(package, slot="contract", item=item, by=budi)
    packages.place(package, slot="contract", item=item, is_redacted=True, by=budi)


def test_what_the_gate_found_decides_and_what_it_has_not_seen_is_unknown(
    lutra: Government, contract: ItemFile
) -> None:
    paper = contract.document
    assert paper is not None
    assert personal_kinds(paper) == (UNKNOWN,)
    look = Examination.objects.create(
        government=lutra, document=paper, sha256=paper.sha256, state="found", asked_at=NOW
    )
    verdicts = {verdict.removes: verdict.code for verdict in statute.finding_verdicts()}
    for number, (kind, verdict) in enumerate(
        [("nik", ""), ("account", verdicts[True]), ("phone", verdicts[False])], start=1
    ):
        Finding.objects.create(
            government=lutra, examination=look, number=number, area="personal", kind=kind,
            severity="blocking", verdict=verdict,
        )  # fmt: skip
    assert personal_kinds(paper) == ("account", "nik")
    Examination.objects.update(sha256="0" * 64)
    assert personal_kinds(paper) == (UNKNOWN,)


def test_other_documents_are_not_held_up(
    package: Package, contract: ItemFile, budi: Actor, finds: Callable[..., None]
) -> None:
    finds("nik")
    packages.place(package, slot="start_order", item=contract.item, file=contract, by=budi)


# --- import --------------------------------------------------------------------------------------------------------

CSV = """Kode RUP;Nama Paket;Satuan Kerja;Tahun Anggaran;Pagu;Metode Pemilihan;Penyedia
RUP-1;Jembatan Radda;Dinas dinkes;2026;Rp4.200.000.000,00;Tender;CV Bumi La Maranginang
;Alat tulis;dinkes;2026;12.500.000;Pengadaan Langsung;
RUP-3;Kapal;Dinas Kelautan;2026;1;Tender;
RUP-4;Motor;dinkes;2026;banyak;Tender;

RUP-5;;dinkes;2026;5;Tender;
"""


def test_a_file_of_packages_is_taken_row_by_row(lutra: Government, dinkes: PublicBody, budi: Actor) -> None:
    outcome = read_packages(lutra, CSV.encode(), by=budi, at=NOW)
    assert (outcome.added, outcome.changed, outcome.unchanged) == (2, 0, 0)
    assert [error.row for error in outcome.errors] == [4, 5, 7]
    assert "Dinas Kelautan" in outcome.errors[0].message
    assert "bukan angka" in outcome.errors[1].message
    values = dict(Package.objects.values_list("name", "value"))
    assert values == {"Jembatan Radda": 4_200_000_000, "Alat tulis": 12_500_000}


def test_the_same_file_again_changes_nothing(lutra: Government, dinkes: PublicBody, budi: Actor) -> None:
    read_packages(lutra, CSV.encode("utf-8-sig"), by=budi, at=NOW)
    entries = entries_of(lutra.pk).count()
    again = read_packages(lutra, CSV.encode(), by=budi, at=NOW)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 2)
    assert entries_of(lutra.pk).count() == entries
    changed = read_packages(lutra, CSV.replace("Radda", "Masamba").encode(), by=budi, at=NOW)
    assert (changed.added, changed.changed) == (0, 1)


def test_a_dry_run_leaves_nothing(lutra: Government, dinkes: PublicBody, budi: Actor) -> None:
    outcome = read_packages(lutra, CSV.encode(), by=budi, dry_run=True, at=NOW)
    assert outcome.added == 2
    assert not Package.objects.exists()
    assert not entries_of(lutra.pk).exists()


def test_a_body_s_ppid_imports_for_that_body_only(
    lutra: Government, dinkes: PublicBody, bpbd: PublicBody, citra: Actor
) -> None:
    outcome = read_packages(lutra, CSV.replace(";dinkes;", ";bpbd;").encode(), by=citra, at=NOW)
    assert outcome.added == 1
    assert "tidak mengelola" in outcome.errors[0].message


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "kosong"),
        (b"PK\x03\x04\x00\x00", "bukan berkas CSV"),
        (b"satu;dua\n1;2\n", "judul kolom"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    content: bytes, says: str, lutra: Government, budi: Actor
) -> None:
    with pytest.raises(UnreadableList, match=says):
        read_packages(lutra, content, by=budi, at=NOW)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1250000", 1_250_000),
        ("1.250.000", 1_250_000),
        ("Rp 1.250.000,00", 1_250_000),
        ("1,250,000.00", 1_250_000),
        ("0", 0),
    ],
)
def test_rupiah_are_read_as_people_write_them(
    typed: str, value: int, lutra: Government, dinkes: PublicBody, budi: Actor
) -> None:
    content = f'Nama;OPD;Tahun;Nilai;Metode\nObat;dinkes;2026;"{typed}";Tender\n'
    assert read_packages(lutra, content.encode(), by=budi, at=NOW).added == 1
    assert Package.objects.get().value == value


def _fields() -> dict[str, object]:
    return {"name": "Tenda", "year": 2026, "value": 1, "method": "Tender"}
