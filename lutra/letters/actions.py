"""Issuing a letter: numbered, typeset, signed, kept under seal, and entered in the book."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.documents import store
from lutra.documents.actions import add_letter
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number
from lutra.ledger.queries import Entry
from lutra.letters import contents, forms
from lutra.letters.models import Letter, Reservation
from lutra.letters.signing import signer_for
from lutra.letters.typeset import typeset
from lutra.objections.models import Objection
from lutra.requests.codes import new_code
from lutra.requests.models import Request


@dataclass(frozen=True, slots=True)
class Drawn:
    """A letter that is typeset and signed, but not yet issued."""

    telling: contents.Telling
    reserved: Reservation
    reference: str
    content: bytes
    is_electronic: bool


def draw_up(case: Request | Objection, /, *, kind: str, told: Entry) -> Drawn:
    """Typeset and sign the letter of ``kind`` that tells what ``told`` entered in the book. Slow; no transaction.

    Only its number and code are taken for good; asked again, the same ones come back.
    Raises NotPrintable, WrongTemplate, SigningFailed.
    """
    government = case.government
    telling = contents.Telling(case, told, forms.template(kind, case.language))
    series = forms.series(kind)
    reserved = _reserve(government, told=told, book=series.book, year=telling.day.year)
    reference = series.printed(reserved.number, abbreviation=government.abbreviation, year=reserved.year)
    signer = signer_for(government)
    pdf = typeset(
        telling.template,
        contents.context(telling, reference=reference, code=reserved.code, is_signed=signer.is_electronic),
        at=told.at,
    )
    content = signer.sign(pdf, place=government.seat)
    store.keep(content, sealed=True)  # the slow write; issuing finds the file already there
    return Drawn(telling, reserved, reference, content, signer.is_electronic)


@transaction.atomic
def _reserve(government: Government, *, told: Entry, book: str, year: int) -> Reservation:
    earlier = Reservation.objects.filter(government=government, source_seq=told.seq).first()
    if earlier:
        return earlier
    number = next_number(government.pk, book, year)
    # Whoever was quicker has its row by now: the series' row made us wait for it.
    return Reservation.objects.filter(government=government, source_seq=told.seq).first() or (
        Reservation.objects.create(
            government=government, source_seq=told.seq, book=book, year=year, number=number, code=new_code()
        )
    )


@transaction.atomic
def issue(case: Request | Objection, /, drawn: Drawn, *, told: Entry, by: Actor) -> Letter:
    """Issue a letter that was drawn up: keep the file under seal and enter it in the book.

    1. One entry gives one letter: asked again, the same letter comes back.
    2. The book gets one entry, "letter.issued", at the moment of the deed: the letter's date is the deed's.

    Raises NotPermitted: the system issues letters, nobody else.
    """
    if by.kind != "system" or by.government_id != case.government_id:
        raise NotPermitted("letters.issue")
    government, telling, reserved = case.government, drawn.telling, drawn.reserved
    ledger.lock(government.pk)
    if earlier := Letter.objects.filter(government=government, source_seq=told.seq).first():
        return earlier
    document = add_letter(
        government, name=f"{drawn.reference.replace('/', '-')}.pdf", content=drawn.content, at=told.at
    )
    letter = Letter.objects.create(
        government=government,
        request=case if isinstance(case, Request) else None,
        objection=case if isinstance(case, Objection) else None,
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
        signature=Letter.Signature.SIGNED if drawn.is_electronic else Letter.Signature.BY_HAND,
        signer_name=telling.signatory.name,
        signer_title=telling.signatory.title,
    )
    ledger.record(
        government_id=government.pk,
        kind="letter.issued",
        subject=case.ledger_subject,
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
        },
    )
    return letter
