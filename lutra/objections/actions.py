"""The deeds on an objection. Each checks who may do it and whether the table allows it, and writes one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.actions import enrol_applicant
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Applicant, Government, User
from lutra.directory.permissions import permit
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger import queries as book
from lutra.ledger.cases import hold, move
from lutra.ledger.numbers import next_number
from lutra.objections import clocks, proxies
from lutra.objections.errors import NotForSettlement, ObjectionIncomplete, OwnCase
from lutra.objections.intake import Form, read
from lutra.objections.models import Delivery, Objection
from lutra.objections.opening import opened_by_objection
from lutra.objections.visibility import may_see_identity
from lutra.requests import powers, refusals
from lutra.requests.clocks import as_stored
from lutra.requests.codes import new_code
from lutra.requests.errors import Incomplete, NoProof
from lutra.requests.intake import POWER
from lutra.requests.models import Decision, Request
from lutra.requests.proofs import read_evidence


def register(
    government: Government,
    /,
    *,
    by: Actor,
    channel: str,
    answers: Mapping[str, str],
    grounds: Sequence[str],
    request: Request | None = None,
    key: str | None = None,
    language: str = "id",
    received_on: date | None = None,
    is_oral: bool = False,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    at: datetime | None = None,
) -> Objection:
    """Register an objection with its number and clock at once (UU 14/2008 Pasal 35, 36).

    With a ``request`` its applicant objects; without one only ground b is possible and ``answers`` hold an identity.
    A late one is registered and flagged (LAW Q6). ``key`` makes the deed idempotent. A proxy says who he is; ``files``
    hold his power of attorney as (name, content) by field, which may also follow.
    Raises NotPermitted, ObjectionIncomplete.
    """
    moment = at or timezone.now()
    if by.kind == "officer":
        permit(by, "objections.record", government_id=government.pk)
    if request is not None and request.government_id != government.pk:
        raise NotPermitted("objections.record")
    entered_on = legal_day(moment, government.time_zone)
    day = received_on or entered_on
    _refuse_wrong_file(files)
    form = read(
        answers,
        grounds=grounds,
        request=request,
        channel=channel,
        day=day,
        today=entered_on,
        by_officer=by.kind == "officer",
    )
    with transaction.atomic():
        ledger.lock(government.pk)
        if key and (earlier := Objection.objects.filter(government=government, key=key).first()):
            return earlier
        made = _enter(
            government,
            form,
            request=request,
            by=by,
            channel=channel,
            key=key,
            language=language,
            day=day,
            is_oral=is_oral,
            at=moment,
        )
        if form.needs_power and files:
            proxies.keep(made, *files[POWER], at=moment)
        return made


def _refuse_wrong_file(files: Mapping[str, tuple[str, bytes]] | None) -> None:
    try:
        powers.named(files)
    except Incomplete as wrong:
        raise ObjectionIncomplete(wrong.problems) from wrong


def _enter(
    government: Government,
    form: Form,
    *,
    request: Request | None,
    by: Actor,
    channel: str,
    key: str | None,
    language: str,
    day: date,
    is_oral: bool,
    at: datetime,
) -> Objection:
    known_on = legal_day(at, government.time_zone)
    due = clocks.reply_clock(government, day, known_on=known_on)
    window = clocks.window(request, on=day) if request else None
    last_day = window.last_day if window else None
    number = next_number(government.pk, "objection", day.year)
    objection = Objection.objects.create(
        government=government,
        year=day.year,
        number=number,
        reference=f"{number:04d}/KEB/{government.abbreviation}/{day.year}",
        code=new_code(),
        key=key,
        channel=channel,
        language=language,
        request=request,
        applicant=_applicant(government, form, request=request, at=at),
        grounds=list(form.grounds),
        information=form.information,
        purpose=form.purpose,
        case_position=form.case_position,
        recorded_by_id=by.user_id,
        is_oral=is_oral,
        by_proxy=form.needs_power,
        filed_at=at,
        received_on=day,
        opened_on=window.opened_on if window else None,
        last_day=last_day,
        is_late=last_day is not None and day > last_day,
        clock={"reply": as_stored(due, known_on=known_on)},
        due_on=due.due,
        original_due_on=due.due,
    )
    ledger.record(
        government_id=government.pk,
        kind=objection.table.transitions["register"].kind,
        subject=objection.ledger_subject,
        by=by,
        at=at,
        data={
            "reference": objection.reference,
            "request": request.pk if request else None,
            "grounds": objection.grounds,
            "channel": channel,
            "received_on": day.isoformat(),
            "late": objection.is_late,
            "reply": objection.clock["reply"],
            **({"by_proxy": True} if form.needs_power else {}),
        },
    )
    return objection


def _applicant(government: Government, form: Form, *, request: Request | None, at: datetime) -> Applicant:
    """Who objects: the request's own applicant, or him through a proxy, whose name is sealed beside his."""
    if request is None:
        return enrol_applicant(government, kind=form.kind, identity=form.identity, at=at)
    if not form.identity:
        return request.applicant
    through = {**request.applicant.identity.open(), **form.identity}
    return enrol_applicant(government, kind=form.kind, identity=through, at=at)


