"""From a village's site to the list: what is kept, what becomes an item, what goes, and who is asked when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lutra.catalogue.items.deeds import change_item, withdraw_item
from lutra.catalogue.items.form import form_of
from lutra.catalogue.models import Item
from lutra.channels.opensid import harvesting, taking
from lutra.channels.opensid.letting import let_out
from lutra.channels.opensid.models import Harvest, HarvestedRow, VillageSource
from lutra.channels.opensid.tests.conftest import HERE, NOW, THERE, Web, names, row_of, shown
from lutra.directory.actors import Actor
from lutra.documents.models import Document
from lutra.documents.queries import content

DAY = timedelta(days=1)
State = HarvestedRow.State


def ask(source: VillageSource, web: Web, *, at: timedelta = timedelta(), full: bool = True) -> Harvest:
    source.refresh_from_db()
    done = harvesting.harvest(source, full=full, opener=web, resolver=names, at=NOW + at)
    assert done is not None
    source.refresh_from_db()
    return done


def test_what_a_village_shows_becomes_an_item_that_nobody_sees_yet(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    item = row_of(tolada).item
    assert item is not None
    assert (item.title, item.kind, item.year, item.place_id) == ("APBDes 12", "periodic", 2026, HERE)
    assert (item.key, item.source, item.source_ref) == (f"opensid:{HERE}:12", "harvest", f"{HERE}:12")
    assert item.body.region_id == HERE
    assert (item.is_public, item.published_at) == (False, None)


def test_what_came_is_kept_as_it_came_before_it_is_read(tolada: VillageSource, web: Web) -> None:
    web.put("https://tolada.desa.example/index.php/api_informasi_publik/ppid", b"<html>galat &\xff")
    done = ask(tolada, web)
    assert done.document is not None
    assert content(done.document) == b"<html>galat &\xff"
    assert (done.document.is_sealed, done.problem, tolada.problem) == (True, "unreadable", "unreadable")


def test_the_same_bytes_are_kept_once(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown())
    first, second = ask(tolada, web), ask(tolada, web, at=DAY)
    assert first.document_id == second.document_id


@pytest.mark.parametrize(
    "hidden", [{"kategori": "4"}, {"enabled": "0"}, {"enabled": "2"}, {"kategori": ""}, {"nama": ""}]
)
def test_what_a_village_withholds_never_becomes_an_item(
    tolada: VillageSource, web: Web, hidden: dict[str, Any]
) -> None:
    web.show("tolada.desa.example", shown(**hidden))
    ask(tolada, web)
    assert not Item.objects.exists()
    row = row_of(tolada)
    assert (row.state, bool(row.reason)) == (State.WITHHELD, True)


@pytest.mark.parametrize("hidden", [{"kategori": "4"}, {"enabled": "0"}, {"aksi": "3"}])
def test_what_turns_hidden_is_withdrawn_with_its_reason(
    tolada: VillageSource, web: Web, budi: Actor, hidden: dict[str, Any]
) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    let_out(row_of(tolada), by=budi, at=NOW)
    web.show("tolada.desa.example", shown(**hidden))
    ask(tolada, web, at=DAY)
    item = Item.objects.get()
    assert (item.is_public, item.withdrawn_at) == (False, NOW + DAY)
    assert "Tolada" in item.withdrawn_reason


def test_what_vanishes_from_a_list_of_all_documents_is_withdrawn(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(1), shown(2))
    ask(tolada, web)
    web.show("tolada.desa.example", shown(2))
    ask(tolada, web, at=DAY)
    assert (row_of(tolada, 1).state, row_of(tolada, 2).state) == (State.GONE, State.LISTED)
    assert [item.withdrawn_at is not None for item in Item.objects.order_by("number")] == [True, False]


def test_what_a_list_of_changes_does_not_name_stays(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(1), shown(2))
    ask(tolada, web)
    web.show("tolada.desa.example", shown(2, aksi="2", nama="APBDes dua"), delivery="perubahan")
    ask(tolada, web, at=DAY, full=False)
    assert web.asked[-1].endswith("?tgl_dari=22-11-2026")
    assert (row_of(tolada, 1).state, Item.objects.get(key__endswith=":2").title) == (
        State.LISTED,
        "APBDes dua",
    )


def test_a_list_that_was_cut_off_withdraws_nothing(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(1), shown(2))
    ask(tolada, web)
    url = "https://tolada.desa.example/index.php/api_informasi_publik/ppid"
    web.put(url, web.pages[url].body.replace(b"}, {", b"}, ", 1))  # type: ignore[union-attr]
    ask(tolada, web, at=DAY)
    assert row_of(tolada, 2).state == State.LISTED


def test_when_most_is_missing_at_once_the_next_list_decides(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", *(shown(number) for number in range(1, 7)))
    ask(tolada, web)
    web.show("tolada.desa.example", shown(1))
    ask(tolada, web, at=DAY)
    assert (tolada.problem, row_of(tolada, 2).state) == ("suspicious", State.LISTED)
    assert harvesting._since(tolada, NOW + 2 * DAY) is None  # the next one is a full one
    ask(tolada, web, at=2 * DAY, full=False)
    assert (tolada.problem, row_of(tolada, 2).state) == ("", State.GONE)


def test_what_was_missing_once_and_is_there_again_stays(tolada: VillageSource, web: Web) -> None:
    rows = [shown(number) for number in range(1, 7)]
    for at, now_shown in enumerate((rows, rows[:1], rows, rows[:1])):
        web.show("tolada.desa.example", *now_shown)
        ask(tolada, web, at=at * DAY)
    assert (tolada.problem, row_of(tolada, 2).state) == ("suspicious", State.LISTED)


def test_a_draft_follows_what_the_village_changes_and_keeps_what_an_officer_wrote(
    tolada: VillageSource, web: Web, budi: Actor
) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    item = Item.objects.get()
    change_item(item, form=form_of(item).changed(summary="Anggaran desa."), by=budi)
    web.show("tolada.desa.example", shown(nama="APBDes Perubahan 2026", kategori="3"))
    ask(tolada, web, at=DAY)
    item.refresh_from_db()
    assert (item.title, item.kind, item.summary) == ("APBDes Perubahan 2026", "any_time", "Anggaran desa.")


def test_a_change_of_what_is_public_waits_for_an_officer(
    tolada: VillageSource, web: Web, budi: Actor
) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    let_out(row_of(tolada), by=budi, at=NOW)
    web.show("tolada.desa.example", shown(nama="APBDes Perubahan 2026"))
    ask(tolada, web, at=DAY)
    ask(tolada, web, at=2 * DAY)
    assert (row_of(tolada).state, Item.objects.get().title) == (State.WAITING, "APBDes 12")
    let_out(row_of(tolada), by=budi, at=NOW + 2 * DAY)
    assert (row_of(tolada).state, Item.objects.get().title) == (State.LISTED, "APBDes Perubahan 2026")


def test_what_comes_back_waits_for_an_officer_if_it_was_public(
    tolada: VillageSource, web: Web, budi: Actor
) -> None:
    web.show("tolada.desa.example", shown(1), shown(2))
    ask(tolada, web)
    let_out(row_of(tolada, 1), by=budi, at=NOW)
    web.show("tolada.desa.example", shown(1, enabled="0"), shown(2, enabled="0"))
    ask(tolada, web, at=DAY)
    web.show("tolada.desa.example", shown(1), shown(2))
    ask(tolada, web, at=2 * DAY)
    was_public, draft = row_of(tolada, 1), row_of(tolada, 2)
    assert (was_public.state, draft.state) == (State.WAITING, State.LISTED)
    assert was_public.item is not None
    assert draft.item is not None
    assert (was_public.item.state, draft.item.state) == ("withdrawn", "draft")
    assert let_out(was_public, by=budi, at=NOW + 2 * DAY).is_public


def test_what_an_officer_withdrew_stays_withdrawn(tolada: VillageSource, web: Web, budi: Actor) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    withdraw_item(Item.objects.get(), reason="Salah unggah.", by=budi, at=NOW)
    for day in (1, 2):
        ask(tolada, web, at=day * DAY)
    row = row_of(tolada)
    assert (row.state, Item.objects.get().state) == (State.REFUSED, "withdrawn")
    assert "Salah unggah." in row.reason


def test_two_villages_with_the_same_number_have_an_item_each(
    tolada: VillageSource, pute_mata: VillageSource, web: Web
) -> None:
    web.show("tolada.desa.example", shown())
    web.show("putemata.desa.example", shown(kode_desa=THERE))
    ask(tolada, web)
    ask(pute_mata, web)
    assert set(Item.objects.values_list("key", flat=True)) == {f"opensid:{HERE}:12", f"opensid:{THERE}:12"}


def test_the_rows_of_another_village_are_refused(
    tolada: VillageSource, pute_mata: VillageSource, web: Web
) -> None:
    web.show("tolada.desa.example", shown(1), shown(2, kode_desa=THERE))
    done = ask(tolada, web)
    assert [item.key for item in Item.objects.all()] == [f"opensid:{HERE}:1"]
    assert any(THERE in error for error in done.errors)
    web.show("putemata.desa.example", shown(3))
    ask(pute_mata, web)
    assert (pute_mata.problem, pute_mata.answered_at, Item.objects.count()) == ("other_village", None, 1)


def test_rows_of_the_village_that_have_no_number_are_no_other_village_s(
    tolada: VillageSource, web: Web
) -> None:
    web.show("tolada.desa.example", shown(id="dua belas"))
    ask(tolada, web)
    assert (tolada.problem, HarvestedRow.objects.count()) == ("unreadable", 0)


def test_a_title_that_names_somebody_is_no_item_and_says_why(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(nama="SKTM a.n. NIK 7322034107900001"))
    ask(tolada, web)
    row = row_of(tolada)
    assert (row.state, row.item) == (State.REFUSED, None)
    assert "data pribadi" in row.reason


def test_asking_again_changes_nothing(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(1), shown(2, kategori="4"))
    ask(tolada, web)
    before = list(Item.objects.values("pk", "revision")), list(HarvestedRow.objects.values("pk", "state"))
    ask(tolada, web, at=DAY)
    after = list(Item.objects.values("pk", "revision")), list(HarvestedRow.objects.values("pk", "state"))
    assert before == after


def test_of_two_who_ask_at_once_one_goes_away(tolada: VillageSource, web: Web) -> None:
    def ask_inside(target: Any, *, timeout: float) -> Any:
        again = VillageSource.objects.get(pk=tolada.pk)
        assert harvesting.harvest(again, opener=web, resolver=names, at=NOW) is None
        return web(target, timeout=timeout)

    web.show("tolada.desa.example", shown())
    assert harvesting.harvest(tolada, opener=ask_inside, resolver=names, at=NOW) is not None
    assert (len(web.asked), Item.objects.count()) == (1, 1)


def test_what_was_kept_by_somebody_who_was_killed_is_read_by_the_next(
    tolada: VillageSource, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.show("tolada.desa.example", shown(1), shown(2))
    real = taking._take

    def killed(source: VillageSource, one: Any, **more: Any) -> Any:
        if one.provider_id.endswith(":2"):
            raise KeyboardInterrupt
        return real(source, one, **more)

    with monkeypatch.context() as patched:
        patched.setattr(taking, "_take", killed)
        with pytest.raises(KeyboardInterrupt):
            ask(tolada, web)
    assert (Item.objects.count(), Harvest.objects.filter(read_at=None).count()) == (1, 1)
    web.put("https://tolada.desa.example/index.php/api_informasi_publik/ppid", TimeoutError())
    ask(tolada, web, at=DAY)
    assert (Item.objects.count(), Harvest.objects.filter(read_at=None).count()) == (2, 0)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [(TimeoutError(), "timeout"), (ConnectionResetError(), "no_answer")],
)
def test_a_village_that_does_not_answer_is_left_alone_longer_each_time(
    tolada: VillageSource, web: Web, fault: Exception, problem: str
) -> None:
    web.put("https://tolada.desa.example/index.php/api_informasi_publik/ppid", fault)
    pauses = []
    for _try in range(3):
        ask(tolada, web)
        pauses.append(tolada.next_at - NOW)
    hour = timedelta(hours=1)
    assert (tolada.problem, pauses) == (problem, [hour, 2 * hour, 4 * hour])
    assert harvesting.pause(30) == timedelta(days=7)
    web.show("tolada.desa.example")
    ask(tolada, web)
    assert (tolada.problem, tolada.failures, tolada.next_at) == ("", 0, NOW + DAY)


def test_an_answer_with_an_error_is_kept_and_told_by_its_status(tolada: VillageSource, web: Web) -> None:
    web.put("https://tolada.desa.example/index.php/api_informasi_publik/ppid", b"Galat", status=500)
    done = ask(tolada, web)
    assert (done.status, tolada.problem, tolada.detail) == (500, "status", "500")
    assert done.document is not None


def test_a_site_in_our_own_house_is_never_asked(tolada: VillageSource, web: Web) -> None:
    harvesting.harvest(tolada, opener=web, resolver=lambda _host, _port: ["10.0.0.7"], at=NOW)
    tolada.refresh_from_db()
    assert (web.asked, tolada.problem) == ([], "refused_address")


def test_a_demo_and_what_is_switched_off_are_not_due(tolada: VillageSource) -> None:
    assert list(harvesting.due(at=NOW)) == [tolada]
    VillageSource.objects.update(is_enabled=False)
    assert not harvesting.due(at=NOW).exists()
    VillageSource.objects.update(is_enabled=True)
    tolada.government.is_demo = True
    tolada.government.save()
    assert not harvesting.due(at=NOW).exists()


def test_what_was_kept_can_be_read_again(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    HarvestedRow.objects.all().delete()  # as if the reader had understood nothing
    assert harvesting.read_again(tolada, at=NOW + DAY) is not None
    assert (row_of(tolada).state, Item.objects.count()) == (State.LISTED, 1)


def test_what_came_long_ago_is_destroyed_and_the_newest_answer_kept(
    tolada: VillageSource, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvesting, "FORGOTTEN_AT_ONCE", 2)
    for day in (0, 1, 2, 100):
        web.show("tolada.desa.example", shown(day + 1))
        ask(tolada, web, at=day * DAY)
    documents = [one.document for one in Harvest.objects.order_by("pk")]
    assert [document is not None for document in documents] == [False, False, False, True]
    assert Document.objects.filter(purged_at__isnull=False).count() == 3
    assert harvesting.read_again(tolada, at=NOW + 100 * DAY) is not None
