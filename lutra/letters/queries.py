"""Reading letters. Cheap to import: web processes need no typesetter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from lutra.directory.models import Government
from lutra.documents.queries import content
from lutra.letters.models import Letter, Matter, Unsigned, references
from lutra.requests.codes import read_code


def letters_of(matter: Matter) -> QuerySet[Letter]:
    """The letters about a request, an objection, an exemption or a session, oldest first."""
    return Letter.objects.filter(**_about(matter)).order_by("pk")


def unsigned_of(matter: Matter) -> QuerySet[Unsigned]:
    """The letters of a matter that still wait for their official's signature, oldest first."""
    found = Unsigned.objects.filter(**_about(matter), letter__isnull=True)
    return found.select_related("signer").order_by("pk")


def _about(matter: Matter) -> dict[str, Matter]:
    return {name: one for name, one in references(matter).items() if one is not None}


def find_by_code(typed: str) -> Letter | None:
    """The letter that a verification code names, however it was typed."""
    code = read_code(typed)
    return Letter.objects.filter(code=code).select_related("government", "document").first() if code else None


def pdf(letter: Letter) -> bytes:
    """The final file. Raises FileDamaged. It holds name and address: give it to the holder of the tracking code or to
    an officer who may see the identity, to nobody else."""
    return content(letter.document)


@dataclass(frozen=True, slots=True)
class Verification:
    """What everybody may know of a letter: that it is genuine, not what it says."""

    number: str
    kind: str
    issued_on: date
    sha256: str
    is_signed: bool
    government: str


def verification(typed: str, *, government: Government | None = None) -> Verification | None:
    """What ``/verify/<code>/`` shows; None for a code that no letter (of this government) has."""
    letter = find_by_code(typed)
    if letter is None or (government is not None and letter.government_id != government.pk):
        return None
    return Verification(
        number=letter.reference,
        kind=letter.kind,
        issued_on=letter.issued_on,
        sha256=letter.sha256,
        is_signed=letter.is_signed,
        government=letter.government.name,
    )
