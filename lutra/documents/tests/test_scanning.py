"""The virus scanner is asked in pieces; what it says is kept, and its silence is never taken for a clean bill."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from lutra.documents.scanning import Scan, scan
from lutra.documents.tests.clamd import BAD, VERSION, Clamd


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "berkas"
    path.write_bytes(b"Laporan " * 100_000)
    return path


def test_without_a_scanner_nobody_has_looked(settings: Any, file: Path) -> None:
    settings.LUTRA_CLAMD = "off"
    assert scan(file) == Scan(ran=False, clean=None)


@pytest.mark.parametrize("by_port", [True, False])
def test_a_clean_file_is_sent_whole_and_called_clean(settings: Any, file: Path, by_port: bool) -> None:
    with Clamd(None if by_port else file.with_name("s")) as clamd:
        settings.LUTRA_CLAMD = clamd.address
        assert scan(file) == Scan(ran=True, clean=True, engine=VERSION)
    assert clamd.seen == [hashlib.sha256(file.read_bytes()).hexdigest()]


def test_a_virus_is_named(settings: Any, file: Path) -> None:
    file.write_bytes(b"x" * 300_000 + BAD)
    with Clamd(file.with_name("s")) as clamd:
        settings.LUTRA_CLAMD = clamd.address
        found = scan(file)
    assert (found.ran, found.clean, found.signature) == (True, False, "Twin.Test.Signature")


@pytest.mark.parametrize("mood", ["hangs up", "babbles", "fails"])
def test_a_scanner_that_fails_has_not_looked_and_says_why(settings: Any, file: Path, mood: str) -> None:
    with Clamd(file.with_name("s"), mood=mood) as clamd:
        settings.LUTRA_CLAMD = clamd.address
        found = scan(file)
    assert (found.ran, found.clean) == (False, None)
    assert found.error


def test_a_file_too_large_for_the_scanner_was_not_looked_at(settings: Any, file: Path) -> None:
    with Clamd(file.with_name("s"), largest=1000) as clamd:
        settings.LUTRA_CLAMD = clamd.address
        found = scan(file)
    assert (found.ran, found.error) == (False, "StreamMaxLength")


def test_a_scanner_that_is_not_there_though_it_should_be_is_an_error(settings: Any, file: Path) -> None:
    settings.LUTRA_CLAMD = str(file.with_name("nobody"))
    assert scan(file).error == "FileNotFoundError"
