"""The statute book: clauses, forms, registers, lists and workflows, as dated data.

Everything here is read from the YAML beside this file and is plain, cached and free of Django. A list that may change
takes ``on``, the day whose law is wanted (today when left out), so that an old case stays under old law.

Clause ids follow the articles: ``uu-14-2008/22/7`` is Pasal 22 ayat (7), ``uu-14-2008/17/h/3`` is Pasal 17 huruf h
angka 3. Where only the content of a clause could be verified the id ends in a word (``perki-1-2021/request-form``) and
the citation holds no article number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from lutra.law.duties import EntryField, LawHead, Obligation, Slot
from lutra.law.errors import BookError, NotPrintable, UnknownEntry
from lutra.law.loading import build, build_all, edition_on, files, read
from lutra.law.records import (
    ApplicantKind,
    Channel,
    Choice,
    Clause,
    Column,
    Condition,
    DeliveryWay,
    ExtensionReason,
    Field,
    FileFormat,
    FindingVerdict,
    Form,
    Ground,
    InformationClass,
    ItemField,
    Language,
    Law,
    NeverExempt,
    NextAct,
    ObjectionDecision,
    ObjectionGround,
    Outcome,
    Register,
    Requirement,
    RulingKind,
    Stage,
    SubItem,
    Tag,
    TestType,
    Text,
    TimeZone,
    Transition,
    Workflow,
    pick,
)

__all__ = [
    "OBLIGATION_KINDS",
    "ApplicantKind",
    "Channel",
    "Choice",
    "Clause",
    "Column",
    "Condition",
    "DeliveryWay",
    "EntryField",
    "ExtensionReason",
    "Field",
    "FileFormat",
    "FindingVerdict",
    "Form",
    "Ground",
    "InformationClass",
    "ItemField",
    "Law",
    "LawHead",
    "NeverExempt",
    "NextAct",
    "ObjectionDecision",
    "ObjectionGround",
    "Obligation",
    "Outcome",
    "Register",
    "Requirement",
    "RulingKind",
    "Slot",
    "Stage",
    "SubItem",
    "Tag",
    "TestType",
    "Text",
    "TimeZone",
    "Transition",
    "Workflow",
    "access_ways",
    "accessible_forms",
    "any_time_law_heads",
    "applicant_kinds",
    "channel",
    "channels",
    "charter_contents",
    "choices",
    "citation_for_letter",
    "clause",
    "clauses",
    "consequence_test_steps",
    "consequence_test_types",
    "consideration_heads",
    "copy_formats",
    "dataset_metadata",
    "decree_contents",
    "delivery_ways",
    "extension_reasons",
    "file_formats",
    "finding_grounds",
    "finding_verdicts",
    "form",
    "ground",
    "grounds",
    "hearing_kinds",
    "holdings",
    "immediate_contents",
    "information_class",
    "information_classes",
    "information_forms",
    "item_fields",
    "laws",
    "legal_basis",
    "liftings",
    "never_exempt",
    "never_exempt_by_tag",
    "objection_decision",
    "objection_decisions",
    "objection_ground",
    "objection_grounds",
    "obligation",
    "obligations",
    "outcome",
    "outcomes",
    "problem_text",
    "problem_texts",
    "procurement_slots",
    "procurement_stages",
    "programme_fields",
    "province_codes",
    "reader_kinds",
    "register",
    "register_book",
    "ruling_kinds",
    "ruling_results",
    "sops",
    "text",
    "time_zone_of",
    "time_zones",
    "workflow",
]

R = TypeVar("R")

_HIERARCHY = ("uu", "pp", "perpres", "perki")
UNVERIFIED = Text("belum terverifikasi", "not yet verified")


def text(label: Text, lang: str = "id") -> str:
    """The words of ``label`` in ``lang`` ("id" or "en"); any other language reads Indonesian, the law's own."""
    return label.in_(lang)


# --- clauses -------------------------------------------------------------------------------------------------------


