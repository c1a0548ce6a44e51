"""``lutra law due --government``: the readings of an installed government, and the book's own where there is none."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lutra.cli import main
from lutra.testing import factories

WORDS = ["law", "due", "request.reply", "--from", "2026-03-11", "--json", "--government"]


def due(capsys: pytest.CaptureFixture[str], code: str) -> str:
    assert main([*WORDS, code]) == 0
    found = json.loads(capsys.readouterr().out)
    return str(found[0]["due"])


@pytest.mark.django_db
@pytest.mark.law("C08", "C18")
def test_the_settings_of_the_government_decide(capsys: pytest.CaptureFixture[str]) -> None:
    plain = factories.government("73.22")
    factories.government("73.17", joint_leave_is_workday=True)
    assert due(capsys, "73.22") == "2026-04-01"
    assert due(capsys, "73.17") == "2026-03-26"
    plain.local_holidays.create(date=date(2026, 3, 12), name="Hari jadi", decree="SK Bupati")
    assert due(capsys, "73.22") == "2026-04-01"
    plain.local_holidays_count = True
    plain.save()
    assert due(capsys, "73.22") == "2026-04-02"


@pytest.mark.django_db
def test_an_unknown_government_is_told_and_the_book_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "99.99"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)[0]["due"] == "2026-04-01"
    assert "99.99" in told.err
