"""The list of exempt information (Daftar Informasi Dikecualikan): one row for each approved test that a decree put in
force."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest, Item
from lutra.directory.models import Government, Post, PublicBody, User


class Exemption(models.Model):
    """What is withheld, resting on one approved consequence test. It ends, or is opened; it is never deleted.

    Whether it is open on a day is computed from its end, so that it is true at midnight and not when a clock wakes.
    """

    class Scope(models.TextChoices):
        INFORMATION = "information", _("Informasi tertentu; bagian lain dokumen tetap diberikan")
        DOCUMENT = "document", _("Seluruh dokumen")

    class Because(models.TextChoices):
        ENDED = "ended", _("Masa pengecualian berakhir")
        DECISION = "decision", _("Dibuka lebih awal dengan keputusan")
        OBJECTION = "objection", _("Dibuka lewat keberatan")
        RULING = "ruling", _("Dibuka lewat putusan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="exemptions")
    number = models.PositiveIntegerField()  # gapless within the government, given once
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="exemptions")  # the holder
    test = models.OneToOneField(ConsequenceTest, models.PROTECT, related_name="exemption")
    # From the test, kept beside it so that the database itself wants two people.
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.INFORMATION)
    scope_reason = models.CharField(max_length=500, blank=True)  # why blacking out would not do
    ends_on = models.DateField(null=True, blank=True)  # the last day, inclusive
    no_end_reason = models.CharField(max_length=500, blank=True)
    review_on = models.DateField(null=True, blank=True)  # only where there is no end to count back from
    # The decree (penetapan).
    decree_number = models.CharField(max_length=120)
    is_on_paper = models.BooleanField(
        default=True
    )  # signed on paper under a number of its own: no letter follows
    decree_date = models.DateField()
    place = models.CharField(max_length=120)
    signatory = models.ForeignKey(User, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=240)  # as printed: the title with Plt./Plh.
    extends = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="extended_by")
    recorded_at = models.DateTimeField()
    opened_on = models.DateField(null=True, blank=True)  # the first open day
    opened_because = models.CharField(max_length=10, choices=Because.choices, blank=True)
    opened_reason = models.CharField(max_length=500, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("government", "number"), name="exemption_number_once"),
            models.CheckConstraint(
                condition=~Q(approved_by=F("made_by")), name="exemption_approved_by_another"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=False) | (Q(review_on__isnull=False) & ~Q(no_end_reason="")),
                name="exemption_ends_or_is_reviewed",
            ),
            models.CheckConstraint(
                condition=Q(scope="information") | ~Q(scope_reason=""), name="exemption_whole_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(decree_number="") & ~Q(signed_as="") & ~Q(place=""),
                name="exemption_has_a_decree",
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True, opened_because="", item__isnull=True)
                | (Q(opened_on__isnull=False, item__isnull=False) & ~Q(opened_because="")),
                name="exemption_opened_into_the_list",
            ),
        ]
        indexes = [
            models.Index(
                fields=("government", "ends_on"),
                name="exemption_ending",
                condition=Q(opened_on__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.test.information}"

    def is_open_on(self, day: date) -> bool:
        """Whether the information is open on the legal day ``day``: opened, or ended with no new test behind it."""
        if self.opened_on is not None:
            return self.opened_on <= day
        return self.ends_on is not None and self.ends_on < day and not self.is_extended

    @property
    def ledger_subject(self) -> tuple[str, int]:
        """How the book names it."""
        return ("exemption", self.pk)

    @property
    def is_extended(self) -> bool:
        """Whether a row with a new test took its place."""
        return hasattr(self, "extended_by")


# The team's sessions come after what they advise on, also in this file: Django finds a module's models here.
from lutra.exemptions.proposal_models import Proposal, ProposalRun  # noqa: E402
from lutra.exemptions.session_models import AgendaItem, Participant, Session, Vote  # noqa: E402

__all__ = ["AgendaItem", "Exemption", "Participant", "Proposal", "ProposalRun", "Session", "Vote"]
