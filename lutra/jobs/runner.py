"""Running jobs: one at a time in each caller, until nothing is due."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string

from lutra.jobs import keeper
from lutra.jobs import lease as leases
from lutra.jobs.errors import LeaseLost
from lutra.jobs.lease import Lease
from lutra.jobs.models import Job
from lutra.ledger.followers import where

logger = logging.getLogger(__name__)

# Seconds between two notes of progress: a job of 20,000 rows shall not write 20,000 times.
_NOTE_EVERY = 0.5


@dataclass
class _Running:
    lease: Lease
    noted_at: float = 0.0


_running: ContextVar[_Running | None] = ContextVar("lutra_running_job", default=None)


def progress(done: int, total: int) -> None:
    """Say how far the running job has come; outside a job nothing happens.

    Raises LeaseLost when another worker has taken the job over; let it pass, so that this run ends.
    """
    running = _running.get()
    if running is None:
        return
    now = time.monotonic()
    if done < total and now - running.noted_at < _NOTE_EVERY:
        return
    running.noted_at = now
    if not running.lease.row().update(done=min(done, total), total=total):
        raise LeaseLost


def run_once(
    *,
    stopping: Callable[[], bool] = lambda: False,
    took: Callable[[Lease | None], None] = lambda _lease: None,
) -> int:
    """Run what is due, one after the other; return how many jobs were run. ``stopping`` is asked before each.

    What a job raises is noted at the job, which will be tried again; the others go on. ``took`` hears which lease
    is held, and None when it is not any more, so that a worker that must end can give it back.
    """
    count = 0
    while not stopping():
        lease = leases.take()
        if lease is None:
            return count
        took(lease)
        try:
            _run(lease)
        finally:
            took(None)
        count += 1
    return count


def run_all() -> int:
    """Run what waits until nothing is left, pauses included, and return how many; for tests and the demo.

    What a job raises comes out of here, and the job stays.
    """
    count = 0
    while True:
        Job.objects.filter(state=Job.State.WAITING).update(not_before=_long_ago())
        lease = leases.take()
        if lease is None:
            return count
        job = Job.objects.get(pk=lease.job_id)
        try:
            _do(job, lease, keep=False)
        except BaseException:
            leases.give_back(lease)
            raise
        count += 1


def _long_ago() -> Any:
    return Job._meta.get_field("not_before").to_python("2000-01-01T00:00:00+00:00")


def _run(lease: Lease) -> None:
    job = Job.objects.filter(pk=lease.job_id).first()
    if job is None:
        return
    facts: dict[str, Any] = {"job": job.pk, "task": job.task, "tries": job.tries}
    if job.tries > job.max_tries:
        # Its worker was killed each time: it may be the job that kills.
        leases.fail(lease, error=job.error or "Killed", where=job.where)
        logger.error("job.set_aside", extra={"facts": facts})
        return
    try:
        _do(job, lease, keep=True)
    except LeaseLost:
        logger.warning("job.lease_lost", extra={"facts": facts})
    except Exception as error:
        facts |= {"error": type(error).__name__, "where": where(error)}
        aside = leases.fail(lease, error=facts["error"], where=facts["where"])
        logger.error("job.set_aside" if aside else "job.stumbled", extra={"facts": facts})


def _do(job: Job, lease: Lease, *, keep: bool) -> None:
    """Run the job and remove it. Raises what the job raises, and LeaseLost when somebody else took it over."""
    task = import_string(job.task)
    atomic = getattr(task, "atomic", False)
    token = _running.set(_Running(lease))
    try:
        # A transaction holds SQLite's only writer, so nobody could prolong meanwhile; such jobs are short.
        with transaction.atomic() if atomic else keeper.kept(lease) if keep else contextlib.nullcontext():
            task.call(*job.args.get("args", ()), **job.args.get("kwargs", {}))
            if not leases.finish(lease):
                raise LeaseLost
    finally:
        _running.reset(token)
