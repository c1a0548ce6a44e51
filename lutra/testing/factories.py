"""Small makers of what tests need: a government, its offices, people in posts, and a request that was really filed.

The people of our tests are Ani, who asks; Budi, who answers; and Citra, who may not look.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from lutra.catalogue.actions import approve_test, make_test
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import TestForm
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding, Post, PublicBody, User
from lutra.directory.roles import Role
from lutra.requests import actions
from lutra.requests.models import Request

_number = count(1)

# 09:00 in Masamba on Monday 2 March 2020; the written notice is due on 16 March.
MOMENT = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)
DAY = date(2020, 3, 2)

ANI = {
    "applicant_kind": "individual",
    "name": "Ani Rahmatiah Lolongan",
    "nik": "7322034107900001",
    "occupation": "Petani kakao",
    "address": "Dusun Sapek, Desa Laba, Kec. Masamba",
    "phone": "081234567890",
    "email": "ani.rahmatiah@warga.example",
}
QUESTION = {
    "subject": "Laporan realisasi APBD 2019",
    "details": "Laporan realisasi anggaran tahun 2019 per perangkat daerah.",
    "purpose": "Penelitian",
    "access_way": "copy",
    "copy_format": "soft",
    "delivery_way": "email",
}


def government(code: str = "73.22", **fields: Any) -> Government:
    """A government; its number series begins anew."""
    defaults = {"name": f"Kabupaten {code}", "short_name": code, "abbreviation": f"G{code.replace('.', '')}"}
    return Government.objects.create(code=code, **{**defaults, "seat": "Masamba", **fields})


def body(of: Government, slug: str = "dinkes", **fields: Any) -> PublicBody:
    """A public body of ``of``."""
    defaults = {"name": f"Dinas {slug}", "short_name": slug.title(), "kind": PublicBody.Kind.DEPARTMENT}
    return PublicBody.objects.create(government=of, slug=slug, **{**defaults, **fields})


def user(of: Government, role: str, *, body: PublicBody | None = None, name: str = "Budi") -> User:
    """Somebody who holds a post with ``role`` since 2019."""
    number = next(_number)
    person = User.objects.create(
        username=f"{role}-{number}", full_name=f"{name} {number}", nip=f"{number:018d}", government=of
    )
    person.set_unusable_password()
    person.save(update_fields=["password"])
    post = Post.objects.create(government=of, body=body, role=role, title=Role(role).label)
    Holding.objects.create(
        government=of, post=post, user=person, starts_on=date(2019, 1, 1), decree=f"SK {number}/2019"
    )
    return person


def officer(of: Government, role: str, *, body: PublicBody | None = None, name: str = "Budi") -> Actor:
    """The actor of a new ``user``."""
    return actors.actor_of(user(of, role, body=body, name=name), of, on=date(2020, 1, 2))


def file_request(
    of: Government, *, at: datetime = MOMENT, by: Actor | None = None, **changes: Any
) -> Request:
    """A request that Ani filed on the web (or ``by`` an officer); ``changes`` override her answers."""
    named = {"channel", "key", "language", "received_on"}
    keywords = {name: changes.pop(name) for name in list(changes) if name in named}
    keywords.setdefault("channel", "web" if by is None else "counter")
    return actions.file(
        of, by=by or actors.applicant(of), answers={**ANI, **QUESTION, **changes}, at=at, **keywords
    )


def standing_test(of: Government, *, on: date = DAY, **changes: Any) -> ConsequenceTest:
    """An approved consequence test on a person's health (Pasal 17 huruf h angka 2)."""
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    fields: dict[str, Any] = {
        "kind": "before_request",
        "document": "Rekam medis",
        "information": "Riwayat kesehatan perorangan",
        "ground": "h",
        "sub_item": "2",
        "legal_analysis": "Pasal 17 huruf h UU 14/2008.",
        "consequence_open": "Merugikan pasien.",
        "benefit_closed": "Menjaga kepercayaan.",
        "public_interest": "Data agregat tetap dibuka.",
    }
    made = make_test(
        of, form=TestForm(**{**fields, **changes}), by=officer(of, Role.PPID_UTAMA), tested_on=on, at=at
    )
    return approve_test(made, by=officer(of, Role.SUPERIOR), at=at)


GRANTED: dict[str, Any] = {
    "holding": "held",
    "explanation": "Laporan terlampir.",
    "materials": ["Laporan realisasi APBD 2019"],
    "copy_format": "soft",
    "delivery_way": "email",
    "cost": 0,
}
REFUSED: dict[str, Any] = {
    "holding": "held",
    "ground": "h",
    "sub_item": "2",
    "explanation": "Riwayat kesehatan adalah rahasia pribadi.",
    "considerations": {"social": "Melindungi pasien."},
}
