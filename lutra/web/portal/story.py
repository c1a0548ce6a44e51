"""A request's story as its applicant reads it: no identity, no names of officers, no hashes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.roles import Role
from lutra.law import clocks as law
from lutra.law import statute
from lutra.law.records import Language
from lutra.law.statute import Transition
from lutra.ledger.cases import Step as Entry
from lutra.ledger.cases import story
from lutra.objections.clocks import window
from lutra.requests import clocks
from lutra.requests.models import Request
from lutra.requests.workflow import TABLE
from lutra.web import told
from lutra.web.components.pieces import NextAct, Step


def thread(request: Request, *, on: date) -> list[Step]:
    """What happened, oldest first, and what must happen next while the law waits."""
    steps = [step for entry in story(request) if (step := _told(entry))]
    coming = TABLE.stage(request.stage).next_act
    if coming and request.stage == Request.Stage.INCOMPLETE:
        steps.append(
            Step(
                title=statute.text(coming.sentence, _lang()),
                meaning=statute.text(TABLE.stage(request.stage).meaning, _lang()),
                due=clocks.last_day_to_complete(request, on=on) if request.gaps_told_on else None,
                by=_("Pemohon"),
                clause=statute.legal_basis(coming.clause, _lang()),
                state="next",
            )
        )
    elif coming and request.is_waiting:
        late = request.is_late(on)
        steps.append(
            Step(
                title=_("Jawaban tertulis tetap wajib diberikan") if late else _("Jawaban tertulis"),
                meaning=_("PPID memberi tahu Anda secara tertulis apa yang diputuskan."),
                due=request.due_on,
                by=_role(coming.role),
                clause=statute.legal_basis("uu-14-2008/22/7", _lang()),
                state="late" if late else "next",
            )
        )
    return steps


def _told(entry: Entry) -> Step | None:
    """The entry as the applicant reads it; None for what is no news to him, or for officers only."""
    if entry.transition and entry.transition.deed == "note":
        return None
    if entry.transition:
        return _step(entry, entry.transition)
    words = told.words(entry.entry)
    if words.says is None:
        return None
    return Step(
        title=str(words.title),
        meaning=told.fill(words.says, entry.entry),
        at=entry.entry.at,
        by="PPID",
        state="late" if words.is_late else "done",
    )


def _step(entry: Entry, row: Transition) -> Step:
    return Step(
        title=statute.text(row.title, _lang()),
        meaning=_meaning(entry, row),
        at=entry.entry.at,
        by=_by(entry, row),
        clause=statute.legal_basis(row.clause, _lang()),
        state="late" if row.deed == "lapse" else "done",
    )


def _meaning(entry: Entry, row: Transition) -> str:
    """The law's sentence, and where a deed has something to add (which office, why), that too."""
    words = statute.text(row.says, _lang())
    if row.deed == "dispose":
        return f"{words} {_('Kepada: %(bodies)s.') % {'bodies': ', '.join(to['short'] for to in entry.data['to'])}}"
    if row.deed == "extend":
        return f"{words} {_('Alasannya: %(reason)s') % {'reason': entry.data['reason']}}"
    if row.deed in {"find_gaps", "tell_gaps"}:
        return f"{words} {_('Yang kurang: %(fields)s.') % {'fields': gap_labels(entry.data['missing'])}}"
    return words


def gap_labels(missing: Iterable[str]) -> str:
    """The missing fields in the words of the law's form."""
    labels = {field.code: statute.text(field.label, _lang()) for field in statute.form("request").fields}
    return ", ".join(labels.get(code, code) for code in missing)


def _by(entry: Entry, row: Transition) -> str:
    """The office that acted; never a person."""
    if entry.entry.actor == "applicant":
        return _("Pemohon")
    if entry.entry.actor == "clock":
        return _("Jam hukum")
    return _role(row.role)


def _role(code: str) -> str:
    return str(Role(code).label) if code in Role.values else ""


def next_act(request: Request, *, on: date) -> NextAct:
    """What the applicant can count on, or do, now."""
    reading = clocks.read(request, on=on)
    if reading.state == "late":
        return NextAct(
            sentence=_("Batas waktu sudah lewat; Anda berhak mengajukan keberatan"),
            clause=statute.legal_basis("uu-14-2008/35/1/c", _lang()),
            due=window(request, on=on).last_day,
            due_label=_("Ajukan paling lambat"),
            mood="late",
            explanation=_("Keberatan ditujukan kepada Atasan PPID, tertulis, tanpa biaya."),
            label=_("Ajukan keberatan"),
            url=reverse("portal:object", args=[request.code]),
        )
    stage = TABLE.stage(request.stage)
    if reading.state == "ended":
        return NextAct(
            sentence=statute.text(stage.label, _lang()),
            mood="rest",
            explanation=statute.text(stage.meaning, _lang()),
            label=_("Ajukan lagi"),
            url=reverse("portal:again", args=[request.code]),
        )
    if request.stage == Request.Stage.INCOMPLETE and stage.next_act:
        return NextAct(
            sentence=statute.text(stage.next_act.sentence, _lang()),
            clause=statute.legal_basis(stage.next_act.clause, _lang()),
            due=clocks.last_day_to_complete(request, on=on) if request.gaps_told_on else None,
            mood="soon",
            explanation=gap_labels(request.missing),
            label=_("Lengkapi"),
            url=reverse("portal:complete", args=[request.code]),
        )
    if request.decided_on is None:
        return NextAct(
            sentence=_("Anda tidak perlu berbuat apa-apa; PPID wajib menjawab"),
            clause=statute.legal_basis(
                "uu-14-2008/22/8" if request.extended_on else "uu-14-2008/22/7", _lang()
            ),
            due=request.due_on,
            days_left=reading.days_left,
            mood="soon" if reading.state == "soon" else "calm",
        )
    return NextAct(
        sentence=_("Permohonan sudah dijawab"),
        clause=statute.legal_basis(law.rule("objection.file").clause, _lang()),
        due=window(request, on=on).last_day,
        due_label=_("Keberatan paling lambat"),
        mood="rest",
        explanation=_(
            "Tidak puas? Anda dapat mengajukan keberatan tertulis kepada Atasan PPID, tanpa biaya."
        ),
        label=_("Ajukan keberatan"),
        url=reverse("portal:object", args=[request.code]),
    )


def _lang() -> Language:
    return "en" if (get_language() or "id").startswith("en") else "id"
