"""The exempt list is announced: what is withheld now, on which ground, until when, and nobody is named in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lutra.catalogue.models import ConsequenceTest
from lutra.exemptions.tests.conftest import DAY, make_office
from lutra.law import statute
from lutra.publishing.exempted import exempt_table, opened_exemptions, public_exemptions
from lutra.publishing.search.queries import search
from lutra.testing import factories

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 2)


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


def test_a_row_holds_the_columns_of_the_register() -> None:
    government = factories.government()
    factories.exemption(factories.body(government), on=MARCH, ends_on=date(2027, 3, 1))
    table = exempt_table(government, on=MARCH)
    assert [heading.code for heading in table.headings] == [
        column.code for column in statute.register("exempt", MARCH)
    ]
    (row,) = [dict(zip((h.code for h in table.headings), cells, strict=True)) for cells in table.rows]
    assert row["information"] == "Riwayat kesehatan perorangan"
    assert "Pasal 17 huruf h" in str(row["basis"])
    assert row["consequence"] == "Merugikan pasien."
    assert row["benefit"] == "Menjaga kepercayaan."
    assert row["term"] == "sampai Senin, 1 Maret 2027"
    assert "2 Maret 2026" in str(row["decree"])
    assert "Rekam medis" not in str(row)


def test_what_ended_moves_to_what_is_open() -> None:
    government = factories.government()
    factories.exemption(factories.body(government), on=MARCH, ends_on=date(2026, 6, 30))
    assert opened_exemptions(government, on=date(2026, 6, 30)) == []
    assert public_exemptions(government, on=date(2026, 7, 1)) == []
    (row,) = opened_exemptions(government, on=date(2026, 7, 1))
    assert row.opened_on == date(2026, 7, 1)
