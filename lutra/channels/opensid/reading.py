"""The answer of one village as messages."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, replace

from lutra.channels.messages import Message
from lutra.channels.opensid.payload import unpack
from lutra.channels.opensid.rows import message, unreadable

_MOST_RAW = 2000  # characters of an answer that is none; the whole of it is found again by its digest


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as messages. ``is_readable``, ``is_whole`` and ``is_full`` as in ``payload.Payload``."""

    messages: list[Message]
    errors: tuple[str, ...]
    is_readable: bool
    is_whole: bool
    is_full: bool


def read(content: bytes) -> list[Message]:
    """One message a row, without exact repetitions; one of kind "unreadable" where the answer is none.

    What is wrong with the whole answer stands in each message of it. An empty list of an answer that was whole is
    empty here too. Never raises for what is in ``content``.
    """
    return read_answer(content).messages


def read_answer(content: bytes) -> Answer:
    """As ``read``, with what is known of the answer itself."""
    found = unpack(content)
    source = {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    if not found.is_readable or (found.errors and not found.rows):
        raw = content[:_MOST_RAW].decode("utf-8", errors="replace")
        messages = [replace(unreadable(tuple(found.errors), raw=raw), fields={"source": source})]
        return Answer(messages, tuple(found.errors), is_readable=False, is_whole=False, is_full=False)
    messages = [
        replace(one, errors=(*found.errors, *one.errors), fields={**one.fields, "source": source})
        for one in _once([message(row) for row in found.rows])
    ]
    return Answer(messages, tuple(found.errors), True, found.is_whole, found.is_full)


def _once(messages: list[Message]) -> list[Message]:
    """Each row once. Two different rows of one number are both withheld: nobody can say which of them holds."""
    different = {(one.provider_id, json.dumps(one.raw, sort_keys=True)): one for one in reversed(messages)}
    kept = list(reversed(different.values()))
    times = Counter(one.provider_id for one in kept if one.provider_id)
    return [_ambiguous(one) if times[one.provider_id] > 1 else one for one in kept]


def _ambiguous(one: Message) -> Message:
    reason = f"Nomor {one.provider_id} muncul lebih dari sekali dengan isi yang berbeda."
    return replace(one, errors=(*one.errors, reason), withheld=(*one.withheld, reason))
