"""What the screen of one case shows, gathered in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lutra.directory import outages
from lutra.directory.actors import Actor
from lutra.directory.models import User
from lutra.directory.outages import Outage
from lutra.directory.permissions import may
from lutra.directory.roles import Role
from lutra.dispositions import queries as dispositions
from lutra.dispositions.models import Disposition
from lutra.documents.models import Document
from lutra.law import statute
from lutra.law.clocks import Cell
from lutra.law.records import Text
from lutra.ledger.cases import Step as Told
from lutra.ledger.cases import story
from lutra.letters.models import Letter
from lutra.letters.queries import unsigned_of
from lutra.objections.models import Objection
from lutra.objections.queries import of_request
from lutra.requests import advice, clocks, floods, powers, records, review
from lutra.requests.models import Advice, Decision, Delivery, Draft, Note, Part, PowerOfAttorney, Request
from lutra.requests.parts import current
from lutra.requests.visibility import may_see_identity
from lutra.requests.workflow import TABLE, allows
from lutra.web import told
from lutra.web.components.pieces import File, NextAct, Step
from lutra.web.desk.given_files import FileState, are_settled, of_case
from lutra.web.desk.given_files import states as file_states
from lutra.web.desk.words import Labelled, basis, say

# The deeds of the desk in the order of the work: address name, words, key on the keyboard.
DEEDS: dict[str, tuple[str, Promise, str]] = {
    "dispose": ("desk:dispose", _("Teruskan"), "d"),
    "draft": ("desk:draft", _("Usulkan jawaban"), "u"),
    "split": ("desk:split", _("Bagi"), "i"),
    "call_records": ("desk:call_records", _("Minta arsip"), "w"),
    "log_search": ("desk:log_search", _("Catat pencarian"), "y"),
    "extend": ("desk:extend", _("Perpanjang"), "p"),
    "decide": ("desk:decide", _("Putuskan"), "t"),
    "deliver": ("desk:deliver", _("Catat penyampaian"), "s"),
    "close": ("desk:close", _("Tutup"), "x"),
    "tell_gaps": ("desk:tell_gaps", _("Beri tahu kekurangan"), "k"),
    "complete": ("desk:complete", _("Lengkapi"), "l"),
    "withdraw": ("desk:withdraw", _("Cabut"), "b"),
    "reopen": ("desk:reopen", _("Buka kembali"), "r"),
    "reopen_answer": ("desk:reopen", _("Buka kembali"), "r"),
    "note": ("desk:note", _("Catat"), "c"),
    "check_power": ("desk:check_power", _("Periksa surat kuasa"), "o"),
    "bring_power": ("desk:bring_power", _("Masukkan surat kuasa"), "v"),
}


# The deeds whose permission is not called like them.
_PERMISSIONS = {
    "call_records": "requests.search",
    "log_search": "requests.search",
    "reopen_answer": "requests.reopen",
    "bring_power": "requests.complete",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed that the reader may do now."""

    code: str
    label: str
    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A letter that waits for its official's signature. ``is_mine``: the reader is that official."""

    name: str
    reference: str
    signer: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft with its files."""

    version: review.Version
    outcome: str
    files: Sequence[File]

    @property
    def draft(self) -> Draft:
        """The draft itself."""
        return self.version.draft


@dataclass(frozen=True, slots=True)
class Case:
    """Everything on the screen of one request, but not who asked."""

    request: Request
    today: date
    reading: clocks.Reading
    days_left: int
    ruler: Sequence[Cell]
    explanation: Sequence[dict[str, object]]
    stage: str
    next_act: NextAct | None
    deeds: Sequence[Deed]
    facts: Sequence[tuple[str, str]]
    dispositions: Sequence[Disposition]
    proposals: Sequence[Proposal]
    parts: Sequence[tuple[Part, str]]
    records: records.Records
    decision: Decision | None
    decision_facts: Sequence[tuple[str, object]]
    files: Sequence[File]
    letters: Sequence[tuple[str, Letter]]
    deliveries: Sequence[tuple[Delivery, str]]
    thread: Sequence[Step]
    objections: Sequence[tuple[Objection, str]]  # each with its stage; only for those who see objections
    may_see_identity: bool
    notes: Sequence[Note] = ()
    advice: Sequence[Advice] = ()
    unsigned: Sequence[Unsigned] = ()
    missing: str = ""
    outages: Sequence[Outage] = ()  # that touch the due date
    powers: Sequence[PowerOfAttorney] = ()  # only of a request that is filed for others
    flag: floods.Flag | None = None
    file_states: Sequence[FileState] = ()  # of the newest drafts, while the answer is still to come

    @property
    def are_settled(self) -> bool:
        """Whether no file is still being looked at."""
        return are_settled(self.file_states)

    @property
    def is_done(self) -> bool:
        """Whether the clock has stopped."""
        return not self.request.is_waiting

    @property
    def outcome_label(self) -> Text | None:
        """What was decided."""
        return statute.outcome(self.request.outcome).label if self.request.outcome else None

    @property
    def silent_label(self) -> Text:
        """What the clock found when nobody answered in time."""
        return statute.outcome("silent").label


def show(request: Request, actor: Actor, *, on: date) -> Case:
    """The whole screen of ``request`` for ``actor`` on the legal day ``on``."""
    reading = clocks.read(request, on=on)
    deeds = doable(request, actor, on=on)
    decision = Decision.objects.select_related("test", "decided_by").filter(request=request).first()
    sees_identity = may_see_identity(actor, request)
    return Case(
        request=request,
        today=on,
        reading=reading,
        days_left=reading.days_left - reading.days_late,
        ruler=clocks.ruler(request, on=on),
        explanation=(request.clock.get("extension") or request.clock["reply"]).get("explanation", ()),
        stage=say(TABLE.stage(request.stage).label),
        next_act=next_act(request, deeds, reading),
        deeds=deeds,
        facts=_facts(request),
        dispositions=list(dispositions.of(request.ledger_subject, government=request.government)),
        proposals=_proposals(request),
        parts=[(part, labelled_outcome(part.outcome) if part.outcome else "") for part in current(request)],
        records=records.of(request),
        file_states=file_states(of_case(request), by=actor) if request.is_waiting else (),
        decision=decision,
        decision_facts=_decision_facts(decision) if decision else (),
        files=[file_of(request, document) for document in decision.documents.all()] if decision else (),
        # A letter holds name and address: it is listed only for those who may see them.
        letters=_letters(request) if sees_identity else (),
        deliveries=[(delivery, way(delivery.channel)) for delivery in request.deliveries.all()],
        thread=thread(request),
        objections=_objections(request) if may(actor, "objections.see") else (),
        may_see_identity=sees_identity,
        # Leaders who only watch hurry the case; what officers write to each other is not for them.
        notes=list(request.notes.select_related("author")) if may(actor, "requests.note") else (),
        advice=list(advice.of(request)) if may(actor, "requests.note") else (),
        unsigned=unsigned(request, actor),
        missing=_missing(request),
        outages=outages.on(request.government, request.due_on) if request.due_on <= on else (),
        powers=list(request.powers.select_related("checked_by")) if request.by_proxy else (),
        flag=floods.flags([request], government_id=request.government_id).get(request.pk),
    )


def _objections(request: Request) -> list[tuple[Objection, str]]:
    return [(one, say(one.table.stage(one.stage).label)) for one in of_request(request)]


def _missing(request: Request) -> str:
    """What the law's form still lacks, in its words."""
    fields = statute.form("request").fields
    return ", ".join(say(field.label) for field in fields if field.code in request.missing)


