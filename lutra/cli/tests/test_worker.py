"""The worker goes on whatever its parts do wrong, says so in one line, and stops when it is told to."""

from __future__ import annotations

import json
import logging
import os
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from lutra.cli import heartbeat, main, worker
from lutra.cli.worker import Worker, tick
from lutra.directory import outages
from lutra.testing import people

pytestmark = pytest.mark.django_db

ticked: list[str] = []


def good() -> None:
    ticked.append("good")


def bad(**_said: Any) -> None:
    ticked.append("bad")
    raise ValueError("Ani, NIK 7322014101900001")


def ask_to_stop() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.fixture(autouse=True)
def _alone(settings: Any, tmp_path: Path) -> Iterator[None]:
    """No follower, no tick but those of the test; the logging of other tests stays as it is."""
    settings.DATA = tmp_path
    settings.LUTRA_FOLLOWERS = []
    settings.LUTRA_TICKS = []
    ticked.clear()
    ours = logging.getLogger("lutra")
    handlers, propagate = ours.handlers, ours.propagate
    yield
    ours.handlers, ours.propagate = handlers, propagate


def test_a_tick_that_raises_does_not_keep_the_others_from_their_turn(settings: Any) -> None:
    settings.LUTRA_TICKS = [f"{__name__}.bad", "lutra.no.such.module", f"{__name__}.good"]
    tick(threading.Event())
    assert ticked == ["bad", "good"]


def test_a_problem_is_one_line_of_json_without_what_the_error_says(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.LUTRA_TICKS = [f"{__name__}.bad"]
    assert main(["worker", "--once"]) == 0
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["what"], said["error"]) == (
        "worker.troubled",
        f"{__name__}.bad",
        "ValueError",
    )
    assert said["where"].startswith(f"{__name__}:")
    assert "7322014101900001" not in line


def test_a_worker_stops_cleanly_when_it_is_told_to(settings: Any) -> None:
    settings.LUTRA_TICKS = [f"{__name__}.ask_to_stop", f"{__name__}.good"]
    before = signal.getsignal(signal.SIGTERM)
    assert main(["worker"]) == 0
    assert ticked == []
    assert signal.getsignal(signal.SIGTERM) is before


def test_each_round_is_a_sign_of_life() -> None:
    assert heartbeat.age() is None
    Worker(threading.Event()).round()
    assert heartbeat.age() is not None


def test_the_clocks_tick_about_once_a_minute(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.LUTRA_TICKS = [f"{__name__}.good"]
    watch = SimpleNamespace(now=0.0)
    monkeypatch.setattr(worker, "time", SimpleNamespace(monotonic=lambda: watch.now))
    rounds = Worker(threading.Event())
    seen = []
    for watch.now in (0.0, 0.2, 59.9, 60.1, 60.3):
        rounds.round()
        seen.append(len(ticked))
    assert seen == [1, 1, 1, 2, 2]


def test_an_idle_worker_sleeps_a_little_and_a_troubled_one_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = Worker(threading.Event())

    def run_once(result: int) -> None:
        monkeypatch.setattr(worker.followers, "run_once", lambda *, stopping: result)

    run_once(0)
    assert rounds.round() == worker.IDLE_SECONDS
    run_once(7)
    assert rounds.round() == 0
    monkeypatch.setattr(worker.followers, "run_once", bad)
    assert rounds.round() == worker.TROUBLED_SECONDS


@pytest.mark.law("G22")
def test_a_worker_that_comes_back_notes_how_long_nothing_ran(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's own connection stays
    government = people.government()
    monday = datetime(2020, 3, 16, 3, 0, tzinfo=UTC)  # 11:00 in Masamba
    heartbeat.beat()
    long_ago = (monday - timedelta(hours=2)).timestamp()
    os.utime(heartbeat.path(), (long_ago, long_ago))
    with time_machine.travel(monday, tick=False):
        Worker(threading.Event()).round()
        Worker(threading.Event()).round()  # the next round hears its own sign
    (found,) = outages.on(government, date(2020, 3, 16))
    assert found.until - found.since == timedelta(hours=2)
