"""What must be published, in the demo: a charter, six of seven procedures, packages, wealth reports, and one danger
that is over. Bodies differ, so that the matrix has something to say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from lutra.catalogue.items.deeds import add_item, publish_item
from lutra.catalogue.items.form import ItemForm
from lutra.catalogue.models import Item
from lutra.demo.life import Event, Office
from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.obligations import charter, immediate, officials, packages, programmes, sops, statements
from lutra.obligations.immediate import Announcement
from lutra.obligations.packages import PackageForm

_FIRST = 9_000_000  # behind every event of a request at the same moment

# Which periodic heads each body has published, and how many days ago.
_PUBLISHED = {
    "kominfo": ("abcefghijk", 40),
    "dinkes": ("abcfghk", 75),
    "dputrkp2": ("abcfgi", 120),
    "disdikbud": ("acfgj", 215),
    "bpbd": ("acfgk", 60),
    "bpkpd": ("acdefg", 100),
    "inspektorat": ("acfh", 300),
    "setda": ("acefgi", 150),
}
_ANY_TIME = {"kominfo": "bchj", "dinkes": "cdh", "dputrkp2": "dfgh", "bpkpd": "cgh", "setda": "bein"}

_CHARTER = {
    "basis": "UU 14/2008 tentang Keterbukaan Informasi Publik dan PERKI 1/2021 tentang Standar Layanan Informasi"
    " Publik.",
    "procedure": "Datang ke meja layanan, kirim surat atau surel, telepon, atau isi formulir di laman ini. Setiap "
    "permohonan langsung mendapat nomor dan tanda bukti.",
    "time": "Jawaban tertulis paling lambat 10 hari kerja, dapat diperpanjang satu kali 7 hari kerja dengan alasan.",
    "cost": "Gratis. Pemohon hanya mengganti biaya penyalinan dan pengiriman yang nyata.",
    "guarantee": "Identitas pemohon dirahasiakan. Bila kami terlambat, pemohon dapat mengajukan keberatan saat itu"
    " juga.",
    "evaluation": "Kepuasan warga diukur sepanjang tahun dan hasilnya diumumkan; laporan layanan terbit setiap Maret.",
}
_SECOND = {
    "cost": "Tae’ bayaran. Pemohon melulu ungkambi ongkos salinan na pengiriman.",
    "time": "Balasan tisura’ na lalan sangpulo allo kerja.",
}
_STEPS = {
    "announcing": "PPID Pelaksana menyiapkan informasi.\nPetugas memeriksa data pribadi di dalamnya.\nInformasi terbit"
    " di laman dan papan pengumuman.",
    "requests": "Petugas mencatat permohonan dan memberi tanda bukti.\nPPID meneruskannya ke perangkat daerah yang"
    " menguasai.\nPemohon menerima pemberitahuan tertulis.",
    "objections": "Petugas mencatat keberatan.\nAtasan PPID memeriksa berkasnya.\nTanggapan tertulis disampaikan dalam"
    " 30 hari kerja.",
    "list": "Perangkat daerah menyampaikan daftarnya tiap enam bulan.\nPPID menyatukan dan memeriksanya.\nDaftar"
    " ditetapkan dan diumumkan.",
    "documentation": "Setiap informasi diberi nomor dan pemilik.\nBerkas disimpan menurut jadwal retensi.",
    "charter": "Maklumat ditulis, dibahas, ditetapkan, dan diumumkan dalam bentuk yang dapat diakses semua orang.",
}

_OFFICIALS = (
    ("setda", "H. Baso Rantelino", "Sekretaris Daerah", True),
    ("setda", "Andi Tenri Padangalo", "Asisten Pemerintahan", True),
    ("setda", "Yohanis Palamba", "Asisten Perekonomian", False),
    ("kominfo", "Irwan Salulemo", "Kepala Dinas Komunikasi dan Informatika", True),
    ("dinkes", "Marlina Tandiayu", "Kepala Dinas Kesehatan", True),
    ("disdikbud", "Sudirman Pararra", "Kepala Dinas Pendidikan dan Kebudayaan", True),
    ("dputrkp2", "Agustinus Rampoan", "Kepala Dinas Pekerjaan Umum", True),
    ("bpkpd", "Nurdiana Malangke", "Kepala Badan Pengelola Keuangan", True),
    ("bpbd", "Hamka Salubomba", "Kepala Pelaksana BPBD", True),
    ("inspektorat", "Rosmini Batualang", "Inspektur", True),
    ("dpmptsp", "Zainal Tolada", "Kepala Dinas Penanaman Modal", False),
    ("rsud", "Elisabeth Kanandede", "Direktur RSUD Andi Djemma", True),
)

_PROGRAMMES = {
    "dinkes": (
        {
            "name": "Pencegahan stunting di 40 desa lokus",
            "responsible": "Kepala Bidang Kesehatan Masyarakat",
            "contact": "0473-21000",
            "target": "Prevalensi turun dari 21 menjadi 18 persen",
            "schedule": "Januari–Desember",
            "budget_source": "APBD dan DAK nonfisik",
            "budget_amount": "Rp3.250.000.000",
        },
        {"name": "Posyandu keliling Seko dan Rampi", "responsible": "Kepala Puskesmas Seko"},
    ),
    "dputrkp2": (
        {
            "name": "Perbaikan jalan poros Sabbang–Seko",
            "responsible": "Kepala Bidang Bina Marga",
            "target": "12 kilometer",
            "schedule": "April–November",
            "budget_source": "APBD",
            "budget_amount": "Rp18.400.000.000",
        },
    ),
}

_PACKAGES: tuple[tuple[str, PackageForm, tuple[str, ...], dict[str, str]], ...] = (
    (
        "dputrkp2",
        PackageForm("Rehabilitasi Jembatan Radda", 0, 4_187_000_000, "Tender", "CV Maranginang", "RUP-44120311"),
        ("rup", "terms", "estimate", "specification", "minutes_award", "appointment", "contract", "start_order"),
        {"environment": "Pekerjaan pemeliharaan; tidak wajib AMDAL.", "licences": "Tidak memakai lisensi."},
    ),
    (
        "dinkes",
        PackageForm("Pengadaan obat puskesmas", 0, 1_925_500_000, "E-purchasing", "PT Farma Luwu", "RUP-44120587"),
        ("rup", "specification", "purchase_order", "final_handover"),
        {"minutes_protest": "E-purchasing: tidak ada masa sanggah.", "drawings": "Bukan pekerjaan konstruksi."},
    ),
    (
        "kominfo",
        PackageForm("Pemeliharaan pemancar radio", 0, 148_000_000, "Pengadaan langsung", "CV Radio", "RUP-44121002"),
        ("rup",),
        {},
    ),
)  # fmt: skip

_FLOOD = Announcement(
    title="Banjir luapan Sungai Radda, Kecamatan Baebunta dan Masamba",
    hazard="immediate.a",
    contents={
        "danger": "Air setinggi satu meter menggenangi Desa Radda dan Meli sejak pukul 19.00 WITA; arus masih naik.",
        "affected": "Warga Desa Radda, Meli, dan Kelurahan Bone Tua, serta pengguna jalan poros Masamba–Baebunta.",
        "evacuation": "Menuju SMAN 1 Masamba atau Masjid Syuhada lewat Jalan Simpurusiang.",
        "avoiding": "Jangan menyeberangi jembatan Radda. Matikan listrik rumah sebelum mengungsi.",
        "help": "Posko BPBD di Kantor Bupati, atau hubungi perangkat desa terdekat.",
        "announcer": "BPBD Kabupaten Luwu Utara.",
        "way": "Kabar berikutnya lewat Radio 100 FM tiap 30 menit, pengeras suara masjid, dan halaman ini.",
        "response": "Dua perahu karet dan dapur umum sudah dikerahkan; alat berat dalam perjalanan.",
    },
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """A few events between a year ago and last week, in the order of time."""
    dice = random.Random(seed)
    today = now.astimezone(office.zone).date()
    story = _Story(office, today, dice)
    deeds = (
        (300, story.write_procedures),
        (290, story.publish_charter),
        (200, story.enter_officials),
        (150, story.state_nothing),
        (58, story.announce_flood),
        (25, story.enter_packages),
        (20, story.enter_programmes),
    )
    for number, (ago, deed) in enumerate(deeds):
        yield Event(office.moment(today - timedelta(days=ago), dice), _FIRST + number, deed)
    for number, (slug, (letters, ago)) in enumerate(_PUBLISHED.items(), start=len(deeds)):
        if slug in office.bodies:
            moment = office.moment(today - timedelta(days=ago), dice)
            yield Event(moment, _FIRST + number, _Publishing(story, slug, letters).publish)


@dataclass(slots=True)
class _Story:
    """Who acts, and the deeds."""

    office: Office
    today: date
    dice: random.Random
    later: list[Event] = field(default_factory=list)  # what one deed would lead to: nothing here

    def ppid(self, at: datetime) -> Actor | None:
        return self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())

    def write_procedures(self, at: datetime) -> None:
        by = self.ppid(at)
        for sop in statute.sops() if by else ():
            if sop.code in _STEPS and by:
                sops.publish(
                    self.office.government,
                    slot=sop.code,
                    title=sop.label.id,
                    number=f"{self.dice.randint(1, 90)}/SOP/PPID/{at.year}",
                    set_on=at.astimezone(self.office.zone).date(),
                    text=_STEPS[sop.code],
                    by=by,
                    at=at,
                )

    def publish_charter(self, at: datetime) -> None:
        if by := self.ppid(at):
            draft = charter.write(
                self.office.government,
                contents=_CHARTER,
                second_language="Bahasa Tae’",
                second_contents=_SECOND,
                by=by,
                at=at,
            )
            address = "https://radio.luwuutara.example/maklumat.mp3"
            charter.add_accessible(draft, form="audio", url=address, by=by, at=at)
            where = "Meja layanan PPID, Jl. Simpurusiang, Masamba"
            charter.add_accessible(draft, form="braille", place=where, by=by, at=at)
            charter.publish(draft, by=by, at=at)

    def enter_officials(self, at: datetime) -> None:
        by = self.ppid(at)
        for number, (slug, name, title, has_reported) in enumerate(_OFFICIALS):
            body = self.office.bodies.get(slug)
            if by is None or body is None:
                continue
            made = officials.enter(body, name=name, office=title, by=by, at=at)
            if has_reported:
                officials.report(
                    made,
                    year=at.year - 1,
                    reported_on=at.astimezone(self.office.zone).date() - timedelta(days=20),
                    url=f"https://lhkpn.example/pengumuman/{1180 + number}",
                    by=by,
                    at=at,
                )

    def state_nothing(self, at: datetime) -> None:
        by, body = self.ppid(at), self.office.bodies.get("kominfo")
        if by and body:
            statements.state(
                self.office.government,
                body=body,
                code="any_time.f",
                reason="Diskominfo-SP tidak menerbitkan izin apa pun.",
                by=by,
                at=at,
            )

    def announce_flood(self, at: datetime) -> None:
        body = self.office.bodies.get("bpbd")
        by = self.office.actor(Role.OPERATOR, at.astimezone(self.office.zone).date()) or self.ppid(at)
        if by and body:
            made = immediate.announce(
                self.office.government,
                body=body,
                what=_FLOOD,
                begun_at=at - timedelta(minutes=6),
                by=by,
                at=at,
            )
            immediate.end(made, by=by, at=at + timedelta(hours=9))

    def enter_packages(self, at: datetime) -> None:
        by = self.ppid(at)
        for slug, form, published, waived in _PACKAGES:
            body = self.office.bodies.get(slug)
            if by is None or body is None:
                continue
            package = packages.enter(body, form=replace(form, year=at.year), by=by, at=at)
            for code in published:
                slot = packages.slot_of(code)
                title = f"{slot.label.id}: {form.name}"
                item = self.publish(body, title, (f"periodic.i.{slot.stage}",), by=by, at=at)
                packages.place(package, slot=code, item=item, is_redacted=slot.redacted_only, by=by, at=at)
            for code, reason in waived.items():
                packages.waive(package, slot=code, reason=reason, by=by, at=at)

    def enter_programmes(self, at: datetime) -> None:
        by = self.ppid(at)
        for slug, entries in _PROGRAMMES.items():
            body = self.office.bodies.get(slug)
            for answers in entries if by and body else ():
                if by and body:
                    programmes.enter(body, year=at.year, answers=answers, by=by, at=at)

    def publish(
        self, body: PublicBody, title: str, codes: tuple[str, ...], *, by: Actor, at: datetime
    ) -> Item:
        form = ItemForm(
            title=title[:300],
            body=body,
            kind=statute.obligation(codes[0]).kind,
            summary=title,
            plain_summary=title,
            holder=body.name,
            responsible=body.name,
            made_on=at.astimezone(self.office.zone).date(),
            made_at=self.office.government.seat,
            forms=("softcopy", "online"),
            retention="5 tahun",
            obligations=codes,
        )
        made = add_item(self.office.government, form=form, by=by, at=at)
        return publish_item(made, by=by, at=at)


@dataclass(slots=True)
class _Publishing:
    """One body publishes its part of the lists."""

    story: _Story
    slug: str
    letters: str
    later: list[Event] = field(default_factory=list)

    def publish(self, at: datetime) -> None:
        by = self.story.ppid(at)
        body = self.story.office.bodies[self.slug]
        codes = [f"periodic.{letter}" for letter in self.letters]
        codes += [f"any_time.{letter}" for letter in _ANY_TIME.get(self.slug, "")]
        for code in codes if by else ():
            if by:
                one = statute.obligation(code)
                own = (code, one.mark.code) if one.mark else (code,)
                self.story.publish(body, f"{one.label.id} {body.short_name}", own, by=by, at=at)
