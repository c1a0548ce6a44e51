"""``lutra letters verify``: ours and whole, or refused with the reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lutra.cli import main
from lutra.ledger.followers import catch_up
from lutra.letters.models import Letter
from lutra.letters.queries import pdf
from lutra.testing import factories


@pytest.fixture
def letter(db: None, settings: Any) -> Letter:
    settings.LUTRA_FOLLOWERS = ["lutra.letters.followers.letters"]
    factories.file_request(factories.government(is_demo=True))
    catch_up()
    return Letter.objects.get()


def test_a_letter_of_ours_is_confirmed(
    letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "surat.pdf").write_bytes(pdf(letter))
    assert main(["letters", "verify", str(tmp_path / "surat.pdf"), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["number"] == letter.reference
    assert said["signature"]["intact"]
    assert factories.ANI["name"] not in json.dumps(said)


def test_a_changed_letter_is_refused(
    letter: Letter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "surat.pdf").write_bytes(pdf(letter) + b" ")
    assert main(["letters", "verify", str(tmp_path / "surat.pdf")]) == 1
    assert "bukan surat dari pemasangan ini" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letters", "verify", str(tmp_path / "tidak-ada.pdf")]) == 1
    assert "tidak dapat dibaca" in capsys.readouterr().err
