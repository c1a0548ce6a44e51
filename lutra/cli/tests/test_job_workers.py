"""Many workers, killed workers, and workers that are told to stop: a job is neither lost nor run by two at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from lutra.cli.worker import Worker
from lutra.jobs import keeper, lease, queue, thread
from lutra.jobs.models import Job
from lutra.jobs.tests import tasks
from lutra.jobs.thread import JobThread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_ran() -> Iterator[None]:
    tasks.ran.clear()
    tasks.meddling.clear()
    yield
    tasks.meddling.clear()


def in_another_process(*, dies: bool) -> None:
    connection.close()  # a connection cannot be shared by two processes
    worker = multiprocessing.get_context("fork").Process(target=queue.run_once)
    worker.start()
    worker.join()
    assert worker.exitcode == (-signal.SIGKILL if dies else 0)


def lease_ends() -> None:
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))


def test_the_job_of_a_killed_worker_runs_again_when_its_lease_has_ended(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    tasks.die_in.enqueue(os.getpid(), str(trace))
    in_another_process(dies=True)
    assert queue.run_once() == 0  # the dead worker still holds it
    lease_ends()
    assert queue.run_once() == 1
    assert len(trace.read_text().split()) == 2
    assert not Job.objects.exists()


def test_a_short_job_of_a_killed_worker_happens_exactly_once() -> None:
    tasks.die_atomically.enqueue(os.getpid(), "once")
    in_another_process(dies=True)
    assert tasks.last("once") == 0
    lease_ends()
    queue.run_once()
    assert tasks.last("once") == 1


def test_two_workers_never_run_one_job(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    for number in range(40):
        tasks.append.enqueue(str(trace), number)
    connection.close()
    start = multiprocessing.get_context("fork")
    workers = [start.Process(target=queue.run_once) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(map(int, trace.read_text().split())) == list(range(40))
    assert not Job.objects.exists()


def test_the_lease_of_a_long_job_is_held_while_it_runs(settings: Any) -> None:
    settings.LUTRA_JOB_LEASE = 1
    tasks.note.enqueue(1)
    held = lease.take()
    assert held
    first = Job.objects.get().lease_until
    assert first
    prolonged = threading.Event()
    real = lease.prolong

    def watched(each: lease.Lease) -> bool:
        done = real(each)
        prolonged.set()
        return done

    lease.prolong = watched  # type: ignore[assignment]
    try:
        with keeper.kept(held):
            assert prolonged.wait(30)
    finally:
        lease.prolong = real  # type: ignore[assignment]
    later = Job.objects.get().lease_until
    assert later
    assert later > first


def test_followers_go_on_while_a_job_takes_its_time(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.LUTRA_FOLLOWERS, settings.LUTRA_TICKS = tmp_path, [], []
    begun, let_go = threading.Event(), threading.Event()
    tasks.meddling.append(lambda: begun.set() or let_go.wait(30))
    tasks.meddle.enqueue(1)
    stop = threading.Event()
    worker = Worker(stop)
    rounds: list[bool] = []

    def round_of_followers() -> float:
        """Let the job begin, go round ten times while it runs, let it end."""
        if begun.is_set():
            rounds.append(Job.objects.filter(state="running").exists())
        if len(rounds) == 10:
            let_go.set()
            stop.set()
        return 0.01

    worker.round = round_of_followers  # type: ignore[method-assign]
    worker.work()
    assert rounds == [True] * 10
    assert not Job.objects.exists()


def test_a_worker_that_ends_gives_the_running_job_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "PATIENCE", 0.01)
    begun, let_go = threading.Event(), threading.Event()
    tasks.meddling.append(lambda: begun.set() or let_go.wait(30))
    tasks.meddle.enqueue(1)
    stop = threading.Event()
    jobs = JobThread(stop)
    jobs.start()
    assert begun.wait(30)
    stop.set()
    jobs.end()
    assert Job.objects.get().state == "waiting"
    let_go.set()
    jobs.thread.join(30)
    assert Job.objects.get().state == "waiting"  # the old run may not remove what it no longer holds


def test_the_thread_outlives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thread, "TROUBLED_SECONDS", 0.01)
    calls: list[int] = []
    stop = threading.Event()

    def trouble(**_said: Any) -> int:
        calls.append(1)
        if len(calls) == 1:
            raise OSError("away")
        stop.set()
        return 0

    monkeypatch.setattr("lutra.jobs.runner.run_once", trouble)
    jobs = JobThread(stop)
    jobs.start()
    jobs.thread.join(30)
    assert len(calls) == 2
