"""The deeds on a dispute. Each enters what the Commission, a court or the body did, by the law's table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of, today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.documents.actions import add
from lutra.documents.models import Document
from lutra.law import clocks as law_clocks
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.cases import hold, move
from lutra.objections.clocks import dispute_clock
from lutra.objections.dispute_models import Dispute, Hearing, Representative, RulingOrder
from lutra.objections.dispute_queries import NOTICE, is_represented
from lutra.objections.errors import (
    AlreadyDisputed,
    NoObjection,
    NotForMediation,
    ObjectionIncomplete,
    RulingIsFinal,
)
from lutra.objections.models import Objection
from lutra.objections.opening import opened_by_ruling
from lutra.requests.clocks import as_stored

MANAGE = "disputes.manage"


@dataclass(frozen=True, slots=True)
class Order:
    """One order of a ruling, to be carried out by ``due_on``."""

    text: str
    due_on: date | None
    body: PublicBody | None = None


@transaction.atomic
def register(
    objection: Objection | None,
    /,
    *,
    commission: str,
    number: str,
    received_on: date | None,
    registered_on: date | None,
    by: Actor,
    sent: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    at: datetime | None = None,
) -> Dispute:
    """Enter that the Commission registered a dispute (UU 14/2008 Pasal 37). From now on nothing may be destroyed.

    ``received_on`` is the day the Commission received the application; its 14 working days run from it.
    Raises NoObjection, NotPermitted, AlreadyDisputed, ObjectionIncomplete, WrongFile.
    """
    if objection is None:
        raise NoObjection(
            _("Sengketa hanya dapat dicatat atas suatu keberatan; pilih keberatan yang disengketakan.")
        )
    permit(by, MANAGE, government_id=objection.government_id)
    government = objection.government
    moment = at or timezone.now()
    day = legal_day(moment, government.time_zone)
    wrong = _missing(
        {
            "commission": (commission, _("Sebutkan Komisi Informasi yang menangani.")),
            "number": (number, _("Isi nomor register sengketa dari Komisi Informasi.")),
        }
    )
    wrong |= _wrong_day("received_on", received_on, earliest=objection.received_on, latest=day)
    wrong |= _wrong_day("registered_on", registered_on, earliest=received_on, latest=day)
    if wrong or received_on is None or registered_on is None:
        raise ObjectionIncomplete(wrong)
    ledger.lock(objection.government_id)
    if Dispute.objects.filter(objection=objection).exists():
        raise AlreadyDisputed(_("Keberatan ini sudah mempunyai catatan sengketa; buka catatannya."))
    if Dispute.objects.filter(
        government=government, commission=commission.strip(), number=number.strip()
    ).exists():
        raise ObjectionIncomplete({"number": _("Nomor register ini sudah dicatat untuk sengketa lain.")})
    last = dispute_clock(objection)
    dispute = Dispute.objects.create(
        government=government,
        objection=objection,
        commission=commission.strip(),
        number=number.strip(),
        received_on=received_on,
        registered_on=registered_on,
        sent=sent.strip(),
        last_day=last.due if last else None,
        is_late=last is not None and received_on > last.due,
        clock=_clock({}, "start", received_on, government=government, day=day),
    )
    dispute.papers.set(_kept(government, files, at=moment))
    ledger.record(
        government_id=government.pk,
        kind=dispute.table.transitions["register"].kind,
        subject=dispute.ledger_subject,
        by=by,
        at=moment,
        data={
            "objection": objection.pk,
            "request": objection.request_id,
            "number": dispute.number,
            "received_on": received_on.isoformat(),
            "registered_on": registered_on.isoformat(),
            "late": dispute.is_late,
            "start": dispute.clock["start"],
        },
    )
    return dispute


@transaction.atomic
def appoint(
    dispute: Dispute,
    /,
    *,
    full_name: str,
    title: str,
    power_number: str,
    power_on: date | None,
    by: Actor,
    user_id: int | None = None,
    ends_on: date | None = None,
    power: tuple[str, bytes] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Representative:
    """Appoint who stands for the body, by special power of attorney (Pasal 44). Raises ObjectionIncomplete, WrongFile.

    ``power`` is the signed power as (file name, content). His name stays out of the book.
    """
    moment, _day = _begin(dispute, "appoint", by=by, seen=seen, at=at)
    wrong = _missing(
        {
            "full_name": (full_name, _("Sebutkan nama kuasa.")),
            "title": (title, _("Sebutkan jabatan kuasa.")),
            "power_number": (power_number, _("Isi nomor surat kuasa atau surat tugas.")),
        }
    )
    if power_on is None:
        wrong["power_on"] = _("Isi tanggal surat kuasa.")
    elif ends_on is not None and ends_on < power_on:
        wrong["ends_on"] = _("Surat kuasa tidak dapat berakhir sebelum tanggalnya.")
    if wrong or power_on is None:
        raise ObjectionIncomplete(wrong)
    kept = _kept(dispute.government, [power] if power else [], at=moment)
    made = Representative.objects.create(
        government=dispute.government,
        dispute=dispute,
        user_id=user_id,
        full_name=full_name.strip(),
        title=title.strip(),
        power_number=power_number.strip(),
        power_on=power_on,
        ends_on=ends_on,
        document=kept[0] if kept else None,
    )
    move(
        dispute,
        "appoint",
        by=by,
        at=moment,
        data={
            "representative": made.pk,
            "power": made.power_number,
            "power_on": power_on.isoformat(),
            "file": kept[0].sha256 if kept else None,
        },
    )
    return made


@transaction.atomic
def begin(
    dispute: Dispute, /, *, on: date | None, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Dispute:
    """Enter that the Commission has begun: its target of 100 working days is counted (Pasal 38 ayat (2))."""
    moment, day = _begin(dispute, "begin", by=by, seen=seen, at=at)
    on = _dated("on", on, earliest=dispute.received_on, latest=day)
    clock = _clock(dispute.clock, "finish", on, government=dispute.government, day=day)
    data = {"on": on.isoformat(), "finish": clock["finish"]}
    move(dispute, "begin", by=by, at=moment, data=data, changes={"begun_on": on, "clock": clock})
    return dispute


@transaction.atomic
def set_hearing(
    dispute: Dispute,
    /,
    *,
    kind: str,
    hearing_at: datetime | None,
    place: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Hearing:
    """Enter a hearing that the Commission set. Raises ObjectionIncomplete."""
    moment, _day = _begin(dispute, "set_hearing", by=by, seen=seen, at=at)
    wrong = _missing({"place": (place, _("Sebutkan tempat atau tautan sidang."))})
    wrong |= _wrong_code("kind", kind, statute.hearing_kinds(), _("Pilih jenis sidang."))
    if kind == "mediation" and not may_mediate(dispute):
        wrong["kind"] = _not_mediated()
    if hearing_at is None:
        wrong["hearing_at"] = _("Isi hari dan jam sidang.")
    if wrong or hearing_at is None:
        raise ObjectionIncomplete(wrong)
    on = legal_day(hearing_at, dispute.government.time_zone)
    hearing = Hearing.objects.create(
        government=dispute.government, dispute=dispute, kind=kind, at=hearing_at, on=on, place=place.strip()
    )
    data = {"hearing": hearing.pk, "hearing_kind": kind, "on": on.isoformat()}
    move(dispute, "set_hearing", by=by, at=moment, data=data)
    return hearing


@transaction.atomic
def hold_hearing(
    hearing: Hearing,
    /,
    *,
    result: str,
    by: Actor,
    on: date | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Hearing:
    """Enter what came of a hearing. Raises ObjectionIncomplete."""
    dispute = hearing.dispute
    moment, day = _begin(dispute, "hold_hearing", by=by, seen=seen, at=at)
    hearing.refresh_from_db()
    if hearing.held_on is not None:
        raise ObjectionIncomplete({"hearing": _("Hasil sidang ini sudah dicatat.")})
    wrong = _missing({"result": (result, _("Tuliskan hasil sidang."))})
    held_on = on or hearing.on
    wrong |= _wrong_day("on", held_on, latest=day)
    if wrong:
        raise ObjectionIncomplete(wrong)
    Hearing.objects.filter(pk=hearing.pk).update(held_on=held_on, result=result.strip())
    data = {"hearing": hearing.pk, "on": held_on.isoformat()}
    move(dispute, "hold_hearing", by=by, at=moment, data=data)
    hearing.refresh_from_db()
    return hearing


def may_mediate(dispute: Dispute) -> bool:
    """Whether every ground of the objection may be mediated (Pasal 40 ayat (2)): b to g, not a."""
    allowed = {row.code for row in statute.objection_grounds() if row.mediation_allowed}
    return set(dispute.objection.grounds) <= allowed


def _not_mediated() -> str:
    return _("Penolakan berdasarkan Pasal 17 tidak dimediasi; sengketanya langsung diajudikasi.")


@transaction.atomic
def mediate(
    dispute: Dispute, /, *, on: date | None, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Dispute:
    """Enter that mediation began. Raises NotForMediation when the dispute is about a refusal under Pasal 17."""
    moment, day = _begin(dispute, "mediate", by=by, seen=seen, at=at)
    if not may_mediate(dispute):
        raise NotForMediation(_not_mediated())
    on = _dated("on", on, earliest=dispute.begun_on, latest=day)
    move(dispute, "mediate", by=by, at=moment, data={"on": on.isoformat()}, changes={"mediated_on": on})
    return dispute


@transaction.atomic
def adjudicate(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    by: Actor,
    mediation_end: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter that adjudication began; after mediation only with how that ended (Pasal 42)."""
    moment, day = _begin(dispute, "adjudicate", by=by, seen=seen, at=at)
    on = _dated("on", on, earliest=dispute.mediated_on or dispute.begun_on, latest=day)
    after_mediation = dispute.stage == Dispute.Stage.MEDIATION
    if after_mediation and not mediation_end.strip():
        raise ObjectionIncomplete(
            {"mediation_end": _("Tuliskan bagaimana mediasi berakhir: gagal secara tertulis, atau ditarik.")}
        )
    move(
        dispute,
        "adjudicate",
        by=by,
        at=moment,
        data={"on": on.isoformat(), "after_mediation": after_mediation},
        changes={"adjudicated_on": on, "mediation_end": mediation_end.strip() if after_mediation else ""},
    )
    return dispute


