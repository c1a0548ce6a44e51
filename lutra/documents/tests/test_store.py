"""The store keeps a file once, under its digest; it notices damage, and a kill in the middle leaves no half file."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from lutra.directory.models import Government
from lutra.documents import actions, store
from lutra.documents.errors import FileDamaged
from lutra.documents.queries import content
from lutra.testing import people
from lutra.testing.people import MOMENT

PDF = b"%PDF-1.7 laporan"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.LUTRA_FILES = tmp_path
    return tmp_path


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("sealed", [False, True])
def test_the_same_content_is_kept_once(folder: Path, sealed: bool) -> None:
    assert store.keep(PDF, sealed=sealed) == store.keep(PDF, sealed=sealed) == hashlib.sha256(PDF).hexdigest()
    assert len(files(folder)) == 1
    assert store.read(hashlib.sha256(PDF).hexdigest(), sealed=sealed) == PDF


def test_a_letter_cannot_be_read_on_the_disk(folder: Path) -> None:
    store.keep(b"%PDF-1.7 Ani Rahmatiah", sealed=True)
    (file,) = files(folder)
    assert b"Ani" not in file.read_bytes()
    assert b"%PDF" not in file.read_bytes()


def test_folders_are_closed_to_others(folder: Path) -> None:
    store.keep(PDF)
    (file,) = files(folder)
    assert file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("damage", ["altered", "cut", "emptied", "removed"])
def test_damage_is_found(folder: Path, damage: str, sealed: bool) -> None:
    digest = store.keep(PDF, sealed=sealed)
    (file,) = files(folder)
    whole = file.read_bytes()
    if damage == "removed":
        file.unlink()
    else:
        file.write_bytes({"altered": whole[:-3] + b"xyz", "cut": whole[:-1], "emptied": b""}[damage])
    with pytest.raises(FileDamaged):
        store.read(digest, sealed=sealed)


@pytest.mark.parametrize("sealed", [False, True])
def test_keeping_the_good_file_again_mends_a_damaged_one(folder: Path, sealed: bool) -> None:
    digest = store.keep(PDF, sealed=sealed)
    files(folder)[0].write_bytes(b"half")
    store.keep(PDF, sealed=sealed)
    assert store.read(digest, sealed=sealed) == PDF


def test_a_lost_key_is_told_as_damage(folder: Path, settings: Settings) -> None:
    digest = store.keep(PDF, sealed=True)
    settings.LUTRA_IDENTITY_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(FileDamaged, match="kunci"):
        store.read(digest, sealed=True)


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_kill_in_the_middle_leaves_no_file_under_the_digest(
    folder: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(os if step == "fsync" else Path, step, killed)
        with pytest.raises(KeyboardInterrupt):
            store.keep(PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    assert digest not in {path.name for path in files(folder)}
    with pytest.raises(FileDamaged):
        store.read(digest)
    assert store.read(store.keep(PDF)) == PDF


def test_a_document_whose_file_was_altered_is_not_given_out(db: None, folder: Path) -> None:
    of: Government = people.government()
    document = actions.add(of, name="a.pdf", content=PDF, at=MOMENT)
    files(folder)[0].write_bytes(b"%PDF-1.7 palsu")
    with pytest.raises(FileDamaged):
        content(document)
