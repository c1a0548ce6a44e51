"""Followers read in order, do each entry once, survive what goes wrong and can be sent back."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from lutra.ledger.errors import FollowersShareName, NoSuchFollower
from lutra.ledger.followers import MAX_TRIES, Entry, Follower, catch_up, replay, run_once
from lutra.ledger.models import Counter, Cursor, FollowerStumble
from lutra.ledger.numbers import next_number
from lutra.ledger.queries import lag, set_aside
from lutra.ledger.tests.conftest import Write

pytestmark = pytest.mark.django_db

Follow = Callable[..., None]
_START = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def follow(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Follow:
    """Let these follow the book, and nobody else."""

    def these(*followers: Follower) -> None:
        paths = []
        for index, each in enumerate(followers):
            monkeypatch.setattr(sys.modules[__name__], f"follower_{index}", each, raising=False)
            paths.append(f"{__name__}.follower_{index}")
        settings.LUTRA_FOLLOWERS = paths

    return these


def effect(entry: Entry) -> None:
    """What a follower does in these tests: count in the database how often it handled each entry."""
    next_number(entry.government_id, "effect", entry.seq)


def effects(government: int) -> dict[int, int]:
    """How often each entry was handled, by seq."""
    found = Counter.objects.filter(government_id=government, book="effect").order_by("year")
    return dict(found.values_list("year", "last"))


def cursor(name: str, government: int) -> int:
    return Cursor.objects.get(follower=name, government_id=government).seq


def test_a_follower_reads_each_book_in_order_and_only_once(
    write: Write, follow: Follow, government: int
) -> None:
    read: list[tuple[int, int]] = []
    follow(Follower("letters", None, lambda entry: read.append((entry.government_id, entry.seq))))
    for _ in range(3):
        write()
    write(government_id=government + 100_000)
    assert run_once() == 4
    assert read == [(government, 1), (government, 2), (government, 3), (government + 100_000, 1)]
    assert run_once() == 0
    write()
    assert run_once() == 1
    assert read[-1] == (government, 4)


def test_a_follower_reads_only_the_kinds_it_wants_and_steps_over_the_rest(
    write: Write, follow: Follow, government: int
) -> None:
    read: list[str] = []
    follow(Follower("letters", frozenset({"request.extended"}), lambda entry: read.append(entry.kind)))
    for kind in ("request.filed", "request.extended", "request.answered", "request.closed"):
        write(kind)
    assert run_once() == 1
    assert read == ["request.extended"]
    assert cursor("letters", government) == 4


def test_a_limit_keeps_one_round_short_and_nothing_is_lost(
    write: Write, follow: Follow, government: int
) -> None:
    follow(Follower("letters", None, effect))
    for _ in range(5):
        write()
    assert [run_once(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    assert effects(government) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}


def test_a_limit_does_not_step_over_wanted_entries(write: Write, follow: Follow, government: int) -> None:
    follow(Follower("letters", frozenset({"request.extended"}), effect))
    for kind in ("request.extended", "request.filed", "request.extended", "request.filed"):
        write(kind)
    assert [run_once(limit=1) for _ in range(3)] == [1, 1, 0]
    assert effects(government) == {1: 1, 3: 1}
    assert cursor("letters", government) == 4


def test_a_slow_follower_reads_one_entry_and_lets_the_next_one_read(
    write: Write, follow: Follow, government: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lutra.ledger.followers._TURN", -1.0)
    follow(Follower("letters", None, effect))
    for _ in range(3):
        write()
    assert [run_once() for _ in range(4)] == [1, 1, 1, 0]
    assert effects(government) == {1: 1, 2: 1, 3: 1}


def test_a_worker_asked_to_stop_ends_between_two_entries(
    write: Write, follow: Follow, government: int
) -> None:
    follow(Follower("letters", None, effect))
    for _ in range(3):
        write()
    assert run_once(stopping=lambda: len(effects(government)) == 2) == 2
    assert cursor("letters", government) == 2


def test_a_follower_that_is_new_reads_the_book_from_its_beginning(
    write: Write, follow: Follow, government: int
) -> None:
    follow(Follower("letters", None, lambda _entry: None))
    write()
    run_once()
    follow(Follower("letters", None, lambda _entry: None), Follower("register", None, effect))
    assert run_once() == 1
    assert effects(government) == {1: 1}


def test_what_a_follower_writes_in_the_book_is_read_too(
    write: Write, follow: Follow, government: int
) -> None:
    def answer(entry: Entry) -> None:
        effect(entry)
        if entry.kind == "request.filed":
            write("letter.issued")

    follow(Follower("letters", None, answer))
    write()
    assert catch_up() == 2
    assert effects(government) == {1: 1, 2: 1}


def test_a_stumble_undoes_the_half_done_work_and_does_not_stop_the_others(
    write: Write, follow: Follow, government: int
) -> None:
    def half(entry: Entry) -> None:
        effect(entry)
        raise ValueError("Ani, NIK 7322014101900001")

    read: list[int] = []
    follow(Follower("letters", None, half), Follower("register", None, lambda entry: read.append(entry.seq)))
    write()
    assert run_once() == 1
    assert effects(government) == {}
    assert read == [1]
    assert (cursor("letters", government), cursor("register", government)) == (0, 1)


def test_a_stumble_is_noted_without_what_the_error_says(
    write: Write, follow: Follow, government: int, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_entry: Entry) -> None:
        raise ValueError("Ani, NIK 7322014101900001")

    follow(Follower("letters", None, fail))
    write()
    run_once()
    noted = FollowerStumble.objects.get(follower="letters", government_id=government)
    assert (noted.seq, noted.tries, noted.error) == (1, 1, "ValueError")
    assert noted.where.startswith(f"{__name__}:")
    logged = [str(vars(each)) for each in caplog.records]
    assert len(logged) == 1
    assert "letters" in logged[0]
    assert "7322014101900001" not in logged[0] + caplog.text + str(vars(noted))


def test_a_stumble_waits_longer_each_time_and_holds_back_what_comes_after(
    write: Write, follow: Follow, government: int
) -> None:
    broken = True

    def fail_at_first(entry: Entry) -> None:
        if broken and entry.seq == 1:
            raise ValueError
        effect(entry)

    follow(Follower("letters", None, fail_at_first))
    with time_machine.travel(_START, tick=False) as clock:
        write()
        write()
        run_once()
        clock.shift(timedelta(seconds=4))
        run_once()
        assert FollowerStumble.objects.get().tries == 1
        clock.shift(timedelta(seconds=1))
        run_once()
        assert FollowerStumble.objects.get().tries == 2
        assert FollowerStumble.objects.get().next_try_at == _START + timedelta(seconds=5 + 10)
        assert effects(government) == {}
        broken = False
        clock.shift(timedelta(seconds=10))
        assert run_once() == 2
    assert effects(government) == {1: 1, 2: 1}
    assert not FollowerStumble.objects.exists()


def test_a_clock_that_was_set_back_does_not_hold_a_follower_up_for_years(
    write: Write, follow: Follow, government: int
) -> None:
    def fail(_entry: Entry) -> None:
        raise ValueError

    write()
    follow(Follower("once", None, fail))
    with time_machine.travel(_START + timedelta(days=3650), tick=False):
        run_once()
    follow(Follower("once", None, effect))
    with time_machine.travel(_START, tick=False):
        assert run_once() == 1
    assert effects(government) == {1: 1}


def test_after_all_tries_an_entry_is_set_aside_in_sight_and_the_follower_goes_on(
    write: Write, follow: Follow, government: int
) -> None:
    def refuse_the_first(entry: Entry) -> None:
        if entry.seq == 1:
            raise ValueError
        effect(entry)

    follow(Follower("letters", None, refuse_the_first))
    with time_machine.travel(_START, tick=False) as clock:
        write()
        write()
        for _ in range(MAX_TRIES):
            assert effects(government) == {}
            run_once()
            clock.shift(timedelta(hours=1))
        assert run_once() == 1
    assert effects(government) == {2: 1}
    assert [(each.seq, each.tries) for each in set_aside()] == [(1, MAX_TRIES)]
    assert lag()[0].set_aside == (1,)


def test_what_was_set_aside_is_taken_up_again_by_a_replay(
    write: Write, follow: Follow, government: int
) -> None:
    follow(Follower("letters", None, effect))
    write()
    catch_up()
    FollowerStumble.objects.create(
        government_id=government,
        follower="letters",
        seq=1,
        tries=MAX_TRIES,
        error="ValueError",
        where="",
        first_at=_START,
        set_aside_at=_START,
    )
    replay("letters", government)
    assert run_once() == 1
    assert not set_aside().exists()


def test_catching_up_does_not_swallow_what_a_follower_raises(
    write: Write, follow: Follow, government: int
) -> None:
    def fail(_entry: Entry) -> None:
        raise ValueError("a bug")

    follow(Follower("letters", None, fail))
    write()
    with pytest.raises(ValueError, match="a bug"):
        catch_up()
    assert cursor("letters", government) == 0


def test_catching_up_does_not_wait_for_a_stumble(write: Write, follow: Follow, government: int) -> None:
    broken = True

    def fail_once(entry: Entry) -> None:
        if broken:
            raise ValueError
        effect(entry)

    follow(Follower("letters", None, fail_once))
    write()
    run_once()
    broken = False
    assert catch_up() == 1
    assert not FollowerStumble.objects.exists()


def test_a_replay_hands_out_the_entries_from_there_on_once_more(
    write: Write, follow: Follow, government: int
) -> None:
    follow(Follower("letters", None, effect))
    for _ in range(3):
        write()
    run_once()
    replay("letters", government, from_seq=2)
    assert run_once() == 2
    assert effects(government) == {1: 1, 2: 2, 3: 2}
    replay("letters", government)
    assert run_once() == 3


def test_a_replay_never_jumps_forward(write: Write, follow: Follow, government: int) -> None:
    follow(Follower("letters", None, effect))
    for _ in range(3):
        write()
    run_once(limit=1)
    replay("letters", government, from_seq=3)
    catch_up()
    assert effects(government) == {1: 1, 2: 1, 3: 1}


def test_a_replay_while_an_entry_is_handled_is_not_overwritten(
    write: Write, follow: Follow, government: int
) -> None:
    sent_back = False

    def handle(entry: Entry) -> None:
        nonlocal sent_back
        effect(entry)
        if entry.seq == 2 and not sent_back:
            sent_back = True
            replay("letters", government)

    follow(Follower("letters", None, handle))
    for _ in range(3):
        write()
    catch_up()
    assert effects(government) == {1: 2, 2: 2, 3: 1}


def test_an_unknown_follower_cannot_be_sent_back(follow: Follow, government: int) -> None:
    follow()
    with pytest.raises(NoSuchFollower):
        replay("nobody", government)


def test_two_followers_cannot_share_a_name(follow: Follow) -> None:
    follow(Follower("letters", None, effect), Follower("letters", None, effect))
    with pytest.raises(FollowersShareName):
        run_once()


def test_the_lag_says_how_far_behind_and_since_when(write: Write, follow: Follow, government: int) -> None:
    def fail_at_two(entry: Entry) -> None:
        if entry.seq == 2:
            raise ValueError

    follow(Follower("letters", None, fail_at_two), Follower("register", None, effect))
    for day in range(3):
        write(at=_START + timedelta(days=day))
    run_once()
    letters, register = lag()
    assert (letters.follower, letters.government_id) == ("letters", government)
    assert (letters.behind, letters.oldest_at, letters.stumbling_at) == (2, _START + timedelta(days=1), 2)
    assert (register.behind, register.oldest_at, register.stumbling_at) == (0, None, None)


def test_an_idle_round_costs_three_queries(
    write: Write, follow: Follow, django_assert_num_queries: Callable[..., object]
) -> None:
    follow(Follower("letters", frozenset(), effect), Follower("register", None, effect))
    write()
    run_once()
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        run_once()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_never_handle_an_entry_twice(
    write: Write, follow: Follow, government: int
) -> None:
    follow(Follower("letters", None, effect), Follower("register", None, lambda _entry: None))
    for _ in range(40):
        write()
    together = threading.Barrier(2)
    troubles: list[Exception] = []

    def work() -> None:
        together.wait()
        try:
            while cursor_seq() < 40:
                run_once(limit=3)
        except Exception as error:
            troubles.append(error)
        finally:
            connection.close()

    def cursor_seq() -> int:
        return Cursor.objects.filter(follower="letters").values_list("seq", flat=True).first() or 0

    workers = [threading.Thread(target=work) for _ in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert troubles == []
    assert effects(government) == dict.fromkeys(range(1, 41), 1)
    assert not FollowerStumble.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_does_not_wait_for_an_entry_that_another_one_handles(
    write: Write, follow: Follow, government: int
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction has the whole database to itself")
    handling, let_go = threading.Event(), threading.Event()
    in_time: list[bool] = []

    def slowly(entry: Entry) -> None:
        handling.set()
        in_time.append(let_go.wait(10))
        effect(entry)

    def work() -> None:
        try:
            run_once()
        finally:
            connection.close()

    follow(Follower("letters", None, slowly))
    write()
    other = threading.Thread(target=work)
    other.start()
    assert handling.wait(10)
    assert run_once() == 0
    let_go.set()
    other.join()
    assert in_time == [True]  # the round above came back while the entry was still being handled
    assert effects(government) == {1: 1}


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(
    write: Write, follow: Follow, government: int
) -> None:
    parent = os.getpid()

    def die_at_three(entry: Entry) -> None:
        effect(entry)
        if entry.seq == 3 and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    follow(Follower("letters", None, die_at_three))
    for _ in range(5):
        write()
    connection.close()  # a connection cannot be shared by two processes
    worker = multiprocessing.get_context("fork").Process(target=run_once)
    worker.start()
    worker.join()
    assert worker.exitcode == -signal.SIGKILL
    assert effects(government) == {1: 1, 2: 1}
    assert run_once() == 3
    assert effects(government) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 1}
