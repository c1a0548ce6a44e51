"""Text of an e-mail: heads that people read, then the body; attachments are files of their own."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable, Iterator
from email.message import EmailMessage

from lutra.documents.reading import html
from lutra.documents.reading.errors import NotRead, Unreadable
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source, decoded
from lutra.documents.types import EML

#: The heads that stand on the page.
SHOWN = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 300


def parse(content: bytes) -> EmailMessage:
    """Raises Unreadable."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
    except (ValueError, LookupError, RecursionError, IndexError, TypeError, AttributeError) as error:
        raise Unreadable("damaged", "Surel rusak dan tidak dapat dibaca.") from error
    if not isinstance(message, EmailMessage):
        raise Unreadable("damaged", "Surel rusak dan tidak dapat dibaca.")
    return message


def head(message: EmailMessage, name: str) -> str:
    """One head; what the library cannot make sense of is given raw."""
    try:
        return " ".join(str(value) for value in message.get_all(name, []))
    except (ValueError, LookupError, IndexError, TypeError, AttributeError):
        return " ".join(str(value) for key, value in message.raw_items() if key.lower() == name.lower())


def read(source: Source, page_text: Callable[[bytes], str] = html.said) -> Reading:
    """One page: the heads, then all bodies; ``page_text`` reads those that are pages of the web."""
    message = parse(source.content)
    lines = [f"{name}: {head(message, name)}" for name in SHOWN if head(message, name)]
    bodies = [
        said
        for said in (body(part, page_text) for part in parts(message) if not is_file(part))
        if said.strip()
    ]
    return Reading(EML, (Page(1, "", "\n\n".join(["\n".join(lines), *bodies])),))


def parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """The leaves of the message, messages inside of it as one leaf each."""
    waiting = [message]
    count = 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > _MOST_PARTS:
            raise Unreadable("too_large", "Surel berisi terlalu banyak bagian.")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting[:0] = [each for each in part.get_payload() if isinstance(each, EmailMessage)]
        else:
            yield part


def is_file(part: EmailMessage) -> bool:
    """Whether a part is an attachment and no body."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return True
    return (
        part.get_content_disposition() == "attachment" or kind not in ("text/plain", "text/html")
    ) or bool(part.get_filename())


def file_content(part: EmailMessage) -> bytes:
    """The bytes of an attachment."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def body(part: EmailMessage, page_text: Callable[[bytes], str] = html.said) -> str:
    """The text of a body."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if part.get_content_type() == "text/html":
        try:
            return page_text(content)
        except NotRead:
            return ""
    return decoded(content, [str(part.get_content_charset() or "utf-8")])
