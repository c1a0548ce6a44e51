"""The files of what villages show, and how anything becomes public: by an officer, or by a named policy."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.catalogue.models import Item, ItemFile
from lutra.channels.opensid import files, harvesting, letting, tasks
from lutra.channels.opensid.errors import NotWaiting, PolicyIncomplete
from lutra.channels.opensid.letting import let_out, let_out_clear, let_out_many
from lutra.channels.opensid.models import HarvestedRow, VillageSource
from lutra.channels.opensid.policy import policy, set_policy
from lutra.channels.opensid.queries import waiting_rows
from lutra.channels.opensid.tests.conftest import NOW, Web, names, row_of, shown
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Holding
from lutra.directory.roles import Role
from lutra.documents import release
from lutra.documents.models import Examination
from lutra.jobs import queue
from lutra.jobs.models import Job
from lutra.testing import people

DAY = timedelta(days=1)
LINK = "https://tolada.desa.example/berkas/apbdes.txt"
FileState = HarvestedRow.FileState


def ask(source: VillageSource, web: Web, *, at: timedelta = timedelta()) -> HarvestedRow:
    """Ask the village, fetch its files, and give its one document."""
    source.refresh_from_db()
    harvesting.harvest(source, full=True, opener=web, resolver=names, at=NOW + at)
    files.fetch_files(source, opener=web, resolver=names, at=NOW + at)
    return row_of(source)


def examined(row: HarvestedRow, *, state: str = "clear") -> None:
    """Let the examination of the row's file end."""
    Examination.objects.filter(document=row.document).update(state=state, finished_at=NOW)


@pytest.fixture
def shows_a_file(web: Web) -> Web:
    web.show("tolada.desa.example", shown(dokumen=LINK))
    web.put(LINK, b"Anggaran desa tahun 2026.\n")
    return web


def test_a_file_is_fetched_kept_and_examined_before_anybody_gets_it(
    tolada: VillageSource, shows_a_file: Web, budi: Actor
) -> None:
    row = ask(tolada, shows_a_file)
    assert row.document is not None
    assert (row.file_state, row.document.name, row.document.listed) == (FileState.KEPT, "apbdes.txt", True)
    assert row.document.body_id == tolada.body_id
    let_out(row, by=budi, at=NOW)
    assert not release.is_releasable(row.document)
    examined(row)
    let_out(row, by=budi, at=NOW)
    assert release.is_releasable(row.document)


def test_a_clear_file_of_a_listed_item_waits_for_an_officer_with_the_others(
    tolada: VillageSource, shows_a_file: Web, budi: Actor
) -> None:
    row = ask(tolada, shows_a_file)
    let_out(row, by=budi, at=NOW)
    assert not waiting_rows(tolada.government).exists()  # it is not examined yet
    examined(row)
    assert list(waiting_rows(tolada.government)) == [row]
    let_out(row, by=budi, at=NOW)
    assert not waiting_rows(tolada.government).exists()


def test_a_file_in_which_something_was_found_waits_though_its_item_is_out(
    tolada: VillageSource, shows_a_file: Web, budi: Actor
) -> None:
    row = ask(tolada, shows_a_file)
    examined(row, state="failed")
    assert let_out(row, by=budi, at=NOW).is_public
    assert row.document is not None
    assert not release.is_releasable(row.document)


def test_a_changed_file_replaces_the_old_one_and_the_same_one_does_not(
    tolada: VillageSource, shows_a_file: Web
) -> None:
    first = ask(tolada, shows_a_file)
    shows_a_file.show("tolada.desa.example", shown(dokumen=LINK, updated_at="2026-11-25 08:00:00"))
    assert ask(tolada, shows_a_file, at=DAY).document == first.document
    shows_a_file.put(LINK, b"Anggaran desa yang diperbaiki.\n")
    shows_a_file.show("tolada.desa.example", shown(dokumen=LINK, updated_at="2026-11-26 08:00:00"))
    second = ask(tolada, shows_a_file, at=2 * DAY)
    assert second.document != first.document
    old, new = ItemFile.objects.order_by("pk")
    assert (old.ended_at is not None, new.replaces_id, new.document) == (True, old.pk, second.document)


