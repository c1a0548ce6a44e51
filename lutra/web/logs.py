"""What a process may write down: what happened and where in the code, never whom it was about.

The text of an exception may quote what a citizen typed (a database names the whole row that it refuses), and an
address may hold a tracking code, which opens the applicant's letters. Both stay out of every log.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from traceback import StackSummary, walk_tb
from types import TracebackType

_CODE = re.compile(r"(/(?:[tk]|balas|akun/tautan|akun/undangan/[^/\s]+|kepuasan/isi)/)[^/\s?#'\"]+")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """One line for each record; exceptions as their classes and the lines of code that they came through."""

    def format(self, record: logging.LogRecord) -> str:
        """The record without tracking codes."""
        return _CODE.sub(r"\1…", super().format(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - the name is Python's
        """Every exception of the chain, the one that was raised last at the end, without their texts."""
        error = ei[1]
        return "" if error is None else "".join(_lines(error)).rstrip("\n")


def _lines(error: BaseException) -> Iterator[str]:
    chain: list[BaseException] = []
    while error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__ or error
    for each in reversed(chain):
        yield from StackSummary.extract(walk_tb(each.__traceback__)).format()
        yield f"{type(each).__module__}.{type(each).__qualname__}\n"
