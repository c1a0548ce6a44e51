"""Official regions, read from the CSV files of code and name that ship beside this module."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from lutra.directory.models import Government, Region

DATA = Path(__file__).parent / "data"
PROVINCES = {"73": "Sulawesi Selatan"}


def province_of(government: Government) -> str:
    """The name of the province that a government lies in; "" where the region is not known."""
    code = government.code.partition(".")[0]
    return Region.objects.filter(code=code).values_list("name", flat=True).first() or ""


def kind_of(code: str) -> str:
    """The kind that a Kemendagri code shows: "73" province, "73.22" regency or city, "73.22.03.1006" ward …"""
    parts = code.split(".")
    if len(parts) == 4:
        return Region.Kind.WARD if parts[3].startswith("1") else Region.Kind.VILLAGE
    if len(parts) == 3:
        return Region.Kind.DISTRICT
    if len(parts) == 2:
        # Cities are numbered from 71 within their province.
        return Region.Kind.CITY if int(parts[1]) >= 71 else Region.Kind.REGENCY
    return Region.Kind.PROVINCE


def read(code: str) -> list[tuple[str, str]]:
    """The (code, name) rows that ship for one regency or city; empty where none do."""
    path = DATA / f"{code}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["kode"], row["nama"]) for row in csv.DictReader(file)]


def load(rows: Iterable[tuple[str, str]]) -> int:
    """Enter or rename regions; parents first. Returns how many are known afterwards from ``rows``."""
    ordered = sorted([*PROVINCES.items(), *rows])
    for level in (1, 2, 3, 4):
        Region.objects.bulk_create(
            [
                Region(
                    code=code,
                    name=_plain_name(name),
                    kind=kind_of(code),
                    parent_id=code.rpartition(".")[0] or None,
                )
                for code, name in ordered
                if len(code.split(".")) == level
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["name", "kind", "parent"],
        )
    return len(ordered)


def _plain_name(name: str) -> str:
    return name.removeprefix("Kabupaten ").removeprefix("Kota ")