def clause(clause_id: str, /, on: date | None = None) -> Clause:
    """The clause with this id; with ``on``, the version of it that bound on that day.

    Raises UnknownEntry when the book does not hold it (or not for that day).
    """
    versions = _clauses_by_id().get(clause_id)
    if versions is None:
        raise UnknownEntry(f"Kitab hukum tidak memuat ketentuan '{clause_id}'.")
    if on is None:
        return versions[-1]
    bound = [version for version in versions if version.binds(on)]
    if not bound:
        raise UnknownEntry(f"Ketentuan '{clause_id}' tidak berlaku pada {on:%Y-%m-%d}.")
    return bound[-1]


@cache
def clauses() -> tuple[Clause, ...]:
    """Every clause of the book, law by law, in the order of the articles."""
    return tuple(version for _, entry in _laws_with_clauses() for version in entry)


@cache
def laws() -> tuple[Law, ...]:
    """Every act and regulation of which the book holds a clause."""
    return tuple(law for law, _ in _laws_with_clauses())


def citation_for_letter(clause_id: str, /, lang: Language = "id") -> str:
    """The citation as it may stand on a letter. Raises NotPrintable for a clause known from memory only."""
    found = clause(clause_id)
    if not found.printable:
        raise NotPrintable(
            f"Ketentuan '{clause_id}' belum terverifikasi (status M), jadi nomornya tidak boleh dicetak dalam surat. "
            "Periksa naskah aslinya lalu ubah statusnya dalam kitab hukum."
        )
    return found.citation_en if lang == "en" else found.citation


def legal_basis(clause_id: str, /, lang: Language = "id") -> str:
    """The citation for a screen; an unverified one says so."""
    found = clause(clause_id)
    citation = found.citation_en if lang == "en" else found.citation
    return citation if found.printable else f"{citation} ({text(UNVERIFIED, lang)})"


@cache
def _clauses_by_id() -> Mapping[str, tuple[Clause, ...]]:
    versions: dict[str, tuple[Clause, ...]] = {}
    for one in sorted(clauses(), key=lambda one: one.in_force_from):
        versions[one.id] = (*versions.get(one.id, ()), one)
    return versions


@cache
def _laws_with_clauses() -> tuple[tuple[Law, tuple[Clause, ...]], ...]:
    held = [
        _read_law(document, where=f"{name}[{document.get('id')}]")
        for name in files("clauses")
        for document in read(name)
    ]
    return tuple(sorted(held, key=lambda entry: _rank(entry[0])))


def _rank(law: Law) -> int:
    """The order of a legal citation: acts, government, presidential and commission regulations, then the rest."""
    kind = law.id.split("-")[0]
    return _HIERARCHY.index(kind) if kind in _HIERARCHY else len(_HIERARCHY)


def _read_law(document: Mapping[str, Any], *, where: str) -> tuple[Law, tuple[Clause, ...]]:
    beside = {"clauses", "verification", "numbered"}
    law = build(Law, {key: value for key, value in document.items() if key not in beside}, where=where)
    numbered = frozenset(document.get("numbered", ()))
    entries = document.get("clauses")
    if not isinstance(entries, list):
        raise BookError(f"{where}: 'clauses' harus berupa daftar.")
    return law, tuple(
        _read_clause(law, entry, document.get("verification"), numbered, where) for entry in entries
    )


def _read_clause(
    law: Law, entry: object, verification: str | None, numbered: frozenset[str], where: str
) -> Clause:
    if (
        not isinstance(entry, dict)
        or not {"at", "id", "en"} <= entry.keys()
        or not isinstance(entry["at"], str)
    ):
        raise BookError(f"{where}: tiap ketentuan perlu at (berupa teks), id, dan en; ditemukan {entry!r}.")
    at = entry["at"]
    own = {key: value for key, value in entry.items() if key not in {"at", "id", "en"}}
    return build(
        Clause,
        {
            "in_force_from": law.in_force_from,
            "in_force_until": law.in_force_until,
            "verification": verification,
            **own,
            "id": f"{law.id}/{at}",
            "law": law.id,
            "citation": _cite(law, at, numbered),
            "citation_en": _cite_in_english(law, at),
            "summary": {"id": entry["id"], "en": entry["en"]},
        },
        where=f"{where}[{at}]",
    )


