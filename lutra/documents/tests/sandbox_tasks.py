"""Bad tasks for the sandbox's tests."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def echo(arguments, files):
    """What was given, and what the file holds."""
    return {
        "arguments": {key: arguments[key] for key in arguments},
        "content": files[0].read().decode() if files else "",
    }


def crash(_arguments, _files):
    """Read where nothing is."""
    ctypes.string_at(0)


def sleep(_arguments, _files):
    """Wait for longer than anybody."""
    time.sleep(60)


def spin(_arguments, _files):
    """Use the processor."""
    while True:
        pass


def eat(_arguments, _files):
    """Use memory."""
    return len(bytearray(8 * 1024**3))


def raise_secret(_arguments, _files):
    """An error that tells what the file holds."""
    raise ValueError("NIK 7322034509900001")


def leave(_arguments, _files):
    """End without an answer."""
    os._exit(0)


def no_json(_arguments, _files):
    """An answer that JSON cannot hold."""
    return object()


def long(_arguments, _files):
    """Too long an answer."""
    return "x" * 3_000_000


def call_out(_arguments, _files):
    """Reach for the network."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as link:
        link.settimeout(2)
        link.connect(("127.0.0.1", 9))
    return "reached"


def surroundings(_arguments, _files):
    """What can be seen from inside."""
    Path("a.txt").write_text("x")
    return {
        "environment": sorted(os.environ),
        "stdin": sys.stdin.read() if sys.stdin else "",
        "folder": os.getcwd(),
        "user": subprocess.run(["true"], check=False).returncode,
        "django": "django" in sys.modules,
        "pid": os.getpid(),
    }


def fill(_arguments, _files):
    """Write more than is allowed."""
    with open("big", "wb") as out:
        for _ in range(64):
            out.write(bytes(1024 * 1024))
    return "written"


def write(_arguments, files):
    """Write an output."""
    files[0].write(b"hasil")


def linger(_arguments, _files):
    """Leave a process behind that keeps the answer's pipe open."""
    child = os.fork()
    if child == 0:
        time.sleep(60)
        os._exit(0)
    return "done"


def server(_arguments, _files):
    """The process that waits for us."""
    return os.getppid()
