"""The deeds on a request. Each checks who may do it and whether the state allows it, and writes the change with its
one entry in the book, in one transaction. Web, API, command line, channels and imports all call these functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import is_same_person
from lutra.directory.actions import enrol_applicant
from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of, today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Applicant, Government, PublicBody
from lutra.directory.permissions import may, permit
from lutra.dispositions import actions as dispositions
from lutra.dispositions.models import Disposition
from lutra.dispositions.queries import of as dispositions_of
from lutra.documents.actions import add_of_case
from lutra.documents.models import Document
from lutra.law.clocks import end_of_day, legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number
from lutra.requests import (
    advice,
    attached,
    clocks,
    completeness,
    consistency,
    decisions,
    fees,
    floods,
    intake,
    powers,
    records,
    review,
)
from lutra.requests.codes import new_code
from lutra.requests.errors import (
    AlreadyExtended,
    Incomplete,
    NobodyToAsk,
    NoProof,
    NoTest,
    ReasonRequired,
    TooLate,
)
from lutra.requests.models import Decision, Delivery, Draft, Note, Request
from lutra.requests.parts import PartAnswer, RuledPart, rule
from lutra.requests.parts import keep as keep_parts
from lutra.requests.proofs import read_evidence
from lutra.requests.visibility import may_see_identity, visible
from lutra.requests.workflow import allows, hold, move, transition

LONGEST_NOTE = 2000


def file(
    government: Government,
    /,
    *,
    by: Actor,
    channel: str,
    answers: Mapping[str, str],
    key: str | None = None,
    language: str = "id",
    received_on: date | None = None,
    may_lack: bool = False,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    source: tuple[str, str] | None = None,
    meant_for: PublicBody | None = None,
    at: datetime | None = None,
) -> Request:
    """Register a request: number, promise and tracking code at once (UU 14/2008 Pasal 22).

    ``answers`` maps the codes of the law's form to what was written. ``key`` makes the deed idempotent: the same key
    gives the same request. ``received_on`` is the legal day a letter came in; by default it is today. An officer may
    register a request that lacks something (``may_lack``): it gets its number and waits to be completed.
    ``files`` are (name, content) of attached files by field: a power of attorney, kept under seal; without it a proxy's
    or a group's request is registered and incomplete (LAW Q06). ``source`` names the register it was imported from and
    its number there (LAW Q23); the system itself may file such a one. ``meant_for`` is the body from whose page it was
    filed: the PPID is offered it when he hands the case on; one of another government counts for nothing.
    Raises Incomplete (a message per field), NotPermitted.
    """
    moment = at or timezone.now()
    enters = by.kind == "officer" or (by.kind == "system" and source is not None)  # for somebody else
    if by.kind == "officer":
        permit(by, "requests.record", government_id=government.pk)
    elif not (enters or by.kind == "applicant") or by.government_id != government.pk:
        raise NotPermitted("requests.record")
    if key and (earlier := Request.objects.filter(government=government, key=key).first()):
        return earlier
    day = received_on or legal_day(moment, government.time_zone)
    form = intake.read(
        answers,
        channel=channel,
        day=day,
        today=legal_day(moment, government.time_zone),
        by_officer=enters,
        taken_down_by=by.label or (source[0] if source else "") if enters else "",
        may_lack=may_lack and enters,
        files=powers.named(files),
        is_import=source is not None,
    )
    with transaction.atomic():
        # Before the lock, behind which everybody who files here waits.
        applicant = enrol_applicant(government, kind=form.kind, identity=form.identity, at=moment)
        place = ledger.lock(government.pk)
        # Looked up again behind the lock: of two that came together one waited here.
        if key and (earlier := Request.objects.filter(government=government, key=key).first()):
            transaction.set_rollback(True)
            return earlier
        request = _register(
            applicant,
            form,
            place=place,
            by=by,
            channel=channel,
            key=key,
            language=language,
            day=day,
            source=source,
            meant_for=meant_for if meant_for and meant_for.government_id == government.pk else None,
            at=moment,
        )
        floods.note(request)
        if form.needs_power and files:
            powers.keep(request, *files[intake.POWER], at=moment)
        if form.missing:
            completeness.find_gaps(request, missing=form.missing, by=by, at=moment)
        return request


def _register(
    applicant: Applicant,
    form: intake.Form,
    *,
    place: ledger.Place,
    by: Actor,
    channel: str,
    key: str | None,
    language: str,
    day: date,
    source: tuple[str, str] | None,
    meant_for: PublicBody | None,
    at: datetime,
) -> Request:
    government = applicant.government
    known_on = legal_day(at, government.time_zone)
    due = clocks.reply_clock(government, day, known_on=known_on)
    clock = {"reply": clocks.as_stored(due, known_on=known_on)}
    number = next_number(government.pk, "request", day.year)
    request = Request.objects.create(
        government=government,
        year=day.year,
        number=number,
        reference=f"{number:04d}/PPID/{government.abbreviation}/{day.year}",
        code=new_code(),
        key=key,
        channel=channel,
        language=language,
        applicant=applicant,
        filed_at=at,
        received_on=day,
        recorded_by_id=by.user_id,
        by_proxy=form.needs_power,
        assisted=form.assisted,
        source=source[0] if source else "",
        source_id=source[1] if source else "",
        meant_for=meant_for,
        clock=clock,
        due_on=due.due,
        original_due_on=due.due,
        **form.question,
    )
    ledger.record(
        government_id=government.pk,
        kind=transition("file").kind,
        subject=request.ledger_subject,
        by=by,
        at=at,
        data={
            "reference": request.reference,
            "channel": channel,
            "applicant_kind": form.kind,
            "received_on": day.isoformat(),
            "reply": clock["reply"],
            **({"by_proxy": True} if form.needs_power else {}),
            **({"assisted": True} if form.assisted else {}),
            **({"source": source[0], "source_id": source[1]} if source else {}),
            **({"meant_for": meant_for.pk} if meant_for else {}),
        },
        place=place,
    )
    return request


@transaction.atomic
def dispose(
    request: Request,
    /,
    *,
    to: Sequence[PublicBody],
    by: Actor,
    instruction: str = "",
    due_on: date | None = None,
    dues: Mapping[int, date] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Hand the request to the bodies that hold the information, with a sub-deadline inside the legal date.

    The first body answers; bodies that held it before and are not named give it back. The legal clock does not move
    (LAW Q24). ``due_on`` is planned backwards from the legal date when left out; ``dues`` names other days for single
    bodies, by their id.
    Raises NotPermitted, NotNow, ChangedMeanwhile, NobodyToAsk.
    """
    permit(by, "requests.dispose", government_id=request.government_id)
    hold(request, deed="dispose", seen=seen)
    if not to or any(body.government_id != request.government_id or not body.is_active for body in to):
        raise NobodyToAsk(_("Pilih sedikitnya satu perangkat daerah yang aktif di pemerintah daerah ini."))
    if wrong := decisions.too_long(Disposition, {"instruction": instruction.strip()}):
        raise Incomplete(wrong)
    moment = at or timezone.now()
    day = today(request.government, now=moment)
    planned = due_on or sub_deadline(request, on=day)
    until = {body.pk: (dues or {}).get(body.pk, planned) for body in to}
    _check_sub_deadlines(request, until.values(), on=day)
    subject = request.ledger_subject
    dispositions.recall(subject, government=request.government, keep=to, at=moment)
    for body in to:
        dispositions.hand_over(
            request.government,
            subject,
            to=[body],
            instruction=instruction.strip(),
            due_on=until[body.pk],
            by=by,
            at=moment,
        )
    move(
        request,
        "dispose",
        by=by,
        at=moment,
        data={
            "to": [
                {"body": body.pk, "short": body.short_name, "due": until[body.pk].isoformat()} for body in to
            ],
            "due": until[to[0].pk].isoformat(),
            "instruction": instruction.strip(),
        },
        changes={"body": to[0]},
    )
    return request


