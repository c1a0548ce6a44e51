"""Reading the villages: which of them publish, how much, when they were last heard, and what is wrong."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lutra.channels.opensid.models import HarvestedRow, VillageSource
from lutra.channels.opensid.rows import village_code
from lutra.channels.opensid.words import Problem, problem
from lutra.directory.models import Government, Region
from lutra.documents.models import Certificate, Examination
from lutra.publishing.catalogue.models import PublicItem

State = HarvestedRow.State
#: How a village stands, from best to worst.
PUBLISHES, WAITS, EMPTY, FAILS, OFF, MISSING = "publishes", "waits", "empty", "fails", "off", "missing"
STANDINGS = (PUBLISHES, WAITS, EMPTY, FAILS, OFF, MISSING)


@dataclass(frozen=True, slots=True)
class Village:
    """One village or ward: its site if it has one here, what everybody sees of it, and what waits."""

    region: Region
    source: VillageSource | None
    public: int  # items that everybody sees, wherever they come from
    rows: dict[str, int] = field(default_factory=dict)  # by state, of what its site shows

    @property
    def standing(self) -> str:
        """One of ``STANDINGS``."""
        if self.source is None:
            return PUBLISHES if self.public else MISSING
        if not self.source.is_enabled and self.source.base_url:
            return OFF
        if self.problem is not None:
            return FAILS
        if self.public:
            return PUBLISHES
        return WAITS if self.waiting else EMPTY

    @property
    def problem(self) -> Problem | None:
        """What is wrong with its site, in words; None when nothing is."""
        return problem(self.source.problem) if self.source is not None else None

    @property
    def waiting(self) -> int:
        """Documents that an officer has still to look at."""
        return self.rows.get("draft", 0) + self.rows.get(State.WAITING, 0)

    @property
    def seen_at(self) -> datetime | None:
        """When its site last answered."""
        return self.source.answered_at if self.source is not None else None


@dataclass(frozen=True, slots=True)
class District:
    """A kecamatan and its villages, in the order of their codes."""

    region: Region
    villages: tuple[Village, ...]

    @property
    def publishing(self) -> int:
        """How many of its villages publish."""
        return sum(village.public > 0 for village in self.villages)

    @property
    def public(self) -> int:
        """How many items everybody sees of them."""
        return sum(village.public for village in self.villages)

    @property
    def waiting(self) -> int:
        """How many of their documents wait for an officer."""
        return sum(village.waiting for village in self.villages)

    @property
    def failing(self) -> int:
        """How many of their sites fail."""
        return sum(village.standing == FAILS for village in self.villages)


def coverage(government: Government) -> list[District]:
    """Every kecamatan with its villages and wards; five queries, however many there are."""
    inside = Region.objects.filter(code__startswith=f"{government.code}.").order_by("code")
    regions = list(inside.select_related("parent"))
    sources = {one.region_id: one for one in VillageSource.objects.filter(government=government)}
    public = _public(government)
    rows = _rows(government)
    found: dict[str, list[Village]] = {}
    for region in regions:
        if region.kind in (Region.Kind.VILLAGE, Region.Kind.WARD) and region.parent_id:
            source = sources.get(region.pk)
            states: Counter[str] = rows[source.pk] if source is not None and source.pk in rows else Counter()
            found.setdefault(region.parent_id, []).append(
                Village(region, source, public[region.pk], dict(states))
            )
    return [
        District(region, tuple(found[region.pk]))
        for region in regions
        if region.kind == Region.Kind.DISTRICT and region.pk in found
    ]


def village(government: Government, code: str) -> Village | None:
    """One village by its code; None for what is none of this government's."""
    if village_code(code) != code:
        return None
    region = (
        Region.objects.filter(
            code=code,
            code__startswith=f"{government.code}.",
            kind__in=(Region.Kind.VILLAGE, Region.Kind.WARD),
        )
        .select_related("parent")
        .first()
    )
    if region is None:
        return None
    source = VillageSource.objects.filter(government=government, region=region).select_related("body").first()
    rows: Counter[str] = Counter()
    if source is not None:
        rows = _rows(government, source).get(source.pk, rows)
    public = PublicItem.objects.filter(government=government, place_code=region.pk).count()
    return Village(region, source, public, dict(rows))


def _public(government: Government) -> Counter[str]:
    found = PublicItem.objects.filter(government=government).exclude(place_code="").order_by()
    return Counter(dict(found.values_list("place_code").annotate(count=Count("pk"))))


def _rows(government: Government, source: VillageSource | None = None) -> dict[int, Counter[str]]:
    """By source: how many documents stand how; ``draft`` counts those listed whose item nobody sees yet."""
    rows = HarvestedRow.objects.filter(government=government)
    if source is not None:
        rows = rows.filter(source=source)
    found: dict[int, Counter[str]] = {}
    counted = rows.order_by().values_list("source", "state", "item__is_public").annotate(count=Count("pk"))
    for source_id, state, is_public, count in counted:
        here = found.setdefault(source_id, Counter())
        here[state] += count
        if state == State.LISTED and not is_public:
            here["draft"] += count
    return found


def rows_of(source: VillageSource) -> QuerySet[HarvestedRow]:
    """What the site of a village shows or showed: what waits for somebody first, then by the village's number."""
    found = HarvestedRow.objects.filter(source=source)
    return found.select_related("item", "document", "source__region__parent").order_by("-seen_at", "pk")


def waiting_rows(government: Government) -> QuerySet[HarvestedRow]:
    """What an officer may let out now: drafts, what changed or came back, and files without a finding."""
    examined = Examination.objects.filter(document=OuterRef("document"), state=Examination.State.CLEAR)
    certified = Certificate.objects.filter(document=OuterRef("document"))
    rows = HarvestedRow.objects.filter(
        Q(state=State.WAITING)
        | Q(state=State.LISTED, item__is_public=False)
        | Q(Exists(examined), ~Exists(certified), state=State.LISTED),
        government=government,
        missing_since__isnull=True,
    )
    return rows.select_related("item__body", "document", "source__region__parent")
