"""What an invented government publishes, without end, and what people look for in it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta

from lutra.publishing.search.entries import Entry

# The words of a regency's papers: a title is made of them, and so is what people type.
_KINDS = [
    line.strip()
    for line in """
    Laporan realisasi anggaran|Laporan keuangan|Rencana kerja|Rencana strategis|Profil|Data|Statistik|Keputusan
    Peraturan bupati|Perjanjian kinerja|Dokumen pelaksanaan anggaran|Rencana umum pengadaan|Kontrak|Notulen rapat
    Daftar aset|Prosedur pelayanan|Jadwal|Peta|Rekapitulasi|Indikator kinerja utama|Laporan akuntabilitas
    Hasil survei|Laporan hasil pemeriksaan|Daftar penerima bantuan|Pengumuman|Ringkasan|Standar layanan
""".replace("\n", "|").split("|")
    if line.strip()
]
_TOPICS = [
    line.strip()
    for line in """
    jalan poros|jembatan gantung|irigasi|air bersih|puskesmas|stunting|imunisasi|tenaga kesehatan|guru honorer
    sekolah dasar|beasiswa|dana desa|badan usaha milik desa|pajak bumi bangunan|retribusi pasar|tambang galian
    kelapa sawit|kakao|padi sawah|perikanan tambak|ternak sapi|banjir bandang|longsor|tanggap darurat|sampah
    hutan lindung|pariwisata|pasar rakyat|koperasi|angkutan desa|lampu jalan|penduduk miskin|bantuan sosial
    kependudukan|arsip|perpustakaan|keamanan|pemilihan kepala desa|tata ruang|perumahan|sanitasi|listrik desa
    harga bahan pokok|tenaga kerja|pemuda olahraga|perempuan dan anak|rumah sakit|pegawai negeri
    pengaduan masyarakat|keterbukaan informasi|inovasi daerah|investasi|lingkungan hidup|ketahanan pangan
""".replace("\n", "|").split("|")
    if line.strip()
]
_BODIES = [
    f"Dinas {name}" for name in ("Kesehatan", "Pendidikan", "Pertanian", "Perikanan", "Sosial", "Perhubungan")
]
_BODIES += [f"Badan {name}" for name in ("Keuangan", "Kepegawaian", "Perencanaan", "Pendapatan")]
_BODIES += [
    f"Kecamatan {name}" for name in ("Masamba", "Seko", "Rampi", "Sabbang", "Baebunta", "Malangke", "Limbong")
]
_BODIES += [
    f"Bagian {name}" for name in ("Hukum", "Umum", "Organisasi", "Kesejahteraan", "Pembangunan", "Protokol")
]
_FILLER = """
    menurut ketentuan yang berlaku dokumen ini memuat uraian tentang pelaksanaan program kegiatan dan anggaran pada
    perangkat daerah kabupaten luwu utara meliputi target capaian realisasi belanja pendapatan lokasi waktu
    pelaksana sumber dana hasil evaluasi masyarakat penerima manfaat jumlah satuan nilai rupiah persen triwulan
    semester tahunan kepala bidang seksi unit kerja pegawai layanan publik informasi wilayah kecamatan desa
    kelurahan pembangunan peningkatan pengelolaan penyediaan penyusunan pengawasan pembinaan pemberdayaan
""".split()  # noqa: SIM905  a text is easier to read
_FORMATS = ("pdf", "pdf", "pdf", "xlsx", "csv", "docx")
_SYLLABLES = [a + b for a in "bdgjklmnprstw" for b in ("a", "i", "u", "e", "o", "an", "ung")]


def names(dice: random.Random, count: int) -> list[str]:
    """Names of villages, firms and people of office that stand in few papers each."""
    return ["".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))).title() for _number in range(count)]


def entries(count: int, seed: int = 7322) -> Iterator[Entry]:
    """``count`` entries over twelve years; one in twenty has the text of a document."""
    dice = random.Random(seed)
    rare, villages = names(dice, 40_000), names(dice, 173)
    weights = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(rare))))
    first = date(2014, 1, 1)
    for number in range(count):
        body, village = dice.choice(_BODIES), dice.choice(villages)
        day = first + timedelta(days=int(4600 * dice.random() ** 0.7))
        title = f"{dice.choice(_KINDS)} {dice.choice(_TOPICS)} {dice.choice((body, 'Desa ' + village))} {day.year}"
        some = dice.choices(rare, cum_weights=weights, k=8)
        summary = " ".join([*dice.choices(_FILLER, k=24), *some, dice.choice(_TOPICS)])
        text = ""
        if number % 20 == 0:
            text = " ".join(dice.choices(_FILLER, k=300) + dice.choices(rare, cum_weights=weights, k=120))
        slug = body.lower().replace(" ", "-")
        kind = ("document" if text else "answer") if number % 10 == 0 else "information"
        yield Entry(
            key=f"{kind}:{number}",
            kind=kind,
            title=title,
            url=f"/informasi/{number}/",
            dated_on=day,
            summary=summary,
            text=text,
            information_class=dice.choice(("periodic", "any_time", "any_time", "immediate")),
            body_slug=slug,
            body_name=body,
            year=day.year,
            formats=(dice.choice(_FORMATS),),
            place_code=f"73.22.{villages.index(village):04}",
            place_name=village,
        )


def questions(count: int, size: int, seed: int) -> Iterator[tuple[str, dict[str, str], int]]:
    """What people type: one to three words of a title or of a summary, one in ten mistyped, one in ten a phrase.

    With filters in one of four and a later page in one of ten; as (query, filters, page).
    """
    dice = random.Random(seed)
    some = list(itertools.islice(entries(size), 0, 20_000, 11))
    for _number in range(count):
        chosen = dice.choice(some)
        words = [word for word in chosen.title.split() if not word.isdigit()]
        if dice.random() < 0.25:
            words = chosen.summary.split()
        start = dice.randrange(len(words))
        query = " ".join(words[start : start + dice.choice((1, 2, 2, 3))])
        chance = dice.random()
        if chance < 0.1 and len(query) > 6:
            at = dice.randrange(1, len(query) - 2)
            query = query[:at] + query[at + 1] + query[at] + query[at + 2 :]
        elif chance < 0.2:
            query = f'"{query}"'
        elif chance < 0.3:
            query = query[: max(4, len(query) - 3)]  # not typed to its end
        filters = {}
        if dice.random() < 0.25:
            filters = dice.choice(
                ({"body": chosen.body_slug}, {"year": str(chosen.year)}, {"information_class": "any_time"})
            )
        yield query, filters, dice.choice((2, 3, 9)) if dice.random() < 0.1 else 1
