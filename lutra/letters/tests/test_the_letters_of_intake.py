"""The letters on what is missing, on a power of attorney and on a withdrawal, and the mail that announces each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.roles import Role
from lutra.letters.tests.conftest import OBJECTING, SILENT, Office
from lutra.letters.tests.reading import words
from lutra.objections import proxies as objection_proxies
from lutra.requests import actions, completeness, proxies
from lutra.requests.models import Request
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


BUDI = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}
POWER = {"power_of_attorney": ("kuasa.pdf", b"%PDF-1.4 surat kuasa")}


def by_proxy(office: Office, *, files: Any = POWER, language: str = "id", **changes: str) -> Request:
    answers = {**factories.ANI, **factories.QUESTION, **BUDI, **changes}
    return actions.file(
        office.government,
        by=actors.applicant(office.government),
        channel="web",
        answers=answers,
        files=files,
        language=language,
        at=MOMENT,
    )


@pytest.mark.law("Q06")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "id",
            [
                "tidak diterima",
                "Tidak ditandatangani.",
                "melalui kuasa Budi Santoso",
                "Yang dapat Anda lakukan",
            ],
        ),
        ("en", ["not accepted", "Tidak ditandatangani.", "through Budi Santoso", "What you can do"]),
    ],
)
def test_a_letter_says_that_a_power_of_attorney_is_not_accepted_and_why(
    office: Office, language: str, said: list[str]
) -> None:
    desk = factories.officer(office.government, Role.DESK_OFFICER)
    request = by_proxy(office, language=language)
    power = request.powers.get()
    proxies.check(request, power, verdict="refused", reason="Tidak ditandatangani.", by=desk, at=MOMENT)
    letter = office.last(request)
    assert letter.kind == "power_check"
    assert "/PK-PPID/" in letter.reference
    assert all(words_ in words(letter) for words_ in said)


@pytest.mark.law("Q06")
def test_a_letter_says_that_the_power_of_a_group_is_accepted(office: Office) -> None:
    desk = factories.officer(office.government, Role.DESK_OFFICER)
    members = "Siti Aminah, 7322034107900002\nRahmat Daud, 7322030101800004"
    request = by_proxy(office, applicant_kind="group", members=members, by_proxy="")
    proxies.check(request, request.powers.get(), verdict="accepted", by=desk, at=MOMENT)
    text = words(office.last(request))
    assert "surat kuasa diterima" in text
    assert "Siti Aminah" in text
    assert "Yang dapat Anda lakukan" not in text


def test_an_objection_by_proxy_has_its_letter_too(office: Office) -> None:
    desk = factories.officer(office.government, Role.DESK_OFFICER)
    request = office.ask()
    objection = office.object_to(request, answers={**OBJECTING, **BUDI}, files=POWER)
    objection_proxies.check(objection, objection.powers.get(), verdict="accepted", by=desk, at=SILENT)
    letter = office.last(objection)
    assert letter.kind == "power_check"
    assert objection.reference in words(letter)
    assert "Penerima kuasa Budi Santoso" in words(letter)


@pytest.mark.law("Q14")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("id", ["Senin, 16 Maret 2020", "Belum lengkap Surat kuasa khusus", "Selasa, 24 Maret 2020"]),
        (
            "en",
            ["Monday, 16 March 2020", "Still missing Special power of attorney", "Tuesday, 24 March 2020"],
        ),
    ],
)
def test_the_receipt_of_an_incomplete_request_names_both_days(
    office: Office, language: str, said: list[str]
) -> None:
    request = by_proxy(office, files=None, language=language)
    text = words(office.letters(request)[0])
    assert all(words_ in text for words_ in said), text
    assert "24 Maret" not in words(office.letters(office.ask())[0])
