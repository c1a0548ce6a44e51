"""What the larger pieces show, as plain values.

A view builds these from queries; the templates only lay them out. Sentences come ready in the reader's language,
moments in UTC, days as dates.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Mood = Literal["calm", "soon", "late", "rest"]
StepState = Literal["done", "next", "late"]


@dataclass(frozen=True)
class Step:
    """One step of a case's story.

    ``title`` names the deed, ``meaning`` says what it means for the reader, ``by`` is an office or role, never an
    applicant. ``due`` and ``clause`` belong to a step that is still to come (``state="next"``) or to a promise the
    step made. ``entry`` is the short hash of the book's entry; give it only to officers.
    """

    title: str
    meaning: str = ""
    at: datetime | None = None
    by: str = ""
    due: date | None = None
    clause: str = ""
    state: StepState = "done"
    entry: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class NextAct:
    """What the law needs now: who must do what, why (clause) and by when.

    With ``label`` and ``url`` the card ends in a link, or in a button that posts when ``method`` is "post".
    ``due_label`` stands before the date instead of "Paling lambat". ``mood`` is "calm", "soon", "late", or "rest" when
    nothing is left to do. ``key`` presses the link from the keyboard.
    """

    sentence: str
    clause: str = ""
    due: date | None = None
    due_label: str = ""
    days_left: int | None = None
    mood: Mood = "calm"
    explanation: str = ""
    label: str = ""
    url: str = ""
    method: Literal["get", "post"] = "get"
    key: str = ""


@dataclass(frozen=True)
class Receipt:
    """The proof of receipt (UU 14/2008 Pasal 22 ayat (4)).

    ``title`` and ``promise`` are the lines above number and date, where it is not a request's receipt. ``address`` is
    the full web address behind the QR; ``code`` the tracking code as stored, shown in groups of four.
    """

    government: str
    number: str
    received_at: datetime
    due: date
    clause: str
    code: str
    address: str
    office: str = ""
    officer: str = ""
    subject: str = ""
    channel: str = ""
    days: int | None = None
    contact: str = ""
    time_zone: str = "Asia/Makassar"
    # Of a request, when nothing else is said.
    title: str = ""
    promise: str = ""


@dataclass(frozen=True)
class File:
    """A file to download. ``size`` in bytes; ``note`` is a short line such as a letter's number."""

    name: str
    url: str
    size: int | None = None
    kind: str = "PDF"
    note: str = ""


@dataclass(frozen=True)
class Tab:
    """One entry of a sub-navigation; ``count`` is shown when it is not None."""

    label: str
    url: str
    is_current: bool = False
    count: int | None = None
