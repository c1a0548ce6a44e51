"""``lutra worker``: let the followers read the book, wake the clocks about once a minute, and run jobs beside them.

Any number of workers may run at once. A problem is one line of JSON on stderr: what, where, and never whom; so the
text of an exception, which may quote a citizen, is left out.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from types import FrameType
from typing import Any, TypeVar

from django.conf import settings
from django.db import close_old_connections
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from lutra.cli import heartbeat
from lutra.directory import outages
from lutra.jobs import runner
from lutra.jobs.thread import JobThread
from lutra.ledger import followers

logger = logging.getLogger(__name__)
T = TypeVar("T")

IDLE_SECONDS = 0.2
TICK_SECONDS = 60.0
# After a problem outside any one follower (the database is away), so that the log is not flooded.
TROUBLED_SECONDS = 5.0


def register(subparsers: Any) -> None:
    """Add ``lutra worker`` and its options."""
    parser = subparsers.add_parser("worker", help=_("menjalankan pekerja latar"), description=__doc__)
    parser.add_argument("--once", action="store_true", help=_("kerjakan yang menunggu, lalu berhenti"))


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT, or once through; 0 after a clean end."""
    log_as_json_lines()
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        if args.once:
            once(stop)
        else:
            Worker(stop).work()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    return 0


class Worker:
    """The loop: followers, ticks when their minute has come, a short sleep when there was nothing to do."""

    def __init__(self, stop: threading.Event) -> None:
        self.stop = stop
        self.next_tick = time.monotonic()

    def work(self) -> None:
        """Go round until ``stop`` is set; jobs have a thread of their own, so nobody here waits for one."""
        jobs = JobThread(self.stop)
        jobs.start()
        try:
            while not self.stop.is_set():
                self.stop.wait(self.round())
        finally:
            self.stop.set()
            jobs.end()

    def round(self) -> float:
        """Do one round; return for how many seconds to sleep after it."""
        silent = heartbeat.age()
        heartbeat.beat()
        if silent is not None and silent > outages.LEAST.total_seconds():
            guarded("outages", partial(outages.since_last_sign, silent))
        close_old_connections()  # a database that was restarted is asked anew, not through a dead connection
        handled = guarded("followers", lambda: followers.run_once(stopping=self.stop.is_set))
        if time.monotonic() >= self.next_tick:
            self.next_tick = time.monotonic() + TICK_SECONDS
            tick(self.stop)
        if handled is None:
            return TROUBLED_SECONDS
        return 0.0 if handled else IDLE_SECONDS


def once(stop: threading.Event) -> None:
    """Let the clocks tick once, and the followers and jobs work until nothing is left that can be done now."""
    tick(stop)
    handled: int | None = 1
    while handled and not stop.is_set():
        handled = guarded("followers", lambda: followers.run_once(stopping=stop.is_set))
        handled = (handled or 0) + (guarded("jobs", lambda: runner.run_once(stopping=stop.is_set)) or 0)


def tick(stop: threading.Event) -> None:
    """Call each of ``settings.LUTRA_TICKS``; one that raises does not keep the others from their turn."""
    for path in settings.LUTRA_TICKS:
        if not stop.is_set():
            guarded(path, partial(_call, path))


def _call(path: str) -> None:
    import_string(path)()


def guarded(what: str, deed: Callable[[], T]) -> T | None:
    """Return what ``deed`` returns; when it raises, log a line about ``what`` and return None."""
    try:
        return deed()
    except Exception as error:  # the worker outlives whatever its parts do wrong
        facts = {"what": what, "error": type(error).__name__, "where": followers.where(error)}
        logger.error("worker.troubled", extra={"facts": facts})
        return None


class JsonLines(logging.Formatter):
    """One JSON object a line: moment, level, what, and the facts that the caller vouches for; no exception text."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facts: dict[str, Any] = getattr(record, "facts", {})
        line = {"at": at, "level": record.levelname.lower(), "event": record.getMessage(), **facts}
        return json.dumps(line, ensure_ascii=False)


def log_as_json_lines() -> None:
    """Send what our own modules log to stderr as JSON lines, and only so."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("lutra")
    ours.handlers = [handler]
    ours.propagate = False
