"""The yearly report: what the office types, what was frozen, what was let pass, and when it was sent; and suggestions
counted by the day."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government, Post, User
from lutra.documents.models import Document


class AnnualReport(models.Model):
    """The report of one year in the making: what the office types. The figures are counted when somebody looks."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="annual_reports")
    year = models.PositiveSmallIntegerField()
    typed = models.JSONField(default=dict)  # field of the law's layout -> text or number
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "year"), name="one_report_a_year")]

    def __str__(self) -> str:
        return f"{self.government_id}/{self.year}"


class Snapshot(models.Model):
    """A version of a report, frozen. A correction is a new version with a footnote; nothing here is changed later."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="snapshots")
    version = models.PositiveSmallIntegerField()
    upto = models.PositiveBigIntegerField()  # the last entry of the book that was counted
    root = models.CharField(max_length=64)  # its hash
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)  # of the content, written canonically
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # The typeset forms, which the worker makes.
    summary = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    full = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("report", "version"), name="one_snapshot_a_version"),
            models.CheckConstraint(condition=Q(version__gte=1), name="snapshot_versions_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.report} v{self.version}"


class Override(models.Model):
    """An officer lets a failing rule pass and says why; it is printed as a footnote of the next version."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    report = models.ForeignKey(AnnualReport, models.PROTECT, related_name="overrides")
    rule = models.CharField(max_length=32)
    # What failed when it was signed: for another fault of the same rule it does not stand.
    faults = models.CharField(max_length=64)
    note = models.TextField(max_length=1000)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    signature = models.CharField(max_length=300)  # name and title as printed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("report", "rule", "faults"), name="one_override_a_fault")
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.rule}"


class ReportDelivery(models.Model):
    """Proof that a version reached the Information Commission (PERKI 1/2021 Pasal 56)."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="deliveries")
    commission = models.CharField(max_length=160)
    channel = models.CharField(max_length=80)
    sent_on = models.DateField()
    evidence = models.CharField(max_length=300)
    paper = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "report deliveries"

    def __str__(self) -> str:
        return f"{self.snapshot} to {self.commission}"


class SuggestionDay(models.Model):
    """One day's count of published answers that were offered to whoever began to ask. No identity, no text."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+")
    day = models.DateField()
    shown = models.PositiveIntegerField(default=0)  # forms on which something was offered
    opened = models.PositiveIntegerField(default=0)
    filed = models.PositiveIntegerField(default=0)  # requests sent from such a form all the same

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "day"), name="one_suggestion_row_a_day")]

    def __str__(self) -> str:
        return f"{self.government_id} {self.day}"
