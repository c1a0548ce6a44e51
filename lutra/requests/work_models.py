"""What the work on a request leaves behind: reviews of drafts, parts, calls for records, searches, tariffs, bulk jobs,
powers of attorney and fingerprints of questions.

Rows are added and given their end; nothing here is deleted.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.models import Government, Post, PublicBody, User
from lutra.documents.models import Document


class WorkRules(models.Model):
    """What a government demands of its own work beyond the law. Without a row nothing more is demanded."""

    government = models.OneToOneField(Government, models.PROTECT, related_name="work_rules")
    # A decision rests on drafts that somebody else than their author approved.
    needs_approval = models.BooleanField(default=False)
    # "Not held" needs a custodian's statement and a search on record.
    needs_search = models.BooleanField(default=False)
    # Deciding otherwise than in a near-identical case needs a reason, whoever calls (the desk always asks).
    needs_reason_to_differ = models.BooleanField(default=False)
    # What withholds something waits for the considerations team's advice (Permendagri 3/2017).
    needs_advice = models.BooleanField(default=False)
    # From how many requests of one person, within how many days, officers are told that they repeat (0: never).
    # A flag and nothing more: each is registered and answered (LAW Q22).
    repeated_from = models.PositiveSmallIntegerField(default=10)
    repeated_days = models.PositiveSmallIntegerField(default=7)
    # From how many near-identical requests, whoever files them, within how many days (0: never).
    alike_from = models.PositiveSmallIntegerField(default=10)
    alike_days = models.PositiveSmallIntegerField(default=7)

    class Meta:
        verbose_name_plural = "work rules"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    repeated_days__gte=1, repeated_days__lte=31, alike_days__gte=1, alike_days__lte=31
                ),
                name="flags_within_a_month",
            ),
        ]

    def __str__(self) -> str:
        return f"work rules of {self.government_id}"


class Review(models.Model):
    """What somebody else said of a draft: approved, or returned with a remark."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("Disetujui")
        RETURNED = "returned", _("Dikembalikan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    draft = models.ForeignKey("requests.Draft", models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    remark = models.TextField(max_length=2000, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed_as = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(verdict="returned") | ~Q(remark=""), name="returned_with_a_remark"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict}: draft {self.draft_id}"


class Advice(models.Model):
    """What the considerations team advised before a decision; added, never changed."""

    class Stance(models.TextChoices):
        WITHHOLD = "withhold", _("Dapat dikecualikan")
        PARTLY = "partly", _("Sebagian dapat dikecualikan")
        OPEN = "open", _("Sebaiknya dibuka")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="advice")
    text = models.TextField(max_length=5000)
    stance = models.CharField(max_length=8, choices=Stance.choices)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_as = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "advice"

    def __str__(self) -> str:
        return f"advice {self.stance} on {self.request_id}"


