"""Asking whether a stranger's address still answers. Who may be asked at all is ``lutra.fetching``'s to say."""

from __future__ import annotations

from dataclasses import dataclass

from lutra.fetching import SECONDS, NotFetched, Opener, Resolver, ask

MOST_BYTES = 4096
_FIRST_BYTES = (("Range", f"bytes=0-{MOST_BYTES - 1}"),)
# A server that does not speak HEAD is asked for the first bytes instead.
_NO_HEAD = frozenset({400, 403, 404, 405, 406, 429, 500, 501, 503})


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a link answers, and in one word why not: "ok", "404", "timeout", "refused_address", …"""

    works: bool
    status: str


def check(
    url: str, /, *, opener: Opener | None = None, resolver: Resolver | None = None, timeout: float = SECONDS
) -> Verdict:
    """Ask with HEAD, then with GET for the first bytes, following at most five redirections."""
    try:
        answer = ask(url, method="HEAD", opener=opener, resolver=resolver, timeout=timeout)
        if answer.status in _NO_HEAD:
            answer = ask(
                url,
                most=MOST_BYTES,
                headers=_FIRST_BYTES,
                opener=opener,
                resolver=resolver,
                timeout=timeout,
            )
    except NotFetched as refusal:
        return Verdict(False, refusal.code)
    works = 200 <= answer.status < 300 or answer.status == 416  # a file shorter than the range asked for
    return Verdict(works, "ok" if works else str(answer.status))
