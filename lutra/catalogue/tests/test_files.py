"""Files and links of an item: what is shown, what waits for the gate, and how a correction is told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lutra.catalogue import actions, gate, queries
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.errors import ItemIncomplete, ItemNotNow, NotReleasable
from lutra.catalogue.items import files
from lutra.catalogue.models import Item, ItemFile
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.documents.models import Document
from lutra.ledger.queries import history
from lutra.testing import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
STANDARD = {
    "concept": "Balita stunting",
    "definition": "Balita dengan tinggi di bawah standar",
    "classification": "Kecamatan",
    "measure": "Jumlah",
    "unit": "Jiwa",
}


@pytest.fixture
def item(dinkes: PublicBody, budi: Actor) -> Item:
    form = ItemForm(
        title="Jumlah balita stunting 2025", body=dinkes, kind="periodic", updated_on=date(2025, 7, 1)
    )
    made = actions.add_item(dinkes.government, form=form, by=budi, at=AT)
    return actions.publish_item(made, by=budi, at=AT)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gate lets everything through."""
    monkeypatch.setattr(gate.release, "releasable", set)


def paper(of: Government, sha: str = "a", media_type: str = PDF, **fields: object) -> Document:
    return Document.objects.create(
        government=of, sha256=sha * 64, name="data", media_type=media_type, size=3, created_at=AT, **fields
    )


def test_an_item_may_be_listed_while_its_file_waits(item: Item, budi: Actor) -> None:
    file = actions.attach_file(item, document=paper(item.government), by=budi)
    assert item.is_public
    assert [shown.is_open for shown in queries.shown_files(item)] == [False]
    assert not files.is_shown(file)
    with pytest.raises(NotReleasable, match="putuskan tiap temuan"):
        files.require_public(file)


def test_a_gate_that_cannot_be_asked_withholds(
    item: Item, budi: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(ids: list[int]) -> set[int]:
        raise OSError("the scanner has gone")

    monkeypatch.setattr(gate.release, "releasable", broken)
    actions.attach_file(item, document=paper(item.government), by=budi)
    assert [shown.is_open for shown in queries.shown_files(item)] == [False]


@pytest.mark.usefixtures("opened")
def test_a_file_that_passed_is_shown_until_it_is_taken_off(item: Item, budi: Actor) -> None:
    file = actions.attach_file(item, document=paper(item.government), by=budi)
    assert files.is_shown(file)
    with pytest.raises(ItemIncomplete, match="alasan"):
        actions.remove_file(file, reason="", by=budi)
    actions.remove_file(file, reason="Salah unggah", by=budi)
    assert not files.is_shown(file)
    assert queries.shown_files(item) == []
    assert ItemFile.objects.get() == file


def test_nobodys_letter_becomes_a_file_of_the_list(item: Item, budi: Actor) -> None:
    with pytest.raises(ItemIncomplete, match="identitas"):
        actions.attach_file(item, document=paper(item.government, is_sealed=True), by=budi)


@pytest.mark.usefixtures("opened")
@pytest.mark.law("P33")
def test_a_correction_is_told_and_the_old_digest_is_kept(item: Item, budi: Actor) -> None:
    old = actions.attach_file(item, document=paper(item.government, "a"), label="LRA", by=budi)
    with pytest.raises(ItemIncomplete, match="dikoreksi"):
        actions.replace_file(old, document=paper(item.government, "b"), correction_note=" ", by=budi)
    with pytest.raises(ItemIncomplete, match="sama dengan yang lama"):
        actions.replace_file(old, document=paper(item.government, "a"), correction_note="Angka", by=budi)
    new = actions.replace_file(
        old, document=paper(item.government, "b"), correction_note="Tabel 3 salah jumlah.", by=budi
    )
    (shown,) = queries.shown_files(item)
    assert (shown.file, shown.file.correction_note) == (new, "Tabel 3 salah jumlah.")
    assert [before.document.sha256 for before in shown.corrects if before.document] == ["a" * 64]
    entry = history(("item", item.pk), government_id=item.government_id).last()
    assert entry is not None
    assert (entry.data["old_sha256"], entry.data["sha256"]) == ("a" * 64, "b" * 64)
    with pytest.raises(ItemNotNow):
        actions.replace_file(old, document=paper(item.government, "c"), correction_note="Lagi", by=budi)


def test_new_content_renews_the_due_date(item: Item, budi: Actor) -> None:
    assert item.next_due == date(2026, 1, 1)
    actions.attach_file(item, url="https://ppid.luwuutara.example/lra.csv", by=budi, at=AT)
    assert (item.updated_on, item.next_due) == (date(2026, 1, 5), date(2026, 7, 5))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ppid.luwuutara", "ftp://x.example/a", "https://" + "a" * 600]
)
def test_only_web_addresses_are_links(item: Item, budi: Actor, url: str) -> None:
    with pytest.raises(ItemIncomplete) as refusal:
        actions.attach_file(item, url=url, by=budi)
    assert set(refusal.value.problems) == {"url"}


def test_a_file_or_a_link_and_not_both(item: Item, budi: Actor) -> None:
    for given in ({}, {"document": paper(item.government), "url": "https://x.example/a"}):
        with pytest.raises(ItemIncomplete, match="Pilih satu"):
            actions.attach_file(item, by=budi, **given)  # type: ignore[arg-type]


def test_another_governments_file_and_another_bodys_officer_are_refused(item: Item, budi: Actor) -> None:
    with pytest.raises(ItemIncomplete, match="pemerintah daerah ini"):
        actions.attach_file(item, document=paper(people.government("73.17")), by=budi)
    citra = people.officer(
        item.government, Role.PPID_PELAKSANA, body=people.body(item.government, "dikbud"), name="Citra"
    )
    with pytest.raises(NotPermitted):
        actions.attach_file(item, url="https://x.example/a", by=citra)


@pytest.mark.law("P34")
def test_a_dataset_without_its_unit_is_not_ready_for_satu_data(item: Item, budi: Actor) -> None:
    files = [actions.attach_file(item, document=paper(item.government, media_type=CSV), by=budi)]
    assert queries.readiness(item, files) is None
    for left_out in [*STANDARD, ""]:
        item.dataset = {**STANDARD, left_out: " "} if left_out else dict(STANDARD)
        ready = queries.readiness(item, files)
        assert ready is not None
        assert [element.code for element in ready.missing] == ([left_out] if left_out else [])
        assert ready.is_ready is (not left_out)


@pytest.mark.law("P35")
@pytest.mark.parametrize(
    ("types", "passes"), [([XLSX], False), ([PDF], False), ([XLSX, PDF], False), ([PDF, CSV], True)]
)
def test_a_table_that_only_an_office_program_reads_is_flagged(
    item: Item, budi: Actor, types: list[str], passes: bool
) -> None:
    for number, media_type in enumerate(types):
        actions.attach_file(item, document=paper(item.government, str(number), media_type), by=budi)
    item.dataset = dict(STANDARD)
    ready = queries.readiness(item, item.files.all())
    assert ready is not None
    assert ready.is_machine_readable is passes
    assert ready.is_ready is passes


def test_a_link_tells_its_format_by_its_ending() -> None:
    assert files.format_of(media_type="", name="https://x.example/data.json?x=1") == "json"
    assert files.format_of(media_type="", name="https://x.example/foto.JPEG") == "jpg"
    assert files.format_of(media_type="", name="https://x.example/lihat") == ""
