"""Asking a stranger's address for something, without being led into our own house. Loads no Django.

Every hop is looked at anew: only http and https, only the usual ports, and only names all of whose addresses are
public. The connection goes to the very address that was looked at, so a name cannot answer one thing to the check and
another to the connection. No more is read than the caller wants, and no longer than he waits.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_HOPS = 5
SECONDS = 10.0
_PORTS = {"http": 80, "https": 443}
_AGENT = "Lutra"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, its headers in lower case, and the first bytes of what it sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Target:
    """One request: where to connect (``address``), whom to ask for (``host``), what, and how many bytes at most."""

    scheme: str
    host: str
    port: int
    address: str
    path: str
    method: str
    most: int = 0
    headers: tuple[tuple[str, str], ...] = ()


class Opener(Protocol):
    """Sends one request and follows nothing. Raises OSError or http.client.HTTPException.

    ``timeout`` is in seconds, for the whole answer.
    """

    def __call__(self, target: Target, *, timeout: float) -> Answer: ...


Resolver = Callable[[str, int], Sequence[str]]


class NotFetched(Exception):
    """Nothing came; ``code`` says why in one word: "timeout", "no_such_host", "refused_address", "too_large", …"""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def ask(
    url: str,
    /,
    *,
    method: str = "GET",
    most: int = 0,
    headers: Sequence[tuple[str, str]] = (),
    opener: Opener | None = None,
    resolver: Resolver | None = None,
    timeout: float = SECONDS,
) -> Answer:
    """The answer to one request, after at most five redirections; its body holds at most ``most`` + 1 bytes.

    Raises NotFetched where nobody may be asked or nobody answers; whatever a server answers is an answer.
    """
    send_one, resolve = opener or send, resolver or addresses_of
    try:
        for _hop in range(MOST_HOPS + 1):
            target = _target(url, method, most, tuple(headers), resolve)
            answer = send_one(target, timeout=timeout)
            where = answer.headers.get("location", "")
            if answer.status not in _REDIRECTS or not where:
                return answer
            url = urljoin(url, where)
    except TimeoutError as error:
        raise NotFetched("timeout") from error
    except ssl.SSLError as error:
        raise NotFetched("certificate") from error
    except ValueError as error:  # a redirection to what is no address
        raise NotFetched("bad_address") from error
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched("no_answer") from error
    raise NotFetched("too_many_redirects")


def fetch(
    url: str,
    /,
    *,
    most: int,
    opener: Opener | None = None,
    resolver: Resolver | None = None,
    timeout: float = SECONDS,
) -> Answer:
    """The whole answer to a GET, of at most ``most`` bytes and whatever its status. Raises NotFetched."""
    answer = ask(url, most=most, opener=opener, resolver=resolver, timeout=timeout)
    if len(answer.body) > most:
        raise NotFetched("too_large")
    return answer


def _target(
    url: str, method: str, most: int, headers: tuple[tuple[str, str], ...], resolve: Resolver
) -> Target:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise NotFetched("bad_address") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise NotFetched("bad_address")
    if port not in _PORTS.values():
        raise NotFetched("refused_port")
    try:
        host = parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NotFetched("bad_address") from error
    found = resolve(host, port)
    if not found:
        raise NotFetched("no_such_host")
    if not all(is_public(address) for address in found):
        raise NotFetched("refused_address")
    return Target(parts.scheme, host, port, found[0], _path(parts), method, most, headers)


def _path(parts: SplitResult) -> str:
    path = parts.path or "/"
    whole = f"{path}?{parts.query}" if parts.query else path
    # What a browser would escape; a line break would be a second header.
    return "".join(letter if 33 <= ord(letter) < 127 else _escaped(letter) for letter in whole)


def _escaped(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet; an IPv4 address inside an IPv6 one is looked at too."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    return found.is_global and not found.is_multicast and not found.is_reserved


_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def addresses_of(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system resolves it; empty when it has none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        return ()
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def send(target: Target, *, timeout: float) -> Answer:
    """Send one request to the address that was looked at, with the name in certificate and Host header."""
    ends_at = time.monotonic() + timeout
    connection = _connection(target, timeout)
    try:
        headers = {"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close", **dict(target.headers)}
        connection.request(target.method, target.path, headers=headers)
        # The answer holds the socket, too: both are closed, whatever happens while it is read.
        with contextlib.closing(connection.getresponse()) as response:
            body = _body(response, target.most, ends_at) if target.most else b""
            said = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, said, body)
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse, most: int, ends_at: float) -> bytes:
    """At most one byte more than wanted; a server that sends one byte a second is not waited for."""
    pieces, left = [], most + 1
    while left > 0 and (piece := response.read1(min(_PIECE, left))):
        pieces.append(piece)
        left -= len(piece)
        if time.monotonic() > ends_at:
            raise TimeoutError
    if left > 0 and response.length:  # the connection broke before all of it came
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)


def _connection(target: Target, timeout: float) -> http.client.HTTPConnection:
    connection: http.client.HTTPConnection
    if target.scheme == "https":
        connection = http.client.HTTPSConnection(target.host, target.port, timeout=timeout)
    else:
        connection = http.client.HTTPConnection(target.host, target.port, timeout=timeout)
    raw = socket.create_connection((target.address, target.port), timeout=timeout)
    try:
        connection.sock = (
            ssl.create_default_context().wrap_socket(raw, server_hostname=target.host)
            if target.scheme == "https"
            else raw
        )
    except BaseException:
        raw.close()
        raise
    return connection
