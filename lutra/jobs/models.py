"""The table of jobs. A row is a job that is still to be done; what is done is removed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One call of a task. Its lease says until when the worker that took it may take itself for its owner."""

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu")
        RUNNING = "running", _("dikerjakan")
        SET_ASIDE = "set_aside", _("dikesampingkan")

    task = models.CharField(max_length=200)  # module and name of the task
    args = models.JSONField(default=dict)  # {"args": […], "kwargs": {…}}
    # Work that is the same however often it is asked for has a key, and waits only once.
    key = models.CharField(max_length=200, null=True, unique=True)  # noqa: DJ001 - two jobs without a key are no double
    # A plain number, no foreign key: the queue outlives what it speaks of.
    government_id = models.BigIntegerField(null=True)
    priority = models.SmallIntegerField(default=0)  # greater goes first
    not_before = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    lease_until = models.DateTimeField(null=True)
    token = models.CharField(max_length=32, blank=True)  # of the one run that holds the lease
    tries = models.PositiveSmallIntegerField(default=0)
    max_tries = models.PositiveSmallIntegerField(default=5)
    # Asked for again while it ran: what it read may have been older than the wish.
    again = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known
    error = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("state", "-priority", "not_before", "id"), name="jobs_next"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.pk} {self.state} ({self.tries})"
