"""Issuing: one letter an entry, gapless numbers, sealed files, and nothing private where everybody may look."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from lutra.directory import actors
from lutra.directory.errors import NotPermitted
from lutra.ledger.followers import catch_up, replay
from lutra.ledger.queries import entries, history, verify
from lutra.letters import queries
from lutra.letters.actions import draw_up, issue
from lutra.letters.models import Letter
from lutra.letters.tests.conftest import LATE, Office
from lutra.letters.typeset import typeset
from lutra.testing import factories


def test_every_deed_that_the_applicant_must_hear_of_gives_its_letter(office: Office) -> None:
    request = office.ask()
    office.extend(request)
    office.answer(request, "refused")
    assert [letter.kind for letter in office.letters(request)] == ["receipt", "extension", "refusal"]


def test_a_letter_is_dated_on_the_day_of_its_deed(office: Office) -> None:
    request = office.ask()
    office.answer(request, "granted", LATE)
    letter = office.last(request)
    assert letter.issued_on.isoformat() == "2020-03-20"
    assert letter.issued_at == LATE
    assert letter.made_at > letter.issued_at


def test_issuing_writes_one_entry_that_tells_number_code_and_digest(office: Office) -> None:
    request = office.ask()
    letter = office.last(request)
    written = [
        entry for entry in history(request.ledger_subject, office.government.pk) if entry.actor == "system"
    ]
    assert [entry.kind for entry in written] == ["letter.issued"]
    assert written[0].data == {
        "letter": letter.pk,
        "number": "001/TB-PPID/G7322/2020",
        "kind": "receipt",
        "code": letter.code,
        "sha256": letter.sha256,
        "language": "id",
        "tells": 1,
    }
    assert hashlib.sha256(queries.pdf(letter)).hexdigest() == letter.sha256


def test_a_replay_makes_no_second_letter_and_no_second_entry(office: Office) -> None:
    request = office.ask()
    before = [letter.pk for letter in office.letters(request)]
    count = entries(office.government.pk).count()
    replay("letters", office.government.pk)
    catch_up()
    assert [letter.pk for letter in office.letters(request)] == before
    assert entries(office.government.pk).count() == count
    assert all(found.broken is None for found in verify(office.government.pk))


def test_each_series_counts_for_itself_and_has_no_gap(office: Office) -> None:
    for _ in range(3):
        request = office.ask()
        office.extend(request)
        office.answer(request, "granted")
    catch_up()
    numbers: dict[str, list[int]] = {}
    for letter in Letter.objects.order_by("pk"):
        numbers.setdefault(letter.book, []).append(letter.number)
    assert numbers == {"letter.receipt": [1, 2, 3], "letter.notice": [1, 2, 3, 4, 5, 6]}


def test_a_letter_that_fails_keeps_its_number_for_the_next_try(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = office.ask()
    filed = entries(office.government.pk, kinds=["request.filed"]).get()
    with monkeypatch.context() as broken:
        broken.setattr("lutra.letters.actions.typeset", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            draw_up(request, kind="receipt", told=filed)
    assert [office.last(request).number, office.last(office.ask()).number] == [1, 2]


def test_a_letter_drawn_up_twice_is_issued_once(office: Office) -> None:
    request = office.ask()
    filed = entries(office.government.pk, kinds=["request.filed"]).get()
    drawn = [draw_up(request, kind="receipt", told=filed) for _ in range(2)]
    by = actors.system(office.government.pk)
    issued = {issue(request, each, told=filed, by=by).pk for each in drawn}
    assert len(issued) == 1
    catch_up()
    assert len(office.letters(request)) == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_typeset_outside_any_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    factories.file_request(factories.government())
    seen: list[bool] = []

    def watching(*args: Any, **kwargs: Any) -> bytes:
        seen.append(connection.in_atomic_block)
        return typeset(*args, **kwargs)

    monkeypatch.setattr("lutra.letters.actions.typeset", watching)
    catch_up()
    assert seen == [False]


def test_two_governments_count_apart(office: Office) -> None:
    other = factories.government("73.24")
    first, second = office.ask(), factories.file_request(other)
    assert office.last(first).reference == "001/TB-PPID/G7322/2020"
    assert office.last(second).reference == "001/TB-PPID/G7324/2020"


def test_only_the_system_issues_letters(office: Office) -> None:
    request = office.ask()
    filed = entries(office.government.pk, kinds=["request.filed"]).get()
    drawn = draw_up(request, kind="receipt", told=filed)
    for who in (office.budi, actors.applicant(office.government), actors.system(office.government.pk + 1)):
        with pytest.raises(NotPermitted):
            issue(request, drawn, told=filed, by=who)


def test_nothing_private_stands_in_the_book_the_row_or_the_verification(office: Office) -> None:
    request = office.ask()
    office.answer(request, "refused")
    open_to_all = [json.dumps(entry.data) for entry in entries(office.government.pk)]
    for letter in office.letters(request):
        open_to_all += [
            str(queries.verification(letter.code)),
            str(Letter.objects.filter(pk=letter.pk).values()),
        ]
    everything = "\n".join(open_to_all)
    for canary in (
        factories.ANI["name"],
        factories.ANI["nik"],
        factories.ANI["phone"],
        factories.ANI["email"],
    ):
        assert canary not in everything


def test_the_file_lies_sealed(office: Office) -> None:
    letter = office.last(office.ask())
    assert letter.document.is_sealed
    kept = [path.read_bytes() for path in settings.LUTRA_FILES.rglob(letter.sha256)]
    assert kept
    assert not any(content.startswith(b"%PDF") for content in kept)


def test_a_verification_confirms_number_day_digest_and_signature(office: Office) -> None:
    letter = office.last(office.ask())
    typed = f" {letter.code[:4].lower()}-{letter.code[4:8]}-{letter.code[8:]}"
    found = queries.verification(typed)
    assert found == queries.Verification(
        number=letter.reference,
        kind="receipt",
        issued_on=letter.issued_on,
        sha256=letter.sha256,
        is_signed=True,
        government="Kabupaten Luwu Utara",
    )


def test_a_code_that_no_letter_has_verifies_nothing(office: Office) -> None:
    request = office.ask()
    letter = office.last(request)
    assert queries.verification("") is None
    assert queries.verification("ZZZZ-ZZZZ-ZZZZ") is None
    assert queries.verification(request.code) is None
    assert queries.verification(letter.code, government=factories.government("73.24")) is None


def test_reading_letters_does_not_load_the_typesetter() -> None:
    code = (
        "import os, sys, django\n"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'lutra.settings'\n"
        "django.setup()\n"
        "import lutra.letters.queries, lutra.inbox.queries\n"
        "print(sorted({'typst', 'pyhanko', 'segno'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
