"""``lutra identity``: a new key for everything that lies sealed, and no old one lost before its time."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from cryptography.fernet import Fernet, InvalidToken

from lutra import keys as key_files
from lutra.cli import main
from lutra.directory import resealing
from lutra.directory.actions import enrol_applicant
from lutra.directory.models import Government, Identity
from lutra.directory.roles import Role
from lutra.directory.sealing import keys, mark
from lutra.documents import store
from lutra.testing import migrated, people

pytestmark = pytest.mark.django_db
LETTER = b"%PDF-1.7 kepada Ani"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    """Keys and files of this test alone."""
    settings.LUTRA_IDENTITY_KEYS = []
    settings.LUTRA_IDENTITY_KEY_FILE = tmp_path / "keys" / "identity"
    settings.LUTRA_FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def lutra() -> Government:
    return people.government()


def fill(of: Government, count: int = 3) -> str:
    """Some applicants, a letter and a second factor; returns the letter's digest."""
    for _ in range(count):
        enrol_applicant(of, kind="individual", identity=people.ANI, at=people.MOMENT)
    TOTP.activate(people.user(of, Role.PPID_UTAMA), "JBSWY3DPEHPK3PXP")
    return store.keep(LETTER, sealed=True)


def everything_opens(digest: str) -> bool:
    secret = Authenticator.objects.get().wrap().instance.data["secret"]
    return (
        all(identity.open() == people.ANI for identity in Identity.objects.all())
        and store.read(digest, sealed=True) == LETTER
        and resealing.resealed(secret.encode()) is None
    )


def only_newest(path: Path) -> None:
    """Take every older key away by force, as an accident would."""
    key_files.replace(path, keys()[:1])


def test_a_rotation_reaches_everything_and_the_old_key_can_go(
    lutra: Government, folder: Path, capsys: Any
) -> None:
    digest, old = fill(lutra), keys()
    assert main(["identity", "rotate"]) == 0
    assert len(keys()) == 2
    assert keys()[1:] == old
    assert everything_opens(digest)
    assert "5 disegel ulang" in capsys.readouterr().out
    assert (
        main(["identity", "forget"]) == 1
    )  # too early: another process may still be sealing with the old key
    assert len(keys()) == 2
    assert main(["identity", "forget", "--now"]) == 0
    assert len(keys()) == 1
    assert keys() != old
    assert everything_opens(digest)
    assert key_files.listed(folder / "keys" / "identity.retired") == old


def test_somebody_who_asks_again_is_recognised_after_it(lutra: Government) -> None:
    fill(lutra, 1)
    known = Identity.objects.get().mark
    main(["identity", "rotate"])
    main(["identity", "forget", "--now"])
    assert Identity.objects.get().mark == known == mark(lutra.pk, people.ANI["nik"])


@pytest.mark.parametrize("after", range(6))
def test_killed_after_any_thing_both_keys_open_and_a_second_run_ends_it(
    lutra: Government, folder: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    digest = fill(lutra)
    real, left = resealing.resealed, [after]

    def dying(sealed: bytes) -> bytes | None:
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return real(sealed)

    monkeypatch.setattr(resealing, "resealed", dying)
    monkeypatch.setattr("lutra.documents.resealing.resealed", dying)
    assert main(["identity", "rotate"]) in {0, 130}
    monkeypatch.undo()
    assert len(keys()) == 2
    assert store.read(digest, sealed=True) == LETTER
    assert all(identity.open() == people.ANI for identity in Identity.objects.all())
    assert main(["identity", "rotate"]) == 0
    assert len(keys()) <= 3
    assert everything_opens(digest)


def test_an_unfinished_rotation_is_continued_and_not_begun_anew(lutra: Government, folder: Path) -> None:
    fill(lutra)
    key_files.replace(folder / "keys" / "identity", (Fernet.generate_key().decode(), *keys()))
    assert main(["identity", "rotate"]) == 0
    assert len(keys()) == 2


def test_the_old_key_stays_while_anything_needs_it(lutra: Government, folder: Path, capsys: Any) -> None:
    fill(lutra)
    key_files.replace(folder / "keys" / "identity", (Fernet.generate_key().decode(), *keys()))
    assert main(["identity", "forget", "--now"]) == 1
    assert "5 masih memakai kunci lama" in capsys.readouterr().err
    assert len(keys()) == 2


def test_what_no_key_opens_is_counted_and_nothing_is_forgotten(
    lutra: Government, folder: Path, capsys: Any
) -> None:
    fill(lutra)
    Identity.objects.filter(pk=Identity.objects.earliest("pk").pk).update(sealed=b"rusak")
    assert main(["identity", "rotate"]) == 0
    assert "1 tidak dapat dibuka" in capsys.readouterr().out
    assert main(["identity", "forget", "--now"]) == 1
    assert len(keys()) == 2


def test_a_process_that_runs_on_learns_of_a_new_key_at_once(folder: Path) -> None:
    before = keys()
    key_files.replace(folder / "keys" / "identity", ("baru", *before))
    assert keys() == ("baru", *before)


def test_the_file_of_keys_is_its_owner_s_alone(folder: Path) -> None:
    keys()
    key_files.replace(folder / "keys" / "identity", ("a", "b"))
    assert (folder / "keys" / "identity").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (folder / "keys").iterdir()] == ["identity"]


