"""Files by their content."""

from __future__ import annotations

from django.db import models

from lutra.directory.models import Government


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

    class Meta:
        indexes = [
            models.Index(fields=("government", "sha256"), name="document_content"),
            models.Index(
                fields=("image_of_request",),
                name="document_image",
                condition=models.Q(image_of_request__isnull=False, purged_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
