"""The consequence test: no information is withheld without one."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government, PublicBody, User


class ConsequenceTest(models.Model):
    """A consequence test (uji konsekuensi): UU 14/2008 Pasal 19, PERKI 1/2021 Pasal 49."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="consequence_tests")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16)  # when it was made: PERKI 1/2021 Pasal 49 ayat (1)
    case_number = models.CharField(
        max_length=80, blank=True
    )  # of the commissioners' order, where they ordered it
    document = models.CharField(max_length=300)
    information = models.CharField(
        max_length=300
    )  # what exactly is withheld: information, not a whole document
    ground = models.CharField(max_length=1)  # the letter of UU 14/2008 Pasal 17
    sub_item = models.CharField(max_length=2, blank=True)
    act = models.CharField(max_length=160, blank=True)  # the Act that letter j needs
    legal_analysis = models.TextField()
    consequence_open = models.TextField()
    benefit_closed = models.TextField()
    public_interest = models.TextField()  # the weighing of Pasal 2 ayat (4)
    # What the document is (Pasal 18 ayat (1)) and what lifts the ground (ayat (2)); both may forbid the exemption.
    marks = models.JSONField(default=list, blank=True)
    liftings = models.JSONField(default=list, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    tested_on = models.DateField()
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=("government", "-tested_on"), name="test_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("made_by")),
                name="test_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_on__isnull=True)
                | Q(approved_by__isnull=False, approved_on__isnull=False),
                name="test_approval_has_both",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.information} (Pasal 17 huruf {self.ground})"

    def stands_on(self, day: date) -> bool:
        """Whether a refusal given on ``day`` may rest on this test: made and approved by then, and not ended."""
        return (
            self.approved_on is not None
            and self.tested_on <= day
            and self.approved_on <= day
            and (self.ends_on is None or day <= self.ends_on)
        )
