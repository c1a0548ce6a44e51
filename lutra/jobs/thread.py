"""The thread in which ``lutra worker`` runs jobs, so that followers and clocks never wait for one."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, close_old_connections, connection

from lutra.jobs import lease as leases
from lutra.jobs import runner
from lutra.jobs.lease import Lease
from lutra.ledger.followers import where

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
TROUBLED_SECONDS = 5.0
#: How long a job may go on after the worker was told to stop; then it is given back, to be run again elsewhere.
PATIENCE = 5.0


class JobThread:
    """Runs jobs until ``stop`` is set."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.lease: Lease | None = None
        # A daemon: a job that does not end must not keep the process from ending.
        self.thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin."""
        self.thread.start()

    def end(self) -> None:
        """Wait a moment for the running job; give it back when it does not end. Call it after ``stop`` is set."""
        self.thread.join(timeout=PATIENCE)
        lease = self.lease
        if self.thread.is_alive() and lease is not None:
            leases.give_back(lease)
            logger.warning("job.given_back", extra={"facts": {"job": lease.job_id}})

    def _took(self, lease: Lease | None) -> None:
        self.lease = lease

    def _work(self) -> None:
        try:
            while not self.stop.is_set():
                self.stop.wait(self._round())
        finally:
            connection.close()

    def _round(self) -> float:
        close_old_connections()
        try:
            runner.run_once(stopping=self.stop.is_set, took=self._took)
        except Exception as error:  # the thread outlives a database that is away
            facts = {"what": "jobs", "error": type(error).__name__, "where": where(error)}
            logger.error("worker.troubled", extra={"facts": facts})
            if isinstance(error, DatabaseError):
                connection.close()
            return TROUBLED_SECONDS
        return IDLE_SECONDS
