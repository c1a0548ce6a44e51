"""What invented people ask, without end."""

from __future__ import annotations

import random
from collections.abc import Iterator

from lutra.demo import life, people

VILLAGES = [
    "Desa Laba, Kecamatan Masamba",
    "Desa Sepakat, Kecamatan Masamba",
    "Kelurahan Bone, Kecamatan Masamba",
]


def answers(dice: random.Random) -> Iterator[dict[str, str]]:
    """The answers of the law's form as somebody on the web writes them, one filing after the other."""
    asked = life.questions()
    while True:
        row = dice.choice(asked)
        words = {"tahun": str(dice.randint(2019, 2026)), "desa": dice.choice(VILLAGES)}
        yield {
            **people.individual(dice, VILLAGES),
            "subject": row["subject"].format(**words)[:160],
            "details": row["details"].format(**words),
            "purpose": row["purpose"].format(**words),
            "access_way": "copy",
            "copy_format": "soft",
            "delivery_way": "email",
        }
