"""Putting what lies sealed under the newest key, row by row; safe to be killed at any moment and begun again.

Each function of ``settings.LUTRA_SEALED`` walks one kind of sealed thing and yields how each one stands. A row is
replaced only if it is still what was read, so a change by somebody else in between wins, and a second run finds what
is left by trying the newest key: there is no place to remember and none to lose.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db.models import QuerySet

from lutra.directory.models import Identity
from lutra.directory.sealing import resealed

# "old": still under an older key (or was, until now); "new": under the newest; "lost": no key opens it.
Found = Literal["old", "new", "lost"]
_CHUNK = 500
# Where allauth keeps secrets, by the kind of factor.
_SECRETS = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}


def identities(*, change: bool) -> Iterator[Found]:
    """The applicants' identities."""
    return column(Identity.objects.all(), "sealed", change=change)


def column(rows: QuerySet[Any], name: str, *, change: bool) -> Iterator[Found]:
    """The sealed column ``name`` of ``rows``, by primary key; resealed when ``change``."""
    last: Any = None
    while True:
        later = rows.order_by("pk") if last is None else rows.order_by("pk").filter(pk__gt=last)
        chunk = list(later.values_list("pk", name)[:_CHUNK])
        for pk, sealed in chunk:
            yield _row(rows, pk, name, bytes(sealed), change=change)
        if len(chunk) < _CHUNK:
            return
        last = chunk[-1][0]


def _row(rows: QuerySet[Any], pk: Any, name: str, sealed: bytes, *, change: bool) -> Found:
    if not sealed:  # what was sealed here has been destroyed by an approved list
        return "new"
    try:
        fresh = resealed(sealed)
    except InvalidToken:
        return "lost"
    if fresh is None:
        return "new"
    if change:
        rows.filter(pk=pk, **{name: sealed}).update(**{name: fresh})
    return "old"


def second_factors(*, change: bool) -> Iterator[Found]:
    """The secrets of code apps and the seeds of recovery codes."""
    for factor in Authenticator.objects.filter(type__in=_SECRETS).order_by("pk"):
        name = _SECRETS[factor.type]
        if name not in factor.data:
            continue
        try:
            fresh = resealed(factor.data[name].encode())
        except InvalidToken:
            yield "lost"
            continue
        if fresh is not None and change:
            Authenticator.objects.filter(pk=factor.pk, data=factor.data).update(
                data={**factor.data, name: fresh.decode()}
            )
        yield "new" if fresh is None else "old"
