"""Words of which invented papers are made."""

from __future__ import annotations

WORDS = (
    "laporan",
    "layanan",
    "informasi",
    "publik",
    "kabupaten",
    "anggaran",
    "kegiatan",
    "desa",
    "data",
    "tahun",
)