@transaction.atomic
def decide(
    objection: Objection,
    /,
    *,
    decision: str,
    reason: str,
    by: Actor,
    order: str = "",
    order_due_on: date | None = None,
    test: ConsequenceTest | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Objection:
    """Give the superior's written answer (Pasal 36 ayat (2)-(3)). There is no extension.

    Upholding the PPID needs written reasons, and where something stays withheld a consequence test that stands on the
    day: the decision's own, or ``test``, made since. Granting needs an order with its deadline, and lists the same day
    what had been withheld (Pasal 11 ayat (2)).
    Raises NotPermitted, OwnCase, NotNow, ChangedMeanwhile, ObjectionIncomplete.
    """
    permit(by, "objections.decide", government_id=objection.government_id)
    hold(objection, deed="decide", seen=seen)
    _refuse_own_case(objection, by)
    moment = at or timezone.now()
    day = legal_day(moment, objection.government.time_zone)
    _check_decision(decision, reason=reason, order=order, order_due_on=order_due_on, day=day)
    _check_withheld(objection, decision, test=test, day=day)
    grants = decision != Objection.Decision.UPHELD
    move(
        objection,
        "decide",
        by=by,
        at=moment,
        data={
            "decision": decision,
            "request": objection.request_id,
            "grounds": objection.grounds,
            "received_on": objection.received_on.isoformat(),
            "decided_on": day.isoformat(),
            "due": objection.due_on.isoformat(),
            "order_due": order_due_on.isoformat() if grants and order_due_on else None,
            **({"test": test.pk} if test else {}),
        },
        changes={
            "decision": decision,
            "decided_on": day,
            "decided_by_id": by.officer_id,
            "decided_as_id": by.post_id,
            "reason": reason.strip(),
            "order": order.strip() if grants else "",
            "order_due_on": order_due_on if grants else None,
        },
    )
    opened_by_objection(objection, by=by, at=moment)
    return objection


def _check_decision(decision: str, *, reason: str, order: str, order_due_on: date | None, day: date) -> None:
    wrong: dict[str, str] = {}
    if decision not in Objection.Decision.values:
        wrong["decision"] = _("Pilih apakah keberatan dikabulkan, dikabulkan sebagian, atau ditolak.")
    if not reason.strip():
        wrong["reason"] = _("Tuliskan alasan; tanggapan yang menguatkan PPID wajib beralasan tertulis.")
    if decision in {Objection.Decision.GRANTED, Objection.Decision.PARTLY}:
        if not order.strip():
            wrong["order"] = _("Tuliskan perintah kepada PPID: apa yang harus diberikan.")
        if order_due_on is None:
            wrong["order_due_on"] = _("Isi batas waktu pelaksanaan perintah.")
        elif order_due_on < day:
            wrong["order_due_on"] = _("Batas waktu pelaksanaan tidak boleh sudah lewat.")
    if wrong:
        raise ObjectionIncomplete(wrong)


def _check_withheld(objection: Objection, decision: str, *, test: ConsequenceTest | None, day: date) -> None:
    """What the answer keeps withheld rests on a test that stands today (UU 14/2008 Pasal 19)."""
    asked = any(statute.objection_ground(code).on_withholding for code in objection.grounds)
    ruled = (
        Decision.objects.select_related("request__government").filter(request=objection.request_id).first()
    )
    if decision != Objection.Decision.UPHELD or not asked or ruled is None:
        return
    if gone := refusals.unsupported(ruled, day=day, instead=test):
        raise ObjectionIncomplete(
            {
                "test": _(
                    "Uji konsekuensi yang mendasari penolakan ini tidak berlaku lagi: %(tests)s. Kabulkan "
                    "keberatannya, atau pilih uji baru yang berlaku dengan huruf yang sama."
                )
                % {"tests": "; ".join(str(each) for each in gone)}
            }
        )


def _refuse_own_case(objection: Objection, by: Actor) -> None:
    """Nobody decides on his own work: not under another post, nor under another log-in of the same NIP."""
    if objection.request is None:
        return
    hands = {
        int(actor.partition(":")[2])
        for actor in book.history(
            objection.request.ledger_subject, government_id=objection.government_id
        ).values_list("actor", flat=True)
        if actor.startswith("officer:")
    }
    numbers = set(User.objects.filter(pk__in=hands).exclude(nip="").values_list("nip", flat=True))
    own = User.objects.filter(pk=by.officer_id).values_list("nip", flat=True).first()
    if by.officer_id in hands or (own and own in numbers):
        raise OwnCase(
            _(
                "Anda ikut menangani permohonan ini; keberatannya diputuskan pejabat lain, yaitu atasan dari atasan."
            )
        )


@transaction.atomic
def settle(
    objection: Objection, /, *, minutes: str, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Objection:
    """Settle amicably with minutes; only grounds b to g (Pasal 35 ayat (2)).

    Raises NotPermitted, NotNow, ChangedMeanwhile, NotForSettlement, ObjectionIncomplete.
    """
    permit(by, "objections.decide", government_id=objection.government_id)
    hold(objection, deed="settle", seen=seen)
    allowed = {row.code for row in statute.objection_grounds() if row.settlement_allowed}
    if not set(objection.grounds) <= allowed:
        raise NotForSettlement(
            _(
                "Penolakan berdasarkan Pasal 17 tidak dapat diselesaikan dengan musyawarah; beri tanggapan tertulis."
            )
        )
    if not minutes.strip():
        raise ObjectionIncomplete(
            {"minutes": _("Tuliskan isi berita acara: apa yang disepakati dan kapan dilaksanakan.")}
        )
    moment = at or timezone.now()
    day = legal_day(moment, objection.government.time_zone)
    move(
        objection,
        "settle",
        by=by,
        at=moment,
        data={"request": objection.request_id, "grounds": objection.grounds, "on": day.isoformat()},
        changes={"settlement": minutes.strip(), "settled_on": day},
    )
    return objection


@transaction.atomic
def deliver(
    objection: Objection,
    /,
    *,
    channel: str,
    what: str,
    evidence: str,
    by: Actor,
    at: datetime | None = None,
) -> Delivery:
    """Enter proof that the superior's answer reached the applicant; his term to the commission runs from it.

    Raises NotPermitted, NotNow, NoProof.
    """
    if by.kind == "officer":
        permit(by, "objections.record", government_id=objection.government_id)
    elif by.kind != "system" or by.government_id != objection.government_id:
        raise NotPermitted("objections.record")
    written = read_evidence(evidence, of=Delivery)
    ledger.lock(objection.government_id)
    if earlier := Delivery.objects.filter(objection=objection, channel=channel, what=what).first():
        return earlier
    hold(objection, deed="deliver")
    moment = at or timezone.now()
    delivery = Delivery.objects.create(
        government=objection.government,
        objection=objection,
        channel=channel,
        what=what,
        evidence=written,
        delivered_at=moment,
    )
    day = legal_day(moment, objection.government.time_zone)
    move(
        objection,
        "deliver",
        by=by,
        at=moment,
        data={"channel": channel, "what": what, "delivery": delivery.pk},
        changes={"delivered_on": objection.delivered_on or day},
    )
    return delivery


@transaction.atomic
def carry_out(
    objection: Objection, /, *, note: str, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Objection:
    """Enter that the PPID has done what the superior ordered. Raises NotPermitted, NotNow, ObjectionIncomplete."""
    permit(by, "objections.carry_out", government_id=objection.government_id)
    hold(objection, deed="carry_out", seen=seen)
    if not objection.order:
        raise ObjectionIncomplete({"note": _("Tanggapan ini tidak memuat perintah.")})
    if not note.strip():
        raise ObjectionIncomplete({"note": _("Tuliskan apa yang sudah dilaksanakan.")})
    moment = at or timezone.now()
    day = legal_day(moment, objection.government.time_zone)
    move(
        objection,
        "carry_out",
        by=by,
        at=moment,
        data={"on": day.isoformat(), "note": note.strip()},
        changes={"order_done_on": day},
    )
    return objection


@transaction.atomic
def close(
    objection: Objection,
    /,
    *,
    by: Actor,
    response: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Objection:
    """Close an answered objection, with what the applicant said to the answer. Raises NotPermitted, NotNow, NoProof."""
    permit(by, "objections.record", government_id=objection.government_id)
    hold(objection, deed="close", seen=seen)
    if objection.stage == Objection.Stage.DECIDED and objection.delivered_on is None:
        raise NoProof(_("Keberatan dapat ditutup setelah ada bukti penyampaian tanggapan."))
    if objection.order and objection.order_done_on is None:
        raise ObjectionIncomplete(
            {"order": _("Perintah atasan belum dilaksanakan; catat pelaksanaannya dulu.")}
        )
    moment = at or timezone.now()
    day = legal_day(moment, objection.government.time_zone)
    move(
        objection,
        "close",
        by=by,
        at=moment,
        data={"on": day.isoformat()},
        changes={"closed_on": day, "response": response.strip()},
    )
    return objection


@transaction.atomic
def see_identity(objection: Objection, /, *, by: Actor, at: datetime | None = None) -> dict[str, str]:
    """Open the identity of the one who objected; the look itself is entered in the book. Raises NotPermitted."""
    if not may_see_identity(by, objection):
        raise NotPermitted("requests.see_identity")
    ledger.record(
        government_id=objection.government_id,
        kind=objection.table.transitions["see_identity"].kind,
        subject=objection.ledger_subject,
        by=by,
        at=at or timezone.now(),
        data={},
    )
    return objection.applicant.identity.open()
