"""How officers sign in. Nobody makes an account for himself: officers are appointed by decree."""

from __future__ import annotations

from typing import cast

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from lutra.directory.permissions import may
from lutra.directory.roles import Role
from lutra.web.tenancy import SiteRequest

# Where the day begins for those who do not work in the queue.
_LANDINGS: tuple[tuple[str, str], ...] = (
    (Role.LEADER, "leadership"),
    (Role.PATRON, "leadership"),
    (Role.OPERATOR, "command"),
)


class OfficerAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth has no types
    """Signing in is open to officers everywhere; what they may do depends on the posts they hold here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page on which the officer's day begins."""
        return landing(cast(SiteRequest, request))


def landing(request: SiteRequest) -> str:
    """The address of the first page for the one who signed in."""
    for role, name in _LANDINGS:
        if role in request.actor.roles and not may(request.actor, "requests.record"):
            return reverse(name)
    return reverse("desk:queue")
