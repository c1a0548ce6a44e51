"""The request for information (permohonan), its drafts, its decision and its deliveries.

Stage, clock and outcome are three facts. Whether a request is late is computed from dates and never stored.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.models import Applicant, Government, Post, PublicBody, User
from lutra.documents.models import Document
from lutra.law.statute import Workflow, workflow
from lutra.ledger.cases import Case

# The law still waits for the written notice: not decided, nor ended without one.
WAITING = Q(decided_on__isnull=True, closed_on__isnull=True)


class Request(Case):
    """One request with its number, its promise in law and where it stands."""

    class Stage(models.TextChoices):
        FILED = "filed"
        INCOMPLETE = "incomplete"
        DISPOSED = "disposed"
        DRAFTED = "drafted"
        DECIDED = "decided"
        DELIVERED = "delivered"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"
        SET_ASIDE = "set_aside"

    government = models.ForeignKey(Government, models.PROTECT, related_name="requests")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=40)  # "0042/PPID/LUTRA/2026", as printed
    code = models.CharField(
        max_length=16, unique=True
    )  # the tracking code: who has it may follow the request
    key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - NULL keeps keyless rows apart
    channel = models.CharField(max_length=16)
    language = models.CharField(max_length=5, default="id")

    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="requests")
    subject = models.CharField(max_length=160)
    details = models.TextField(max_length=5000)
    purpose = models.TextField(max_length=1000)
    access_way = models.CharField(max_length=16)
    copy_format = models.CharField(max_length=16, blank=True)
    delivery_way = models.CharField(max_length=16)

    filed_at = models.DateTimeField()
    received_on = models.DateField()  # the legal day in the government's zone
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # Filed on somebody's behalf, by a proxy or for a group; who they are lies in the sealed identity.
    by_proxy = models.BooleanField(default=False)
    # An officer helped to fill in the form, or wrote down what was said (``dibantu_petugas``).
    assisted = models.BooleanField(default=False)
    # The register it came from and its number there ("LAPOR", "7651234"), for what was imported.
    source = models.CharField(max_length=16, blank=True)
    source_id = models.CharField(max_length=80, blank=True)

    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.FILED)
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="requests")
    # The office whose page the applicant filed from. A hint for whoever hands the case on, no more.
    meant_for = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=16, blank=True)

    # The derivation of each due date, line by line, as the law package gave it.
    clock = models.JSONField()
    due_on = models.DateField()
    original_due_on = models.DateField()
    extended_on = models.DateField(null=True, blank=True)
    lapsed_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    # What the law's form still lacks, as codes of its fields; kept when the clock deemed the request complete.
    missing = models.JSONField(default=list, blank=True)
    gaps_told_on = models.DateField(null=True, blank=True)
    # While incomplete: the last day to tell the gaps, and once they are told the last day to fill them.
    gap_due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "year", "number"), name="one_number_a_year"),
            models.UniqueConstraint(fields=("government", "key"), name="one_request_a_key"),
            models.UniqueConstraint(
                fields=("government", "source", "source_id"),
                condition=~Q(source=""),
                name="one_request_a_source_number",
            ),
            models.CheckConstraint(
                condition=Q(source="", source_id="") | (~Q(source="") & ~Q(source_id="")),
                name="source_with_its_number",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_on__isnull=True)
                | (~Q(outcome="") & Q(decided_on__isnull=False)),
                name="outcome_with_its_day",
            ),
            models.CheckConstraint(
                condition=Q(stage="incomplete", gap_due_on__isnull=False)
                | (~Q(stage="incomplete") & Q(gap_due_on__isnull=True)),
                name="incomplete_until_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=("government", "-id"), name="request_newest"),
            models.Index(
                fields=("government", "due_on", "id"),
                name="request_waiting",
                condition=WAITING,
            ),
            models.Index(
                fields=("government", "gap_due_on"),
                name="request_gaps",
                condition=Q(gap_due_on__isnull=False),
            ),
            models.Index(fields=("government", "stage", "due_on", "id"), name="request_stage"),
            models.Index(fields=("government", "body", "-id"), name="request_body"),
            models.Index(fields=("government", "-received_on", "-id"), name="request_received"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def table(self) -> Workflow:
        """The table by which a request moves."""
        return workflow("request")

    @property
    def is_waiting(self) -> bool:
        """Whether the law still waits for the written notice."""
        return self.decided_on is None and self.closed_on is None

    @property
    def ending(self) -> str:
        """How it came to its end: "answered", "withdrawn" or "set_aside"; "" while it is open."""
        endings = {"closed": "answered", "withdrawn": "withdrawn", "set_aside": "set_aside"}
        return endings.get(self.stage, "")

    @property
    def awaits_applicant(self) -> bool:
        """Whether nothing can go on before the applicant has filled the gaps that he was told of."""
        return self.stage == self.Stage.INCOMPLETE and self.gaps_told_on is not None

    @property
    def clock_starts_on(self) -> date:
        """The day from which the reply clock runs: receipt, or completion of a request that had gaps (Q3)."""
        return date.fromisoformat(self.clock["reply"]["from"])

    @property
    def first_due_on(self) -> date:
        """The end of the first period, which an extension goes on from."""
        return date.fromisoformat(self.clock["reply"]["due"])

    def is_late(self, today: date) -> bool:
        """Whether the notice was, or on ``today`` still is, later than the due date.

        The office is not late while it waits for the applicant, nor with a request that needs no answer any more.
        """
        if self.decided_on is None and (self.closed_on or self.awaits_applicant):
            return False
        return (self.decided_on or today) > self.due_on


class Draft(models.Model):
    """A body's proposed answer; the PPID decides on it. Drafts are added, never changed."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="drafts")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16)
    text = models.TextField(max_length=10000)
    created_at = models.DateTimeField()
    documents: models.ManyToManyField[Document, Draft] = models.ManyToManyField(
        Document, related_name="+", blank=True
    )

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"draft {self.pk} of {self.request_id}"