@transaction.atomic
def rule(
    dispute: Dispute,
    /,
    *,
    kind: str,
    result: str,
    number: str,
    ruled_on: date | None,
    received_on: date | None,
    summary: str,
    by: Actor,
    orders: Iterable[Order] = (),
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter the Commission's ruling; each order becomes a task with a date (Pasal 39, 46).

    ``received_on`` starts the time for a suit, except after mediation. What the ruling opens is listed the same day
    (Pasal 11 ayat (2)). Raises ObjectionIncomplete.
    """
    moment, day = _begin(dispute, "rule", by=by, seen=seen, at=at)
    tasks = [order for order in orders if order.text.strip() or order.due_on]
    wrong = _missing(
        {
            "number": (number, _("Isi nomor putusan.")),
            "summary": (summary, _("Tuliskan amar putusan secara ringkas.")),
        }
    )
    wrong |= _wrong_code("result", result, statute.ruling_results(), _("Pilih hasil putusan."))
    wrong |= _wrong_ruling(dispute, kind, result)
    wrong |= _wrong_day("ruled_on", ruled_on, earliest=dispute.begun_on, latest=day)
    wrong |= _wrong_day("received_on", received_on, earliest=ruled_on, latest=day)
    if any(not order.text.strip() or order.due_on is None for order in tasks):
        wrong["orders"] = _("Setiap perintah putusan perlu isi dan batas waktunya.")
    if any(order.body is not None and order.body.government_id != dispute.government_id for order in tasks):
        raise NotPermitted(MANAGE)
    if wrong or ruled_on is None or received_on is None:
        raise ObjectionIncomplete(wrong)
    chosen = next(row for row in statute.ruling_kinds() if row.code == kind)
    clock = dict(dispute.clock)
    if not chosen.is_final:
        clock = _clock(clock, "suit", received_on, government=dispute.government, day=day)
    made = [
        RulingOrder.objects.create(
            government=dispute.government,
            dispute=dispute,
            body=order.body,
            text=order.text.strip(),
            due_on=order.due_on,
        )
        for order in tasks
        if order.due_on is not None
    ]
    move(
        dispute,
        "rule",
        by=by,
        at=moment,
        data={
            "ruling_kind": kind,
            "result": result,
            "number": number.strip(),
            "ruled_on": ruled_on.isoformat(),
            "received_on": received_on.isoformat(),
            "orders": [{"order": order.pk, "due": order.due_on.isoformat()} for order in made],
            "suit": clock.get("suit"),
        },
        changes={
            "ruling_kind": kind,
            "ruling_result": result,
            "ruling_number": number.strip(),
            "ruled_on": ruled_on,
            "ruling_received_on": received_on,
            "ruling": summary.strip(),
            "clock": clock,
        },
    )
    opened_by_ruling(dispute, by=by, at=moment)
    return dispute


def _wrong_ruling(dispute: Dispute, kind: str, result: str) -> dict[str, str]:
    """The kind of a ruling must fit the stage at which it was given, and its result the kind."""
    found = next((row for row in statute.ruling_kinds() if row.code == kind), None)
    if found is None:
        return {"kind": _("Pilih jenis putusan.")}
    if found.stage is not None and found.stage != dispute.stage:
        return {"kind": _("Putusan jenis ini tidak dapat diberikan pada tahap sengketa sekarang.")}
    if (kind == "mediation") != (result == "agreed"):
        return {"result": _("Kesepakatan hanya dan selalu merupakan hasil putusan mediasi.")}
    return {}


@transaction.atomic
def carry_out(
    order: RulingOrder,
    /,
    *,
    note: str,
    by: Actor,
    on: date | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> RulingOrder:
    """Enter that an order of the ruling was carried out. Raises ObjectionIncomplete."""
    dispute = order.dispute
    moment, day = _begin(dispute, "carry_out", by=by, seen=seen, at=at)
    order.refresh_from_db()
    if order.done_on is not None:
        raise ObjectionIncomplete({"order": _("Pelaksanaan perintah ini sudah dicatat.")})
    wrong = _missing({"note": (note, _("Tuliskan apa yang sudah dilaksanakan."))})
    done_on = on or day
    wrong |= _wrong_day("on", done_on, earliest=dispute.ruled_on, latest=day)
    if wrong:
        raise ObjectionIncomplete(wrong)
    RulingOrder.objects.filter(pk=order.pk).update(done_on=done_on, note=note.strip())
    data = {"order": order.pk, "on": done_on.isoformat(), "late": done_on > order.due_on}
    move(dispute, "carry_out", by=by, at=moment, data=data)
    order.refresh_from_db()
    return order


@transaction.atomic
def sue(
    dispute: Dispute,
    /,
    *,
    court: str,
    number: str,
    on: date | None,
    party: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter a suit against the ruling (Pasal 47-48). Raises RulingIsFinal after mediation, ObjectionIncomplete."""
    moment, day = _begin(dispute, "sue", by=by, seen=seen, at=at)
    if any(row.is_final for row in statute.ruling_kinds() if row.code == dispute.ruling_kind):
        raise RulingIsFinal(_("Putusan mediasi bersifat final dan mengikat; tidak dapat digugat."))
    wrong = _missing({"court": (court, _("Sebutkan pengadilannya."))}) | _wrong_party(party)
    wrong |= _wrong_day("on", on, earliest=dispute.ruling_received_on, latest=day)
    if wrong or on is None:
        raise ObjectionIncomplete(wrong)
    due = dispute.due("suit")
    move(
        dispute,
        "sue",
        by=by,
        at=moment,
        data={"on": on.isoformat(), "party": party, "late": due is not None and on > due},
        changes={"sued_on": on, "sued_by": party, "court": court.strip(), "suit_number": number.strip()},
    )
    return dispute


@transaction.atomic
def judge(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    received_on: date | None,
    summary: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter the court's judgment; 14 calendar days for a cassation run from its receipt (Pasal 50, reading Q13)."""
    moment, day = _begin(dispute, "judge", by=by, seen=seen, at=at)
    wrong = _missing({"summary": (summary, _("Tuliskan amar putusan secara ringkas."))})
    wrong |= _wrong_day("on", on, earliest=dispute.sued_on, latest=day)
    wrong |= _wrong_day("received_on", received_on, earliest=on, latest=day)
    if wrong or on is None or received_on is None:
        raise ObjectionIncomplete(wrong)
    clock = _clock(dispute.clock, "cassation", received_on, government=dispute.government, day=day)
    move(
        dispute,
        "judge",
        by=by,
        at=moment,
        data={
            "on": on.isoformat(),
            "received_on": received_on.isoformat(),
            "cassation": clock["cassation"],
        },
        changes={
            "judged_on": on,
            "judgment_received_on": received_on,
            "judgment": summary.strip(),
            "clock": clock,
        },
    )
    return dispute


@transaction.atomic
def appeal(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    party: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter a cassation (Pasal 50). Raises ObjectionIncomplete."""
    moment, day = _begin(dispute, "appeal", by=by, seen=seen, at=at)
    wrong = _wrong_party(party) | _wrong_day("on", on, earliest=dispute.judgment_received_on, latest=day)
    if wrong or on is None:
        raise ObjectionIncomplete(wrong)
    due = dispute.due("cassation")
    move(
        dispute,
        "appeal",
        by=by,
        at=moment,
        data={"on": on.isoformat(), "party": party, "late": due is not None and on > due},
        changes={"appealed_on": on, "appealed_by": party},
    )
    return dispute


@transaction.atomic
def finish(
    dispute: Dispute,
    /,
    *,
    on: date | None,
    note: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> Dispute:
    """Enter that the ruling is final; what it orders stays on the list until it is done. Raises ObjectionIncomplete.

    While a suit or a cassation may still be filed nothing is final (Pasal 48 ayat (1), 50).
    """
    moment, day = _begin(dispute, "finish", by=by, seen=seen, at=at)
    wrong = _missing({"note": (note, _("Tuliskan mengapa putusan sudah berkekuatan hukum tetap."))})
    wrong |= _wrong_day("on", on, earliest=dispute.judged_on or dispute.ruled_on, latest=day)
    waits_for = {Dispute.Stage.RULED: "suit", Dispute.Stage.JUDGED: "cassation"}
    name = waits_for.get(Dispute.Stage(dispute.stage))
    until = dispute.due(name) if name else None
    if on is not None and until is not None and on <= until:
        wrong["on"] = _("Putusan belum tetap: upaya hukum masih dapat diajukan sampai %(until)s.") % {
            "until": until
        }
    if wrong or on is None:
        raise ObjectionIncomplete(wrong)
    move(
        dispute,
        "finish",
        by=by,
        at=moment,
        data={"on": on.isoformat()},
        changes={"final_on": on, "final_note": note.strip()},
    )
    return dispute


def remind_hearings(*, now: datetime | None = None) -> int:
    """Enter each hearing that is near, once, with whether somebody stands for the body; return how many.

    A tick of the worker: state-based, so a worker that slept catches up and nothing is entered twice.
    """
    at = now or timezone.now()
    count = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        until = calendar_of(government).add(day, NOTICE)
        near = Hearing.objects.filter(
            government=government, held_on__isnull=True, reminded_on__isnull=True, on__gte=day, on__lte=until
        )
        for pk in near.order_by("at", "pk").values_list("pk", flat=True):
            count += _remind(pk, government=government, day=day, at=at)
    return count


def _remind(pk: int, *, government: Government, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        hearing = Hearing.objects.select_related("dispute").get(pk=pk)
        dispute = hearing.dispute
        stages = dispute.table.transitions["remind"].from_stages
        if hearing.reminded_on or hearing.held_on or dispute.stage not in stages:
            return False
        Hearing.objects.filter(pk=pk).update(reminded_on=day)
        data = {
            "hearing": pk,
            "on": hearing.on.isoformat(),
            "represented": is_represented(hearing),
        }
        move(dispute, "remind", by=actors.clock(government.pk), at=at, data=data)
    return True


# --- what every deed checks ---


def _begin(
    dispute: Dispute, deed: str, *, by: Actor, seen: int | None, at: datetime | None
) -> tuple[datetime, date]:
    """Check right and table, take the book; the moment of the deed and its legal day.

    Raises NotPermitted, NotNow, ChangedMeanwhile.
    """
    permit(by, MANAGE, government_id=dispute.government_id)
    hold(dispute, deed=deed, seen=seen)
    moment = at or timezone.now()
    return moment, legal_day(moment, dispute.government.time_zone)


def _clock(
    clock: Mapping[str, Any], name: str, start: date, *, government: Government, day: date
) -> dict[str, Any]:
    """The clocks with one more, counted by the decrees known on ``day``."""
    calendar = calendar_of(government, as_known_on=day)
    due = law_clocks.due(f"dispute.{name}", start, calendar=calendar)
    return {**clock, name: as_stored(due, known_on=day)}


def _missing(given: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    return {code: message for code, (value, message) in given.items() if not value.strip()}


def _wrong_code(field: str, code: str, rows: Iterable[Any], message: str) -> dict[str, str]:
    return {} if any(row.code == code for row in rows) else {field: message}


def _wrong_party(party: str) -> dict[str, str]:
    return {} if party in Dispute.Party.values else {"party": _("Pilih pihak yang mengajukan.")}


def _wrong_day(field: str, day: date | None, *, latest: date, earliest: date | None = None) -> dict[str, str]:
    if day is None:
        return {field: _("Isi tanggalnya.")}
    if day > latest:
        return {field: _("Tanggal ini belum tiba.")}
    if earliest is not None and day < earliest:
        return {field: _("Tanggal ini mendahului langkah sebelumnya (%(day)s).") % {"day": earliest}}
    return {}


def _dated(field: str, day: date | None, *, latest: date, earliest: date | None) -> date:
    wrong = _wrong_day(field, day, latest=latest, earliest=earliest)
    if wrong or day is None:
        raise ObjectionIncomplete(wrong)
    return day


def _kept(government: Government, files: Iterable[tuple[str, bytes]], *, at: datetime) -> list[Document]:
    return [add(government, name=name, content=content, at=at) for name, content in files]
