"""A government with some public entries, and a way to ask for their keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lutra.directory.models import Government
from lutra.publishing.search.entries import Entry
from lutra.publishing.search.indexing import put
from lutra.publishing.search.queries import search
from lutra.testing import factories

Ask = Callable[..., list[str]]


def entry(key: str, title: str, **more: Any) -> Entry:
    """An entry of 2024 unless told otherwise."""
    fields = {"kind": "information", "url": f"/informasi/{key}/", "dated_on": date(2024, 5, 1), **more}
    return Entry(key=key, title=title, **fields)


SHELF = [
    entry(
        "lra",
        "Laporan realisasi anggaran 2023",
        dated_on=date(2024, 2, 1),
        summary="Realisasi belanja per perangkat daerah",
        information_class="periodic",
        body_slug="bpkad",
        body_name="BPKAD",
        year=2023,
        formats=("pdf", "xlsx"),
    ),
    entry(
        "dikes",
        "Profil kesehatan",
        summary="Jumlah puskesmas dan tenaga kesehatan; anggaran ada pada halaman lain",
        information_class="any_time",
        body_slug="dinkes",
        body_name="Dinas Kesehatan",
        year=2024,
        formats=("csv",),
        place_code="73.22.05",
        place_name="Masamba",
    ),
    entry("perda", "Perda Nomor 3 Tahun 2021 tentang retribusi", year=2021, information_class="any_time"),
    entry("didik", "Angka partisipasi pendidikan", summary="Data sekolah dasar", dated_on=date(2025, 1, 1)),
    entry(
        "jawab",
        "Berapa panjang jalan rusak di Seko?",
        kind="answer",
        text="Menurut dinas, 123/PPID/2024 dijawab: 41 kilometer jalan kabupaten rusak berat sejak banjir.",
        dated_on=date(2025, 6, 1),
    ),
]


@pytest.fixture
def lutra(db: None) -> Government:
    """A government whose entries are ``SHELF``."""
    made = factories.government()
    put(made.pk, SHELF)
    return made


@pytest.fixture
def ask(lutra: Government) -> Ask:
    """The keys that a question finds, in their order."""

    def keys(query: str, **filters: str) -> list[str]:
        return [hit.key for hit in search(lutra, query, filters).hits]

    return keys
