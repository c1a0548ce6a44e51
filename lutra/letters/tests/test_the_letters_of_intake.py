"""The letters on what is missing and on a withdrawal, and the mail that announces each."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory import actors
from lutra.directory.roles import Role
from lutra.letters.tests.conftest import Office
from lutra.letters.tests.reading import words
from lutra.requests import actions, completeness
from lutra.testing import factories
from lutra.testing.factories import MOMENT


@pytest.mark.law("Q12", "Q13")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "id",
            ["Tujuan penggunaan", "paling lambat Kamis, 5 Maret 2020", "dihitung sejak permohonan lengkap"],
        ),
        ("en", ["Purpose of use", "at the latest on Thursday, 5 March 2020", "runs from completion"]),
    ],
)
def test_the_letter_names_what_is_missing_and_the_last_day(
    office: Office, language: str, said: list[str]
) -> None:
    desk = factories.officer(office.government, Role.DESK_OFFICER)
    request = office.ask(by=desk, purpose="", may_lack=True, language=language)
    completeness.tell_gaps(request, by=desk, at=MOMENT)
    letter = office.last(request)
    assert letter.kind == "completeness"
    assert all(words_ in words(letter) for words_ in said)
    assert "/KL-PPID/" in letter.reference


@pytest.mark.parametrize(
    ("language", "said"), [("id", "dicabut atas keinginan Anda"), ("en", "withdrawn as you wished")]
)
def test_a_withdrawal_is_proved_by_a_letter(office: Office, language: str, said: str) -> None:
    request = office.ask(language=language)
    actions.withdraw(request, by=actors.applicant(office.government), at=MOMENT + timedelta(hours=1))
    letter = office.last(request)
    assert letter.kind == "withdrawal"
    assert said in words(letter)
