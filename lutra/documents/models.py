"""Files by their content."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lutra.directory.models import Government, PublicBody, User


class Document(models.Model):
    """One file of one government. The bytes lie in the store under their SHA-256."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="documents")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    # Encrypted at rest: letters hold names and addresses.
    is_sealed = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    # The request for which an image of an identity card or a power of attorney was shown; such images are short-lived.
    # A bare number: requests lie above this module.
    image_of_request = models.PositiveBigIntegerField(null=True, blank=True)
    # When the content was destroyed by rule; the row with its digest stays.
    purged_at = models.DateTimeField(null=True, blank=True)
    # Whether it stands in the list of documents: uploaded for publication, or examined for it.
    listed = models.BooleanField(default=False)
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="documents")
    uploaded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    # What was made out of another file for the public: it is examined like any other.
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derived")
    derivation = models.CharField(
        max_length=10,
        blank=True,
        choices=[
            ("cleaned", _("salinan bersih")),
            ("safe_pdf", _("PDF aman")),
            ("redacted", _("salinan yang dihitamkan")),
        ],
    )

    class Meta:
        indexes = [
            models.Index(fields=("government", "sha256"), name="document_content"),
            models.Index(
                fields=("image_of_request",),
                name="document_image",
                condition=models.Q(image_of_request__isnull=False, purged_at__isnull=True),
            ),
            models.Index(
                fields=("government", "-id"), name="document_listed", condition=models.Q(listed=True)
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file on its way in, piece by piece; the bytes lie outside the store until the last one has come."""

    class State(models.TextChoices):
        OPEN = "open", _("sedang diunggah")
        FINISHING = "finishing", _("sedang disimpan")
        DONE = "done", _("tersimpan")
        FAILED = "failed", _("ditolak")
        ENDED = "ended", _("dihentikan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="uploads")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    body = models.ForeignKey(PublicBody, models.PROTECT, null=True, blank=True, related_name="+")
    post_id = models.BigIntegerField(null=True)  # in which the officer began it
    token = models.CharField(max_length=43, unique=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()  # bytes in all
    received = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State.choices, default=State.OPEN)
    problem = models.CharField(max_length=400, blank=True)  # why it was refused, in words for the officer
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="uploads")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("user", "-id"), name="upload_of_officer"),
            models.Index(fields=("expires_at",), name="upload_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.received}/{self.size}"
