# ruff: noqa: E501, SIM905  # shapes of sentences and lists of words read best on one line each
"""Texts of a government with known personal data in them, and many figures that look like some and are none.

Everything is drawn by chance from a seed. Whoever wrote the shapes here also knew the finder, so its figures say how
it does on what was thought of, and no more.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

_NAMES = "Ani Budi Citra Dewi Eko Fitri Gani Hasna Idris Jamila Kasim Lina Marni Nurdin Rahma Sitti Tahir Wahyu".split()
_PLACES = "Masamba Baebunta Malangke Sabbang Sukamaju Bone-Bone Mappedeceng Rampi Seko Limbong Palopo Makassar".split()
_MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
_BANKS = "BRI BNI BCA Mandiri BSI BPD Sulselbar".split()


@dataclass(frozen=True, slots=True)
class Sample:
    """A sentence, and the kind of personal data in it; None for a sentence that has none."""

    text: str
    kind: str | None


def samples(count: int, seed: int = 73_22) -> list[Sample]:
    """Half with personal data, half without."""
    chance = random.Random(seed)
    makers = [*((kind, maker) for kind, maker in _PERSONAL), *((None, maker) for maker in _FIGURES)]
    with_data = [each for each in makers if each[0]]
    without = [each for each in makers if not each[0]]
    found = []
    for number in range(count):
        kind, maker = chance.choice(with_data if number % 2 else without)
        found.append(Sample(maker(chance), kind))
    return found


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def nik(chance: random.Random) -> str:
    """A number of identity of somewhere in Sulawesi Selatan."""
    day = chance.randint(1, 28) + (40 if chance.random() < 0.5 else 0)
    head = f"73{chance.randint(1, 26):02}{chance.randint(1, 15):02}"
    return f"{head}{day:02}{chance.randint(1, 12):02}{chance.randint(40, 99):02}{chance.randint(1, 9999):04}"


def _written(chance: random.Random, number: str) -> str:
    """As it is typed, grouped, broken over a line or misread by OCR."""
    way = chance.random()
    if way < 0.55:
        return number
    if way < 0.75:
        sign = chance.choice(" .-")
        return sign.join(number[at : at + 4] for at in range(0, len(number), 4))
    if way < 0.85:
        at = chance.randint(4, 12)
        return f"{number[:at]}\n{number[at:]}"
    return number.replace("0", "O").replace("1", "l", 1) if number.count("0") < 5 else number


def _nik(chance: random.Random) -> str:
    lead = chance.choice(["NIK ", "NIK: ", "No. KTP ", "nomor induk kependudukan ", "penerima dengan NIK "])
    return f"{chance.choice(_NAMES)} {lead}{_written(chance, nik(chance))} warga {chance.choice(_PLACES)}"


def _bare_nik(chance: random.Random) -> str:
    return f"{chance.randint(1, 90)}. {chance.choice(_NAMES)} ({nik(chance)}) {chance.choice(_PLACES)}"


def _kk(chance: random.Random) -> str:
    number = nik(chance)
    number = f"{number[:6]}{chance.randint(1, 28):02}{number[8:]}"
    return f"{chance.choice(['No. KK', 'Kartu Keluarga nomor', 'KK:'])} {number} atas {chance.choice(_NAMES)}"


def _npwp(chance: random.Random) -> str:
    d = _digits(chance, 15)
    dressed = f"{d[:2]}.{d[2:5]}.{d[5:8]}.{d[8]}-{d[9:12]}.{d[12:]}"
    return f"{chance.choice(['NPWP ', 'NPWP: ', ''])}{dressed}" if chance.random() < 0.7 else f"NPWP {d}"


def _phone(chance: random.Random) -> str:
    tail = _digits(chance, chance.randint(7, 8))
    area = chance.choice(["812", "813", "821", "852", "853", "895", "878"])
    number = chance.choice(
        [
            f"0{area}{tail}",
            f"+62{area}{tail}",
            f"0{area}-{tail[:4]}-{tail[4:]}",
            f"0{area} {tail[:4]} {tail[4:]}",
        ]
    )
    return f"{chance.choice(['HP', 'WA', 'hubungi', 'CP', 'nomor', ''])} {number} {chance.choice(_NAMES)}"


def _email(chance: random.Random) -> str:
    return f"surel {chance.choice(_NAMES).lower()}{_digits(chance, 2)}@{chance.choice(['gmail.com', 'yahoo.co.id', 'contoh.id'])}"


def _account(chance: random.Random) -> str:
    number = _digits(chance, chance.choice([10, 13, 15]))
    return chance.choice(
        [
            f"No. Rek. {number} a.n. {chance.choice(_NAMES)}",
            f"rekening {chance.choice(_BANKS)} {number}",
            f"ditransfer ke {chance.choice(_BANKS)} {number}",
            f"Nomor Rekening : {number[:4]}-{number[4:]}",
        ]
    )


def _birth(chance: random.Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1945, 2015)
    written = chance.choice(
        [f"{day} {_MONTHS[month - 1]} {year}", f"{day:02}-{month:02}-{year}", f"{day}/{month}/{year}"]
    )
    return (
        f"{chance.choice(['lahir di', 'TTL:', 'Tempat/tanggal lahir :'])} {chance.choice(_PLACES)}, {written}"
    )


def _address(chance: random.Random) -> str:
    rt, rw = chance.randint(1, 12), chance.randint(1, 9)
    return chance.choice(
        [
            f"Dusun {chance.choice(_PLACES)} RT {rt:03} RW {rw:03}",
            f"alamat Jl. {chance.choice(_NAMES)} No. {rt}, {chance.choice(_PLACES)}",
            f"bertempat tinggal di Desa {chance.choice(_PLACES)} Kecamatan {chance.choice(_PLACES)}",
        ]
    )


def _plate(chance: random.Random) -> str:
    letters = "".join(chance.choice("ABCDEFGHJLMNPRSTUVWXYZ") for _ in range(2))
    return f"{chance.choice(['mobil', 'kendaraan', 'motor dengan nomor polisi'])} {chance.choice(['DP', 'DD', 'DN', 'B'])} {chance.randint(1000, 9999)} {letters}"


_PERSONAL: list[tuple[str, Callable[[random.Random], str]]] = [
    ("nik", _nik),
    ("nik", _bare_nik),
    ("kk", _kk),
    ("npwp", _npwp),
    ("phone", _phone),
    ("email", _email),
    ("account", _account),
    ("birth_date", _birth),
    ("address", _address),
    ("plate", _plate),
]


def _budget(chance: random.Random) -> str:
    code = f"5.{chance.randint(1, 4)}.{chance.randint(1, 5):02}.{chance.randint(1, 9):02}.{chance.randint(1, 99):02}.{chance.randint(1, 9999):04}"
    return f"{code} Belanja {chance.choice(['Modal', 'Barang', 'Pegawai'])} Rp{chance.randint(1, 999)}.{_digits(chance, 3)}.{_digits(chance, 3)},00"


_FIGURES: list[Callable[[random.Random], str]] = [
    _budget,
    lambda c: (
        f"{_digits(c, 2)}.{_digits(c, 2)}.{_digits(c, 2)}.{_digits(c, 1)}.{_digits(c, 2)}.{_digits(c, 4)} {_digits(c, 1)}.{_digits(c, 1)}.{_digits(c, 2)}"
    ),
    lambda c: f"Kode rekening {_digits(c, 16)}",
    lambda c: (
        f"Keputusan Bupati Nomor 188.4.45/{c.randint(1, 900)}/{c.choice('I II III IV V VI'.split())}/{c.randint(2015, 2026)}"
    ),
    lambda c: f"Putusan Nomor {c.randint(1, 300)}/Pdt.G/{c.randint(2015, 2026)}/PN Msb",
    lambda c: f"ISBN 978-602-{_digits(c, 4)}-{_digits(c, 2)}-{_digits(c, 1)}",
    lambda c: f"koordinat -2.{_digits(c, 6)}, 120.{_digits(c, 7)}",
    lambda c: (
        f"NIP 19{c.randint(65, 99)}{c.randint(1, 12):02}{c.randint(1, 28):02} {c.randint(1990, 2020)}{c.randint(1, 12):02} {c.randint(1, 2)} {_digits(c, 3)}"
    ),
    lambda c: (
        f"Pada hari ini tanggal {c.randint(1, 28)} {c.choice(_MONTHS)} {c.randint(2015, 2026)} di {c.choice(_PLACES)}"
    ),
    lambda c: f"anggaran sebesar {c.randint(1, 99)}.{_digits(c, 3)}.{_digits(c, 3)}.{_digits(c, 3)} rupiah",
    lambda c: f"ID paket {_digits(c, 8)} kode RUP {_digits(c, 8)}",
    lambda c: f"SP2D nomor {_digits(c, 5)}/SP2D/{c.randint(2015, 2026)}",
    lambda c: f"NUPTK {_digits(c, 16)}",
    lambda c: f"rehabilitasi ruas Jalan {c.choice(_PLACES)} sepanjang {c.randint(1, 30)},{_digits(c, 2)} km",
    lambda c: (
        f"jumlah penduduk {c.randint(100, 400)}.{_digits(c, 3)} jiwa pada {c.randint(2015, 2026)}-{c.randint(2027, 2030)}"
    ),
    lambda c: f"nilai {_digits(c, 16)} pada kolom kontrol",
    lambda c: (
        f"DPA {c.randint(2015, 2026)} TA {c.randint(2015, 2026)} urusan {c.randint(1, 9)}.{_digits(c, 2)}.{_digits(c, 2)}"
    ),
]
