"""Addresses and names that stand in feeds and catalogues: once given out they mean the same for ever."""

from __future__ import annotations

from dataclasses import dataclass

from lutra.directory.models import Government, Host

# The year from which the names of entries are ours (RFC 4151 wants one).
_SINCE = "2026"


@dataclass(frozen=True, slots=True)
class Site:
    """A government's own site: ``base`` without a slash at its end, and the host that its names are made with."""

    government: Government
    base: str
    authority: str

    def item(self, number: int) -> str:
        """The short address of an item."""
        return f"{self.base}/i/{number}/"

    def answer(self, number: int) -> str:
        """The short address of an answer."""
        return f"{self.base}/a/{number}/"

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
        return f"{self.base}/badan/{slug}/"

    def tag(self, what: str) -> str:
        """The name of an entry (RFC 4151); the same on every host of the government."""
        return f"tag:{self.authority},{_SINCE}:{self.government.code}/{what}"


def site_of(government: Government, base: str) -> Site:
    """The site as it is seen at ``base``; its first host names the entries, whichever host was asked."""
    first = Host.objects.filter(government=government).order_by("pk").values_list("host", flat=True).first()
    return Site(government, base.rstrip("/"), first or "localhost")
