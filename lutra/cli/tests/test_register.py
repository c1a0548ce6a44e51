"""``lutra register export`` as an officer of the server uses it."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from lutra.cli import main
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.law import statute
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import entries
from lutra.objections.actions import register
from lutra.testing.factories import ANI, MOMENT, file_request, government

pytestmark = pytest.mark.django_db

HEADER = [column.header("id") for column in statute.register("request")]


@pytest.fixture
def there() -> Government:
    of = government()
    file_request(of)
    return of


def export(*words: str) -> int:
    return main(["register", "export", *words])


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.law("R06")
@pytest.mark.parametrize("target", [[], ["-o", "-"], ["--output", "-", "--format", "csv"]])
def test_csv_goes_to_the_screen_with_the_laws_header(
    there: Government, capsys: pytest.CaptureFixture[str], target: list[str]
) -> None:
    assert export("--book", "requests", "--year", "2020", *target) == 0
    header, row = rows(capsys.readouterr().out)
    assert header == HEADER
    assert row[2] == ANI["name"]


@pytest.mark.law("R09")
def test_the_objection_register_has_its_eleven_columns_and_a_row_for_each(
    there: Government, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = {**ANI, "information": "Laporan", "purpose": "Riset", "case_position": "Tidak diumumkan."}
    made = register(
        there, by=actors.applicant(there), channel="web", answers=answers, grounds=["b"], at=MOMENT
    )
    assert export("--book", "objections", "--year", "2020") == 0
    header, row = rows(capsys.readouterr().out)
    assert header == [column.header("id") for column in statute.register("objection")]
    assert (row[0], row[6]) == (made.reference, "b. Informasi berkala tidak disediakan")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_a_file_is_written_whole_for_its_owner_only_and_entered_in_the_book(
    there: Government, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    file = tmp_path / f"register.{kind}"
    assert export("--year", "2020", "--format", kind, "-o", str(file), "--json") == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["rows"], summary["format"], summary["file"]) == (1, kind, str(file))
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    if kind == "xlsx":
        sheet = CalamineWorkbook.from_path(file).get_sheet_by_index(0).to_python()
        assert sheet[0] == HEADER
    entry = entries(there.pk, kinds=["register.exported"]).get()
    assert (entry.actor, entry.data["rows"], entry.data["format"]) == ("system", 1, kind)


def test_json_prints_the_rows(there: Government, capsys: pytest.CaptureFixture[str]) -> None:
    assert export("--year", "2020", "--json") == 0
    [row] = json.loads(capsys.readouterr().out)
    assert list(row) == [column.code for column in statute.register("request")]


def test_the_public_register_names_nobody_and_is_not_entered_in_the_book(
    there: Government, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    settings.LUTRA_FOLLOWERS = ["lutra.publishing.followers.register"]
    catch_up()
    assert export("--year", "2020", "--public") == 0
    printed = capsys.readouterr().out
    assert len(rows(printed)) == 2
    assert [value for key, value in ANI.items() if key != "applicant_kind" and value in printed] == []
    assert not entries(there.pk, kinds=["register.exported"]).exists()


def test_excel_gets_its_own_csv(there: Government, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert export("--year", "2020", "--excel") == 0
    assert capsysbinary.readouterr().out.startswith(b"\xef\xbb\xbfno;tanggal;")


def test_of_two_governments_the_one_asked_for_the_installations_own_or_luwu_utara(
    there: Government, capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    government("73.24")

    def found(*words: str) -> int:
        assert export("--year", "2020", *words) == 0
        return len(rows(capsys.readouterr().out)) - 1

    assert found("--government", "73.22") == 1
    assert found("--government", "73.24") == 0
    assert found() == 1
    settings.LUTRA_DEFAULT_GOVERNMENT = "73.24"
    assert found() == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--year", "2020", "--government", "11.11"], "73.22"),
        (["--year", "2020", "--book", "objections", "--public"], "--public"),
        (["--year", "2020", "--format", "xlsx", "--excel"], "xlsx"),
        (["--year", "2020", "-o", "/nowhere/at/all.csv"], "/nowhere"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(
    there: Government, capsys: pytest.CaptureFixture[str], words: list[str], reason: str
) -> None:
    assert export(*words) == 1
    printed = capsys.readouterr()
    assert reason in printed.err
    assert printed.out == ""


def test_without_any_government_the_way_on_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert export("--year", "2020") == 1
    assert "lutra up --demo" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["--year", "20"], ["--year", "x"], ["--year", "2020", "--book", "x"]])
def test_what_is_written_wrongly_is_a_matter_of_usage(there: Government, words: list[str]) -> None:
    assert export(*words) == 2


@pytest.mark.parametrize("name", ["", ".", "/", "/dev/null", "/tmp"])
def test_what_is_no_name_of_a_file_is_refused_before_the_book_is_told(there: Government, name: str) -> None:
    assert export("--year", "2020", "-o", name) == 1
    assert not entries(there.pk, kinds={"register.exported"}).exists()


def test_a_link_that_lies_in_the_way_leads_nowhere(there: Government, tmp_path: Path) -> None:
    other = tmp_path / "lain"
    other.write_text("milik orang lain")
    (tmp_path / "a.csv.part").symlink_to(other)
    assert export("--year", "2020", "-o", str(tmp_path / "a.csv")) == 0
    assert other.read_text() == "milik orang lain"
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600


def test_a_key_that_is_none_is_told_without_a_traceback(
    there: Government, settings: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings.LUTRA_IDENTITY_KEYS = ["xxx"]
    assert export("--year", "2020", "-o", str(tmp_path / "a.csv")) == 1
    assert "LUTRA_IDENTITY_KEYS" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
