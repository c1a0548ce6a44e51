"""``lutra requests import`` as an officer of the server uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lutra.cli import main
from lutra.requests.models import Request
from lutra.testing.factories import government

pytestmark = pytest.mark.django_db
HEAD = "Nomor Laporan;Tanggal;Nama;NIK;Alamat;Email;Judul;Isi;Tujuan"
GOOD = "7651234;2026-11-20;Ani;7322034107900001;Desa Laba;ani@warga.example;Anggaran jalan;Rincian;Penelitian"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    government()
    path = tmp_path / "lapor.csv"
    path.write_text("\n".join((HEAD, GOOD, GOOD.replace("7651234", "7651235").replace("Desa Laba", ""))))
    return path


@pytest.mark.law("Q23")
def test_it_says_what_would_happen_then_does_it_then_has_nothing_to_do(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = ["requests", "import", str(file), "--source", "LAPOR"]
    assert main([*wanted, "--dry-run"]) == 0
    said = capsys.readouterr()
    assert "Akan didaftarkan 1, sudah ada 0, ditolak 1." in said.out
    assert "baris 3, Alamat: Isi alamat; tanpa alamat" in said.err
    assert "Enter the address" in said.err
    assert not Request.objects.exists()
    assert main(wanted) == 0
    assert "LAPOR 7651234 – 0001/PPID/G7322/2026" in capsys.readouterr().out
    assert main(wanted) == 0
    assert "Didaftarkan 0, sudah ada 1, ditolak 1." in capsys.readouterr().out
    assert Request.objects.get().source_id == "7651234"


def test_the_json_tells_every_row_and_nobody(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["requests", "import", str(file), "--source", "LAPOR", "--json"]) == 0
    out = capsys.readouterr().out
    said = json.loads(out)
    assert said["counts"] == {"rows": 2, "added": 1, "changed": 0, "unchanged": 0, "errors": 1}
    assert said["rows"][0]["reference"] == "0001/PPID/G7322/2026"
    assert (said["errors"][0]["row"], said["errors"][0]["field"]) == (3, "address")
    assert {"id", "en"} <= said["errors"][0].keys()
    assert "7322034107900001" not in out
    assert "Ani" not in out


def test_a_file_that_is_wrong_throughout_or_missing_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    government()
    wrong = tmp_path / "salah.csv"
    wrong.write_text("\n".join((HEAD, GOOD.replace("7322034107900001", "1"))))
    empty = tmp_path / "kosong.csv"
    empty.write_text("a;b\n1;2\n")
    for path in (wrong, empty, tmp_path / "tidak-ada.csv", tmp_path):
        assert main(["requests", "import", str(path)]) == 1
    assert "tidak ada yang diimpor: 1 dari 1 baris" in capsys.readouterr().err
    assert main(["requests"]) == 2
