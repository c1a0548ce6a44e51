"""Do the lists, forms, registers and workflows of the statute book hold together?

``problems`` reads everything there is and says, in Indonesian sentences, what contradicts what. It is part of
``lutra law check``; an empty list means the book may be trusted to drive a form, a letter and a decision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from lutra.law import annual_report, clocks, duty_problems, statute
from lutra.law.errors import LawError
from lutra.law.loading import files, read
from lutra.law.records import Field, Text, Workflow

_KIND = re.compile(r"[a-z]+\.[a-z_]+")
_KINDS_OF_BOOK = ("request", "objection")
_TABLES = (*_KINDS_OF_BOOK, "dispute")
_CONTEXT = frozenset({"channel"})  # known about every case without being a field of its form
_CLOCK = "clock"

LISTS: tuple[tuple[str, Callable[[], tuple[Any, ...]]], ...] = (
    ("channels", statute.channels),
    ("applicant_kinds", statute.applicant_kinds),
    ("reader_kinds", statute.reader_kinds),
    ("access_ways", statute.access_ways),
    ("copy_formats", statute.copy_formats),
    ("delivery_ways", statute.delivery_ways),
    ("holdings", statute.holdings),
    ("outcomes", statute.outcomes),
    ("grounds", statute.grounds),
    ("liftings", statute.liftings),
    ("objection_grounds", statute.objection_grounds),
    ("objection_decisions", statute.objection_decisions),
    ("never_exempt", statute.never_exempt),
    ("consideration_heads", statute.consideration_heads),
    ("extension_reasons", statute.extension_reasons),
    ("consequence_test_types", statute.consequence_test_types),
    ("consequence_test_steps", statute.consequence_test_steps),
    ("decree_contents", statute.decree_contents),
    ("finding_verdicts", statute.finding_verdicts),
    ("finding_grounds", statute.finding_grounds),
    ("hearing_kinds", statute.hearing_kinds),
    ("ruling_kinds", statute.ruling_kinds),
    ("ruling_results", statute.ruling_results),
    *(
        (f"obligations_{kind}", lambda kind=kind: statute.obligations(kind=kind))
        for kind in statute.OBLIGATION_KINDS
    ),
    ("any_time_law_heads", statute.any_time_law_heads),
    ("immediate_contents", statute.immediate_contents),
    ("programme_fields", statute.programme_fields),
    ("procurement_stages", statute.procurement_stages),
    ("procurement_slots", statute.procurement_slots),
    ("charter_contents", statute.charter_contents),
    ("accessible_forms", statute.accessible_forms),
    ("sops", statute.sops),
    ("information_classes", statute.information_classes),
    ("information_forms", statute.information_forms),
    ("item_fields", statute.item_fields),
    ("dataset_metadata", statute.dataset_metadata),
    ("file_formats", statute.file_formats),
    ("time_zones", statute.time_zones),
    *(
        (f"problems.{kind}", lambda kind=kind: statute.problem_texts(kind))
        for kind in ("nik", "establishment_number", "act")
    ),
)


def problems() -> list[str]:
    """Everything wrong in lists, forms, registers and workflows; empty when all is well."""
    try:
        return [
            *_clause_problems(),
            *_edition_problems(),
            *_list_problems(),
            *_reference_problems(),
            *duty_problems.problems(),
            *(problem for code in _KINDS_OF_BOOK for problem in _form_problems(code)),
            *(problem for code in (*_KINDS_OF_BOOK, "dip", "exempt") for problem in _register_problems(code)),
            *(problem for code in _TABLES for problem in workflow_problems(statute.workflow(code))),
            *annual_report.problems(),
        ]
    except LawError as error:
        # A file that cannot even be read: nothing after it can be judged.
        return [str(error)]


def _clause_problems() -> Iterator[str]:
    seen: set[tuple[str, date]] = set()
    for clause in statute.clauses():
        if (clause.id, clause.in_force_from) in seen:
            yield f"Ketentuan {clause.id} ditulis dua kali untuk tanggal yang sama."
        seen.add((clause.id, clause.in_force_from))
        if clause.in_force_until and clause.in_force_until < clause.in_force_from:
            yield f"Ketentuan {clause.id} berakhir sebelum mulai berlaku."
        if clause.verification == "M" and clause.confidence is None:
            yield f"Ketentuan {clause.id} dari ingatan (M) perlu tingkat keyakinan hi, med, atau lo."
        yield from _text_problems(clause, f"Ketentuan {clause.id}")


def _edition_problems() -> Iterator[str]:
    """Editions of one file must follow each other in time."""
    for folder in ("tables", "forms", "registers", "workflows", "reports"):
        for name in files(folder):
            editions = read(name)
            starts = [
                start for edition in editions if isinstance(start := edition.get("in_force_from"), date)
            ]
            if len(starts) != len(editions):
                yield f"Berkas {name}: tiap edisi perlu in_force_from berupa tanggal."
            elif starts != sorted(set(starts)):
                yield f"Berkas {name}: edisi harus berurutan menurut in_force_from tanpa tanggal kembar."


def _list_problems() -> Iterator[str]:
    listed = {name for name, _ in LISTS}
    for name in files("tables"):
        stem = name.removeprefix("tables/").removesuffix(".yaml")
        if stem not in listed | {"problems", "provinces", "satisfaction"}:
            yield f"Berkas {name} tidak dibaca oleh siapa pun."
    for name, entries in LISTS:
        yield from _entries_problems(entries(), f"Daftar {name}")


def _entries_problems(entries: Iterable[Any], where: str) -> Iterator[str]:
    codes: list[str] = []
    for entry in entries:
        codes.append(entry.code)
        yield from _record_problems(entry, f"{where}, {entry.code}")
    if len(codes) != len(set(codes)):
        yield f"{where}: ada kode yang ditulis dua kali."
    if not codes:
        yield f"{where} kosong."


def _record_problems(record: Any, where: str) -> Iterator[str]:
    """Clauses exist, texts have both languages, in a record and all records within it."""
    yield from _text_problems(record, where)
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in ("clause", "ends_clause"):
            yield from _reference(value, where)
        for inner in value if isinstance(value, tuple) else (value,):
            if is_dataclass(inner) and not isinstance(inner, Text):
                yield from _record_problems(inner, f"{where}, {getattr(inner, 'code', field.name)}")


def _reference(clause_id: str, where: str) -> Iterator[str]:
    try:
        statute.clause(clause_id)
    except LawError:
        yield f"{where} menunjuk ketentuan '{clause_id}' yang tidak ada."


def _text_problems(record: Any, where: str) -> Iterator[str]:
    for field in fields(record):
        value = getattr(record, field.name)
        if isinstance(value, Text) and not (value.id.strip() and value.en.strip()):
            yield f"{where}: teks {field.name} perlu bahasa Indonesia dan Inggris."


def _reference_problems() -> Iterator[str]:
    """Codes that one list takes from another."""
    holdings = {entry.code for entry in statute.holdings()}
    liftings = {entry.code for entry in statute.liftings()}
    for outcome in statute.outcomes():
        if strange := set(outcome.holdings) - holdings:
            yield f"Hasil {outcome.code} memakai pernyataan penguasaan yang tidak ada: {', '.join(sorted(strange))}."
        if outcome.computed and outcome.requires:
            yield f"Hasil {outcome.code} dihitung, jadi tidak boleh menuntut isian."
        if not outcome.computed and not outcome.holdings:
            yield f"Hasil {outcome.code} perlu pernyataan penguasaan."
    for ground in statute.grounds():
        if strange := set(ground.lifted_by) - liftings:
            yield f"Huruf {ground.code} Pasal 17 gugur oleh sesuatu yang tidak ada: {', '.join(sorted(strange))}."
        if not ground.needs_end_date and ground.review_years is None:
            yield f"Huruf {ground.code} Pasal 17 tanpa tanggal akhir perlu waktu tinjau ulang."
    tags = [tag.code for letter in statute.never_exempt() for tag in letter.tags]
    if len(tags) != len(set(tags)):
        yield "Daftar never_exempt: satu penanda dipakai dua huruf."
    contact = {field.code for field in statute.form("request").fields}
    for way in statute.delivery_ways():
        if way.needs is not None and way.needs not in contact:
            yield f"Cara penyampaian {way.code} memerlukan isian '{way.needs}' yang tidak ada."


def _form_problems(code: str) -> Iterator[str]:
    form = statute.form(code)
    yield from _entries_problems(form.fields, f"Formulir {code}")
    yield from _reference(form.clause, f"Formulir {code}")
    for field in form.fields:
        yield from _field_problems(
            field, {one.code for one in form.fields} | _CONTEXT, f"Formulir {code}, {field.code}"
        )


def _field_problems(field: Field, known: set[str], where: str) -> Iterator[str]:
    kinds = {kind.code for kind in statute.applicant_kinds()}
    if strange := {*field.required_for, *field.shown_for} - kinds:
        yield f"{where}: jenis pemohon tidak dikenal: {', '.join(sorted(strange))}."
    for condition in (*field.required_when, *field.shown_when):
        if condition.field not in known:
            yield f"{where}: syaratnya menunjuk isian '{condition.field}' yang tidak ada."
    if (field.kind in ("choice", "choices")) != (field.choices_from is not None):
        yield f"{where}: pilihan perlu choices_from, dan hanya pilihan yang boleh memakainya."
    if field.choices_from is not None and field.choices_from not in statute.CHOICES:
        yield f"{where}: daftar pilihan '{field.choices_from}' tidak ada."
    if field.kind in ("email", "phone", "nik", "establishment_number") and field.invalid is None:
        yield f"{where}: perlu pesan bila isian salah (invalid)."
    if (
        field.kind in ("text", "long_text", "email")
        and field.max_length is None
        and field.filled_by == "applicant"
    ):
        yield f"{where}: perlu panjang terbesar (max_length)."


def _register_problems(code: str) -> Iterator[str]:
    book = statute.register_book(code)
    yield from _entries_problems(book.columns, f"Register {code}")
    yield from _reference(book.clause, f"Register {code}")


def workflow_problems(table: Workflow) -> Iterator[str]:
    """What is wrong in one workflow table: codes, clocks, clauses, and stages nobody reaches or can leave."""
    where = f"Tabel {table.code}"
    yield from _reference(table.clause, where)
    yield from _entries_problems(table.stages, f"{where}, tahap")
    rules = {rule.name for rule in clocks.rules()}
    stages = {stage.code for stage in table.stages}
    deeds = [row.deed for row in table.rows]
    if len(deeds) != len(set(deeds)) or len({row.kind for row in table.rows}) != len(deeds):
        yield f"{where}: ada langkah atau jenis catatan yang ditulis dua kali."
    for row in table.rows:
        yield from _record_problems(row, f"{where}, langkah {row.deed}")
        named = {*row.from_stages, *((row.to_stage,) if row.to_stage else ())}
        if strange := named - stages:
            yield f"{where}, langkah {row.deed}: tahap tidak dikenal: {', '.join(sorted(strange))}."
        if not row.from_stages and row.to_stage is None:
            yield f"{where}, langkah {row.deed}: awal perkara perlu tahap tujuan."
        if not _KIND.fullmatch(row.kind) or not row.kind.startswith(f"{table.code}."):
            yield f"{where}, langkah {row.deed}: jenis catatan '{row.kind}' harus seperti {table.code}.filed."
        if row.before is not None and row.before not in rules:
            yield f"{where}, langkah {row.deed}: jam '{row.before}' tidak ada."
        if strange := set(row.grounds) - {ground.code for ground in statute.objection_grounds()}:
            yield f"{where}, langkah {row.deed}: alasan keberatan tidak dikenal: {', '.join(sorted(strange))}."
    yield from _reach_problems(table, where)
    yield from _next_act_problems(table, rules, where)


def _reach_problems(table: Workflow, where: str) -> Iterator[str]:
    """Every stage can be reached from the beginning, and from every stage the end can be reached."""
    steps = {
        (origin, row.to_stage) for row in table.rows for origin in row.from_stages or ("",) if row.to_stage
    }
    reached = _closure("", steps)
    stages = [stage.code for stage in table.stages]
    for stage in stages:
        if stage not in reached:
            yield f"{where}: tahap {stage} tidak pernah tercapai."
    onward = {(origin, row.to_stage) for row in table.rows if not row.reopens for origin in row.from_stages}
    ends = [
        stage
        for stage in stages
        if not any(origin == stage and to not in (None, stage) for origin, to in onward)
    ]
    if not ends:
        yield f"{where}: harus ada sedikitnya satu tahap akhir."
    backwards = {(to, origin) for origin, to in steps}
    ending = {stage for end in ends for stage in _closure(end, backwards)}
    for stage in stages:
        if stage not in ending:
            yield f"{where}: dari tahap {stage} perkara tidak dapat berakhir."
    yield from _return_problems(steps, where)


def _return_problems(steps: set[tuple[str, str]], where: str) -> Iterator[str]:
    """A decision once given is not undone: no step leads back from a decided stage to an undecided one."""
    open_again = {origin for origin, to in steps if to == "decided"} - {"decided"}
    after = _closure("decided", steps) - {"decided"}
    if backward := after & open_again:
        yield f"{where}: setelah diputuskan, perkara dapat kembali ke {', '.join(sorted(backward))}."


def _closure(start: str, steps: Iterable[tuple[str, str]]) -> set[str]:
    links = list(steps)
    reached, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for origin, to in links:
            if origin == here and to not in reached:
                reached.add(to)
                waiting.append(to)
    return reached


def _next_act_problems(table: Workflow, rules: set[str], where: str) -> Iterator[str]:
    for stage in table.stages:
        act = stage.next_act
        if act is None:
            if any(
                row.to_stage not in (None, stage.code) and not row.reopens
                for row in table.allowed(stage.code)
            ):
                yield f"{where}: tahap {stage.code} perlu langkah berikut."
            continue
        if act.deed not in {row.deed for row in table.allowed(stage.code)}:
            yield f"{where}: langkah berikut '{act.deed}' tidak diizinkan pada tahap {stage.code}."
        if act.rule is not None and act.rule not in rules:
            yield f"{where}: jam '{act.rule}' pada tahap {stage.code} tidak ada."
        if act.role == _CLOCK:
            yield f"{where}: langkah berikut pada tahap {stage.code} harus dilakukan orang."
