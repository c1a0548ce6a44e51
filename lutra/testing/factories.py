"""Small makers of what tests need: a government, its offices, people in posts, and a request that was really filed.

The people of our tests are Ani, who asks; Budi, who answers; and Citra, who may not look (see ``people``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from lutra.catalogue.actions import ItemForm, add_item, approve_test, make_test, publish_item
from lutra.catalogue.models import ConsequenceTest, Item
from lutra.catalogue.rules import TestForm
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role
from lutra.exemptions.actions import record_exemption
from lutra.exemptions.form import ExemptionForm
from lutra.exemptions.models import Exemption
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing.people import ANI, DAY, MOMENT, body, government, officer, user

__all__ = [
    "ANI",
    "DAY",
    "GRANTED",
    "MOMENT",
    "QUESTION",
    "REFUSED",
    "body",
    "exemption",
    "file_request",
    "government",
    "item",
    "officer",
    "standing_test",
    "user",
]

QUESTION = {
    "subject": "Laporan realisasi APBD 2019",
    "details": "Laporan realisasi anggaran tahun 2019 per perangkat daerah.",
    "purpose": "Penelitian",
    "access_way": "copy",
    "copy_format": "soft",
    "delivery_way": "email",
}


def file_request(
    of: Government, *, at: datetime = MOMENT, by: Actor | None = None, **changes: Any
) -> Request:
    """A request that Ani filed on the web (or ``by`` an officer); ``changes`` override her answers."""
    named = {"channel", "key", "language", "received_on", "may_lack"}
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


def exemption(of: PublicBody, *, on: date = DAY, ends_on: date | None = None, **changes: Any) -> Exemption:
    """A row of the exempt list on a person's health, in force since ``on``; ``changes`` override the test's fields."""
    test = standing_test(of.government, on=on, ends_on=ends_on, **changes)
    ppid = officer(of.government, Role.PPID_UTAMA)
    form = ExemptionForm(
        test=test,
        body=of,
        decree_number=f"{test.pk}/PPID/{on.year}",
        decree_date=on,
        place="Masamba",
        signatory=Holding.objects.get(user_id=ppid.officer_id, post__role=Role.PPID_UTAMA),
        no_end_reason="" if ends_on else "Rahasia pribadi tidak berubah dengan waktu.",
        review_on=None if ends_on else on.replace(year=on.year + 4),
    )
    at = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return record_exemption(of.government, form=form, by=ppid, at=at)


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


def item(
    of: PublicBody, *, at: datetime = MOMENT, by: Actor | None = None, is_public: bool = True, **changes: Any
) -> Item:
    """An item of a body on the list, published unless told otherwise; ``changes`` override its fields."""
    fields: dict[str, Any] = {
        "title": "Laporan Realisasi Anggaran 2019",
        "kind": "periodic",
        "summary": "Realisasi pendapatan dan belanja per program.",
        "holder": "Subbagian Keuangan",
        "responsible": "Sekretaris",
        "made_on": date(2020, 1, 20),
        "made_at": "Masamba",
        "forms": ("softcopy",),
        "retention": "5 tahun",
    }
    actor = by or actors.system(of.government_id)
    made = add_item(of.government, form=ItemForm(body=of, **{**fields, **changes}), by=actor, at=at)
    return publish_item(made, by=actor, at=at) if is_public else made
