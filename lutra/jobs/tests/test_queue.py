"""A job waits in the database, is run once, is tried again when it fails, and is set aside when it is hopeless."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus

from lutra.jobs import lease, queue
from lutra.jobs.errors import NoSuchJob
from lutra.jobs.models import Job
from lutra.jobs.tests import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_ran() -> Iterator[None]:
    tasks.ran.clear()
    tasks.meddling.clear()
    yield
    tasks.meddling.clear()


def due_now() -> None:
    Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_job_is_run_with_its_arguments_and_removed() -> None:
    result = tasks.note.enqueue({"a": [1, None, "ü"]})
    assert result.status == TaskResultStatus.READY
    assert not tasks.ran
    assert queue.run_once() == 1
    assert tasks.ran == [{"a": [1, None, "ü"]}]
    assert not Job.objects.exists()
    assert queue.run_once() == 0


def test_a_deed_that_fails_leaves_no_job_behind() -> None:
    with transaction.atomic():
        tasks.note.enqueue(1)
        transaction.set_rollback(True)
    assert queue.run_once() == 0


def test_what_is_not_json_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        tasks.note.enqueue(object())
    assert not Job.objects.exists()


def test_the_urgent_goes_first_and_the_rest_in_its_order() -> None:
    tasks.note.enqueue(1)
    tasks.note.enqueue(2)
    tasks.urgent.enqueue(3)
    tasks.note.using(priority=-10).enqueue(4)
    tasks.note.enqueue(5)
    queue.run_once()
    assert tasks.ran == [3, 1, 2, 5, 4]


def test_a_job_of_tomorrow_waits_until_tomorrow() -> None:
    tasks.note.using(run_after=timezone.now() + timedelta(days=1)).enqueue(1)
    assert queue.run_once() == 0
    due_now()
    assert queue.run_once() == 1


def test_a_job_that_fails_waits_longer_each_time_and_is_set_aside(caplog: pytest.LogCaptureFixture) -> None:
    tasks.fail.enqueue(1)
    tasks.note.enqueue(2)
    assert queue.run_once() == 2
    job = Job.objects.get()
    assert (job.state, job.tries, job.error) == ("waiting", 1, "ValueError")
    assert job.where.startswith("lutra.jobs.tests.tasks:")
    assert job.not_before > timezone.now()
    assert tasks.ran == [1, 2]
    due_now()
    queue.run_once()
    job.refresh_from_db()
    assert (job.state, job.tries) == ("set_aside", 2)
    due_now()
    assert queue.run_once() == 0
    said = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert [record.getMessage() for record in said] == ["job.stumbled", "job.set_aside"]
    assert "7322014101900001" not in caplog.text + str(Job.objects.values())


def test_each_pause_is_longer_than_the_one_before() -> None:
    job = Job.objects.create(task="x.y", not_before=timezone.now(), created_at=timezone.now(), max_tries=20)
    pauses = []
    for _ in range(12):
        Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))
        held = lease.take()
        assert held
        before = timezone.now()
        lease.fail(held, error="E", where="")
        job.refresh_from_db()
        pauses.append((job.not_before - before).total_seconds())
    assert [round(pause) for pause in pauses[:4]] == [5, 10, 20, 40]
    assert round(max(pauses)) == 20 * 60


def test_what_was_set_aside_can_be_tried_again_and_nothing_else() -> None:
    tasks.fail.enqueue(1)
    for _ in range(2):
        queue.run_once()
        due_now()
    job = Job.objects.get()
    assert job.state == "set_aside"
    queue.retry(job.pk)
    assert Job.objects.get().state == "waiting"
    with pytest.raises(NoSuchJob):
        queue.retry(job.pk)


def test_a_task_that_is_gone_is_an_error_like_any_other() -> None:
    Job.objects.create(task="lutra.no.such.task", not_before=timezone.now(), created_at=timezone.now())
    assert queue.run_once() == 1
    assert Job.objects.get().error == "ModuleNotFoundError"


def test_work_with_a_key_waits_once() -> None:
    for _ in range(3):
        queue.enqueue_once(tasks.note, key="k", what=7)
    queue.enqueue_once(tasks.note, key="other", what=8)
    assert queue.status("k") == queue.Status("waiting")
    assert queue.run_once() == 2
    assert tasks.ran == [7, 8]
    assert queue.status("k") == queue.Status("none")


def test_work_asked_for_while_it_runs_is_done_once_more() -> None:
    """What the running one has read may be older than the wish."""
    queue.enqueue_once(tasks.meddle, key="k", what="old")
    tasks.meddling.append(lambda: queue.enqueue_once(tasks.meddle, key="k", what="new"))
    assert queue.run_once() == 2
    assert tasks.ran == ["old", "new"]
    assert not Job.objects.exists()


def test_work_that_was_set_aside_is_tried_anew_when_it_is_asked_for() -> None:
    queue.enqueue_once(tasks.fail, key="k", what=1)
    for _ in range(2):
        queue.run_once()
        due_now()
    assert queue.status("k").error == "ValueError"
    queue.enqueue_once(tasks.fail, key="k", what=2)
    assert queue.status("k").state == "waiting"
    assert queue.run_once() == 1
    assert tasks.ran[-1] == 2


def test_a_job_tells_how_far_it_has_come() -> None:
    queue.progress(1, 2)  # outside a job: nothing happens
    queue.enqueue_once(tasks.count, key="count", total=3)
    queue.run_once()
    assert tasks.ran[0] == queue.Status("running", 1, 3)
    assert tasks.ran[-1] == queue.Status("running", 3, 3)


def test_run_all_waits_for_no_pause_and_lets_an_error_out() -> None:
    tasks.note.using(run_after=timezone.now() + timedelta(days=1)).enqueue(1)
    assert queue.run_all() == 1
    tasks.fail.enqueue(2)
    with pytest.raises(ValueError, match="Ani"):
        queue.run_all()
    assert Job.objects.get().state == "waiting"


def test_a_worker_that_lost_its_lease_leaves_no_trace_in_our_database() -> None:
    """It slept too long, another one did the work: what the first one wrote is taken back."""
    tasks.write_once.enqueue("late")

    def taken_over() -> None:
        Job.objects.update(token="of another")

    tasks.meddling.append(taken_over)
    assert queue.run_once() == 1
    assert tasks.last("late") == 0


def test_a_job_that_kills_its_worker_each_time_is_set_aside_unrun() -> None:
    now = timezone.now()
    Job.objects.create(
        task=tasks.note.module_path,
        args={"args": [1]},
        not_before=now,
        created_at=now,
        state="running",
        lease_until=now - timedelta(seconds=1),
        token="dead",
        tries=5,
    )
    assert queue.run_once() == 1
    assert not tasks.ran
    assert Job.objects.get().error == "Killed"
    assert Job.objects.get().state == "set_aside"


def test_a_lease_is_prolonged_and_given_back_only_by_its_owner() -> None:
    tasks.note.enqueue(1)
    held = lease.take()
    assert held
    assert lease.take() is None
    assert lease.prolong(held)
    stranger = lease.Lease(held.job_id, "stranger")
    assert not lease.prolong(stranger)
    assert not lease.finish(stranger)
    lease.give_back(stranger)
    assert Job.objects.get().state == "running"
    lease.give_back(held)
    assert (Job.objects.get().state, Job.objects.get().tries) == ("waiting", 0)
