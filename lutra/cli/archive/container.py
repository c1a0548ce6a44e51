"""The archive: a plain tar file whose last member but one, the manifest, holds the SHA-256 of every other."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from lutra.cli.archive.errors import Damaged, NotRestorable
from lutra.cli.archive.tables import Table

FORMAT = 1
MANIFEST = "manifest.json"
SEAL = "manifest.sha256"
KEYS = "keys.sealed"
_BLOCK = 1024 * 1024

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Root:
    """How far one government's book went, and the hash of its last entry."""

    government_id: int
    code: str
    entries: int
    root: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    version: str
    engine: str
    steps: tuple[tuple[str, str], ...]  # the migrations that were applied: application, name
    tables: tuple[Table, ...]
    books: tuple[Root, ...]
    files: int
    proof: dict[str, str]
    has_keys: bool
    faults: tuple[str, ...]  # what was damaged already when the backup was made, in words
    lost: tuple[str, ...]  # files that a row names and that were gone already
    members: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """How many rows all tables have together."""
        return sum(table.rows for table in self.tables)


class Writer:
    """Writes an archive beside its place and moves it there when it is whole and on the disk."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.draft = path.with_name(f".{path.name}.partial")
        self.draft.unlink(missing_ok=True)
        handle = os.open(self.draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "w+b")
        self.tar = tarfile.TarFile(fileobj=self.file, mode="w", format=tarfile.PAX_FORMAT)
        self.members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, source: IO[bytes], size: int) -> str:
        """Add ``size`` bytes of ``source`` under ``name``; their SHA-256."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        counted = _Hashing(source)
        self.tar.addfile(info, counted)
        self.members[name] = {"size": size, "sha256": counted.seen.hexdigest()}
        return counted.seen.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> str:
        """Add ``content`` under ``name``; its SHA-256."""
        return self.add(name, io.BytesIO(content), len(content))

    def close(self, manifest: Manifest) -> None:
        """End the archive with its manifest and put it on the disk, still beside its place."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        digest = self.add_bytes(MANIFEST, text)
        self.add_bytes(SEAL, f"{digest}  {MANIFEST}\n".encode())
        self.tar.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def publish(self) -> None:
        """Give the archive its name."""
        self.draft.replace(self.path)

    def discard(self) -> None:
        """Take away what was written so far."""
        self.file.close()
        self.draft.unlink(missing_ok=True)


class _Hashing:
    """A stream that is hashed while it is read."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.seen = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.source.read(size)
        self.seen.update(chunk)
        return chunk


def check(path: Path, progress: Progress) -> Manifest:
    """Read the whole archive and compare every digest; its manifest.

    Raises Damaged, which names each damaged part, and NotRestorable for an archive of another form.
    """
    found: dict[str, str] = {}
    texts: dict[str, bytes] = {}
    last = "-"
    try:
        with tarfile.open(path, "r:") as tar:
            for info in tar:
                source = tar.extractfile(info)
                if source is None:
                    continue
                seen = hashlib.sha256()
                while chunk := source.read(_BLOCK):
                    seen.update(chunk)
                    if info.name in {MANIFEST, SEAL}:
                        texts[info.name] = texts.get(info.name, b"") + chunk
                found[info.name] = seen.hexdigest()
                last = info.name
                progress(_("%(count)d bagian diperiksa ...") % {"count": len(found)})
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise Damaged(_("cadangan rusak: arsip tidak terbaca setelah %s.") % last, [last]) from error
    if MANIFEST not in texts or SEAL not in texts:
        raise Damaged(
            _("cadangan rusak atau terpotong: berakhir setelah %s, tanpa daftar isi.") % last, [last]
        )
    if texts[SEAL].split(b" ")[0].decode("ascii", "replace") != found[MANIFEST]:
        raise Damaged(_("cadangan rusak: daftar isinya (%s) berubah.") % MANIFEST, [MANIFEST])
    manifest = read_manifest(texts[MANIFEST])
    faults = [
        *(_("%s: isinya berubah") % name for name, row in manifest.members.items()
          if name in found and found[name] != row["sha256"]),
        *(_("%s: hilang") % name for name in manifest.members if name not in found),
        *(_("%s: tidak dikenal") % name for name in found if name not in {*manifest.members, MANIFEST, SEAL}),
    ]  # fmt: skip
    if faults:
        raise Damaged(_("cadangan rusak: %s.") % "; ".join(faults), faults)
    return manifest


def read_manifest(text: bytes) -> Manifest:
    """The manifest from its text. Raises NotRestorable when it is of a newer form."""
    loaded = json.loads(text)
    if loaded.get("format") != FORMAT:
        raise NotRestorable(
            _("cadangan ini dibuat oleh versi lain (bentuk %s); pakai versi Lutra yang membuatnya.")
            % loaded.get("format")
        )
    loaded["tables"] = tuple(Table(**{**row, "columns": tuple(row["columns"])}) for row in loaded["tables"])
    loaded["books"] = tuple(Root(**row) for row in loaded["books"])
    loaded["steps"] = tuple((app, name) for app, name in loaded["steps"])
    loaded["faults"], loaded["lost"] = tuple(loaded["faults"]), tuple(loaded["lost"])
    return Manifest(**loaded)


def members(path: Path, folder: str) -> Iterator[tuple[str, IO[bytes]]]:
    """The members under ``folder`` in the order in which they were written: name and content."""
    with tarfile.open(path, "r:") as tar:
        for info in tar:
            if info.name.startswith(folder) and (source := tar.extractfile(info)) is not None:
                yield info.name, source
