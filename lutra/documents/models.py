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

    class Meta:
        indexes = [models.Index(fields=("government", "sha256"), name="document_content")]

    def __str__(self) -> str:
        return self.name
