"""The form of a dossier: rebuilt alike, and no byte of it can be changed unnoticed."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from lutra.ledger import chain
from lutra.objections.dossier import Paper, Seal, archive, pack, sha256, verify
from lutra.objections.errors import DossierDamaged

PAPERS = [
    Paper("00-daftar-isi.pdf", "Daftar isi", "index", b"%PDF-1.7 daftar"),
    Paper("01-kronologi.pdf", "Kronologi", "chronology", b"%PDF-1.7 kronologi"),
]


def entry(seq: int, before: str) -> dict[str, Any]:
    words = {
        "prev_hash": before,
        "government_id": 1,
        "seq": seq,
        "at": datetime(2026, 3, 2, 1, tzinfo=UTC),
        "kind": "request.filed",
        "subject": ("request", 7),
        "actor": "applicant",
        "post_id": None,
        "data": {"kata": "Jalan “Sabbang” \u2028 \x7f ✓ \n", "angka": 3},
    }
    return {**chain.written(**words), "hash": chain.digest(**words)}


def about() -> dict[str, Any]:
    first = entry(4, chain.GENESIS)
    second = entry(5, first["hash"])
    return {
        "kind": "bundle",
        "government": {"code": "73.22", "name": "Luwu Utara"},
        "objection": "0001/KEB/LUTRA/2026",
        "request": None,
        "dispute": None,
        "sealed": [],
        "ledger": {"entries": [first, second], "root": {"seq": 5, "hash": second["hash"]}},
    }


@pytest.fixture(scope="module")
def seal() -> Seal:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "PPID Luwu Utara")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return Seal(
        certificate.public_bytes(serialization.Encoding.PEM),
        lambda content: key.sign(content, PKCS1v15(), hashes.SHA256()),
    )


@pytest.fixture(scope="module")
def signed(seal: Seal) -> bytes:
    return pack(PAPERS, about=about(), seal=seal)


@pytest.fixture(scope="module")
def plain() -> bytes:
    return pack(PAPERS, about=about(), seal=None)


def test_a_dossier_is_whole_and_signed(signed: bytes) -> None:
    found = verify(signed)
    assert found.problems == ()
    assert (found.is_signed, found.files, found.entries) == (True, 4, 2)
    assert "PPID Luwu Utara" in found.manifest["signature"]["signer"]


def test_the_same_input_gives_the_same_bytes(signed: bytes, seal: Seal) -> None:
    assert pack(PAPERS, about=about(), seal=seal) == signed


def test_every_program_opens_the_archive(signed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(signed)) as opened:
        assert opened.testzip() is None
        names = opened.namelist()
        assert names == sorted(names)
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        manifest = json.loads(opened.read("manifest.json"))
        for row in manifest["files"]:
            assert hashlib.sha256(opened.read(row["path"])).hexdigest() == row["sha256"]


def is_found(content: bytes) -> bool:
    try:
        return not verify(content).is_whole
    except DossierDamaged:
        return True


@pytest.mark.parametrize("which", ["plain", "signed"])
def test_any_changed_byte_is_found(which: str, request: pytest.FixtureRequest) -> None:
    whole: bytes = request.getfixturevalue(which)
    with zipfile.ZipFile(io.BytesIO(whole)) as opened:
        page = opened.getinfo("periksa.html")
    # Of the long page every 50th byte; of everything else each.
    skipped = range(page.header_offset + 60, page.header_offset + page.file_size)
    places = [at for at in range(len(whole)) if at not in skipped or at % 50 == 0]
    unnoticed = [at for at in places if not is_found(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])]
    assert unnoticed == []


@given(st.data())
def test_any_cut_or_insertion_is_found(data: st.DataObject) -> None:
    whole = pack(PAPERS, about=about(), seal=None)
    at = data.draw(st.integers(0, len(whole)))
    more = data.draw(st.binary(max_size=3))
    less = data.draw(st.integers(0 if more else 1, 3))
    changed = whole[:at] + more + whole[at + less :]
    assert changed == whole or is_found(changed)


def rebuilt(content: bytes, **changes: bytes | None) -> bytes:
    """The archive made anew by somebody who knows its form but not the key."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        files: dict[str, bytes | None] = {name: opened.read(name) for name in opened.namelist()}
    return archive({path: data for path, data in (files | changes).items() if data is not None})


def forged(content: bytes, **changes: Any) -> bytes:
    """The manifest written anew with its digest."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        manifest = json.loads(opened.read("manifest.json"))
    raw = chain.canonical({**manifest, **changes}).encode()
    return rebuilt(
        content, **{"manifest.json": raw, "manifest.sha256": f"{sha256(raw)}  manifest.json\n".encode()}
    )


def test_whoever_has_not_the_key_cannot_write_the_manifest_anew(signed: bytes, plain: bytes) -> None:
    assert verify(forged(signed, objection="0009/KEB/LUTRA/2026")).problems == (
        "Tanda tangan berkas sengketa tidak sah.",
    )
    assert verify(
        forged(plain, objection="0009/KEB/LUTRA/2026")
    ).is_whole  # nobody signed: the book's hash must tell


def test_a_removed_signature_is_found(signed: bytes) -> None:
    assert not verify(rebuilt(signed, **{"manifest.sig": None})).is_whole


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"01-kronologi.pdf": b"lain"}, "01-kronologi.pdf sudah berubah."),
        ({"01-kronologi.pdf": None}, "01-kronologi.pdf hilang."),
        ({"tambahan.pdf": b"x"}, "tambahan.pdf tidak ada dalam daftar."),
        ({"manifest.sha256": b"x"}, "manifest.json tidak cocok dengan sidiknya."),
    ],
)
def test_what_was_changed_is_named(plain: bytes, changes: dict[str, bytes | None], said: str) -> None:
    assert verify(rebuilt(plain, **changes)).problems == (said,)


def test_a_changed_entry_of_the_book_is_named(plain: bytes) -> None:
    first = entry(4, chain.GENESIS)
    second = entry(5, first["hash"])
    other = {**second, "actor": "officer:1"}
    root = {"seq": 5, "hash": second["hash"]}
    for entries, said in (
        ([first, other], "Entri buku nomor 5 sudah berubah."),
        ([first, entry(5, "1" * 64)], "Entri buku nomor 5 tidak bersambung."),
        ([second, first], "Entri buku nomor 4 tidak bersambung."),
        ([first], "Akar buku tidak sama dengan entri terakhir."),
    ):
        assert said in verify(forged(plain, ledger={"entries": entries, "root": root})).problems


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"x" * 100, archive({"a": b"b"}), archive({"manifest.json": b"[]"})]
)
def test_what_is_no_dossier_is_refused(content: bytes) -> None:
    with pytest.raises(DossierDamaged):
        verify(content)


def test_the_page_asks_nobody(signed: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(signed)) as opened:
        page = opened.read("periksa.html").decode()
    assert "default-src 'none'" in page
    for way_out in ("http:", "https:", "fetch(", "XMLHttpRequest", "WebSocket", "import(", "src="):
        assert way_out not in page.replace("script-src", "").replace("default-src", "")
