"""What an officer decided about publishing an answer, and the public row that the gate makes of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, User


class Offer(models.Model):
    """An officer's decision about one answer: offered, kept back with a reason, or withdrawn. Added, never changed."""

    class State(models.TextChoices):
        OFFERED = "offered", _("Ditawarkan")
        KEPT = "kept", _("Tidak ditawarkan")
        WITHDRAWN = "withdrawn", _("Ditarik")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request_id = models.BigIntegerField()
    number = models.PositiveIntegerField(
        null=True, blank=True
    )  # of the answer in the reading room, given once
    state = models.CharField(max_length=10, choices=State.choices)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(max_length=3000, blank=True)
    documents = models.JSONField(default=list, blank=True)  # ids of the files that go with it, in order
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=("government", "request_id", "-id"), name="offer_newest")]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="offered") & ~Q(title="") & ~Q(summary="") & Q(number__isnull=False))
                | (~Q(state="offered") & ~Q(reason="")),
                name="offer_says_what_or_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.request_id}"


class PublicAnswer(models.Model):
    """An answer in the reading room as everybody may see it. Disposable: ``projection.rebuild`` makes it anew."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    # A plain number: the gate holds no key into what lies behind it.
    request_id = models.BigIntegerField(unique=True)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    summary = models.TextField()
    # The office's own words to the applicant, when nothing personal stands in them.
    explanation = models.TextField(blank=True)
    outcome = models.CharField(max_length=16)
    body_slug = models.CharField(max_length=80, blank=True)
    body_name = models.CharField(max_length=300, blank=True)
    answered_on = models.DateField()
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "number"), name="public_answer_number")]
        indexes = [
            models.Index(fields=("government", "-answered_on", "-number"), name="public_answer_newest"),
            models.Index(fields=("government", "body_slug", "-answered_on"), name="public_answer_body"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class PublicAnswerFile(models.Model):
    """A file of a public answer that passed the release gate."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    answer = models.ForeignKey(PublicAnswer, models.CASCADE, related_name="files")
    document_id = models.BigIntegerField()
    label = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    format = models.CharField(max_length=12, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("answer", "document_id"), name="public_answer_file_once")
        ]
        indexes = [models.Index(fields=("government", "document_id"), name="public_answer_document")]

    def __str__(self) -> str:
        return self.label
