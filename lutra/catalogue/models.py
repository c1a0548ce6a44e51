"""What is withheld and why (the consequence test), and what is listed: items, their files, signed versions of the
list, deliveries by the bodies, and imports."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, Post, PublicBody, Region, User
from lutra.documents.models import Document


class ConsequenceTest(models.Model):
    """A consequence test (uji konsekuensi): UU 14/2008 Pasal 19, PERKI 1/2021 Pasal 49."""

    class Advice(models.TextChoices):
        WITHHOLD = "withhold", _("Dapat dikecualikan")
        OPEN = "open", _("Sebaiknya dibuka")

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
    # The first day on which nothing may rest on it any more: what it withheld was opened before its end.
    lifted_on = models.DateField(null=True, blank=True)
    # The test that this one is to take the place of, when what it withholds is to stay withheld.
    renews = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="renewals")
    # Sent back to its maker, until he revises it.
    returned_on = models.DateField(null=True, blank=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    returned_reason = models.CharField(max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=0)  # how often it was written anew
    # What the considerations team advised on it in a closed session.
    advice = models.CharField(max_length=8, choices=Advice.choices, blank=True)
    advised_on = models.DateField(null=True, blank=True)

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
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True, returned_by__isnull=True, returned_reason="")
                | (Q(returned_on__isnull=False, returned_by__isnull=False, approved_on__isnull=True))
                & ~Q(returned_reason=""),
                name="test_returned_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(advice="", advised_on__isnull=True)
                | (~Q(advice="") & Q(advised_on__isnull=False)),
                name="test_advised_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.information} (Pasal 17 huruf {self.ground})"

    def stands_on(self, day: date) -> bool:
        """Whether a refusal given on ``day`` may rest on it: made and approved by then, neither ended nor lifted."""
        return (
            self.approved_on is not None
            and self.tested_on <= day
            and self.approved_on <= day
            and (self.ends_on is None or day <= self.ends_on)
            and (self.lifted_on is None or day < self.lifted_on)
        )


class TestRules(models.Model):
    """How a government's considerations team decides, and whether a test must come before it: policy, not law."""

    __test__ = False  # the name is the field's, not pytest's

    class Quorum(models.TextChoices):
        HALF = "half", _("Lebih dari separuh anggota hadir")
        TWO_THIRDS = "thirds", _("Sedikitnya dua pertiga anggota hadir")

    class Majority(models.TextChoices):
        SIMPLE = "simple", _("Setuju lebih banyak daripada tidak setuju; abstain tidak dihitung")
        PRESENT = "present", _("Setuju lebih dari separuh yang hadir")
        TWO_THIRDS = "thirds", _("Setuju sedikitnya dua pertiga yang hadir")

    government = models.OneToOneField(Government, models.PROTECT, related_name="test_rules")
    quorum = models.CharField(max_length=8, choices=Quorum.choices, default=Quorum.HALF)
    majority = models.CharField(max_length=8, choices=Majority.choices, default=Majority.SIMPLE)
    needs_session = models.BooleanField(default=False)  # before a test is approved

    class Meta:
        verbose_name_plural = "test rules"

    def __str__(self) -> str:
        return f"rules on tests of {self.government_id}"


