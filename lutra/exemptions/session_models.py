"""Sessions of the considerations team (Tim Pertimbangan) on consequence tests: agenda, attendance, votes, minutes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest, TestRules
from lutra.directory.models import Government, Post, User


class Session(models.Model):
    """One session, from its invitation to its minutes. Until it is closed all of it is corrected; then it is final.

    The rule it was closed under is kept beside it, so that a new rule changes no old result.
    """

    class State(models.TextChoices):
        CONVENED = "convened", _("Akan datang")
        CLOSED = "closed", _("Selesai")
        CANCELLED = "cancelled", _("Dibatalkan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="sessions")
    number = models.PositiveIntegerField()  # gapless within the government, given once
    state = models.CharField(max_length=10, choices=State.choices, default=State.CONVENED)
    held_on = models.DateField()
    begins = models.TimeField()  # in the government's zone
    place = models.CharField(max_length=120)
    chair = models.ForeignKey(User, models.PROTECT, related_name="+")  # leads it and signs the minutes
    guests = models.CharField(max_length=500, blank=True)  # heard, without a vote
    minutes = models.TextField(max_length=20_000, blank=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)
    convened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    quorum = models.CharField(max_length=8, choices=TestRules.Quorum.choices, blank=True)
    majority = models.CharField(max_length=8, choices=TestRules.Majority.choices, blank=True)

    class Meta:
        ordering = ("-held_on", "-number")
        constraints = [
            models.UniqueConstraint(fields=("government", "number"), name="session_number_once"),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False, closed_by__isnull=False)
                & ~Q(minutes="")
                & ~Q(quorum="")
                & ~Q(majority="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, closed_by__isnull=True),
                name="session_closed_with_minutes",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_reason=""),
                name="session_cancelled_with_reason",
            ),
        ]
        indexes = [models.Index(fields=("government", "-held_on"), name="session_newest")]

    def __str__(self) -> str:
        return f"sidang {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether anything in it may still change."""
        return self.state == self.State.CONVENED

    @property
    def ledger_subject(self) -> tuple[str, int]:
        """How the book names it."""
        return ("session", self.pk)


class Participant(models.Model):
    """A member of the team at one session, in the post that made him one. Whoever is present votes."""

    class Attendance(models.TextChoices):
        PRESENT = "present", _("Hadir")
        EXCUSED = "excused", _("Izin")
        ABSENT = "absent", _("Tidak hadir")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="participants")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    seat = models.CharField(max_length=240)  # as printed: the title with Plt./Plh.
    attendance = models.CharField(max_length=8, choices=Attendance.choices, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("session", "user"), name="participant_once")]

    def __str__(self) -> str:
        return f"{self.seat} at session {self.session_id}"

    @property
    def is_present(self) -> bool:
        """Whether he sat there and may vote."""
        return self.attendance == self.Attendance.PRESENT


class AgendaItem(models.Model):
    """One test before the team, and what came of it. Votes are rows of their own; nobody keeps a count beside them."""

    class Result(models.TextChoices):
        WITHHOLD = "withhold", ConsequenceTest.Advice.WITHHOLD.label
        OPEN = "open", ConsequenceTest.Advice.OPEN.label
        DEFERRED = "deferred", _("Ditunda ke sidang berikutnya")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="agenda")
    test = models.ForeignKey(ConsequenceTest, models.PROTECT, related_name="hearings")
    position = models.PositiveSmallIntegerField()
    reason = models.TextField(max_length=5000, blank=True)  # the team's, for its advice or for putting it off
    is_deferred = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=0)  # of the test, as it was voted on
    result = models.CharField(max_length=8, choices=Result.choices, blank=True)  # entered when it is closed

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(fields=("session", "test"), name="agenda_test_once"),
            models.CheckConstraint(condition=Q(result="") | ~Q(reason=""), name="agenda_result_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. test {self.test_id} at session {self.session_id}"


class Vote(models.Model):
    """What one present member said on one test."""

    class Choice(models.TextChoices):
        FOR = "for", _("Setuju dikecualikan")
        AGAINST = "against", _("Tidak setuju")
        ABSTAIN = "abstain", _("Abstain")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="votes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="votes")
    choice = models.CharField(max_length=8, choices=Choice.choices)

    class Meta:
        ordering = ("participant_id",)
        constraints = [
            models.UniqueConstraint(fields=("item", "participant"), name="one_vote_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.choice} on item {self.item_id}"
