"""The form of a dossier for the commission: an archive that is the same, byte for byte, whenever it is made of the same
things, with a manifest by which anybody can find a single changed byte without us.

The archive holds numbered files, ``periksa.html`` (the same check as ``verify``, for a browser without a network),
``manifest.json`` (what there is, with SHA-256 of each, and the book's entries with their hashes), its digest, and,
where there is a key, ``manifest.sig``: a signature over the manifest. Nothing is compressed and every header is fixed,
so the archive can be rebuilt from what it holds; one that differs from its rebuilding was changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from django.utils.translation import gettext as _

from lutra.ledger.chain import canonical
from lutra.objections.errors import DossierDamaged

FORMAT = "lutra-dossier/1"
MANIFEST, DIGEST, SIGNATURE = "manifest.json", "manifest.sha256", "manifest.sig"
CERTIFICATE, CHECKER = "penandatangan.pem", "periksa.html"
_UNLISTED = {MANIFEST, DIGEST, SIGNATURE}
_LARGEST = 2**32 - 1  # bytes an archive of the plain form can hold


@dataclass(frozen=True, slots=True)
class Paper:
    """One file of the dossier. ``section`` is a code of the commission's order."""

    path: str
    title: str
    section: str
    content: bytes

    def listed(self) -> dict[str, Any]:
        """How the manifest names it."""
        return {
            "path": self.path,
            "title": self.title,
            "section": self.section,
            "size": len(self.content),
            "sha256": sha256(self.content),
        }


@dataclass(frozen=True, slots=True)
class Seal:
    """A key that signs the manifest (RSASSA-PKCS1-v1_5 with SHA-256, the same signature each time)."""

    certificate: bytes  # PEM
    sign: Callable[[bytes], bytes]


def sha256(content: bytes) -> str:
    """The SHA-256 of ``content`` in lower-case hex."""
    return hashlib.sha256(content).hexdigest()


@cache
def checker() -> bytes:
    """The page that checks a dossier without a network."""
    return (Path(__file__).parent / CHECKER).read_bytes()


def pack(papers: Sequence[Paper], *, about: Mapping[str, Any], seal: Seal | None) -> bytes:
    """The dossier as an archive. ``about`` is the rest of the manifest: what the dossier is of, and the book's entries.

    Raises DossierDamaged when it grows too large for an archive that every program opens.
    """
    own = [Paper(CHECKER, "Pemeriksa berkas", "tools", checker())]
    signature: dict[str, str] | None = None
    if seal is not None:
        own.append(Paper(CERTIFICATE, "Sertifikat penandatangan", "tools", seal.certificate))
        signature = _signed_by(seal.certificate)
    every = [*papers, *own]
    manifest = canonical(
        {**about, "format": FORMAT, "files": [one.listed() for one in every], "signature": signature}
    ).encode()
    files = {one.path: one.content for one in every} | {MANIFEST: manifest}
    files[DIGEST] = f"{sha256(manifest)}  {MANIFEST}\n".encode()
    if seal is not None:
        files[SIGNATURE] = seal.sign(manifest)
    if len(files) != len(every) + len(_UNLISTED) - (seal is None):
        raise DossierDamaged(_("Dua berkas dalam berkas sengketa bernama sama."))
    return archive(files)


def _signed_by(certificate: bytes) -> dict[str, str]:
    found = x509.load_pem_x509_certificate(certificate)
    key = found.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "algorithm": "RSASSA-PKCS1-v1_5",
        "hash": "SHA-256",
        "certificate": CERTIFICATE,
        "fingerprint": found.fingerprint(hashes.SHA256()).hex(),
        "public_key": base64.b64encode(key).decode("ascii"),
        "signer": found.subject.rfc4514_string(),
    }


# --- the archive ---

# Signature, version 2.0, no flags, stored, 00:00:00 on 1 January 1980; then crc, two sizes, lengths.
_LOCAL = struct.Struct("<IHHHHHIIIHH")
_CENTRAL = struct.Struct("<IHHHHHHIIIHHHHHII")
_END = struct.Struct("<IHHHHIIH")
_MIDNIGHT, _FIRST_DAY = 0, 33


