"""What the interface gives, field by field. Nothing here can hold who asked for something."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field


class Out(BaseModel):
    """A thing of the interface: it has these fields and no others."""

    model_config = ConfigDict(extra="forbid", validate_by_name=True, validate_by_alias=True)


class ProblemError(Out):
    """A parameter that could not be read, and what kind of fault it has."""

    parameter: str
    code: str


class Problem(Out):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError] = []


class Office(Out):
    """The public body that answers for something."""

    slug: str
    name: str


class Place(Out):
    """A region by its Kemendagri code."""

    code: str
    name: str


class GovernmentOut(Out):
    """The government whose data this is, how to name it as a source, and where everything else is."""

    code: str
    name: str
    body: str | None  # on a body's own site its slug: everything here is narrowed to it
    time_zone: str
    attribution: str
    links: dict[str, str]


class BodyOut(Out):
    """A public body."""

    slug: str
    name: str
    short_name: str
    kind: str
    region: str | None
    parent: str | None
    page: str


class BodyPage(Out):
    """Some bodies by their slug."""

    items: list[BodyOut]
    next: str | None


class EarlierFile(Out):
    """A file that was replaced, for the correction to be seen."""

    label: str = ""
    sha256: str = ""
    added_on: str = ""
    ended_on: str = ""
    note: str = ""


class FileOut(Out):
    """A file that passed the release gate, or a link. ``size`` is in bytes."""

    id: int
    label: str
    download: str
    is_link: bool
    media_type: str
    format: str
    language: str
    size: int | None
    sha256: str
    added_at: datetime
    correction_note: str
    earlier: list[EarlierFile]


class ItemLine(Out):
    """One row of the list of public information, in short."""

    number: int
    title: str
    summary: str
    information_class: str
    body: Office
    place: Place | None
    year: int | None
    dated_on: date
    next_due: date | None
    published_at: datetime
    changed_at: datetime
    api: str
    page: str


class ItemOut(ItemLine):
    """One row of the list of public information, whole. ``withheld`` names fields that stay closed."""

    plain_summary: str
    holder: str
    responsible: str
    made_on: date | None
    made_when: str
    made_at: str
    period_from: date | None
    period_until: date | None
    forms: list[str]
    retention: str
    obligations: list[str]
    topics: list[str]
    dataset: dict[str, str] | None
    source: str
    withheld: list[str]
    files: list[FileOut]


class ItemPage(Out):
    """Some items, the highest number first."""

    items: list[ItemLine]
    next: str | None


class ExemptionOut(Out):
    """One row of the exempt list: what is withheld, on which ground and until when; never what it holds.

    ``closed`` names texts that are left empty because they speak of somebody. ``item`` is the information itself, once
    it is open.
    """

    number: int
    state: str  # in_force, opened
    information: str
    ground: str
    sub_item: str
    clause: str
    basis: str
    act: str
    scope: str
    consequence: str
    benefit: str
    body: Office
    decree_number: str
    decree_date: date
    signed_as: str
    ends_on: date | None
    opened_on: date | None
    item: int | None
    closed: list[str]


class ExemptionPage(Out):
    """Some exemptions, the highest number first."""

    items: list[ExemptionOut]
    next: str | None


class VersionOut(Out):
    """The list as a decree established it."""

    number: int
    decree_number: str
    decree_date: date
    items: int
    sha256: str
    signed_at: datetime


class VersionPage(Out):
    """Some versions, the newest first."""

    items: list[VersionOut]
    next: str | None


class DiffLine(Out):
    """An item that differs: its title when it is public now, and the fields that changed."""

    number: int
    title: str
    fields: list[str]


class DiffOut(Out):
    """What lies between two versions; ``before`` is null for the empty list before the first one."""

    before: int | None
    after: int
    added: list[DiffLine]
    removed: list[DiffLine]
    changed: list[DiffLine]


class RequestLine(Out):
    """One line of the public register. ``outcome`` is empty while the law waits; ``days`` are working days."""

    reference: str
    received_on: date
    subject: str
    is_withheld: bool
    body: Office | None
    channel: str
    stage: str
    outcome: str
    due_on: date
    lapsed_on: date | None
    decided_on: date | None
    days: int | None
    is_late: bool


class RegisterPage(Out):
    """Some lines of the register, the newest first."""

    items: list[RequestLine]
    next: str | None


class AnswerFileOut(Out):
    """A file of an answer. ``size`` is in bytes."""

    label: str
    download: str
    media_type: str
    format: str
    size: int
    sha256: str


class AnswerLine(Out):
    """An answer of the reading room, in short."""

    number: int
    title: str
    summary: str
    outcome: str
    body: Office | None
    answered_on: date
    published_at: datetime
    changed_at: datetime
    api: str
    page: str


class AnswerOut(AnswerLine):
    """An answer of the reading room, whole."""

    explanation: str
    files: list[AnswerFileOut]


class AnswerPage(Out):
    """Some answers, the highest number first."""

    items: list[AnswerLine]
    next: str | None


class TimesOut(Out):
    """Working days from receipt to notice: pairs of days and how many requests took so long, and bands of them."""

    mean: float | None
    median: float | None
    shortest: int | None
    longest: int | None
    distribution: list[tuple[int, int]]
    bands: dict[str, int]


class FiguresRow(Out):
    """The figures of one body, or of the whole government."""

    body_id: int | None
    body_name: str
    is_overall: bool
    received: int
    decided: int
    given: int
    refused: int
    late: int
    silent: int
    withdrawn: int
    set_aside: int
    outcomes: dict[str, int]
    refusal_reasons: dict[str, int]
    withheld_reasons: dict[str, int]
    times: TimesOut
    parts: dict[str, int]


class FiguresOut(Out):
    """The four figures of UU 14/2008 Pasal 12, as the book stood at entry ``upto`` whose hash is ``root``."""

    since: date
    until: date
    upto: int
    root: str
    overall: FiguresRow
    bodies: list[FiguresRow]


class Words(Out):
    """One text in both languages."""

    id: str
    en: str


class ClauseOut(Out):
    """One clause in our own short words."""

    id: str
    law: str
    citation: str
    citation_en: str
    summary: Words
    in_force_from: date
    in_force_until: date | None
    verification: str
    confidence: str | None
    printable: bool


class ClausePage(Out):
    """Some clauses by their id."""

    items: list[ClauseOut]
    next: str | None


class Step(Out):
    """One line of a derivation."""

    date: str
    kind: str
    count: int | None
    label: Words | None
    decree: str | None


class DueOut(Out):
    """A due date with its clause and derivation: what ``lutra law due --json`` prints."""

    rule: str
    from_: str = Field(alias="from")
    due: str
    clause: str
    provisional: bool
    calendar_version: str
    explanation: list[Step]


class HitOut(Out):
    """Something that was found."""

    kind: str
    title: str
    excerpt: str
    page: str
    dated_on: date
    information_class: str
    body: Office | None
    year: int | None
    formats: list[str]
    place_name: str


class ChoiceOut(Out):
    """One value that hits can be narrowed to, and how many there would be."""

    value: str
    label: str
    count: int


class SearchOut(Out):
    """What was found, the best first. With ``corrected`` these are the hits of ``did_you_mean``."""

    items: list[HitOut]
    next: str | None
    total: int
    did_you_mean: str
    corrected: bool
    facets: dict[str, list[ChoiceOut]]
