"""Small makers of governments, offices and people in posts. They know the directory only, so that the tests of
low modules may use them; ``factories`` adds requests.

The people of our tests are Ani, who asks; Budi, who answers; and Citra, who may not look.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding, Post, PublicBody, User
from lutra.directory.roles import Role

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
    post = Post.objects.create(government=of, body=body, role=role, title=str(Role(role).label))
    Holding.objects.create(
        government=of, post=post, user=person, starts_on=date(2019, 1, 1), decree=f"SK {number}/2019"
    )
    return person


def officer(of: Government, role: str, *, body: PublicBody | None = None, name: str = "Budi") -> Actor:
    """The actor of a new ``user``."""
    return actors.actor_of(user(of, role, body=body, name=name), of, on=date(2020, 1, 2))
