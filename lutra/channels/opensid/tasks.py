"""Slow work of the villages, done by the job queue; and the minute's tick that asks for it."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from lutra.channels.opensid import files, harvesting, letting
from lutra.channels.opensid.models import HarvestedRow, VillageSource
from lutra.jobs import queue

#: How many villages are asked for in one minute.
ROUND = 20


@task(priority=-5)
def harvest_village(source_id: int, full: bool = False) -> None:
    """Ask one village and take in what it shows; its files are fetched by a job of their own."""
    source = VillageSource.objects.select_related("government", "region__parent", "body").get(pk=source_id)
    harvesting.harvest(source, full=full)
    if files.wanted_files(source, at=timezone.now()):
        queue.enqueue_once(fetch_village_files, key=f"opensid.files:{source.pk}", source_id=source.pk)


@task(priority=-10)
def fetch_village_files(source_id: int) -> None:
    """Fetch the files of one village that are wanted."""
    files.fetch_files(VillageSource.objects.select_related("government").get(pk=source_id))


def key_of(source: VillageSource) -> str:
    """The name under which the queue knows the harvest of a village."""
    return f"opensid.harvest:{source.pk}"


def ask(source: VillageSource, *, full: bool = False) -> None:
    """Let a village be asked soon; asked for twice it is asked once."""
    queue.enqueue_once(harvest_village, key=key_of(source), source_id=source.pk, full=full)


def ask_for_harvests() -> None:
    """The minute's tick: the villages that are due, files that are tried again, and what a policy lets out."""
    now = timezone.now()
    for source in harvesting.due(at=now)[:ROUND]:
        ask(source)
    again = HarvestedRow.objects.filter(
        file_state=HarvestedRow.FileState.WANTED,
        file_next_at__lte=now,
        file_tries__gt=0,
        government__is_demo=False,
    )
    for source_id in again.order_by().values_list("source", flat=True).distinct()[:ROUND]:
        queue.enqueue_once(fetch_village_files, key=f"opensid.files:{source_id}", source_id=source_id)
    letting.let_out_clear()
