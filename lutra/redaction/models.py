"""Blacking out parts of a document: the boxes with their grounds, who drew them, who approved, and what came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, User
from lutra.documents.models import Document


class Redaction(models.Model):
    """One blacking out of one document. What lies under the boxes is never kept here."""

    class State(models.TextChoices):
        DRAFTING = "drafting", _("sedang disusun")
        PROPOSED = "proposed", _("menunggu persetujuan")
        APPROVED = "approved", _("sedang dibuat")
        FAILED = "failed", _("gagal dibuat")
        PRODUCED = "produced", _("selesai")
        REVOKED = "revoked", _("dicabut")
        ENDED = "ended", _("dihentikan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="redactions")
    document = models.ForeignKey(Document, models.PROTECT, related_name="redactions")
    sha256 = models.CharField(max_length=64)  # of the content whose pages were measured
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFTING)
    pages = models.JSONField()  # [[width, height], …] in points
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField(null=True, blank=True)
    # Pages where words under a box also stand in the open, as seen when it was proposed.
    elsewhere = models.JSONField(default=list, blank=True)
    returned_reason = models.CharField(max_length=500, blank=True)  # why it came back to its author
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    # Whether a second person was demanded when it was approved; kept beside it so that the database wants two.
    needed_two = models.BooleanField(default=True)
    problem = models.CharField(max_length=400, blank=True)  # why nothing was made, in words for the officer
    output = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="redaction_made"
    )
    proof = models.JSONField(default=dict, blank=True)  # as the engine's ``Proof`` says it
    produced_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(needed_two=False)
                | Q(approved_by__isnull=True)
                | (~Q(approved_by=F("started_by")) & ~Q(approved_by=F("proposed_by"))),
                name="redaction_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "failed", "produced")) | Q(approved_by__isnull=False),
                name="redaction_made_with_approval",
            ),
            models.CheckConstraint(
                condition=~Q(state="produced") | Q(output__isnull=False, produced_at__isnull=False),
                name="redaction_produced_has_output",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | (Q(revoked_by__isnull=False) & ~Q(revoked_reason="")),
                name="redaction_revoked_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("government", "state", "-id"), name="redaction_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.document_id}"

    @property
    def is_drafting(self) -> bool:
        """Whether boxes may still be drawn and taken away."""
        return self.state == self.State.DRAFTING

    def standing_boxes(self) -> list[Box]:
        """The boxes that were not taken away, from the first page on."""
        return list(self.boxes.filter(removed_at__isnull=True))

    @property
    def ledger_subject(self) -> tuple[str, int]:
        """How the book names it."""
        return "redaction", self.pk


class Box(models.Model):
    """A rectangle to be covered, in points from the top left corner of the page as it is shown, with its ground."""

    class Source(models.TextChoices):
        HAND = "hand", _("digambar")
        SEARCH = "search", _("hasil pencarian")
        FINDING = "finding", _("temuan pemeriksaan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    redaction = models.ForeignKey(Redaction, models.CASCADE, related_name="boxes")
    page = models.PositiveIntegerField()  # from 1
    x0 = models.FloatField()
    y0 = models.FloatField()
    x1 = models.FloatField()
    y1 = models.FloatField()
    ground = models.CharField(max_length=1)  # the letter of UU 14/2008 Pasal 17
    sub_item = models.CharField(max_length=2, blank=True)
    matter = models.CharField(max_length=120)  # its kind ("NIK penerima bantuan"), never the matter itself
    reason = models.CharField(max_length=300)
    source = models.CharField(max_length=7, choices=Source.choices, default=Source.HAND)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()  # the same for all that were drawn at once
    removed_at = models.DateTimeField(null=True, blank=True)  # until then it can be brought back

    class Meta:
        ordering = ("page", "y0", "x0", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(x1__gt=F("x0"), y1__gt=F("y0"), page__gte=1), name="box_has_an_area"
            ),
            models.CheckConstraint(
                condition=~Q(ground="") & ~Q(matter="") & ~Q(reason=""), name="box_has_a_ground_and_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.ground}"


class RedactionRules(models.Model):
    """What a government demands of its blacking out beyond the law; without a row, the stricter."""

    government = models.OneToOneField(Government, models.PROTECT, related_name="redaction_rules")
    needs_second_person = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.government_id}: {self.needs_second_person}"
