"""Restoring a backup: beside the old data, verified, and only then in its place."""

from __future__ import annotations

import gzip
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.cli import heartbeat
from lutra.cli.archive import container, snapshot, tables, vault, writing
from lutra.cli.archive.container import Manifest, Progress
from lutra.cli.archive.errors import Damaged, NotRestorable
from lutra.cli.archive.steps import ends
from lutra.ledger import queries as ledger

# Rows of one of these make an installation one that holds something.
_TELLING = ("directory_government", "directory_user", "ledger_entry")


def restore(
    path: Path,
    *,
    force: bool = False,
    passphrase: str | None = None,
    without_keys: bool = False,
    progress: Progress,
) -> Manifest:
    """Restore the archive into this installation; what it says of itself.

    1. Every digest of the archive is compared before anything is touched.
    2. The target must be empty, or ``force`` given; then the old database is kept aside. Nothing else may run.
    3. The keys: those of the archive (``passphrase``) into an empty installation, else those that are here must fit.
    4. The files are added to the store, which takes nothing away from what lies there.
    5. The database is made anew beside the old one: the tables of the backup's own version, its rows, each table's
       digest, the book's chain and roots; then it is brought up to date.
    6. It takes the old one's place in one step. Killed before that, the old data are as they were.

    Raises Damaged, NotRestorable, WrongPassphrase.
    """
    manifest = container.check(path, progress)
    is_empty = not _holds_something()
    _refuse(manifest, is_empty=is_empty, force=force)
    found = _keys(path, manifest, is_empty=is_empty, passphrase=passphrase, without_keys=without_keys)
    if found:
        vault.lay(found)
    can_open = not without_keys
    _add_files(path, can_open=can_open, progress=progress)
    with _made_anew(keep=not is_empty):
        _load(path, manifest, progress)
        _verify(manifest, progress)
    return manifest


def _holds_something() -> bool:
    known = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name in _TELLING:
            if name in known:
                cursor.execute(f"SELECT 1 FROM {name} LIMIT 1")  # noqa: S608 (one of the three above)
                if cursor.fetchone() is not None:
                    return True
    return False


def _refuse(manifest: Manifest, *, is_empty: bool, force: bool) -> None:
    """Say what is in the way before anything is touched. Raises NotRestorable."""
    if not is_empty and not force:
        raise NotRestorable(
            _(
                "pemasangan ini sudah berisi data dan tidak diubah. Pulihkan ke folder dan basis data kosong "
                "(LUTRA_DATA, LUTRA_DATABASE), atau pakai --force: basis data lama disisihkan, tidak dihapus."
            )
        )
    age = heartbeat.age()
    if age is not None and age < heartbeat.SILENT_AFTER:
        raise NotRestorable(
            _("Lutra sedang berjalan di folder ini; hentikan dulu, tunggu setengah menit, lalu ulangi.")
        )
    steps = MigrationExecutor(connection).loader.disk_migrations
    newer = [f"{app}.{name}" for app, name in manifest.steps if (app, name) not in steps]
    if newer:
        raise NotRestorable(
            _("cadangan ini dibuat oleh Lutra %(version)s yang lebih baru (%(step)s); pasang versi itu dulu.")
            % {"version": manifest.version, "step": newer[0]}
        )


def _keys(
    path: Path, manifest: Manifest, *, is_empty: bool, passphrase: str | None, without_keys: bool
) -> dict[str, bytes] | None:
    """The archive's keys where they are to be laid down; None where those that are here fit. Raises NotRestorable."""
    given = tuple(settings.LUTRA_IDENTITY_KEYS)
    here = given or _own_keys()
    if without_keys:
        return None
    if vault.opens(manifest.proof, here):
        return None
    if manifest.has_keys and passphrase is not None and is_empty and not given:
        for _name, source in container.members(path, container.KEYS):
            found = vault.unlocked(source.read(), passphrase)
            if vault.opens(manifest.proof, vault.identity_of(found)):
                return found
        raise NotRestorable(_("kunci dalam cadangan tidak membuka isi cadangan itu sendiri."))
    advice = (
        _("pulihkan ke folder kosong dengan --keys dan kata sandinya")
        if manifest.has_keys
        else _("salin folder `keys` dari penyimpanannya yang terpisah ke folder data ini, lalu ulangi")
    )
    raise NotRestorable(
        _(
            "kunci di sini tidak membuka identitas dan surat dalam cadangan itu: %(advice)s. Bila kuncinya "
            "hilang untuk selamanya, --without-keys memulihkan selebihnya."
        )
        % {"advice": advice}
    )


def _own_keys() -> tuple[str, ...]:
    """The identity keys in the file of this installation."""
    path = Path(settings.LUTRA_IDENTITY_KEY_FILE)
    return tuple(path.read_text().split()) if path.exists() else ()


def _add_files(path: Path, *, can_open: bool, progress: Progress) -> None:
    """Add every file of the archive that is missing here, or damaged. Nothing is taken away."""
    root = Path(settings.LUTRA_FILES)
    for count, (name, source) in enumerate(container.members(path, "files/"), start=1):
        _folder, kind, _two, digest = name.split("/")
        target = root / kind / digest[:2] / digest
        is_sealed = kind == "sealed"
        there = target.read_bytes() if target.exists() else None
        if there is None or (
            (can_open or not is_sealed) and not writing.fits(there, digest=digest, is_sealed=is_sealed)
        ):
            _put(target, source.read())
        progress(_("%d berkas dipulihkan ...") % count)


def _put(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)


@contextmanager
def _made_anew(*, keep: bool) -> Iterator[None]:
    """A new, empty database for what is done inside; it takes the old one's place when that went well.

    With ``keep`` the old one stays beside it under another name, for the administrator to throw away.
    """
    stamp = timezone.now().strftime("%Y%m%d%H%M%S%f")
    with _postgresql(stamp, keep=keep) if connection.vendor == "postgresql" else _sqlite(stamp, keep=keep):
        yield


