"""The e-mail that announces a letter: plain text, in the applicant's language, without the question and the name."""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from lutra.inbox.errors import NoAddress
from lutra.inbox.models import OutgoingMessage
from lutra.letters import addresses, queries
from lutra.letters.models import Letter
from lutra.objections.models import Objection
from lutra.requests.codes import show_code

_FOLDER = Path(__file__).resolve().parent / "texts"


def compose(message: OutgoingMessage) -> EmailMessage:
    """The message about a letter, addressed from the sealed identity. Raises NoAddress, FileDamaged, TypeError.

    The letter is attached only when the applicant chose to be answered by e-mail; otherwise a link leads to it.
    """
    letter, government = message.letter, message.government
    if letter is None:
        raise TypeError(message.kind)
    case = letter.case
    address = case.applicant.identity.open().get("email", "")
    if not address:
        raise NoAddress(_("Pemohon tidak meninggalkan alamat surel."))
    is_objection = isinstance(case, Objection)
    request = case.request if isinstance(case, Objection) else case
    # Who objects without an earlier request gave the address for the answer itself.
    is_attached = request is None or request.delivery_way == "email"
    where = f"{'objection_' if is_objection else ''}{'attached' if is_attached else 'linked'}"
    page = addresses.objection_url if is_objection else addresses.tracking_url
    subject, body = text(letter.kind, letter.language)
    values = {
        "reference": case.reference,
        "letter": letter.reference,
        "government": government.name,
        "tracking_url": page(government, case.code),
        "survey_url": "" if is_objection else addresses.survey_url(government, case.code),
        "code": show_code(case.code),
        "verify_url": addresses.verify_url(government, letter.code),
        "contact": " · ".join(part for part in (government.phone, government.email) if part)
        or government.name,
        "where": part(where, letter.language),
    }
    mail = EmailMessage(
        subject=subject.format_map(values),
        body=body.format_map(values),
        from_email=formataddr((f"PPID {government.short_name}", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[address],
        reply_to=[government.email] if government.email else None,
        headers={
            "Message-ID": message_id(letter),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
        },
    )
    if is_attached:
        mail.attach(letter.document.name, queries.pdf(letter), "application/pdf")
    return mail


def message_id(letter: Letter) -> str:
    """The same for every try, so that a mail server that got it twice can tell."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "lutra.invalid"
    return f"<letter-{letter.government_id}-{letter.pk}@{domain}>"


@cache
def text(kind: str, language: str) -> tuple[str, str]:
    """Subject and body of the announcement, with names in braces to be filled in."""
    subject, _blank, body = (_FOLDER / f"{kind}.{language}.txt").read_text(encoding="utf-8").partition("\n\n")
    return subject.strip(), body


@cache
def part(name: str, language: str) -> str:
    """A sentence that several messages share."""
    return (_FOLDER / f"{name}.{language}.txt").read_text(encoding="utf-8").strip()
