"""docs/operations.md knows every setting, and what it tells an administrator to type works."""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import pytest

import lutra
from lutra.cli import main
from lutra.directory.actors import actor_of
from lutra.directory.models import Government, Region, User
from lutra.directory.permissions import may

ROOT = Path(lutra.__file__).parent.parent
TEXT = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(LUTRA_[A-Z0-9_]+)` \| (.+) \| (.+) \|$", re.MULTILINE)
READ = re.compile(r"""environ(?:\.get|\.setdefault)?[\[(]["'](LUTRA_[A-Z0-9_]+)""")
# Set by one process for its own children; nobody else writes it.
INSIDE = {"LUTRA_TEST_FOLDER"}


def read_by_settings() -> set[str]:
    """Every ``env.kind("NAME", …)`` in settings.py."""
    calls = (node for node in ast.walk(ast.parse((ROOT / "lutra" / "settings.py").read_text())))
    return {
        f"LUTRA_{node.args[0].value}"
        for node in calls
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "env"
        and isinstance(node.args[0], ast.Constant)
    }


def read_elsewhere() -> set[str]:
    """Every variable of ours that other code reads from the environment by name."""
    files = [path for folder in ("lutra", "scripts") for path in (ROOT / folder).rglob("*.py")]
    return {name for path in files if "tests" not in path.parts for name in READ.findall(path.read_text())}


def test_every_setting_is_documented_once_and_none_that_is_gone() -> None:
    rows = [name for name, _default, _meaning in ROW.findall(TEXT)]
    assert len(read_by_settings()) >= 18
    assert sorted(rows) == sorted((read_by_settings() | read_elsewhere()) - INSIDE)


def test_no_other_variable_is_named_in_the_text() -> None:
    assert set(re.findall(r"LUTRA_[A-Z0-9_]+", TEXT)) == {name for name, *_ in ROW.findall(TEXT)}


@pytest.mark.django_db
def test_the_first_government_is_made_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "badan.csv").write_text(
        "nama,singkatan,jenis\nDinas Kesehatan,Dinkes,Dinas\n", encoding="utf-8"
    )
    commands = re.findall(r"^lutra ((?:government|officer) .+)$", TEXT, re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        assert main(shlex.split(command)) == 0, capsys.readouterr().err
    government = Government.objects.get(hosts__host="ppid.example.go.id")
    admin = User.objects.get(username="admin")
    (holding,) = admin.holdings.all()
    assert may(actor_of(admin, government, on=holding.starts_on), "directory.manage")
    assert not admin.has_usable_password()
    assert "/akun/undangan/" in capsys.readouterr().out
    assert Region.objects.filter(code__startswith="73.22.").count() == 188
    assert government.bodies.get().slug == "dinkes"
    assert government.bodies.get().phone == "0473 …"  # its own site was given, and taken again


def test_backup_and_restore_are_typed_as_written(tmp_path: Path) -> None:
    commands = re.findall(r"\.venv/bin/lutra ((?:backup|restore) .+)$", TEXT, re.MULTILINE)
    assert [line.split()[0] for line in commands] == ["backup", "restore"]
    for line in commands:
        words = shlex.split(re.sub(r"\$\(.+?\)", "2026-11-23", line))
        assert main([*words, "--tidak-ada"]) == 2, "an option that is not there is told"
        assert main(words) == 1, "the folder is not there, and no word is misunderstood"
