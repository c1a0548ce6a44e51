"""Letters that were issued. A letter is added, never changed."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from lutra.directory.models import Government
from lutra.documents.models import Document
from lutra.exemptions.models import Exemption, Session
from lutra.objections.models import Objection
from lutra.requests.models import Request

# For ``select_related``: what a letter is about, with everything that sending or showing it needs.
CASES = (
    "request__government",
    "request__applicant__identity",
    "objection__government",
    "objection__applicant__identity",
    "objection__request",
)


#: What a letter can be about. The first two are an applicant's; the others go to nobody in particular.
Case = Request | Objection
Matter = Case | Exemption | Session
MATTERS = ("request", "objection", "exemption", "session")  # as the book and the references name them


def references(matter: Matter) -> dict[str, Matter | None]:
    """The references of a row about ``matter``, of which one is set."""
    about, _pk = matter.ledger_subject
    return {name: matter if name == about else None for name in MATTERS}


def about_one(*names: str) -> Q:
    """The condition that a row is about exactly one thing."""
    return Q(
        *(Q(**{f"{other}__isnull": other != name for other in names}) for name in names), _connector=Q.OR
    )


class Reservation(models.Model):
    """A number and a code taken for one entry's letter before it is typeset.

    Typesetting and signing take long, so they happen outside any transaction; the number, which is printed, must be
    there first. A letter whose making failed takes up its reservation again, so the series stays without a gap.
    """

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")
    source_seq = models.BigIntegerField()
    book = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=16, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "source_seq"), name="one_reservation_an_entry"),
            models.UniqueConstraint(
                fields=("government", "book", "year", "number"), name="one_reservation_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book} {self.number}/{self.year}"


class Letter(models.Model):
    """One letter about a request, an objection, an exemption or a session: its number, the digest of its file, and how
    it is signed.

    The file lies sealed in the document store, since it carries name and address. ``code`` opens the page
    ``/verify/<code>/``, which tells nothing private.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        EXTENSION = "extension"
        NOTICE = "notice"
        REFUSAL = "refusal"
        OBJECTION_RECEIPT = "objection_receipt"
        OBJECTION_REPLY = "objection_reply"
        SETTLEMENT = "settlement"
        COMPLETENESS = "completeness"
        WITHDRAWAL = "withdrawal"
        POWER_CHECK = "power_check"
        DECREE = "decree"
        MINUTES = "minutes"

    class Signature(models.TextChoices):
        SIGNED = "signed"
        BY_HAND = "by_hand"

    government = models.ForeignKey(Government, models.PROTECT, related_name="letters")
    # One of the four: what the letter is about.
    request = models.ForeignKey(Request, models.PROTECT, null=True, blank=True, related_name="letters")
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, blank=True, related_name="letters")
    exemption = models.ForeignKey(Exemption, models.PROTECT, null=True, blank=True, related_name="letters")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="letters")
    # The place in the book of the entry that the letter tells: one letter an entry, however often it is replayed.
    source_seq = models.BigIntegerField()
    kind = models.CharField(max_length=24, choices=Kind.choices)
    language = models.CharField(max_length=5)

    book = models.CharField(max_length=24)  # the number series
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=60)  # "005/TB-PPID/LUTRA/2026", as printed

    code = models.CharField(max_length=16, unique=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the final, signed file
    issued_at = models.DateTimeField()  # the moment of the deed that the letter tells
    issued_on = models.DateField()  # its legal day in the government's zone, as printed
    made_at = models.DateTimeField()  # when the file was typeset
    # When the official signed through the service, before which nobody could have it; None: it was there with the deed.
    signed_at = models.DateTimeField(null=True, blank=True)

    signature = models.CharField(max_length=8, choices=Signature.choices)
    signer_name = models.CharField(max_length=160, blank=True)
    signer_title = models.CharField(max_length=240, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("government", "source_seq"), name="one_letter_an_entry"),
            models.UniqueConstraint(
                fields=("government", "book", "year", "number"), name="one_letter_a_number"
            ),
            models.CheckConstraint(condition=about_one(*MATTERS), name="letter_about_one_matter"),
        ]
        indexes = [
            models.Index(fields=("request", "id"), name="letter_of_request"),
            models.Index(fields=("objection", "id"), name="letter_of_objection"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def case(self) -> Case:
        """The applicant's case that the letter is about. Raises LookupError for a letter to nobody in particular."""
        found = self.request or self.objection
        if found is None:
            raise LookupError(f"letter {self.pk} is about no case")
        return found

    @property
    def is_addressed(self) -> bool:
        """Whether it goes to an applicant, about his case."""
        return bool(self.request_id or self.objection_id)

    @property
    def available_at(self) -> datetime:
        """Since when the applicant could read it."""
        return self.signed_at or self.issued_at

    @property
    def is_signed(self) -> bool:
        """Whether the file carries an electronic signature."""
        return self.signature == self.Signature.SIGNED


# A letter that is still a draft comes after the letter, also in this file: Django finds a module's models here.
from lutra.letters.unsigned import Unsigned  # noqa: E402

__all__ = [
    "CASES",
    "MATTERS",
    "Case",
    "Letter",
    "Matter",
    "Reservation",
    "Unsigned",
    "about_one",
    "references",
]
