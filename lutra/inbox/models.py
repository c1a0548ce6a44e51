"""Messages that go out to applicants and officers, and proof that letters which move no workflow arrived."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government
from lutra.letters.models import Letter
from lutra.requests.models import Request


class OutgoingMessage(models.Model):
    """One message to the applicant about one letter, or to an officer with one digest.

    Whom it goes to is read when it is sent, an applicant's address from the sealed identity, and stands nowhere here.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"  # a mail server took it
        KEPT = "kept"  # no mail server is set up: it lies as a file in the data folder
        FAILED = "failed"  # given up after the last try, or refused for good
        EXPIRED = "expired"  # the news was too old to announce (a replay or an import)

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    # None for a letter about an objection; ``letter.case`` is what the message is about.
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="messages")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="messages")
    digest = models.OneToOneField(
        "inbox.Digest", models.PROTECT, null=True, blank=True, related_name="message"
    )
    kind = models.CharField(max_length=24)  # the letter's kind, or "digest"
    channel = models.CharField(max_length=16, default="email")
    key = models.CharField(max_length=80, unique=True)  # the same message is never queued twice

    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)  # None in a terminal state
    last_error = models.CharField(
        max_length=80, blank=True
    )  # the class of the error only: its text may hold an address
    message_id = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=("next_try_at", "id"), name="message_waiting", condition=Q(state="waiting")),
            models.Index(fields=("request", "id"), name="message_of_request"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", next_try_at__isnull=False)
                | (~Q(state="waiting") & Q(next_try_at__isnull=True)),
                name="message_waits_or_ended",
            ),
            models.CheckConstraint(
                condition=Q(letter__isnull=False, digest__isnull=True)
                | Q(letter__isnull=True, digest__isnull=False),
                name="message_of_a_letter_or_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.letter_id or self.digest_id} by {self.channel}: {self.state}"


class Proof(models.Model):
    """Proof that a receipt or an extension reached the applicant (LAW A19).

    What answers (notice, refusal, the superior's answer, a settlement) has its proof in ``requests.Delivery`` or
    ``objections.Delivery``, which move the case.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="proofs")
    channel = models.CharField(max_length=16)  # "page", "email"
    evidence = models.CharField(max_length=300)
    reached_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=("letter", "channel"), name="one_proof_a_letter_and_channel")
        ]

    def __str__(self) -> str:
        return f"{self.letter} by {self.channel}"


# Reminders come after the messages that carry them, also in this file: Django finds a module's models here.
from lutra.inbox.reminder_models import Digest, Reminder, ReminderRules, ReminderWish  # noqa: E402

__all__ = ["Digest", "OutgoingMessage", "Proof", "Reminder", "ReminderRules", "ReminderWish"]
