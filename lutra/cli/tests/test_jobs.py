"""What an operator sees and does about slow work that was set aside."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from lutra.cli import doctor_checks, main
from lutra.jobs import queue
from lutra.jobs.models import Job
from lutra.jobs.tests import tasks

pytestmark = pytest.mark.django_db


def test_what_was_set_aside_is_told_by_the_doctor_and_can_be_tried_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (fine,) = doctor_checks.jobs()
    assert fine.level == "ok"
    tasks.fail.enqueue(1)
    for _ in range(2):
        queue.run_once()
        Job.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    (told,) = doctor_checks.jobs()
    assert told.level == "problem"
    assert "lutra jobs retry" in told.remedy
    assert main(["jobs"]) == 0
    assert "dikesampingkan" in capsys.readouterr().out
    assert main(["jobs", "retry", "999999"]) == 1
    assert main(["jobs", "retry"]) == 0
    assert Job.objects.get().state == "waiting"
