"""Pages that stay in place while rows are added: a cursor names the last row that was seen, not how many."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lutra.api.problems import Refused

LIMIT = 50
MOST = 200
_LONGEST = 200


def sealed(place: int | str) -> str:
    """A cursor for the row at ``place``; callers of the interface must not read anything in it."""
    return base64.urlsafe_b64encode(f"1:{place}".encode()).decode().rstrip("=")


def opened(cursor: str) -> str:
    """What ``sealed`` was given. Raises Refused for what it never made."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError(cursor)
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        version, _colon, place = text.partition(":")
        if version != "1" or not place or "\x00" in place:
            raise ValueError(text)
    except (ValueError, binascii.Error) as error:
        raise _wrong() from error
    return place


def opened_number(cursor: str) -> int:
    """The whole number in a cursor. Raises Refused."""
    place = opened(cursor)
    if not (place.isascii() and place.isdigit() and len(place) <= 12):
        raise _wrong()
    return int(place)


def next_link(request: HttpRequest, response: HttpResponse, place: int | str | None) -> str | None:
    """The absolute address of the page after ``place`` (None: there is none), also as a Link header."""
    if place is None:
        return None
    asked = request.GET.copy()
    asked["cursor"] = sealed(place)
    query = urlencode([(name, value) for name, values in asked.lists() for value in values])
    address = request.build_absolute_uri(f"{request.path}?{query}")
    response["Link"] = f'<{address}>; rel="next"'
    return address


def _wrong() -> Refused:
    said = _("Kursor ini tidak dikenal. Mulailah dari halaman pertama dan ikuti next.")
    return Refused("invalid-parameter", said, errors=[{"parameter": "cursor", "code": "cursor"}])
