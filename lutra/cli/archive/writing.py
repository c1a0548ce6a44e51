"""Writing a backup while everything runs."""

from __future__ import annotations

import gzip
import hashlib
import importlib.metadata
import json
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.cli.archive import container, tables, vault
from lutra.cli.archive.container import Manifest, Progress, Root, Writer
from lutra.cli.archive.errors import NotRestorable
from lutra.cli.archive.snapshot import frozen
from lutra.cli.archive.steps import pending, unknown
from lutra.directory.models import Government
from lutra.directory.sealing import unseal_bytes
from lutra.documents.models import Document
from lutra.ledger import queries as ledger

# What `lutra doctor` reads: when the last backup was made.
NOTE = "backup.json"


def write(path: Path, *, passphrase: str | None, progress: Progress) -> Manifest:
    """Write a verified backup to ``path``. Nobody is kept waiting, and killed at any moment it leaves ``path`` alone.

    1. The tables and the books' roots, all of one moment.
    2. The files, read after the rows: they are only ever added, so every file that a row names is there.
    3. The keys last, when asked: what was sealed anew meanwhile opens with them too.
    4. The finished archive is read again and every digest compared; then it gets its name.

    What was damaged before is copied as it lies and named in ``Manifest.faults``.
    Raises NotRestorable while database and program are not of one version.
    """
    if steps := pending():
        raise NotRestorable(_("%d migrasi belum dijalankan; jalankan `lutra prepare` dulu.") % steps)
    if newer := unknown():
        raise NotRestorable(
            _("basis data lebih baru daripada program ini (%s.%s); pasang versi yang memutakhirkannya.")
            % newer[0]
        )
    writer = Writer(path)
    try:
        manifest = _written(writer, passphrase=passphrase, progress=progress)
        writer.close(manifest)
        container.check(writer.draft, progress)
        writer.publish()
    except BaseException:
        writer.discard()
        raise
    _note(path, manifest)
    return manifest


def _written(writer: Writer, *, passphrase: str | None, progress: Progress) -> Manifest:
    with frozen():
        applied = sorted(MigrationRecorder(connection).applied_migrations())
        made_at = timezone.now()
        found = tuple(_table(writer, model, progress) for model in tables.stored(apps).values())
        books, faults = _books(progress)
        faults += [
            _("tabel %s tidak dikenal dan tidak disalin") % each for each in sorted(tables.unknown(apps))
        ]
        wanted = needed()
    count, damaged, lost = _files(writer, wanted, progress)
    if passphrase is not None:
        writer.add_bytes(container.KEYS, vault.locked(passphrase))
    return Manifest(
        made_at=made_at.isoformat(),
        version=importlib.metadata.version("lutra"),
        engine=connection.vendor,
        steps=tuple(applied),
        tables=found,
        books=books,
        files=count,
        proof=vault.proof(),
        has_keys=passphrase is not None,
        faults=(*faults, *damaged),
        lost=tuple(lost),
        members=dict(writer.members),
    )


def _table(writer: Writer, model: type[models.Model], progress: Progress) -> tables.Table:
    name = model._meta.db_table
    seen, count = hashlib.sha256(), 0
    with tempfile.TemporaryFile(dir=writer.path.parent) as spool:
        with gzip.GzipFile(fileobj=spool, mode="wb", compresslevel=5, mtime=0) as packed:
            for line in tables.lines(model):
                seen.update(line)
                packed.write(line)
                count += 1
                if count % 5000 == 0:
                    progress(_("tabel %(name)s: %(count)d baris ...") % {"name": name, "count": count})
        size = spool.tell()
        spool.seek(0)
        writer.add(f"tables/{name}.jsonl.gz", spool, size)
    names = tuple(str(field.column) for field in tables.columns(model))
    return tables.Table(name, names, count, seen.hexdigest())


def _books(progress: Progress) -> tuple[tuple[Root, ...], list[str]]:
    codes = dict(Government.objects.values_list("pk", "code"))
    found = ledger.verify(progress=lambda count: progress(_("%d entri buku diperiksa ...") % count))
    roots = tuple(
        Root(each.government_id, codes.get(each.government_id, "-"), each.entries, each.root)
        for each in found
    )
    broken = [
        _("buku %(code)s rusak di entri %(seq)s: %(reason)s")
        % {"code": codes.get(each.government_id, "-"), "seq": each.broken, "reason": each.reason}
        for each in found
        if not each.is_whole
    ]
    return roots, broken


def needed() -> set[tuple[str, bool]]:
    """Every file that a row names: its digest, and whether it lies sealed."""
    rows = Document.objects.filter(purged_at__isnull=True).values_list("sha256", "is_sealed").distinct()
    return set(rows.iterator())


def _files(
    writer: Writer, wanted: set[tuple[str, bool]], progress: Progress
) -> tuple[int, list[str], list[str]]:
    count, faults, missing = 0, [], set(wanted)
    for name, path in stored_files():
        try:
            content = path.read_bytes()
        except FileNotFoundError:  # destroyed by rule a moment ago
            continue
        is_sealed = name.startswith("sealed/")
        missing.discard((path.name, is_sealed))
        if not fits(content, digest=path.name, is_sealed=is_sealed):
            faults.append(_("berkas %s: isinya tidak sama dengan yang dahulu disimpan") % name)
        writer.add_bytes(f"files/{name}", content)
        count += 1
        progress(_("%d berkas disalin ...") % count)
    still = needed() if missing else set()  # what was destroyed while we copied is no loss
    lost = sorted(digest for digest, _is_sealed in missing & still)
    return count, [*faults, *(_("berkas %s: hilang dari penyimpanan") % digest for digest in lost)], lost


def stored_files() -> Iterator[tuple[str, Path]]:
    """Every file of the store: "plain/ab/abc…" and where it lies."""
    root = Path(settings.LUTRA_FILES)
    for kind in ("plain", "sealed"):
        for path in sorted((root / kind).glob("??/*")):
            if not path.name.startswith("."):
                yield f"{kind}/{path.parent.name}/{path.name}", path


def fits(content: bytes, *, digest: str, is_sealed: bool) -> bool:
    """Whether a file's content is the one whose digest it is named by; a sealed one is opened for that."""
    if is_sealed:
        try:
            content = unseal_bytes(content)
        except InvalidToken:
            return False
    return hashlib.sha256(content).hexdigest() == digest


def _note(path: Path, manifest: Manifest) -> None:
    note = Path(settings.DATA) / NOTE
    draft = note.with_name(f".{NOTE}.{os.getpid()}")
    facts = {
        "made_at": manifest.made_at,
        "archive": str(path),
        "bytes": path.stat().st_size,
        "faults": len(manifest.faults),
    }
    draft.write_text(json.dumps(facts, ensure_ascii=False))
    draft.replace(note)


def last_made() -> tuple[datetime, str] | None:
    """When this installation was last backed up, and to which file; None when it never was."""
    try:
        facts = json.loads((Path(settings.DATA) / NOTE).read_text())
    except FileNotFoundError:
        return None
    return datetime.fromisoformat(facts["made_at"]), str(facts["archive"])
