"""Signing letters: a port, and what stands behind it.

``LocalSigner`` signs with a certificate file (PKCS#12) as PAdES B-B, without the network. ``ByHand`` leaves room for a
pen. A remote service (such as the national certificate authority's) is one more class with the same two members.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import pem  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from lutra.directory.models import Government
from lutra.keys import secret_file
from lutra.letters.errors import SigningFailed
from lutra.letters.keyed import KeyedSigner

FIELD = "Lutra"
# Bytes kept free for the signature in the file; a certificate chain of three fits.
_ROOM = 16_384
_DEMO_YEARS = 10


class Signer(Protocol):
    """Whoever signs a finished letter."""

    @property
    def is_electronic(self) -> bool:
        """Whether ``sign`` puts a signature into the file; decided before the letter is typeset."""

    def sign(self, pdf: bytes, *, place: str) -> bytes:
        """The signed file. Raises SigningFailed."""


class ByHand:
    """No certificate: the letter says so and leaves room for a signature."""

    is_electronic = False

    def sign(self, pdf: bytes, *, place: str) -> bytes:  # noqa: ARG002 (the port's)
        """The same file."""
        return pdf


class LocalSigner:
    """Signs with a key that lies on this machine."""

    is_electronic = True

    def __init__(self, path: Path, password: str) -> None:
        """Read the PKCS#12 file. Raises SigningFailed when it is missing, damaged, or the password is wrong."""
        try:
            loaded = signers.SimpleSigner.load_pkcs12_data(
                path.read_bytes(), other_certs=(), passphrase=password.encode() or None
            )
        except (OSError, ValueError) as error:
            raise SigningFailed(
                _(
                    "Sertifikat penandatangan tidak dapat dibaca; periksa LUTRA_SIGNING_P12 dan LUTRA_SIGNING_PASSWORD."
                )
            ) from error
        self._certificate: Any = loaded.signing_cert
        self._signer = KeyedSigner(
            signing_cert=loaded.signing_cert,
            signing_key=loaded.signing_key,
            cert_registry=loaded.cert_registry,
        )

    def sign(self, pdf: bytes, *, place: str) -> bytes:
        """The file with an invisible PAdES B-B signature over all of it; the tags and the archive format stay."""
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", location=place or None
        )
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        signed = signers.PdfSigner(metadata, self._signer).sign_pdf(writer, bytes_reserved=_ROOM)
        return bytes(signed.getvalue())

    @property
    def certificate(self) -> bytes:
        """The signing certificate (PEM)."""
        return bytes(pem.armor("CERTIFICATE", self._certificate.dump()))

    @property
    def name(self) -> str:
        """Whose certificate it is."""
        return str(self._certificate.subject.human_friendly)

    @property
    def signs_alike(self) -> bool:
        """Whether ``raw`` gives the same signature for the same content each time: RSA keys do."""
        return bool(self._certificate.public_key.algorithm == "rsa")

    def raw(self, content: bytes) -> bytes:
        """The bare signature over ``content`` (RSASSA-PKCS1-v1_5 with SHA-256 for an RSA key)."""
        return self._signer.sign_raw(content, "sha256")


def signer_for(government: Government) -> Signer:
    """Who signs for a government: the installation's certificate; in a demo one made on the spot; else a pen."""
    if settings.LUTRA_SIGNING_P12:
        return _local(settings.LUTRA_SIGNING_P12, settings.LUTRA_SIGNING_PASSWORD)
    if government.is_demo:
        return _demo(government.name, str(settings.DATA))
    return ByHand()


def make_demo_certificate(path: Path, *, password: str, subject: str) -> None:
    """Make a certificate of one's own, which proves nothing to anybody else, as PKCS#12 (readable by its owner)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.COMMON_NAME, subject[:64]),
        ]
    )
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _DEMO_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    content = serialize_key_and_certificates(
        subject.encode()[:64],
        key,
        certificate,
        None,
        serialization.BestAvailableEncryption(password.encode()),
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.draft")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)


def read_signature(pdf: bytes, *, trusted: bytes | None = None) -> dict[str, Any] | None:
    """What the file's signature says: None when there is none, else intact, whole, trusted and signer.

    ``whole`` tells that nothing was added after signing. ``trusted`` is a certificate (PEM or DER) to trust; without
    one, "trusted" is False for everybody, and the network is never asked.
    """
    reader = PdfFileReader(io.BytesIO(pdf))
    embedded = reader.embedded_regular_signatures
    if not embedded:
        return None
    roots = list(load_certs_from_pemder_data(trusted)) if trusted else []
    status = validate_pdf_signature(
        embedded[-1], ValidationContext(trust_roots=roots, allow_fetching=False), skip_diff=True
    )
    return {
        "intact": bool(status.intact and status.valid),
        "whole": status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        "trusted": bool(status.trusted),
        "signer": str(status.signing_cert.subject.human_friendly),
    }


@cache
def _local(path: str, password: str) -> LocalSigner:
    return LocalSigner(Path(path), password)


@cache
def _demo(name: str, data: str) -> LocalSigner:
    keys = Path(data) / "keys"
    password = secret_file(keys / "demo-letters-password", length=24)
    path = keys / "demo-letters.p12"
    if not path.exists():
        make_demo_certificate(path, password=password, subject=f"PPID {name} (contoh)")
    return LocalSigner(path, password)
