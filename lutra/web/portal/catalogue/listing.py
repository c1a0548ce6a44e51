"""A list of what was found, as plain links: what is chosen, what could be, and the pages beside this one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lutra.directory.models import Government
from lutra.law import statute
from lutra.publishing.search.columns import FACETS
from lutra.publishing.search.entries import KINDS
from lutra.publishing.search.labels import KIND_LABELS, class_label, label
from lutra.publishing.search.queries import Choice, Results, search
from lutra.web.components.pieces import Tab


class _Address(Protocol):
    """The address of this list with some values changed."""

    def __call__(self, **changes: str) -> str: ...


# Of a long facet the most frequent values; the others are found by searching for them.
SHOWN = 24
LONGEST = 200
_HEADINGS: Mapping[str, Promise] = {
    "kind": gettext_lazy("Jenis"),
    "information_class": gettext_lazy("Kelas informasi"),
    "body": gettext_lazy("Perangkat daerah"),
    "year": gettext_lazy("Tahun"),
    "format": gettext_lazy("Format"),
    "place": gettext_lazy("Tempat"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One value of a facet: where choosing it leads, or leaving it again."""

    label: str
    url: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What hits can be narrowed by."""

    name: str
    heading: str
    links: Sequence[Link]
    more: int  # values that are not shown
    is_open: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of hits with everything around it."""

    results: Results
    tabs: Sequence[Tab]
    facets: Sequence[Facet]
    chosen: Sequence[Link]
    newer: str | None
    older: str | None
    clear: str
    first: int
    last: int
    hidden: Sequence[tuple[str, str]] = field(default_factory=tuple)


def listing(
    government: Government,
    asked: QueryDict,
    *,
    tabs: str,
    fixed: Mapping[str, str] | None = None,
    size: int = 20,
) -> Listing:
    """Search by what stands in an address. ``tabs`` is the facet shown as tabs; ``fixed`` is narrowed to anyway."""
    given = {name: asked.get(name, "")[:LONGEST] for name in FACETS}
    mine = {name: value for name, value in given.items() if value and name not in (fixed or {})}
    query = asked.get("q", "")[:LONGEST]
    page = asked.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1
    found = search(government, query, {**mine, **(fixed or {})}, number, size=size)

    def address(**changes: str) -> str:
        kept = {"q": query, **mine, **changes}
        return "?" + urlencode({name: value for name, value in kept.items() if value})

    facets = [
        _facet(name, found.facets[name], address)
        for name in FACETS
        if name != tabs and name not in (fixed or {}) and found.facets[name]
    ]
    first = (found.page - 1) * size + 1
    return Listing(
        results=found,
        tabs=_tabs(tabs, found.facets[tabs], mine.get(tabs, ""), address),
        facets=facets,
        chosen=[link for facet in facets for link in facet.links if link.is_chosen],
        newer=address(page=str(found.page - 1) if found.page > 2 else "") if found.page > 1 else None,
        older=address(page=str(found.page + 1)) if found.page < found.pages else None,
        clear=address(**dict.fromkeys(mine, "")),
        first=first,
        last=first + len(found.hits) - 1,
        hidden=tuple(mine.items()),
    )


def _facet(name: str, choices: Sequence[Choice], address: _Address) -> Facet:
    chosen = [choice for choice in choices if choice.is_chosen]
    shown = [*chosen, *(choice for choice in choices[:SHOWN] if not choice.is_chosen)]
    return Facet(
        name=name,
        heading=str(_HEADINGS[name]),
        links=[
            Link(
                label(name, each),
                address(**{name: "" if each.is_chosen else each.value}),
                each.count,
                each.is_chosen,
            )
            for each in shown
        ],
        more=len(choices) - len(shown),
        is_open=bool(chosen),
    )


def _tabs(name: str, choices: Sequence[Choice], current: str, address: _Address) -> list[Tab]:
    counts = {choice.value: choice.count for choice in choices}
    codes = KINDS if name == "kind" else tuple(row.code for row in statute.information_classes())
    whole = Tab(_("Semua"), address(**{name: ""}), is_current=not current)
    return [
        whole,
        *(
            Tab(
                str(KIND_LABELS[code]) if name == "kind" else class_label(code),
                address(**{name: code}),
                is_current=code == current,
                count=counts.get(code, 0),
            )
            for code in codes
            if counts.get(code) or code == current or name != "kind"
        ),
    ]
