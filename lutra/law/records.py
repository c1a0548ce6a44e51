"""The shapes of the statute book: what a clause, a form field, a ground, an outcome or a transition is.

All are frozen: the law is read, never written, while the program runs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sized
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol, TypeVar

from lutra.law.errors import NotAllowed, UnknownEntry

Language = Literal["id", "en"]
Verification = Literal["T", "S", "D", "M"]
Confidence = Literal["hi", "med", "lo"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages of the house."""

    id: str
    en: str

    def __str__(self) -> str:
        return self.id

    def in_(self, lang: str) -> str:
        """The words in ``lang``; any language but English reads Indonesian, the law's own."""
        return self.en if lang.startswith("en") else self.id


@dataclass(frozen=True, slots=True)
class Law:
    """One act or regulation. Dates are those on which it binds; ``in_force_until`` is its last day."""

    id: str
    short: Text
    title: Text
    in_force_from: date
    in_force_until: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause in our own short words.

    ``verification`` says how it was checked: T the full text was read; S a page or excerpt states it; D a derivative
    regulation restates it; M from memory, with ``confidence`` hi, med or lo. A clause of which only the content could
    be checked has an id and citation without an article number.
    """

    id: str
    law: str
    citation: str
    citation_en: str
    summary: Text
    in_force_from: date
    in_force_until: date | None
    verification: Verification
    confidence: Confidence | None = None
    note: str = ""

    @property
    def printable(self) -> bool:
        """May stand on a letter. What is known from memory only may not."""
        return self.verification != "M"

    def binds(self, on: date) -> bool:
        """Was this clause in force on that day?"""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)


# --- lists ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a plain list: what it is called, the clause it stands on, and help for who must choose."""

    code: str
    label: Text
    clause: str
    help: Text | None = None


@dataclass(frozen=True, slots=True)
class FindingVerdict:
    """What may be decided on something found in a file before it is published.

    ``removes``: the file itself is withheld, and a copy without the matter goes out. ``ground``: a ground is named.
    """

    code: str
    label: Text
    clause: str
    help: Text
    removes: bool = False
    ground: bool = False


@dataclass(frozen=True, slots=True)
class InformationClass:
    """A class of the list of public information; ``renewed_by`` is the rule that gives its items a due date."""

    code: str
    label: Text
    clause: str
    help: Text
    renewed_by: str | None = None


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of published files: whether it holds a table, and whether a machine reads it as open data."""

    code: str
    label: Text
    clause: str
    media_types: tuple[str, ...]
    tabular: bool
    machine_readable: bool


@dataclass(frozen=True, slots=True)
class TimeZone:
    """One of the country's time zones: its name in the tz database, and the codes of the provinces in it."""

    code: str
    label: Text
    clause: str
    zone: str
    provinces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemField:
    """One field of an item of the list; ``most`` is the largest number of words it may hold."""

    code: str
    label: Text
    clause: str
    help: Text
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in which a request arrives."""

    code: str
    label: Text
    clause: str
    number_at_once: bool  # the registration number is given on receipt; by letter it may go with the answer
    unwritten: bool  # spoken, so that the office must write it down and say who did
    by_officer: bool  # an officer enters it


@dataclass(frozen=True, slots=True)
class ApplicantKind:
    """Who may be an applicant (Pemohon), with the identity evidence the law names."""

    code: str
    label: Text
    clause: str
    evidence: Text


@dataclass(frozen=True, slots=True)
class DeliveryWay:
    """How a copy reaches the applicant; ``needs`` is the form field without which it cannot."""

    code: str
    label: Text
    clause: str
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class SubItem:
    """A numbered item under a letter of Pasal 17."""

    code: str
    label: Text
    clause: str


@dataclass(frozen=True, slots=True)
class Ground:
    """One letter of Pasal 17: the only reasons for which information may be refused."""

    code: str
    label: Text
    clause: str
    sub_items: tuple[SubItem, ...]
    needs_end_date: bool  # not permanent (Pasal 20 ayat (1))
    needs_act: bool  # must name an Act (Undang-Undang), no lesser regulation
    ends_when: Text
    ends_clause: str
    max_years: int | None = None
    review_years: int | None = None  # our policy where the law sets no end: look again after this many years
    lifted_by: tuple[str, ...] = ()  # codes of ``liftings()``

    def sub_item(self, code: str) -> SubItem | None:
        """The numbered item with this code, if the letter has it."""
        return next((item for item in self.sub_items if item.code == code), None)

    def clause_of(self, sub_item: str = "") -> str:
        """The clause of the numbered item; of the letter itself where it has no such item."""
        item = self.sub_item(sub_item)
        return item.clause if item else self.clause


@dataclass(frozen=True, slots=True)
class ObjectionGround:
    """One letter of Pasal 35 ayat (1); ``plain`` says it as the one who objects would."""

    code: str
    label: Text
    plain: Text
    clause: str
    settlement_allowed: bool  # may be settled by musyawarah (Pasal 35 ayat (2))
    mediation_allowed: bool  # may be mediated at the commission (Pasal 40 ayat (2))
    needs_request: bool  # b needs no earlier request
    on_withholding: bool = (
        False  # objects to what was withheld, so that upholding the PPID withholds it again
    )


@dataclass(frozen=True, slots=True)
class ObjectionDecision:
    """What the superior may decide on an objection (Pasal 36)."""

    code: str
    label: Text
    meaning: Text
    clause: str
    needs_order: bool  # tells the PPID what to do, and by when


@dataclass(frozen=True, slots=True)
class RulingKind:
    """What ends a dispute at the Commission. ``stage`` is the only one at which it is given, None: any."""

    code: str
    label: Text
    clause: str
    is_final: bool  # no suit can follow (Pasal 39)
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """A short mark an officer puts on a document so that a guard can see what it is."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class NeverExempt:
    """One letter of Pasal 18 ayat (1): what is never exempt, with the marks that tell it."""

    code: str
    label: Text
    clause: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class ExtensionReason:
    """A reason for extension. ``warning`` is shown to the officer who chooses it."""

    code: str
    label: Text
    clause: str
    warning: Text | None = None


