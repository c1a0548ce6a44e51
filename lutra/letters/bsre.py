"""The national certificate authority's signing service (BSrE), as its "API Esign Client Service" is documented.

The service runs in the government's own network and holds the officials' keys. Three calls are used, all with Basic
authentication: ``GET /api/user/status/{nik}``, ``POST /api/sign/pdf`` (multipart: file, nik, passphrase, tampilan; the
answer is the signed PDF with its number in the header ``id_dokumen``) and ``POST /api/sign/verify``. A refusal is JSON:
``{"status_code": 2031, "error": "Passphrase anda salah !!!"}``.

NIK and passphrase go into one request and nowhere else: no log, no exception, no redirect to another machine.
"""

from __future__ import annotations

import base64
import http.client
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from lutra.letters.errors import (
    CertificateNotValid,
    NotEnrolled,
    ServiceAway,
    ServiceRefused,
    SignatureUnusable,
    WrongPassphrase,
)

#: What the service calls a certificate that can be used.
READY = "ISSUE"
# The service's own numbers for what went wrong; only these two are used alike by all its versions.
_UNKNOWN_USER = 2011
_WRONG_PASSPHRASE = 2031
_LARGEST = 80 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed file and the number under which the service keeps it."""

    pdf: bytes
    document_id: str


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """A redirect would take the passphrase to a stranger."""

    def redirect_request(self, *_args: Any, **_keywords: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Service:
    """One signing service: its address and how this installation is known there."""

    url: str
    user: str
    password: str = field(repr=False)
    timeout: float = 30

    def check(self, nik: str) -> None:
        """Pass when the official can sign. Raises NotEnrolled, CertificateNotValid, ServiceAway, ServiceRefused."""
        _headers, body = self._ask(f"api/user/status/{nik}")
        told = _json(body)
        status = str(told.get("status", "")).upper()
        if status == READY:
            return
        if status in {"EXPIRED", "RENEW", "REVOKE", "REVOKED", "SUSPEND"}:
            raise CertificateNotValid()
        if status or told.get("status_code"):
            raise NotEnrolled()
        raise ServiceAway()

    def sign(self, pdf: bytes, *, nik: str, passphrase: str) -> Signed:
        """The file with an invisible signature.

        Raises WrongPassphrase, NotEnrolled, CertificateNotValid, ServiceAway, ServiceRefused, SignatureUnusable.
        """
        fields = {"nik": nik, "passphrase": passphrase, "tampilan": "invisible"}
        headers, body = self._ask("api/sign/pdf", fields=fields, file=pdf)
        if not body.startswith(b"%PDF-"):
            _refused(200, body)
            raise SignatureUnusable()
        return Signed(pdf=body, document_id=str(headers.get("id_dokumen", ""))[:80])

    def verify(self, pdf: bytes) -> dict[str, Any]:
        """What the service says of a signed file; how many signatures, by whom, whether intact."""
        _headers, body = self._ask("api/sign/verify", fields={}, file=pdf, file_field="signed_file")
        return _json(body)

    def _ask(
        self,
        path: str,
        *,
        fields: Mapping[str, str] | None = None,
        file: bytes = b"",
        file_field: str = "file",
    ) -> tuple[Mapping[str, str], bytes]:
        login = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Accept": "application/json, application/pdf"}
        content: bytes | None = None
        if fields is not None:
            boundary = secrets.token_hex(16)
            headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
            content = _multipart(boundary, fields, file, file_field)
        request = urllib.request.Request(f"{self.url.rstrip('/')}/{path}", data=content, headers=headers)  # noqa: S310
        opener = urllib.request.build_opener(_Nowhere, urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=self.timeout) as answer:
                return answer.headers, answer.read(_LARGEST)
        except urllib.error.HTTPError as error:
            with error:
                _refused(error.code, error.read(65_536))
            raise ServiceAway() from None
        except (TimeoutError, OSError, http.client.HTTPException):
            # Its text may name the address, which holds the NIK.
            raise ServiceAway() from None


def service() -> Service | None:
    """The signing service of the settings; None where none is set."""
    if not settings.LUTRA_BSRE_URL:
        return None
    return Service(
        settings.LUTRA_BSRE_URL,
        settings.LUTRA_BSRE_USER,
        settings.LUTRA_BSRE_PASSWORD,
        settings.LUTRA_BSRE_TIMEOUT,
    )


def _refused(status: int, body: bytes) -> None:
    """Raise what a refusal means; nothing for an answer that says nothing."""
    told = _json(body)
    code, text = told.get("status_code"), str(told.get("error") or told.get("message") or "").lower()
    if status in {401, 403} and not code:
        raise ServiceRefused()
    if code == _WRONG_PASSPHRASE or "passphrase" in text:
        raise WrongPassphrase()
    if any(word in text for word in ("expired", "kadaluarsa", "kedaluwarsa", "habis masa", "revoke")):
        raise CertificateNotValid()
    if code == _UNKNOWN_USER or "tidak terdaftar" in text or "belum terdaftar" in text:
        raise NotEnrolled()
    if code or text:
        raise ServiceAway() if status >= 500 else ServiceRefused()


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _multipart(boundary: str, fields: Mapping[str, str], file: bytes, file_field: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{file_field}"; filename="surat.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n".encode()
    )
    return b"".join([*parts, file, f"\r\n--{boundary}--\r\n".encode()])
