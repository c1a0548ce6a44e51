"""What an e-mail hides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage

from lutra.documents.hidden import web
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading import mail
from lutra.documents.reading.errors import NotRead
from lutra.documents.reading.source import Source

_SENDER = (
    "X-Originating-IP",
    "X-Sender-IP",
    "X-Client-IP",
    "X-Source-IP",
    "X-PHP-Script",
    "X-PHP-Originating-Script",
)
_ROUTE = ("Received", "X-Mailer", "User-Agent", "X-MS-Exchange-Organization-AuthAs", "Authentication-Results")
# Numbers of letters, seals and forms, which look like addresses of mailboxes and are none.
_OF_PROGRAMS = (
    "message-id", "references", "in-reply-to", "content-", "mime-version", "dkim-", "arc-", "x-google-", "x-ms-",
    "x-received", "x-gm-", "received-spf", "feedback-id", "thread-", "x-mimeole",
)  # fmt: skip
_ADDRESS = re.compile(r"\[?\d{1,3}(?:\.\d{1,3}){3}\]?")


def look(source: Source) -> Looked:
    """Read and look; attachments become files inside."""
    message = mail.parse(source.content)
    looked = Looked.of(mail.read(source))
    looked.hidden.extend(_heads(message, looked))
    for number, part in enumerate(mail.parts(message), 1):
        if mail.is_file(part):
            name = _name(part, number)
            looked.aside(1, "nama lampiran", name)
            looked.hidden.append(hidden("attachment", "surel", name))
            looked.files.append((name, mail.file_content(part)))
        elif part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                try:
                    inner = web.look(Source(payload, "", source.depth + 1))
                except NotRead as error:
                    looked.errors.append(str(error))
                    continue
                looked.hidden.extend(inner.hidden)
                looked.asides.extend(inner.asides)
                looked.pictures.extend(inner.pictures)
    return looked


def _heads(message: EmailMessage, looked: Looked) -> Iterator[Hidden]:
    bcc = mail.head(message, "Bcc")
    if bcc:
        looked.aside(1, "Bcc", bcc)
        yield hidden("bcc", "kepala surel", bcc)
    for name in _SENDER:
        if value := mail.head(message, name):
            yield hidden("sender_address", name, _ADDRESS.sub("[alamat]", value))
    others = (
        name
        for name in dict.fromkeys(message.keys())
        if name not in (*mail.SHOWN, *_ROUTE, "Bcc") and not name.lower().startswith(_OF_PROGRAMS)
    )
    looked.aside(1, "kepala surel", "\n".join(mail.head(message, name) for name in others))
    present = [name for name in _ROUTE if name in message]
    if present:
        yield note("mail_route", "kepala surel", ", ".join(present))


def _name(part: EmailMessage, number: int) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, IndexError, TypeError, AttributeError):
        name = None
    if name:
        return str(name)
    return f"bagian {number}.eml" if part.get_content_type() == "message/rfc822" else f"bagian {number}"
