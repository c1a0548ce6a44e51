"""What applicants ask about their data, breaches, the retention schedule and lists of what may be destroyed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, User
from lutra.directory.sealing import unseal
from lutra.requests.models import Request


class DataRequest(models.Model):
    """What an applicant asks about his own data: to correct it, or to delete it."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Perbaikan")
        DELETION = "deletion", _("Penghapusan")

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        DONE = "done", _("Diperbaiki")
        DECLINED = "declined", _("Tidak diubah")
        LIMITED = "limited", _("Dibatasi")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey(Request, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    sealed = models.BinaryField()  # the values wished for; emptied with the answer
    fields = models.JSONField(default=list)  # their codes
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        indexes = [
            models.Index(
                fields=("government", "due_at"), name="data_request_waiting", condition=Q(state="waiting")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("request", "kind"), condition=Q(state="waiting"), name="one_waiting_data_request"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="data_request_answered_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.request_id}: {self.state}"

    def wished(self) -> dict[str, str]:
        """The values wished for. Call it only behind a look that the book enters."""
        return unseal(bytes(self.sealed)) if self.sealed else {}

    def is_late(self, now: datetime) -> bool:
        """Whether the answer came, or at ``now`` still would come, after its hours."""
        return (self.answered_at or now) > self.due_at


class Breach(models.Model):
    """A failure to protect personal data (UU 27/2022 Pasal 46): what, when and how, and what is done about it."""

    class Recipient(models.TextChoices):
        AUTHORITY = "authority", _("Lembaga pelindungan data pribadi")
        SUBJECTS = "subjects", _("Orang yang datanya terungkap")

    government = models.ForeignKey(Government, models.PROTECT, related_name="breaches")
    known_at = models.DateTimeField()
    due_at = models.DateTimeField()
    exposed = models.TextField(max_length=3000)  # the data that were exposed
    course = models.TextField(max_length=3000)  # when and how
    handling = models.TextField(max_length=3000)  # handling and recovery
    affected = models.PositiveIntegerField()  # how many people; 0: not known yet
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-known_at", "-pk")
        verbose_name_plural = "breaches"
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("known_at")), name="breach_due_after_it_is_known")
        ]

    def __str__(self) -> str:
        return f"breach {self.pk}"

    @property
    def untold(self) -> list[str]:
        """The recipients who have not been told yet, as codes."""
        told = {notice.recipient for notice in self.notices.all()}
        return [code for code in self.Recipient.values if code not in told]


class BreachNotice(models.Model):
    """Proof that one of the two recipients was told in writing."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    breach = models.ForeignKey(Breach, models.PROTECT, related_name="notices")
    recipient = models.CharField(max_length=10, choices=Breach.Recipient.choices)
    evidence = models.CharField(max_length=300)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("breach", "recipient"), name="one_notice_a_recipient")]

    def __str__(self) -> str:
        return f"{self.recipient} of breach {self.breach_id}"

    @property
    def is_late(self) -> bool:
        """Whether it came after the 72 hours."""
        return self.told_at > self.breach.due_at


class RetentionRule(models.Model):
    """One line of the government's own retention schedule (JRA): how long a kind of record is kept, and then what."""

    class Record(models.TextChoices):
        REQUEST = "request", _("Berkas permohonan: identitas, surat, dan berkas jawaban")

    class Fate(models.TextChoices):
        DESTROY = "destroy", _("Musnah")
        KEEP = "keep", _("Permanen")

    government = models.ForeignKey(Government, models.PROTECT, related_name="retention_rules")
    record = models.CharField(max_length=16, choices=Record.choices)
    archive_class = models.CharField(max_length=40)
    years = models.PositiveSmallIntegerField()  # active and inactive together, from the closing of the case
    fate = models.CharField(max_length=8, choices=Fate.choices)
    decree = models.CharField(max_length=160)
    looked_on = models.DateField(null=True, blank=True)  # the last day on which what is due was looked for

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "record"), name="one_retention_rule_a_record"),
            models.CheckConstraint(
                condition=~Q(archive_class="") & ~Q(decree="") & Q(years__gte=1),
                name="retention_rule_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.archive_class}: {self.record}"


class DestructionList(models.Model):
    """A list of what is due for destruction. Nothing on it is touched before it is approved with its minutes."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Diusulkan")
        APPROVED = "approved", _("Disetujui")
        DECLINED = "declined", _("Ditolak")
        DONE = "done", _("Dimusnahkan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="destruction_lists")
    rule = models.ForeignKey(RetentionRule, models.PROTECT, related_name="lists")
    archive_class = models.CharField(max_length=40)  # as it was when the list was made
    years = models.PositiveSmallIntegerField()
    decree = models.CharField(max_length=160)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_at = models.DateTimeField()
    minutes = models.CharField(max_length=160, blank=True)  # number of the berita acara
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("proposed", "declined"))
                | (~Q(minutes="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="destruction_has_its_minutes",
            )
        ]

    def __str__(self) -> str:
        return f"list {self.pk}: {self.state}"


class DestructionItem(models.Model):
    """One case on a list. ``destroyed_at`` stays empty for one that a dispute held back at the last moment."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    list = models.ForeignKey(DestructionList, models.PROTECT, related_name="items")
    request = models.ForeignKey(Request, models.PROTECT, related_name="destruction_items")
    closed_on = models.DateField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("list", "request"), name="one_item_a_case")]

    def __str__(self) -> str:
        return f"request {self.request_id} on list {self.list_id}"
