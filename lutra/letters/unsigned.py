"""A letter that waits for its official: typeset and numbered, but a draft until he signs it (PP 71/2019)."""

from __future__ import annotations

from django.db import models

from lutra.directory.models import Government, User
from lutra.exemptions.models import Exemption
from lutra.letters.models import Matter, about_one
from lutra.objections.models import Objection
from lutra.requests.models import Request


class Unsigned(models.Model):
    """One draft of a letter. Its file lies sealed in the store under ``sha256``; nobody but its official opens it.

    ``letter`` is the letter that came of it; the row stays, the draft's file goes.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    source_seq = models.BigIntegerField()  # the entry that the letter tells
    kind = models.CharField(max_length=24)
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="unsigned_letters"
    )
    objection = models.ForeignKey(
        Objection, models.PROTECT, null=True, blank=True, related_name="unsigned_letters"
    )
    exemption = models.ForeignKey(
        Exemption, models.PROTECT, null=True, blank=True, related_name="unsigned_letters"
    )
    reference = models.CharField(max_length=60)
    signer = models.ForeignKey(User, models.PROTECT, related_name="unsigned_letters")
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()

    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(
        max_length=40, blank=True
    )  # the class of the error: its text may say too much
    last_tried_at = models.DateTimeField(null=True, blank=True)
    letter = models.OneToOneField(
        "letters.Letter", models.PROTECT, null=True, blank=True, related_name="unsigned"
    )
    by_pen_reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        verbose_name_plural = "unsigned"
        constraints = [
            models.UniqueConstraint(fields=("government", "source_seq"), name="one_draft_letter_an_entry"),
            models.CheckConstraint(
                condition=about_one("request", "objection", "exemption"),
                name="draft_letter_about_one_matter",
            ),
        ]
        indexes = [
            models.Index(
                fields=("government", "signer", "id"),
                name="letter_unsigned",
                condition=models.Q(letter__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def matter(self) -> Matter:
        """What the letter is about."""
        found = self.request or self.objection or self.exemption
        if found is None:
            raise LookupError(
                f"unsigned letter {self.pk} is about nothing"
            )  # the database allows no such row
        return found
