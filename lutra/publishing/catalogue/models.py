"""The public rows of the list of public information, and the officers' word that a text names nobody.

``PublicItem`` and ``PublicFile`` are disposable: ``projection.rebuild`` makes them anew. Pages, search, feeds and
open data read them and nothing else.
"""

from __future__ import annotations

from datetime import date

from django.db import models

from lutra.directory.models import Government, User


class PublicItem(models.Model):
    """One listed item as everybody may see it. Codes are those of the statute book's tables.

    A text in which something personal was found is empty, and its field stands in ``withheld``.
    """

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    # A plain number: the gate holds no key into what lies behind it.
    item_id = models.BigIntegerField(unique=True)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)
    plain_summary = models.TextField(blank=True)
    kind = models.CharField(max_length=12)  # information_classes
    body_slug = models.CharField(max_length=80)
    body_name = models.CharField(max_length=300)
    holder = models.CharField(max_length=200, blank=True)
    responsible = models.CharField(max_length=200, blank=True)
    made_on = models.DateField(null=True, blank=True)
    made_when = models.CharField(max_length=80, blank=True)
    made_at = models.CharField(max_length=120, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_until = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    forms = models.JSONField(default=list, blank=True)  # information_forms
    retention = models.CharField(max_length=120, blank=True)
    place_code = models.CharField(max_length=13, blank=True)
    place_name = models.CharField(max_length=160, blank=True)
    obligations = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    dataset = models.JSONField(null=True, blank=True)  # dataset_metadata
    source = models.CharField(max_length=16)
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    # The legal day of the last content; of an item that never had any, of its listing.
    dated_on = models.DateField()
    updated_on = models.DateField(null=True, blank=True)
    next_due = models.DateField(null=True, blank=True)
    withheld = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "number"), name="public_item_number"),
        ]
        indexes = [
            models.Index(fields=("government", "-dated_on", "-number"), name="public_item_newest"),
            models.Index(fields=("government", "kind", "-dated_on"), name="public_item_kind"),
            models.Index(fields=("government", "body_slug", "-dated_on"), name="public_item_body"),
            models.Index(fields=("government", "changed_at"), name="public_item_changed"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def is_overdue(self, day: date) -> bool:
        """Whether it should have been renewed before ``day`` (UU 14/2008 Pasal 9 ayat (3))."""
        return self.next_due is not None and self.next_due < day


class PublicFile(models.Model):
    """A file of a listed item that passed the release gate, or a link. ``earlier`` tells what it corrected."""

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(PublicItem, models.CASCADE, related_name="files")
    file_id = models.BigIntegerField(unique=True)
    document_id = models.BigIntegerField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    label = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    format = models.CharField(max_length=12, blank=True)  # file_formats
    language = models.CharField(max_length=8)
    position = models.PositiveSmallIntegerField(default=0)
    size = models.PositiveBigIntegerField(null=True, blank=True)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    added_at = models.DateTimeField()
    correction_note = models.CharField(max_length=500, blank=True)
    # [{"label", "sha256", "added_on", "ended_on", "note"}], newest first (UU 14/2008 Pasal 7 ayat (2)).
    earlier = models.JSONField(default=list, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    check_status = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("position", "file_id")
        indexes = [models.Index(fields=("government", "document_id"), name="public_file_document")]

    def __str__(self) -> str:
        return self.label


class Clearance(models.Model):
    """An officer's word that a text which looks personal names nobody: it holds for exactly this text."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the text
    reason = models.CharField(max_length=300)
    cleared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    cleared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("government", "sha256"), name="one_clearance_a_text")]

    def __str__(self) -> str:
        return f"clearance {self.pk}"
