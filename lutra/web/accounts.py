"""How officers sign in. Nobody makes an account for himself: officers are appointed by decree."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from lutra.directory.actions import note_sign_in_change
from lutra.directory.models import User
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

    def send_notification_mail(
        self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any
    ) -> None:
        """Enter in the book that a password or a second factor changed; then tell the officer by mail, as allauth does.

        allauth calls this when the change is committed, so the entry follows it and is no part of it.
        """
        if isinstance(user, User):
            if user.is_applicant:  # his address lies sealed, and his keys are no matter of the book
                return
            note_sign_in_change(user, what=template_prefix.rpartition("/")[2])
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page on which the officer's day begins; for an applicant, his own."""
        if getattr(request.user, "is_applicant", False):
            return reverse("portal:account")
        return landing(cast(SiteRequest, request))


def landing(request: SiteRequest) -> str:
    """The address of the first page for the one who signed in."""
    for role, name in _LANDINGS:
        if role in request.actor.roles and not may(request.actor, "requests.record"):
            return reverse(name)
    return reverse("desk:queue")
