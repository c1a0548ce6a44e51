"""Holding the lease while a long job runs, from a thread with a connection of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection

from lutra.jobs import lease as leases
from lutra.jobs.lease import Lease

logger = logging.getLogger(__name__)

#: Seconds after which a job that still runs is taken for stuck, and its lease is no longer held.
LONGEST = 4 * 60 * 60.0


@contextmanager
def kept(lease: Lease) -> Iterator[None]:
    """Prolong ``lease`` every third of its length until the block ends, or LONGEST has passed."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(lease, stop), name=f"lease-{lease.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=settings.LUTRA_JOB_LEASE)


def _keep(lease: Lease, stop: threading.Event) -> None:
    until = time.monotonic() + LONGEST
    try:
        while not stop.wait(settings.LUTRA_JOB_LEASE / 3) and time.monotonic() < until:
            try:
                if not leases.prolong(lease):
                    return
            except DatabaseError:  # the next third of the lease is another chance
                logger.warning("job.lease_not_prolonged", extra={"facts": {"job": lease.job_id}})
                connection.close()
    finally:
        connection.close()
