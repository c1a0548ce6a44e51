"""A twin of BSrE's signing service on this machine, which answers as its documentation says, also when it refuses.

It knows officials by NIK with a passphrase, signs with a certificate of its own, and can be told to misbehave.
"""

from __future__ import annotations

import base64
import io
import json
import tempfile
import threading
import time
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pikepdf

from lutra.letters.signing import LocalSigner, make_demo_certificate, read_signature

USER, PASSWORD = "lutra", "rahasia-pemasangan"  # of the installation
NIK, PASSPHRASE = "7322030101800002", "frasa sandi Budi 2020"  # of the official


@dataclass
class Twin:
    """The service. ``trouble`` makes it misbehave: timeout, 500, html, garbage, unsigned, other or moved."""

    officials: dict[str, str] = field(default_factory=lambda: {NIK: PASSPHRASE})
    status: dict[str, str] = field(default_factory=dict)  # by NIK; ISSUE for everybody else
    trouble: str = ""
    signed: int = 0
    asked: list[str] = field(default_factory=list)  # the paths, in order
    _server: ThreadingHTTPServer | None = None
    _signer: LocalSigner | None = None

    @property
    def url(self) -> str:
        """Where it listens. Raises LookupError before ``start``."""
        if self._server is None:
            raise LookupError("the twin was not started")
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> Twin:
        """Listen on a free port."""
        folder = Path(tempfile.mkdtemp(prefix="lutra-bsre-"))
        make_demo_certificate(folder / "official.p12", password="p12", subject="Budi (kembaran BSrE)")
        self._signer = LocalSigner(folder / "official.p12", "p12")
        (folder / "official.p12").unlink()
        folder.rmdir()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"twin": self}))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def sign(self, pdf: bytes) -> bytes:
        """The file as the service would give it back."""
        if self._signer is None:
            raise LookupError("the twin was not started")
        self.signed += 1
        return self._signer.sign(pdf, place="")


class _Handler(BaseHTTPRequestHandler):
    twin: Twin

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base class's name)
        """Say nothing: the path holds a NIK."""

    def do_GET(self) -> None:
        if not self._may_enter():
            return
        nik = self.path.rpartition("/")[2]
        if nik not in self.twin.officials:
            self._json(
                200, {"status_code": 1110, "status": "NOT_REGISTERED", "message": "User belum terdaftar"}
            )
            return
        status = self.twin.status.get(nik, "ISSUE")
        code = 1111 if status == "ISSUE" else 2021
        self._json(200, {"status_code": code, "status": status, "message": f"Sertifikat {status}"})

    def do_POST(self) -> None:
        parts = self._parts()
        if not self._may_enter():
            return
        if self.path == "/api/sign/verify":
            self._verify(parts)
        elif self._misbehaves(parts):
            return
        else:
            self._sign(parts)

    def _sign(self, parts: dict[str, bytes]) -> None:
        nik, passphrase = parts.get("nik", b"").decode(), parts.get("passphrase", b"").decode()
        if parts.get("tampilan") not in {b"invisible", b"visible"} or not parts.get("file", b"").startswith(
            b"%PDF"
        ):
            self._json(400, {"status_code": 4001, "error": "Parameter tidak lengkap"})
        elif nik not in self.twin.officials:
            self._json(400, {"status_code": 2011, "error": "User tidak terdaftar"})
        elif self.twin.status.get(nik, "ISSUE") != "ISSUE":
            self._json(400, {"status_code": 2021, "error": "Sertifikat user sudah expired"})
        elif self.twin.officials[nik] != passphrase:
            self._json(400, {"status_code": 2031, "error": "Passphrase anda salah !!!"})
        else:
            self._pdf(self.twin.sign(parts["file"]))

    def _verify(self, parts: dict[str, bytes]) -> None:
        found = read_signature(parts["signed_file"])
        whole = bool(found and found["intact"] and found["whole"])
        told = {"jumlah_signature": 1 if found else 0, "summary": "VALID" if whole else "INVALID"}
        self._json(
            200, {**told, "details": [{"info_signer": {"signer_name": found["signer"]}}] if found else []}
        )

    def _misbehaves(self, parts: dict[str, bytes]) -> bool:
        trouble = self.twin.trouble
        if trouble == "timeout":
            time.sleep(1.5)
            self.close_connection = True
        elif trouble == "500":
            self._json(500, {"timestamp": "2020-03-10", "status": 500, "error": "Internal Server Error"})
        elif trouble == "html":
            self._send(502, b"<html>Bad Gateway</html>", "text/html")
        elif trouble == "garbage":
            self._pdf(b"%PDF-1.7 bukan berkas")
        elif trouble == "unsigned":
            self._pdf(parts["file"])
        elif trouble == "other":
            self._pdf(self.twin.sign(_blank()))
        elif trouble == "moved":
            self.send_response(307)
            self.send_header("Location", f"{self.twin.url}/elsewhere")
            self.end_headers()
        return bool(trouble)

    def _may_enter(self) -> bool:
        self.twin.asked.append(self.path)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") == f"Basic {login}":
            return True
        self._json(401, {"error": "Unauthorized"})
        return False

    def _parts(self) -> dict[str, bytes]:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = BytesParser(policy=HTTP).parsebytes(head + body)
        return {
            str(part.get_param("name", header="content-disposition")): bytes(
                part.get_payload(decode=True) or b""
            )
            for part in message.iter_parts()
        }

    def _pdf(self, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/pdf")
        self.send_header("id_dokumen", f"twin-{self.twin.signed:04d}")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _json(self, status: int, told: dict[str, Any]) -> None:
        self._send(status, json.dumps(told).encode(), "application/json")

    def _send(self, status: int, content: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _blank() -> bytes:
    """Another document than the one that was sent."""
    with pikepdf.new() as made:
        made.add_blank_page()
        kept = io.BytesIO()
        made.save(kept)
    return kept.getvalue()