def _cite(law: Law, at: str, numbered: frozenset[str]) -> str:
    """``22/7`` -> ``Pasal 22 ayat (7) UU 14/2008``; a word instead of an article gives the bare regulation."""
    parts = at.split("/")
    prefix = ""
    if parts[0] == "elucidation":
        prefix, parts = "Penjelasan ", parts[1:]
    if not parts[0].isdigit():
        return law.short.id
    article, lettered = parts[0], False
    words = [f"{prefix}Pasal {article}"]
    for part in parts[1:]:
        if part.isalpha():
            words.append(f"huruf {part}")
            lettered = True
        elif lettered or article in numbered:
            words.append(f"angka {part}")
        else:
            words.append(f"ayat ({part})")
    return f"{' '.join(words)} {law.short.id}"


def _cite_in_english(law: Law, at: str) -> str:
    """``22/7`` -> ``Article 22(7) of Law 14/2008``."""
    parts = at.split("/")
    prefix = ""
    if parts[0] == "elucidation":
        prefix, parts = "Elucidation of ", parts[1:]
    if not parts[0].isdigit():
        return law.short.en
    return f"{prefix}Article {parts[0]}{''.join(f'({part})' for part in parts[1:])} of {law.short.en}"


# --- lists ---------------------------------------------------------------------------------------------------------