def _check_sub_deadlines(request: Request, days: Iterable[date], *, on: date) -> None:
    for until in days:
        if until < on:
            raise Incomplete({"due_on": _("Batas waktu perangkat daerah tidak boleh sebelum hari ini.")})
        # By the date and not by ``lapsed_on``: a late request can be handed on though the clock has not looked yet.
        if until > request.due_on >= on:
            raise Incomplete(
                {
                    "due_on": _("Batas waktu perangkat daerah harus sebelum atau pada %(due)s.")
                    % {"due": request.due_on}
                }
            )


def sub_deadline(request: Request, *, on: date) -> date:
    """The last day for the body: some working days before the legal date, kept for review, letter and signature.

    When the legal date is that near already, the body gets the next working day, never later than the legal date.
    """
    calendar = calendar_of(request.government)
    planned = calendar.back(request.due_on, request.government.review_days)
    return planned if planned > on else max(min(calendar.add(on, 1), request.due_on), on)


def draft(
    request: Request,
    /,
    *,
    text: str,
    outcome: str,
    by: Actor,
    body: PublicBody | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    kept: Sequence[Document] = (),
    seen: int | None = None,
    at: datetime | None = None,
) -> Draft:
    """Propose an answer with its files (name, content). Only a body that holds the request may, or the PPID.

    ``kept`` are files of the request's earlier drafts that go on with this one. Each file is sent to the release gate.
    Raises NotPermitted, NotNow, ChangedMeanwhile, NobodyToAsk, Incomplete, WrongFile.
    """
    permit(by, "requests.draft", government_id=request.government_id)
    if not visible(by).filter(pk=request.pk).exists():
        raise NotPermitted("requests.draft")
    wrong = {}
    if outcome not in decisions.OUTCOMES:
        wrong["outcome"] = _("Pilih salah satu usulan hasil.")
    if not text.strip():
        wrong["text"] = _("Tuliskan usulan jawaban; PPID memutuskan berdasarkan tulisan ini.")
    wrong.update(decisions.too_long(Draft, {"text": text.strip()}))
    if wrong:
        raise Incomplete(wrong)
    moment = at or timezone.now()
    with transaction.atomic():
        hold(request, deed="draft", seen=seen)
        answering = _drafting_body(request, body, by=by)
        documents = [
            add_of_case(request.government, name=name, content=data, body=answering, at=moment)
            for name, data in files
        ]
        made = Draft.objects.create(
            government=request.government,
            request=request,
            body=answering,
            author_id=by.officer_id,
            outcome=outcome,
            text=text.strip(),
            created_at=moment,
        )
        made.documents.set([*attached.of_drafts(request, kept), *documents])
        if answering:
            dispositions.finish(
                request.ledger_subject, government=request.government, body=answering, at=moment
            )
        move(
            request,
            "draft",
            by=by,
            at=moment,
            data={
                "draft": made.pk,
                "outcome": outcome,
                "body": answering.short_name if answering else None,
                "files": [document.sha256 for document in documents],
            },
        )
    return made


