"""Benchmarks of Lutra. ``lutra bench`` runs them; docs/benchmarks.md tells what they measure and what was found.

A benchmark is a module of this package with ``measure(options) -> Result``. It loads no Django itself: it prepares an
installation of its own in a temporary folder (``place``) and lets child processes (``jobs``) do the work.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """A benchmark in the list: its module, and one line about it."""

    module: str
    says: str


BENCHMARKS: dict[str, Entry] = {
    "due": Entry("benchmarks.due", "due dates per second in one process"),
    "start": Entry("benchmarks.start", "seconds from `lutra up` on an installed demo to its first page"),
    "letters": Entry("benchmarks.letters", "letters per second, typeset, signed and entered in the book"),
    "dossier": Entry("benchmarks.dossier", "seconds for the dossier of one dispute, and for its check"),
    "filing": Entry("benchmarks.filing", "filings per second with eight clients, and queries per filing"),
    "pages": Entry("benchmarks.pages", "pages per second, latency and memory with many requests in the book"),
    "clerk": Entry(
        "benchmarks.clerk", "milliseconds for each page of an officer's day of a hundred requests"
    ),
    "scale": Entry(
        "benchmarks.scale", "how the cost of a page and of a filing grows with the number of requests"
    ),
    "report": Entry(
        "benchmarks.report", "seconds for a yearly report of 20,000 requests, checked and typeset"
    ),
    "catalogue": Entry(
        "benchmarks.catalogue", "seconds to import a messy file of 20,000 items, again, and to undo it"
    ),
    "search": Entry(
        "benchmarks.search", "milliseconds of a search over 200,000 public entries, and its index"
    ),
    "freshness": Entry(
        "benchmarks.freshness", "seconds until everybody finds by search what an officer published"
    ),
    "inspection": Entry(
        "benchmarks.inspection", "pages per second of the release check, and how well it finds"
    ),
    "redaction": Entry(
        "benchmarks.redaction", "pages per second of redaction with its proof: a few pages, all pages, scans"
    ),
}
