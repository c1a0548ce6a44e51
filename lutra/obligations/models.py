"""What stands beside the catalogue to fulfil the law's lists: programmes, procurement packages, the charter, the
procedures, officials who report their wealth, immediate announcements, signed statements, and broken links.

Whether an obligation is fulfilled is never kept: ``matrix`` computes it. Codes are those of the statute book's tables.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.catalogue.models import Item, ItemFile
from lutra.directory.models import Government, PublicBody, User
from lutra.documents.models import Document


class Statement(models.Model):
    """A signed statement that an obligation, or a part of one, is not there to be published ("tidak ada")."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="obligation_statements")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=48)
    reason = models.CharField(max_length=500)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    signed_as = models.CharField(max_length=240)  # the post as it was called on the day
    signed_on = models.DateField()
    holds_until = models.DateField(null=True, blank=True)  # inclusive
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="statement_has_a_reason"),
            models.UniqueConstraint(
                fields=("government", "body", "code"),
                condition=Q(revoked_at__isnull=True),
                name="one_statement_a_code",
            ),
            # Two empty bodies are not equal to a database, so the government's own have a rule of their own.
            models.UniqueConstraint(
                fields=("government", "code"),
                condition=Q(revoked_at__isnull=True, body__isnull=True),
                name="one_statement_of_all_a_code",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class Programme(models.Model):
    """A programme or activity under way; ``answers`` by the codes of ``programme_fields``."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="programmes")
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="programmes")
    year = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=("government", "body", "-year"), name="programme_of_body")]

    def __str__(self) -> str:
        return str(self.answers.get("name", ""))


class Package(models.Model):
    """One procurement package. Its documents are published by stage."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="packages")
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="packages")
    key = models.CharField(max_length=80, blank=True)  # the code of the general procurement plan, if known
    name = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveBigIntegerField()  # rupiah
    method = models.CharField(max_length=80)  # tender, penunjukan langsung, e-purchasing, swakelola, …
    provider = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-year", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("government", "year", "key"), name="package_key_once", condition=~Q(key="")
            )
        ]
        indexes = [models.Index(fields=("government", "body", "-year"), name="package_of_body")]

    def __str__(self) -> str:
        return f"{self.name} ({self.year})"


class PackageDocument(models.Model):
    """What fills one slot of a package: an item of the catalogue, or the reason why the document is not required."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    package = models.ForeignKey(Package, models.CASCADE, related_name="documents")
    slot = models.CharField(max_length=32)
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(ItemFile, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    is_redacted = models.BooleanField(default=False)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=(Q(item__isnull=False) & Q(reason=""))
                | (Q(item__isnull=True, file__isnull=True) & ~Q(reason="")),
                name="package_document_or_reason",
            ),
            models.UniqueConstraint(fields=("package", "slot", "item"), name="package_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.slot}"


class Charter(models.Model):
    """One version of the service charter (maklumat pelayanan). A published one is never changed."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="charters")
    version = models.PositiveSmallIntegerField()
    contents = models.JSONField(default=dict)  # by the codes of ``charter_contents``
    # A second language beside Indonesian (PERKI 1/2021 Pasal 48 ayat (2)): its name and the same contents.
    second_language = models.CharField(max_length=40, blank=True)
    second_contents = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    signed_as = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=("government", "version"), name="charter_version_once"),
            models.UniqueConstraint(
                fields=("government",),
                condition=Q(published_at__isnull=True),
                name="one_charter_draft",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}"


class AccessibleForm(models.Model):
    """A form in which disabled people can use a version of the charter: a file, a link, or a place to read it."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    charter = models.ForeignKey(Charter, models.CASCADE, related_name="accessible")
    form = models.CharField(max_length=12)  # accessible_forms: audio, visual, braille
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    place = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(url="") | ~Q(place=""),
                name="accessible_form_is_somewhere",
            )
        ]

    def __str__(self) -> str:
        return self.form


class Sop(models.Model):
    """One version of one of the seven service procedures; the newest of a slot is the one in force."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="sops")
    slot = models.CharField(max_length=16)  # a code of ``sops``
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True)
    set_on = models.DateField()
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    url = models.URLField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "SOP"
        ordering = ("slot", "-version")
        constraints = [
            models.UniqueConstraint(fields=("government", "slot", "version"), name="sop_version_once"),
            models.CheckConstraint(
                condition=Q(document__isnull=False) | ~Q(url="") | ~Q(text=""), name="sop_can_be_read"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Official(models.Model):
    """An official who must report his wealth (LHKPN). Names of public officials are public."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="wealth_officials")
    body = models.ForeignKey(PublicBody, models.PROTECT, related_name="wealth_officials")
    name = models.CharField(max_length=160)
    office = models.CharField(max_length=200)
    # The report as it was examined, verified and sent: its year, its day and where to read it.
    report_year = models.PositiveSmallIntegerField(null=True, blank=True)
    reported_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)  # no longer in office

    class Meta:
        ordering = ("body", "pk")
        indexes = [models.Index(fields=("government", "body"), name="official_of_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(url="", reported_on__isnull=True, report_year__isnull=True)
                | (~Q(url="") & Q(reported_on__isnull=False, report_year__isnull=False)),
                name="wealth_report_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"


class Immediate(models.Model):
    """What an item of immediate information tells; the item itself is published at once."""

    class Haste(models.TextChoices):
        WHOLE = "whole", _("Lengkap")
        HURRIED = "hurried", _("Diumumkan sebelum lengkap")

    government = models.ForeignKey(Government, models.PROTECT, related_name="immediates")
    item = models.OneToOneField(Item, models.PROTECT, related_name="immediate")
    hazard = models.CharField(max_length=48)  # a code of the immediate list
    contents = models.JSONField(default=dict)  # by the codes of ``immediate_contents``
    # Whose activity is dangerous, where somebody licensed or contracted makes the danger.
    third_party = models.CharField(max_length=200, blank=True)
    haste = models.CharField(max_length=8, choices=Haste.choices, default=Haste.WHOLE)
    created_at = models.DateTimeField()  # when somebody first wrote it down
    published_at = models.DateTimeField()
    announced_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    shown_until = models.DateTimeField()  # the banner; the item stays
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-published_at",)
        indexes = [models.Index(fields=("government", "-published_at"), name="immediate_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__gte=models.F("created_at")), name="immediate_published_after"
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}"


class BrokenLink(models.Model):
    """Since when a link of an item fails; ``mended_at`` when it answered again."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="broken_links")
    file = models.OneToOneField(ItemFile, models.CASCADE, related_name="broken")
    since = models.DateTimeField()
    last_at = models.DateTimeField()
    status = models.CharField(max_length=40)
    tries = models.PositiveIntegerField(default=1)
    mended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("since",)
        indexes = [models.Index(fields=("government", "since"), name="link_broken_since")]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.status}"
