"""One link for one request, one body and one person."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from lutra.directory.models import Government, PublicBody, User
from lutra.requests.models import Request

# Wrong codes after which a link is dead; a new one is made in a minute.
TRIES = 5


class Delegation(models.Model):
    """Who may propose an answer to one request for a body, through a link, until when."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="delegations")
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="+")
    # A row of people that cannot sign in: the author of the drafts.
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)  # wrong codes so far
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="delegation_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"delegation {self.pk} of request {self.request_id}"

    def is_alive(self, now: datetime) -> bool:
        """Whether the link still leads somewhere."""
        return (
            self.revoked_at is None
            and self.replied_at is None
            and self.tries < TRIES
            and now < self.expires_at
        )
