"""Letters without a body, in which a text can be carried through every eye."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lutra.documents.hidden.findings import Hidden, hidden

# Runs of letters without width; single ones join or part letters and are harmless. Tags are never harmless.
_RUN = re.compile(
    "[\u200b-\u200f\u2060-\u2064\u180e\ufeff\u202a-\u202e\u2066-\u2069]{6,}|[\U000e0001-\U000e007f]+"
)
# Direction overrides turn "fdp.exe" into what looks like "exe.pdf".
_OVERRIDE = re.compile("[\u202d\u202e]")


def invisible_characters(text: str, place: str) -> Iterator[Hidden]:
    """One finding for a page."""
    count = sum(len(run) for run in _RUN.findall(text)) + len(_OVERRIDE.findall(text))
    if count:
        yield hidden("invisible_characters", place, f"{count} huruf")
