"""An objection's story as the one who objected reads it: no identity, no names of officers, no hashes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.roles import Role
from lutra.law import clocks as law
from lutra.law import statute
from lutra.law.records import Language
from lutra.ledger.cases import Step as Entry
from lutra.ledger.cases import story
from lutra.objections import clocks
from lutra.objections.models import Objection
from lutra.requests.clocks import SOON
from lutra.web import told
from lutra.web.components.pieces import NextAct, Step

_OFFICES = frozenset(Role.values)


def thread(objection: Objection, *, on: date) -> list[Step]:
    """What happened, oldest first, and the answer that the law still waits for."""
    steps = [step for entry in story(objection) if (step := _told(entry))]
    if objection.stage == Objection.Stage.REGISTERED:
        late = on > objection.due_on
        steps.append(
            Step(
                title=_("Tanggapan tetap wajib diberikan") if late else _("Tanggapan tertulis"),
                meaning=_("Atasan PPID memberi tahu Anda secara tertulis apa yang diputuskan."),
                due=objection.due_on,
                by=str(Role.SUPERIOR.label),
                clause=statute.legal_basis(law.rule("objection.reply").clause, _lang()),
                state="late" if late else "next",
            )
        )
    return steps


def _told(entry: Entry) -> Step | None:
    row = entry.transition
    if row is None:
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
    return Step(
        title=statute.text(row.title, _lang()),
        meaning=statute.text(row.says, _lang()),
        at=entry.entry.at,
        by=_by(entry, row.role),
        clause=statute.legal_basis(row.clause, _lang()),
        state="late" if row.deed == "lapse" else "done",
    )


def _by(entry: Entry, role: str) -> str:
    """The office that acted; never a person."""
    who = {"applicant": _("Pemohon"), "clock": _("Jam hukum")}
    return who.get(entry.entry.actor) or (str(Role(role).label) if role in _OFFICES else "PPID")


def commission_until(objection: Objection, *, on: date) -> law.Due | None:
    """Until when the commission may be asked; None while the superior may still answer."""
    if objection.answered_on() is None and on <= objection.due_on:
        return None
    return clocks.dispute_clock(objection)


def next_act(objection: Objection, *, on: date) -> NextAct:
    """What the one who objected can count on, or do, now."""
    until = commission_until(objection, on=on)
    basis = statute.legal_basis(law.rule("dispute.file").clause, _lang())
    if objection.stage == Objection.Stage.REGISTERED and on <= objection.due_on:
        days = clocks.days_left(objection, on=on)
        return NextAct(
            sentence=_("Anda tidak perlu berbuat apa-apa; atasan PPID wajib menanggapi"),
            clause=statute.legal_basis(law.rule("objection.reply").clause, _lang()),
            due=objection.due_on,
            days_left=days,
            mood="soon" if days <= SOON else "calm",
        )
    if objection.stage == Objection.Stage.REGISTERED:
        return NextAct(
            sentence=_("Atasan PPID belum menanggapi; Anda dapat mengajukan sengketa ke Komisi Informasi"),
            clause=basis,
            due=until.due if until else None,
            due_label=_("Ajukan paling lambat"),
            mood="late",
        )
    if objection.settled_on:
        return NextAct(
            sentence=_("Keberatan diselesaikan secara musyawarah"),
            clause=statute.legal_basis("uu-14-2008/35/2", _lang()),
            mood="rest",
            explanation=_("Yang disepakati tertulis dalam berita acara di halaman ini."),
        )
    return NextAct(
        sentence=_("Atasan PPID sudah menanggapi"),
        clause=basis,
        due=until.due if until else None,
        due_label=_("Sengketa paling lambat"),
        mood="rest",
        explanation=_("Belum puas? Anda dapat mengajukan sengketa ke Komisi Informasi."),
    )


def _lang() -> Language:
    return "en" if (get_language() or "id").startswith("en") else "id"
