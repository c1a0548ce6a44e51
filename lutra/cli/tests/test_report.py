"""``lutra report annual`` as an administrator of the server uses it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lutra.cli import main
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.law import annual_report
from lutra.ledger.queries import entries
from lutra.letters.tests.reading import words
from lutra.statistics.annual import actions
from lutra.statistics.annual.content import from_csv, from_json, rows_of
from lutra.statistics.annual.figures import figures
from lutra.statistics.annual.queries import newest
from lutra.testing.factories import body, government, officer
from lutra.testing.journeys import answered

pytestmark = pytest.mark.django_db

TYPED = {field.code: "Tidak ada." if field.kind == "text" else 3 for field in annual_report.layout().fields}


@pytest.fixture
def there() -> Government:
    of = government()
    budi = officer(of, Role.PPID_UTAMA)
    answered(of, "refused", by=budi, on=date(2020, 3, 10), to=body(of))
    answered(of, by=budi, on=date(2020, 3, 10))
    return of


def typed(of: Government, **changes: object) -> None:
    actions.write(of, year=2020, typed={**TYPED, **changes}, by=officer(of, Role.PPID_UTAMA))


def report(*words_: str) -> int:
    return main(["report", "annual", "2020", *words_])


def test_a_draft_goes_to_the_screen_as_json_that_equals_the_database(
    there: Government, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert report() == 0
    out = capsysbinary.readouterr()
    content = from_json(out.out)
    found = figures(there, 2020)
    assert content["version"] == 0
    assert content["overall"]["figures"] == found.overall.figures
    assert [row["figures"] for row in content["bodies"]] == [row.figures for row in found.bodies]
    assert b"nothing_blank" in out.err
    assert b"2021-03-31" in out.err  # it is overdue


def test_csv_read_back_equals_the_database(there: Government, tmp_path: Path) -> None:
    file = tmp_path / "laporan.csv"
    assert report("--format", "csv", "-o", str(file), "--government", "73.22") == 0
    found = figures(there, 2020)
    read = from_csv(file.read_bytes())
    assert [(row["body"], row["figures"], row["times"]) for row in read] == [
        (row.body, row.figures, row.times) for row in (found.overall, *found.bodies)
    ]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("form", [[], ["--summary"]])
def test_pdf_of_both_forms(there: Government, tmp_path: Path, form: list[str]) -> None:
    file = tmp_path / "laporan.pdf"
    assert report("--format", "pdf", "-o", str(file), *form) == 0
    assert ("Dinas dinkes" in words(file.read_bytes())) == (not form)


def test_a_failing_rule_refuses_the_issue_and_a_signed_one_passes(
    there: Government, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    typed(there, budget=0)
    assert report("--issue") == 1
    assert "staff_and_cost" in capsys.readouterr().err
    file = tmp_path / "laporan.json"
    signed = ["--sign-override", "staff_and_cost", "--note", "Dibiayai provinsi."]
    assert report("--issue", *signed, "-o", str(file), "--json") == 0
    said = json.loads(capsys.readouterr().out)
    content = from_json(file.read_bytes())
    assert content["footnotes"][0]["note"] == "Dibiayai provinsi."
    issued = newest(there, 2020)
    assert issued is not None
    assert (said["version"], said["report_sha256"]) == (1, issued.sha256)
    kinds = [entry.kind for entry in entries(there.pk) if entry.kind.startswith("report.")][-2:]
    assert kinds == ["report.overridden", "report.issued"]


def test_last_years_report_printed_again_is_the_same_file(there: Government, tmp_path: Path) -> None:
    typed(there)
    assert report("--issue", "-o", str(tmp_path / "1.json")) == 0
    answered(there, by=officer(there, Role.PPID_UTAMA), on=date(2020, 3, 11))
    assert report("-o", str(tmp_path / "2.json")) == 0
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "2.json").read_bytes()
    assert report("--issue") == 1
    assert report("--issue", "--correction", "Satu terlewat.", "-o", str(tmp_path / "3.json")) == 0
    corrected = from_json((tmp_path / "3.json").read_bytes())
    assert (corrected["version"], corrected["overall"]["figures"]["received"]) == (2, 3)


def test_a_report_that_was_tampered_with_is_not_printed(
    there: Government, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(there)
    assert report("--issue") == 0
    issued = newest(there, 2020)
    assert issued is not None
    rows_of(issued.content)[0]["figures"]["received"] = 1
    issued.save()
    capsys.readouterr()
    assert report() == 1
    assert "lutra ledger verify" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [
        ["--sign-override", "balance"],
        ["--note", "Tanpa aturan."],
        ["--correction", "Tanpa terbit."],
        ["--sign-override", "unknown", "--note", "x"],
        ["--sign-override", "balance", "--note", "Tidak dilanggar."],
        ["--government", "99.99"],
        ["-o", "/"],
    ],
)
def test_what_makes_no_sense_is_refused_and_enters_nothing(there: Government, wrong: list[str]) -> None:
    before = entries(there.pk).count()
    assert report(*wrong) == 1
    assert entries(there.pk).count() == before


def test_a_year_is_four_digits() -> None:
    assert main(["report", "annual", "20x0"]) == 2
    assert main(["report", "annual", "1999"]) == 2
