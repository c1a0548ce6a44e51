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
    # Hangs on the answer to a case: shown only to those who may open what a case withholds, and reached from there.
    of_case = models.BooleanField(default=False)
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
    # Since when a copy with parts blacked out stands for this content: the file itself goes out to nobody.
    replaced_at = models.DateTimeField(null=True, blank=True)

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


class Examination(models.Model):
    """One look of the gate at one content: what the scanner and the inspector said, and what they found."""

    class State(models.TextChoices):
        WAITING = "waiting", _("menunggu diperiksa")
        RUNNING = "running", _("sedang diperiksa")
        FOUND = "found", _("ada temuan")
        CLEAR = "clear", _("tanpa temuan")
        FAILED = "failed", _("ditahan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="examinations")
    document = models.ForeignKey(Document, models.PROTECT, related_name="examinations")
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    # Never a personal value: kinds, places, masked values and versions only.
    inspection = models.JSONField(default=dict, blank=True)
    scan = models.JSONField(default=dict, blank=True)
    problem = models.CharField(
        max_length=40, blank=True
    )  # a code of release.PROBLEMS; the page says it in words
    is_infected = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=("document", "-id"), name="examination_of_document")]

    def __str__(self) -> str:
        return f"{self.document_id} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether the look is still to come or under way."""
        return self.state in {self.State.WAITING, self.State.RUNNING}


class Finding(models.Model):
    """Something that an examination found: what, where, masked, and what an officer decided about it."""

    class Area(models.TextChoices):
        HIDDEN = "hidden", _("Data tersembunyi")
        PERSONAL = "personal", _("Data pribadi")

    class Severity(models.TextChoices):
        BLOCKING = "blocking", _("menahan")
        NOTE = "note", _("catatan")

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    examination = models.ForeignKey(Examination, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()  # 1, 2, 3 … within the examination
    area = models.CharField(max_length=8, choices=Area.choices)
    kind = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)
    page = models.PositiveIntegerField(null=True, blank=True)
    offset = models.PositiveIntegerField(null=True, blank=True)  # in the text of that page
    length = models.PositiveIntegerField(null=True, blank=True)
    masked = models.CharField(max_length=300, blank=True)
    severity = models.CharField(max_length=8, choices=Severity.choices)
    verdict = models.CharField(max_length=20, blank=True)  # of the statute's finding_verdicts
    ground = models.CharField(max_length=20, blank=True)  # of the statute's finding_grounds
    reason = models.CharField(max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("examination", "number"), name="one_finding_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.kind}"


class Certificate(models.Model):
    """The proof that one content passed the gate: which checks ran, what was found and decided, by whom, when."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="certificates")
    document = models.ForeignKey(Document, models.PROTECT, related_name="certificates")
    examination = models.OneToOneField(Examination, models.PROTECT, related_name="certificate")
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64)
    checks = models.JSONField()  # the certificate's content as it was signed; see release.as_json
    made_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("government", "year", "sequence"), name="one_certificate_a_number"
            ),
            models.UniqueConstraint(fields=("government", "number"), name="certificate_number"),
        ]

    def __str__(self) -> str:
        return self.number


class DocumentText(models.Model):
    """The text of a document, page by page, for the search and for the view that everybody can read."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.CASCADE, related_name="extracted")
    sha256 = models.CharField(max_length=64)
    pages = models.JSONField()  # [{"number": 1, "label": "1", "text": "…"}]
    from_ocr = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id}: {len(self.pages)}"


class Picture(models.Model):
    """A small picture of a document's first page; its bytes lie in the store."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, models.CASCADE, related_name="picture")
    sha256 = models.CharField(max_length=64)  # of the picture
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id}: {self.width}×{self.height}"


class PagePicture(models.Model):
    """One page of a document as it is shown, for whoever may see the file; its bytes lie in the store."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, related_name="page_pictures")
    number = models.PositiveIntegerField()  # from 1
    sha256 = models.CharField(max_length=64)  # of the picture
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("document", "number"), name="one_picture_a_page"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"
