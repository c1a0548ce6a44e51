"""How often one address may do the same thing in a while.

A limit protects the machine, not the office: it is wide enough for a school behind one address, counts in memory only
and never refuses a citizen for good (LAW Q22).
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

# Seconds over which is counted.
WINDOW = 600


def is_too_often(request: HttpRequest, what: str, *, limit: int) -> bool:
    """Count one more ``what`` from this address; whether that is more than ``limit`` in ten minutes (0: no limit)."""
    if limit <= 0:
        return False
    key = f"limit:{what}:{_who(request)}"
    cache.add(key, 0, WINDOW)
    try:
        return cache.incr(key) > limit
    except ValueError:  # the entry ran out between the two lines
        return False


def _who(request: HttpRequest) -> str:
    """The sender as a keyed digest, so that not even the memory of the process holds addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    if (
        settings.SECURE_PROXY_SSL_HEADER
    ):  # our own proxy adds the last entry; earlier ones are the sender's words
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:24]
