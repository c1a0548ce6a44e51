"""The lease of a job: taken by one statement, prolonged, given back. Everybody else asks here who owns a job."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from lutra.jobs.models import Job

_PAUSE = timedelta(seconds=5)  # after the first failure; doubled with each try
_LONGEST_PAUSE = timedelta(minutes=20)

# One statement takes a job. PostgreSQL steps over rows that others are taking; SQLite has one writer at a time.
_CLAIM = """
UPDATE jobs_job SET state = 'running', lease_until = %s, token = %s, tries = tries + 1, again = %s
WHERE id = (
    SELECT id FROM jobs_job
    WHERE (state = 'waiting' AND not_before <= %s) OR (state = 'running' AND lease_until < %s)
    ORDER BY priority DESC, not_before, id LIMIT 1 {lock}
) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run one job, as long as it is prolonged."""

    job_id: int
    token: str

    def row(self) -> Any:
        """The job, if it is still ours."""
        return Job.objects.filter(pk=self.job_id, token=self.token, state=Job.State.RUNNING)


def take() -> Lease | None:
    """Take the most urgent job that is due or whose worker fell silent; None when there is nothing to do."""
    now = timezone.now()
    # Reading first: a writer's lock each half second would disturb everybody on SQLite.
    if not Job.objects.filter(_due(now)).exists():
        return None
    token = os.urandom(16).hex()
    moment = connection.ops.adapt_datetimefield_value
    lock = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(lock=lock), [moment(_end(now)), token, False, moment(now), moment(now)])
        found = cursor.fetchone()
    return Lease(found[0], token) if found else None


def prolong(lease: Lease) -> bool:
    """Hold the job for another stretch; False if it is no longer ours."""
    return bool(lease.row().update(lease_until=_end(timezone.now())))


def finish(lease: Lease) -> bool:
    """Remove the job, or let it wait again when it was asked for meanwhile; False if it is no longer ours."""
    if lease.row().filter(again=False).delete()[0]:
        return True
    return bool(
        lease.row()
        .filter(again=True)
        .update(
            state=Job.State.WAITING,
            again=False,
            tries=0,
            done=0,
            total=0,
            lease_until=None,
            token="",
            not_before=timezone.now(),
        )
    )


def give_back(lease: Lease) -> None:
    """Let somebody else run the job at once: this worker is about to end. The try does not count."""
    lease.row().update(
        state=Job.State.WAITING, lease_until=None, token="", tries=F("tries") - 1, not_before=timezone.now()
    )


def fail(lease: Lease, *, error: str, where: str) -> bool:
    """Note a failure: the job waits, longer each time, or is set aside. True if it was set aside."""
    job = lease.row().first()
    if job is None:
        return False
    aside: bool = job.tries >= job.max_tries
    pause = min(_PAUSE * 2 ** max(job.tries - 1, 0), _LONGEST_PAUSE)
    lease.row().update(
        state=Job.State.SET_ASIDE if aside else Job.State.WAITING,
        lease_until=None,
        token="",
        not_before=timezone.now() + pause,
        error=error[:120],
        where=where[:200],
    )
    return aside


def _due(now: datetime) -> Q:
    return Q(state=Job.State.WAITING, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)


def _end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.LUTRA_JOB_LEASE)
