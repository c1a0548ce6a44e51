"""How an entry is written down and hashed. Pure; an outside verifier needs only this file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64  # stands where the first entry of a government names the hash before it


def canonical(value: object) -> str:
    """Return the one way to write ``value`` as JSON: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def moment(at: datetime) -> str:
    """Return ``at`` in UTC to the microsecond: ``2026-03-02T01:30:00.000000+00:00``."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def digest(
    *,
    prev_hash: str,
    government_id: int,
    seq: int,
    at: datetime,
    kind: str,
    subject: tuple[str, int],
    actor: str,
    post_id: int | None,
    data: Mapping[str, Any],
) -> str:
    """Return the SHA-256, in lower-case hex, of an entry bound to the hash of the entry before it."""
    line = canonical(
        written(
            prev_hash=prev_hash,
            government_id=government_id,
            seq=seq,
            at=at,
            kind=kind,
            subject=subject,
            actor=actor,
            post_id=post_id,
            data=data,
        )
    )
    return hashlib.sha256(line.encode()).hexdigest()


def written(
    *,
    prev_hash: str,
    government_id: int,
    seq: int,
    at: datetime,
    kind: str,
    subject: tuple[str, int],
    actor: str,
    post_id: int | None,
    data: Mapping[str, Any],
) -> dict[str, Any]:
    """Return the words of an entry over which its hash is taken."""
    return {
        "prev_hash": prev_hash,
        "government": government_id,
        "seq": seq,
        "at": moment(at),
        "kind": kind,
        "subject": list(subject),
        "actor": actor,
        "post": post_id,
        "data": data,
    }