@contextmanager
def _postgresql(stamp: str, *, keep: bool) -> Iterator[None]:
    """One transaction for everything: the old tables move into a schema of their own, the new ones are made."""
    aside = f"before_restore_{stamp}"
    with transaction.atomic():
        old = connection.introspection.table_names()
        with connection.cursor() as cursor:
            if old:
                cursor.execute(f"CREATE SCHEMA {aside}")
            for name in old:
                cursor.execute(f"ALTER TABLE {connection.ops.quote_name(name)} SET SCHEMA {aside}")
        yield
        if old and not keep:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP SCHEMA {aside} CASCADE")


@contextmanager
def _sqlite(stamp: str, *, keep: bool) -> Iterator[None]:
    """A file of its own beside the old one, renamed over it at the end."""
    old = Path(connection.settings_dict["NAME"])
    new = old.with_name(f".{old.name}.restoring")
    for leftover in old.parent.glob(f"{new.name}*"):
        leftover.unlink()
    connection.close()
    try:
        with snapshot.in_the_making(new):
            yield
        new.chmod(0o600)
        _sync(new)
        if old.exists():
            _quiet(old)
            if keep:
                os.link(old, old.with_name(f"{old.name}.before-restore-{stamp}"))
        os.replace(new, old)
        _sync(old.parent)
    finally:
        new.unlink(missing_ok=True)


def _quiet(path: Path) -> None:
    """Bring everything into the one file, alone. Raises NotRestorable while somebody else has it open."""
    try:
        with_lock = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            with_lock.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # Leaving the write-ahead log needs the file for oneself: whoever has it open keeps us from it.
            mode = with_lock.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
        finally:
            with_lock.close()
    except sqlite3.OperationalError as error:
        raise NotRestorable(_in_use()) from error
    if mode != "delete":
        raise NotRestorable(_in_use())


def _in_use() -> str:
    return _(
        "basis data sedang dipakai proses lain; hentikan Lutra dulu, lalu ulangi. Data lama tidak berubah."
    )


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load(path: Path, manifest: Manifest, progress: Progress) -> None:
    """Make the tables as they were when the backup was made, fill them, compare each, and bring them up to date."""
    executor = MigrationExecutor(connection)
    progress(_("membuat %d tabel ...") % len(manifest.tables))
    executor.migrate(ends(executor, manifest.steps))
    executor = MigrationExecutor(connection)
    state = executor.loader.project_state(ends(executor, manifest.steps))
    stored = tables.stored(state.apps)
    if set(stored) != {table.name for table in manifest.tables}:
        raise NotRestorable(_("tabel dalam cadangan tidak sama dengan tabel versinya; hubungi pengembang."))
    _rows(path, manifest, stored, progress)
    leaves = executor.loader.graph.leaf_nodes()
    if executor.migration_plan(leaves):
        progress(_("memutakhirkan basis data ..."))
        executor.migrate(leaves)


def _rows(path: Path, manifest: Manifest, stored: dict[str, type[models.Model]], progress: Progress) -> None:
    wanted = {table.name: table for table in manifest.tables}
    with transaction.atomic():
        _references(wait=True)
        for model in stored.values():
            tables.empty(model)
        for name, source in container.members(path, "tables/"):
            table = wanted[name.removeprefix("tables/").removesuffix(".jsonl.gz")]
            with gzip.GzipFile(fileobj=source) as lines:
                try:
                    tables.fill(stored[table.name], lines)
                except (DatabaseError, ValueError) as error:
                    raise NotRestorable(
                        _("tabel %(name)s tidak diterima basis data: %(error)s")
                        % {"name": table.name, "error": error}
                    ) from error
            progress(_("tabel %(name)s: %(count)d baris") % {"name": table.name, "count": table.rows})
        tables.number_on(stored.values())
        _references(wait=False)
    differing = []
    for name, model in stored.items():
        progress(_("tabel %s: membandingkan ...") % name)
        if tables.described(model) != wanted[name]:
            differing.append(_("tabel %s: isinya setelah dipulihkan tidak sama") % name)
    if differing:
        raise Damaged(_("pemulihan dibatalkan: %s.") % "; ".join(differing), differing)


def _references(*, wait: bool) -> None:
    """Let the tables come in any order, then compare every reference. SQLite does so by itself at the end.

    On PostgreSQL some of the migrations, which belong to the same transaction, have switched the waiting off.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS ALL {'DEFERRED' if wait else 'IMMEDIATE'}")


def _verify(manifest: Manifest, progress: Progress) -> None:
    """The book's chain anew, its roots against the manifest, and every file that a row names. Raises Damaged."""
    found = ledger.verify(progress=lambda count: progress(_("%d entri buku diperiksa ...") % count))
    roots: dict[int, Any] = {each.government_id: each for each in found}
    faults = []
    for book in manifest.books:
        here = roots.get(book.government_id)
        if here is None or (here.entries, here.root) != (book.entries, book.root):
            faults.append(_("buku %s: akarnya tidak sama") % book.code)
    if not ledger.protected():
        faults.append(_("basis data tidak menjaga buku"))
    root = Path(settings.LUTRA_FILES)
    faults += [
        _("berkas %s: tidak ada dalam cadangan") % digest
        for digest, is_sealed in sorted(writing.needed())
        if digest not in manifest.lost
        and not (root / ("sealed" if is_sealed else "plain") / digest[:2] / digest).exists()
    ]
    if faults:
        raise Damaged(_("pemulihan dibatalkan: %s.") % "; ".join(faults), faults)
