"""Atom feeds (RFC 4287), in pages (RFC 5005)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree
from lxml.builder import ElementMaker

from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.opendata.addresses import Site
from lutra.publishing.readingroom.models import PublicAnswer

MEDIA_TYPE = "application/atom+xml"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_ATOM = ElementMaker(namespace=_NAMESPACE, nsmap={None: _NAMESPACE})
_NEVER = datetime(2010, 4, 30, tzinfo=UTC)  # of a feed without entries: the day the Act began to bind


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: a stable name, where it is read, and its words."""

    id: str
    url: str
    title: str
    summary: str
    published: datetime
    updated: datetime
    author: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed; ``previous`` and ``next`` are addresses, "" where there is none."""

    id: str
    title: str
    url: str  # of this page
    first: str
    page: str  # the same for people
    author: str
    entries: Sequence[Entry]
    previous: str = ""
    next: str = ""


def item_entry(site: Site, row: PublicItem) -> Entry:
    """An item as an entry."""
    return Entry(
        id=site.tag(f"item/{row.number}"),
        url=site.item_page(row.number),
        title=row.title,
        summary=row.plain_summary or row.summary,
        published=row.published_at,
        updated=max(row.changed_at, row.published_at),
        author=row.body_name,
        category=row.kind,
    )


def answer_entry(site: Site, row: PublicAnswer) -> Entry:
    """An answer as an entry."""
    return Entry(
        id=site.tag(f"answer/{row.number}"),
        url=site.answer_page(row.number),
        title=row.title,
        summary=row.summary,
        published=row.published_at,
        updated=max(row.changed_at, row.published_at),
        author=row.body_name or "PPID",
        category="answer",
    )


def written(feed: Feed) -> bytes:
    """The feed as XML."""
    newest = max((entry.updated for entry in feed.entries), default=_NEVER)
    links = [("self", feed.url), ("first", feed.first), ("previous", feed.previous), ("next", feed.next)]
    root = _ATOM.feed(
        _ATOM.id(feed.id),
        _ATOM.title(_fit(feed.title)),
        _ATOM.updated(_moment(newest)),
        _ATOM.author(_ATOM.name(_fit(feed.author))),
        _ATOM.link(rel="alternate", type="text/html", href=feed.page),
        *(_ATOM.link(rel=rel, type=MEDIA_TYPE, href=href) for rel, href in links if href),
        *(_entry(entry) for entry in feed.entries),
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def _entry(entry: Entry) -> etree._Element:
    return _ATOM.entry(
        _ATOM.id(entry.id),
        _ATOM.title(_fit(entry.title)),
        _ATOM.updated(_moment(entry.updated)),
        _ATOM.published(_moment(entry.published)),
        _ATOM.author(_ATOM.name(_fit(entry.author))),
        _ATOM.link(rel="alternate", type="text/html", href=entry.url),
        *([_ATOM.category(term=entry.category)] if entry.category else []),
        _ATOM.summary(_fit(entry.summary)),
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fit(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))