def test_a_file_that_the_village_takes_away_goes_from_the_item(
    tolada: VillageSource, shows_a_file: Web
) -> None:
    ask(tolada, shows_a_file)
    shows_a_file.show("tolada.desa.example", shown())
    row = ask(tolada, shows_a_file, at=DAY)
    assert (row.document, row.file_state) == (None, FileState.NONE)
    assert ItemFile.objects.get().ended_at is not None


def test_nothing_is_fetched_of_what_a_village_withholds(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(dokumen=LINK, kategori="4"))
    ask(tolada, web)
    assert LINK not in web.asked


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"", 404, "gone"),
        (b"<!doctype html><html>Tidak ada</html>", 200, "wrong_type"),
        (b"", 200, "wrong_type"),
        (b"\x00\x01\x02", 200, "wrong_type"),
    ],
)
def test_a_file_that_cannot_be_had_is_told_and_not_tried_again(
    tolada: VillageSource, web: Web, content: bytes, status: int, problem: str
) -> None:
    web.show("tolada.desa.example", shown(dokumen=LINK))
    web.put(LINK, content, status=status)
    row = ask(tolada, web)
    assert (row.file_state, row.file_problem, row.document) == (FileState.FAILED, problem, None)


def test_a_file_that_may_come_later_is_tried_again_some_times(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(dokumen=LINK))
    web.put(LINK, TimeoutError())
    row = ask(tolada, web)
    assert (row.file_state, row.file_next_at) == (FileState.WANTED, NOW + timedelta(hours=1))
    assert files.fetch_files(tolada, opener=web, resolver=names, at=NOW) == 0
    for day in range(1, files.MOST_TRIES):
        files.fetch_files(tolada, opener=web, resolver=names, at=NOW + day * DAY)
    assert (row_of(tolada).file_state, web.asked.count(LINK)) == (FileState.FAILED, files.MOST_TRIES)


def test_a_link_into_our_own_house_is_not_followed(tolada: VillageSource, web: Web) -> None:
    web.show("tolada.desa.example", shown(dokumen="http://169.254.169.254/latest/kunci.txt"))
    harvesting.harvest(tolada, opener=web, resolver=names, at=NOW)
    files.fetch_files(tolada, opener=web, resolver=lambda host, _port: [host], at=NOW)
    assert row_of(tolada).file_problem == "refused_address"
    assert not any("169.254" in url for url in web.asked)


def test_a_file_without_an_extension_gets_that_of_its_content(tolada: VillageSource, web: Web) -> None:
    link = "https://tolada.desa.example/index.php/dokumen_web/unduh_berkas/12"
    web.show("tolada.desa.example", shown(dokumen=link))
    web.put(link, b"%PDF-1.7 isi", content_disposition='attachment; filename="APBDes 2026.pdf"')
    assert files.name_of(ask(tolada, web), {}, b"%PDF-1.7 isi") == "12.pdf"
    row = row_of(tolada)
    assert row.document is not None
    assert row.document.name == "APBDes 2026.pdf"


# --- letting out -----------------------------------------------------------------------------------------------------


def test_only_who_maintains_the_list_lets_out(
    lutra: Government, tolada: VillageSource, web: Web, budi: Actor
) -> None:
    web.show("tolada.desa.example", shown())
    row = ask(tolada, web)
    citra = people.officer(lutra, Role.LEADER, name="Citra")
    elsewhere = people.officer(people.government("73.17"), Role.PPID_UTAMA)
    for nobody in (citra, elsewhere):
        with pytest.raises(NotPermitted):
            let_out(row, by=nobody, at=NOW)
    assert not Item.objects.get().is_public
    assert let_out(row, by=budi, at=NOW).is_public


@pytest.mark.parametrize("hidden", [{"kategori": "4"}, {"enabled": "0"}, {"aksi": "3"}])
def test_nobody_lets_out_what_a_village_withholds(
    tolada: VillageSource, web: Web, budi: Actor, hidden: dict[str, str]
) -> None:
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    web.show("tolada.desa.example", shown(**hidden))
    row = ask(tolada, web, at=DAY)
    with pytest.raises(NotWaiting):
        let_out(row, by=budi, at=NOW)
    # Even if the state of the row were wrong, the row itself says it.
    HarvestedRow.objects.update(state=HarvestedRow.State.LISTED)
    with pytest.raises(NotWaiting):
        let_out(row, by=budi, at=NOW)
    assert let_out_many([row], by=budi, at=NOW)[0] == 0
    assert not Item.objects.get().is_public