def archive(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of ``files``, sorted by name, stored, without times or owners: the same input gives the same bytes."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for path, content in sorted(files.items()):
        name = path.encode("ascii")
        fixed = (
            20,
            0,
            0,
            _MIDNIGHT,
            _FIRST_DAY,
            zlib.crc32(content),
            len(content),
            len(content),
            len(name),
            0,
        )
        local = _LOCAL.pack(0x04034B50, *fixed) + name
        directory.append(_CENTRAL.pack(0x02014B50, 20, *fixed, 0, 0, 0, 0, offset) + name)
        parts += (local, content)
        offset += len(local) + len(content)
        if offset > _LARGEST:
            raise DossierDamaged(
                _("Berkas sengketa melebihi 4 GB; pisahkan berkas bukti yang besar lalu buat lagi.")
            )
    table = b"".join(directory)
    end = _END.pack(0x06054B50, 0, 0, len(directory), len(directory), len(table), offset, 0)
    return b"".join((*parts, table, end))


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive that we made. Raises DossierDamaged for any other."""
    damaged = DossierDamaged(_("Ini bukan berkas sengketa, atau susunan arsipnya sudah berubah."))
    files: dict[str, bytes] = {}
    try:
        at = _END.unpack(content[-_END.size :])[6]
        while content[at : at + 4] == b"PK\x01\x02":
            row = _CENTRAL.unpack_from(content, at)
            size, length, offset = row[8], row[10], row[16]
            name = content[at + _CENTRAL.size : at + _CENTRAL.size + length].decode("ascii")
            begins = offset + _LOCAL.size + length
            files[name] = content[begins : begins + size]
            at += _CENTRAL.size + length
    except (struct.error, UnicodeDecodeError) as error:
        raise damaged from error
    if MANIFEST not in files:
        raise damaged
    return files


# --- the check ---


@dataclass(frozen=True, slots=True)
class Check:
    """What the check of a dossier found. ``problems`` is empty when it is as it was made.

    ``is_signed`` tells of a signature that holds; that the key belongs to whom it names, the fingerprint must be
    compared for.
    """

    manifest: Mapping[str, Any]
    problems: tuple[str, ...]
    files: int
    entries: int
    is_signed: bool

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed."""
        return not self.problems


def verify(content: bytes) -> Check:
    """Check a dossier alone, without database or network: archive, files, entries of the book, signature.

    Raises DossierDamaged when it cannot even be read.
    """
    files = _unpacked(content)
    try:
        manifest = json.loads(files[MANIFEST])
        problems = [*_file_problems(manifest, files), *_entry_problems(manifest)]
        signed, broken = _signature(manifest, files)
        listed, entries = len(manifest["files"]), len(manifest["ledger"]["entries"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DossierDamaged(_("Daftar isi berkas sengketa (manifest.json) tidak terbaca.")) from error
    problems += broken
    if archive(files) != content:
        problems.append(_("Susunan arsip berbeda dari saat dibuat."))
    return Check(manifest=manifest, problems=tuple(problems), files=listed, entries=entries, is_signed=signed)


def _file_problems(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterable[str]:
    raw = files[MANIFEST]
    if manifest["format"] != FORMAT or canonical(manifest).encode() != raw:
        yield _("manifest.json tidak ditulis oleh Lutra, atau sudah berubah.")
    if files.get(DIGEST) != f"{sha256(raw)}  {MANIFEST}\n".encode():
        yield _("manifest.json tidak cocok dengan sidiknya.")
    for row in manifest["files"]:
        content = files.get(row["path"])
        if content is None:
            yield _("%(path)s hilang.") % {"path": row["path"]}
        elif len(content) != row["size"] or sha256(content) != row["sha256"]:
            yield _("%(path)s sudah berubah.") % {"path": row["path"]}
    known = {row["path"] for row in manifest["files"]} | _UNLISTED
    for path in sorted(files.keys() - known):
        yield _("%(path)s tidak ada dalam daftar.") % {"path": path}


def _entry_problems(manifest: Mapping[str, Any]) -> Iterable[str]:
    """Each entry of the book must have the hash that its words give, and neighbours must hang together."""
    before: Mapping[str, Any] | None = None
    for entry in manifest["ledger"]["entries"]:
        words = {name: value for name, value in entry.items() if name != "hash"}
        if sha256(canonical(words).encode()) != entry["hash"]:
            yield _("Entri buku nomor %(seq)s sudah berubah.") % {"seq": entry["seq"]}
        if before is not None:
            in_order = before["seq"] < entry["seq"]
            is_next = before["seq"] + 1 == entry["seq"]
            if not in_order or (is_next and entry["prev_hash"] != before["hash"]):
                yield _("Entri buku nomor %(seq)s tidak bersambung.") % {"seq": entry["seq"]}
        before = entry
    root = manifest["ledger"]["root"]
    if before is not None and (root["seq"], root["hash"]) != (before["seq"], before["hash"]):
        yield _("Akar buku tidak sama dengan entri terakhir.")


def _signature(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> tuple[bool, list[str]]:
    """Whether a signature holds, and what is wrong with it."""
    claimed, signature = manifest["signature"], files.get(SIGNATURE)
    if claimed is None and signature is None:
        return False, []
    broken = [_("Tanda tangan berkas sengketa tidak sah.")]
    if claimed is None or signature is None:
        return False, broken
    certificate = files.get(claimed["certificate"], b"")
    try:
        if _signed_by(certificate) != claimed:
            return False, broken
        key = x509.load_pem_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion):
        return False, broken
    if not isinstance(key, rsa.RSAPublicKey):
        return False, broken
    try:
        key.verify(signature, files[MANIFEST], PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False, broken
    return True, []
