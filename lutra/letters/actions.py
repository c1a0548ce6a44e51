"""Issuing a letter: numbered, typeset, signed, kept under seal, and entered in the book."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.utils import timezone

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.documents.actions import add_letter
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number
from lutra.ledger.queries import Entry
from lutra.letters import contents, forms
from lutra.letters.models import Letter
from lutra.letters.signing import signer_for
from lutra.letters.typeset import typeset
from lutra.requests.codes import new_code
from lutra.requests.models import Request


@transaction.atomic
def issue(request: Request, /, *, kind: str, told: Entry, by: Actor) -> Letter:
    """Issue the letter of ``kind`` that tells the applicant what ``told`` entered in the book.

    1. One entry gives one letter: asked again, the same letter comes back.
    2. Number, contents, PDF and signature are made; the file is sealed, since it carries name and address.
    3. The book gets one entry, "letter.issued", at the moment of the deed: the letter's date is the deed's.

    Raises NotPermitted (the system issues letters, nobody else), NotPrintable, WrongTemplate, SigningFailed.
    """
    if by.kind != "system" or by.government_id != request.government_id:
        raise NotPermitted("letters.issue")
    government = request.government
    if earlier := Letter.objects.filter(government=government, source_seq=told.seq).first():
        return earlier
    telling = contents.Telling(request, told, forms.template(kind, request.language))
    series, year = forms.series(kind), telling.day.year
    # The series' row makes other letters wait; the head of the book, for which every deed waits, is taken last.
    number = next_number(government.pk, series.book, year)
    reference = series.printed(number, abbreviation=government.abbreviation, year=year)
    code, signer = new_code(), signer_for(government)
    pdf = typeset(
        telling.template,
        contents.context(telling, reference=reference, code=code, is_signed=signer.is_electronic),
        at=told.at,
    )
    final = signer.sign(pdf, place=government.seat)
    document = add_letter(government, name=f"{reference.replace('/', '-')}.pdf", content=final, at=told.at)
    letter = Letter.objects.create(
        government=government,
        request=request,
        source_seq=told.seq,
        kind=kind,
        language=telling.language,
        book=series.book,
        year=year,
        number=number,
        reference=reference,
        code=code,
        document=document,
        sha256=hashlib.sha256(final).hexdigest(),
        issued_at=told.at,
        issued_on=telling.day,
        made_at=timezone.now(),
        signature=Letter.Signature.SIGNED if signer.is_electronic else Letter.Signature.BY_HAND,
        signer_name=telling.signatory.name,
        signer_title=telling.signatory.title,
    )
    ledger.record(
        government_id=government.pk,
        kind="letter.issued",
        subject=request.ledger_subject,
        by=by,
        at=told.at,
        data={
            "letter": letter.pk,
            "number": reference,
            "kind": kind,
            "code": code,
            "sha256": letter.sha256,
            "language": letter.language,
            "tells": told.seq,
        },
    )
    return letter
