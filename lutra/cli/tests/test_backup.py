"""``lutra backup`` and ``lutra restore``: everything, on both engines, or the old data untouched."""

from __future__ import annotations

import json
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from lutra import keys as key_files
from lutra.cli import doctor_checks, heartbeat, main
from lutra.cli.archive import container, restoring, snapshot, tables, writing
from lutra.directory.models import Government, Identity
from lutra.directory.roles import Role
from lutra.documents import store
from lutra.documents.models import Document
from lutra.ledger import queries as ledger
from lutra.ledger.followers import catch_up
from lutra.requests.models import Request
from lutra.testing import factories, journeys, people
from lutra.testing.snapshots import every_row

pytestmark = pytest.mark.django_db(transaction=True)

Elsewhere = Callable[[str], AbstractContextManager[None]]


def at_home(settings: Any, folder: Path) -> None:
    """Let the installation live in ``folder``."""
    folder.mkdir(exist_ok=True)
    settings.DATA = folder
    settings.LUTRA_FILES = folder / "files"
    settings.LUTRA_IDENTITY_KEYS = []
    settings.LUTRA_IDENTITY_KEY_FILE = folder / "keys" / "identity"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    at_home(settings, tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def _tables_at_once(
    request: pytest.FixtureRequest, kept_database: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take an empty SQLite database's tables from the one that is kept: migrating takes longer than all else here.

    The drill does as an operator does.
    """
    migrate = MigrationExecutor.migrate

    def at_once(executor: MigrationExecutor, targets: Any, *args: Any, **more: Any) -> Any:
        from_nothing = len(executor.migration_plan(targets)) == len(executor.loader.graph.nodes)
        if kept_database is None or not from_nothing:
            return migrate(executor, targets, *args, **more)
        connection.ensure_connection()
        with closing(sqlite3.connect(kept_database)) as kept:
            kept.backup(connection.connection)
        return None

    if request.function is not test_a_restore_drill:
        monkeypatch.setattr(MigrationExecutor, "migrate", at_once)


@pytest.fixture
def elsewhere(settings: Any, tmp_path: Path) -> Iterator[Elsewhere]:
    """Go to another installation: ``with elsewhere("b"):``; it is empty at first, and there again the next time."""
    names: dict[str, str] = {}
    here = settings.DATA

    @contextmanager
    def go(name: str) -> Iterator[None]:
        made = connections["default"].copy()
        if made.vendor == "postgresql":
            if name not in names:
                names[name] = f"lutra_{uuid4().hex[:12]}"
                with connection.cursor() as cursor:
                    cursor.execute(f"CREATE DATABASE {names[name]}")
            made.settings_dict["NAME"] = names[name]
        else:
            made.settings_dict["NAME"] = str(tmp_path / f"{name}.sqlite3")
        at_home(settings, tmp_path / name)
        try:
            with snapshot.in_place(made):
                yield
        finally:
            at_home(settings, here)

    yield go
    for name in names.values():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def lived() -> Government:
    """A government with cases, letters, files and a book; a destroyed image and somebody who is logged in."""
    of = people.government(is_demo=True)
    ppid = factories.officer(of, Role.PPID_UTAMA)
    journeys.answered(of, "refused", by=ppid, on=people.MOMENT.date())
    factories.file_request(of)
    catch_up()
    gone = store.keep(b"gambar", sealed=True)
    Document.objects.create(
        government=of,
        sha256=gone,
        name="ktp.png",
        media_type="image/png",
        size=6,
        is_sealed=True,
        created_at=people.MOMENT,
        purged_at=people.MOMENT,
    )
    store.remove(gone, sealed=True)
    Session.objects.create(session_key="masuk", session_data="x", expire_date=timezone.now())
    return of


def everything() -> dict[str, Any]:
    """What must be the same before and after."""
    return {
        "rows": every_row(),
        "dues": list(Request.objects.order_by("pk").values_list("reference", "due_on", "clock")),
        "roots": ledger.verify(),
        "who": [identity.open() for identity in Identity.objects.order_by("pk")],
        "files": {
            document.sha256: store.read(document.sha256, sealed=document.is_sealed)
            for document in Document.objects.filter(purged_at__isnull=True)
        },
    }


def bring_keys(home: Path, there: Path) -> None:
    key_files.replace(there / "keys" / "identity", key_files.listed(home / "keys" / "identity"))


def test_a_restore_drill(home: Path, elsewhere: Elsewhere, tmp_path: Path, capsys: Any) -> None:
    """The same counts, hashes, due dates and root in an empty installation, and it goes on from there."""
    lived()
    before = everything()
    assert before["files"], "nothing is proved of files that are not there"
    archive = tmp_path / "lutra.tar"
    assert main(["backup", str(archive)]) == 0
    assert archive.stat().st_mode & 0o077 == 0
    (tmp_path / "b" / "keys").mkdir(parents=True)
    with elsewhere("b"):
        bring_keys(home, tmp_path / "b")
        assert main(["restore", str(archive)]) == 0
        assert everything() == before
        assert ledger.protected()
        assert not Session.objects.exists()
        assert before["roots"][0].root in capsys.readouterr().out
        more = factories.file_request(Government.objects.get(), key="baru")
        assert more.number == 1 + max(
            number for (number,) in Request.objects.exclude(pk=more.pk).values_list("number")
        )
        assert all(each.is_whole for each in ledger.verify())
    assert everything() == before


def test_a_backup_of_one_engine_has_the_same_lines_on_the_other(tmp_path: Path) -> None:
    """What SQLite and PostgreSQL give back of a row is written alike: moments, numbers, bytes and nested JSON."""
    of = lived()
    request = Request.objects.filter(government=of).order_by("pk")[0]
    row = next(
        line for line in tables.lines(Request) if json.loads(line)[_column(Request, "id")] == request.pk
    )
    said = json.loads(row)
    assert said[_column(Request, "filed_at")] == request.filed_at.isoformat(timespec="microseconds")
    assert said[_column(Request, "due_on")] == request.due_on.isoformat()
    assert said[_column(Request, "clock")] == request.clock
    assert row == json.dumps(said, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _column(model: Any, name: str) -> int:
    return [field.column for field in tables.columns(model)].index(name)


def test_every_table_is_taken_along_or_left_out_on_purpose() -> None:
    assert tables.unknown(apps) == set()


def test_the_keys_stay_apart_unless_they_are_asked_for(
    home: Path, elsewhere: Elsewhere, tmp_path: Path, capsys: Any
) -> None:
    lived()
    apart, together, secret = tmp_path / "apart.tar", tmp_path / "together.tar", tmp_path / "sandi"
    secret.write_text("kuda laut hijau toska\n")
    assert main(["backup", str(apart)]) == 0
    assert main(["backup", str(together), "--keys", "--passphrase-file", str(secret)]) == 0
    key = key_files.listed(home / "keys" / "identity")[0].encode()
    assert key not in apart.read_bytes()
    assert key not in together.read_bytes()
    with elsewhere("b"):
        assert main(["restore", str(apart)]) == 1
        assert "salin folder `keys`" in capsys.readouterr().err
        wrong = tmp_path / "salah"
        wrong.write_text("bukan kata sandinya")
        assert main(["restore", str(together), "--keys", "--passphrase-file", str(wrong)]) == 1
        assert "tidak membuka kunci" in capsys.readouterr().err
        assert main(["restore", str(together), "--keys", "--passphrase-file", str(secret)]) == 0
        assert Identity.objects.all()[0].open()["nik"]
        assert (tmp_path / "b" / "keys" / "identity").stat().st_mode & 0o077 == 0


def test_lost_keys_lose_the_identities_and_nothing_else(elsewhere: Elsewhere, tmp_path: Path) -> None:
    lived()
    archive, dues = tmp_path / "lutra.tar", everything()["dues"]
    assert main(["backup", str(archive)]) == 0
    with elsewhere("b"):
        assert main(["restore", str(archive), "--without-keys"]) == 0
        assert list(Request.objects.order_by("pk").values_list("reference", "due_on", "clock")) == dues


def test_a_short_passphrase_is_refused(tmp_path: Path, capsys: Any) -> None:
    people.government()
    secret = tmp_path / "sandi"
    secret.write_text("pendek")
    assert main(["backup", str(tmp_path / "a.tar"), "--keys", "--passphrase-file", str(secret)]) == 1
    assert "sedikitnya 12" in capsys.readouterr().err
    assert not (tmp_path / "a.tar").exists()


def test_data_that_are_there_are_not_touched_without_force(tmp_path: Path, capsys: Any) -> None:
    lived()
    archive = tmp_path / "lutra.tar"
    assert main(["backup", str(archive)]) == 0
    before = everything()
    assert main(["restore", str(archive)]) == 1
    assert "--force" in capsys.readouterr().err
    assert everything() == before
    assert main(["backup", str(archive)]) == 1
    assert "sudah ada" in capsys.readouterr().err


def older_and_newer(home: Path, elsewhere: Elsewhere, tmp_path: Path) -> Path:
    """An installation "b" that went on after the backup; the backup."""
    lived()
    archive = tmp_path / "lutra.tar"
    assert main(["backup", str(archive)]) == 0
    with elsewhere("b"):
        (tmp_path / "b" / "keys").mkdir(parents=True)
        bring_keys(home, tmp_path / "b")
        assert main(["restore", str(archive)]) == 0
        factories.file_request(Government.objects.get(), key="sesudah")
    return archive


class Killed(BaseException):
    """The process ends here."""


def test_force_puts_the_old_data_aside_and_a_kill_before_the_end_leaves_them(
    home: Path, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    archive = older_and_newer(home, elsewhere, tmp_path)
    with elsewhere("b"):
        newer = everything()
        places = [(restoring, "_verify"), *([(os, "replace")] if connection.vendor == "sqlite" else [])]
        for module, name in places:
            with mock.patch.object(module, name, side_effect=Killed), pytest.raises(Killed):
                restoring.restore(archive, force=True, progress=lambda _text: None)
            assert everything() == newer, name
        assert main(["restore", str(archive), "--force"]) == 0
        assert Request.objects.count() == 2
        assert everything()["roots"] != newer["roots"]
        assert _kept_aside(tmp_path) == 3


def _kept_aside(tmp_path: Path) -> int:
    """How many requests the old database holds."""
    if connection.vendor == "sqlite":
        old = sorted(tmp_path.glob("b.sqlite3.before-restore-*"))[-1]
        with sqlite3.connect(old) as opened:
            return int(opened.execute("SELECT count(*) FROM requests_request").fetchone()[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%'")
        ((schema,),) = cursor.fetchall()
        cursor.execute(f"SELECT count(*) FROM {schema}.requests_request")
        return int(cursor.fetchone()[0])


def test_a_running_installation_is_not_restored_over(
    tmp_path: Path, elsewhere: Elsewhere, capsys: Any
) -> None:
    people.government()
    archive = tmp_path / "lutra.tar"
    assert main(["backup", str(archive)]) == 0
    with elsewhere("b"):
        heartbeat.beat()
        assert main(["restore", str(archive), "--without-keys"]) == 1
        assert "sedang berjalan" in capsys.readouterr().err


def damage(archive: Path, member: str) -> None:
    """Turn one bit in the middle of a member's content."""
    with tarfile.open(archive) as tar:
        info = tar.getmember(member)
    with archive.open("r+b") as file:
        file.seek(info.offset_data + info.size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def test_a_damaged_archive_is_refused_with_what_is_damaged(
    elsewhere: Elsewhere, tmp_path: Path, capsys: Any
) -> None:
    lived()
    archive = tmp_path / "lutra.tar"
    assert main(["backup", str(archive)]) == 0
    whole = archive.read_bytes()
    with tarfile.open(archive) as tar:
        file = next(name for name in tar.getnames() if name.startswith("files/sealed/"))
    capsys.readouterr()
    with elsewhere("b"):
        for member in ("tables/ledger_entry.jsonl.gz", file, container.MANIFEST):
            archive.write_bytes(whole)
            damage(archive, member)
            assert main(["restore", str(archive)]) == 1
            assert member in capsys.readouterr().err
        for size in (len(whole) // 2, 700, 100, 0):
            archive.write_bytes(whole[:size])
            assert main(["restore", str(archive), "--check"]) == 1
            assert "cadangan rusak" in capsys.readouterr().err
        assert not restoring._holds_something()
        archive.write_bytes(whole)
        assert main(["restore", str(archive), "--check"]) == 0


def test_what_is_damaged_before_the_backup_is_copied_and_told(
    home: Path, tmp_path: Path, capsys: Any
) -> None:
    lived()
    (first, second), archive = (
        list(Document.objects.filter(purged_at__isnull=True))[:2],
        tmp_path / "lutra.tar",
    )
    store.remove(first.sha256, sealed=first.is_sealed)
    kind = "sealed" if second.is_sealed else "plain"
    (home / "files" / kind / second.sha256[:2] / second.sha256).write_bytes(b"lain")
    assert main(["backup", str(archive)]) == 1
    said = capsys.readouterr().err
    assert first.sha256 in said
    assert second.sha256 in said
    assert archive.exists()


def test_a_backup_sees_one_moment(tmp_path: Path) -> None:
    """Somebody files while the tables are copied: the copy knows nothing of it, and he is not kept waiting."""
    of = lived()
    count, copied = Request.objects.count(), writing._table
    usual = connections["default"]

    def file_meanwhile(writer: Any, model: Any, progress: Any) -> Any:
        if model is Request:
            with snapshot.in_place(usual.copy()):
                factories.file_request(of, key="sela")
        return copied(writer, model, progress)

    with mock.patch.object(writing, "_table", side_effect=file_meanwhile):
        manifest = writing.write(tmp_path / "lutra.tar", passphrase=None, progress=lambda _text: None)
    assert {table.name: table.rows for table in manifest.tables}["requests_request"] == count
    assert Request.objects.count() == count + 1


def test_a_kill_while_writing_leaves_no_archive(tmp_path: Path) -> None:
    lived()
    with mock.patch.object(container, "check", side_effect=Killed), pytest.raises(Killed):
        writing.write(tmp_path / "lutra.tar", passphrase=None, progress=lambda _text: None)
    assert list(tmp_path.glob("*.tar*")) == []


def test_an_archive_of_a_newer_version_is_refused(elsewhere: Elsewhere, tmp_path: Path, capsys: Any) -> None:
    people.government()
    archive = tmp_path / "lutra.tar"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('requests', '9999_x', '2026-01-01')"
        )
    try:
        assert main(["backup", str(archive)]) == 1
        assert "lebih baru daripada program" in capsys.readouterr().err
        with mock.patch.object(writing, "unknown", return_value=[]):
            assert main(["backup", str(archive)]) == 0
    finally:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_x'")
    with elsewhere("b"):
        assert main(["restore", str(archive)]) == 1
        assert "requests.9999_x" in capsys.readouterr().err


def test_the_doctor_tells_the_age_of_the_backup(home: Path, tmp_path: Path) -> None:
    people.government()
    assert [each.level for each in doctor_checks.backup()] == ["warning"]
    assert main(["backup", str(tmp_path / "lutra.tar")]) == 0
    assert [each.level for each in doctor_checks.backup()] == ["ok"]
    for age, level in ((timedelta(days=3), "warning"), (timedelta(days=9), "problem")):
        note = json.loads((home / writing.NOTE).read_text())
        note["made_at"] = (timezone.now() - age).isoformat()
        (home / writing.NOTE).write_text(json.dumps(note))
        assert [each.level for each in doctor_checks.backup()] == [level]
