"""The dispute (sengketa informasi) at the Komisi Informasi, as the body on the other side keeps it.

The Commission and the courts decide; here is entered what they did, what is due, and what they ordered.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from lutra.directory.models import Government, PublicBody, User
from lutra.documents.models import Document
from lutra.law.statute import Workflow, workflow
from lutra.ledger.cases import Case


class Dispute(Case):
    """One dispute after one objection (UU 14/2008 Pasal 37). There is none without an objection.

    ``clock`` holds the derivation of each due date by name: start, finish, suit, cassation.
    """

    class Stage(models.TextChoices):
        REGISTERED = "registered"
        BEGUN = "begun"
        MEDIATION = "mediation"
        ADJUDICATION = "adjudication"
        RULED = "ruled"
        SUIT = "suit"
        JUDGED = "judged"
        CASSATION = "cassation"
        FINAL = "final"

    class Party(models.TextChoices):
        APPLICANT = "applicant"
        BODY = "body"

    government = models.ForeignKey(Government, models.PROTECT, related_name="disputes")
    objection = models.OneToOneField("objections.Objection", models.PROTECT, related_name="dispute")
    commission = models.CharField(max_length=160)
    number = models.CharField(max_length=80)  # in the Commission's register
    received_on = models.DateField()  # when the Commission received the application
    registered_on = models.DateField()  # when it registered it
    sent = models.TextField(max_length=2000, blank=True)  # what the Commission sent, in a few words
    papers: models.ManyToManyField[Document, Dispute] = models.ManyToManyField(
        Document, related_name="+", blank=True
    )
    # The applicant's own time at the Commission, where it could be known; whether it binds, the Commission says.
    last_day = models.DateField(null=True, blank=True)
    is_late = models.BooleanField(default=False)

    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.REGISTERED)
    clock = models.JSONField()
    begun_on = models.DateField(null=True, blank=True)
    mediated_on = models.DateField(null=True, blank=True)
    mediation_end = models.TextField(max_length=1000, blank=True)  # why mediation ended without a ruling
    adjudicated_on = models.DateField(null=True, blank=True)

    ruling_kind = models.CharField(max_length=16, blank=True)
    ruling_result = models.CharField(max_length=16, blank=True)
    ruling_number = models.CharField(max_length=80, blank=True)
    ruled_on = models.DateField(null=True, blank=True)
    ruling_received_on = models.DateField(null=True, blank=True)
    ruling = models.TextField(max_length=5000, blank=True)

    sued_on = models.DateField(null=True, blank=True)
    sued_by = models.CharField(max_length=10, choices=Party.choices, blank=True)
    court = models.CharField(max_length=160, blank=True)
    suit_number = models.CharField(max_length=80, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    judgment_received_on = models.DateField(null=True, blank=True)
    judgment = models.TextField(max_length=5000, blank=True)
    appealed_on = models.DateField(null=True, blank=True)
    appealed_by = models.CharField(max_length=10, choices=Party.choices, blank=True)
    final_on = models.DateField(null=True, blank=True)
    final_note = models.TextField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("government", "commission", "number"), name="one_dispute_a_number"
            ),
            models.CheckConstraint(
                condition=Q(ruling_kind="", ruled_on__isnull=True, ruling_received_on__isnull=True)
                | (~Q(ruling_kind="") & Q(ruled_on__isnull=False, ruling_received_on__isnull=False)),
                name="ruling_with_its_days",
            ),
            models.CheckConstraint(
                condition=Q(ruling_received_on__isnull=True) | Q(ruling_received_on__gte=F("ruled_on")),
                name="ruling_received_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(stage="final", final_on__isnull=False) | (~Q(stage="final") & Q(final_on=None)),
                name="final_with_its_day",
            ),
        ]
        indexes = [models.Index(fields=("government", "stage", "-id"), name="dispute_stage")]

    def __str__(self) -> str:
        return self.number

    @property
    def table(self) -> Workflow:
        """The table by which a dispute moves."""
        return workflow("dispute")

    @property
    def reference(self) -> str:
        """The number by which everybody names it: the Commission's."""
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the Commission or a court may still decide."""
        return self.stage != self.Stage.FINAL

    def due(self, name: str) -> date | None:
        """The date of the clock ``name`` ("start", "finish", "suit", "cassation"); None while it does not run."""
        stored = self.clock.get(name)
        return date.fromisoformat(stored["due"]) if stored else None


class Representative(models.Model):
    """Who stands for the body (kuasa termohon), by which power of attorney (Pasal 44)."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="representatives")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    full_name = models.CharField(max_length=160)
    title = models.CharField(max_length=160)
    power_number = models.CharField(max_length=80)
    power_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("power_on")),
                name="power_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def stands_on(self, day: date) -> bool:
        """Whether the power holds on ``day``."""
        return self.power_on <= day and (self.ends_on is None or day <= self.ends_on)


class Hearing(models.Model):
    """A meeting or hearing that the Commission set, and what came of it."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="hearings")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    on = models.DateField()  # the legal day of ``at``
    place = models.CharField(max_length=200)
    reminded_on = models.DateField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    result = models.TextField(max_length=3000, blank=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = [
            models.Index(fields=("government", "on"), name="hearing_ahead", condition=Q(held_on__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, result="") | (Q(held_on__isnull=False) & ~Q(result="")),
                name="hearing_held_with_its_result",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on:%Y-%m-%d}"


class RulingOrder(models.Model):
    """One thing that a ruling tells the body to do, with its date. Whether it is late is computed."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    dispute = models.ForeignKey(Dispute, models.PROTECT, related_name="orders")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=2000)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        indexes = [
            models.Index(
                fields=("government", "due_on"), name="order_unmet", condition=Q(done_on__isnull=True)
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, note="") | (Q(done_on__isnull=False) & ~Q(note="")),
                name="order_done_with_its_note",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text[:40]} ({self.due_on:%Y-%m-%d})"

    def is_late(self, today: date) -> bool:
        """Whether it was, or on ``today`` still is, not done in time."""
        return (self.done_on or today) > self.due_on
