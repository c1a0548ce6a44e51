"""Addresses and names that stand in feeds and catalogues: once given out they mean the same for ever."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from lutra.directory.models import Government, PublicBody
from lutra.directory.sites import main_hosts
from lutra.letters.addresses import base_url
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.readingroom.models import PublicAnswer

# The year from which the names of entries are ours (RFC 4151 wants one).
_SINCE = "2026"


@dataclass(frozen=True, slots=True)
class Site:
    """A government's own site, or one body's: ``base`` without a slash at its end, and the host of its names.

    ``home`` is the government's own site: short addresses name a thing and are the same wherever it is read.
    """

    government: Government
    base: str
    authority: str
    home: str
    office: PublicBody | None = None

    @property
    def name(self) -> str:
        """Who speaks here."""
        return f"PPID {self.government.name}" if self.office is None else str(self.office)

    def items(self) -> QuerySet[PublicItem]:
        """The items of this site, by number."""
        rows = PublicItem.objects.filter(government=self.government).order_by("number")
        return rows.filter(body_slug=self.office.slug) if self.office else rows

    def files(self) -> QuerySet[PublicFile]:
        """The files of these items."""
        rows = PublicFile.objects.filter(government=self.government).order_by("item__number", "file_id")
        return rows.filter(item__body_slug=self.office.slug) if self.office else rows

    def answers(self) -> QuerySet[PublicAnswer]:
        """The answers of this site, by number."""
        rows = PublicAnswer.objects.filter(government=self.government).order_by("number")
        return rows.filter(body_slug=self.office.slug) if self.office else rows

    def item(self, number: int) -> str:
        """The short address of an item."""
        return f"{self.home}/i/{number}/"

    def answer(self, number: int) -> str:
        """The short address of an answer."""
        return f"{self.home}/a/{number}/"

    def item_page(self, number: int) -> str:
        """Where an item is read."""
        return f"{self.base}/informasi/{number}/"

    def answer_page(self, number: int) -> str:
        """Where an answer is read."""
        return f"{self.base}/jawaban/{number}/"

    def file(self, number: int, file_id: int) -> str:
        """Where a file of an item is taken."""
        return f"{self.base}/informasi/{number}/berkas/{file_id}/"

    def body(self, slug: str) -> str:
        """The page of a public body."""
        return f"{self.home}/badan/{slug}/"

    def tag(self, what: str) -> str:
        """The name of an entry (RFC 4151); the same on every host of the government."""
        return f"tag:{self.authority},{_SINCE}:{self.government.code}/{what}"


def site_of(government: Government, base: str, *, office: PublicBody | None = None) -> Site:
    """The site as it is seen at ``base``, of one body where ``office`` is given.

    The government's first host names the entries, whichever host was asked.
    """
    here = base.rstrip("/")
    first = next(iter(main_hosts(government)), "localhost")
    return Site(government, here, first, here if office is None else base_url(government), office)
