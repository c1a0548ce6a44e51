"""Handing over. These are parts of a deed on the thing handed over, and that deed writes the entry in the book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.dispositions.models import Disposition


def hand_over(
    government: Government,
    subject: tuple[str, int],
    /,
    *,
    to: Iterable[PublicBody],
    instruction: str,
    due_on: date,
    by: Actor,
    at: datetime,
) -> list[Disposition]:
    """Hand ``subject`` to each body in ``to``; return the new dispositions.

    A body that holds it already (perhaps it did its part, and is asked for more) gets the new instruction and
    deadline; the earlier hand-over stays on record as taken back.
    """
    bodies = list(to)
    Disposition.objects.filter(
        government=government,
        subject_type=subject[0],
        subject_id=subject[1],
        to_body__in=bodies,
        recalled_at__isnull=True,
    ).update(recalled_at=at)
    return Disposition.objects.bulk_create(
        Disposition(
            government=government,
            subject_type=subject[0],
            subject_id=subject[1],
            to_body=body,
            from_post_id=by.post_id,
            instruction=instruction,
            due_on=due_on,
            given_at=at,
        )
        for body in bodies
    )


def recall(
    subject: tuple[str, int], /, *, government: Government, keep: Iterable[PublicBody], at: datetime
) -> int:
    """Take ``subject`` back from every body not in ``keep``; return how many gave it back."""
    return (
        Disposition.objects.filter(
            government=government,
            subject_type=subject[0],
            subject_id=subject[1],
            recalled_at__isnull=True,
            done_at__isnull=True,
        )
        .exclude(to_body__in=list(keep))
        .update(recalled_at=at)
    )


def finish(subject: tuple[str, int], /, *, government: Government, body: PublicBody, at: datetime) -> None:
    """Mark that ``body`` has done its part."""
    Disposition.objects.filter(
        government=government,
        subject_type=subject[0],
        subject_id=subject[1],
        to_body=body,
        recalled_at__isnull=True,
        done_at__isnull=True,
    ).update(done_at=at)


def reopen(subject: tuple[str, int], /, *, government: Government, body: PublicBody) -> None:
    """Let ``body`` do its part again: what it handed in was returned. Its deadline stays."""
    Disposition.objects.filter(
        government=government,
        subject_type=subject[0],
        subject_id=subject[1],
        to_body=body,
        recalled_at__isnull=True,
    ).update(done_at=None)
