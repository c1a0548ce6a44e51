"""One letter answers all parts of a request that was split."""

from __future__ import annotations

import pytest

from lutra.letters.tests.conftest import IN_TIME, NOT_HELD, Office
from lutra.letters.tests.reading import words
from lutra.requests import actions, splitting
from lutra.requests.parts import PartAnswer
from lutra.testing import factories


@pytest.mark.parametrize(
    ("first", "kind", "whole", "label"),
    [
        (PartAnswer("granted", factories.GRANTED), "notice", "partly", "Diberikan"),
        (PartAnswer("not_held", NOT_HELD), "refusal", "refused", "Tidak dikuasai"),
    ],
)
def test_one_letter_lists_every_part_with_its_outcome(
    office: Office, first: PartAnswer, kind: str, whole: str, label: str
) -> None:
    request = office.ask()
    asked = [("Anggaran tahun 2019", None), ("Riwayat seorang pasien", None)]
    splitting.split(request, parts=asked, by=office.budi, at=IN_TIME)
    refused = PartAnswer("refused", factories.REFUSED, factories.standing_test(office.government))
    actions.decide(
        request, answers=factories.GRANTED, parts={1: first, 2: refused}, by=office.budi, at=IN_TIME
    )
    letter = office.last(request)
    said = words(letter)
    assert (letter.kind, request.outcome) == (kind, whole)
    assert f"1 Anggaran tahun 2019 {label}" in said
    assert "2 Riwayat seorang pasien Ditolak" in said
    assert factories.REFUSED["explanation"] in said
