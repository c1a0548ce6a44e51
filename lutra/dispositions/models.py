"""A case, message or alert handed to a public body, with instruction, sub-deadline and result."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government, Post, PublicBody


class Disposition(models.Model):
    """One hand-over (disposisi). What is handed over is named by type and id, so anything may be.

    That a disposition is late follows from ``due_on`` and ``done_at``; it is never stored.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="dispositions")
    subject_type = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    to_body = models.ForeignKey(PublicBody, models.PROTECT, related_name="dispositions")
    from_post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    instruction = models.TextField(max_length=2000)
    due_on = models.DateField()
    given_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=("government", "subject_type", "subject_id"), name="disposition_subject"),
            models.Index(
                fields=("government", "to_body", "subject_type", "subject_id"), name="disposition_body"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("government", "subject_type", "subject_id", "to_body"),
                condition=Q(recalled_at__isnull=True),
                name="one_open_disposition_a_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id} → {self.to_body}"

    @property
    def subject(self) -> tuple[str, int]:
        """What was handed over, as the book names it."""
        return self.subject_type, self.subject_id
