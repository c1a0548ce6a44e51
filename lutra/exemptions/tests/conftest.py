"""Luwu Utara's office: Budi the main PPID, his superior, a body that holds information, and an approved test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lutra.catalogue.actions import approve_test, make_test
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import TestForm
from lutra.directory.actors import Actor
from lutra.directory.models import Government, Holding, PublicBody
from lutra.directory.roles import Role
from lutra.exemptions.actions import record_exemption
from lutra.exemptions.form import ExemptionForm
from lutra.exemptions.models import Exemption
from lutra.testing import people

# 09:00 in Masamba on Monday 5 January 2026.
MOMENT = datetime(2026, 1, 5, 1, tzinfo=UTC)
DAY = date(2026, 1, 5)
WITNESSES = TestForm(
    kind="before_request",
    document="Berkas pengaduan pelanggaran disiplin",
    information="Identitas saksi dan pelapor pelanggaran disiplin",
    ground="a",
    sub_item="2",
    legal_analysis="Pasal 17 huruf a angka 2 UU 14/2008.",
    consequence_open="Pelapor dapat diintimidasi.",
    benefit_closed="Warga tetap berani melapor.",
    public_interest="Jumlah dan hasil pengaduan tetap dibuka.",
    ends_on=date(2026, 6, 30),
)


@dataclass
class Office:
    """A government with those who make, approve and put in force."""

    government: Government
    body: PublicBody
    budi: Actor
    superior: Actor

    def test(self, at: datetime = MOMENT, **changes: Any) -> ConsequenceTest:
        """An approved test."""
        fields = {name: getattr(WITNESSES, name) for name in WITNESSES.__slots__}
        made = make_test(
            self.government, form=TestForm(**{**fields, **changes}), by=self.budi, body=self.body, at=at
        )
        return approve_test(made, by=self.superior, at=at)

    def form(self, test: ConsequenceTest | None, **changes: Any) -> ExemptionForm:
        """All that the decree needs, signed by Budi."""
        fields: dict[str, Any] = {
            "test": test,
            "body": self.body,
            "decree_number": "555/01/PPID/2026",
            "decree_date": DAY,
            "place": "Masamba",
            "signatory": Holding.objects.get(user_id=self.budi.user_id),
        }
        return ExemptionForm(**{**fields, **changes})

    def exemption(
        self, at: datetime = MOMENT, test: ConsequenceTest | None = None, **changes: Any
    ) -> Exemption:
        """A row in force."""
        return record_exemption(
            self.government, form=self.form(test or self.test(at), **changes), by=self.budi, at=at
        )


def make_office(code: str) -> Office:
    """An office in the government ``code``."""
    government = people.government(code)
    return Office(
        government=government,
        body=people.body(government, "inspektorat"),
        budi=people.officer(government, Role.PPID_UTAMA),
        superior=people.officer(government, Role.SUPERIOR, name="Sari"),
    )


@pytest.fixture
def office(db: None) -> Office:
    return make_office("73.22")


@pytest.fixture
def neighbour(db: None) -> Office:
    return make_office("73.17")
