"""An exempt list of before Lutra, taken in as proposals: nothing is withheld until each has its own test and decree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.models import Government, PublicBody, User
from lutra.documents.models import Document


class ProposalRun(models.Model):
    """One file of an old exempt list, kept as it came; what became of it, and its undoing."""

    class State(models.TextChoices):
        FAILED = "failed", _("Tidak dapat dibaca")
        DONE = "done", _("Sudah diimpor")
        UNDONE = "undone", _("Dibatalkan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    counts = models.JSONField(default=dict, blank=True)  # rows, added, unchanged, error, warnings
    faults = models.JSONField(default=list, blank=True)  # row by row, in both languages
    failure = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.document} ({self.state})"


class Proposal(models.Model):
    """A row of an old exempt list: the draft of a consequence test. No refusal rests on it."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    run = models.ForeignKey(ProposalRun, models.PROTECT, related_name="proposals")
    row = models.PositiveIntegerField()  # as the sheet counts
    key = models.CharField(max_length=64)  # by what the same row is known again
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    information = models.CharField(max_length=300)
    ground = models.CharField(max_length=1, blank=True)
    sub_item = models.CharField(max_length=2, blank=True)
    act = models.CharField(max_length=160, blank=True)
    consequence = models.TextField(blank=True)
    benefit = models.TextField(blank=True)
    ends_on = models.DateField(null=True, blank=True)
    term = models.CharField(max_length=200, blank=True)  # as it was written
    decree = models.CharField(max_length=240, blank=True)  # as it was written
    # The test that was made of it; until then it is a proposal.
    test = models.OneToOneField(ConsequenceTest, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("government", "key"), name="proposal_once"),
            models.CheckConstraint(condition=~Q(information=""), name="proposal_says_what"),
        ]

    def __str__(self) -> str:
        return self.information