class Item(models.Model):
    """One row of the list of public information (Daftar Informasi Publik): one piece of information of one body.

    Codes are those of the statute book's tables. Whether an item is overdue is computed from ``next_due``, never kept.
    """

    class Source(models.TextChoices):
        ENTERED = "entered", _("Dicatat petugas")
        IMPORTED = "imported", _("Impor berkas")
        ANSWER = "answer", _("Jawaban permohonan")
        OBJECTION = "objection", _("Dibuka lewat keberatan")
        RULING = "ruling", _("Dibuka lewat putusan")
        EXEMPTION_ENDED = "exemption_ended", _("Masa pengecualian berakhir")
        REPORT = "report", _("Laporan yang diterbitkan")
        HARVEST = "harvest", _("Dipanen dari situs desa")

    government = models.ForeignKey(Government, models.PROTECT, related_name="items")
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()  # gapless within the government, given once
    # What makes the same row of a file, or the same report, find its item again; blank when nothing does.
    key = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300)
    summary = models.TextField(blank=True)  # ringkasan isi informasi
    plain_summary = models.TextField(blank=True)  # in plain words, counted (UU 14/2008 Pasal 9 ayat (4))
    kind = models.CharField(max_length=12)  # information_classes: periodic, immediate, any_time
    holder = models.CharField(max_length=200, blank=True)  # pejabat/unit yang menguasai
    responsible = models.CharField(max_length=200, blank=True)  # penanggung jawab pembuatan/penerbitan
    made_on = models.DateField(null=True, blank=True)
    made_when = models.CharField(max_length=80, blank=True)  # "Triwulan I 2024", as it was written
    made_at = models.CharField(max_length=120, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_until = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # of the period, else of the making
    forms = models.JSONField(default=list, blank=True)  # information_forms: softcopy, hardcopy, online
    retention = models.CharField(max_length=120, blank=True)
    place = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    obligations = models.JSONField(default=list, blank=True)
    topics = models.JSONField(default=list, blank=True)
    dataset = models.JSONField(null=True, blank=True)  # dataset_metadata: concept, definition, …, unit
    source = models.CharField(max_length=16, choices=Source.choices, default=Source.ENTERED)
    source_ref = models.CharField(max_length=120, blank=True)  # "request:12", "objection:3", "report:2025"
    is_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)  # when it was first listed
    updated_on = models.DateField(null=True, blank=True)  # the legal day of the last content
    next_due = models.DateField(null=True, blank=True)  # by the rule of its class
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=("government", "number"), name="item_number_once"),
            models.UniqueConstraint(fields=("government", "key"), name="item_key_once", condition=~Q(key="")),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (Q(is_public=False) & ~Q(withdrawn_reason="")),
                name="item_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(published_at__isnull=False), name="item_public_since"
            ),
        ]
        indexes = [
            models.Index(fields=("government", "body", "number"), name="item_of_body"),
            models.Index(fields=("government", "is_public", "kind"), name="item_listed"),
            models.Index(
                fields=("government", "next_due"),
                name="item_due",
                condition=Q(is_public=True, next_due__isnull=False),
            ),
            models.Index(
                fields=("government", "source", "source_ref"),
                name="item_source",
                condition=~Q(source_ref=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def state(self) -> str:
        """``withdrawn``, ``published`` or ``draft``."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "published" if self.is_public else "draft"

    def is_overdue(self, day: date) -> bool:
        """Whether a listed item should have been renewed before ``day`` (UU 14/2008 Pasal 9 ayat (3))."""
        return self.is_public and self.next_due is not None and self.next_due < day


class ItemFile(models.Model):
    """A file or link of an item. A replaced one stays with its digest (UU 14/2008 Pasal 7 ayat (2))."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="files")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    label = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    format = models.CharField(max_length=12, blank=True)  # file_formats: pdf, xlsx, csv, …
    language = models.CharField(max_length=8, default="id")
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    correction_note = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)  # replaced, or taken off
    checked_at = models.DateTimeField(null=True, blank=True)
    check_status = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False, url="") | (Q(document__isnull=True) & ~Q(url="")),
                name="item_file_or_link",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(correction_note=""), name="item_file_correction_told"
            ),
        ]
        indexes = [models.Index(fields=("government", "item"), name="item_file_of_item")]

    def __str__(self) -> str:
        return self.label


class ListVersion(models.Model):
    """A list as it was signed by decree: frozen JSON with its digest. Older versions are kept."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="list_versions")
    register = models.CharField(max_length=8, default="dip")  # of the statute book: dip, exempt
    number = models.PositiveIntegerField()
    decree_number = models.CharField(max_length=120)
    decree_date = models.DateField()
    signatory = models.ForeignKey(User, models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    # As printed: the post's title with Plt./Plh., and the decree by which it was held on the day.
    signed_as = models.CharField(max_length=240)
    holding_decree = models.CharField(max_length=160)
    items = models.PositiveIntegerField()
    content = models.BinaryField()  # canonical JSON, compressed
    sha256 = models.CharField(max_length=64)  # of the canonical JSON
    signed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("government", "register", "number"), name="list_version_once"),
            models.CheckConstraint(
                condition=~Q(decree_number="") & ~Q(holding_decree=""), name="list_version_has_decrees"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.decree_number})"


class Delivery(models.Model):
    """A body's own delivery of its part of the list to the main PPID (Permendagri 3/2017)."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="deliveries")
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="deliveries")
    delivered_on = models.DateField()
    delivered_at = models.DateTimeField()
    items = models.PositiveIntegerField()
    overdue = models.PositiveIntegerField()
    note = models.CharField(max_length=300, blank=True)
    delivered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-delivered_on", "-pk")
        indexes = [models.Index(fields=("government", "body", "-delivered_on"), name="delivery_newest")]

    def __str__(self) -> str:
        return f"{self.body}: {self.delivered_on}"


class ImportRun(models.Model):
    """One file of many items, kept as it came before anything read it; what became of it, and its undoing."""

    class State(models.TextChoices):
        READ = "read", _("Dibaca, belum diimpor")
        FAILED = "failed", _("Tidak dapat dibaca")
        DONE = "done", _("Sudah diimpor")
        UNDONE = "undone", _("Dibatalkan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="import_runs")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.READ)
    counts = models.JSONField(default=dict, blank=True)  # added, changed, unchanged, error
    failure = models.CharField(max_length=500, blank=True)  # why the file could not be read
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=("government", "-id"), name="import_newest")]

    def __str__(self) -> str:
        return f"{self.document} ({self.state})"


class ImportRow(models.Model):
    """What an import did with one row of its file, and what stood there before."""

    class Verdict(models.TextChoices):
        ADDED = "added", _("Ditambahkan")
        CHANGED = "changed", _("Diubah")
        UNCHANGED = "unchanged", _("Tidak berubah")
        ERROR = "error", _("Perlu diperbaiki")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=80, blank=True)
    row = models.PositiveIntegerField()  # as the sheet counts
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(null=True, blank=True)  # of the item as the import left it
    before = models.JSONField(default=dict, blank=True)  # the fields that the import changed, as they were
    errors = models.JSONField(default=list, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("run", "verdict"), name="import_row_verdict")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.row}: {self.verdict}"
