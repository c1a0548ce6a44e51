"""Invented applicants. Names are put together by chance; numbers have the right structure and belong to nobody."""

from __future__ import annotations

import random

_GIVEN = [
    "Asmaul",
    "Burhan",
    "Citra",
    "Darmawati",
    "Edy",
    "Fatmawati",
    "Gunawan",
    "Hasnah",
    "Ilham",
    "Jumriah",
    "Kamaruddin",
    "Lukman",
    "Mariani",
    "Nasrullah",
    "Oktavianus",
    "Patmawati",
    "Rosdiana",
    "Sukardi",
    "Tenri",
    "Usman",
    "Wahyudin",
    "Yohanis",
    "Zulkifli",
    "Melda",
    "Abd.Rahim",
    "Nurul",
    "Ferdy",
    "Selviana",
]
_FAMILY = [
    "Pakiding",
    "Tandirerung",
    "Lambe",
    "Parura",
    "Salassa",
    "Buntulangi",
    "Makkaraja",
    "Tappi",
    "Patandean",
    "Sarira",
    "Bongga",
    "Palullungan",
    "Matandung",
    "Sampetoding",
    "Rantelino",
    "Basrie",
    "Landung",
    "Tarukallo",
    "Manggasa",
    "Lolongan",
]
_WORK = (
    "Petani",
    "Mahasiswa",
    "Wartawan",
    "Guru",
    "Wiraswasta",
    "Ibu rumah tangga",
    "Pegawai swasta",
    "Nelayan",
)
_LEGAL_BODIES = (
    "Perkumpulan Suara Warga Rongkong",
    "Yayasan Pemerhati Hutan Seko",
    "Forum Petani Kakao Tana Lili",
    "Lembaga Kajian Anggaran Simpurusiang",
    "Koperasi Sejahtera Baebunta",
)


def individual(dice: random.Random, villages: list[str]) -> dict[str, str]:
    """The identity answers of an invented person."""
    given, family = dice.choice(_GIVEN), dice.choice(_FAMILY)
    day, month, year = dice.randint(1, 28), dice.randint(1, 12), dice.randint(60, 99)
    district = dice.randint(1, 15)
    number = f"7322{district:02d}{day:02d}{month:02d}{year:02d}{dice.randint(1, 9999):04d}"
    slug = f"{given}.{family}".lower().replace("abd.", "abd")
    return {
        "applicant_kind": "individual",
        "name": f"{given} {family}",
        "nik": number,
        "address": dice.choice(villages),
        "phone": f"0812{dice.randint(10_000_000, 99_999_999)}",
        "email": f"{slug}@warga.example",
        "occupation": dice.choice(_WORK),
    }


def legal_body(dice: random.Random, villages: list[str]) -> dict[str, str]:
    """The identity answers of an invented legal body."""
    name = dice.choice(_LEGAL_BODIES)
    return {
        "applicant_kind": "legal_body",
        "name": name,
        "establishment_number": f"AHU-{dice.randint(1000, 99999):07d}.AH.01.07.TAHUN {dice.randint(2012, 2023)}",
        "address": dice.choice(villages),
        "phone": f"0813{dice.randint(10_000_000, 99_999_999)}",
        "email": f"sekretariat{dice.randint(1, 99)}@lembaga.example",
    }
