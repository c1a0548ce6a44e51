"""Signing many letters with one key.

The library takes most of its time for what is the same in every letter: it opens the RSA key anew and builds the same
signature container from the same parts. Here the key stays open, and the container of the first letter becomes a
mould: of the next ones only the digest of the file and the signature over it are new, each of unchanging length.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asn1crypto import cms  # type: ignore[import-untyped]
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from pyhanko.sign.signers import SimpleSigner

# Attributes that are the same in every letter. Any other (a time, say) must not be poured again.
_CONSTANT = {"content_type", "message_digest", "signing_certificate_v2", "cms_algorithm_protection"}


@dataclass(frozen=True, slots=True)
class Mould:
    """A finished container, and what in it belongs to one letter only."""

    container: bytes
    attributes: bytes  # what the signature is over
    digest: bytes
    signature: bytes

    def attributes_for(self, digest: bytes) -> bytes:
        """What has to be signed for a file with this digest."""
        return self.attributes.replace(self.digest, digest)

    def poured(self, digest: bytes, signature: bytes) -> bytes:
        """The container for a file with this digest."""
        return self.container.replace(self.digest, digest).replace(self.signature, signature)


class KeyedSigner(SimpleSigner):
    """Signs with an RSA key as PAdES B-B, quickly; everything else is left to the parent."""

    _opened: rsa.RSAPrivateKey | None = None
    _mould: Mould | None = None

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """The raw signature, as the parent makes it."""
        algorithm = self.get_signature_mechanism_for_digest(digest_algorithm).signature_algo
        if algorithm != "rsassa_pkcs1v15" or digest_algorithm != "sha256":
            return bytes(super().sign_raw(data, digest_algorithm))
        if self._opened is None:
            key = serialization.load_der_private_key(self.signing_key.dump(), password=None)
            if not isinstance(key, rsa.RSAPrivateKey):
                return bytes(super().sign_raw(data, digest_algorithm))
            self._opened = key
        return self._opened.sign(data, PKCS1v15(), hashes.SHA256())

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        *options: Any,
        **named: Any,
    ) -> cms.ContentInfo:
        """The container for a file with this digest: poured into the mould where there is one."""
        if self._mould is None or dry_run or digest_algorithm != "sha256":
            made = await super().async_sign(data_digest, digest_algorithm, dry_run, *options, **named)
            if self._opened is not None and not dry_run and digest_algorithm == "sha256":
                self._mould = mould_of(made, data_digest)
            return made
        signature = self.sign_raw(self._mould.attributes_for(data_digest), digest_algorithm)
        return cms.ContentInfo.load(self._mould.poured(data_digest, signature))


def mould_of(made: cms.ContentInfo, digest: bytes) -> Mould | None:
    """A mould from a finished container; None where more than digest and signature may differ in the next."""
    container = made.dump()
    (info,) = made["content"]["signer_infos"]
    signature = info["signature"].native
    names = {attribute["type"].native for attribute in info["signed_attrs"]}
    has_unsigned = bool(info["unsigned_attrs"])
    if names - _CONSTANT or has_unsigned or container.count(digest) != 1 or container.count(signature) != 1:
        return None
    # The signature is over the attributes as a set of their own, not over their place in the container.
    return Mould(container, b"\x31" + info["signed_attrs"].dump()[1:], digest, signature)
