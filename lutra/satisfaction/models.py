"""Answers to the satisfaction survey, and the slips that the counter gives to people who came in.

No row leads to a person: instead of the code it holds the code's keyed mark, which only says that it was used.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, PublicBody


class Survey(models.Model):
    """Nine answers of 1 to 4, and what somebody wished to add. Only what becomes of a comment changes later."""

    class Comment(models.TextChoices):
        NONE = "none", _("Tanpa komentar")
        WAITING = "waiting", _("Menunggu diperiksa")
        PUBLISHED = "published", _("Diterbitkan")
        KEPT = "kept", _("Tidak diterbitkan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    # The office that was judged; None when the PPID answered without one.
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=64)
    answered_on = models.DateField()  # the legal day, no moment: moments lead to people
    answers = models.JSONField()  # the law's element -> 1 to 4
    comment = models.TextField(max_length=1000, blank=True)
    comment_state = models.CharField(max_length=9, choices=Comment.choices, default=Comment.NONE)
    # Kinds of personal data found in the comment, as ``publishing.personal`` names them.
    found = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "mark"), name="one_survey_a_code"),
            models.CheckConstraint(
                condition=Q(comment="", comment_state="none") | (~Q(comment="") & ~Q(comment_state="none")),
                name="survey_comment_with_its_state",
            ),
        ]
        indexes = [
            models.Index(fields=("government", "answered_on"), name="survey_day"),
            models.Index(
                fields=("government", "id"), condition=Q(comment_state="waiting"), name="survey_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"survey {self.pk}"


class SurveySlip(models.Model):
    """A code on paper for somebody who was served at the counter without a request of his own."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    mark = models.CharField(max_length=64)
    issued_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "mark"), name="one_slip_a_code")]

    def __str__(self) -> str:
        return f"slip {self.pk}"
