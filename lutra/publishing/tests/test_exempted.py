"""The exempt list is announced: what is withheld now, on which ground, until when, and nobody is named in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lutra.catalogue.models import ConsequenceTest
from lutra.exemptions.tests.conftest import DAY, make_office
from lutra.publishing.exempted import public_exemptions
from lutra.publishing.search.queries import search

pytestmark = pytest.mark.django_db


def test_what_is_withheld_is_announced_with_its_ground_and_end_and_only_while_it_is_withheld() -> None:
    office, beside = make_office("73.22"), make_office("73.17")
    made = office.exemption()
    row = public_exemptions(office.government, on=DAY)[0]
    assert (row.number, row.information) == (made.number, "Identitas saksi dan pelapor pelanggaran disiplin")
    assert (row.ground, row.ends_on, row.decree) == ("a", date(2026, 6, 30), "555/01/PPID/2026")
    assert public_exemptions(office.government, on=date(2026, 6, 30) + timedelta(days=1)) == []
    assert public_exemptions(beside.government, on=DAY) == []
    assert search(office.government, "saksi").total == 0


def test_a_row_whose_words_name_somebody_shows_its_ground_alone() -> None:
    office = make_office("73.22")
    made = office.exemption()
    ConsequenceTest.objects.filter(pk=made.test_id).update(information="Aduan warga, hubungi 081234567890")
    row = public_exemptions(office.government, on=DAY)[0]
    assert (row.information, row.ground) == ("", "a")
