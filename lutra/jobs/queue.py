"""What callers need beside ``task.enqueue``: work that waits only once, its progress, and running it in tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks.base import Task

from lutra.jobs.backend import row
from lutra.jobs.errors import NoSuchJob
from lutra.jobs.models import Job
from lutra.jobs.runner import progress, run_all, run_once

__all__ = [
    "Status",
    "enqueue_once",
    "progress",
    "retry",
    "run_all",
    "run_once",
    "set_aside",
    "status",
    "waiting",
]

State = Literal["none", "waiting", "running", "set_aside"]
_STATES: dict[str, State] = {"waiting": "waiting", "running": "running", "set_aside": "set_aside"}


@dataclass(frozen=True, slots=True)
class Status:
    """How a keyed job stands. ``none``: it is done, or was never asked for. ``total`` 0: how much is not known."""

    state: State
    done: int = 0
    total: int = 0
    error: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it will still be done."""
        return self.state in {"waiting", "running"}


@transaction.atomic
def enqueue_once(task: Task[Any, Any], /, *, key: str, **kwargs: Any) -> None:
    """Ask for ``task(**kwargs)`` under ``key``, in the caller's transaction. Asked for twice it waits once.

    Asked for while it runs, it runs once more afterwards. What was set aside is tried anew. ``key`` is unique over
    all governments: put the name of the work and an id into it, never anything personal.
    """
    columns = row(task, (), kwargs, at=timezone.now())
    new = Job(key=key, **columns)
    Job.objects.bulk_create([new], ignore_conflicts=True)
    here = Job.objects.select_for_update().filter(key=key).first()
    if here is None or (here.state == Job.State.WAITING and not here.tries):
        return
    if here.state == Job.State.RUNNING:
        Job.objects.filter(pk=here.pk).update(again=True, args=columns["args"])
    else:
        Job.objects.filter(pk=here.pk).update(
            state=Job.State.WAITING, tries=0, error="", where="", **_fresh(columns)
        )


def _fresh(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: columns[name] for name in ("args", "priority", "not_before", "max_tries")}


def status(key: str, /) -> Status:
    """How the job under ``key`` stands; one query."""
    job = Job.objects.filter(key=key).values("state", "done", "total", "error").first()
    if job is None:
        return Status("none")
    return Status(_STATES[job["state"]], job["done"], job["total"], job["error"])


def set_aside() -> list[Job]:
    """The jobs that were given up, oldest first."""
    return list(Job.objects.filter(state=Job.State.SET_ASIDE).order_by("pk"))


def waiting() -> list[Job]:
    """The jobs that wait or run, in the order in which they will be taken."""
    found = Job.objects.exclude(state=Job.State.SET_ASIDE)
    return list(found.order_by("-priority", "not_before", "pk"))


def retry(job_id: int | None = None, /) -> int:
    """Try again what was set aside, all of it when no id is given; return how many. Raises NoSuchJob."""
    found = Job.objects.filter(state=Job.State.SET_ASIDE)
    if job_id is not None:
        found = found.filter(pk=job_id)
    count = found.update(
        state=Job.State.WAITING, tries=0, error="", where="", not_before=timezone.now(), done=0, total=0
    )
    if job_id is not None and not count:
        raise NoSuchJob(
            _("Tidak ada pekerjaan nomor %d yang dikesampingkan; lihat daftarnya: lutra jobs.") % job_id
        )
    return count
