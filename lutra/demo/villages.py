"""The villages' sites of the demo: forty of them answer, each in its own way, and nobody outside is asked for it."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from lutra.channels.opensid import files, harvesting, letting
from lutra.channels.opensid.models import VillageSource
from lutra.channels.opensid.queries import waiting_rows
from lutra.channels.opensid.sources import Line, list_sources
from lutra.demo.life import Event, Office
from lutra.directory.models import Region
from lutra.directory.roles import Role
from lutra.fetching import Answer, Target

_FIRST = 9_700_000  # behind every event of a request at the same moment
_COUNT = 40
_SILENT, _BROKEN = 7, 23  # two of them cannot be read
_UNSEEN = 5  # of so many an officer has not looked at the documents yet
_TITLES = (
    ("1", "APBDes {year}"),
    ("1", "Laporan realisasi APBDes semester I {year}"),
    ("3", "Peraturan Desa tentang RKPDes {year}"),
    ("1", "Rencana kerja pemerintah desa {year}"),
    ("3", "Profil desa {year}"),
    ("2", "Pengumuman musim tanam dan pola air {year}"),
    ("3", "Daftar aset desa {year}"),
)
_WITHHELD = (
    {"nama": "Daftar penerima BLT beserta NIK", "kategori": "4"},
    {"nama": "Rancangan APBDes", "enabled": "0"},
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """The sites are entered, and some weeks later they are asked and most of what they show is let out."""
    sites = _Sites(office, seed)
    yield Event(now - timedelta(days=45), _FIRST, sites.enter)
    yield Event(now - timedelta(hours=20), _FIRST + 1, sites.harvest)


class _Sites:
    """Forty sites and what they show."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office, self.dice = office, random.Random(seed)
        self.later: list[Event] = []
        villages = Region.objects.filter(code__startswith=f"{office.government.code}.", kind="village")
        chosen = self.dice.sample(list(villages.order_by("code")), k=min(_COUNT, villages.count()))
        self.villages = {f"{_host(region)}": region for region in chosen}

    def enter(self, at: datetime) -> None:
        """The main PPID enters the sites."""
        by = self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())
        if by is not None:
            lines = [
                Line(number, region.pk, f"https://{host}")
                for number, (host, region) in enumerate(self.villages.items(), 1)
            ]
            list_sources(self.office.government, lines, by=by, at=at)

    def harvest(self, at: datetime) -> None:
        """Every site is asked, and the main PPID looks at most of what came."""
        found = VillageSource.objects.filter(government=self.office.government)
        for source in found.select_related("region__parent", "body", "government"):
            harvesting.harvest(source, opener=self.answer, resolver=_somewhere, at=at)
            files.fetch_files(source, opener=self.answer, resolver=_somewhere, at=at)
        by = self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())
        if by is not None:
            unseen = [region.pk for region in list(self.villages.values())[:_UNSEEN]]
            rows = waiting_rows(self.office.government).exclude(source__region__in=unseen)
            letting.let_out_many(rows, by=by, at=at)

    def answer(self, target: Target, *, timeout: float) -> Answer:
        """What the site of a village says."""
        del timeout  # nobody is waited for
        region = self.villages[target.host]
        number = list(self.villages).index(target.host)
        if number == _SILENT:
            raise TimeoutError
        if number == _BROKEN:
            return Answer(200, {}, b"<!doctype html><title>Galat basis data</title>")
        if target.path.endswith(".csv"):
            return Answer(200, {}, f"bidang;anggaran\nPemerintahan;{410 + number}000000\n".encode())
        rows = list(self._rows(region, number))
        data = {"ppid": rows, "pengiriman": "semua", "total data": len(rows)}
        return Answer(200, {}, json.dumps({"status": "success", "data": data}).encode())

    def _rows(self, region: Region, number: int) -> Iterator[dict[str, Any]]:
        dice = random.Random(number)
        for at, (category, title) in enumerate(dice.sample(_TITLES, k=dice.randint(1, 2)), 1):
            year = dice.choice((2025, 2026))
            row = {"nama": title.format(year=year), "kategori": category, "tahun": str(year)}
            if number % 10 == 0 and at == 1:
                row["dokumen"] = f"https://{_host(region)}/desa/upload/dokumen/lampiran-{year}.csv"
            yield self._row(region, at, dice, row)
        if number % 4 == 0:
            yield self._row(region, 90, dice, _WITHHELD[number % 8 // 4])

    def _row(self, region: Region, number: int, dice: random.Random, more: dict[str, str]) -> dict[str, Any]:
        day = f"2026-{dice.randint(1, 9):02d}-{dice.randint(1, 28):02d} 09:{dice.randint(0, 59):02d}:00"
        row = {
            "id": str(100 + number),
            "kode_desa": region.pk.replace(".", ""),
            "tgl_upload": day,
            "updated_at": day,
            "enabled": "1",
            "tahun": "2026",
            "aksi": "0",
        }
        return {**row, **more}


def _host(region: Region) -> str:
    return (
        f"{''.join(filter(str.isalpha, region.name)).lower()}-{region.pk[-7:].replace('.', '')}.desa.example"
    )


def _somewhere(_host: str, _port: int) -> Sequence[str]:
    return ["93.184.216.34"]
