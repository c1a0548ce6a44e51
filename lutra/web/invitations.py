"""The one-time link by which an officer sets his first password, or a new one; ``lutra officer`` makes it.

No password ever stands on a command line or in a mail. The ceremony is Django's own: looking uses nothing up, the link
ends with the password it set, with the next sign-in, or after ``PASSWORD_RESET_TIMEOUT``.
"""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lutra.directory.actions import note_sign_in_change
from lutra.directory.models import User
from lutra.letters.addresses import base_url
from lutra.web.tenancy import SiteRequest


class _Invitations(PasswordResetTokenGenerator):
    """Tokens of our own, which no other form of Django takes."""

    key_salt = "lutra.web.invitations"


tokens = _Invitations()


def link(user: User) -> str:
    """The whole address at which ``user`` sets his password. Raises ValueError for somebody of no government."""
    if user.government is None or user.is_applicant:
        raise ValueError("only officers of a government are invited")
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return f"{base_url(user.government)}{reverse('accept_invitation', args=[uid, tokens.make_token(user)])}"


class Accept(PasswordResetConfirmView):
    """Set the password; then sign in with it."""

    template_name = "account/invitation.html"
    success_url = reverse_lazy("account_login")
    token_generator = tokens
    post_reset_login = False
    reset_url_token = "sandi"  # noqa: S105 - a word in the address

    def get_user(self, uidb64: str) -> Any:
        """Only an active officer of this government."""
        found = super().get_user(uidb64)
        here = cast(SiteRequest, self.request).government.pk
        if not isinstance(found, User) or not found.is_active or found.is_applicant:
            return None
        return found if found.government_id == here else None

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password, and enter in the book that there is a new one."""
        answer: HttpResponse = super().form_valid(form)
        note_sign_in_change(form.user, what="password_set")
        return answer


accept = Accept.as_view()
