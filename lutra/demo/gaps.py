"""Requests of the demo that lacked something, one still waiting for its applicant, and two that were withdrawn."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime

from lutra.demo import people
from lutra.demo.life import Deed, Event, Office
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.roles import Role
from lutra.requests import actions, completeness
from lutra.requests.models import Request

_FIRST = 9_200_000  # behind every other event at the same moment
_PROOF = "Surat pencabutan bertanda tangan pemohon, diserahkan di meja layanan."
_ASKED = {
    "waits": (
        "Jadwal dan biaya kursus menjahit di balai latihan kerja Masamba",
        "Jadwal angkatan berikutnya, syarat peserta, dan biayanya bila ada.",
    ),
    "completed": (
        "Daftar sumur bor yang dibangun di Kecamatan Malangke Barat",
        "Letak, kedalaman, dan kelompok pemakai tiap sumur selama dua tahun terakhir.",
    ),
    "withdrawn": (
        "Salinan peta trayek angkutan desa di Kecamatan Sukamaju",
        "Peta trayek yang berlaku dan jam berangkatnya.",
    ),
    "withdrawn_at_the_desk": (
        "Data penyaluran bantuan bibit ikan di Malangke",
        "Nama kelompok dan jumlah bibit pada penyaluran terakhir.",
    ),
}


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """The filings, each with the workdays on which the rest of its life happens."""
    dice = random.Random(seed * 11 + 3)
    today = now.astimezone(office.zone).date()
    for number, (fate, before) in enumerate(
        {"waits": 2, "completed": 7, "withdrawn": 5, "withdrawn_at_the_desk": 9}.items()
    ):
        day = office.calendar.back(today, before)
        life = _Life(office, dice, fate, now)
        yield Event(office.moment(day, dice), _FIRST + number, life.begin)


class _Life:
    """One request that does not go the straight way."""

    def __init__(self, office: Office, dice: random.Random, fate: str, now: datetime) -> None:
        self.office, self.dice, self.fate, self.now = office, dice, fate, now
        self.later: list[Event] = []
        self.request: Request

    def begin(self, at: datetime) -> None:
        """Somebody asks at the counter, without the number of his card where something is to be lacking."""
        office, clerk = self.office, self._who(Role.DESK_OFFICER, at)
        subject, details = _ASKED[self.fate]
        person = people.individual(self.dice, office.villages)
        lacks = self.fate in {"waits", "completed"}
        self.nik, answers = person["nik"], {**person, **({"nik": "", "purpose": ""} if lacks else {})}
        self.request = actions.file(
            office.government,
            by=clerk,
            channel="counter",
            answers={
                "purpose": "Keperluan keluarga.",
                "access_way": "copy",
                "copy_format": "hard",
                "delivery_way": "pickup",
                "subject": subject,
                "details": details,
                **answers,
            },
            may_lack=lacks,
            at=at,
        )
        if lacks:
            told = self._then(1, self.tell, after=at)
            if self.fate == "completed":
                self._then(3, self.complete, after=told)
        else:
            self._then(2, self.withdraw, after=at)

    def tell(self, at: datetime) -> None:
        """The desk says what is missing."""
        completeness.tell_gaps(self.request, by=self._who(Role.DESK_OFFICER, at), at=at)

    def complete(self, at: datetime) -> None:
        """He fills it in on the page of his request."""
        completeness.complete(
            self.request,
            answers={"nik": self.nik, "purpose": "Usulan musyawarah desa."},
            by=actors.applicant(self.office.government),
            at=at,
        )

    def withdraw(self, at: datetime) -> None:
        """He found what he needed elsewhere: withdrawn on his page, or by a letter handed in."""
        if self.fate == "withdrawn":
            actions.withdraw(self.request, by=actors.applicant(self.office.government), at=at)
        else:
            clerk = self._who(Role.DESK_OFFICER, at)
            actions.withdraw(self.request, evidence=_PROOF, by=clerk, at=at)

    def _then(self, workdays: int, deed: Deed, *, after: datetime) -> datetime:
        day: date = self.office.calendar.add(self.request.received_on, workdays)
        at = self.office.moment(day, self.dice, after=after)
        if at < self.now:
            self.later.append(Event(at, self.request.pk, deed))
        return at

    def _who(self, role: str, at: datetime) -> Actor:
        day = at.astimezone(self.office.zone).date()
        found = self.office.actor(role, day) or self.office.actor(Role.PPID_UTAMA, day)
        if found is None:
            raise LookupError(f"nobody holds {role} on {day}")
        return found
