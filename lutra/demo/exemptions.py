"""What is withheld in the demo: twelve exemptions of Luwu Utara, one ended and open, one to be looked at again;
and the considerations team's sessions, one held and one to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lutra.catalogue.actions import approve_test, make_test, return_test, sign_list
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import TestForm
from lutra.demo.life import Event, Office
from lutra.directory.actors import Actor
from lutra.directory.models import Holding
from lutra.directory.roles import Role
from lutra.exemptions.actions import open_ended, record_exemption
from lutra.exemptions.form import ExemptionForm
from lutra.exemptions.sessions.actions import SessionForm, close_session, convene, record_session, vote
from lutra.exemptions.sessions.members import members
from lutra.exemptions.versions import EXEMPT
from lutra.law.clocks import months_on

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
    yield from _sessions(office, today)
    signed = office.calendar.back(today - timedelta(days=400 - 15 * len(_ROWS)), 1)
    yield Event(_morning(signed), _FIRST + 2 * len(_ROWS), _Signing(office).sign)
    for row in _ROWS:
        if row.days is not None and row.days < 0:
            first = today + timedelta(days=row.days + 1)
            midnight = datetime.combine(first, time(0, 0, 20), tzinfo=office.zone).astimezone(UTC)
            yield Event(midnight, _FIRST + len(_ROWS), _Midnight().open)


def _sessions(office: Office, today: date) -> Iterator[Event]:
    """A session that was held, with a decree issued after it; another to come; a proposal that was sent back."""
    held = office.calendar.back(today - timedelta(days=18), 1)
    hearing = _Hearing(office, held)
    for number, (day, hour, deed) in enumerate(
        (
            (office.calendar.back(held, 5), 2, hearing.propose),
            (held, 3, hearing.hear),
            (office.calendar.add(held, 2), 2, hearing.decree),
            (office.calendar.back(today, 3), 3, hearing.propose_more),
            (office.calendar.back(today, 2), 3, hearing.invite),
        )
    ):
        at = datetime.combine(day, time(hour), tzinfo=UTC)
        yield Event(at, _FIRST + 100 + number, deed)


def _proposal(document: str, information: str, harm: str, good: str, interest: str, **more: Any) -> TestForm:
    usual = {"kind": "before_request", "ground": "a", "sub_item": "5"}
    return TestForm(
        document=document,
        information=information,
        legal_analysis="Pasal 17 UU 14/2008 melindungi informasi ini.",
        consequence_open=harm,
        benefit_closed=good,
        public_interest=interest,
        **{**usual, **more},
    )


@dataclass(slots=True)
class _Hearing:
    """Offices propose, the team hears them, the superior approves, and the PPID decrees."""

    office: Office
    held: date
    tests: list[ConsequenceTest] = field(default_factory=list)
    later: list[Event] = field(default_factory=list)

    def _ppid(self, at: datetime) -> Actor | None:
        return self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())

    def propose(self, at: datetime) -> None:
        """Two offices propose what is to be heard."""
        ppid = self._ppid(at)
        if ppid is None:
            return
        end = self.held + timedelta(days=730)
        for slug, form in (
            (
                "kominfo",
                _proposal(
                    "Rencana pemulihan pusat data",
                    "Letak dan kunci cadangan pusat data",
                    "Cadangan dapat dirusak bersama pusat datanya.",
                    "Layanan warga pulih dengan cepat sesudah bencana.",
                    "Hasil uji pemulihan tiap tahun tetap dibuka.",
                    ends_on=end,
                ),
            ),
            (
                "bkpsdm",
                _proposal(
                    "Laporan disiplin pegawai",
                    "Jumlah pegawai yang dijatuhi hukuman disiplin per perangkat daerah",
                    "Nama baik perangkat daerah dapat terganggu.",
                    "Pembinaan berjalan tertutup.",
                    "Warga berkepentingan mengetahui disiplin pegawai.",
                    ground="h",
                    sub_item="4",
                ),
            ),
        ):
            self.tests.append(
                make_test(
                    self.office.government, form=form, by=ppid, body=self.office.bodies.get(slug), at=at
                )
            )

    def hear(self, at: datetime) -> None:
        """The session: one test carried, the other not."""
        ppid, government = self._ppid(at), self.office.government
        seats = members(government, on=self.held)
        if ppid is None or not seats or not self.tests:
            return
        form = SessionForm(
            self.held, time(9, 30), "Ruang rapat Sekretaris Daerah", seats[0].user_id, self.tests
        )
        session = convene(government, form=form, by=ppid, at=at - timedelta(days=2))
        present = {seat.user_id: "present" for seat in seats}
        record_session(
            session,
            attendance=present,
            minutes="Tim membaca kedua uji, lalu mendengar Dinas Kominfo dan BKPSDM. Angka tanpa nama dinilai tidak"
            " menyangkut rahasia pribadi.",
            guests="Kepala Bidang Persandian; Sekretaris BKPSDM",
            by=ppid,
            at=at,
        )
        for test, choice, reason in (
            (
                self.tests[0],
                "for",
                "Letak dan kunci cadangan tidak diperlukan untuk mengawasi anggaran pusat data.",
            ),
            (
                self.tests[1],
                "against",
                "Jumlah tanpa nama bukan rahasia pribadi dan diperlukan untuk pengawasan.",
            ),
        ):
            votes = {**dict.fromkeys(present, choice), seats[-1].user_id: "abstain"}
            vote(session, test=test, votes=votes, reason=reason, by=ppid, at=at)
        close_session(session, by=ppid, at=at + timedelta(hours=2))

    def decree(self, at: datetime) -> None:
        """What the team advised to withhold is approved and decreed under the office's own series of numbers."""
        day = at.astimezone(self.office.zone).date()
        ppid, chief = self._ppid(at), self.office.actor(Role.SUPERIOR, day)
        if ppid is None or chief is None or not self.tests or self.tests[0].body is None:
            return
        kept, opened = self.tests
        opened.refresh_from_db()
        return_test(opened, reason="Tim menyarankan angka ini dibuka; usulkan hanya namanya.", by=ppid, at=at)
        test = approve_test(kept, by=chief, at=at)
        form = ExemptionForm(
            test=test,
            body=kept.body,
            decree_date=day,
            place=self.office.government.seat,
            signatory=_signatory(self.office, ppid),
        )
        record_exemption(self.office.government, form=form, by=ppid, at=at + timedelta(hours=1))

    def propose_more(self, at: datetime) -> None:
        """What waits for the next session."""
        ppid = self._ppid(at)
        if ppid is None:
            return
        self.tests = [
            make_test(
                self.office.government,
                form=_proposal(
                    "Laporan audit investigasi",
                    "Kertas kerja audit investigasi yang sedang berjalan",
                    "Yang diperiksa dapat menghilangkan bukti.",
                    "Audit selesai tanpa gangguan.",
                    "Hasil akhir audit tetap dibuka.",
                    sub_item="1",
                    ends_on=self.held + timedelta(days=365),
                ),
                by=ppid,
                body=self.office.bodies.get("inspektorat"),
                at=at,
            )
        ]

    def invite(self, at: datetime) -> None:
        """The next session, a week from now."""
        ppid = self._ppid(at)
        on = self.office.calendar.add(at.astimezone(self.office.zone).date(), 7)
        seats = members(self.office.government, on=on)
        if ppid is None or not seats:
            return
        form = SessionForm(on, time(13, 30), "Aula Dinas Kominfo", seats[0].user_id, self.tests)
        convene(self.office.government, form=form, by=ppid, at=at)


