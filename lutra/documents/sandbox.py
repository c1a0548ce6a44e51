"""Doing dangerous work apart: a process that may use little, reach nothing, and be killed.

Every parser of a stranger's file runs here. ``python -m lutra.documents.sandbox`` is a small server without Django:
it has loaded the parsers and forks for each task, so a task costs no start-up and leaves nothing to the next one. A
server that nobody asks for a minute ends.

A task is named ``"package.module:function"`` below ``lutra`` and is called with ``(arguments, files)``: JSON-like
arguments and open binary files (the task never sees a path). It returns something that JSON can hold.

1. ``Sandbox.run`` opens the files and hands them over a Unix socket.
2. The server forks. The child limits itself (``_confine``): memory, processor time, file size, no core dump, no new
   privileges, no network where the kernel lets us leave it, a temporary folder of its own, an empty environment.
3. The server waits at most ``Limits.wall`` seconds, kills the whole process group, and answers.
4. A crash, an answer that is no JSON or too long, or silence is a ``ToolFailed``: whoever asked withholds the file.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import dataclasses
import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

_MIB = 1024 * 1024
# Loaded before the first fork, so that no task pays for them.
PRELOAD = ("lutra.documents.inspecting",)
_HEAD = struct.Struct("!Q")  # length of the JSON that follows
_MOST_FILES = 8
_GRACE = 10.0  # seconds that the server may need beyond a task's own time
_IDLE = 60.0  # seconds without a task, after which a server ends


class ToolFailed(Exception):
    """The work was not done. ``code`` is time, memory, crash, garbage, task or start; the text says it in words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use."""

    wall: float = 600.0  # seconds
    cpu: int = 600  # seconds
    memory: int = 2048 * _MIB  # bytes of address space
    file: int = 512 * _MIB  # bytes of any file it writes
    answer: int = 128 * _MIB  # bytes of JSON


DEFAULT = Limits()


class _Ended(Exception):
    """The server had ended by itself before it took the task."""


class Sandbox:
    """A server that many tasks share, one after the other; safe to use from several threads. Close it, or use with."""

    def __init__(self, preload: Sequence[str] = PRELOAD, idle: float = _IDLE) -> None:
        """``idle``: seconds without a task, after which the server ends; the next task starts another."""
        self._preload = tuple(preload)
        self._idle = idle
        self._lock = threading.Lock()
        self._environment: dict[str, str] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        self._errors: BinaryIO | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        task: str,
        arguments: dict[str, Any] | None = None,
        *,
        files: Sequence[str | os.PathLike[str]] = (),
        outputs: Sequence[str | os.PathLike[str]] = (),
        limits: Limits = DEFAULT,
    ) -> Any:
        """What the task returned. Raises ToolFailed; OSError when a file cannot be opened.

        ``outputs`` are opened for writing and follow ``files`` in what the task is given.
        """
        with contextlib.ExitStack() as opened, self._lock:
            descriptors = [opened.enter_context(open(path, "rb")).fileno() for path in files]
            descriptors += [opened.enter_context(open(path, "w+b")).fileno() for path in outputs]
            request = {
                "task": task,
                "arguments": arguments or {},
                "writable": len(outputs),
                "limits": dataclasses.asdict(limits),
            }
            try:
                try:
                    answer = self._ask(request, descriptors, limits)
                except _Ended:
                    answer = self._ask(request, descriptors, limits)
            except (OSError, ValueError, EOFError) as error:
                self._stop()
                raise ToolFailed(
                    "crash", "Pemeriksa berkas berhenti tiba-tiba; coba lagi, lalu hubungi pengelola."
                ) from error
            except (
                BaseException
            ):  # also a keyboard interrupt: an answer nobody waits for would confuse the next
                self._stop()
                raise
        if "failed" in answer:
            raise ToolFailed(answer["failed"], answer["message"])
        return answer["result"]

    def close(self) -> None:
        """End the server."""
        with self._lock:
            self._stop()

    def _ask(self, request: dict[str, Any], descriptors: list[int], limits: Limits) -> dict[str, Any]:
        link = self._started()
        body = json.dumps(request).encode()
        link.settimeout(limits.wall + _GRACE)
        try:
            # The descriptors travel with the head; a message needs at least one byte beside them.
            socket.send_fds(link, [_HEAD.pack(len(body))], descriptors)
            link.sendall(body)
            (length,) = _HEAD.unpack(_receive(link, _HEAD.size))
        except (OSError, EOFError) as error:
            if self._ended_by_itself():
                raise _Ended from error
            raise
        if length > limits.answer + 4096:
            raise ValueError("answer too long")
        answer = json.loads(_receive(link, length))
        if not isinstance(answer, dict):
            raise ValueError("answer is no object")
        return answer

    def _ended_by_itself(self) -> bool:
        """Whether the server had waited long enough; one that a task brought down does not end with 0."""
        if self._server is None:
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._server.wait(1.0) == 0
        return False

    def _started(self) -> socket.socket:
        environment = _environment()
        if (
            self._server is not None
            and self._server.poll() is None
            and self._link is not None
            and self._environment == environment
        ):
            return self._link
        self._stop()
        self._environment = environment
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as the server
        try:
            self._server = subprocess.Popen(
                [
                    sys.executable,
                    *("-P", "-m", "lutra.documents.sandbox"),
                    *(str(theirs.fileno()), str(self._idle), *self._preload),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=(theirs.fileno(),),
                env=environment,
                cwd="/",
                start_new_session=True,
            )
        finally:
            theirs.close()
        self._link = ours
        return ours

    def _stop(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
        if self._server is not None:
            self._server.kill()
            self._server.wait()
            self._server = None
        if self._errors is not None:
            self._errors.close()
            self._errors = None


def run(
    task: str,
    arguments: dict[str, Any] | None = None,
    *,
    files: Sequence[str | os.PathLike[str]] = (),
    outputs: Sequence[str | os.PathLike[str]] = (),
    limits: Limits = DEFAULT,
) -> Any:
    """One task in a sandbox that nobody else uses meanwhile; see ``Sandbox.run``."""
    idle = _idle.setdefault(os.getpid(), [])
    try:
        sandbox = idle.pop()
    except IndexError:
        sandbox = Sandbox()
    try:
        return sandbox.run(task, arguments, files=files, outputs=outputs, limits=limits)
    finally:
        idle.append(sandbox)


# Those that nobody uses now, by process: a forked process has no part in its parent's conversations.
_idle: dict[int, list[Sandbox]] = {}


@atexit.register
def _leave() -> None:
    for sandbox in _idle.pop(os.getpid(), []):
        sandbox.close()


def _environment() -> dict[str, str]:
    """Nothing of ours: no keys, no address of a database. Only where programs and this package are."""
    root = str(Path(__file__).resolve().parents[2])
    found = {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LANG": "C.UTF-8",
        "PYTHONPATH": root,
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_THREAD_LIMIT": "1",  # tesseract's threads hinder each other on small pages
    }
    for name in ("TESSDATA_PREFIX",):
        if name in os.environ:
            found[name] = os.environ[name]
    return found


def _receive(link: socket.socket, length: int) -> bytes:
    parts: list[bytes] = []
    while length:
        part = link.recv(min(length, _MIB))
        if not part:
            raise EOFError("the other side has gone")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


# --- the server -----------------------------------------------------------------------------------------------------


def _serve(link: socket.socket, idle: float) -> None:
    """Answer one request after the other until the asker goes, or has asked nothing for so many seconds."""
    while select.select([link], [], [], idle)[0]:
        head, descriptors, _flags, _address = socket.recv_fds(link, _HEAD.size, _MOST_FILES)
        try:
            if not head:
                return
            if len(head) < _HEAD.size:
                head += _receive(link, _HEAD.size - len(head))
            (length,) = _HEAD.unpack(head)
            request = json.loads(_receive(link, length))
            answer = _apart(request, descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        link.sendall(_HEAD.pack(len(answer)) + answer)


def _apart(request: dict[str, Any], descriptors: list[int]) -> bytes:
    """Run the task in a child and return its answer as JSON, or what went wrong with it."""
    limits = Limits(**request["limits"])
    folder = tempfile.mkdtemp(prefix="lutra-apart-")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(request, descriptors, limits, folder, writing)
    os.close(writing)
    try:
        answer, problem = _wait_for(reading, limits)
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)
    if problem is None:
        problem = _judge(answer, status)
    return json.dumps({"failed": problem, "message": _WORDS[problem]}).encode() if problem else answer


_WORDS = {
    "time": "Pemeriksaan melewati batas waktu; bagi berkas menjadi beberapa bagian, lalu coba lagi.",
    "memory": "Pemeriksaan melewati batas memori; perkecil gambar atau bagi berkas menjadi beberapa bagian.",
    "crash": "Pemeriksa berhenti saat membaca berkas ini; simpan ulang berkas dengan aplikasi lain, lalu coba lagi.",
    "garbage": "Pemeriksa memberi jawaban yang tidak dapat dipakai; berkas ini ditahan.",
}


def _wait_for(reading: int, limits: Limits) -> tuple[bytes, str | None]:
    """What the child wrote until it closed, and "time" or "garbage" when we stopped listening."""
    until = time.monotonic() + limits.wall
    answer = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return b"", "time"
        part = os.read(reading, _MIB)
        if not part:
            return bytes(answer), None
        answer += part
        if len(answer) > limits.answer:
            return b"", "garbage"


def _judge(answer: bytes, status: int) -> str | None:
    """What is wrong with a finished child, None when nothing is."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        return "time"
    if not answer:
        return "crash"
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return "garbage"
    if not isinstance(found, dict) or not ({"result", "failed"} & set(found)):
        return "garbage"
    if "failed" in found and not ({"message"} <= set(found)):
        return "garbage"
    return None


