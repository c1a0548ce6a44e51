"""The dossier tells what the office did to find the information."""

from __future__ import annotations

from datetime import date

import pytest

from lutra.directory.roles import Role
from lutra.letters.dossier.gathering import CaseFile, _records
from lutra.letters.tests.reading import words
from lutra.objections.models import Objection
from lutra.requests import records
from lutra.testing import factories
from lutra.testing.factories import MOMENT

DAY = date(2020, 3, 2)


@pytest.mark.django_db
def test_the_dossier_tells_where_was_searched_and_what_the_custodian_stated() -> None:
    """What the office did to find the information is evidence: it holds the burden of proof."""
    luwu_utara = factories.government("73.22")
    budi = factories.officer(luwu_utara, Role.PPID_UTAMA)
    request = factories.file_request(luwu_utara)
    custodian = factories.body(luwu_utara, "arsip")
    called = records.call(
        request, custodian=custodian, asked_for="Laporan 2019", due_on=DAY, by=budi, at=MOMENT
    )
    records.state(
        called, answer="not_found", statement="Tidak ada.", stated_by="Wati, arsiparis", by=budi, at=MOMENT
    )
    records.log_search(
        request, place="Depo", searched_on=DAY, searched_by="Wati", result="not_found", by=budi, at=MOMENT
    )
    sheet = _records(CaseFile(Objection(government=luwu_utara, request=request)), records.of(request))
    said = words(sheet.pdf(at=MOMENT))
    for told in ("Laporan 2019", "Tidak ada. (Wati, arsiparis)", "Depo", "Tidak ditemukan."):
        assert told in said
