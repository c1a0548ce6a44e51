"""The documents of the demo: what offices bring for publication, with the traps that such files have in life.

The worker looks at them after the start, as it would anywhere; loading only stores them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta

import typst
import xlsxwriter
from PIL import Image, ImageDraw

from lutra.demo.life import Event, Office
from lutra.directory.roles import Role
from lutra.documents import uploads

_FIRST = 9_600_000  # behind every event of a request at the same moment
_DISTRICTS = ("Masamba", "Baebunta", "Sabbang", "Malangke", "Bone-Bone", "Sukamaju", "Mappedeceng", "Limbong")


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """One hour in which the PPID uploads what the offices brought, shortly before ``now``."""
    del seed  # the same files every time
    yield Event(now - timedelta(minutes=20), _FIRST, _Hour(office).bring)


class _Hour:
    """The PPID uploads what lies on the table."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.later: list[Event] = []

    def bring(self, at: datetime) -> None:
        """Upload each file for the office that brought it."""
        by = self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())
        if by is None:
            return
        bodies = list(self.office.bodies.values())
        for number, (name, content) in enumerate(_files(at.year)):
            body = bodies[number % len(bodies)]
            uploads.take_whole(name=name, file=io.BytesIO(content), by=by, body=body)


def _files(year: int) -> Iterator[tuple[str, bytes]]:
    yield f"Jumlah penduduk per kecamatan {year - 1}.csv", _population()
    yield f"Ringkasan APBD {year}.pdf", _budget(year)
    yield f"Penerima bantuan sosial {year - 1}.csv", _recipients()
    yield f"Rekap belanja perangkat daerah {year - 1}.xlsx", _spending()
    yield "Foto rehabilitasi jembatan Malangke.jpg", _photograph()


def _population() -> bytes:
    lines = ["kecamatan;laki-laki;perempuan"]
    lines += [f"{name};{9000 + at * 731};{8800 + at * 702}" for at, name in enumerate(_DISTRICTS)]
    return ("\n".join(lines) + "\n").encode()


def _budget(year: int) -> bytes:
    rows = "\n".join(f"[{name}], [Rp{120 + at * 17} miliar]," for at, name in enumerate(_DISTRICTS))
    source = f"""#set document(title: "Ringkasan APBD {year}")
#set text(lang: "id")
= Ringkasan APBD {year}
Kabupaten Luwu Utara membagi belanja wilayah menurut kecamatan.
#table(columns: 2, table.header([Kecamatan], [Belanja]), {rows})
"""
    made: bytes = typst.compile(source.encode(), ignore_system_fonts=True, timestamp=0)
    return made


def _recipients() -> bytes:
    """A list that names people with their NIK: it must not go out as it is. The numbers belong to nobody."""
    lines = ["nama;NIK;desa", "Andi Contoh;7322034107900001;Laba", "Sitti Contoh;7322036508850003;Radda"]
    return ("\n".join(lines) + "\n").encode()


def _spending() -> bytes:
    """A workbook with a sheet that somebody hid and forgot."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    sheet = book.add_worksheet("Rekap")
    sheet.write_row(0, 0, ["Perangkat daerah", "Belanja"])
    for at, name in enumerate(("Dinas Kesehatan", "Dinas Pendidikan", "Dinas Pekerjaan Umum"), 1):
        sheet.write_row(at, 0, [name, 1_250_000_000 + at * 310_000_000])
    notes = book.add_worksheet("Catatan")
    notes.write_row(0, 0, ["Cek lagi sebelum dibagikan", "selisih Rp12 juta"])
    notes.hide()
    book.close()
    return made.getvalue()


def _photograph() -> bytes:
    image = Image.new("RGB", (800, 500), "#9db8a3")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 330, 800, 500), fill="#4f6f7a")
    draw.rectangle((60, 300, 740, 330), fill="#6b5a45")
    exif = image.getexif()
    exif[0x0110] = "Kamera telepon"
    exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 51.0, 12.0), 3: "E", 4: (120.0, 21.0, 30.0)})
    made = io.BytesIO()
    image.save(made, "JPEG", exif=exif, quality=85)
    return made.getvalue()
