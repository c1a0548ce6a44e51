"""Asking a stranger's address whether it still answers, without being led into our own house.

Every hop is looked at anew: only http and https, only the usual ports, and only names all of whose addresses are
public. The connection goes to the very address that was looked at, so a name cannot answer one thing to the check and
another to the connection. At most a few bytes are read.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

MOST_HOPS = 5
MOST_BYTES = 4096
SECONDS = 10.0
_PORTS = {"http": 80, "https": 443}
_AGENT = "Lutra link check"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# A server that does not speak HEAD is asked for the first bytes instead.
_NO_HEAD = frozenset({400, 403, 404, 405, 406, 429, 500, 501, 503})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: the status, and its headers in lower case."""

    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Target:
    """One request: where to connect (``address``), whom to ask for (``host``), and what."""

    scheme: str
    host: str
    port: int
    address: str
    path: str
    method: str


class Opener(Protocol):
    """Sends one request and follows nothing. Raises OSError or http.client.HTTPException."""

    def __call__(self, target: Target, *, timeout: float) -> Answer: ...


Resolver = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a link answers, and in one word why not: "ok", "404", "timeout", "refused_address", …"""

    works: bool
    status: str


class _Refused(Exception):
    """An address that may not be asked; the word says why."""


def check(
    url: str, /, *, opener: Opener | None = None, resolver: Resolver | None = None, timeout: float = SECONDS
) -> Verdict:
    """Ask with HEAD, then with GET for the first bytes, following at most five redirections."""
    ask, resolve = opener or send, resolver or addresses_of
    try:
        answer = _follow(url, "HEAD", ask, resolve, timeout)
        if answer.status in _NO_HEAD:
            answer = _follow(url, "GET", ask, resolve, timeout)
    except _Refused as refusal:
        return Verdict(False, str(refusal))
    except TimeoutError:
        return Verdict(False, "timeout")
    except ssl.SSLError:
        return Verdict(False, "certificate")
    except (OSError, http.client.HTTPException):
        return Verdict(False, "no_answer")
    works = 200 <= answer.status < 300 or answer.status == 416  # a file shorter than the range asked for
    return Verdict(works, "ok" if works else str(answer.status))


def _follow(url: str, method: str, ask: Opener, resolve: Resolver, timeout: float) -> Answer:
    for _hop in range(MOST_HOPS + 1):
        answer = ask(_target(url, method, resolve), timeout=timeout)
        where = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not where:
            return answer
        url = urljoin(url, where)
    raise _Refused("too_many_redirects")


def _target(url: str, method: str, resolve: Resolver) -> Target:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise _Refused("bad_address") from error
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.password:
        raise _Refused("bad_address")
    if port not in _PORTS.values():
        raise _Refused("refused_port")
    try:
        host = parts.hostname.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise _Refused("bad_address") from error
    found = resolve(host, port)
    if not found:
        raise _Refused("no_such_host")
    if not all(is_public(address) for address in found):
        raise _Refused("refused_address")
    return Target(parts.scheme, host, port, found[0], _path(parts), method)


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
    connection = _connection(target, timeout)
    try:
        headers = {"User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"}
        if target.method == "GET":
            headers["Range"] = f"bytes=0-{MOST_BYTES - 1}"
        connection.request(target.method, target.path, headers=headers)
        response = connection.getresponse()
        response.read(MOST_BYTES)
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()})
    finally:
        connection.close()


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
