"""The objection (keberatan) to the superior of the PPID."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lutra.directory.models import Applicant, Government, Post, User
from lutra.law.statute import Workflow, workflow
from lutra.ledger.cases import Case
from lutra.requests.models import Request
from lutra.requests.work_models import Power


class Objection(Case):
    """One objection with its grounds, its clock and the superior's answer.

    ``opened_on`` is the day on which the ground was found; from it the applicant's own 30 working days run.
    """

    class Stage(models.TextChoices):
        REGISTERED = "registered"
        SETTLED = "settled"
        DECIDED = "decided"
        CLOSED = "closed"

    class Decision(models.TextChoices):
        GRANTED = "granted"
        PARTLY = "partly"
        UPHELD = "upheld"

    government = models.ForeignKey(Government, models.PROTECT, related_name="objections")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40)  # "0007/KEB/LUTRA/2026", as printed
    code = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - NULL keeps keyless rows apart
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=5, default="id")

    # Ground b (nothing published) needs no request.
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="objections")
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="objections")
    grounds = models.JSONField()  # letters of Pasal 35 ayat (1)
    information = models.CharField(max_length=160)
    purpose = models.TextField(max_length=1000)
    case_position = models.TextField(max_length=5000)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    is_oral = models.BooleanField(default=False)
    # Filed on somebody's behalf; then ``applicant`` is not the request's: its identity also names the proxy.
    by_proxy = models.BooleanField(default=False)

    filed_at = models.DateTimeField()
    received_on = models.DateField()
    opened_on = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)  # of the applicant's term, when it could be known
    is_late = models.BooleanField(default=False)  # filed after the last day: registered all the same

    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.REGISTERED)
    clock = models.JSONField()
    due_on = models.DateField()
    original_due_on = models.DateField()
    lapsed_on = models.DateField(null=True, blank=True)

    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_as = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    order = models.TextField(blank=True)  # what the PPID is told to do
    order_due_on = models.DateField(null=True, blank=True)
    order_done_on = models.DateField(null=True, blank=True)
    settlement = models.TextField(blank=True)  # the minutes of an amicable settlement
    settled_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)  # when the applicant received the answer
    response = models.TextField(blank=True)  # what the applicant said to it
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "year", "number"), name="one_objection_a_number"),
            models.UniqueConstraint(fields=("government", "key"), name="one_objection_a_key"),
            models.CheckConstraint(
                condition=Q(decision="", decided_on__isnull=True)
                | (~Q(decision="") & Q(decided_on__isnull=False)),
                name="objection_decision_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(order="", order_due_on__isnull=True)
                | (~Q(order="") & Q(order_due_on__isnull=False)),
                name="objection_order_with_its_deadline",
            ),
        ]
        indexes = [
            models.Index(fields=("government", "-id"), name="objection_newest"),
            models.Index(fields=("government", "stage", "due_on", "id"), name="objection_stage"),
            models.Index(fields=("request", "id"), name="objection_of_request"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def table(self) -> Workflow:
        """The table by which an objection moves."""
        return workflow("objection")

    def answered_on(self) -> date | None:
        """The day of the superior's answer or of the settlement."""
        return self.decided_on or self.settled_on


class Delivery(models.Model):
    """Proof that the receipt or the superior's answer reached the applicant."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=16)
    what = models.CharField(max_length=24)
    evidence = models.CharField(max_length=300)
    delivered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=("objection", "channel", "what"), name="one_objection_proof_a_channel_and_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.objection_id} by {self.channel}"


class ObjectionPower(Power):
    """The power of attorney by which an objection is filed for somebody else."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="powers")

    class Meta(Power.Meta):
        pass

    def __str__(self) -> str:
        return f"power of attorney {self.pk} of objection {self.objection_id}"


# The dispute comes after the objection, also in this file: Django finds a module's models here.
from lutra.objections.dispute_models import Dispute, Hearing, Representative, RulingOrder  # noqa: E402

__all__ = ["Delivery", "Dispute", "Hearing", "Objection", "ObjectionPower", "Representative", "RulingOrder"]
