"""A kabupaten with two villages whose sites are registered, and an internet in which those sites answer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from lutra.channels.opensid.models import HarvestedRow, VillageSource
from lutra.channels.opensid.sources import Line, list_sources
from lutra.directory.actors import Actor, system
from lutra.directory.models import Government, PublicBody, Region
from lutra.directory.roles import Role
from lutra.fetching import Answer, Target
from lutra.testing import people

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
HERE, THERE = "73.22.01.2001", "73.22.01.2002"


def shown(number: int = 12, **changes: Any) -> dict[str, Any]:
    """One row as the village's site shows it."""
    row = {
        "id": str(number),
        "kode_desa": HERE.replace(".", ""),
        "dokumen": "",
        "nama": f"APBDes {number}",
        "tgl_upload": "2026-02-03 09:15:00",
        "updated_at": "2026-03-01 10:00:00",
        "enabled": "1",
        "kategori": "1",
        "tahun": "2026",
        "aksi": "0",
    }
    return {**row, **changes}


def listed(*rows: Any, delivery: str = "semua") -> bytes:
    """The answer of a site with these rows."""
    data = {"ppid": list(rows), "pengiriman": delivery, "total data": len(rows)}
    return json.dumps({"status": "success", "data": data}).encode()


class Web:
    """An internet of a few addresses; what is not there answers 404. It remembers who was asked what."""

    def __init__(self, **_nothing: Any) -> None:
        self.pages: dict[str, Answer | Exception] = {}
        self.asked: list[str] = []

    def put(self, url: str, content: bytes | Exception, status: int = 200, **headers: str) -> None:
        """Let an address answer with this; a host without a path is a village's list."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[url] = content if isinstance(content, Exception) else Answer(status, named, content)

    def show(self, host: str, *rows: Any, **more: Any) -> None:
        """Let a village's site show these rows."""
        self.put(f"https://{host}/index.php/api_informasi_publik/ppid", listed(*rows, **more))

    def __call__(self, target: Target, *, timeout: float) -> Answer:
        url = f"{target.scheme}://{target.host}{target.path}"
        self.asked.append(url)
        page = self.pages.get(url) or self.pages.get(url.partition("?")[0]) or Answer(404, {}, b"")
        if isinstance(page, Exception):
            raise page
        return Answer(page.status, page.headers, page.body[: target.most + 1])


def names(_host: str, _port: int) -> Sequence[str]:
    """Every name lies somewhere in the open internet."""
    return ["93.184.216.34"]


@pytest.fixture
def lutra(db: None) -> Government:
    for code, name, kind, parent in (
        ("73", "Sulawesi Selatan", "province", None),
        ("73.22", "Luwu Utara", "regency", "73"),
        ("73.22.01", "Malangke", "district", "73.22"),
        (HERE, "Tolada", "village", "73.22.01"),
        (THERE, "Pute Mata", "village", "73.22.01"),
    ):
        Region.objects.create(code=code, name=name, kind=kind, parent_id=parent)
    government = people.government()
    for code, slug in ((HERE, "desa-tolada"), (THERE, "desa-pute-mata")):
        people.body(government, slug, name=slug, kind=PublicBody.Kind.VILLAGE, region_id=code)
    return government


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return people.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def tolada(lutra: Government) -> VillageSource:
    return register(lutra, HERE, "https://tolada.desa.example")


@pytest.fixture
def pute_mata(lutra: Government) -> VillageSource:
    return register(lutra, THERE, "https://putemata.desa.example")


@pytest.fixture
def web() -> Web:
    return Web()


def register(government: Government, code: str, url: str) -> VillageSource:
    """The source of a village, entered by the command."""
    list_sources(government, [Line(1, code, url)], by=system(government.pk), at=NOW)
    return VillageSource.objects.select_related("region__parent", "body", "government").get(region=code)


def row_of(source: VillageSource, number: int = 12) -> HarvestedRow:
    """What is kept of one document of a village, with its item."""
    return HarvestedRow.objects.select_related("item", "document").get(source=source, number=str(number))
