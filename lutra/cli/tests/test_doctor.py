"""``lutra doctor``: every fault is told with its remedy, and a broken check does not end the examination."""

from __future__ import annotations

import importlib.metadata
import json
import os
import time

import pytest

from lutra.cli import doctor, doctor_checks, heartbeat, main
from lutra.cli.findings import examine, ok, problem, warning


@pytest.fixture
def data(tmp_path, settings):
    """A data folder of the test's own, as a fresh installation has it."""
    (tmp_path / "keys").mkdir()
    settings.DATA = tmp_path
    return tmp_path


def levels(findings) -> set[str]:
    return {finding.level for finding in findings}


@pytest.mark.django_db
def test_a_fresh_installation_has_no_problem_and_says_so_as_json(data, capsys):
    data.chmod(0o700)
    code = main(["doctor", "--json"])
    findings = json.loads(capsys.readouterr().out)
    assert [each for each in findings if each["level"] == "problem"] == []
    assert code == 0
    assert set(findings[0]) == {"name", "level", "text", "remedy"}


@pytest.mark.django_db
def test_whatever_is_not_well_comes_with_a_remedy(data):
    for name, check in doctor_checks.CHECKS.items():
        for finding in examine(name, check):
            assert finding.level == "ok" or finding.remedy, finding


def test_a_problem_makes_the_exit_code_one(monkeypatch, capsys):
    monkeypatch.setattr(doctor, "_all", lambda: iter([ok("a", "…"), problem("b", "rusak", "perbaiki")]))
    assert main(["doctor"]) == 1
    assert "perbaiki" in capsys.readouterr().out


def test_a_warning_alone_does_not(monkeypatch):
    monkeypatch.setattr(doctor, "_all", lambda: iter([warning("b", "kurang", "tambah")]))
    assert main(["doctor"]) == 0


def test_a_check_that_breaks_is_a_problem_by_itself():
    def broken():
        raise OSError("cakram hilang")

    (finding,) = examine("data", broken)
    assert finding.level == "problem"
    assert "cakram hilang" in finding.text


def test_a_missing_package_is_named(monkeypatch):
    monkeypatch.setattr(doctor, "_installed", lambda name: name == "lutra")
    monkeypatch.setattr(importlib.metadata, "requires", lambda _: ["no-such-package>=1", "x>1; extra == 'y'"])
    (finding,) = doctor._packages()
    assert finding.level == "problem"
    assert "no-such-package" in finding.text
    assert "x" not in finding.text.split(": ")[1].split(", ")


def test_a_key_that_others_may_read_is_a_problem(data):
    key = data / "keys" / "secret"
    key.write_text("…")
    key.chmod(0o644)
    assert any(f"chmod 600 {key}" == finding.remedy for finding in doctor_checks.secret_keys())
    key.chmod(0o600)
    assert levels(doctor_checks.secret_keys()) == {"ok"}


def test_an_identity_key_of_the_wrong_form_is_a_problem(data, settings):
    settings.LUTRA_IDENTITY_KEYS = ["terlalu pendek"]
    assert levels(doctor_checks.secret_keys()) == {"problem"}


def test_a_missing_data_folder_is_a_problem(tmp_path, settings):
    settings.DATA = tmp_path / "none"
    assert levels(doctor_checks.data_folder()) == {"problem"}


def test_a_data_folder_open_to_others_is_told(data):
    data.chmod(0o755)
    assert "warning" in levels(doctor_checks.data_folder())
    data.chmod(0o700)
    assert "warning" not in {each.level for each in doctor_checks.data_folder() if "chmod" in each.remedy}


def test_the_worker_lives_while_its_sign_is_young(data):
    assert levels(doctor_checks.worker()) == {"warning"}
    heartbeat.beat()
    assert levels(doctor_checks.worker()) == {"ok"}
    old = time.time() - heartbeat.SILENT_AFTER - 5
    os.utime(heartbeat.path(), (old, old))
    assert levels(doctor_checks.worker()) == {"warning"}


def test_a_certificate_that_cannot_be_read_is_a_problem(tmp_path, settings):
    settings.LUTRA_SIGNING_P12 = str(tmp_path / "none.p12")
    assert levels(doctor_checks.signing()) == {"problem"}
    settings.LUTRA_SIGNING_P12 = ""
    assert levels(doctor_checks.signing()) == {"warning"}
