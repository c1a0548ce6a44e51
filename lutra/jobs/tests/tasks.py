"""Tasks of the tests: the queue finds a task by its module and name, so they lie in a module."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

from django.db import connection
from django_tasks import task

from lutra.jobs import queue
from lutra.ledger import numbers

ran: list[object] = []
#: What the next run of ``meddle`` does in the middle of its work.
meddling: list[Callable[[], object]] = []


def _write(book: str) -> int:
    """Something that lands in our own database: a number of the book of that name."""
    return numbers.next_number(1, book, 2026)


@task()
def note(what: object = None) -> None:
    ran.append(what)


@task(priority=50)
def urgent(what: object = None) -> None:
    ran.append(what)


@task(max_tries=2)
def fail(what: object = None) -> None:
    ran.append(what)
    raise ValueError("Ani, NIK 7322014101900001")


@task()
def meddle(what: object = None) -> None:
    ran.append(what)
    for each in list(meddling):
        meddling.remove(each)
        each()


@task(atomic=True)
def write_once(book: str) -> None:
    _write(book)
    for each in list(meddling):
        meddling.remove(each)
        each()


@task()
def count(total: int) -> None:
    for done in range(1, total + 1):
        queue.progress(done, total)
        ran.append(queue.status("count"))


@task()
def die_in(parent: int, where: str) -> None:
    """Write a line, and be killed the first time, which is in another process than ``parent``."""
    with open(where, "a") as file:
        file.write(f"{os.getpid()}\n")
        file.flush()
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


@task(atomic=True)
def die_atomically(parent: int, book: str) -> None:
    _write(book)
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


@task()
def append(where: str, number: int) -> None:
    with open(where, "a") as file:
        file.write(f"{number}\n")


def last(book: str) -> int:
    """The last number that ``_write`` gave."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM ledger_counter WHERE book = %s", [book])
        found = cursor.fetchone()
    return int(found[0]) if found else 0
