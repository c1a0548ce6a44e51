"""Issuing a letter: numbered, typeset, signed, kept under seal, and entered in the book.

Where a signing service is set up, a letter for which an official answers is drawn up as a draft and waits for him: see
``awaiting``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, User
from lutra.directory.roles import Role
from lutra.documents import store
from lutra.documents.actions import add_letter
from lutra.exemptions.models import Exemption
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number
from lutra.ledger.queries import Entry
from lutra.letters import contents, forms
from lutra.letters.bsre import service
from lutra.letters.models import Letter, Matter, Reservation, references
from lutra.letters.signatories import holder, officer_of
from lutra.letters.signing import ByHand, signer_for
from lutra.letters.telling import language_of
from lutra.letters.typeset import typeset
from lutra.requests.codes import new_code


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter that is typeset, and signed unless ``official`` is still to do it, but not yet issued."""

    telling: contents.Telling
    reserved: Reservation
    reference: str
    content: bytes
    is_electronic: bool
    official: User | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """That an official signed a draft through the signing service: who, when, and the service's own number."""

    officer_id: int
    at: datetime
    document_id: str


def draw_up(matter: Matter, /, *, kind: str, told: Entry, by_pen: bool = False) -> Drawn:
    """Typeset the letter of ``kind`` that tells what ``told`` entered in the book, and sign it or leave that to its
    official. Slow; no transaction. ``by_pen`` leaves room for a pen whatever is set up.

    Only its number and code are taken for good; asked again, the same ones come back.
    Raises NotPrintable, WrongTemplate, SigningFailed.
    """
    government = matter.government
    telling = contents.Telling(matter, told, forms.template(kind, language_of(matter)))
    series = forms.series(kind)
    number = told.data[series.given_as] if series.given_as else None
    reserved = _reserve(government, told=told, book=series.book, year=telling.day.year, number=number)
    reference = (
        matter.decree_number
        if isinstance(matter, Exemption)
        else series.printed(reserved.number, abbreviation=government.abbreviation, year=reserved.year)
    )
    official = None if by_pen else awaited(telling, series=series)
    signer = ByHand() if by_pen else signer_for(government)
    is_electronic = official is not None or signer.is_electronic
    pdf = typeset(
        telling.template,
        contents.context(telling, reference=reference, code=reserved.code, is_signed=is_electronic),
        at=told.at,
    )
    content = pdf if official else signer.sign(pdf, place=government.seat)
    store.keep(content, sealed=True)  # the slow write; issuing finds the file already there
    return Drawn(telling, reserved, reference, content, is_electronic, official)


def awaited(telling: contents.Telling, *, series: forms.Series) -> User | None:
    """The official whose own signature the letter needs: who did the deed, else the PPID Utama of that day; of a
    decree, whoever it names.

    None where no signing service is set up, or where the letter only proves that something was received.
    """
    if service() is None or not series.official:
        return None
    if isinstance(telling.case, Exemption):
        return telling.case.signatory
    user_id = officer_of(telling.told)
    if user_id is not None:
        return User.objects.get(pk=user_id)
    holding = holder(telling.government, Role.PPID_UTAMA, on=telling.day)
    return holding.user if holding else None


@transaction.atomic
def _reserve(government: Government, *, told: Entry, book: str, year: int, number: int | None) -> Reservation:
    """The number and the code of the entry's letter; ``number`` is the one that the deed itself has taken."""
    earlier = Reservation.objects.filter(government=government, source_seq=told.seq).first()
    if earlier:
        return earlier
    number = next_number(government.pk, book, year) if number is None else number
    # Whoever was quicker has its row by now: the series' row made us wait for it.
    return Reservation.objects.filter(government=government, source_seq=told.seq).first() or (
        Reservation.objects.create(
            government=government, source_seq=told.seq, book=book, year=year, number=number, code=new_code()
        )
    )


@transaction.atomic
def issue(
    matter: Matter, /, drawn: Drawn, *, told: Entry, by: Actor, signing: Signing | None = None
) -> Letter:
    """Issue a letter that was drawn up: keep the file under seal and enter it in the book.

    1. One entry gives one letter: asked again, the same letter comes back.
    2. The book gets one entry, "letter.issued", at the moment of the deed: the letter's date is the deed's.

    Raises NotPermitted: the system issues letters, nobody else; and a draft that waits for its official is none.
    """
    if drawn.official is not None and signing is None:
        raise NotPermitted("letters.issue")
    if by.kind != "system" or by.government_id != matter.government_id:
        raise NotPermitted("letters.issue")
    government, telling, reserved = matter.government, drawn.telling, drawn.reserved
    ledger.lock(government.pk)
    if earlier := Letter.objects.filter(government=government, source_seq=told.seq).first():
        return earlier
    document = add_letter(
        government, name=f"{drawn.reference.replace('/', '-')}.pdf", content=drawn.content, at=told.at
    )
    letter = Letter.objects.create(
        government=government,
        **references(matter),
        source_seq=told.seq,
        kind=telling.template.kind,
        language=telling.language,
        book=reserved.book,
        year=reserved.year,
        number=reserved.number,
        reference=drawn.reference,
        code=reserved.code,
        document=document,
        sha256=document.sha256,
        issued_at=told.at,
        issued_on=telling.day,
        made_at=timezone.now(),
        signed_at=signing.at if signing else None,
        signature=Letter.Signature.SIGNED if drawn.is_electronic else Letter.Signature.BY_HAND,
        signer_name=telling.signatory.name,
        signer_title=telling.signatory.title,
    )
    ledger.record(
        government_id=government.pk,
        kind="letter.issued",
        subject=matter.ledger_subject,
        by=by,
        at=told.at,
        data={
            "letter": letter.pk,
            "number": letter.reference,
            "kind": letter.kind,
            "code": letter.code,
            "sha256": letter.sha256,
            "language": letter.language,
            "tells": told.seq,
            **(_signed(signing) if signing else {}),
        },
    )
    return letter


def _signed(signing: Signing) -> dict[str, str | int]:
    return {
        "signed_by": signing.officer_id,
        "signed_at": signing.at.isoformat(timespec="seconds"),
        "service_document": signing.document_id,
    }