def doable(request: Request, actor: Actor, *, on: date) -> list[Deed]:
    """The deeds that table, clock and the actor's posts allow at this moment."""
    found = []
    for code, (name, label, key) in DEEDS.items():
        if not (allows(request, code) and may(actor, _PERMISSIONS.get(code, f"requests.{code}"))):
            continue
        if code == "tell_gaps" and request.gaps_told_on:
            continue
        if code == "check_power" and not (request.by_proxy and powers.waiting(request)):
            continue
        if code == "bring_power" and not powers.is_wanted(request):
            continue
        if code == "extend" and (request.extended_on or on > request.first_due_on):
            continue
        found.append(Deed(code=code, label=str(label), url=reverse(name, args=[request.pk]), key=key))
    return found


def next_act(request: Request, deeds: Iterable[Deed], reading: clocks.Reading) -> NextAct | None:
    """The card of what the law needs now; with a button when the reader is the one who can do it."""
    act = TABLE.stage(request.stage).next_act
    if act is None:
        return None
    if request.stage == Request.Stage.INCOMPLETE:
        return _completion(request, deeds, act)
    mine = next((deed for deed in deeds if deed.code == act.deed), None)
    explanation = ""
    if mine is None:
        role = Role(act.role).label if act.role in Role.values else act.role
        explanation = gettext("Langkah ini milik %(role)s.") % {"role": role}
    waiting = request.is_waiting
    moods = {"late": "late", "soon": "soon"}
    return NextAct(
        sentence=say(act.sentence),
        clause=basis(act.clause),
        due=request.due_on if waiting else None,
        days_left=reading.days_left - reading.days_late if waiting else None,
        mood=moods.get(reading.state, "calm") if waiting else "calm",  # type: ignore[arg-type]
        explanation=explanation,
        label=mine.label if mine else "",
        url=mine.url if mine else "",
        key=mine.key if mine else "",
    )


