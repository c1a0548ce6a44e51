"""``lutra exemptions``: an old exempt list is looked at, taken in as proposals, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lutra.cli import main
from lutra.directory.models import Government
from lutra.exemptions.tests.test_importing import CSV
from lutra.testing import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Government:
    made = factories.government("73.22")
    factories.body(made, "dinkes")
    return made


def test_the_command_takes_in_looks_and_undoes(
    here: Government, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "dik.csv"
    file.write_text(CSV, encoding="utf-8")

    def said(*words: str) -> dict[str, Any]:
        assert main(["exemptions", *words, "--json"]) == 0
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    assert said("import", str(file), "--dry-run")["counts"]["added"] == 3
    done = said("import", str(file))
    assert (done["counts"]["added"], done["counts"]["error"]) == (3, 4)
    assert said("runs")["runs"][0]["state"] == "done"
    assert said("undo", str(done["run"]))["counts"] == {"undone": 3, "kept": 0}
    assert main(["exemptions", "undo", "999"]) == 1
