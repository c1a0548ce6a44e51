"""A small supervisor: it keeps a few programs running and ends them together.

Each child gets a process group of its own, so that Ctrl-C in a terminal reaches only the supervisor, which then stops
the children in order; and should the supervisor itself be killed, Linux tells each child to end (see ``leash``).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

#: Seconds between two looks at the children.
_BEAT = 0.1
#: A child that lived so long had started well: the next restart is quick again.
_SETTLED = 30.0
_LONGEST_WAIT = 30.0
#: How long a child may take to end by itself.
_GRACE = 10.0
_PR_SET_PDEATHSIG = 1


class GaveUp(Exception):
    """A child that must live died again and again before everything was ready."""


@dataclass
class Child:
    """One program to keep running. ``vital``: without it, the start as a whole has failed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        """Start the program, tied to this process."""
        parent = os.getpid()
        self.process = subprocess.Popen(
            list(self.command),
            stdin=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
            process_group=0,
            preexec_fn=lambda: leash(parent),  # noqa: PLW1509  this process has one thread
        )
        self.started_at = time.monotonic()

    def signal_group(self, number: int) -> None:
        """Send a signal to the program and to everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Starts the children, restarts those that die, and stops all of them on SIGINT, SIGTERM or SIGHUP."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None], patience: int = 5) -> None:
        """``say`` receives one line for each event; ``patience`` is how often a vital child may die at the start."""
        self.children = list(children)
        self.say = say
        self.patience = patience
        self.ready = False
        self.stopping = False

    def run(self, watch: Callable[[], bool] = lambda: True) -> None:
        """Run until a signal comes. ``watch`` is asked on every beat until it says that all is ready.

        Raises GaveUp when a vital child dies ``patience`` times before that. No child is left in either case.
        """
        before = {number: signal.signal(number, self._stop) for number in _STOPPING}
        try:
            while not self.stopping:
                self._look_after_children()
                if not self.ready:
                    self.ready = watch()
                time.sleep(_BEAT)
        finally:
            self._end_children()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: somebody is in a hurry
            for child in self.children:
                child.signal_group(signal.SIGKILL)
        self.stopping = True

    def _look_after_children(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.start_at:
                    child.start()
                continue
            code = child.process.poll()
            if code is None:
                continue
            child.signal_group(signal.SIGKILL)  # what it had started must not live on beside the new one
            child.process = None
            child.deaths = 1 if now - child.started_at > _SETTLED else child.deaths + 1
            if child.vital and not self.ready and child.deaths >= self.patience:
                raise GaveUp(f"{child.name} berhenti {child.deaths} kali berturut-turut saat dimulai")
            wait = min(0.5 * 2 ** (child.deaths - 1), _LONGEST_WAIT)
            child.start_at = now + wait
            self.say(f"{child.name} berhenti ({_reason(code)}); dimulai lagi dalam {wait:g} detik")

    def _end_children(self) -> None:
        """Ask all to end, wait, then insist."""
        living = [(child, child.process) for child in self.children if child.process is not None]
        for _child, process in living:
            process.terminate()
        end = time.monotonic() + _GRACE
        for child, process in living:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, end - time.monotonic()))
            child.signal_group(signal.SIGKILL)
            process.wait()
            child.process = None


_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _reason(code: int) -> str:
    return f"sinyal {signal.Signals(-code).name}" if code < 0 else f"kode {code}"


def leash(parent: int, number: signal.Signals = signal.SIGTERM) -> None:
    """In the child, before its program starts: end with ``parent``, even when that one is killed outright.

    ``number`` is the signal that the child shall then get. Only Linux can do this.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number)
    if os.getppid() != parent:  # it died in the meantime
        os._exit(1)
