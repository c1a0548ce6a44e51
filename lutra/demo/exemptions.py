"""What is withheld in the demo: twelve exemptions of Luwu Utara, one ended and open, one to be looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from lutra.catalogue.actions import approve_test, make_test
from lutra.catalogue.rules import TestForm
from lutra.demo.life import Event, Office
from lutra.directory.models import Holding
from lutra.directory.roles import Role
from lutra.exemptions.actions import open_ended, record_exemption
from lutra.exemptions.form import ExemptionForm, years_later

_FIRST = 9_500_000  # behind every event of a request at the same moment


@dataclass(frozen=True, slots=True)
class _Kept:
    """One thing withheld; ``days`` from today to its end, None where it has none."""

    body: str
    document: str
    information: str
    ground: str
    sub_item: str
    days: int | None
    harm: str
    good: str
    interest: str
    act: str = ""


_ROWS = (
    _Kept(
        "rsud",
        "Rekam medis pasien",
        "Isi rekam medis pasien",
        "h",
        "2",
        None,
        "Riwayat penyakit seseorang dapat dipakai untuk mempermalukan atau merugikannya.",
        "Pasien tetap berani berobat dan berkata jujur kepada dokter.",
        "Jumlah pasien dan jenis penyakit per bulan tetap dibuka.",
    ),
    _Kept(
        "bkpsdm",
        "Laporan uji kompetensi pegawai",
        "Nilai uji kompetensi pegawai perorangan",
        "h",
        "4",
        None,
        "Penilaian perorangan dapat disalahgunakan dalam persaingan jabatan.",
        "Penilai dapat menilai apa adanya.",
        "Nama yang lulus dan syarat jabatan tetap diumumkan.",
    ),
    _Kept(
        "setda",
        "Dokumen persiapan pengadaan",
        "Rincian harga perkiraan sendiri sebelum pemasukan penawaran",
        "b",
        "",
        120,
        "Peserta menyesuaikan penawaran dan persaingan menjadi tidak sehat.",
        "Pemerintah daerah mendapat harga yang wajar.",
        "Nilai total perkiraan dan pemenang tetap diumumkan.",
    ),
    _Kept(
        "kominfo",
        "Arsitektur jaringan pemerintah daerah",
        "Konfigurasi dan alamat peladen jaringan",
        "a",
        "5",
        700,
        "Jaringan dapat diserang dengan lebih mudah.",
        "Layanan warga tetap berjalan dan datanya aman.",
        "Anggaran, pemasok, dan laporan gangguan tetap dibuka.",
    ),
    _Kept(
        "inspektorat",
        "Berkas pengaduan pelanggaran disiplin",
        "Identitas saksi dan pelapor pelanggaran disiplin",
        "a",
        "2",
        900,
        "Pelapor dapat diintimidasi.",
        "Warga dan pegawai tetap berani melapor.",
        "Jumlah pengaduan dan hasil akhirnya tetap dibuka.",
    ),
    _Kept(
        "satpolpp",
        "Rencana operasi penertiban",
        "Jadwal dan sasaran operasi penertiban yang belum dilaksanakan",
        "a",
        "1",
        22,
        "Yang akan ditertibkan menghindar sebelum operasi.",
        "Penertiban berjalan tertib dan aman.",
        "Dasar dan hasil penertiban dibuka sesudah operasi.",
    ),
    _Kept(
        "bpkpd",
        "Rencana penyesuaian tarif pajak daerah",
        "Rencana awal perubahan tarif pajak daerah",
        "e",
        "3",
        -40,
        "Spekulasi harga tanah dan usaha sebelum tarif ditetapkan.",
        "Tarif dibahas tanpa tekanan.",
        "Rancangan perda dibuka saat konsultasi publik.",
    ),
    _Kept(
        "disdukcapil",
        "Basis data kependudukan",
        "Data perorangan dalam basis data kependudukan",
        "j",
        "",
        None,
        "Data dapat dipakai untuk penipuan.",
        "Identitas warga terlindungi.",
        "Data agregat per desa tetap dibuka.",
        "UU 24/2013 tentang Administrasi Kependudukan",
    ),
    _Kept(
        "dinsos",
        "Data penerima bantuan sosial",
        "Rekening dan penghasilan penerima bantuan",
        "h",
        "3",
        None,
        "Penerima bantuan menjadi sasaran penipuan.",
        "Keluarga miskin terlindungi.",
        "Jumlah penerima dan besar bantuan per desa tetap dibuka.",
    ),
    _Kept(
        "disdikbud",
        "Buku induk siswa",
        "Catatan pendidikan siswa perorangan",
        "h",
        "5",
        None,
        "Anak dapat dipermalukan karena nilainya.",
        "Anak belajar dengan tenang.",
        "Angka kelulusan per sekolah tetap dibuka.",
    ),
    _Kept(
        "dp3ap2kb",
        "Berkas pendampingan korban kekerasan",
        "Identitas korban kekerasan yang didampingi",
        "a",
        "2",
        1500,
        "Korban mengalami kekerasan kembali.",
        "Korban berani mencari pertolongan.",
        "Jumlah kasus dan layanan pendampingan tetap dibuka.",
    ),
    _Kept(
        "dpmptsp",
        "Dokumen permohonan izin usaha",
        "Rahasia dagang dalam lampiran permohonan izin",
        "b",
        "",
        600,
        "Pesaing mengambil keuntungan dari rahasia usaha.",
        "Pelaku usaha tetap terbuka kepada pemerintah.",
        "Nama usaha, jenis izin, dan syaratnya tetap dibuka.",
    ),
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:  # noqa: ARG001  every plot is called alike
    """The decrees of the last two years, and the midnight at which one ended."""
    today = now.astimezone(office.zone).date()
    for number, row in enumerate(_ROWS):
        day = office.calendar.back(today - timedelta(days=400 - 15 * number), 1)
        yield Event(_morning(day), _FIRST + number, _Decree(office, row, today, number).enter)
    for row in _ROWS:
        if row.days is not None and row.days < 0:
            first = today + timedelta(days=row.days + 1)
            midnight = datetime.combine(first, time(0, 0, 20), tzinfo=office.zone).astimezone(UTC)
            yield Event(midnight, _FIRST + len(_ROWS), _Midnight().open)


@dataclass(slots=True)
class _Midnight:
    """The clock wakes after an end."""

    later: list[Event] = field(default_factory=list)

    def open(self, at: datetime) -> None:
        open_ended(now=at)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(2, 0), tzinfo=UTC)


@dataclass(slots=True)
class _Decree:
    """A test, its approval and the decree, on one day."""

    office: Office
    row: _Kept
    today: date
    number: int
    later: list[Event] = field(default_factory=list)

    def enter(self, at: datetime) -> None:
        office, row, day = self.office, self.row, at.astimezone(self.office.zone).date()
        ppid, chief = office.actor(Role.PPID_UTAMA, day), office.actor(Role.SUPERIOR, day)
        body = office.bodies.get(row.body)
        if ppid is None or chief is None or body is None:
            return
        basis = f"UU 14/2008 Pasal 17 huruf {row.ground}"
        form = TestForm(
            kind="before_request",
            document=row.document,
            information=row.information,
            ground=row.ground,
            sub_item=row.sub_item,
            act=row.act,
            legal_analysis=f"{basis}{' dan ' + row.act if row.act else ''} melindungi informasi ini.",
            consequence_open=row.harm,
            benefit_closed=row.good,
            public_interest=row.interest,
            ends_on=self.today + timedelta(days=row.days) if row.days is not None else None,
        )
        made = make_test(office.government, form=form, by=ppid, body=body, tested_on=day, at=at)
        test = approve_test(made, by=chief, at=at + timedelta(hours=1))
        has_end = test.ends_on is not None
        decree = ExemptionForm(
            test=test,
            body=body,
            decree_number=f"555/{self.number + 1:02d}/PPID/{day.year}",
            decree_date=day,
            place=office.government.seat,
            signatory=Holding.objects.filter(
                government=office.government, user_id=ppid.officer_id, post__role=Role.PPID_UTAMA
            ).first(),
            no_end_reason="" if has_end else "Perlindungannya tidak berkurang dengan lewatnya waktu.",
            review_on=None if has_end else years_later(day, 4),
        )
        record_exemption(office.government, form=decree, by=ppid, at=at + timedelta(hours=2))
