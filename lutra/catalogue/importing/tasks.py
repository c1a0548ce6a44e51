"""Doing a large import beside the pages; the run says how far it has come."""

from __future__ import annotations

from django_tasks import task

from lutra.catalogue.importing.runs import do_import
from lutra.catalogue.models import ImportRun
from lutra.directory.actors import actor_of
from lutra.directory.calendars import today
from lutra.directory.models import User
from lutra.jobs import queue

#: From so many rows on an import is done by the worker.
LARGE = 3000


@task()
def carry_out(run_id: int, user_id: int) -> None:
    """Do one import for the officer who asked. One that is done already stays as it is, so twice does no harm."""
    run = ImportRun.objects.select_related("government", "body").get(pk=run_id)
    if run.state != ImportRun.State.READ:
        return
    by = actor_of(User.objects.get(pk=user_id), run.government, on=today(run.government))
    do_import(run, by=by, progress=_tell)


def key_of(run: ImportRun) -> str:
    """The name under which the queue knows the job of a run."""
    return f"catalogue.import:{run.pk}"


def _tell(_stage: str, done: int, total: int) -> None:
    queue.progress(done, total)
