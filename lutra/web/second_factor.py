"""The second factor of officers: an app's code, a passkey or a security key, and codes for the day these are lost.

The ceremony is allauth's; ours are the seal on its secrets and the words.
"""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import User
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

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Under which name a device keeps the key: an applicant's own address, since his user name says nothing."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        if isinstance(user, User) and user.is_applicant:
            entity |= {"name": user.account.address(), "display_name": user.account.address()}
        return entity


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the user signs in with more than a password. One query."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=_FACTORS).exists())


class Unharmed:
    """A browser may answer anything; what breaks allauth's reader is a wrong code like any other."""

    def clean(self) -> dict[str, Any]:
        """Read a new key."""
        try:
            read: dict[str, Any] = super().clean()  # type: ignore[misc] # of the form beside it
        except _NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return read

    def clean_credential(self) -> Any:
        """Read the proof of a key, or of one that is being added as it is."""
        if not hasattr(super(), "clean_credential"):
            return self.cleaned_data["credential"]  # type: ignore[attr-defined]
        try:
            return super().clean_credential()  # type: ignore[misc]
        except _NONSENSE as error:
            raise get_adapter().validation_error("incorrect_code") from error


_NONSENSE = (KeyError, AttributeError, TypeError, ValueError, IndexError)


class ProveKeyForm(Unharmed, AuthenticateWebAuthnForm):  # type: ignore[misc] # allauth has no types
    """A key as the second step of signing in."""


class SignInKeyForm(Unharmed, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey as the only step."""


class ConfirmKeyForm(Unharmed, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A key that confirms who sits there."""


class AddKeyForm(Unharmed, AddWebAuthnForm):  # type: ignore[misc]
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