def test_keys_of_the_environment_are_told_apart(settings: Any, lutra: Government, capsys: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.LUTRA_IDENTITY_KEYS = [old]
    digest = fill(lutra)
    assert main(["identity", "rotate"]) == 1
    assert "LUTRA_IDENTITY_KEYS" in capsys.readouterr().err
    settings.LUTRA_IDENTITY_KEYS = [new, old]
    assert main(["identity", "reseal"]) == 0
    assert main(["identity", "forget"]) == 0
    settings.LUTRA_IDENTITY_KEYS = [new]
    assert everything_opens(digest)


def test_an_identity_changed_while_it_was_resealed_keeps_the_change(
    lutra: Government, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(lutra, 1)
    key_files.replace(folder / "keys" / "identity", (Fernet.generate_key().decode(), *keys()))
    real = resealing.resealed

    def slow(sealed: bytes) -> bytes | None:
        Identity.objects.update(sealed=b"oleh orang lain")
        return real(sealed)

    monkeypatch.setattr(resealing, "resealed", slow)
    assert list(resealing.identities(change=True)) == ["old"]
    assert bytes(Identity.objects.get().sealed) == b"oleh orang lain"


def test_without_the_old_key_nothing_opens(lutra: Government, folder: Path) -> None:
    """What the others guard against."""
    fill(lutra, 1)
    key_files.replace(folder / "keys" / "identity", (Fernet.generate_key().decode(), *keys()))
    only_newest(folder / "keys" / "identity")
    with pytest.raises(InvalidToken):
        Identity.objects.get().open()


# --- a real process, killed by the system ---

ROWS = 4000
MAKE = f"""
from django.db import transaction
from lutra.directory.actions import enrol_applicant
from lutra.directory.models import Government
from lutra.testing import migrated, people
with transaction.atomic():
    made = people.government()
    for _ in range({ROWS}):
        enrol_applicant(made, kind="individual", identity=people.ANI, at=people.MOMENT)
"""


def command(data: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "lutra", *words]


@pytest.fixture
def installation(tmp_path: Path, kept_database: Path | None) -> tuple[Path, dict[str, str]]:
    data = tmp_path / "data"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LUTRA_")}
    environment = {**kept, "LUTRA_DATA": str(data), "LUTRA_TESTING": "1"}
    data.mkdir()
    if kept_database is not None:
        migrated.take(kept_database, data / "lutra.sqlite3")
    for words in (("manage", "migrate", "-v", "0"), ("manage", "shell", "-c", MAKE)):
        subprocess.run(command(data, *words), env=environment, check=True, capture_output=True)
    return data, environment


def test_a_rotation_that_the_system_kills_loses_nothing(installation: tuple[Path, dict[str, str]]) -> None:
    data, environment = installation
    running = subprocess.Popen(
        command(data, "identity", "rotate"), env=environment, stdout=subprocess.PIPE, text=True
    )
    assert running.stdout is not None
    for line in running.stdout:
        if "diperiksa" in line:
            break
    running.send_signal(signal.SIGKILL)
    running.stdout.close()
    assert running.wait() == -signal.SIGKILL
    known = (data / "keys" / "identity").read_text().split()
    assert len(known) == 2
    assert 0 < sealed_by(known[1], data) < ROWS
    done = subprocess.run(
        command(data, "identity", "rotate"), env=environment, check=True, capture_output=True, text=True
    )
    assert "dilanjutkan" in done.stdout
    assert sealed_by(known[0], data) == ROWS


def sealed_by(key: str, data: Path) -> int:
    """How many identities this one key opens."""
    box, count = Fernet(key), 0
    with sqlite3.connect(data / "lutra.sqlite3") as database:
        rows = database.execute("SELECT sealed FROM directory_identity").fetchall()
    database.close()
    for (sealed,) in rows:
        try:
            box.decrypt(sealed)
        except InvalidToken:
            continue
        count += 1
    return count
