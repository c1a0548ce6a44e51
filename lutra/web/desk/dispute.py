"""What the screen of one dispute shows. It does not tell who asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of
from lutra.directory.models import User
from lutra.directory.permissions import may
from lutra.directory.roles import Role
from lutra.documents.models import Document
from lutra.law import statute
from lutra.ledger.cases import Step as Told
from lutra.ledger.cases import allows, story
from lutra.objections.dispute_actions import may_mediate
from lutra.objections.dispute_models import Dispute, Hearing, Representative, RulingOrder
from lutra.objections.dispute_queries import Alerts, alerts, due_now
from lutra.requests.clocks import SOON
from lutra.web.components.pieces import File, NextAct, Step
from lutra.web.desk import case
from lutra.web.desk.forms.disputes import labelled, parties
from lutra.web.desk.words import basis, say

# The deeds in the order of the work: words, and key on the keyboard.
DEEDS: dict[str, tuple[Promise, str]] = {
    "appoint": (_("Tunjuk kuasa"), "u"),
    "begin": (_("Komisi mulai memeriksa"), "d"),
    "set_hearing": (_("Catat jadwal sidang"), "i"),
    "hold_hearing": (_("Catat hasil sidang"), "h"),
    "mediate": (_("Masuk mediasi"), "w"),
    "adjudicate": (_("Masuk ajudikasi"), "x"),
    "rule": (_("Catat putusan Komisi"), "p"),
    "carry_out": (_("Catat pelaksanaan perintah"), "l"),
    "sue": (_("Catat gugatan"), "v"),
    "judge": (_("Catat putusan pengadilan"), "n"),
    "appeal": (_("Catat kasasi"), "s"),
    "finish": (_("Putusan sudah tetap"), "t"),
}

CLOCKS: dict[str, Promise] = {
    "start": _("Komisi mulai paling lambat"),
    "finish": _("Sasaran selesai"),
    "suit": _("Gugatan paling lambat"),
    "cassation": _("Kasasi paling lambat"),
}
# The clocks that bind a party; the others are the Commission's.
BINDING = frozenset({"suit", "cassation"})


def running(dispute: Dispute) -> tuple[str, date] | None:
    """The clock of the dispute's stage in words, and its date."""
    found = due_now(dispute)
    return (str(CLOCKS[found[0]]), found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Heard:
    """A hearing as a line."""

    hearing: Hearing
    kind: str
    is_alarming: bool  # near, and nobody stands for the body


@dataclass(frozen=True, slots=True)
class Task:
    """An order of the ruling as a line; ``days_left`` in working days, negative when late."""

    order: RulingOrder
    days_left: int


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything on the screen of one dispute."""

    dispute: Dispute
    today: date
    stage: str
    next_act: NextAct | None
    deeds: Sequence[case.Deed]
    facts: Sequence[tuple[str, object]]
    ruling: Sequence[tuple[str, object]]
    clocks: Sequence[tuple[str, date, str]]
    hearings: Sequence[Heard]
    tasks: Sequence[Task]
    representatives: Sequence[tuple[Representative, File | None]]
    papers: Sequence[File]
    alerts: Alerts
    thread: Sequence[Step]


def show(dispute: Dispute, actor: Actor, *, on: date) -> Screen:
    """The whole screen of ``dispute`` for ``actor`` on the legal day ``on``."""
    deeds = doable(dispute, actor)
    alarming = alerts(dispute.government, on=on, dispute=dispute)
    unrepresented = {one.pk for one in alarming.unrepresented}
    return Screen(
        dispute=dispute,
        today=on,
        stage=say(dispute.table.stage(dispute.stage).label),
        next_act=next_act(dispute, deeds, alarming, on=on),
        deeds=deeds,
        facts=_facts(dispute),
        ruling=_ruling(dispute),
        clocks=[
            (str(words), due, dispute.clock[name]["clause"])
            for name, words in CLOCKS.items()
            if (due := dispute.due(name)) is not None
        ],
        hearings=[
            Heard(one, labelled(statute.hearing_kinds(), one.kind), one.pk in unrepresented)
            for one in dispute.hearings.all()
        ],
        tasks=[Task(one, days_left(one, on=on)) for one in dispute.orders.select_related("body")],
        representatives=[
            (one, _file(dispute, one.document) if one.document else None)
            for one in dispute.representatives.select_related("document")
        ],
        papers=[_file(dispute, one) for one in dispute.papers.order_by("pk")],
        alerts=alarming,
        thread=thread(dispute),
    )


def days_left(order: RulingOrder, *, on: date) -> int:
    """Working days until the order's date, from its being done or from today; negative when late."""
    calendar, day = calendar_of(order.government), order.done_on or on
    if day > order.due_on:
        return -max(calendar.count(order.due_on, day), 1)
    return calendar.count(day, order.due_on)


def doable(dispute: Dispute, actor: Actor) -> list[case.Deed]:
    """The deeds that table, facts and the actor's posts allow at this moment."""
    if not may(actor, "disputes.manage"):
        return []
    kinds = {row.code: row for row in statute.ruling_kinds()}
    final = dispute.ruling_kind in kinds and kinds[dispute.ruling_kind].is_final
    impossible = {
        "mediate": not may_mediate(dispute),
        "hold_hearing": not dispute.hearings.filter(held_on__isnull=True).exists(),
        "carry_out": not dispute.orders.filter(done_on__isnull=True).exists(),
        "sue": final,
    }
    return [
        case.Deed(code, str(label), reverse("desk:dispute_deed", args=[dispute.pk, code]), key)
        for code, (label, key) in DEEDS.items()
        if allows(dispute, code) and not impossible.get(code)
    ]


def next_act(dispute: Dispute, deeds: Sequence[case.Deed], alarming: Alerts, *, on: date) -> NextAct | None:
    """The card of what comes next; with a button when the reader is the one who can do it.

    Who has nobody to send to a near hearing does that first. Only a party's own time is a last day here: when the
    Commission begins is its own affair, and its 100 working days are a target.
    """
    act = dispute.table.stage(dispute.stage).next_act
    if act is None:
        return None
    hurry = alarming.unrepresented[0] if alarming.unrepresented else None
    wanted = "appoint" if hurry else act.deed
    mine = next((deed for deed in deeds if deed.code == wanted), None)
    found = due_now(dispute)
    due = hurry.on if hurry else found[1] if found and found[0] in BINDING else None
    days = _working_days(dispute, until=due, on=on) if due else None
    role = Role(act.role).label if act.role in Role.values else act.role
    return NextAct(
        sentence=gettext("Tunjuk kuasa untuk sidang yang sudah dekat.") if hurry else say(act.sentence),
        clause=basis(dispute.table.transitions["appoint"].clause if hurry else act.clause),
        due=due,
        due_label=gettext("Sidang") if hurry else str(CLOCKS[found[0]]) if found else "",
        days_left=days,
        mood="late" if hurry else "soon" if days is not None and 0 <= days <= SOON else "calm",
        explanation="" if mine else gettext("Langkah ini milik %(role)s.") % {"role": role},
        label=mine.label if mine else "",
        url=mine.url if mine else "",
    )


def _working_days(dispute: Dispute, *, until: date, on: date) -> int:
    calendar = calendar_of(dispute.government)
    return -calendar.count(until, on) if on > until else calendar.count(on, until)


def thread(dispute: Dispute) -> list[Step]:
    """The dispute's story from the book, for officers."""
    steps = story(dispute)
    ids = {
        int(step.entry.actor.partition(":")[2]) for step in steps if step.entry.actor.startswith("officer:")
    }
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return [_step(step, names) for step in steps]


def _step(step: Told, names: dict[int, str]) -> Step:
    entry, row = step.entry, step.transition
    alarming = entry.kind == "dispute.hearing_near" and not entry.data["represented"]
    return Step(
        title=say(row.title) if row else entry.kind,
        meaning=say(row.officer) if row else "",
        at=entry.at,
        by=case.doer(entry.actor, names),
        clause=basis(row.clause) if row else "",
        state="late" if alarming else "done",
        entry=entry.hash[:8],
    )


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _facts(dispute: Dispute) -> list[tuple[str, object]]:
    grounds = [f"{code}. {say(statute.objection_ground(code).label)}" for code in dispute.objection.grounds]
    late = gettext("ya; hari terakhirnya %(day)s") % {"day": _day(dispute.last_day)}
    return [
        (gettext("Komisi Informasi"), dispute.commission),
        (gettext("Permohonan diterima Komisi"), _day(dispute.received_on)),
        (gettext("Diregister Komisi"), _day(dispute.registered_on)),
        (gettext("Melewati jangka waktu pemohon"), late if dispute.is_late else ""),
        (gettext("Alasan keberatan"), "; ".join(grounds)),
        (gettext("Yang dikirim Komisi"), dispute.sent),
        (gettext("Mulai diperiksa"), _day(dispute.begun_on)),
        (gettext("Mediasi"), _day(dispute.mediated_on)),
        (gettext("Mediasi berakhir"), dispute.mediation_end),
        (gettext("Ajudikasi"), _day(dispute.adjudicated_on)),
    ]


def _ruling(dispute: Dispute) -> list[tuple[str, object]]:
    party = dict(parties())
    return [
        (gettext("Putusan"), labelled(statute.ruling_kinds(), dispute.ruling_kind)),
        (gettext("Hasil"), labelled(statute.ruling_results(), dispute.ruling_result)),
        (gettext("Nomor putusan"), dispute.ruling_number),
        (gettext("Tanggal putusan"), _day(dispute.ruled_on)),
        (gettext("Putusan diterima"), _day(dispute.ruling_received_on)),
        (gettext("Amar putusan"), dispute.ruling),
        (gettext("Gugatan"), _joined(dispute.court, dispute.suit_number, _day(dispute.sued_on))),
        (gettext("Penggugat"), party.get(dispute.sued_by, "")),
        (gettext("Putusan pengadilan"), _day(dispute.judged_on)),
        (gettext("Putusan pengadilan diterima"), _day(dispute.judgment_received_on)),
        (gettext("Amar putusan pengadilan"), dispute.judgment),
        (gettext("Kasasi"), _joined(party.get(dispute.appealed_by, ""), _day(dispute.appealed_on))),
        (gettext("Tetap sejak"), _joined(_day(dispute.final_on), dispute.final_note)),
    ]


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _file(dispute: Dispute, document: Document) -> File:
    return File(
        name=document.name,
        url=reverse("desk:dispute_paper", args=[dispute.pk, document.pk]),
        size=document.size,
        kind=document.name.rpartition(".")[2].upper(),
    )


def papers_of(dispute: Dispute) -> Q:
    """Which documents hang on the dispute: what the Commission sent, and the powers of attorney."""
    powers = dispute.representatives.filter(document__isnull=False).values("document")
    return Q(pk__in=dispute.papers.values("pk")) | Q(pk__in=powers)