def _drafting_body(request: Request, named: PublicBody | None, *, by: Actor) -> PublicBody | None:
    """The body that a draft speaks for: the one named, else the drafter's own that holds the request."""
    if named is None:
        holding = dispositions_of(request.ledger_subject, government=request.government)
        own = PublicBody.objects.filter(pk__in=by.body_ids, dispositions__in=holding).first()
        return own or request.body
    if named.government_id != request.government_id or (
        named.pk not in by.body_ids and not may(by, "requests.see")
    ):
        raise NobodyToAsk(_("Usulan jawaban hanya dapat dibuat atas nama perangkat daerah Anda sendiri."))
    return named


@transaction.atomic
def extend(
    request: Request,
    /,
    *,
    reason: str,
    by: Actor,
    reason_kind: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Extend the reply period once, in time, with a written reason (UU 14/2008 Pasal 22 ayat (8)).

    The new period runs from the old deadline, not from the day of this deed.
    Raises NotPermitted, NotNow, ChangedMeanwhile, ReasonRequired, AlreadyExtended, TooLate.
    """
    permit(by, "requests.extend", government_id=request.government_id)
    if not reason.strip():
        raise ReasonRequired(_("Perpanjangan perlu alasan tertulis; pemohon akan membacanya dalam surat."))
    if reason_kind not in decisions.EXTENSION_REASONS:
        raise Incomplete({"reason_kind": _("Pilih alasan perpanjangan.")})
    hold(request, deed="extend", seen=seen)
    if request.extended_on:
        raise AlreadyExtended(
            _("Jangka waktu sudah diperpanjang satu kali; undang-undang tidak mengizinkan lagi.")
        )
    moment = at or timezone.now()
    government = request.government
    first_due = request.first_due_on
    if moment > end_of_day(first_due, government.time_zone):
        raise TooLate(
            _("Perpanjangan hanya dapat dilakukan sebelum %(due)s berakhir; segera jawab permohonan ini.")
            % {"due": first_due}
        )
    day = legal_day(moment, government.time_zone)
    due = clocks.extension_clock(government, first_due, known_on=day)
    clock = clocks.as_stored(due, known_on=day)
    move(
        request,
        "extend",
        by=by,
        at=moment,
        data={"reason": reason.strip(), "reason_kind": reason_kind, "extension": clock},
        changes={"due_on": due.due, "extended_on": day, "clock": {**request.clock, "extension": clock}},
    )
    return request


@transaction.atomic
def decide(
    request: Request,
    /,
    *,
    outcome: str = "",
    answers: Mapping[str, Any],
    by: Actor,
    test: ConsequenceTest | None = None,
    parts: Mapping[int, PartAnswer] | None = None,
    documents: Sequence[Document] = (),
    drafts: Sequence[Draft] | None = None,
    differ_reason: str | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Decision:
    """Give the written notice with its outcome. What each outcome must hold is a table of the statute book.

    ``parts`` decides a request that was split, by number: the outcome of the whole is derived from them, and
    ``answers`` holds what is said once for all (see ``parts``).
    ``drafts`` are the proposals that the decision rests on, by default the newest of each body; an explanation that is
    not given is their merged text. ``documents`` are files from the request's own drafts, or copies made of them (see
    ``attached``); each must have passed the release gate, and one with nothing left to decide is certified here.
    A cost is reckoned by the tariff (see ``fees``); ``differ_reason`` says why near-identical cases were decided
    otherwise (see ``consistency``).
    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete, NoTest, NotApproved, NotSearched, NoAdvice.
    """
    permit(by, "requests.decide", government_id=request.government_id)
    hold(request, deed="decide", seen=seen)
    moment = at or timezone.now()
    day = legal_day(moment, request.government.time_zone)
    basis = review.check(request, drafts)
    if drafts and "explanation" not in answers:
        answers = {**answers, "explanation": review.merged_text(basis)}
    answers = fees.with_cost(request.government_id, answers, day=day)
    ruling = rule(request, outcome=outcome, answers=answers, test=test, parts=parts, day=day)
    outcome, fields = ruling.outcome, ruling.fields
    records.check(request, ruling.outcomes)
    advice.check(request, ruling.grounds, ruling.tests)
    fee = fees.check(request.government_id, answers, cost=fields["cost"], day=day)
    differing = consistency.check(request, outcome=outcome, reason=differ_reason)
    if any(is_same_person(each.approved_by_id, by.user_id) for each in ruling.tests):
        raise NoTest(
            {
                "test": _(
                    "Uji ini Anda setujui sendiri; keputusan yang bersandar padanya diambil pejabat lain."
                )
            }
        )
    attached.check(request, documents, grounds=ruling.grounds, by=by)
    decision = Decision.objects.create(
        government=request.government,
        request=request,
        outcome=outcome,
        decided_by_id=by.officer_id,
        decided_as_id=by.post_id,
        decided_at=moment,
        test=ruling.test,
        fee=fee,
        **fields,
    )
    decision.documents.set(documents)
    keep_parts(ruling)
    move(
        request,
        "decide",
        by=by,
        at=moment,
        data={
            "outcome": outcome,
            "decision": decision.pk,
            "received_on": request.received_on.isoformat(),
            "decided_on": day.isoformat(),
            "due": request.due_on.isoformat(),
            "from": request.clock_starts_on.isoformat(),
            "days": clocks.read(request, on=day).days_used,
            "grounds": ruling.grounds,
            "tests": [each.pk for each in ruling.tests],
            **({"parts": [_told(ruled) for ruled in ruling.parts]} if ruling.parts else {}),
            **({"fee": fee} if fee else {}),
            **differing,
            "body": request.body_id,
            "files": [file.sha256 for file in documents],
            "drafts": [draft.pk for draft in basis],
        },
        changes={"outcome": outcome, "decided_on": day},
    )
    return decision


def _told(ruled: RuledPart) -> dict[str, Any]:
    """A part as the book tells it."""
    part = ruled.part
    grounds = decisions.grounds_used(ruled.fields)
    return {"number": part.number, "outcome": ruled.outcome, "body": part.body_id, "grounds": grounds}


@transaction.atomic
def deliver(
    request: Request,
    /,
    *,
    channel: str,
    what: str,
    evidence: str,
    by: Actor,
    at: datetime | None = None,
) -> Delivery:
    """Enter proof that the answer reached the applicant (LAW A20). Repeating the same delivery changes nothing.

    Raises NotPermitted, NotNow, NoProof.
    """
    if by.kind == "officer":
        permit(by, "requests.deliver", government_id=request.government_id)
    elif by.kind != "system" or by.government_id != request.government_id:
        raise NotPermitted("requests.deliver")
    written = read_evidence(evidence, of=Delivery)
    ledger.lock(request.government_id)
    if earlier := Delivery.objects.filter(request=request, channel=channel, what=what).first():
        return earlier
    hold(request, deed="deliver")
    moment = at or timezone.now()
    delivery = Delivery.objects.create(
        government=request.government,
        request=request,
        channel=channel,
        what=what,
        evidence=written,
        delivered_at=moment,
    )
    day = legal_day(moment, request.government.time_zone)
    move(
        request,
        "deliver",
        by=by,
        at=moment,
        data={"channel": channel, "what": what, "delivery": delivery.pk},
        changes={"delivered_on": request.delivered_on or day},
    )
    return delivery


@transaction.atomic
def close(request: Request, /, *, by: Actor, seen: int | None = None, at: datetime | None = None) -> Request:
    """Close an answered and delivered request. Raises NotPermitted, NotNow, ChangedMeanwhile, NoProof."""
    permit(by, "requests.close", government_id=request.government_id)
    hold(request, deed="close", seen=seen)
    if not request.deliveries.exists():
        raise NoProof(_("Permohonan dapat ditutup setelah ada bukti penyampaian jawaban."))
    moment = at or timezone.now()
    day = legal_day(moment, request.government.time_zone)
    move(request, "close", by=by, at=moment, data={"on": day.isoformat()}, changes={"closed_on": day})
    return request


@transaction.atomic
def withdraw(
    request: Request,
    /,
    *,
    by: Actor,
    evidence: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Request:
    """End a request as its applicant wishes, before it is decided. The bodies that hold it give it back.

    An officer who enters the wish tells by what it is proved; that stays among the notes of the case.
    Raises NotPermitted, NotNow, ChangedMeanwhile, NoProof.
    """
    if by.kind == "officer":
        permit(by, "requests.withdraw", government_id=request.government_id)
        if not evidence.strip():
            raise NoProof(_("Tuliskan bukti kehendak pemohon, misalnya surat pencabutan dan tanggalnya."))
        if len(evidence.strip()) > LONGEST_NOTE:
            raise Incomplete({"evidence": _too_long(evidence)})
    elif by.kind != "applicant" or by.government_id != request.government_id:
        raise NotPermitted("requests.withdraw")
    hold(request, deed="withdraw", seen=seen)
    moment = at or timezone.now()
    day = legal_day(moment, request.government.time_zone)
    dispositions.recall(request.ledger_subject, government=request.government, keep=[], at=moment)
    if by.kind == "officer":
        Note.objects.create(
            government=request.government,
            request=request,
            author_id=by.officer_id,
            text=evidence.strip(),
            written_at=moment,
        )
    move(
        request,
        "withdraw",
        by=by,
        at=moment,
        data={"on": day.isoformat(), "due": request.due_on.isoformat()},
        changes={"closed_on": day, "gap_due_on": None},
    )
    return request


@transaction.atomic
def reopen(
    request: Request, /, *, reason: str, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Request:
    """Take up again what had come to its end: an answered request to be delivered anew, another to be answered.

    No clock moves: the due date stays what it was. Raises NotPermitted, NotNow, ChangedMeanwhile, ReasonRequired.
    """
    permit(by, "requests.reopen", government_id=request.government_id)
    if not reason.strip():
        raise ReasonRequired(_("Tuliskan alasan membuka kembali; alasan itu tercatat dalam buku."))
    if len(reason.strip()) > LONGEST_NOTE:
        raise Incomplete({"reason": _too_long(reason)})
    ledger.lock(request.government_id)
    request.refresh_from_db()
    deed = "reopen" if allows(request, "reopen") else "reopen_answer"
    hold(request, deed=deed, seen=seen)
    moment = at or timezone.now()
    day = legal_day(moment, request.government.time_zone)
    move(
        request,
        deed,
        by=by,
        at=moment,
        data={"reason": reason.strip(), "ending": request.ending, "on": day.isoformat()},
        changes={"closed_on": None},
    )
    return request


def _too_long(text: str) -> str:
    return _("Terlalu panjang: paling banyak %(max)d huruf, sekarang %(now)d. Persingkat isinya.") % {
        "max": LONGEST_NOTE,
        "now": len(text.strip()),
    }


@transaction.atomic
def note(request: Request, /, *, text: str, by: Actor, at: datetime | None = None) -> Note:
    """Write a note on the case: an officer who sees it for his colleagues, or the applicant as a remark.

    The entry says that something was written, never what. Raises NotPermitted, NotNow, Incomplete.
    """
    deed = "note" if by.kind == "officer" else "remark"
    if deed == "note":
        permit(by, "requests.note", government_id=request.government_id)
        if not visible(by).filter(pk=request.pk).exists():
            raise NotPermitted("requests.note")
    elif by.kind != "applicant" or by.government_id != request.government_id:
        raise NotPermitted("requests.note")
    if not text.strip():
        raise Incomplete({"text": _("Tuliskan catatannya lebih dahulu.")})
    if len(text.strip()) > LONGEST_NOTE:
        raise Incomplete({"text": _too_long(text)})
    hold(request, deed=deed)
    moment = at or timezone.now()
    written = Note.objects.create(
        government=request.government,
        request=request,
        author_id=by.user_id,
        text=text.strip(),
        written_at=moment,
    )
    move(request, deed, by=by, at=moment, data={"note": written.pk})
    return written


@transaction.atomic
def see_identity(request: Request, /, *, by: Actor, at: datetime | None = None) -> dict[str, str]:
    """Open the applicant's identity; the look itself is entered in the book. Raises NotPermitted."""
    if not may_see_identity(by, request):
        raise NotPermitted("requests.see_identity")
    ledger.record(
        government_id=request.government_id,
        kind=transition("see_identity").kind,
        subject=request.ledger_subject,
        by=by,
        at=at or timezone.now(),
        data={},
    )
    return request.applicant.identity.open()