@dataclass(frozen=True, slots=True)
class TestType:
    """When a consequence test is made (PERKI 1/2021 Pasal 49 ayat (1))."""

    __test__ = False  # the name is the law's; pytest must not collect it

    code: str
    label: Text
    clause: str
    needs_case_number: bool


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something a decision must hold. ``only_when`` names a fact without which it is not asked ("ground_needs_act",
    "given_as_copy"); ``error`` tells the officer what to do."""

    code: str
    label: Text
    clause: str
    error: Text
    only_when: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What can become of a request. A ``computed`` outcome is never chosen: the clock finds it.

    ``counts_as`` is its place in the yearly figures of Pasal 12: given, refused, not_held or unanswered.
    ``holdings`` are the statements of Pasal 22 ayat (7) huruf a that fit it.
    """

    code: str
    label: Text
    clause: str
    meaning: Text
    counts_as: Literal["given", "refused", "not_held", "unanswered"]
    computed: bool
    holdings: tuple[str, ...]
    requires: tuple[Requirement, ...]

    def unmet(self, held: Mapping[str, object], *, facts: Collection[str] = ()) -> tuple[Requirement, ...]:
        """The requirements that ``held`` leaves empty; those bound to a fact count only when it is in ``facts``.

        Zero and False are answers (a cost of nothing, "not held"); None, blank text and empty lists are not.
        """
        return tuple(
            requirement
            for requirement in self.requires
            if (requirement.only_when is None or requirement.only_when in facts)
            and _is_empty(held.get(requirement.code))
        )


# --- forms and registers -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """True when the answer to ``field`` is one of ``values``."""

    field: str
    values: tuple[str, ...]

    def met(self, answers: Mapping[str, object]) -> bool:
        """Does this set of answers meet the condition?"""
        return answers.get(self.field) in self.values


