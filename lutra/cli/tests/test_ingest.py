"""``lutra ingest``: what came in, printed in one form."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lutra.cli import main
from lutra.cli.ingest import NOT_YET

ROW = {
    "id": "12",
    "kode_desa": "7322012001",
    "nama": "APBDes 2026",
    "tgl_upload": "2026-02-03 09:15:00",
    "enabled": "1",
    "kategori": "1",
    "tahun": "2026",
}
PROMISED = {
    "channel", "provider_id", "kind", "sender", "sent_at", "text", "new_text", "attachments", "auto_reply", "bounce",
    "errors",
}  # fmt: skip


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    path = tmp_path / "desa.json"
    path.write_text(json.dumps({"status": "success", "data": {"ppid": [ROW]}}))
    return path


def test_a_file_is_printed_with_the_promised_keys(answer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "opensid", str(answer), "--dry-run", "--json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert one.keys() >= PROMISED
    assert (one["provider_id"], one["file"]) == ("73.22.01.2001:12", str(answer))


def test_without_a_file_the_standard_input_is_read(
    answer: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(answer.read_bytes())))
    assert main(["ingest", "opensid", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["text"] == "APBDes 2026"


def test_a_missing_file_is_named_and_the_others_are_printed(
    answer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ingest", "opensid", str(tmp_path / "tiada.json"), str(answer), "--dry-run"]) == 1
    told = capsys.readouterr()
    assert len(json.loads(told.out)) == 1
    assert "tiada.json" in told.err


def test_a_broken_file_is_named_and_the_others_are_read(
    answer: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "rusak.json"
    broken.write_bytes(b"<html>galat")
    assert main(["ingest", "opensid", str(broken), str(answer), "--dry-run"]) == 0
    told = capsys.readouterr()
    assert [one["kind"] for one in json.loads(told.out)] == ["unreadable", "document"]
    assert "rusak.json" in told.err


def test_only_broken_files_are_refused_with_their_errors_in_the_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "rusak.json"
    broken.write_bytes(b"")
    assert main(["ingest", "opensid", str(broken), "--dry-run"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["errors"]


def test_half_a_character_does_not_stop_the_printing(
    answer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer.write_text(answer.read_text().replace("APBDes", "\\ud800APBDes"))
    assert main(["ingest", "opensid", str(answer), "--dry-run"]) == 0
    capsys.readouterr().out.encode("utf-8")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", "opensid", str(tmp_path / "tiada.json"), "--dry-run"]) == 1
    assert "tiada.json tidak dapat dibaca" in capsys.readouterr().err


@pytest.mark.parametrize("channel", NOT_YET)
def test_a_channel_of_a_later_version_says_so(channel: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", channel, "--dry-run"]) == 1
    assert "belum tersedia" in capsys.readouterr().err


def test_an_unknown_channel_is_a_usage_error() -> None:
    assert main(["ingest", "merpati"]) == 2


def test_reading_needs_no_django(answer: Path) -> None:
    code = (
        f"import sys; from lutra.cli import main; main(['ingest', 'opensid', {str(answer)!r}, '--dry-run']); "
        "sys.exit(3 if 'django' in sys.modules else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
