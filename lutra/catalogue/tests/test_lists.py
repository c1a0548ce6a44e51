"""Signed versions of the list, the difference between two, deliveries by the bodies, and the law's columns."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime

import pytest

from lutra.catalogue import actions, queries
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.errors import ItemIncomplete
from lutra.catalogue.items.form import form_of
from lutra.catalogue.lists import versions
from lutra.catalogue.lists.rows import cells, headings
from lutra.catalogue.models import Item, ListVersion
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.testing import people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


def listed(body: PublicBody, by: Actor, title: str = "Renja 2026", **changes: object) -> Item:
    form = ItemForm(title=title, body=body, kind="any_time").changed(**changes)
    made = actions.add_item(body.government, form=form, by=by, at=AT)
    return actions.publish_item(made, by=by, at=AT)


def holding(of: Government, role: str = Role.PPID_UTAMA) -> Holding:
    return people.user(of, role).holdings.get()


def sign(of: Government, by: Actor, number: str = "188.45/12/2026", **changes: object) -> ListVersion:
    given: dict[str, object] = {"decree_date": date(2026, 1, 5), "at": AT}
    if "signatory" not in changes:
        given["signatory"] = holding(of)
    return actions.sign_list(of, decree_number=number, by=by, **{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.law("P14")
def test_the_list_has_the_seven_columns_of_the_law_then_class_and_link(
    dinkes: PublicBody, budi: Actor
) -> None:
    assert [heading for _code, heading in headings()] == [
        "nomor",
        "ringkasan isi informasi",
        "pejabat/unit/satker yang menguasai",
        "penanggung jawab pembuatan/penerbitan",
        "waktu & tempat pembuatan",
        "bentuk informasi yang tersedia",
        "jangka waktu penyimpanan/retensi arsip",
        "jenis",
        "tautan",
    ]
    item = listed(
        dinkes,
        budi,
        summary="Rencana setahun.",
        holder="Bidang Program",
        responsible="Kepala Dinas",
        made_when="Januari 2026",
        made_at="Masamba",
        forms=("softcopy", "online"),
        retention="5 tahun",
    )
    actions.attach_file(item, url="https://x.example/renja.pdf", by=budi)
    (row,) = versions.current_rows(dinkes.government)
    assert list(cells(row).items()) == [
        ("number", 1),
        ("summary", "Renja 2026: Rencana setahun."),
        ("holder", "Bidang Program, Dinas dinkes"),
        ("responsible", "Kepala Dinas"),
        ("made", "Januari 2026, Masamba"),
        ("forms", "Softcopy, Daring"),
        ("retention", "5 tahun"),
        ("kind", "Setiap saat"),
        ("link", "https://x.example/renja.pdf"),
    ]


@pytest.mark.law("P15")
def test_a_version_has_its_decree_its_signatory_and_its_digest(dinkes: PublicBody, budi: Actor) -> None:
    lutra = dinkes.government
    listed(dinkes, budi)
    version = sign(lutra, budi)
    frozen = versions.content(version)
    assert frozen["decree"] == {"number": "188.45/12/2026", "date": "2026-01-05"}
    assert frozen["signatory"] == {
        "signed_by": str(version.signatory),
        "post": "PPID Utama",
        "held_by": version.holding_decree,
    }
    assert version.sha256 == hashlib.sha256(versions.canonical(frozen)).hexdigest()
    entry = history(("list_version", version.pk), government_id=lutra.pk).get()
    assert (entry.kind, entry.data["sha256"]) == ("list.signed", version.sha256)


@pytest.mark.law("P15")
def test_older_versions_are_kept_as_they_were(dinkes: PublicBody, budi: Actor) -> None:
    lutra = dinkes.government
    item = listed(dinkes, budi)
    first = sign(lutra, budi, "1/2026")
    frozen = versions.frozen_bytes(first)
    actions.change_item(item, form=form_of(item).changed(title="Renja 2026 Perubahan"), by=budi)
    second = sign(lutra, budi, "2/2026")
    assert [version.number for version in queries.versions(lutra)] == [2, 1]
    assert versions.frozen_bytes(ListVersion.objects.get(pk=first.pk)) == frozen
    assert versions.content(second)["items"][0]["title"] == "Renja 2026 Perubahan"
    assert queries.newest_version(lutra) == second


def test_a_version_that_was_tampered_with_says_so(dinkes: PublicBody, budi: Actor) -> None:
    listed(dinkes, budi)
    version = sign(dinkes.government, budi)
    ListVersion.objects.filter(pk=version.pk).update(sha256="0" * 64)
    with pytest.raises(ValueError, match="sidiknya"):
        versions.content(ListVersion.objects.get(pk=version.pk))


@pytest.mark.law("P16")
def test_the_difference_names_what_was_added_removed_and_changed(dinkes: PublicBody, budi: Actor) -> None:
    lutra = dinkes.government
    kept, gone, altered = (listed(dinkes, budi, title) for title in ("Profil", "SOP", "Renja 2026"))
    first = sign(lutra, budi, "1/2026")
    assert queries.diff(first, None).is_empty
    actions.withdraw_item(gone, reason="Ganda", by=budi)
    actions.change_item(altered, form=form_of(altered).changed(retention="2 tahun", holder="X"), by=budi)
    new = listed(dinkes, budi, "LKjIP 2025")
    second = sign(lutra, budi, "2/2026")
    for found in (queries.diff(first, second), queries.diff(first, None)):
        assert [row["number"] for row in found.added] == [new.number]
        assert [row["number"] for row in found.removed] == [gone.number]
        assert [(row.after["number"], row.fields) for row in found.changed] == [
            (altered.number, ("holder", "retention"))
        ]
    assert kept.number not in {row["number"] for row in found.added}
    assert len(queries.diff(None, second).added) == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "decree_number"),
        ({"number": "1/2026"}, "decree_number"),
        ({"number": "x" * 121}, "decree_number"),
        ({"decree_date": date(2026, 1, 6)}, "decree_date"),
        ({"decree_date": date(2025, 12, 31)}, "decree_date"),
    ],
)
def test_a_decree_that_cannot_be_right_is_refused(
    dinkes: PublicBody, budi: Actor, changes: dict[str, object], field: str
) -> None:
    listed(dinkes, budi)
    sign(dinkes.government, budi, "1/2026")
    with pytest.raises(ItemIncomplete) as refusal:
        sign(dinkes.government, budi, **{"number": "2/2026", **changes})  # type: ignore[arg-type]
    assert set(refusal.value.problems) == {field}
    assert queries.versions(dinkes.government).count() == 1


def test_whoever_signs_holds_a_post_with_the_right_on_that_day(dinkes: PublicBody, budi: Actor) -> None:
    lutra = dinkes.government
    listed(dinkes, budi)
    ended = holding(lutra)
    ended.ends_on = date(2025, 12, 31)
    ended.save()
    for wrong in (ended, holding(lutra, Role.DESK_OFFICER), holding(people.government("73.17"))):
        with pytest.raises(ItemIncomplete) as refusal:
            sign(lutra, budi, signatory=wrong)
        assert set(refusal.value.problems) == {"signatory"}
    acting = holding(lutra, Role.SUPERIOR)
    acting.capacity = Holding.Capacity.ACTING
    acting.save()
    assert sign(lutra, budi, signatory=acting).signed_as == "Plt. Atasan PPID"


def test_an_empty_list_is_not_signed_and_only_the_main_ppid_records_it(
    dinkes: PublicBody, budi: Actor
) -> None:
    with pytest.raises(ItemIncomplete, match="Belum ada butir"):
        sign(dinkes.government, budi)
    citra = people.officer(dinkes.government, Role.PPID_PELAKSANA, body=dinkes, name="Citra")
    with pytest.raises(NotPermitted):
        sign(dinkes.government, citra)


@pytest.mark.law("P13")
def test_what_is_not_listed_is_in_no_version(dinkes: PublicBody, budi: Actor) -> None:
    lutra = dinkes.government
    listed(dinkes, budi)
    draft = ItemForm(title="Rancangan rahasia", body=dinkes, kind="any_time")
    actions.add_item(lutra, form=draft, by=budi)
    actions.withdraw_item(listed(dinkes, budi, "Cabutan rahasia"), reason="Keliru", by=budi)
    listed(people.body(people.government("73.17"), "x"), _abroad(), "Milik orang rahasia")
    assert "rahasia" not in json.dumps(versions.content(sign(lutra, budi)))


def _abroad() -> Actor:
    return people.officer(Government.objects.get(code="73.17"), Role.PPID_UTAMA)


@pytest.mark.law("P17")
def test_a_body_that_delivered_on_1_september_is_late_on_2_march(dinkes: PublicBody) -> None:
    own = people.officer(dinkes.government, Role.PPID_PELAKSANA, body=dinkes)
    listed(dinkes, own, kind="periodic", updated_on=date(2025, 1, 1))
    made = actions.deliver(dinkes, by=own, at=datetime(2025, 9, 1, 1, tzinfo=UTC))
    assert (made.delivered_on, made.items, made.overdue) == (date(2025, 9, 1), 1, 1)
    assert not queries.part_of(dinkes, on=date(2026, 3, 1)).is_late
    assert queries.part_of(dinkes, on=date(2026, 3, 2)).is_late


def test_only_the_body_itself_or_the_main_ppid_delivers(dinkes: PublicBody, budi: Actor) -> None:
    citra = people.officer(
        dinkes.government, Role.PPID_PELAKSANA, body=people.body(dinkes.government, "dikbud"), name="Citra"
    )
    with pytest.raises(NotPermitted):
        actions.deliver(dinkes, by=citra)
    assert actions.deliver(dinkes, by=budi).body == dinkes


def test_the_view_of_all_bodies_counts_items_classes_and_lateness(dinkes: PublicBody, budi: Actor) -> None:
    lutra = dinkes.government
    people.body(lutra, "dikbud")
    people.body(lutra, "desa-laba", kind=PublicBody.Kind.VILLAGE)
    listed(dinkes, budi, kind="periodic", updated_on=date(2025, 1, 1))
    listed(dinkes, budi, "SOP")
    actions.add_item(lutra, form=ItemForm(title="Draf", body=dinkes, kind="immediate"), by=budi)
    actions.deliver(dinkes, by=budi, at=AT)
    empty, full = queries.overview(lutra, on=date(2026, 2, 1))
    assert (empty.body.slug, empty.items, empty.is_late, empty.due) == ("dikbud", 0, True, None)
    assert (full.items, full.drafts, full.overdue, full.is_late) == (2, 1, 1, False)
    assert dict(full.classes) == {"periodic": 1, "immediate": 0, "any_time": 1}
    assert (full.delivered_on, full.due) == (date(2026, 1, 5), date(2026, 7, 5))
