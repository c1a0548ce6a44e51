"""What is looked for: a literal, ``/an expression/`` or ``personal:kind``."""

from __future__ import annotations

import contextlib
import re
import signal
import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

from lutra.documents import personal
from lutra.redaction.engine.errors import NotRedacted
from lutra.redaction.engine.matching import Folded, squeezed

_PERSONAL = "personal:"
_LONGEST = 10.0  # seconds for an expression on one page


@dataclass(frozen=True, slots=True)
class Pattern:
    """``number`` is its place in the command, from 1: messages name it by that, never by its words."""

    number: int
    words: str

    def __post_init__(self) -> None:
        if self.words.startswith(_PERSONAL):
            if self.words[len(_PERSONAL) :] not in personal.KINDS:
                raise NotRedacted(
                    "pattern",
                    f"Pola ke-{self.number} menyebut jenis data yang tidak dikenal; pilih salah satu dari "
                    f"{', '.join(personal.KINDS)}.",
                )
        elif self._expression is not None:
            try:
                re.compile(self._expression)
            except re.error as error:
                raise NotRedacted(
                    "pattern", f"Pola ke-{self.number} bukan ekspresi yang benar: {error}."
                ) from error
        elif not squeezed(self.words)[0]:
            raise NotRedacted("pattern", f"Pola ke-{self.number} tidak memuat huruf atau angka.")

    @property
    def _expression(self) -> str | None:
        is_expression = len(self.words) > 2 and self.words.startswith("/") and self.words.endswith("/")
        return self.words[1:-1] if is_expression else None

    def places(self, text: Folded) -> Iterator[tuple[int, int]]:
        """Start and end of every hit that holds a letter or digit."""
        if self.words.startswith(_PERSONAL):
            for match in personal.find(text.text):
                if match.kind == self.words[len(_PERSONAL) :]:
                    yield match.start, match.end
        elif self._expression is not None:
            with _within(_LONGEST, self.number):
                hits = list(re.finditer(self._expression, text.text, re.IGNORECASE | re.MULTILINE))
            for hit in hits:
                if squeezed(hit[0])[0]:
                    yield hit.span()
        else:
            yield from text.occurrences(self.words)


@contextlib.contextmanager
def _within(seconds: float, number: int) -> Iterator[None]:
    """An expression that takes longer is given up, where signals can be used: in the sandbox they can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise NotRedacted(
            "pattern", f"Pola ke-{number} terlalu rumit untuk dicari; sederhanakan ekspresinya."
        )

    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def says(text: Folded, needles: Collection[str], patterns: Sequence[Pattern]) -> bool:
    """Whether anything that is to go stands in the text."""
    return any(next(text.occurrences(needle), None) for needle in needles) or any(
        next(pattern.places(text), None) for pattern in patterns
    )