def test_without_a_policy_nothing_goes_out_by_itself(tolada: VillageSource, shows_a_file: Web) -> None:
    examined(ask(tolada, shows_a_file))
    assert let_out_clear(at=NOW) == 0
    assert not Item.objects.get().is_public


def test_a_policy_lets_out_what_passed_its_examination_in_the_name_of_who_set_it(
    lutra: Government, tolada: VillageSource, shows_a_file: Web, budi: Actor
) -> None:
    set_policy(lutra, is_automatic=True, basis="Keputusan PPID 12/2026", by=budi, at=NOW)
    row = ask(tolada, shows_a_file)
    assert let_out_clear(at=NOW) == 0  # not yet looked at
    examined(row)
    assert let_out_clear(at=NOW) == 1
    item = Item.objects.get()
    assert item.is_public
    assert row.document is not None
    made = release.certificate(row.document)
    assert made is not None
    assert made.made_by_id == budi.user_id
    assert let_out_clear(at=NOW) == 0


@pytest.mark.parametrize("state", ["found", "failed"])
def test_a_policy_lets_nothing_out_in_which_something_was_found(
    lutra: Government, tolada: VillageSource, shows_a_file: Web, budi: Actor, state: str
) -> None:
    set_policy(lutra, is_automatic=True, basis="Keputusan PPID 12/2026", by=budi, at=NOW)
    examined(ask(tolada, shows_a_file), state=state)
    assert let_out_clear(at=NOW) == 0
    assert not Item.objects.get().is_public


def test_a_policy_binds_as_long_as_its_officer_holds_his_post(
    lutra: Government, tolada: VillageSource, web: Web, budi: Actor
) -> None:
    set_policy(lutra, is_automatic=True, basis="Keputusan PPID 12/2026", by=budi, at=NOW)
    Holding.objects.update(ends_on=(NOW - DAY).date())
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    assert let_out_clear(at=NOW) == 0


def test_a_policy_brings_a_listed_item_up_to_date_and_can_be_ended(
    lutra: Government, tolada: VillageSource, web: Web, budi: Actor
) -> None:
    set_policy(lutra, is_automatic=True, basis="Keputusan PPID 12/2026", by=budi, at=NOW)
    web.show("tolada.desa.example", shown())
    ask(tolada, web)
    let_out_clear(at=NOW)
    web.show("tolada.desa.example", shown(nama="APBDes Perubahan"))
    ask(tolada, web, at=DAY)
    assert (Item.objects.get().title, Item.objects.get().is_public) == ("APBDes Perubahan", True)
    set_policy(lutra, is_automatic=False, basis="Nota 3", by=budi, at=NOW + DAY)
    web.show("tolada.desa.example", shown(nama="Lain lagi"))
    assert ask(tolada, web, at=2 * DAY).state == HarvestedRow.State.WAITING


def test_a_policy_needs_its_basis_and_the_main_ppid(lutra: Government, budi: Actor) -> None:
    with pytest.raises(PolicyIncomplete):
        set_policy(lutra, is_automatic=True, basis=" ", by=budi)
    with pytest.raises(NotPermitted):
        set_policy(lutra, is_automatic=True, basis="SK", by=people.officer(lutra, Role.PROCESSING))
    assert policy(lutra) is None


# --- the clock -------------------------------------------------------------------------------------------------------


def test_the_tick_asks_for_each_due_village_once(tolada: VillageSource, pute_mata: VillageSource) -> None:
    tasks.ask_for_harvests()
    tasks.ask_for_harvests()
    keys = set(Job.objects.values_list("key", flat=True))
    assert keys == {tasks.key_of(tolada), tasks.key_of(pute_mata)}


def test_the_jobs_of_a_village_ask_and_then_fetch(
    tolada: VillageSource, shows_a_file: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (harvesting, files):
        real = module.fetch
        monkeypatch.setattr(
            module,
            "fetch",
            lambda url, real=real, **more: real(url, **{**more, "opener": shows_a_file, "resolver": names}),
        )
    tasks.ask(tolada)
    assert queue.run_all() >= 2
    assert row_of(tolada).file_state == FileState.KEPT
    assert letting.let_out_clear() == 0
