"""The schematic map: a tile for each kecamatan with a mark for each of its villages, as inline SVG without styles.

A mark's shape says how the village stands, never its colour alone; the tile says it in numbers, too, and the table
under the map says all of it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lutra.channels.opensid.queries import EMPTY, FAILS, MISSING, OFF, PUBLISHES, WAITS, District, Village

ACROSS = 10  # marks in a row
_STEP = 14

LABELS: Mapping[str, Promise] = {
    PUBLISHES: _("informasinya tampil"),
    WAITS: _("menunggu petugas"),
    EMPTY: _("situsnya kosong"),
    FAILS: _("situsnya galat"),
    OFF: _("tidak dibaca"),
    MISSING: _("belum ada situs"),
}
#: What everybody is told: whether something of the village is shown here.
SHOWN, NOT_SHOWN = PUBLISHES, MISSING
PUBLIC_LABELS: Mapping[str, Promise] = {SHOWN: _("informasinya tampil"), NOT_SHOWN: _("belum ada")}


@dataclass(frozen=True, slots=True)
class Tile:
    """One kecamatan on the map, or one of its villages."""

    district: District
    url: str
    marks: SafeString
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the legend."""

    mark: SafeString
    label: Promise
    count: int


def tiles(districts: Sequence[District], *, chosen: str, is_public: bool) -> list[Tile]:
    """The map; ``is_public`` draws only whether a village shows something."""
    return [
        Tile(
            district=district,
            url=f"?kecamatan={district.region.pk}",
            marks=marks(tuple(standing_of(one, is_public=is_public) for one in district.villages)),
            is_chosen=district.region.pk == chosen,
        )
        for district in districts
    ]


def legend(districts: Sequence[District], *, is_public: bool) -> list[Sign]:
    """What each mark means and how many villages stand so; only those that there are."""
    standings = [standing_of(one, is_public=is_public) for district in districts for one in district.villages]
    labels = PUBLIC_LABELS if is_public else LABELS
    return [
        Sign(marks((code,)), label, standings.count(code))
        for code, label in labels.items()
        if code in standings
    ]


def standing_of(village: Village, *, is_public: bool) -> str:
    """How a village stands, for officers; for everybody only whether it shows something."""
    if not is_public:
        return village.standing
    return SHOWN if village.public else NOT_SHOWN


@lru_cache(maxsize=512)
def marks(standings: tuple[str, ...]) -> SafeString:
    """A mark for each standing, in rows; one path for each shape, so that a page of them stays light."""
    paths: dict[str, list[str]] = {}
    for at, standing in enumerate(standings):
        x, y = at % ACROSS * _STEP + 1, at // ACROSS * _STEP + 1
        paths.setdefault(standing, []).append(_SHAPES[standing].format(x=x, y=y))
    width = min(len(standings), ACROSS) * _STEP
    height = (len(standings) + ACROSS - 1) // ACROSS * _STEP
    drawn = "".join(
        format_html('<path class="mark mark--{}" d="{}"/>', standing, "".join(parts))
        for standing, parts in sorted(paths.items())
    )
    return format_html(
        '<svg class="marks" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">{2}</svg>',
        width,
        height,
        SafeString(drawn),
    )


_FRAME = "M{x} {y}h11v11h-11z"
_SHAPES = {
    PUBLISHES: _FRAME,
    WAITS: f"{_FRAME}m0 11l11-11",
    EMPTY: f"{_FRAME}m3.5 5.5h4",
    FAILS: f"{_FRAME}m2.5 2.5l6 6m0-6l-6 6",
    OFF: f"{_FRAME}m4 2.5v6m3-6v6",
    MISSING: _FRAME,
}
