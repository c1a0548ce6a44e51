"""Putting the addresses of accounts under the newest key (see ``directory.resealing``)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from lutra.accounts.models import Account, SignInLink
from lutra.directory.resealing import Found, column


def addresses(*, change: bool) -> Iterator[Found]:
    """The addresses of accounts and of the links that were sent to them."""
    return chain(
        column(Account.objects.all(), "sealed", change=change),
        column(SignInLink.objects.all(), "sealed", change=change),
    )
