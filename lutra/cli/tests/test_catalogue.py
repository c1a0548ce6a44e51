"""``lutra catalogue`` as an administrator of the server uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lutra.catalogue.models import ImportRun, Item
from lutra.cli import catalogue as command
from lutra.cli import main
from lutra.directory.models import Government
from lutra.law import statute
from lutra.testing.people import body, government

pytestmark = pytest.mark.django_db

FILE = (
    "No;Judul Informasi;Jenis;OPD;Tanggal\n"
    "1;LRA 2025;Berkala;Dinkes;31 Desember 2025\n"
    "2;Renja 2026;kapan saja boleh;Dinkes;\n"
)


@pytest.fixture
def there(tmp_path: Path) -> Path:
    body(government(), "dinkes", name="Dinas Kesehatan", short_name="Dinkes")
    path = tmp_path / "dip.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    code = main(["catalogue", *words, "--json"])
    out = capsys.readouterr()
    return code, json.loads(out.out) if out.out else None, out.err


def test_a_dry_run_tells_and_writes_nothing(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, err = ran(capsys, "import", str(there), "--dry-run")
    assert code == 0
    assert said["counts"] == {
        "rows": 2, "added": 1, "changed": 0, "unchanged": 0, "errors": 1, "warnings": 0,
    }  # fmt: skip
    (fault,) = said["errors"]
    assert (fault["row"], fault["cell"], fault["value"]) == (3, "C3", "kapan saja boleh")
    assert "tidak dikenal" in err
    assert "is not known" in err
    assert (Item.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_an_import_is_done_once_and_undone(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _code, first, _err = ran(capsys, "import", str(there))
    _code, again, _err = ran(capsys, "import", str(there), "--government", "73.22")
    assert (first["counts"]["added"], again["counts"]["unchanged"], Item.objects.count()) == (1, 1, 1)
    _code, listed, _err = ran(capsys, "runs")
    assert [row["run"] for row in listed] == [again["run"], first["run"]]
    code, undone, _err = ran(capsys, "undo", str(first["run"]))
    assert (code, undone) == (0, {"run": first["run"], "undone": 1, "kept": []})
    assert not Item.objects.get().is_public
    assert main(["catalogue", "undo", str(first["run"])]) == 1


def test_strict_takes_all_rows_or_none(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, err = ran(capsys, "import", str(there), "--strict")
    assert (code, said["run"], Item.objects.count()) == (1, None, 0)
    assert "1 dari 2 baris" in err


@pytest.mark.parametrize("content", ["", "bukan daftar", "Judul;Jenis\nA;entah\n"])
def test_a_file_without_a_right_row_is_refused(
    there: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    there.write_text(content, encoding="utf-8")
    assert main(["catalogue", "import", str(there)]) == 1
    assert capsys.readouterr().err
    assert Item.objects.count() == 0


def test_a_missing_file_and_an_unknown_body_say_so(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "import", str(there.with_name("tidak-ada.csv"))]) == 1
    assert main(["catalogue", "import", str(there), "--body", "Dinas Antariksa"]) == 1
    assert "Dinas Antariksa" in capsys.readouterr().err


def test_warnings_that_are_cut_off_are_counted_like_faults(
    there: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "_MOST_SAID", 1)
    lines = FILE + "".join(
        f"{number};Laporan {number};Berkala;Dinkes;31 Desember 2099\n" for number in range(3, 6)
    )
    there.write_text(lines, encoding="utf-8")
    _code, said, err = ran(capsys, "import", str(there), "--dry-run")
    every = len(said["errors"]) + len(said["warnings"])
    assert len(said["warnings"]) == 3
    assert f"… dan {every - 1} lagi" in err


def test_people_read_it_too(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "import", str(there), "--body", "dinkes"]) == 0
    assert "Ditambahkan 1" in capsys.readouterr().out
    assert main(["catalogue", "runs"]) == 0
    assert "dip.csv" in capsys.readouterr().out
    assert Government.objects.count() == 1


@pytest.mark.law("P14")
def test_the_list_is_exported_in_the_columns_of_the_law_and_taken_back(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there.write_text(f"{FILE}3;=cmd|' /C calc'!A0;Berkala;Dinkes;\n", encoding="utf-8")
    ran(capsys, "import", str(there))
    target = there.with_name("keluar.csv")
    code, said, _err = ran(capsys, "export", "-o", str(target))
    assert (code, said["rows"], said["file"]) == (0, 2, str(target))
    head, line, formula = target.read_text(encoding="utf-8").splitlines()
    assert head.split(",") == [column.header() for column in statute.register("dip")]
    assert "LRA 2025" in line
    assert ",'=cmd" in formula, "no spreadsheet runs it"
    _code, again, _err = ran(capsys, "import", str(target))
    assert (again["counts"]["unchanged"], again["counts"]["errors"]) == (2, 0)


@pytest.mark.parametrize(("form", "begins"), [("xlsx", b"PK"), ("pdf", b"%PDF"), ("json", b"[")])
def test_the_list_is_exported_in_every_format(
    there: Path, capsys: pytest.CaptureFixture[str], form: str, begins: bytes
) -> None:
    ran(capsys, "import", str(there))
    target = there.with_name(f"keluar.{form}")
    assert main(["catalogue", "export", "--format", form, "--body", "dinkes", "-o", str(target)]) == 0
    assert target.read_bytes().startswith(begins)
    assert "1 baris" in capsys.readouterr().out
    code, rows, _err = ran(capsys, "export", "--state", "withdrawn")
    assert (code, rows) == (0, [])
