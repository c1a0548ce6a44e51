"""How often one address did the same thing in a stretch of time, counted in memory only.

The door of the interface and the portal's forms count alike; what follows from a count is theirs to say.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def counted(request: HttpRequest, what: str, *, window: int) -> int:
    """Count one more ``what`` from this address; how many there were since the stretch of ``window`` seconds began.

    The stretch is part of ``what`` where it has a fixed beginning, else it begins with the first.
    """
    key = f"{what}:{sender(request)}"
    cache.add(key, 0, window)
    try:
        return cache.incr(key)
    except ValueError:  # the entry ran out between the two lines
        return 1


def sender(request: HttpRequest) -> str:
    """The sender as a keyed digest, so that not even the memory of the process holds addresses."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # Our own proxy adds the last entry; earlier ones are the sender's words.
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2].strip()
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:24]
