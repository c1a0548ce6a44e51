"""An applicant's rights over his own data: to correct it and to have it deleted (UU 27/2022 Pasal 30, 43)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actions import replace_identity
from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Identity
from lutra.directory.permissions import permit
from lutra.directory.sealing import seal
from lutra.law import clocks, statute
from lutra.ledger import actions as ledger
from lutra.privacy.errors import AlreadyAnswered, PrivacyIncomplete
from lutra.privacy.models import DataRequest
from lutra.requests import intake
from lutra.requests.models import Request

Kind, State = DataRequest.Kind, DataRequest.State


def correctable() -> tuple[statute.Field, ...]:
    """The fields of the law's form that lead to the applicant; who he is, the counter corrects with his papers."""
    return tuple(field for field in statute.form("request").fields if field.privacy == "contact")


@transaction.atomic
def ask_correction(
    request: Request, /, *, values: Mapping[str, str], by: Actor, at: datetime | None = None
) -> DataRequest:
    """Ask to correct one's contact data; the desk answers within three times 24 hours.

    ``values`` maps codes of ``correctable`` fields to what they should be; what is the same is left out. The book
    learns which fields, never what they hold. Raises NotPermitted, PrivacyIncomplete, AlreadyAnswered.
    """
    _own(request, by)
    ledger.lock(request.government_id)
    now = request.applicant.identity.open()
    codes = {field.code for field in correctable()}
    wished = {
        code: value.strip()
        for code, value in values.items()
        if code in codes and value.strip() != now.get(code, "")
    }
    if not wished:
        raise PrivacyIncomplete({"": _("Tidak ada yang berubah; ubah sedikitnya satu isian.")})
    merged = {**now, **wished, "applicant_kind": request.applicant.kind}
    _clean, wrong = intake.read_identity(merged, today=today(request.government))
    if problems := {code: text for code, text in wrong.items() if code in codes}:
        raise PrivacyIncomplete(problems)
    if DataRequest.objects.filter(request=request, kind=Kind.CORRECTION, state=State.WAITING).exists():
        raise AlreadyAnswered(_("Permintaan perbaikan Anda yang lalu masih diproses; tunggu jawabannya."))
    moment = at or timezone.now()
    due = clocks.due("data.correction", moment)
    made = DataRequest.objects.create(
        government_id=request.government_id,
        request=request,
        kind=Kind.CORRECTION,
        sealed=seal(wished),
        fields=sorted(wished),
        asked_at=moment,
        due_at=due.due,
    )
    ledger.record(
        government_id=request.government_id,
        kind="data.correction_asked",
        subject=request.ledger_subject,
        by=by,
        at=moment,
        data={"data_request": made.pk, "fields": made.fields, "due": made.due_at.isoformat()},
    )
    return made


@transaction.atomic
def answer_correction(
    asked: DataRequest, /, *, accept: bool, answer: str, by: Actor, at: datetime | None = None
) -> DataRequest:
    """Take the wished values over, or say in writing why not. Raises NotPermitted, PrivacyIncomplete, AlreadyAnswered.

    The proof of who asked lies in how it was asked: by whoever got a code at the address on record.
    """
    permit(by, "data.answer", government_id=asked.government_id)
    if not accept and not answer.strip():
        raise PrivacyIncomplete({"answer": _("Tuliskan mengapa data tidak diubah; pemohon membacanya.")})
    ledger.lock(asked.government_id)
    asked.refresh_from_db()
    if asked.state != State.WAITING:
        raise AlreadyAnswered(_("Permintaan ini sudah dijawab petugas lain."))
    moment = at or timezone.now()
    if accept:
        identity = Identity.objects.select_related("applicant").get(applicant_id=asked.request.applicant_id)
        kept = {**identity.open(), **asked.wished()}
        # The number stays, and with it the mark by which he is recognised; that of the address follows it.
        replace_identity(identity, {code: value for code, value in kept.items() if value})
    asked.state = State.DONE if accept else State.DECLINED
    asked.answer, asked.answered_at, asked.answered_by_id = answer.strip(), moment, by.officer_id
    asked.sealed = b""
    asked.save()
    ledger.record(
        government_id=asked.government_id,
        kind="data.corrected" if accept else "data.correction_declined",
        subject=asked.request.ledger_subject,
        by=by,
        at=moment,
        data={"data_request": asked.pk, "fields": asked.fields, "late": asked.is_late(moment)},
    )
    return asked


@transaction.atomic
def ask_deletion(request: Request, /, *, by: Actor, at: datetime | None = None) -> DataRequest:
    """Ask to have one's data deleted. The answer is the law's and comes at once: limited, not deleted.

    The register and the archive must be kept, so the data stay sealed and are used for those duties alone, until the
    retention schedule lets them go. Asking again gives the same answer. Raises NotPermitted.
    """
    _own(request, by)
    ledger.lock(request.government_id)
    if earlier := DataRequest.objects.filter(request=request, kind=Kind.DELETION).first():
        return earlier
    moment = at or timezone.now()
    made = DataRequest.objects.create(
        government_id=request.government_id,
        request=request,
        kind=Kind.DELETION,
        state=State.LIMITED,
        sealed=b"",
        asked_at=moment,
        due_at=moment,
        answered_at=moment,
    )
    ledger.record(
        government_id=request.government_id,
        kind="data.deletion_limited",
        subject=request.ledger_subject,
        by=by,
        at=moment,
        data={"data_request": made.pk, "clauses": list(WHY_LIMITED)},
    )
    return made


# Why data of a request are limited and not deleted: recording is a duty, and archives follow their schedule.
WHY_LIMITED = ("uu-14-2008/22/2", "uu-43-2009/51", "uu-43-2009/86")


@transaction.atomic
def take_copy(request: Request, /, *, by: Actor, at: datetime | None = None) -> dict[str, str]:
    """One's own identity in clear, for the copy that one takes along; the taking is entered. Raises NotPermitted."""
    _own(request, by)
    ledger.record(
        government_id=request.government_id,
        kind="data.copied",
        subject=request.ledger_subject,
        by=by,
        at=at or timezone.now(),
        data={},
    )
    return request.applicant.identity.open()


@transaction.atomic
def see_wished(asked: DataRequest, /, *, by: Actor) -> dict[str, tuple[str, str]]:
    """Each field that should change: (what it holds, what it should hold). The look is entered. Raises NotPermitted."""
    permit(by, "data.answer", government_id=asked.government_id)
    ledger.record(
        government_id=asked.government_id,
        kind=statute.workflow("request").transitions["see_identity"].kind,
        subject=asked.request.ledger_subject,
        by=by,
        data={"for": "correction"},
    )
    now, wished = asked.request.applicant.identity.open(), asked.wished()
    return {code: (now.get(code, ""), wished.get(code, "")) for code in asked.fields}


def _own(request: Request, by: Actor) -> None:
    """Only an applicant asks about his data; that it is he, the page has proved before it calls."""
    if by.kind != "applicant" or by.government_id != request.government_id:
        raise NotPermitted("data.answer")
