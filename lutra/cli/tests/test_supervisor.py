"""The supervisor: the dead are started again, the hopeless are given up, and nothing outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lutra.cli.supervisor import Child, GaveUp, Supervisor

PATIENCE_SECONDS = 30


def python(code: str, *words: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, words)]


def until(condition: Callable[[], bool]) -> Callable[[], bool]:
    """A watch that asks the supervisor to stop once the condition holds; never for ever."""
    end = time.monotonic() + PATIENCE_SECONDS

    def watch() -> bool:
        if condition():
            os.kill(os.getpid(), signal.SIGTERM)
        elif time.monotonic() > end:
            pytest.fail("the condition never came true")
        return False

    return watch


def lives(pid: int) -> bool:
    """Whether a process runs; one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until_dead(*pids: int) -> bool:
    end = time.monotonic() + PATIENCE_SECONDS
    while any(lives(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.05)
    return not any(lives(pid) for pid in pids)


SIGN_IN_AND_DIE = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit(3)"
SIGN_IN_AND_STAY = (
    "import os, subprocess, sys, time; child = subprocess.Popen(['sleep', '600']); "
    "open(sys.argv[1] + '.new', 'w').write(f'{os.getpid()} {child.pid}'); "
    "os.rename(sys.argv[1] + '.new', sys.argv[1]); time.sleep(600)"
)


def test_a_child_that_dies_is_started_again_and_its_end_is_told(tmp_path):
    book, said = tmp_path / "book", []
    supervisor = Supervisor([Child("pekerja", python(SIGN_IN_AND_DIE, book))], say=said.append)
    supervisor.run(until(lambda: book.exists() and len(book.read_text()) >= 2))
    assert "pekerja berhenti (kode 3)" in said[0]


def test_a_signal_ends_the_children_and_what_they_had_started(tmp_path):
    book = tmp_path / "book"
    supervisor = Supervisor([Child("web", python(SIGN_IN_AND_STAY, book))], say=lambda _: None)
    supervisor.run(until(book.exists))
    child, grandchild = map(int, book.read_text().split())
    assert wait_until_dead(child, grandchild)


def test_a_vital_child_that_keeps_dying_before_all_is_ready_is_given_up(tmp_path):
    other = tmp_path / "other"
    children = [
        Child("web", python("raise SystemExit(1)"), vital=True),
        Child("pekerja", python(SIGN_IN_AND_STAY, other)),
    ]
    with pytest.raises(GaveUp, match="web berhenti 2 kali"):
        Supervisor(children, say=lambda _: None, patience=2).run(lambda: False)
    assert all(child.process is None for child in children)


def test_signals_are_handled_as_before_once_it_has_ended():
    before = signal.getsignal(signal.SIGTERM)
    Supervisor([], say=lambda _: None).run(until(lambda: True))
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_children_end_even_when_the_supervisor_is_killed_outright(tmp_path):
    book = tmp_path / "book"
    code = (
        "import sys; from lutra.cli.supervisor import Child, Supervisor; "
        "Supervisor([Child('web', sys.argv[1:])], say=print).run()"
    )
    quiet = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(600)"
    supervisor = subprocess.Popen(python(code, *python(quiet, book)))
    end = time.monotonic() + PATIENCE_SECONDS
    while not (book.exists() and book.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    supervisor.kill()
    supervisor.wait()
    assert wait_until_dead(int(book.read_text()))
