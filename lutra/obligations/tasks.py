"""Slow work of this module, done by the job queue: asking other people's servers about our links."""

from __future__ import annotations

from django_tasks import task

from lutra.jobs import queue
from lutra.obligations import links

KEY = "obligations.check_links"


@task()
def check_links() -> int:
    """One round of the link check; how many links were looked at."""
    return links.check_round().checked


def ask_for_round() -> None:
    """The minute's tick: ask for a round where a link is due, unless one waits already."""
    if links.is_due():
        queue.enqueue_once(check_links, key=KEY)