FieldKind = Literal[
    "text",
    "long_text",
    "choice",
    "choices",
    "email",
    "phone",
    "nik",
    "establishment_number",
    "people",  # names with their NIK, one person a line
    "file",
    "yes_no",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a legal form.

    ``required_for`` holds applicant kinds; ``required_when`` are conditions of which any one asks for an answer;
    ``shown_for`` and ``shown_when`` leave the field out for the others. ``one_of`` names a group of which at least one
    field must be filled. ``without`` says what a missing answer means: "unregistrable" (UU 14/2008 Pasal 22 ayat (2):
    no registration without it) or "incomplete" (registered, and the applicant is told of the gap).
    ``choices_from`` is the name of a function of ``lutra.law.statute``. ``privacy`` says whose eyes it is for.
    """

    code: str
    kind: FieldKind
    label: Text
    help: Text
    error: Text
    clause: str
    privacy: Literal["identity", "contact", "request", "office"]
    filled_by: Literal["applicant", "officer"]
    without: Literal["unregistrable", "incomplete"]
    max_length: int | None = None
    invalid: Text | None = None
    choices_from: str | None = None
    required_for: tuple[str, ...] = ()
    required_when: tuple[Condition, ...] = ()
    shown_for: tuple[str, ...] = ()
    shown_when: tuple[Condition, ...] = ()
    one_of: str | None = None
    autocomplete: str | None = None

    def is_shown(self, kind: str, answers: Mapping[str, object]) -> bool:
        """Is the field asked of this kind of applicant, given the other answers?"""
        return (not self.shown_for or kind in self.shown_for) and (
            not self.shown_when or any(condition.met(answers) for condition in self.shown_when)
        )

    def is_required(self, kind: str, answers: Mapping[str, object]) -> bool:
        """Must the field be answered by this kind of applicant, given the other answers?"""
        return self.is_shown(kind, answers) and (
            kind in self.required_for or any(condition.met(answers) for condition in self.required_when)
        )


@dataclass(frozen=True, slots=True)
class Form:
    """A legal form in the order in which it is asked."""

    code: str
    title: Text
    clause: str
    in_force_from: date
    fields: tuple[Field, ...]

    def field(self, code: str) -> Field:
        """The field with this code. Raises UnknownEntry."""
        return pick(self.fields, code, what=f"isian formulir {self.code}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a legal register. ``detail`` are the law's own bracketed words beside the heading.

    ``personal`` columns tell who asked; no public copy of the register holds them.
    """

    code: str
    label: Text
    clause: str
    personal: bool
    detail: Text | None = None

    def header(self, lang: str = "id") -> str:
        """The full heading as printed: label and bracketed words."""
        label = self.label.in_(lang)
        return f"{label} ({self.detail.in_(lang)})" if self.detail else label


@dataclass(frozen=True, slots=True)
class Register:
    """A legal register: its columns in the order of the regulation."""

    code: str
    title: Text
    clause: str
    in_force_from: date
    columns: tuple[Column, ...]


# --- workflow ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextAct:
    """What the law needs next at a stage, who does it, why, and which clock runs."""

    deed: str
    role: str
    sentence: Text
    clause: str
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the work is. ``meaning`` is said to the citizen."""

    code: str
    label: Text
    meaning: Text
    next_act: NextAct | None = None


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a workflow table: a deed, from where, to where, and what the book then says.

    ``to_stage`` None leaves the stage as it is; ``from_stages`` empty begins the case. ``needs`` are the names of what
    the deed must be given. ``once``: at most one such deed a case. ``before`` is the clock that must still run.
    ``grounds`` limits the deed to objection grounds. ``reopens`` takes a case up again that had come to its end.
    """

    deed: str
    from_stages: tuple[str, ...]
    to_stage: str | None
    kind: str
    clause: str
    role: str
    title: Text
    says: Text
    officer: Text
    needs: tuple[str, ...] = ()
    once: bool = False
    before: str | None = None
    grounds: tuple[str, ...] = ()
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Workflow:
    """The whole table of one kind of case."""

    code: str
    clause: str
    in_force_from: date
    stages: tuple[Stage, ...]
    rows: tuple[Transition, ...]

    @property
    def transitions(self) -> Mapping[str, Transition]:
        """deed -> its row."""
        return {row.deed: row for row in self.rows}

    def stage(self, code: str) -> Stage:
        """The stage with this code. Raises UnknownEntry."""
        return pick(self.stages, code, what=f"tahap {self.code}")

    def allowed(self, stage: str) -> tuple[Transition, ...]:
        """The deeds that the table lets happen at a stage."""
        return tuple(row for row in self.rows if stage in row.from_stages)

    def row_of(self, kind: str) -> Transition | None:
        """The row whose entry in the book is ``kind``."""
        return next((row for row in self.rows if row.kind == kind), None)

    def after(self, deed: str, stage: str | None) -> str:
        """The stage after ``deed`` at ``stage`` (None begins a case). Raises NotAllowed."""
        row = next((row for row in self.rows if row.deed == deed), None)
        if row is None or (stage not in row.from_stages if stage is not None else bool(row.from_stages)):
            raise NotAllowed(
                f"Langkah '{deed}' tidak diizinkan pada tahap '{stage}' dalam tabel {self.code}."
            )
        following = row.to_stage or stage
        if following is None:
            raise NotAllowed(f"Langkah '{deed}' tidak dapat memulai perkara.")
        return following


class Coded(Protocol):
    """Any record with a code."""

    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=Coded)


def pick(records: Iterable[C], code: str, *, what: str) -> C:
    """The record with this code. Raises UnknownEntry, naming what there is."""
    held = tuple(records)
    found = next((record for record in held if record.code == code), None)
    if found is None:
        names = ", ".join(record.code for record in held)
        raise UnknownEntry(f"'{code}' bukan {what}. Yang ada: {names}.")
    return found


def _is_empty(value: object) -> bool:
    if value is None:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, Sized) and len(value) == 0
