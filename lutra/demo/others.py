"""Requests of the demo that somebody files for others, one that has to be completed, and one person who asks a lot."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from lutra.demo import people
from lutra.demo.life import Event, Office
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.roles import Role
from lutra.requests import actions, powers, proxies
from lutra.requests.models import Request

_FIRST = 9_000_000  # behind every other event at the same moment
# A page that says nothing; what it stands for is told by its name.
_PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_MEMBERS = (
    "Hasnah Tappi, 7322054508810012\nLukman Sarira, 7322051207770023\nMariani Bongga, 7322056602900034\n"
    "Yohanis Rantelino, 7322050309680045"
)
_REPEATED = (
    ("Daftar penerima bantuan bibit kakao tahun {year}", "Nama kelompok tani dan jumlah bibit tiap desa."),
    ("Realisasi dana desa Baebunta tahun {year}", "Laporan realisasi per kegiatan."),
    ("Kontrak perbaikan jembatan Patila tahun {year}", "Salinan kontrak dan berita acara serah terima."),
    ("Jadwal pengangkutan sampah di Masamba", "Hari dan jam tiap kelurahan."),
    ("Izin pertambangan pasir Sungai Rongkong", "Nama pemegang izin dan masa berlakunya."),
    ("Anggaran perjalanan dinas dinas-dinas tahun {year}", "Jumlah tiap dinas dan tiap triwulan."),
    ("Hasil pemeriksaan air PDAM Masamba", "Hasil laboratorium enam bulan terakhir."),
    ("Jumlah guru tiap sekolah dasar di Seko", "Menurut sekolah dan status kepegawaian."),
    ("Daftar aset tanah kabupaten di Bone-Bone", "Luas, letak, dan pemakaiannya."),
    ("Rencana pelebaran jalan Trans Sulawesi", "Peta dan rencana ganti rugi."),
    ("Pemenang lelang obat puskesmas tahun {year}", "Nama penyedia dan nilai kontrak."),
)


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """The filings; the check of a power of attorney is planned when its request is lived."""
    dice = random.Random(seed * 7 + 5)
    today = now.astimezone(office.zone).date()
    person = people.individual(dice, office.villages)
    lives: list[tuple[int, _Life]] = [
        (6, _Life(office, dice, _proxied(dice, office), check="accepted")),
        (4, _Life(office, dice, _group(dice, office))),
        (2, _Life(office, dice, _proxied(dice, office), check="refused")),
        (1, _Life(office, dice, _proxied(dice, office), paper=None)),
    ]
    for subject, details in _REPEATED:
        question = {
            "subject": subject.format(year=today.year - 1),
            "details": details,
            "purpose": "Pengawasan warga",
        }
        lives.append((1, _Life(office, dice, {**person, **question, "delivery_way": "email"}, paper=None)))
    for number, (before, life) in enumerate(lives):
        day = office.calendar.back(today, before)
        at = office.moment(day, dice)
        life.now = now
        if at < now:
            yield Event(at, _FIRST + number, life.begin)


def _proxied(dice: random.Random, office: Office) -> dict[str, str]:
    proxy = people.individual(dice, office.villages)
    return {
        **people.individual(dice, office.villages),
        "by_proxy": "yes",
        "proxy_name": proxy["name"],
        "proxy_nik": proxy["nik"],
        "subject": f"Riwayat penguasaan tanah garapan di {dice.choice(office.villages)}"[:160],
        "details": "Salinan buku tanah desa dan peta bidang untuk lahan keluarga yang kami wakili.",
        "purpose": "Mengurus hak waris keluarga.",
        "delivery_way": "pickup",
    }


def _group(dice: random.Random, office: Office) -> dict[str, str]:
    return {
        **people.individual(dice, office.villages),
        "applicant_kind": "group",
        "members": _MEMBERS,
        "subject": "Rencana normalisasi Sungai Rongkong dan ganti rugi kebun warga",
        "details": "Dokumen rencana, peta kebun yang terkena, dan cara menghitung ganti rugi.",
        "purpose": "Musyawarah kelompok tani.",
        "delivery_way": "email",
    }


class _Life:
    """One request that is filed, and its power of attorney checked a day later."""

    def __init__(
        self,
        office: Office,
        dice: random.Random,
        answers: dict[str, str],
        *,
        check: str = "",
        paper: bytes | None = _PAPER,
    ) -> None:
        self.office, self.dice, self.answers, self.check, self.paper = office, dice, answers, check, paper
        self.now: datetime
        self.later: list[Event] = []
        self.request: Request

    def begin(self, at: datetime) -> None:
        """File it on the web, with the paper where there is one."""
        government = self.office.government
        files = {"power_of_attorney": ("surat-kuasa.pdf", self.paper)} if self.paper else None
        self.request = actions.file(
            government,
            by=actors.applicant(government),
            channel="web",
            answers={"access_way": "copy", "copy_format": "soft", **self.answers},
            files=files,
            at=at,
        )
        checked = at + timedelta(hours=20)
        if self.check and checked < self.now:
            self.later.append(Event(checked, self.request.pk, self.judge))

    def judge(self, at: datetime) -> None:
        """An officer looks at the power of attorney."""
        power, clerk = powers.waiting(self.request), self._clerk(at)
        if power is not None and clerk is not None:
            reason = "Belum ditandatangani pemberi kuasa." if self.check == "refused" else ""
            proxies.check(self.request, power, verdict=self.check, reason=reason, by=clerk, at=at)

    def _clerk(self, at: datetime) -> Actor | None:
        return self.office.actor(Role.DESK_OFFICER, at.astimezone(self.office.zone).date())
