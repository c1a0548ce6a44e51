"""``lutra dossier``: made for one objection, and any changed byte refused."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lutra.cli import main
from lutra.directory import actors
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.objections import actions as objections
from lutra.objections.dossier import sha256
from lutra.objections.models import Objection
from lutra.requests import actions as requests
from lutra.testing import factories

AT = datetime(2020, 3, 17, 2, tzinfo=UTC)


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return factories.government("73.22", abbreviation="LUTRA", is_demo=True)


@pytest.fixture
def objection(luwu_utara: Government) -> Objection:
    """Over a request with a file that nobody gave out."""
    ppid = factories.officer(luwu_utara, Role.PPID_UTAMA)
    request = factories.file_request(luwu_utara)
    requests.dispose(request, to=[factories.body(luwu_utara, "dinkes")], by=ppid, at=AT)
    requests.draft(request, text="x", outcome="granted", files=[("a.csv", b"a;b\n")], by=ppid, at=AT)
    return objections.register(
        luwu_utara,
        by=actors.applicant(luwu_utara),
        channel="web",
        answers={"purpose": "Penelitian", "case_position": "Tidak dijawab."},
        grounds=["c"],
        request=request,
        at=AT,
    )


@pytest.fixture
def dossier(objection: Objection, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "berkas.zip"
    assert main(["dossier", "make", objection.reference, "-o", str(path)]) == 0
    capsys.readouterr()
    return path


@pytest.mark.law("D06")
def test_a_dossier_is_made_and_entered(
    objection: Objection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "berkas.zip"
    assert main(["dossier", "make", objection.reference, "-o", str(path), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["sha256"] == sha256(path.read_bytes())
    assert path.stat().st_mode & 0o077 == 0  # it tells who asked
    entry = history(objection.ledger_subject, government_id=objection.government_id).last()
    assert (entry.kind, entry.actor, entry.data["sha256"]) == ("dossier.made", "system", said["sha256"])


@pytest.mark.law("D08")
def test_what_was_not_given_out_is_written_beside(dossier: Path) -> None:
    annex = dossier.with_name("berkas-tertutup.zip")
    assert b"a;b\n" in annex.read_bytes()
    assert main(["dossier", "verify", str(annex)]) == 0


def test_a_whole_dossier_is_confirmed(dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "verify", str(dossier), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["made_here"]
    assert said["signature"]["fingerprint"]
    assert main(["dossier", "verify", str(dossier)]) == 0
    assert "tanda tangan sah" in capsys.readouterr().out


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9, 1.0])
def test_one_changed_byte_is_refused(dossier: Path, capsys: pytest.CaptureFixture[str], part: float) -> None:
    content = bytearray(dossier.read_bytes())
    content[int(part * (len(content) - 1))] ^= 1
    dossier.write_bytes(content)
    assert main(["dossier", "verify", str(dossier)]) == 1
    assert "berubah" in capsys.readouterr().err


def test_an_unknown_number_is_refused(luwu_utara: Government, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "make", "9/KEB/X/2020", "-o", "x.zip"]) == 1
    assert "tidak ada keberatan bernomor 9/KEB/X/2020" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "verify", str(tmp_path / "tidak-ada.zip")]) == 1
    assert "tidak dapat dibaca" in capsys.readouterr().err
