"""``lutra documents``: what a file hides and whose data it holds; and a copy without what was asked to go."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
import typst

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


@pytest.fixture
def scheme(tmp_path: Path) -> Path:
    path = tmp_path / "daftar.pdf"
    path.write_bytes(typst.compile(f"Nama Ani Suryani, NIK {NIK}. Laporan layanan".encode()))
    return path


def test_a_redaction_writes_a_proven_pdf_and_its_index(
    scheme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hasil.pdf"
    asked = ["--find", "personal:nik", "Ani Suryani", "-o", str(out), "--ground", "h", "--sub-item", "2"]
    assert main(["documents", "redact", str(scheme), *asked, "--json"]) == 0
    said = capsys.readouterr().out
    told = json.loads(said)
    assert told["hits"] == [1, 1]
    assert {part["label"] for part in told["index"]} == {"Pasal 17 huruf h angka 2"}
    assert told["proof"]["survivors"] == 0
    assert NIK not in said
    assert "Suryani" not in said
    document = pypdfium2.PdfDocument(out)
    words = document[0].get_textpage().get_text_range()
    assert "Laporan" in words
    assert "Suryani" not in words
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".lutra")] == []


def test_a_pattern_without_a_hit_leaves_no_file(
    scheme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hasil.pdf"
    assert main(["documents", "redact", str(scheme), "--find", "Budi Santoso", "-o", str(out)]) == 1
    assert "pola ke-1" in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    "asked",
    [["--ground", "z"], ["--ground", "h", "--sub-item", "99"], ["--sub-item", "2"]],
)
def test_a_ground_that_the_law_does_not_know_is_refused(
    scheme: Path, tmp_path: Path, asked: list[str]
) -> None:
    out = tmp_path / "hasil.pdf"
    assert main(["documents", "redact", str(scheme), "--find", "Ani", "-o", str(out), *asked]) == 1
    assert not out.exists()


def test_a_redaction_never_overwrites_its_source(scheme: Path) -> None:
    before = scheme.read_bytes()
    assert main(["documents", "redact", str(scheme), "--find", "Ani", "-o", str(scheme)]) == 1
    assert scheme.read_bytes() == before


def test_a_file_of_another_kind_becomes_a_redacted_pdf(letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil.pdf"
    assert main(["documents", "redact", str(letter), "--find", NIK, "-o", str(out)]) == 0
    words = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert "Ani" in words
    assert NIK not in words


REDACT = ["documents", "redact"]


@pytest.mark.parametrize("place", ["tiada/hasil.pdf", "folder", "daftar.pdf/hasil.pdf"])
def test_a_place_that_cannot_be_written_is_told_before_the_work(
    scheme: Path, tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    asked = [str(scheme), "--find", "Ani", "-o", str(tmp_path / place)]
    assert main([*REDACT, *asked]) == 1
    assert "folder" in capsys.readouterr().err.lower()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["daftar.pdf", "folder"]


def test_a_link_to_the_source_is_the_source(scheme: Path, tmp_path: Path) -> None:
    before = scheme.read_bytes()
    link = tmp_path / "tautan.pdf"
    link.symlink_to(scheme)
    assert main([*REDACT, str(scheme), "--find", "Ani", "-o", str(link)]) == 1
    assert scheme.read_bytes() == before


def test_an_earlier_result_stays_when_the_new_one_fails_and_goes_when_it_is_made(
    scheme: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil.pdf"
    out.write_bytes(b"lama")
    assert main([*REDACT, str(scheme), "--find", "Budi", "-o", str(out)]) == 1
    assert out.read_bytes() == b"lama"
    assert main([*REDACT, str(scheme), "--find", NIK, "-o", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def test_a_run_that_is_killed_leaves_nothing_where_the_result_is_awaited(
    scheme: Path, tmp_path: Path
) -> None:
    out = tmp_path / "hasil" / "hasil.pdf"
    out.parent.mkdir()
    command = [sys.executable, "-m", "lutra", *REDACT, str(scheme), "--find", NIK, "-o", str(out)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with pytest.raises(subprocess.TimeoutExpired):
        running.communicate(timeout=0.3)
    running.kill()
    running.communicate()
    assert list(out.parent.iterdir()) == []


def test_two_runs_at_once_leave_one_whole_result(scheme: Path, tmp_path: Path) -> None:
    out = tmp_path / "hasil.pdf"
    command = [sys.executable, "-m", "lutra", *REDACT, str(scheme), "--find", NIK, "-o", str(out)]
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _run in range(2)]
    assert [each.wait() for each in running] == [0, 0]
    assert len(pypdfium2.PdfDocument(out)) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["daftar.pdf", "hasil.pdf"]
