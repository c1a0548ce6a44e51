"""What people of the demo say of the service: a part of those who were answered, and a few who came to the counter."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lutra.directory import actors
from lutra.directory.roles import Role
from lutra.law import satisfaction
from lutra.requests.models import Request
from lutra.satisfaction import actions
from lutra.satisfaction.models import Survey

# Of a hundred who were answered, so many judge.
SHARE = 62
# How the elements are judged on the whole, in hundredths of a point above or below the office's own mean.
_LEANING = {"time": -25, "complaints": -30, "facilities": -20, "cost": 45, "behaviour": 20, "competence": 10}
# What many of them leave unsaid.
_COMMENTS = (
    "Jawabannya jelas dan datang lebih cepat daripada yang saya kira.",
    "Petugas di loket sabar menjelaskan apa yang bisa diminta.",
    "Tabelnya lebih berguna kalau diberi per desa, bukan hanya per kecamatan.",
    "Terima kasih, berkasnya langsung bisa dibuka di ponsel.",
    "Menunggu sampai hari terakhir. Semoga lain kali bisa lebih cepat.",
    "Ruang tunggu di loket panas dan kursinya kurang.",
    "Surat penolakannya menyebut pasalnya, jadi saya paham alasannya.",
    "Mohon nomor telepon loket diangkat pada jam istirahat juga.",
    # Nobody may publish this one: it names somebody.
    "Terima kasih kepada Ibu Aminah yang sudah membantu.",
)


@dataclass
class Judged:
    """One answer to the survey, and what becomes of its comment. ``later`` holds what is still to happen."""

    office: Any
    request: Request
    dice: random.Random
    later: list[Any] = field(default_factory=list)

    def judge(self, at: datetime) -> None:
        """Answer the nine questions, and sometimes say something."""
        government, dice = self.office.government, self.dice
        body = self.request.body
        mean = 318 + (hash_of(body.slug if body else "ppid") % 60) - 25
        if self.request.outcome == "refused":
            mean -= 45
        answers = {
            element.code: _points(mean + _LEANING.get(element.code, 0), dice)
            for element in satisfaction.elements()
        }
        said = dice.choice(_COMMENTS) if dice.random() < 0.14 else ""
        survey = actions.answer(
            government,
            code=self.request.code,
            answers=answers,
            comment=said,
            by=actors.applicant(government),
            at=at,
        )
        if said and not survey.found and dice.random() < 0.8:
            self._decide(survey, at)

    def _decide(self, survey: Survey, at: datetime) -> None:
        officer = self.office.actor(Role.PPID_UTAMA, at.astimezone(self.office.zone).date())
        if officer is not None:
            actions.publish_comment(survey, by=officer, at=at)


def hash_of(text: str) -> int:
    """The same number for the same text in every run."""
    return sum(n * ord(letter) for n, letter in enumerate(text, 1))


def _points(hundredths: int, dice: random.Random) -> int:
    """A whole number of points from 1 to 4 around a mean."""
    return max(1, min(4, round(dice.gauss(hundredths / 100, 0.62))))