def _signatory(office: Office, ppid: Actor) -> Holding | None:
    return Holding.objects.filter(
        government=office.government, user_id=ppid.officer_id, post__role=Role.PPID_UTAMA
    ).first()


@dataclass(slots=True)
class _Signing:
    """The regent's secretary establishes the list as it stands."""

    office: Office
    later: list[Event] = field(default_factory=list)

    def sign(self, at: datetime) -> None:
        office, day = self.office, at.astimezone(self.office.zone).date()
        ppid = office.actor(Role.PPID_UTAMA, day)
        holdings = Holding.objects.filter(government=office.government, post__role=Role.SUPERIOR)
        holding = next((one for one in holdings.select_related("post", "user") if one.holds_on(day)), None)
        if ppid is None or holding is None:
            return
        sign_list(
            office.government,
            decree_number=f"188.4.45/{day.year}/DIK-I",
            decree_date=day,
            signatory=holding,
            of=EXEMPT,
            by=ppid,
            at=at,
        )


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
            signatory=_signatory(office, ppid),
            no_end_reason="" if has_end else "Perlindungannya tidak berkurang dengan lewatnya waktu.",
            review_on=None if has_end else months_on(day, 12 * 4),
        )
        record_exemption(office.government, form=decree, by=ppid, at=at + timedelta(hours=2))
