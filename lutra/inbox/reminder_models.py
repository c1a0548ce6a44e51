"""What officers were reminded of, and what a government and each of them want of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government, User


class ReminderRules(models.Model):
    """What a government wants of reminders. Without a row: on, three working days ahead, from seven in the morning."""

    government = models.OneToOneField(Government, models.PROTECT, related_name="+")
    is_on = models.BooleanField(default=True)
    days_ahead = models.PositiveSmallIntegerField(default=3)  # working days before a due day
    hour = models.PositiveSmallIntegerField(default=7)  # of the government's own clock
    looked_at = models.DateTimeField(null=True, blank=True)  # the last time at which anything was looked for

    class Meta:
        verbose_name_plural = "reminder rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(days_ahead__gte=1, days_ahead__lte=10, hour__lte=23), name="reminders_in_reason"
            )
        ]

    def __str__(self) -> str:
        return f"reminders of {self.government_id}"


class ReminderWish(models.Model):
    """That an officer wants no digest. The desk shows him the same all the same."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    is_off = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "reminder wishes"
        constraints = [
            models.UniqueConstraint(fields=("government", "user"), name="one_reminder_wish_an_officer")
        ]

    def __str__(self) -> str:
        return f"wish of {self.user_id}"


class Digest(models.Model):
    """What one officer is told on one day, in one message at most."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="digests")
    on = models.DateField()  # the legal day

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "user", "on"), name="one_digest_a_day")]

    def __str__(self) -> str:
        return f"digest {self.on:%Y-%m-%d} for {self.user_id}"


class Reminder(models.Model):
    """One thing of which one officer was told, once. It names a case by its number, never a person."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    digest = models.ForeignKey(Digest, models.PROTECT, related_name="reminders")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    topic = models.CharField(max_length=24)
    key = models.CharField(max_length=80)  # what it is about and how it stands: "request:12:late:2026-03-16"
    reference = models.CharField(max_length=80)
    on = models.DateField(null=True, blank=True)  # the day that the reminder names
    path = models.CharField(max_length=120)  # of the page where the deed is done

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("government", "user", "key"), name="reminded_once")]

    def __str__(self) -> str:
        return f"{self.topic} {self.reference}"
