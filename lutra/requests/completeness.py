"""A request that lacks something: its gaps are told, filled, or passed over by the clock (LAW Q12-Q15).

The legal clock runs from receipt. Only when the gaps were told in time does it begin anew at completion (reading Q3,
a setting of the government); the first due date stays on record and is shown beside the new one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory import actors
from lutra.directory.actions import complete_identity
from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.requests import clocks, intake, powers
from lutra.requests.errors import AlreadyTold, TooLate
from lutra.requests.models import Request
from lutra.requests.workflow import hold, move


def find_gaps(request: Request, /, *, missing: Sequence[str], by: Actor, at: datetime) -> None:
    """Note what a request that is just being registered lacks. It is part of ``actions.file``."""
    known_on = legal_day(at, request.government.time_zone)
    notice = clocks.notice_clock(request.government, request.received_on, known_on=known_on)
    stored = clocks.as_stored(notice, known_on=known_on)
    move(
        request,
        "find_gaps",
        by=by,
        at=at,
        data={"missing": list(missing), "notice": stored},
        changes={
            "missing": list(missing),
            "gap_due_on": notice.due,
            "clock": {**request.clock, "notice": stored},
        },
    )


@transaction.atomic
def tell_gaps(
    request: Request, /, *, by: Actor, seen: int | None = None, at: datetime | None = None
) -> Request:
    """Tell the applicant, by a letter, what is missing and until when he may add it; in time and once.

    Raises NotPermitted, NotNow, ChangedMeanwhile, AlreadyTold, TooLate.
    """
    permit(by, "requests.tell_gaps", government_id=request.government_id)
    hold(request, deed="tell_gaps", seen=seen)
    if request.gaps_told_on:
        raise AlreadyTold(_("Kekurangannya sudah diberitahukan; sekarang giliran pemohon melengkapi."))
    moment = at or timezone.now()
    day = legal_day(moment, request.government.time_zone)
    if request.gap_due_on and day > request.gap_due_on:
        raise TooLate(
            _("Kekurangan harus diberitahukan paling lambat %(due)s; permohonan ini dianggap lengkap.")
            % {"due": request.gap_due_on}
        )
    completion = clocks.completion_clock(request.government, day, known_on=day)
    stored = clocks.as_stored(completion, known_on=day)
    move(
        request,
        "tell_gaps",
        by=by,
        at=moment,
        data={"missing": request.missing, "completion": stored},
        changes={
            "gaps_told_on": day,
            "gap_due_on": completion.due,
            "clock": {**request.clock, "completion": stored},
        },
    )
    return request


@transaction.atomic
def complete(
    request: Request,
    /,
    *,
    answers: Mapping[str, str],
    by: Actor,
    files: Mapping[str, tuple[str, bytes]] | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Request:
    """Fill the gaps: by the applicant, or by an officer for him. Only what is missing is read from ``answers``.

    ``files`` are (name, content) by field, where a file is missing.
    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete, TooLate.
    """
    if by.kind == "officer":
        permit(by, "requests.complete", government_id=request.government_id)
    elif by.kind != "applicant" or by.government_id != request.government_id:
        raise NotPermitted("requests.complete")
    hold(request, deed="complete", seen=seen)
    moment = at or timezone.now()
    day = legal_day(moment, request.government.time_zone)
    if request.gaps_told_on and day > (last := clocks.last_day_to_complete(request, on=day)):
        raise TooLate(
            _(
                "Waktu melengkapi berakhir %(due)s. Ajukan lagi sebagai permohonan baru; pertanyaannya tersalin."
            )
            % {"due": last}
        )
    identity, question = intake.read_gaps(
        request.missing, answers, known=_known(request), today=day, files=powers.named(files)
    )
    if identity:
        complete_identity(request.applicant, added=identity)
    if intake.POWER in request.missing and files:
        powers.keep(request, *files[intake.POWER], at=moment)
    reply = _reply_from(request, day)
    move(
        request,
        "complete",
        by=by,
        at=moment,
        data={
            "filled": request.missing,
            "received_on": request.received_on.isoformat(),
            "completed_on": day.isoformat(),
            "reply": reply["reply"],
        },
        changes={
            **question,
            "missing": [],
            "gap_due_on": None,
            "clock": reply,
            "due_on": date.fromisoformat(reply["reply"]["due"]),
        },
    )
    return request


def _known(request: Request) -> dict[str, str]:
    """What was written when the request was registered."""
    return {
        **request.applicant.identity.open(),
        "applicant_kind": request.applicant.kind,
        "by_proxy": "yes" if request.by_proxy else "",
        "channel": request.channel,
        "access_way": request.access_way,
        "copy_format": request.copy_format,
        "delivery_way": request.delivery_way,
    }


def _reply_from(request: Request, day: date) -> dict[str, dict[str, Any]]:
    """The request's clocks after completion on ``day``; the one that ran from receipt is kept beside (Q3)."""
    if request.gaps_told_on is None or not request.government.reply_starts_on_completion:
        return dict(request.clock)
    due = clocks.reply_clock(request.government, day, known_on=day)
    return {
        **request.clock,
        "received": request.clock["reply"],
        "reply": clocks.as_stored(due, known_on=day),
    }


def pass_gaps(*, now: datetime | None = None) -> int:
    """Deem complete what nobody complained of in time, and set aside what was not completed in time; return how many.

    A tick of the worker: state-based, so a worker that slept catches up and nothing is entered twice.
    """
    at = now or timezone.now()
    count = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        over = Request.objects.filter(government=government, gap_due_on__lt=day)
        for pk in over.order_by("gap_due_on", "pk").values_list("pk", flat=True):
            count += _pass(pk, government=government, day=day, at=at)
    return count


def _pass(pk: int, *, government: Government, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        request = Request.objects.select_related("government").get(pk=pk)
        if request.gap_due_on is None or request.gap_due_on >= day:
            return False
        clock = actors.clock(government.pk)
        if request.gaps_told_on is None:
            data = {"due": request.gap_due_on.isoformat(), "from": request.clock["reply"]["from"]}
            move(request, "deem_complete", by=clock, at=at, data=data, changes={"gap_due_on": None})
            return True
        last = clocks.last_day_to_complete(request, on=day)
        if last >= day:
            return False
        move(
            request,
            "set_aside",
            by=clock,
            at=at,
            data={"due": last.isoformat(), "missing": request.missing, "on": day.isoformat()},
            changes={"gap_due_on": None, "closed_on": day},
        )
    return True
