"""The second factor of officers: an app's code, a passkey or a security key, and codes for the day these are lost.

The ceremony is allauth's; ours are the seal on its secrets and the words.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from lutra.directory.sealing import seal_bytes, unseal_bytes

# What proves possession; codes for emergencies alone are no second factor.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth has no types
    """Secrets lie sealed with the identity keys."""

    def encrypt(self, text: str) -> str:
        """Seal a secret for its column."""
        return seal_bytes(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` sealed."""
        return unseal_bytes(encrypted_text.encode()).decode()


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the user signs in with more than a password. One query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=_FACTORS).exists())


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A passkey or security key, with our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nama kunci")
        self.fields["name"].help_text = _("Agar Anda mengenalinya, misalnya “Ponsel saya”.")
        self.fields["passwordless"].label = _("Masuk tanpa kata sandi dengan kunci ini")
        self.fields["passwordless"].help_text = _("Kunci meminta sidik jari, wajah, atau PIN.")


class RenameKeyForm(EditWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """The name of a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Nama kunci")
