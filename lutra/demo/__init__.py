"""The demo: Luwu Utara and one neighbour, with invented people, real places and a few hundred requests.

Nothing outside this package knows of it but ``lutra up --demo``. Everything is written by the same deeds that officers
and applicants use, so that the book, the clocks and the figures of the demo are as true as those of a real office.
"""

from __future__ import annotations

from collections.abc import Callable

from lutra.demo.logins import LOGINS, PASSWORD

__all__ = ["LOGINS", "PASSWORD", "load"]


def load(*, progress: Callable[[str], None]) -> None:
    """Load the demo once; see ``lutra.demo.loading``. Django must be set up before this is called."""
    from lutra.demo.loading import load as load_all  # noqa: PLC0415 - models exist only once Django is set up

    load_all(progress=progress)
