"""An applicant's account, the links by which it is opened, and the cases that were added to it by their code."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government, User
from lutra.directory.sealing import unseal
from lutra.objections.models import Objection
from lutra.requests.models import Request


class Account(models.Model):
    """Somebody who follows his cases in one place. The address lies sealed; its mark finds account and cases."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    user = models.OneToOneField(User, models.CASCADE, related_name="account")
    mark = models.CharField(max_length=64)
    sealed = models.BinaryField()
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "mark"), name="one_account_an_address")]

    def __str__(self) -> str:
        return f"account {self.pk}"

    def address(self) -> str:
        """The e-mail address in clear: for its owner's own page, and for mail to him."""
        return unseal(bytes(self.sealed))["email"]


class SignInLink(models.Model):
    """A link that was sent to a mailbox. Of the link itself only the digest is kept."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    mark = models.CharField(max_length=64)
    sealed = models.BinaryField()
    language = models.CharField(max_length=5, default="id")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=("government", "mark", "asked_at"), name="sign_in_link_of")]

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether it still signs somebody in."""
        return self.used_at is None and now < self.expires_at

    def address(self) -> str:
        """The address to which it was sent, in clear."""
        return unseal(bytes(self.sealed))["email"]


class AccountCase(models.Model):
    """A request or an objection that the owner added by its tracking code."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="cases")
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="+")
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(request__isnull=False, objection__isnull=True)
                | Q(request__isnull=True, objection__isnull=False),
                name="account_case_is_one_case",
            ),
            models.UniqueConstraint(
                fields=("account", "request"),
                condition=Q(request__isnull=False),
                name="one_request_an_account",
            ),
            models.UniqueConstraint(
                fields=("account", "objection"),
                condition=Q(objection__isnull=False),
                name="one_objection_an_account",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.request_id or self.objection_id} of account {self.account_id}"
