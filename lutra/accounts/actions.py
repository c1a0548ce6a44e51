"""The deeds of an applicant's account: ask for a link, use it, add and drop cases, close the account."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.accounts.errors import LinkSpent, NotAnAddress, UnknownCode
from lutra.accounts.models import Account, AccountCase, SignInLink
from lutra.directory import actors
from lutra.directory.models import Government, User
from lutra.directory.sealing import email_mark, seal
from lutra.ledger import actions as ledger
from lutra.objections.queries import find_by_code as find_objection
from lutra.requests.queries import find_by_code

LINK_LASTS = timedelta(minutes=15)
# Links to one mailbox within an hour, whoever asks for them.
LINKS = 3
WINDOW = timedelta(hours=1)
LONGEST_ADDRESS = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A link to be sent: the secret part of its address, which is known here and now only."""

    link: SignInLink
    token: str


@transaction.atomic
def ask_link(
    government: Government, /, *, address: str, language: str = "id", at: datetime | None = None
) -> Asked | None:
    """Make a link for a mailbox; None when it had enough of them lately. Any address gets one, known or not,
    so that nobody learns who has an account. Raises NotAnAddress.
    """
    typed = address.strip()
    try:
        validate_email(typed)
    except ValidationError as error:
        raise NotAnAddress(_("Tulis alamat surel yang lengkap, misalnya nama@contoh.id.")) from error
    if len(typed) > LONGEST_ADDRESS:
        raise NotAnAddress(_("Alamat surel itu terlalu panjang; periksa lagi."))
    moment, mark = at or timezone.now(), email_mark(government.pk, typed)
    ledger.lock(government.pk)  # asked twice at once, the second sees the first
    SignInLink.objects.filter(government=government, asked_at__lt=moment - timedelta(days=1)).delete()
    lately = SignInLink.objects.filter(government=government, mark=mark, asked_at__gt=moment - WINDOW)
    if lately.count() >= LINKS:
        return None
    token = secrets.token_urlsafe(32)
    link = SignInLink.objects.create(
        government=government,
        digest=_digest(token),
        mark=mark,
        sealed=seal({"email": typed}),
        language=language,
        asked_at=moment,
        expires_at=moment + LINK_LASTS,
    )
    return Asked(link=link, token=token)


def open_link(government: Government, token: str, *, at: datetime | None = None) -> SignInLink:
    """The link as long as it may still be used; looking does not use it up. Raises LinkSpent."""
    link = SignInLink.objects.filter(government=government, digest=_digest(token)).first()
    if link is None or not link.is_open(at or timezone.now()):
        raise LinkSpent(_("Tautan ini sudah dipakai atau lewat waktunya. Minta tautan baru."))
    return link


@transaction.atomic
def use_link(government: Government, /, *, token: str, at: datetime | None = None) -> Account:
    """Use a link up and give the account of its mailbox, opened now if there is none. Raises LinkSpent."""
    moment = at or timezone.now()
    ledger.lock(government.pk)  # a link pressed twice at once signs in once
    link = open_link(government, token, at=moment)
    link.used_at = moment
    link.save(update_fields=["used_at"])
    account = Account.objects.filter(government=government, mark=link.mark).select_related("user").first()
    return account or _open(government, link, at=moment)


def _open(government: Government, link: SignInLink, *, at: datetime) -> Account:
    user = User(username=f"pemohon-{secrets.token_hex(8)}", government=government, is_applicant=True)
    user.set_unusable_password()
    user.save()
    account = Account.objects.create(
        government=government, user=user, mark=link.mark, sealed=link.sealed, opened_at=at
    )
    _record(account, "account.opened", at=at)
    return account


@transaction.atomic
def add_case(account: Account, /, *, code: str, at: datetime | None = None) -> AccountCase:
    """Add a request or an objection by what its page demands: the tracking code. Twice is once. Raises UnknownCode."""
    ledger.lock(account.government_id)
    request = find_by_code(account.government, code)
    objection = None if request else find_objection(account.government, code)
    if request is None and objection is None:
        raise UnknownCode(
            _("Tidak ada permohonan atau keberatan dengan kode itu. Periksa lagi huruf dan angkanya.")
        )
    found, _made = AccountCase.objects.get_or_create(
        government=account.government,
        account=account,
        request=request,
        objection=objection,
        defaults={"added_at": at or timezone.now()},
    )
    return found


@transaction.atomic
def drop_case(account: Account, /, *, added: int) -> None:
    """Take a case that was added by its code off the account again. The case itself is not touched."""
    AccountCase.objects.filter(account=account, pk=added).delete()


@transaction.atomic
def close(account: Account, /, *, at: datetime | None = None) -> None:
    """Close the account: address, passkeys, sessions and the list of added cases go; the register and its cases stay.

    What the law keeps of a case is no part of the account (UU 43/2009 Pasal 51, UU 27/2022 Pasal 43).
    """
    ledger.lock(account.government_id)
    SignInLink.objects.filter(government_id=account.government_id, mark=account.mark).delete()
    _record(account, "account.closed", at=at or timezone.now())
    account.user.delete()


def _record(account: Account, kind: str, *, at: datetime) -> None:
    """In the book an account is a number; neither address nor cases stand beside it."""
    ledger.record(
        government_id=account.government_id,
        kind=kind,
        subject=("account", account.pk),
        by=actors.applicant(account.government),
        at=at,
        data={},
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
