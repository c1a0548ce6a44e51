"""``lutra ledger verify`` as an auditor uses it."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from lutra.cli import main
from lutra.directory.actors import system
from lutra.directory.models import Government
from lutra.ledger.actions import Entry, record
from lutra.ledger.testing import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def luwu_utara() -> Government:
    return Government.objects.create(
        code="73.22", name="Kabupaten Luwu Utara", short_name="Luwu Utara", abbreviation="LUTRA"
    )


@pytest.fixture
def write(luwu_utara: Government) -> Callable[[], Entry]:
    def write_entry() -> Entry:
        with transaction.atomic():
            return record(
                government_id=luwu_utara.pk,
                kind="request.filed",
                subject=("request", 1),
                by=system(luwu_utara.pk),
                data={},
            )

    return write_entry


def forge() -> None:
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET actor = 'clock' WHERE seq = 2")


def test_a_whole_book_prints_its_root(write: Callable[[], Entry], capsys: pytest.CaptureFixture[str]) -> None:
    write()
    root = write().hash
    assert main(["ledger", "verify"]) == 0
    said = capsys.readouterr()
    assert "73.22" in said.out
    assert root in said.out
    assert said.err == ""


@pytest.mark.law("G21")
def test_a_forged_book_is_refused_and_the_first_broken_entry_named(
    write: Callable[[], Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        write()
    forge()
    assert main(["ledger", "verify"]) == 1
    said = capsys.readouterr()
    assert "buku 73.22 rusak di entri 2" in said.err


def test_the_result_can_be_read_by_a_program(
    write: Callable[[], Entry], capsys: pytest.CaptureFixture[str], luwu_utara: Government
) -> None:
    root = write().hash
    assert main(["ledger", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "government": "73.22",
            "government_id": luwu_utara.pk,
            "entries": 1,
            "root": root,
            "broken": None,
            "reason": "",
        }
    ]


def test_a_program_reads_of_the_broken_entry_too(
    write: Callable[[], Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    write()
    forge()
    assert main(["ledger", "verify", "--json", "--government", "73.22"]) == 1
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["broken"], found["entries"]) == (2, 1)
    assert found["reason"]


def test_an_unknown_government_is_refused_with_those_that_exist(
    luwu_utara: Government, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "verify", "--government", "99.99"]) == 1
    assert luwu_utara.code in capsys.readouterr().err


def test_a_book_without_guards_is_whole_but_warned_of(
    write: Callable[[], Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    write()
    with unguarded():
        assert main(["ledger", "verify"]) == 0
    assert "pemicu" in capsys.readouterr().err


def test_a_deed_must_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ledger"]) == 2
    assert "usage" in capsys.readouterr().err
