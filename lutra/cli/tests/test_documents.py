"""``lutra documents inspect``: what a file hides and whose data it holds, in words and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lutra.cli import main

NIK = "7322034509900001"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "surat.txt"
    path.write_text(f"Nama Ani, NIK {NIK}\n")
    return path


def test_an_inspection_as_json_has_the_promised_keys(
    letter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["documents", "inspect", str(letter), "--json"]) == 0
    said = capsys.readouterr().out
    found = json.loads(said)
    assert found["type"] == "text/plain"
    assert found["format"] == "txt"
    assert found["pages"] == 1
    assert found["text_length"] == len(letter.read_text())
    assert found["hidden"] == []
    assert found["errors"] == []
    assert found["checks"]["ocr"] is False
    (only,) = found["personal"]
    assert (only["kind"], only["page"], only["offset"]) == ("nik", 1, letter.read_text().index(NIK))
    assert only["value_masked"] == "73************01"
    assert NIK not in said


def test_an_inspection_in_words_tells_the_same(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "inspect", str(letter)]) == 0
    said = capsys.readouterr().out
    assert "NIK: 73************01 (halaman 1" in said
    assert NIK not in said


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rusak.pdf"
    path.write_bytes(b"%PDF-1.7\nrusak")
    assert main(["documents", "inspect", str(path), "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["errors"]
    assert "rusak.pdf tidak dapat diperiksa" in told.err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "inspect", str(tmp_path / "tiada.pdf")]) == 1
    assert "tidak ada" in capsys.readouterr().err


def test_a_command_written_wrongly_is_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["documents", "inspect"]) == 2
    assert main(["documents", "inspect", "a", "--salah"]) == 2
