"""The one form in which every channel says what came in."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """A file that belongs to a message. ``size`` (bytes) and ``sha256`` are None until the file is fetched."""

    name: str
    type: str | None = None
    size: int | None = None
    sha256: str | None = None
    url: str = ""


@dataclass(frozen=True)
class Message:
    """One thing that came in.

    ``provider_id`` is the same each time the same thing comes and unique within its channel; "" where it has none.
    ``sent_at`` has its zone, or is None where the moment or its zone is not known. ``withheld`` gives the reasons for
    which it may never be published; empty where none is known. ``raw`` is what came in, as far as it could be read.
    """

    channel: str
    provider_id: str
    kind: str
    sender: str = ""
    sent_at: datetime | None = None
    text: str = ""
    new_text: str = ""
    attachments: tuple[Attachment, ...] = ()
    auto_reply: bool = False
    bounce: dict[str, Any] | None = None
    errors: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    raw: Any = None

    def as_json(self) -> dict[str, Any]:
        """The message with plain values only, its moment in ISO 8601."""
        plain = dataclasses.asdict(self)
        plain["sent_at"] = self.sent_at.isoformat() if self.sent_at else None
        for name in ("attachments", "errors", "withheld"):
            plain[name] = list(plain[name])
        return plain
