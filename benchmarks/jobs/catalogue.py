"""One process that imports a spreadsheet of many items, once more, and takes it back."""

from __future__ import annotations

import io
import random
import resource
import time
from collections.abc import Callable
from typing import Any

import xlsxwriter

from lutra.catalogue.importing.runs import do_import, keep_file, undo_import
from lutra.directory import actors
from lutra.directory.models import Government

_HEAD = (
    "No", "Ringkasan Isi Informasi", "Pejabat/Unit/Satker yang Menguasai", "Penanggung Jawab", "Waktu Pembuatan",
    "Tempat", "Bentuk Informasi", "Retensi", "Jenis Informasi", "Tautan", "OPD",
)  # fmt: skip
_KINDS = ("Berkala", "berkala", "Serta-merta", "Setiap Saat", "setiap saat", "B")
_TIMES: tuple[str | int, ...] = (
    "31 Agustus 2025", "Agustus 2025", "31/08/2025", 45900, "Triwulan I 2024", "2024", "12-03-2023",
)  # fmt: skip
_PAPERS = ("Laporan Realisasi Anggaran", "Renja", "Neraca", "CALK", "SOP Pelayanan", "Perjanjian Kinerja")
_FORMS = ("Softcopy", "Hardcopy/Softcopy", "cetak dan elektronik")


def prepare(arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """``size`` rows, made with the dice ``seed``."""
    government = Government.objects.get(code="73.22")
    content = _file(government, arguments["size"], random.Random(arguments["seed"]))
    by = actors.system(government.pk)

    def work() -> dict[str, Any]:
        begin = time.perf_counter()
        first = do_import(keep_file(government, name="dip.xlsx", content=content, by=by), by=by).run
        added = time.perf_counter()
        again = do_import(keep_file(government, name="dip.xlsx", content=content, by=by), by=by).run
        repeated = time.perf_counter()
        undo_import(first, by=by)
        return {
            "first": added - begin,
            "again": repeated - added,
            "undone": time.perf_counter() - repeated,
            "added": first.counts["added"],
            "unchanged": again.counts["unchanged"],
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }

    return work


def _file(government: Government, size: int, dice: random.Random) -> bytes:
    bodies = list(government.bodies.filter(region=None).order_by("slug")[:20])
    names = [name for body in bodies for name in (body.name, body.short_name, _slip(body.name, dice))]
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("DIP")
        sheet.write_row(0, 0, ["DAFTAR INFORMASI PUBLIK"])
        sheet.write_row(2, 0, _HEAD)
        for number in range(1, size + 1):
            paper, year = dice.choice(_PAPERS), dice.randint(2019, 2026)
            sheet.write_row(
                number + 2,
                0,
                [
                    number,
                    f"{paper} kegiatan {number} tahun {year} pada unit pelayanan",
                    "Subbagian Umum dan Kepegawaian",
                    "Kepala Bidang",
                    dice.choice(_TIMES),
                    "Masamba",
                    dice.choice(_FORMS),
                    dice.choice((5, "5 tahun", "permanen")),
                    dice.choice(_KINDS),
                    f"https://ppid.example/dokumen/{number}.pdf" if number % 3 == 0 else "",
                    dice.choice(names),
                ],
            )
    return kept.getvalue()


def _slip(name: str, dice: random.Random) -> str:
    """Two letters changed places."""
    at = dice.randint(len(name) // 2, len(name) - 3)
    return f"{name[:at]}{name[at + 1]}{name[at]}{name[at + 2 :]}"
