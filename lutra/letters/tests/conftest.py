"""One government whose letters are signed, with Budi in office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.followers import catch_up
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of
from lutra.objections import actions as objections
from lutra.objections.models import Objection
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories

# 20 March 2020 is four working days after Ani's request was due.
IN_TIME = datetime(2020, 3, 10, 2, 0, tzinfo=UTC)
LATE = datetime(2020, 3, 20, 2, 0, tzinfo=UTC)

# The day after Ani's request was due and nobody had answered.
SILENT = datetime(2020, 3, 17, 2, 0, tzinfo=UTC)
OBJECTING = {"purpose": "Penelitian", "case_position": "Permohonan saya tidak dijawab sampai batas waktunya."}
NOT_PUBLISHED = {"information": "Laporan keuangan 2019"}

WITHHELD = {"matter": "Nama pasien", "ground": "h", "sub_item": "2", "reason": "Rahasia kesehatan seseorang."}
PARTLY = {
    **factories.GRANTED,
    "withheld": [WITHHELD],
    "considerations": {"social": "Melindungi pasien."},
    "cost": 12000,
    "fee_reason": "Ongkos fotokopi di luar kantor.",
    "payment": "Tunai di meja layanan.",
    "delivery_way": "pickup",
    "copy_format": "hard",
}
NOT_HELD = {
    "holding": "not_held",
    "holder": "Kantor Pertanahan Luwu Utara",
    "explanation": "Kami tidak mengelolanya.",
}
NOT_YET_HELD = {
    "holding": "not_documented",
    "available_on": "2020-06-02",
    "explanation": "Laporannya sedang diperiksa.",
}


@dataclass(frozen=True)
class Office:
    """The government with the people who act in it."""

    government: Government
    budi: Actor
    andi: Actor

    def ask(self, **changes: Any) -> Request:
        """Ani asks."""
        return factories.file_request(self.government, **changes)

    def extend(self, request: Request, reason: str = "Berkas masih dicari di gudang arsip.") -> None:
        actions.extend(request, reason=reason, reason_kind="not_yet_held", by=self.budi, at=IN_TIME)

    def answer(self, request: Request, outcome: str, at: datetime = IN_TIME, **changes: Any) -> None:
        """Budi decides; a test stands where the outcome needs one, and a file is given where it gives one."""
        answers = {
            "granted": factories.GRANTED,
            "partly": PARTLY,
            "refused": factories.REFUSED,
            "not_held": NOT_HELD,
            "not_yet_held": NOT_YET_HELD,
        }[outcome]
        needs_test = outcome in {"partly", "refused"}
        actions.decide(
            request,
            outcome=outcome,
            answers={**answers, **changes},
            by=self.budi,
            at=at,
            test=factories.standing_test(self.government) if needs_test else None,
        )

    def object_to(self, request: Request | None, **changes: Any) -> Objection:
        """Ani objects: to the silence on her request, or to what nobody publishes."""
        keywords: dict[str, Any] = {
            "answers": OBJECTING if request else {**factories.ANI, **OBJECTING, **NOT_PUBLISHED},
            "grounds": ["c"] if request else ["b"],
            "channel": "web",
            "by": actors.applicant(self.government),
            "at": SILENT,
            **changes,
        }
        return objections.register(self.government, request=request, **keywords)

    def reply(self, objection: Objection, decision: str, at: datetime = SILENT, **changes: Any) -> None:
        """Andi, the superior, decides."""
        order = {"order": "Berikan laporan itu.", "order_due_on": date(2020, 6, 1)}
        given = {"reason": "Informasi itu terbuka.", **({} if decision == "upheld" else order), **changes}
        objections.decide(objection, decision=decision, by=self.andi, at=at, **given)

    def letters(self, case: Request | Objection) -> list[Letter]:
        """The letters that the followers of the book have made by now."""
        catch_up()
        return list(letters_of(case))

    def last(self, case: Request | Objection) -> Letter:
        return self.letters(case)[-1]


@pytest.fixture(autouse=True)
def _letters_only(settings: Any) -> None:
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters"]


@pytest.fixture
def government(db: None) -> Government:
    return factories.government(
        name="Kabupaten Luwu Utara",
        address="Jalan Simpurusiang 27, Masamba",
        email="ppid@luwuutara.example",
        phone="(0473) 21001",
        service_hours="Senin–Jumat 08.00–15.30",
        is_demo=True,
    )


@pytest.fixture
def office(government: Government) -> Office:
    budi = factories.officer(government, Role.PPID_UTAMA)
    return Office(government, budi, factories.officer(government, Role.SUPERIOR, name="Andi"))
