"""The villages' sites, what each of them answered, and what became of every document that they show."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import Item
from lutra.directory.models import Government, PublicBody, Region, User
from lutra.documents.models import Document


class VillageSource(models.Model):
    """The site of one village, and how asking it went."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="village_sources")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    # Who holds what the village shows: the village where it is a body of its own, else the office above it.
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="+")
    # "" where its documents only came from files (``lutra ingest``); nobody is asked then.
    base_url = models.URLField(max_length=200, blank=True)
    is_enabled = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    next_at = models.DateTimeField()  # when it is asked next
    asked_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)  # when it last gave a list that could be read
    full_at = models.DateTimeField(null=True, blank=True)  # when that list was of all its documents
    failures = models.PositiveSmallIntegerField(default=0)  # one after the other
    problem = models.CharField(max_length=40, blank=True)  # a code of ``words.PROBLEMS``, while it lasts
    detail = models.CharField(max_length=300, blank=True)
    # One harvest at a time; who was killed loses the village after a while.
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("region",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("government", "region"), name="one_source_a_village"),
            models.UniqueConstraint(
                fields=("government", "base_url"), name="one_village_a_site", condition=~Q(base_url="")
            ),
            models.CheckConstraint(
                condition=Q(is_enabled=False) | ~Q(base_url=""), name="village_asked_has_a_site"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("next_at",), name="village_due", condition=Q(is_enabled=True)),
        ]

    def __str__(self) -> str:
        return f"{self.region_id} {self.base_url}"


class Harvest(models.Model):
    """One time that a village was asked. What came is kept before anything reads it, and can be read again."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    source = models.ForeignKey(VillageSource, models.PROTECT, related_name="harvests")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(null=True, blank=True)  # only what changed since then was asked for
    status = models.PositiveSmallIntegerField(null=True, blank=True)  # of the server's answer
    problem = models.CharField(max_length=40, blank=True)
    came_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    is_full = models.BooleanField(default=False)
    # How many rows, and what became of them: listed, waiting, withheld, gone, refused.
    counts = models.JSONField(default=dict, blank=True)
    errors = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [models.Index(fields=("source", "-id"), name="harvest_newest")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.came_at:%Y-%m-%d} {self.problem or self.status}"


class HarvestedRow(models.Model):
    """One document that a village shows or showed, known by the village's own number."""

    class State(models.TextChoices):
        LISTED = "listed", _("menjadi butir")
        WAITING = "waiting", _("menunggu petugas")
        WITHHELD = "withheld", _("ditahan desa")
        GONE = "gone", _("tidak lagi ditampilkan")
        REFUSED = "refused", _("perlu diperbaiki")

    class FileState(models.TextChoices):
        NONE = "", _("tanpa berkas")
        WANTED = "wanted", _("belum diambil")
        KEPT = "kept", _("sudah diambil")
        FAILED = "failed", _("tidak dapat diambil")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    source = models.ForeignKey(VillageSource, models.PROTECT, related_name="rows")
    number = models.CharField(max_length=18)  # the village's own; another village may use it, too
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=300, blank=True)
    raw = models.JSONField(default=dict, blank=True)  # as the village shows it now
    taken = models.JSONField(default=dict, blank=True)  # as the item says it
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    took_off = models.BooleanField(default=False)  # the item was withdrawn by being read, not by an officer
    url = models.CharField(max_length=2000, blank=True)
    file_mark = models.CharField(max_length=64, blank=True)  # changes when the file may have changed
    file_state = models.CharField(max_length=6, choices=FileState.choices, blank=True)
    file_problem = models.CharField(max_length=40, blank=True)
    file_tries = models.PositiveSmallIntegerField(default=0)
    file_next_at = models.DateTimeField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    first_seen_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    missing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("source", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("source", "number"), name="harvested_row_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("government", "state"), name="harvested_state"),
            models.Index(
                fields=("source", "file_next_at"),
                name="harvested_file",
                condition=Q(file_state="wanted"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.number} {self.state}"


class HarvestPolicy(models.Model):
    """Who decided that what villages show is published, and how. The newest row of a government counts."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="harvest_policies")
    # Published as soon as the file passed its examination without a finding; else an officer lets each one out.
    is_automatic = models.BooleanField()
    basis = models.CharField(max_length=200)  # the decree or note on which it rests
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-pk",)
        verbose_name_plural = "harvest policies"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(basis=""), name="harvest_policy_has_a_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.is_automatic}: {self.basis}"