def _child(
    request: dict[str, Any], descriptors: list[int], limits: Limits, folder: str, writing: int
) -> None:
    """Limit ourselves, do the task, write the answer, and end without any clean-up of the server's."""
    try:
        confined = _confine(limits, folder)
        answer = _perform(request, descriptors, confined)
        view = memoryview(answer)
        while view:
            view = view[os.write(writing, view) :]
        os._exit(0)
    except BaseException:  # whatever it is, the server's code below must not run in the child
        os._exit(1)


def _perform(request: dict[str, Any], descriptors: list[int], confined: dict[str, Any]) -> bytes:
    module, _colon, function = request["task"].partition(":")
    if not module.startswith("lutra."):
        raise ValueError("not a task")
    first_output = len(descriptors) - request["writable"]
    files = [
        os.fdopen(os.dup(each), "rb" if number < first_output else "r+b")
        for number, each in enumerate(descriptors)
    ]
    try:
        task = getattr(importlib.import_module(module), function)
        result = task({**request["arguments"], "confined": confined}, files)
        for file in files[first_output:]:
            file.flush()
        return json.dumps({"result": result}).encode()
    except MemoryError:
        return json.dumps({"failed": "memory", "message": _WORDS["memory"]}).encode()
    except Exception as error:  # a parser may raise anything on a broken file
        # Only the kind of the error: its text could hold what the file holds.
        return json.dumps(
            {"failed": "task", "message": f"Berkas tidak dapat dibaca ({type(error).__name__})."}
        ).encode()


_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def _confine(limits: Limits, folder: str) -> dict[str, Any]:
    """Give up what the task does not need; returns what could be given up."""
    os.setsid()
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # A network namespace of its own has not even a loopback that is up.
    closed = libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
    os.chdir(folder)
    os.environ["TMPDIR"] = os.environ["HOME"] = folder
    tempfile.tempdir = folder
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_AS, limits.memory),
    ):
        _limit(what, most, most)
    _limit(resource.RLIMIT_CPU, limits.cpu, limits.cpu + 5)
    return {"network": "closed" if closed else "open"}


def _limit(what: int, soft: int, hard: int) -> None:
    """Set a limit, never above the one we were given ourselves."""
    _soft, most = resource.getrlimit(what)
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(what, (soft, hard))


def main(words: Sequence[str]) -> int:
    """``FD SECONDS MODULE…``: load the modules, then serve the socket."""
    link = socket.socket(fileno=int(words[0]))
    for module in words[2:]:
        importlib.import_module(module)
    _serve(link, idle=float(words[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
