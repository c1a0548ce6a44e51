"""What the screen of one objection shows: the objection, and beside it the whole request that it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.models import User
from lutra.directory.permissions import may
from lutra.directory.roles import Role
from lutra.law import clocks as law
from lutra.law import statute
from lutra.law.clocks import Cell
from lutra.law.records import ObjectionDecision
from lutra.ledger.cases import Step as Told
from lutra.ledger.cases import allows, story
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of
from lutra.objections import clocks, proxies
from lutra.objections.models import Delivery, Objection, ObjectionPower
from lutra.objections.visibility import may_see_identity
from lutra.requests.clocks import SOON
from lutra.web import told
from lutra.web.components.pieces import NextAct, Step
from lutra.web.desk import case
from lutra.web.desk.words import basis, say

# The deeds in the order of the work: address name, words, key on the keyboard, permission.
DEEDS: dict[str, tuple[str, Promise, str, str]] = {
    "decide": ("desk:decide_objection", _("Tanggapi"), "t", "objections.decide"),
    "settle": ("desk:settle_objection", _("Musyawarah"), "w", "objections.decide"),
    "deliver": ("desk:deliver_objection", _("Catat penyampaian"), "s", "objections.record"),
    "carry_out": ("desk:carry_out_objection", _("Laksanakan perintah"), "l", "objections.carry_out"),
    "close": ("desk:close_objection", _("Tutup"), "x", "objections.record"),
    "check_power": ("desk:check_objection_power", _("Periksa surat kuasa"), "k", "requests.check_power"),
    "bring_power": ("desk:bring_objection_power", _("Masukkan surat kuasa"), "v", "objections.record"),
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on the screen of one objection, but not who objected. ``request`` is None for ground b alone."""

    objection: Objection
    today: date
    days_left: int
    ruler: Sequence[Cell]
    stage: str
    next_act: NextAct | None
    deeds: Sequence[case.Deed]
    grounds: Sequence[tuple[str, str]]
    facts: Sequence[tuple[str, str]]
    decision: ObjectionDecision | None
    commission_due: law.Due | None
    letters: Sequence[Letter]
    deliveries: Sequence[tuple[Delivery, str]]
    thread: Sequence[Step]
    request: case.Case | None
    may_see_identity: bool
    powers: Sequence[ObjectionPower] = ()
    wants_power: bool = False
    unsigned: Sequence[case.Unsigned] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the superior's clock has stopped."""
        return self.objection.answered_on() is not None


def show(objection: Objection, actor: Actor, *, on: date) -> Dossier:
    """The whole screen of ``objection`` for ``actor`` on the legal day ``on``."""
    deeds = doable(objection, actor)
    sees_identity = may_see_identity(actor, objection)
    return Dossier(
        objection=objection,
        today=on,
        days_left=clocks.days_left(objection, on=on),
        ruler=clocks.ruler(objection, on=on),
        stage=say(objection.table.stage(objection.stage).label),
        next_act=next_act(objection, deeds, on=on),
        deeds=deeds,
        grounds=[
            (f"{row.code}. {say(row.label)}", basis(row.clause))
            for row in map(statute.objection_ground, objection.grounds)
        ],
        facts=_facts(objection),
        decision=statute.objection_decision(objection.decision) if objection.decision else None,
        commission_due=clocks.dispute_clock(objection),
        # A letter holds name and address: it is listed only for those who may see them.
        letters=list(letters_of(objection)) if sees_identity else (),
        deliveries=[(one, case.way(one.channel)) for one in objection.deliveries.order_by("pk")],
        thread=thread(objection),
        request=case.show(objection.request, actor, on=on) if objection.request else None,
        may_see_identity=sees_identity,
        powers=list(objection.powers.select_related("checked_by")) if objection.by_proxy else (),
        wants_power=proxies.is_wanted(objection),
        unsigned=case.unsigned(objection, actor),
    )


def doable(objection: Objection, actor: Actor) -> list[case.Deed]:
    """The deeds that table, facts and the actor's posts allow at this moment."""
    settleable = all(statute.objection_ground(code).settlement_allowed for code in objection.grounds)
    impossible = {
        "settle": not settleable,
        "check_power": not (objection.by_proxy and proxies.waiting(objection)),
        "bring_power": not proxies.is_wanted(objection),
        "carry_out": not objection.order or objection.order_done_on is not None,
    }
    return [
        case.Deed(code=code, label=str(label), url=reverse(name, args=[objection.pk]), key=key)
        for code, (name, label, key, permission) in DEEDS.items()
        if allows(objection, code) and may(actor, permission) and not impossible.get(code)
    ]


