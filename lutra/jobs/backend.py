"""The lease queue as a backend of ``django_tasks``: ``settings.TASKS`` points here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json

from lutra.jobs.models import Job

MAX_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaseTask(Task[Any, Any]):
    """A task with what our queue may be told about it."""

    #: Effect and removal in one transaction. For work of a few seconds that touches nothing but our own database.
    atomic: bool = False
    max_tries: int = MAX_TRIES


class LeaseBackend(BaseTaskBackend):
    """Keeps jobs in the table ``Job``; ``lutra worker`` runs them."""

    task_class = LeaseTask
    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the job in the caller's transaction. It is neither run nor waited for here."""
        self.validate_task(task)
        now = timezone.now()
        job = Job.objects.create(**row(task, args, kwargs, at=now))
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=now,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def row(task: Task[Any, Any], args: Any, kwargs: Any, *, at: datetime) -> dict[str, Any]:
    """The columns of a job that calls ``task`` with these arguments. Raises TypeError for what is not JSON."""
    government = kwargs.get("government_id")
    return {
        "task": task.module_path,
        "args": {"args": normalize_json(list(args)), "kwargs": normalize_json(dict(kwargs))},
        "government_id": government if isinstance(government, int) else None,
        "priority": task.priority,
        "not_before": max(task.run_after or at, at),
        "max_tries": getattr(task, "max_tries", MAX_TRIES),
        "created_at": at,
    }