class _Labelled(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def label(self) -> Text: ...


@dataclass(frozen=True, slots=True)
class _Edition(Generic[R]):
    """One dated edition of a list."""

    in_force_from: date
    clause: str
    entries: tuple[R, ...]


def channels(on: date | None = None) -> tuple[Channel, ...]:
    """How a request may arrive, and whether its number is due at once (Pasal 22 ayat (1)-(6))."""
    return _listed("channels", Channel, on)


def channel(code: str, on: date | None = None) -> Channel:
    """One channel. Raises UnknownEntry."""
    return pick(channels(on), code, what="saluran permohonan")


def applicant_kinds(on: date | None = None) -> tuple[ApplicantKind, ...]:
    """Who may be an applicant (Pasal 1 angka 12)."""
    return _listed("applicant_kinds", ApplicantKind, on)


def reader_kinds(on: date | None = None) -> tuple[Choice, ...]:
    """Who is a user of information and no applicant (Pasal 1 angka 11): shown what is published, never registered."""
    return _listed("reader_kinds", Choice, on)


def access_ways(on: date | None = None) -> tuple[Choice, ...]:
    """Ways to obtain information: view, read, listen, note, copy."""
    return _listed("access_ways", Choice, on)


def copy_formats(on: date | None = None) -> tuple[Choice, ...]:
    """Formats of a copy: soft, hard."""
    return _listed("copy_formats", Choice, on)


def delivery_ways(on: date | None = None) -> tuple[DeliveryWay, ...]:
    """Ways to get a copy to the applicant, each with the form field it cannot do without."""
    return _listed("delivery_ways", DeliveryWay, on)


def holdings(on: date | None = None) -> tuple[Choice, ...]:
    """The statements of holding with which a notice begins (Pasal 22 ayat (7) huruf a)."""
    return _listed("holdings", Choice, on)


def outcomes(on: date | None = None) -> tuple[Outcome, ...]:
    """What can become of a request; ``silent`` is computed, the others are decided."""
    return _listed("outcomes", Outcome, on)


def outcome(code: str, on: date | None = None) -> Outcome:
    """One outcome with what a decision of it must hold. Raises UnknownEntry."""
    return pick(outcomes(on), code, what="hasil permohonan")


def grounds(on: date | None = None) -> tuple[Ground, ...]:
    """The letters a-j of Pasal 17."""
    return _listed("grounds", Ground, on)


def ground(code: str, on: date | None = None) -> Ground:
    """One letter of Pasal 17. Raises UnknownEntry: there is no letter k."""
    return pick(grounds(on), code, what="huruf Pasal 17")


def liftings(on: date | None = None) -> tuple[Choice, ...]:
    """What lifts letters g and h (Pasal 18 ayat (2))."""
    return _listed("liftings", Choice, on)


def objection_grounds(on: date | None = None) -> tuple[ObjectionGround, ...]:
    """The letters a-g of Pasal 35 ayat (1)."""
    return _listed("objection_grounds", ObjectionGround, on)


def objection_ground(code: str, on: date | None = None) -> ObjectionGround:
    """One letter of Pasal 35 ayat (1). Raises UnknownEntry."""
    return pick(objection_grounds(on), code, what="alasan keberatan (a sampai g)")


def objection_decisions(on: date | None = None) -> tuple[ObjectionDecision, ...]:
    """What the superior may decide on an objection."""
    return _listed("objection_decisions", ObjectionDecision, on)


def objection_decision(code: str, on: date | None = None) -> ObjectionDecision:
    """One decision of the superior. Raises UnknownEntry."""
    return pick(objection_decisions(on), code, what="keputusan atas keberatan")


def never_exempt(on: date | None = None) -> tuple[NeverExempt, ...]:
    """The letters a-g of Pasal 18 ayat (1): what no ground can withhold."""
    return _listed("never_exempt", NeverExempt, on)


def never_exempt_by_tag(tag: str, on: date | None = None) -> NeverExempt | None:
    """The letter of Pasal 18 ayat (1) that a document's tag falls under, or None."""
    return next((letter for letter in never_exempt(on) if any(one.code == tag for one in letter.tags)), None)


def consideration_heads(on: date | None = None) -> tuple[Choice, ...]:
    """The heads of a written consideration (Pasal 7 ayat (5))."""
    return _listed("consideration_heads", Choice, on)


def extension_reasons(on: date | None = None) -> tuple[ExtensionReason, ...]:
    """Reasons offered for an extension; every one still needs words of its own (Pasal 22 ayat (8))."""
    return _listed("extension_reasons", ExtensionReason, on)


def consequence_test_types(on: date | None = None) -> tuple[TestType, ...]:
    """When a consequence test is made (PERKI 1/2021 Pasal 49 ayat (1))."""
    return _listed("consequence_test_types", TestType, on)


def consequence_test_steps(on: date | None = None) -> tuple[Choice, ...]:
    """The steps of a consequence test (PERKI 1/2021 Pasal 49 ayat (2)), all of which must be filled."""
    return _listed("consequence_test_steps", Choice, on)


def decree_contents(on: date | None = None) -> tuple[Choice, ...]:
    """The six contents of a decree on exempt information (PP 61/2010), all of which must be filled."""
    return _listed("decree_contents", Choice, on)


def hearing_kinds(on: date | None = None) -> tuple[Choice, ...]:
    """What the Commission may call the parties to (Pasal 38-43)."""
    return _listed("hearing_kinds", Choice, on)


def ruling_kinds(on: date | None = None) -> tuple[RulingKind, ...]:
    """What ends a dispute at the Commission (Pasal 39, 46)."""
    return _listed("ruling_kinds", RulingKind, on)


def ruling_results(on: date | None = None) -> tuple[Choice, ...]:
    """How a ruling ends, seen from what was asked for (Pasal 46)."""
    return _listed("ruling_results", Choice, on)


def information_classes(on: date | None = None) -> tuple[InformationClass, ...]:
    """The classes of the list of public information: periodic, immediate, any_time (Pasal 9, 10, 11)."""
    return _listed("information_classes", InformationClass, on)


def information_class(code: str, on: date | None = None) -> InformationClass:
    """One class. Raises UnknownEntry."""
    return pick(information_classes(on), code, what="jenis informasi")


def information_forms(on: date | None = None) -> tuple[Choice, ...]:
    """The forms in which an item is available: softcopy, hardcopy, online."""
    return _listed("information_forms", Choice, on)


def item_fields(on: date | None = None) -> tuple[ItemField, ...]:
    """The fields of an item of the list, in the order in which they are asked."""
    return _listed("item_fields", ItemField, on)


def dataset_metadata(on: date | None = None) -> tuple[Choice, ...]:
    """What a dataset must say of itself to be ready for Satu Data (Perpres 39/2019)."""
    return _listed("dataset_metadata", Choice, on)


def file_formats(on: date | None = None) -> tuple[FileFormat, ...]:
    """The formats of published files, each with whether a machine can read it (Perpres 39/2019)."""
    return _listed("file_formats", FileFormat, on)


def finding_verdicts(on: date | None = None) -> tuple[FindingVerdict, ...]:
    """What may be decided on a finding in a file before it is published (Pasal 2 ayat (4), 17, 18, 22)."""
    return _listed("finding_verdicts", FindingVerdict, on)


def finding_grounds(on: date | None = None) -> tuple[Choice, ...]:
    """Why something that looks private or hidden in a file may be open (Pasal 18 ayat (2) and others)."""
    return _listed("finding_grounds", Choice, on)


def obligations(on: date | None = None, *, kind: str | None = None) -> tuple[Obligation, ...]:
    """What must be published: the heads of the periodic (a-k), immediate (a-f), any-time (a-p) and standing lists.

    ``kind`` keeps one list: "periodic", "immediate", "any_time" or "standing".
    """
    kinds = OBLIGATION_KINDS if kind is None else (kind,)
    return tuple(entry for one in kinds for entry in _listed(f"obligations_{one}", Obligation, on))


def obligation(code: str, on: date | None = None) -> Obligation:
    """The obligation to which a code belongs: its own, a part's or a mark's. Raises UnknownEntry."""
    found = next((entry for entry in obligations(on) if code in entry.codes), None)
    if found is None:
        raise UnknownEntry(f"'{code}' bukan kode kewajiban informasi.")
    return found


def any_time_law_heads(on: date | None = None) -> tuple[LawHead, ...]:
    """The letters a-h of UU 14/2008 Pasal 11 ayat (1), with the obligations that carry each out."""
    return _listed("any_time_law_heads", LawHead, on)


def immediate_contents(on: date | None = None) -> tuple[Choice, ...]:
    """The eight things that an immediate announcement tells."""
    return _listed("immediate_contents", Choice, on)


def programme_fields(on: date | None = None) -> tuple[EntryField, ...]:
    """What an entry on a programme or activity under way tells."""
    return _listed("programme_fields", EntryField, on)


def procurement_stages(on: date | None = None) -> tuple[Choice, ...]:
    """Planning, selection, execution."""
    return _listed("procurement_stages", Choice, on)


def procurement_slots(on: date | None = None) -> tuple[Slot, ...]:
    """The documents of one procurement package, stage by stage."""
    return _listed("procurement_slots", Slot, on)


def charter_contents(on: date | None = None) -> tuple[Choice, ...]:
    """The six contents of the service charter (PERKI 1/2021 Pasal 47 ayat (2))."""
    return _listed("charter_contents", Choice, on)


def accessible_forms(on: date | None = None) -> tuple[Choice, ...]:
    """Forms in which disabled people can use the charter (PERKI 1/2021 Pasal 48 ayat (5))."""
    return _listed("accessible_forms", Choice, on)


def sops(on: date | None = None) -> tuple[Choice, ...]:
    """The seven service procedures that must exist."""
    return _listed("sops", Choice, on)


OBLIGATION_KINDS = ("periodic", "immediate", "any_time", "standing")

CHOICES: Mapping[str, Callable[[date | None], Iterable[_Labelled]]] = {
    "access_ways": access_ways,
    "applicant_kinds": applicant_kinds,
    "channels": channels,
    "copy_formats": copy_formats,
    "delivery_ways": delivery_ways,
    "objection_grounds": objection_grounds,
}


def choices(field: Field, on: date | None = None) -> tuple[tuple[str, Text], ...]:
    """(code, label) of every choice that a form field offers; empty for a field without a list."""
    if field.choices_from is None:
        return ()
    return tuple((entry.code, entry.label) for entry in CHOICES[field.choices_from](on))


def time_zones(on: date | None = None) -> tuple[TimeZone, ...]:
    """The country's time zones with their provinces (Keppres 41/1987)."""
    return _listed("time_zones", TimeZone, on)


def time_zone_of(region: str, on: date | None = None) -> str | None:
    """The tz name of the zone in which a region lies, by its code ("73.22.03"); None for no known province."""
    return next((one.zone for one in time_zones(on) if region[:2] in one.provinces), None)


@cache
def province_codes() -> frozenset[str]:
    """Two-digit codes with which a NIK can begin."""
    (edition,) = read("tables/provinces.yaml")
    return frozenset(edition["codes"])


def problem_text(kind: str, code: str, lang: str = "id") -> str:
    """What to tell a person about a problem that ``lutra.law.identity`` or ``lutra.law.grounds`` found.

    ``kind`` is "nik", "establishment_number" or "act". Raises UnknownEntry.
    """
    return pick(problem_texts(kind), code, what=f"masalah {kind}").label.in_(lang)


@cache
def problem_texts(kind: str) -> tuple[Choice, ...]:
    """Every problem of a kind with its words. Raises UnknownEntry."""
    (edition,) = read("tables/problems.yaml")
    if kind not in edition:
        raise UnknownEntry(f"Kitab hukum tidak memuat pesan untuk '{kind}'.")
    return build_all(Choice, edition[kind], where=f"tables/problems.yaml.{kind}")


def _listed(name: str, record: type[R], on: date | None) -> tuple[R, ...]:
    editions: tuple[_Edition[R], ...] = _editions(name, record)  # type: ignore[arg-type]  # a class has a hash
    return edition_on(editions, on, what=name).entries


@cache
def _editions(name: str, record: type[Any]) -> tuple[_Edition[Any], ...]:
    path = f"tables/{name}.yaml"
    for edition in read(path):
        if edition.keys() != {"in_force_from", "clause", "entries"}:
            raise BookError(f"{path}: tiap edisi perlu in_force_from, clause, dan entries saja.")
    return tuple(
        _Edition(
            edition["in_force_from"],
            edition["clause"],
            build_all(record, edition["entries"], where=path),
        )
        for edition in read(path)
    )


# --- forms, registers, workflows -----------------------------------------------------------------------------------


def form(code: str, on: date | None = None) -> Form:
    """The legal form "request" or "objection" with its fields in order. Raises UnknownEntry."""
    return edition_on(_forms(code), on, what=f"formulir {code}")


def register(code: str, on: date | None = None) -> tuple[Column, ...]:
    """The columns of the register request, objection, dip or exempt, in the regulation's order. Raises UnknownEntry."""
    return register_book(code, on).columns


def register_book(code: str, on: date | None = None) -> Register:
    """The register request, objection, dip or exempt with its title and columns. Raises UnknownEntry."""
    return edition_on(_registers(code), on, what=f"register {code}")


def workflow(code: str, on: date | None = None) -> Workflow:
    """The workflow table "request", "objection" or "dispute". Raises UnknownEntry."""
    return edition_on(_workflows(code), on, what=f"tabel {code}")


@cache
def _forms(code: str) -> tuple[Form, ...]:
    path = _path("forms", code)
    return tuple(build(Form, edition, where=path) for edition in read(path))


@cache
def _registers(code: str) -> tuple[Register, ...]:
    path = _path("registers", code)
    return tuple(build(Register, edition, where=path) for edition in read(path))


@cache
def _workflows(code: str) -> tuple[Workflow, ...]:
    path = _path("workflows", code)
    return tuple(build(Workflow, edition, where=path) for edition in read(path))


def _path(folder: str, code: str) -> str:
    path = f"{folder}/{code}.yaml"
    if path not in files(folder):
        raise UnknownEntry(f"Kitab hukum tidak memuat '{code}' di antara {', '.join(files(folder))}.")
    return path
