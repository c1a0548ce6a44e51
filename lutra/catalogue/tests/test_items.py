"""The deeds on one item of the list: who may do them, what they write, and when an item must be renewed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from lutra.catalogue import actions, queries
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.errors import ItemChangedMeanwhile, ItemIncomplete, ItemNotNow
from lutra.catalogue.items.form import form_of, gaps
from lutra.catalogue.models import Item
from lutra.directory import actors
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.testing import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


def form(body: PublicBody, **changes: object) -> ItemForm:
    fields: dict[str, object] = {
        "title": "Laporan Realisasi Anggaran 2025",
        "kind": "periodic",
        "holder": "Subbagian Keuangan",
        "responsible": "Sekretaris Dinas",
        "made_on": date(2026, 1, 2),
        "made_at": "Masamba",
        "forms": ("softcopy",),
        "retention": "5 tahun",
    }
    return ItemForm(body=body, **{**fields, **changes})  # type: ignore[arg-type]


def added(body: PublicBody, by: actors.Actor, **changes: object) -> Item:
    return actions.add_item(body.government, form=form(body, **changes), by=by, at=AT)


def listed(body: PublicBody, by: actors.Actor, **changes: object) -> Item:
    return actions.publish_item(added(body, by, **changes), by=by, at=AT)


def kinds(item: Item) -> list[str]:
    return [entry.kind for entry in history(("item", item.pk), government_id=item.government_id)]


def test_items_are_numbered_without_a_gap(dinkes: PublicBody, budi: actors.Actor) -> None:
    first = added(dinkes, budi)
    with pytest.raises(ItemIncomplete):
        added(dinkes, budi, title="")
    assert [first.number, added(dinkes, budi, title="Renja 2026").number] == [1, 2]


def test_every_deed_has_its_entry_in_the_book(dinkes: PublicBody, budi: actors.Actor) -> None:
    item = listed(dinkes, budi)
    actions.change_item(item, form=form_of(item).changed(retention="10 tahun"), by=budi)
    actions.renew_item(item, by=budi)
    actions.withdraw_item(item, reason="Ganda dengan nomor 2.", by=budi)
    actions.restore_item(item, by=budi)
    assert kinds(item) == [
        "item.added", "item.published", "item.changed", "item.renewed", "item.withdrawn", "item.restored",
    ]  # fmt: skip


def test_a_change_that_changes_nothing_writes_nothing(dinkes: PublicBody, budi: actors.Actor) -> None:
    item = added(dinkes, budi)
    actions.change_item(item, form=form_of(item), by=budi)
    assert (item.revision, kinds(item)) == (0, ["item.added"])


@pytest.mark.law("P01")
def test_periodic_information_is_overdue_after_six_months(dinkes: PublicBody, budi: actors.Actor) -> None:
    item = listed(dinkes, budi, updated_on=date(2025, 8, 31))
    assert item.next_due == date(2026, 2, 28)
    assert not item.is_overdue(date(2026, 2, 28))
    assert item.is_overdue(date(2026, 3, 1))
    assert list(queries.overdue(dinkes.government, date(2026, 2, 28))) == []
    assert list(queries.overdue(dinkes.government, date(2026, 3, 1))) == [item]


def test_only_periodic_information_has_a_date_by_itself(dinkes: PublicBody, budi: actors.Actor) -> None:
    assert listed(dinkes, budi, kind="any_time", updated_on=date(2020, 1, 1)).next_due is None


def test_renewing_moves_the_due_date_and_changing_the_class_takes_it_away(
    dinkes: PublicBody, budi: actors.Actor
) -> None:
    item = listed(dinkes, budi, updated_on=date(2025, 8, 31))
    actions.renew_item(item, on=date(2026, 1, 5), by=budi, at=AT)
    assert item.next_due == date(2026, 7, 5)
    actions.change_item(item, form=form_of(item).changed(kind="any_time"), by=budi)
    assert item.next_due is None


def test_nothing_is_renewed_in_the_future(dinkes: PublicBody, budi: actors.Actor) -> None:
    with pytest.raises(ItemIncomplete, match="hari ini"):
        actions.renew_item(listed(dinkes, budi), on=date(2026, 1, 6), by=budi, at=AT)


def test_a_body_maintains_its_own_part_only(lutra: Government, dinkes: PublicBody) -> None:
    dikbud = people.body(lutra, "dikbud")
    own = people.officer(lutra, Role.PPID_PELAKSANA, body=dinkes)
    item = listed(dinkes, own)
    with pytest.raises(NotPermitted):
        added(dikbud, own)
    with pytest.raises(NotPermitted):
        actions.change_item(item, form=form_of(item).changed(body=dikbud), by=own)
    other = people.officer(lutra, Role.PPID_PELAKSANA, body=dikbud)
    for deed in (
        lambda: actions.change_item(item, form=form(dinkes, title="Lain"), by=other),
        lambda: actions.withdraw_item(item, reason="Iseng", by=other),
        lambda: actions.renew_item(item, by=other),
    ):
        with pytest.raises(NotPermitted):
            deed()


def test_another_governments_item_is_out_of_reach(lutra: Government, dinkes: PublicBody) -> None:
    item = listed(dinkes, people.officer(lutra, Role.PPID_UTAMA))
    abroad = people.government("73.17")
    citra = people.officer(abroad, Role.PPID_UTAMA, name="Citra")
    with pytest.raises(NotPermitted):
        actions.withdraw_item(item, reason="Bukan milik saya.", by=citra)
    with pytest.raises(NotPermitted):
        actions.open_item(abroad, title="X", body=dinkes, source="ruling", source_ref="dispute:1", by=citra)
    assert list(queries.items(abroad)) == []


@pytest.mark.parametrize("role", [Role.DESK_OFFICER, Role.SUPERIOR, Role.LEADER, Role.ADMINISTRATOR])
def test_other_roles_may_not_write(lutra: Government, dinkes: PublicBody, role: str) -> None:
    with pytest.raises(NotPermitted):
        added(dinkes, people.officer(lutra, role, name="Citra"))


def test_the_second_of_two_officers_is_told(dinkes: PublicBody, budi: actors.Actor) -> None:
    item = added(dinkes, budi)
    stale = Item.objects.get(pk=item.pk)
    actions.change_item(item, form=form_of(item).changed(retention="10 tahun"), by=budi, seen=0)
    with pytest.raises(ItemChangedMeanwhile, match="petugas lain"):
        actions.change_item(stale, form=form_of(item).changed(retention="2 tahun"), by=budi, seen=0)
    assert Item.objects.get(pk=item.pk).retention == "10 tahun"


def test_a_withdrawal_needs_a_reason_and_can_be_undone(dinkes: PublicBody, budi: actors.Actor) -> None:
    item = listed(dinkes, budi)
    with pytest.raises(ItemIncomplete, match="alasan"):
        actions.withdraw_item(item, reason=" ", by=budi)
    actions.withdraw_item(item, reason="Ganda dengan nomor 2.", by=budi)
    assert item.state == "withdrawn"
    assert list(queries.public_items(dinkes.government)) == []
    with pytest.raises(ItemNotNow):
        actions.publish_item(item, by=budi)
    actions.restore_item(item, by=budi)
    assert item.state == "published"
    with pytest.raises(ItemNotNow):
        actions.restore_item(item, by=budi)


def test_a_draft_that_was_withdrawn_comes_back_as_a_draft(dinkes: PublicBody, budi: actors.Actor) -> None:
    item = actions.withdraw_item(added(dinkes, budi), reason="Keliru.", by=budi)
    assert actions.restore_item(item, by=budi).state == "draft"


@pytest.mark.law("P28")
def test_the_plain_summary_holds_150_words_and_no_more(dinkes: PublicBody, budi: actors.Actor) -> None:
    assert added(dinkes, budi, plain_summary="kata " * 150).plain_summary
    with pytest.raises(ItemIncomplete, match="150 kata, sekarang 151"):
        added(dinkes, budi, plain_summary="kata " * 151)


def test_what_is_wrong_is_said_field_by_field(dinkes: PublicBody, budi: actors.Actor) -> None:
    abroad = people.body(people.government("73.17"), "lain")
    with pytest.raises(ItemIncomplete) as refusal:
        added(
            dinkes,
            budi,
            title="x" * 301,
            kind="secret",
            forms=("papyrus",),
            dataset={"colour": "red"},
            period_from=date(2026, 1, 2),
            period_until=date(2026, 1, 1),
        )
    assert set(refusal.value.problems) == {"title", "kind", "forms", "dataset", "period_until"}
    with pytest.raises(NotPermitted):
        added(abroad, budi)


def test_the_columns_that_are_empty_are_named(dinkes: PublicBody, budi: actors.Actor) -> None:
    assert gaps(added(dinkes, budi)) == ()
    bare = added(dinkes, budi, title="SOP", holder="", made_on=None, retention="")
    assert gaps(bare) == (
        "pejabat/unit/satker yang menguasai",
        "waktu & tempat pembuatan",
        "jangka waktu penyimpanan/retensi arsip",
    )


def test_the_year_is_of_the_period_else_of_the_title_else_of_the_making(
    dinkes: PublicBody, budi: actors.Actor
) -> None:
    assert added(dinkes, budi).year == 2025
    assert added(dinkes, budi, title="Renja", period_from=date(2027, 1, 1)).year == 2027
    assert added(dinkes, budi, title="Profil").year == 2026
    assert added(dinkes, budi, title="Visi", made_on=None).year is None


@pytest.mark.law("A22")
def test_what_a_ruling_opens_is_listed_the_same_day_and_once(dinkes: PublicBody, lutra: Government) -> None:
    superior = people.officer(lutra, Role.SUPERIOR)
    opened = [
        actions.open_item(
            lutra,
            title="Kontrak Jembatan Malimbu",
            body=dinkes,
            source=Item.Source.RULING,
            source_ref="dispute:7",
            by=superior,
            at=AT,
        )
        for _time in range(2)
    ]
    assert opened[0] == opened[1]
    assert [(item.title, item.kind, item.updated_on) for item in queries.public_items(lutra)] == [
        ("Kontrak Jembatan Malimbu", "any_time", date(2026, 1, 5))
    ]


def test_many_are_published_together_or_not_at_all(lutra: Government, dinkes: PublicBody) -> None:
    budi = people.officer(lutra, Role.PPID_UTAMA)
    dikbud = people.body(lutra, "dikbud")
    drafts = [added(dinkes, budi), added(dikbud, budi)]
    own = people.officer(lutra, Role.PPID_PELAKSANA, body=dinkes)
    with pytest.raises(NotPermitted):
        actions.publish_items(drafts, by=own)
    assert queries.public_items(lutra).count() == 0
    assert len(actions.publish_items(drafts, by=budi)) == 2


def test_lists_are_narrowed_by_class_body_year_state_and_words(lutra: Government, dinkes: PublicBody) -> None:
    budi = people.officer(lutra, Role.PPID_UTAMA)
    dikbud = people.body(lutra, "dikbud")
    lra = listed(dinkes, budi, updated_on=date(2025, 1, 1))
    renja = added(dikbud, budi, title="Rencana Kerja 2026", kind="any_time")
    gone = actions.withdraw_item(added(dikbud, budi, title="Salah 2024"), reason="Keliru", by=budi)

    def found(**wanted: object) -> list[Item]:
        return list(queries.items(lutra, queries.Wanted(**wanted), on=date(2026, 1, 5)))  # type: ignore[arg-type]

    assert found() == [lra, renja]
    assert found(state="all") == [lra, renja, gone]
    assert found(state="withdrawn") == [gone]
    assert found(state="draft") == [renja]
    assert found(state="listed") == found(state="overdue") == [lra]
    assert found(kind="any_time") == found(body=dikbud.pk) == found(year=2026) == [renja]
    assert found(text="kerja 2026") == found(text="kerja 2") == [renja]
    assert queries.years(lutra) == [2026, 2025, 2024]