class Decision(models.Model):
    """The written notice (pemberitahuan tertulis) with all that UU 14/2008 Pasal 22 ayat (7) demands."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.OneToOneField(Request, models.PROTECT, related_name="decision")
    outcome = models.CharField(max_length=16)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_as = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField()

    holding = models.CharField(max_length=16)  # letter a: a code of the statute book's holdings
    holder = models.CharField(max_length=200, blank=True)  # letter b: who does, if not
    holder_unknown = models.BooleanField(default=False)
    explanation = models.TextField(max_length=5000)
    materials = models.JSONField(default=list)  # letter d: what is given, line by line
    # Letter e: what is withheld: [{"matter", "ground", "sub_item", "reason", "act", "test"}], each with its own test.
    withheld = models.JSONField(default=list)
    ground = models.CharField(max_length=1, blank=True)  # letter c: the letter of Pasal 17
    sub_item = models.CharField(max_length=2, blank=True)
    test = models.ForeignKey(ConsequenceTest, models.PROTECT, null=True, blank=True, related_name="decisions")
    considerations = models.JSONField(default=dict)  # Pasal 7 ayat (4)-(5): head -> text
    available_on = models.DateField(null=True, blank=True)  # of information not yet held
    copy_format = models.CharField(max_length=16, blank=True)  # letter f
    delivery_way = models.CharField(max_length=16, blank=True)
    cost = models.PositiveIntegerField(null=True, blank=True)  # letter g, in rupiah
    payment = models.CharField(max_length=200, blank=True)
    # What was copied and sent, what the tariff makes of it, and why it costs more: see ``fees``.
    fee = models.JSONField(default=dict)
    documents: models.ManyToManyField[Document, Decision] = models.ManyToManyField(
        Document, related_name="+", blank=True
    )

    class Meta:
        constraints = [
            # Nothing is withheld without a consequence test (UU 14/2008 Pasal 19), whoever writes the row.
            models.CheckConstraint(
                condition=Q(test__isnull=False) | (~Q(outcome="refused") & Q(ground="")),
                name="refused_on_a_test",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.request_id}"


class Note(models.Model):
    """A remark on a case. Officers' notes stay among the officers who see the case; an applicant's are his own words.

    Never public, and its text is not in the book. Added, never changed.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"note {self.pk} on {self.request_id}"

    @property
    def is_applicants(self) -> bool:
        """Whether the applicant wrote it, on the page of his request."""
        return self.author_id is None


class Delivery(models.Model):
    """Proof that something reached the applicant (or was put where he was told to find it)."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=16)  # "page", "email", "pickup", "post", ...
    what = models.CharField(max_length=24)  # the letter's kind: "receipt", "extension", "notice", "refusal"
    evidence = models.CharField(max_length=300)
    delivered_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=("request", "channel", "what"), name="one_proof_a_channel_and_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.request_id} by {self.channel}"


# What the work leaves behind comes after the request, also in this file: Django finds a module's models here.
from lutra.requests.work_models import (  # noqa: E402
    Advice,
    BulkItem,
    BulkJob,
    LikenessMark,
    Part,
    PowerOfAttorney,
    RecordCall,
    Review,
    Search,
    Tariff,
    WorkRules,
)

__all__ = [
    "Advice",
    "BulkItem",
    "BulkJob",
    "Decision",
    "Delivery",
    "Draft",
    "LikenessMark",
    "Part",
    "PowerOfAttorney",
    "RecordCall",
    "Request",
    "Review",
    "Search",
    "Tariff",
    "WorkRules",
]
