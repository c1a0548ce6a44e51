"""What the public sees of a request: rows that one function makes and that can be thrown away and made again.

Nothing outside this module leads from a request to a public page, feed, export or search.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from lutra.directory.models import Government, User

# Year and number of the register in one whole number, which pages are cut by: 2026 and 42 give 20260000042.
_NUMBERS_A_YEAR = 10_000_000


def position_of(year: int, number: int) -> int:
    """Where number ``number`` of ``year`` stands in the register; later is greater."""
    return year * _NUMBERS_A_YEAR + number


# Stages at which no answer is due: incomplete, or ended without one.
UNDUE = frozenset({"incomplete", "withdrawn", "set_aside"})


class PublicRequest(models.Model):
    """One line of the public register, without anybody's identity, details or purpose.

    ``outcome`` is empty while the law still waits. Whether it is late is computed, as on the request itself.
    """

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    # A plain number: the gate holds no key into what lies behind it.
    request_id = models.BigIntegerField(unique=True)
    position = models.BigIntegerField()
    reference = models.CharField(max_length=40)
    received_on = models.DateField()
    # The answering body in words, for it may be renamed; "" while the request is with the PPID Utama.
    body_name = models.CharField(max_length=300, blank=True)
    body_slug = models.CharField(max_length=80, blank=True)
    channel = models.CharField(max_length=16)
    stage = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16, blank=True)
    due_on = models.DateField()
    lapsed_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    # Working days from receipt to decision, day 1 being the next working day.
    days = models.PositiveIntegerField(null=True, blank=True)
    # The subject when nothing personal was found in it, else an officer's summary, else empty and withheld.
    public_subject = models.CharField(max_length=300, blank=True)
    is_withheld = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_withheld=True, public_subject="")
                | (models.Q(is_withheld=False) & ~models.Q(public_subject="")),
                name="public_withheld_shows_nothing",
            ),
            # Read backwards this is also the index of the first page.
            models.UniqueConstraint(fields=("government", "position"), name="public_one_line_a_number"),
            models.UniqueConstraint(fields=("government", "reference"), name="public_one_line_a_reference"),
        ]
        indexes = [
            models.Index(fields=("government", "body_slug", "-position"), name="public_body"),
            models.Index(fields=("government", "outcome", "-position"), name="public_outcome"),
            models.Index(
                fields=("government", "body_slug", "outcome", "-position"), name="public_body_outcome"
            ),
            # The officer's list of lines that wait for a summary.
            models.Index(
                fields=("government", "-position"),
                condition=models.Q(is_withheld=True),
                name="public_withheld_lines",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def is_late(self, today: date) -> bool:
        """Whether the notice was, or on the legal day ``today`` still is, later than the due date.

        As on the request itself, nobody is late while the applicant completes it or when no answer is due any more.
        """
        if not self.outcome and self.stage in UNDUE:
            return False
        return (self.decided_on or today) > self.due_on

    @property
    def subject(self) -> str:
        """What a page shows as the subject."""
        return self.public_subject or _("Menunggu pemeriksaan petugas")


class PublicWord(models.Model):
    """A word of a public subject and where it stands: search that costs the same on every database and at any size."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)
    position = models.BigIntegerField()
    row = models.ForeignKey(PublicRequest, models.CASCADE, related_name="words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "word", "position"), name="one_public_word_a_line"),
        ]

    def __str__(self) -> str:
        return f"{self.word} {self.position}"


class Summary(models.Model):
    """The public wording that an officer gave to a request whose own subject stays closed. Added, never changed."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request_id = models.BigIntegerField()
    text = models.CharField(max_length=300)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "summaries"
        indexes = [models.Index(fields=("government", "request_id", "-id"), name="summary_newest")]

    def __str__(self) -> str:
        return f"summary {self.pk} of {self.request_id}"


# What publishing is made of comes after the register, also in this file: Django finds a module's models here.
from lutra.publishing.catalogue.models import Clearance, PublicFile, PublicItem  # noqa: E402
from lutra.publishing.readingroom.models import Offer, PublicAnswer, PublicAnswerFile  # noqa: E402
from lutra.publishing.search.models import (  # noqa: E402
    SearchGone,
    SearchRow,
    SearchState,
    SearchText,
    SearchWord,
)

__all__ = [
    "Clearance",
    "Offer",
    "PublicAnswer",
    "PublicAnswerFile",
    "PublicFile",
    "PublicItem",
    "PublicRequest",
    "PublicWord",
    "SearchGone",
    "SearchRow",
    "SearchState",
    "SearchText",
    "SearchWord",
    "Summary",
    "position_of",
]
