"""From the first hearing to its end: hearings, mediation, adjudication, and the alarm when nobody is sent."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import Government
from lutra.law import statute
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.cases import move
from lutra.objections.dispute_models import Dispute, Hearing
from lutra.objections.dispute_queries import NOTICE, is_represented
from lutra.objections.disputes import checks
from lutra.objections.errors import (
    NotForMediation,
    ObjectionIncomplete,
)


@transaction.atomic
def begin(
    dispute: Dispute, /, *, on: date | None, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Dispute:
    """Enter that the Commission has begun: its target of 100 working days is counted (Pasal 38 ayat (2))."""
    moment, day = checks.begun(dispute, "begin", by=by, seen=seen, at=at)
    on = checks.dated("on", on, earliest=dispute.received_on, latest=day)
    clock = checks.clock(dispute.clock, "finish", on, government=dispute.government, day=day)
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
    moment, _day = checks.begun(dispute, "set_hearing", by=by, seen=seen, at=at)
    wrong = checks.missing({"place": (place, _("Sebutkan tempat atau tautan sidang."))})
    wrong |= checks.wrong_code("kind", kind, statute.hearing_kinds(), _("Pilih jenis sidang."))
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
    moment, day = checks.begun(dispute, "hold_hearing", by=by, seen=seen, at=at)
    hearing.refresh_from_db()
    if hearing.held_on is not None:
        raise ObjectionIncomplete({"hearing": _("Hasil sidang ini sudah dicatat.")})
    wrong = checks.missing({"result": (result, _("Tuliskan hasil sidang."))})
    held_on = on or hearing.on
    wrong |= checks.wrong_day("on", held_on, latest=day)
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
    moment, day = checks.begun(dispute, "mediate", by=by, seen=seen, at=at)
    if not may_mediate(dispute):
        raise NotForMediation(_not_mediated())
    on = checks.dated("on", on, earliest=dispute.begun_on, latest=day)
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
    moment, day = checks.begun(dispute, "adjudicate", by=by, seen=seen, at=at)
    on = checks.dated("on", on, earliest=dispute.mediated_on or dispute.begun_on, latest=day)
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
