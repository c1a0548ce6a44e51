"""Letters that wait for their official, and his signing of them.

Nothing here keeps or writes down a passphrase: it is handed on to the signing service, one letter at a time.
"""

from __future__ import annotations

import hashlib

import pypdfium2
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.permissions import permit
from lutra.documents import store
from lutra.ledger import actions as ledger
from lutra.ledger.queries import Entry, entries
from lutra.letters import contents, forms
from lutra.letters.actions import Drawn, Signing, draw_up, issue
from lutra.letters.bsre import Service
from lutra.letters.errors import NotYours, SignatureRefused, SignatureUnusable, SignedAlready
from lutra.letters.models import Letter, Reservation, Unsigned, references
from lutra.letters.signing import read_signature
from lutra.letters.telling import language_of

SIGN = "letters.sign"


def waiting(actor: Actor) -> QuerySet[Unsigned]:
    """What waits for this official's own signature, the oldest first."""
    return (
        Unsigned.objects.filter(
            government_id=actor.government_id, signer_id=actor.user_id, letter__isnull=True
        )
        .select_related("request", "objection", "exemption__test", "government")
        .order_by("pk")
    )


def wait(drawn: Drawn, *, told: Entry) -> Unsigned:
    """Keep a draft until its official signs. Belongs to the follower's transaction; asked again, nothing new."""
    matter = drawn.telling.case
    if drawn.official is None:
        raise ValueError("nobody is waited for")
    found, _is_new = Unsigned.objects.get_or_create(
        government=matter.government,
        source_seq=told.seq,
        defaults={
            "kind": drawn.telling.template.kind,
            **{name: one for name, one in references(matter).items() if name != "session"},
            "reference": drawn.reference,
            "signer": drawn.official,
            "sha256": hashlib.sha256(drawn.content).hexdigest(),
            "drawn_at": timezone.now(),
        },
    )
    return found


def draft(unsigned: Unsigned, /, *, by: Actor) -> bytes:
    """The draft as it will be signed. It holds name and address. Raises NotYours, SignedAlready, FileDamaged."""
    _check(unsigned, by=by)
    return store.read(unsigned.sha256, sealed=True)


def sign(unsigned: Unsigned, /, *, service: Service, nik: str, passphrase: str, by: Actor) -> Letter:
    """Let the official sign one draft through the service, and issue the letter.

    1. The service signs, outside any transaction. What comes back must be this letter with a whole signature.
    2. The letter is issued in one transaction. Killed in between, the draft still waits and is signed once more.

    A failure is counted on the draft, which stays one. Raises NotPermitted, NotYours, SignedAlready and the family of
    SignatureRefused.
    """
    permit(by, SIGN, government_id=unsigned.government_id)
    pdf = draft(unsigned, by=by)
    try:
        signed = service.sign(pdf, nik=nik, passphrase=passphrase)
        if not is_signed_copy(signed.pdf, of=pdf):
            raise SignatureUnusable()
    except SignatureRefused as error:
        _failed(unsigned, error)
        raise
    store.keep(signed.pdf, sealed=True)
    return _issued(
        unsigned,
        signed.pdf,
        Signing(officer_id=by.officer_id, at=timezone.now(), document_id=signed.document_id),
    )


def sign_by_pen(unsigned: Unsigned, /, *, reason: str, by: Actor) -> Letter:
    """Issue the letter with room for a pen, where the service cannot be waited for. Raises NotYours, ValueError."""
    permit(by, SIGN, government_id=unsigned.government_id)
    _check(unsigned, by=by)
    if not reason.strip():
        raise ValueError(_("Tuliskan mengapa surat ini ditandatangani dengan pena."))
    told = _told(unsigned)
    drawn = draw_up(unsigned.matter, kind=unsigned.kind, told=told, by_pen=True)
    return _end(unsigned, drawn, told=told, signing=None, by_pen_reason=reason.strip())


def is_signed_copy(signed: bytes, *, of: bytes) -> bool:
    """Whether ``signed`` is the same letter with a signature that is intact and covers the whole file."""
    try:
        found = read_signature(signed)
        same = signed.startswith(of) or _text(signed) == _text(of)
    except Exception:  # a damaged file breaks its readers in ways that they do not name
        return False
    return bool(found and found["intact"] and found["whole"] and same)


def _text(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as opened:
        return [str(page.get_textpage().get_text_bounded()) for page in opened]


def _check(unsigned: Unsigned, *, by: Actor) -> None:
    unsigned.refresh_from_db()
    if unsigned.letter_id is not None:
        raise SignedAlready(_("Surat ini sudah ditandatangani."))
    if by.government_id != unsigned.government_id or by.user_id != unsigned.signer_id:
        raise NotYours(_("Surat ini memuat nama pejabat lain; hanya ia yang dapat menandatanganinya."))


def _failed(unsigned: Unsigned, error: SignatureRefused) -> None:
    Unsigned.objects.filter(pk=unsigned.pk).update(
        tries=F("tries") + 1, last_error=type(error).__name__, last_tried_at=timezone.now()
    )


def _issued(unsigned: Unsigned, content: bytes, signing: Signing) -> Letter:
    told = _told(unsigned)
    matter = unsigned.matter
    telling = contents.Telling(matter, told, forms.template(unsigned.kind, language_of(matter)))
    reserved = Reservation.objects.get(government=unsigned.government, source_seq=unsigned.source_seq)
    drawn = Drawn(
        telling, reserved, unsigned.reference, content, is_electronic=True, official=unsigned.signer
    )
    return _end(unsigned, drawn, told=told, signing=signing, by_pen_reason="")


@transaction.atomic
def _end(
    unsigned: Unsigned, drawn: Drawn, *, told: Entry, signing: Signing | None, by_pen_reason: str
) -> Letter:
    ledger.lock(unsigned.government_id)
    unsigned.refresh_from_db()
    if unsigned.letter_id is not None:  # two windows at once: the one that was quicker holds
        return Letter.objects.get(pk=unsigned.letter_id)
    letter = issue(
        unsigned.matter, drawn, told=told, by=actors.system(unsigned.government_id), signing=signing
    )
    Unsigned.objects.filter(pk=unsigned.pk).update(letter=letter, by_pen_reason=by_pen_reason)
    if letter.sha256 != unsigned.sha256:
        transaction.on_commit(lambda: store.remove(unsigned.sha256, sealed=True))
    return letter


def _told(unsigned: Unsigned) -> Entry:
    return entries(unsigned.government_id).get(seq=unsigned.source_seq)