def next_act(objection: Objection, deeds: Sequence[case.Deed], *, on: date) -> NextAct | None:
    """The card of what the law needs now; with a button when the reader is the one who can do it."""
    act = objection.table.stage(objection.stage).next_act
    if act is None:
        return None
    if objection.order and objection.order_done_on is None:
        return _order(objection, deeds, on=on)
    mine = next((deed for deed in deeds if deed.code == act.deed), None)
    waiting = objection.answered_on() is None
    days = clocks.days_left(objection, on=on)
    return NextAct(
        sentence=say(act.sentence),
        clause=basis(act.clause),
        due=objection.due_on if waiting else None,
        days_left=days if waiting else None,
        mood=("late" if days < 0 else "soon" if days <= SOON else "calm") if waiting else "calm",
        explanation="" if mine else _belongs_to(act.role),
        label=mine.label if mine else "",
        url=mine.url if mine else "",
    )


def _order(objection: Objection, deeds: Sequence[case.Deed], *, on: date) -> NextAct:
    """What the superior ordered and the PPID has not done."""
    mine = next((deed for deed in deeds if deed.code == "carry_out"), None)
    late = objection.order_due_on is not None and on > objection.order_due_on
    return NextAct(
        sentence=gettext("Laksanakan perintah atasan PPID"),
        clause=basis("uu-14-2008/36/2"),
        due=objection.order_due_on,
        mood="late" if late else "soon",
        explanation=objection.order if mine else f"{objection.order} {_belongs_to(Role.PPID_UTAMA)}",
        label=mine.label if mine else "",
        url=mine.url if mine else "",
    )


def _belongs_to(role: str) -> str:
    label = Role(role).label if role in Role.values else role
    return gettext("Langkah ini milik %(role)s.") % {"role": label}


def thread(objection: Objection) -> list[Step]:
    """The objection's story from the book, for officers: with names, clauses and the entry's short hash."""
    steps = story(objection)
    ids = {
        int(step.entry.actor.partition(":")[2]) for step in steps if step.entry.actor.startswith("officer:")
    }
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return [_step(step, names) for step in steps]


def _step(step: Told, names: dict[int, str]) -> Step:
    entry, row = step.entry, step.transition
    other = told.words(entry)
    return Step(
        title=say(row.title) if row else str(other.title),
        meaning=_meaning(step),
        at=entry.at,
        by=case.doer(entry.actor, names),
        clause=basis(row.clause) if row else "",
        state="late" if (row.deed == "lapse" if row else other.is_late) else "done",
        entry=entry.hash[:8],
    )


def _meaning(step: Told) -> str:
    """The table's sentence for officers, with what this deed said."""
    if step.transition is None:
        return told.fill(told.words(step.entry).officer, step.entry)
    words, data = say(step.transition.officer), step.data
    if step.entry.kind == "objection.decided":
        decision = say(statute.objection_decision(data["decision"]).label)
        return f"{words} {gettext('Keputusan: %(decision)s.') % {'decision': decision}}"
    if step.entry.kind == "objection.power_checked":
        verdict = ObjectionPower.Verdict(data["verdict"]).label
        return f"{words} {gettext('Hasil: %(outcome)s.') % {'outcome': verdict}} {data.get('reason', '')}".strip()
    if step.entry.kind == "objection.carried_out":
        return f"{words} {data.get('note', '')}".strip()
    return words


def _facts(objection: Objection) -> list[tuple[str, str]]:
    """The objection's particulars. Nothing here tells who objected."""
    last_day = date_format(objection.last_day, "j F Y") if objection.last_day else ""
    recorder = str(objection.recorded_by) if objection.recorded_by else ""
    return [
        (gettext("Tujuan penggunaan"), objection.purpose),
        (gettext("Saluran"), case.labelled(statute.channels(), objection.channel)),
        (gettext("Diterima"), date_format(objection.received_on, "j F Y")),
        (gettext("Hari terakhir mengajukan"), last_day),
        (gettext("Dicatat oleh"), recorder),
        (gettext("Cara"), gettext("lisan, ditulis petugas") if objection.is_oral else ""),
        (gettext("Diajukan melalui"), gettext("kuasa") if objection.by_proxy else ""),
        (gettext("Pemohon"), case.labelled(statute.applicant_kinds(), objection.applicant.kind)),
    ]