def _completion(request: Request, deeds: Iterable[Deed], act: statute.NextAct) -> NextAct:
    """First the gaps must be told, in time; then it is the applicant's turn."""
    told = request.gaps_told_on is not None
    mine = next((deed for deed in deeds if deed.code == ("complete" if told else "tell_gaps")), None)
    row = TABLE.transitions["tell_gaps"]
    return NextAct(
        sentence=say(act.sentence) if told else gettext("Beri tahu pemohon apa yang kurang."),
        clause=basis(act.clause if told else row.clause),
        due=request.gap_due_on,
        mood="calm" if told else "soon",
        explanation=gettext("Menunggu pemohon; bila datang sendiri, petugas dapat melengkapinya.")
        if told
        else "",
        label=mine.label if mine else "",
        url=mine.url if mine else "",
        key=mine.key if mine else "",
    )


def thread(request: Request) -> list[Step]:
    """The case's story from the book, for officers: with names, clauses and the entry's short hash."""
    steps = story(request)
    ids = {
        int(step.entry.actor.partition(":")[2]) for step in steps if step.entry.actor.startswith("officer:")
    }
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return [_step(step, names) for step in steps]


def doer(actor: str, names: Mapping[int, str]) -> str:
    """Who did a deed, as colleagues read it; ``names`` of officers by their id."""
    kind, _colon, number = actor.partition(":")
    if kind == "officer":
        return names.get(int(number), gettext("Petugas")) if number.isdigit() else ""
    others = {
        "applicant": gettext("Pemohon"),
        "clock": gettext("Jam"),
        "system": gettext("Sistem"),
        "delegate": gettext("Perangkat daerah, lewat tautan"),
    }
    return others.get(kind, "")


def _step(step: Told, names: dict[int, str]) -> Step:
    entry, row = step.entry, step.transition
    due = entry.data.get("due") if entry.kind == "request.disposed" else None
    other = told.words(entry)
    return Step(
        title=say(row.title) if row else str(other.title),
        meaning=_meaning(step),
        at=entry.at,
        by=doer(entry.actor, names),
        due=date.fromisoformat(due) if due else None,
        clause=basis(row.clause) if row else "",
        state="late" if (row.deed == "lapse" if row else other.is_late) else "done",
        entry=entry.hash[:8],
    )


def _meaning(step: Told) -> str:
    """The table's sentence for officers, with what this deed said."""
    if step.transition is None:
        return told.fill(told.words(step.entry).officer, step.entry)
    data, words = step.data, say(step.transition.officer)
    match step.entry.kind:
        case "request.disposed":
            bodies = ", ".join(str(body.get("short") or body.get("body")) for body in data.get("to", ()))
            parts = [
                words,
                gettext("Kepada: %(bodies)s.") % {"bodies": bodies},
                str(data.get("instruction") or ""),
            ]
        case "request.power_checked":
            verdict = PowerOfAttorney.Verdict(data["verdict"]).label
            parts = [
                words,
                gettext("Hasil: %(outcome)s.") % {"outcome": verdict},
                str(data.get("reason") or ""),
            ]
        case "request.extended":
            parts = [words, gettext("Alasan: %(reason)s") % {"reason": data.get("reason", "")}]
        case "request.decided":
            parts = [
                words,
                gettext("Hasil: %(outcome)s.") % {"outcome": say(statute.outcome(data["outcome"]).label)},
            ]
        case _:
            parts = [words]
    return " ".join(part for part in parts if part)


def _facts(request: Request) -> list[tuple[str, str]]:
    """The question's particulars. Nothing here tells who asked."""
    received = date_format(request.received_on, "j F Y")
    return [
        (gettext("Tujuan penggunaan"), request.purpose),
        (gettext("Cara memperoleh"), labelled(statute.access_ways(), request.access_way)),
        (gettext("Bentuk salinan"), labelled(statute.copy_formats(), request.copy_format)),
        (gettext("Cara pengiriman"), labelled(statute.delivery_ways(), request.delivery_way)),
        (gettext("Saluran"), labelled(statute.channels(), request.channel)),
        (gettext("Diterima"), received),
        (gettext("Dicatat oleh"), str(request.recorded_by) if request.recorded_by else ""),
        (gettext("Pemohon"), labelled(statute.applicant_kinds(), request.applicant.kind)),
        (gettext("Diajukan melalui"), gettext("kuasa atau wakil kelompok") if request.by_proxy else ""),
        (gettext("Dibantu petugas"), gettext("ya") if request.assisted else ""),
        (gettext("Sumber"), f"{request.source} {request.source_id}" if request.source else ""),
        (gettext("Dipegang"), str(request.body) if request.body else gettext("belum dibagi")),
    ]