class Part(models.Model):
    """One numbered part of a request, with the body that answers it and an outcome of its own."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    matter = models.CharField(max_length=1000)
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=16, blank=True)
    # The fields of the notice for this part, as ``decisions.read`` cleaned them.
    answer = models.JSONField(default=dict)
    test = models.ForeignKey(ConsequenceTest, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)  # split anew

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("request", "number"), condition=Q(replaced_at__isnull=True), name="one_part_a_number"
            ),
            models.CheckConstraint(
                condition=Q(test__isnull=False) | ~Q(outcome="refused"), name="part_refused_on_a_test"
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.number} of {self.request_id}"


class RecordCall(models.Model):
    """A custodian asked for records, and what he stated."""

    class Answer(models.TextChoices):
        FOUND = "found", _("Ada dan diserahkan")
        NOT_FOUND = "not_found", _("Tidak ada pada kami")
        NOT_YET = "not_yet", _("Belum dibuat atau belum didokumentasikan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="record_calls")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="record_calls")
    custodian = models.ForeignKey(PublicBody, models.PROTECT, related_name="+")
    asked_for = models.TextField(max_length=2000)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    statement = models.TextField(max_length=5000, blank=True)
    stated_by_name = models.CharField(max_length=200, blank=True)  # the custodian, who may have no account
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    stated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", stated_at__isnull=True)
                | (~Q(answer="") & ~Q(statement="") & Q(stated_at__isnull=False)),
                name="statement_with_its_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"records of {self.custodian_id} for {self.request_id}"


class Search(models.Model):
    """One line of the search log: where, when, by whom, with what result."""

    class Result(models.TextChoices):
        FOUND = "found", _("Ditemukan")
        NOT_FOUND = "not_found", _("Tidak ditemukan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="searches")
    part = models.ForeignKey(Part, models.PROTECT, null=True, blank=True, related_name="searches")
    place = models.CharField(max_length=300)
    searched_on = models.DateField()
    searched_by = models.CharField(max_length=200)
    result = models.CharField(max_length=10, choices=Result.choices)
    note = models.TextField(max_length=2000, blank=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ("searched_on", "pk")
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"search in {self.place} for {self.request_id}"


class Tariff(models.Model):
    """A published price for copying or sending, in rupiah, with its decree and its days."""

    class Item(models.TextChoices):
        PAGE = "page", _("Salinan per lembar")
        MEDIUM = "medium", _("Media penyimpanan per buah")
        SENDING = "sending", _("Pengiriman")

    government = models.ForeignKey(Government, models.PROTECT, related_name="tariffs")
    item = models.CharField(max_length=8, choices=Item.choices)
    amount = models.PositiveIntegerField()  # rupiah for one
    decree = models.CharField(max_length=160)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)  # the last day, inclusive

    class Meta:
        ordering = ("item", "starts_on")
        constraints = [
            models.CheckConstraint(condition=~Q(decree=""), name="tariff_has_a_decree"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="tariff_ends_after_start",
            ),
            models.UniqueConstraint(fields=("government", "item", "starts_on"), name="one_tariff_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: Rp{self.amount} ({self.starts_on}–{self.ends_on or '…'})"

    def holds_on(self, day: date) -> bool:
        """Whether the price is in force on ``day``."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Power(models.Model):
    """A special power of attorney (surat kuasa khusus) that was handed in, and what an officer said of it.

    The file is sealed and short-lived like an image of an identity card; who gave it and to whom lies in the identity.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("Diterima")
        REFUSED = "refused", _("Tidak diterima")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    checked_as = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="", checked_at__isnull=True, checked_by__isnull=True)
                | (Q(verdict="accepted") & Q(checked_at__isnull=False, checked_by__isnull=False))
                | (
                    Q(verdict="refused")
                    & ~Q(reason="")
                    & Q(checked_at__isnull=False, checked_by__isnull=False)
                ),
                name="%(app_label)s_power_verdict_with_its_officer",
            ),
        ]


class PowerOfAttorney(Power):
    """The power of attorney by which a request is filed for somebody else, or for a group."""

    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="powers")

    class Meta(Power.Meta):
        verbose_name_plural = "powers of attorney"

    def __str__(self) -> str:
        return f"power of attorney {self.pk} of {self.request_id}"


class LikenessMark(models.Model):
    """One band of a question's fingerprint: questions that are nearly alike share most of their bands.

    It holds no word of the question and opens nothing; ``floods`` makes and reads it.
    """

    government = models.ForeignKey(Government, models.CASCADE, related_name="+", db_index=False)
    request = models.ForeignKey("requests.Request", models.CASCADE, related_name="likeness_marks")
    band = models.CharField(max_length=18)
    received_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=("government", "band", "received_on"), name="likeness_band")]

    def __str__(self) -> str:
        return f"{self.band} of {self.request_id}"


class BulkJob(models.Model):
    """The same deed on many requests, planned by an officer; it runs when its window for taking it back has ended."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        CANCELLED = "cancelled", _("Dibatalkan")
        DONE = "done", _("Selesai")

    government = models.ForeignKey(Government, models.PROTECT, related_name="bulk_jobs")
    deed = models.CharField(max_length=24)
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    instruction = models.TextField(max_length=2000, blank=True)
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    runs_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    # The page's own key: the same form sent twice plans one job.
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=("runs_at",), name="bulk_waiting", condition=Q(state="waiting")),
        ]
        constraints = [models.UniqueConstraint(fields=("government", "key"), name="one_bulk_job_a_key")]

    def __str__(self) -> str:
        return f"{self.deed} by {self.planned_by_id} at {self.runs_at:%Y-%m-%d %H:%M}"


class BulkItem(models.Model):
    """One request of a bulk job, with what came of it."""

    class Result(models.TextChoices):
        DONE = "done", _("Berhasil")
        REFUSED = "refused", _("Ditolak")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    job = models.ForeignKey(BulkJob, models.PROTECT, related_name="items")
    request = models.ForeignKey("requests.Request", models.PROTECT, related_name="+")
    seen = models.PositiveIntegerField()  # the revision shown in the preview
    result = models.CharField(max_length=8, choices=Result.choices, blank=True)
    message = models.CharField(max_length=500, blank=True)  # the deed's own refusal
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=("job", "request"), name="one_bulk_item_a_request")]

    def __str__(self) -> str:
        return f"{self.request_id} in job {self.job_id}"
