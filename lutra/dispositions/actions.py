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
    """Hand ``subject`` to each body in ``to`` that does not hold it yet; return the new dispositions."""
    holding = set(
        Disposition.objects.filter(
            government=government, subject_type=subject[0], subject_id=subject[1], recalled_at__isnull=True
        ).values_list("to_body_id", flat=True)
    )
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
        for body in to
        if body.pk not in holding
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