def _decision_facts(decision: Decision) -> list[tuple[str, object]]:
    """What the written notice says, line by line."""
    holder = decision.holder or (gettext("tidak diketahui") if decision.holder_unknown else "")
    ground = ""
    if decision.ground:
        found = statute.ground(decision.ground)
        ground = f"{basis(found.clause_of(decision.sub_item))}: {say(found.label)}"
    withheld = [
        f"{part['matter']} ({basis(statute.ground(part['ground']).clause_of(part.get('sub_item', '')))}):"
        f" {part['reason']}"
        for part in decision.withheld
    ]
    heads = {head.code: say(head.label) for head in statute.consideration_heads()}
    return [
        (gettext("Penguasaan"), labelled(statute.holdings(), decision.holding)),
        (gettext("Yang menguasai"), holder),
        (gettext("Materi yang diberikan"), "; ".join(decision.materials)),
        (gettext("Yang dikecualikan"), "; ".join(withheld)),
        (gettext("Alasan hukum"), ground),
        (gettext("Uji konsekuensi"), str(decision.test) if decision.test else ""),
        (
            gettext("Pertimbangan"),
            "; ".join(f"{heads.get(code, code)}: {text}" for code, text in decision.considerations.items()),
        ),
        (gettext("Penjelasan"), decision.explanation),
        (
            gettext("Tersedia pada"),
            date_format(decision.available_on, "j F Y") if decision.available_on else "",
        ),
        (gettext("Bentuk salinan"), labelled(statute.copy_formats(), decision.copy_format)),
        (gettext("Cara pengiriman"), labelled(statute.delivery_ways(), decision.delivery_way)),
        (gettext("Biaya"), _rupiah(decision.cost)),
        (gettext("Cara pembayaran"), decision.payment),
        (gettext("Diputuskan oleh"), str(decision.decided_by)),
    ]


def _rupiah(cost: int | None) -> str:
    if cost is None:
        return ""
    return f"Rp{cost:,}".replace(",", ".") if cost else gettext("tanpa biaya")


def identity_facts(identity: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who asked, in the words and order of the law's form."""
    return [
        (say(field.label), identity[field.code])
        for field in statute.form("request").fields
        if identity.get(field.code) and field.privacy in {"identity", "contact"}
    ]


def _letters(request: Request) -> list[tuple[str, Letter]]:
    """The letters, each with what it is called."""
    issued = request.letters.select_related("document").order_by("pk")
    return [(letter_name(letter.kind), letter) for letter in issued]


def unsigned(case: Request | Objection, actor: Actor) -> list[Unsigned]:
    """The letters that wait for a signature: what each is and who signs, nothing of what it says."""
    return [
        Unsigned(
            name=letter_name(one.kind),
            reference=one.reference,
            signer=str(one.signer),
            is_mine=one.signer_id == actor.user_id and may(actor, "letters.sign"),
        )
        for one in unsigned_of(case)
    ]


def letter_name(kind: str) -> str:
    """What a letter is called."""
    return str(told.LETTERS.get(kind, gettext("Surat")))


def way(channel: str) -> str:
    """How something reached the applicant."""
    return gettext("Halaman lacak") if channel == "page" else labelled(statute.delivery_ways(), channel)


def labelled(records: Iterable[Labelled], code: str) -> str:
    """The statute book's word for a code; an unknown code shows itself."""
    return next((say(record.label) for record in records if record.code == code), code)


def _proposals(request: Request) -> list[Proposal]:
    return [
        Proposal(
            version=version,
            outcome=labelled_outcome(version.draft.outcome),
            files=[file_of(request, document) for document in version.draft.documents.all()],
        )
        for version in review.versions(request)
    ]


def labelled_outcome(code: str) -> str:
    """The statute book's word for an outcome."""
    return say(statute.outcome(code).label)


def file_of(request: Request, document: Document) -> File:
    """A file of the case, to download."""
    return File(
        name=document.name,
        url=reverse("desk:file_of_case", args=[request.pk, document.pk]),
        size=document.size,
        kind=document.name.rpartition(".")[2].upper(),
    )
