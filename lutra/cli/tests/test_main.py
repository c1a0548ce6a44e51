"""The command table: exit codes, reasons instead of tracebacks, and only what is needed is imported."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from lutra import cli
from lutra.cli import COMMANDS, Command, Refused, main


class Module:
    """A command's module, made for a test."""

    def __init__(self, outcome: int | Exception) -> None:
        self.outcome = outcome

    def register(self, subparsers) -> None:
        subparsers.add_parser("stand-in").add_argument("--number", type=int)

    def run(self, args) -> int:
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


@pytest.fixture
def stand_in(monkeypatch):
    """Put a command into the table that does as the test says."""

    def put(outcome: int | Exception) -> None:
        monkeypatch.setitem(COMMANDS, "stand-in", Command("lutra.cli.stand_in", "…", django=False))
        monkeypatch.setitem(sys.modules, "lutra.cli.stand_in", Module(outcome))

    return put


def test_the_exit_code_is_what_the_command_returns(stand_in):
    stand_in(0)
    assert main(["stand-in"]) == 0


def test_a_refusal_is_told_on_stderr_without_a_traceback(stand_in, capsys):
    stand_in(Refused("belum waktunya"))
    assert main(["stand-in"]) == 1
    said = capsys.readouterr()
    assert said.err == "lutra: belum waktunya\n"
    assert said.out == ""


def test_a_wrong_argument_is_a_usage_error(stand_in, capsys):
    stand_in(0)
    assert main(["stand-in", "--number", "dua"]) == 2
    assert "--number" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["no-such-command"], []])
def test_no_command_or_an_unknown_one_is_a_usage_error(words):
    assert main(words) == 2


def test_a_fault_of_ours_is_not_hidden(stand_in):
    stand_in(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        main(["stand-in"])


def test_help_lists_every_command(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


def test_a_command_that_is_not_there_yet_says_so(monkeypatch, capsys):
    monkeypatch.setitem(COMMANDS, "later", Command("lutra.cli.later", "…", django=False))
    assert main(["later"]) == 1
    assert "belum tersedia" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["law", "up"])
def test_what_needs_no_database_loads_no_django(name):
    code = (
        f"import sys; from lutra.cli import main; main([{name!r}, '--help']); "
        "sys.exit(3 if 'django' in sys.modules else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_a_reader_who_leaves_early_is_no_error():
    code = "from lutra.cli import main; import sys; sys.exit(main(['--help']))"
    line = f'set -o pipefail; {sys.executable} -c "{code}" | true'
    assert subprocess.run(["bash", "-c", line], check=False, capture_output=True).returncode == 0


def test_each_command_of_the_table_can_be_asked_for_help():
    for name in sorted(COMMANDS.keys() - {"manage"}):
        assert main([name, "--help"]) in (0, 1), name
    assert cli.COMMANDS is COMMANDS


def test_a_full_disk_or_a_closed_folder_is_told_without_a_traceback(stand_in, capsys):
    stand_in(OSError(28, "No space left on device", "/data/x"))
    assert main(["stand-in"]) == 1
    assert capsys.readouterr().err == "lutra: sistem menolak: /data/x: No space left on device.\n"


@pytest.mark.parametrize(
    "wrong", [{"LUTRA_MAX_UPLOAD_MB": "x"}, {"LUTRA_DATABASE": "mysql://x"}, {"LUTRA_DATA": "/dev/null/x"}]
)
def test_a_setting_that_cannot_be_used_is_told_without_a_traceback(wrong):
    environment = {**os.environ, **wrong}
    if "LUTRA_DATA" in wrong:
        environment.pop("LUTRA_DATABASE", None)
    ended = subprocess.run(
        [sys.executable, "-m", "lutra", "ledger", "verify"],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("lutra: pengaturan belum benar: ")
    assert "Traceback" not in ended.stderr


def test_a_list_that_does_not_fit_on_the_disk_is_told_without_a_traceback():
    with open("/dev/full", "w") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "lutra", "law", "list"],
            check=False,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert ended.returncode == 1
    assert ended.stderr == "lutra: sistem menolak: No space left on device.\n"
