"""The deeds of the survey: answer it, give out slips, and decide what becomes of a comment."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.directory.sealing import mark
from lutra.law import satisfaction
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.publishing import personal
from lutra.publishing.actions import LABELS
from lutra.requests.codes import new_code, read_code
from lutra.requests.models import Request
from lutra.requests.queries import find_by_code
from lutra.satisfaction.errors import (
    AlreadyAnswered,
    NotAnsweredYet,
    NotPublishable,
    SurveyIncomplete,
    UnknownCode,
)
from lutra.satisfaction.models import Survey, SurveySlip

LONGEST_COMMENT = 1000
MOST_SLIPS = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """What a code opens: the office that is judged, and the request when it was one (never kept with the answers)."""

    mark: str
    body: PublicBody | None
    request: Request | None


def turn(government: Government, typed: str) -> Turn:
    """What the code of an answered request or of a slip opens. Raises UnknownCode, NotAnsweredYet, AlreadyAnswered."""
    code = read_code(typed)
    own = mark(government.pk, f"survey:{code}")
    request = find_by_code(government, code)
    slip = None
    if request is None:
        slip = SurveySlip.objects.filter(government=government, mark=own).select_related("body").first()
        if slip is None:
            raise UnknownCode(_("Tidak ada survei dengan kode itu. Periksa lagi huruf dan angkanya."))
    elif request.delivered_on is None:
        raise NotAnsweredYet(
            _(
                "Survei dibuka setelah jawaban disampaikan kepada Anda; sampai saat itu belum ada yang dinilai."
            )
        )
    if Survey.objects.filter(government=government, mark=own).exists():
        raise AlreadyAnswered(
            _("Survei dengan kode ini sudah diisi. Terima kasih; satu kode mengisi satu kali.")
        )
    return Turn(mark=own, body=request.body if request else slip.body if slip else None, request=request)


def may_answer(request: Request) -> bool:
    """Whether the survey of this request is open: the answer was delivered and nobody has judged it yet."""
    if request.delivered_on is None:
        return False
    own = mark(request.government_id, f"survey:{request.code}")
    return not Survey.objects.filter(government_id=request.government_id, mark=own).exists()


@transaction.atomic
def answer(
    government: Government,
    /,
    *,
    code: str,
    answers: Mapping[str, int],
    by: Actor,
    comment: str = "",
    at: datetime | None = None,
) -> Survey:
    """Judge the service once (PermenPANRB 14/2017): each of the nine elements from 1 to 4, and a comment if one likes.

    The book learns the nine numbers and the office, neither the comment nor the code. Raises NotPermitted,
    UnknownCode, NotAnsweredYet, AlreadyAnswered, SurveyIncomplete.
    """
    if by.kind != "applicant" or by.government_id != government.pk:
        raise NotPermitted("satisfaction.see")
    ledger.lock(government.pk)  # of the same code sent twice at once, the second sees the first
    opened = turn(government, code)
    said = comment.strip()
    _check(answers, said)
    moment = at or timezone.now()
    identity = opened.request.applicant.identity.open() if opened.request and said else {}
    survey = Survey.objects.create(
        government=government,
        body=opened.body,
        mark=opened.mark,
        answered_on=legal_day(moment, government.time_zone),
        answers={element.code: answers[element.code] for element in satisfaction.elements()},
        comment=said,
        comment_state=Survey.Comment.WAITING if said else Survey.Comment.NONE,
        found=sorted(personal.find(said, identity=identity)) if said else [],
    )
    ledger.record(
        government_id=government.pk,
        kind="survey.answered",
        subject=("survey", survey.pk),
        by=by,
        at=moment,
        data={"answers": survey.answers, "body": survey.body_id, "comment": bool(said)},
    )
    return survey


def _check(answers: Mapping[str, int], comment: str) -> None:
    say = {
        "missing": _("Pilih satu dari empat jawaban."),
        "scale": _("Jawabannya 1 sampai 4; pilih salah satu."),
        "unknown": _("Unsur ini tidak dikenal."),
    }
    wrong = {code: say[problem] for code, problem in satisfaction.problems(answers).items()}
    if len(comment) > LONGEST_COMMENT:
        wrong["comment"] = _("Terlalu panjang: paling banyak %(max)d huruf, sekarang %(now)d.") % {
            "max": LONGEST_COMMENT,
            "now": len(comment),
        }
    if wrong:
        raise SurveyIncomplete(wrong)


@transaction.atomic
def give_slips(
    government: Government,
    /,
    *,
    count: int,
    by: Actor,
    body: PublicBody | None = None,
    at: datetime | None = None,
) -> list[str]:
    """Make ``count`` walk-in codes, shown once and kept as marks alone. Raises NotPermitted, SurveyIncomplete."""
    permit(by, "satisfaction.give_slips", government_id=government.pk)
    if not 1 <= count <= MOST_SLIPS:
        raise SurveyIncomplete({"count": _("Isi banyaknya kupon, 1 sampai %(most)d.") % {"most": MOST_SLIPS}})
    if body is not None and body.government_id != government.pk:
        raise NotPermitted("satisfaction.give_slips")
    moment = at or timezone.now()
    codes = [new_code() for _number in range(count)]
    day = legal_day(moment, government.time_zone)
    SurveySlip.objects.bulk_create(
        SurveySlip(
            government=government, body=body, mark=mark(government.pk, f"survey:{code}"), issued_on=day
        )
        for code in codes
    )
    ledger.record(
        government_id=government.pk,
        kind="survey.slips_given",
        subject=("government", government.pk),
        by=by,
        at=moment,
        data={"count": count, "body": body.pk if body else None},
    )
    return codes


@transaction.atomic
def publish_comment(survey: Survey, /, *, by: Actor, at: datetime | None = None) -> Survey:
    """Put a comment on the public page, word for word. Raises NotPermitted, NotPublishable.

    What was found when it was written (the applicant's own name, too) still counts, and it is looked at anew.
    """
    _hold(survey, by)
    found = sorted({*survey.found, *personal.find(survey.comment, identity={})})
    if found:
        raise NotPublishable(
            _(
                "Komentar ini memuat %(what)s, sehingga tidak dapat diterbitkan; simpan saja untuk perbaikan layanan."
            )
            % {"what": ", ".join(sorted(str(LABELS.get(kind, kind)) for kind in found))}
        )
    return _judged(survey, Survey.Comment.PUBLISHED, by=by, at=at)


@transaction.atomic
def keep_comment(survey: Survey, /, *, by: Actor, at: datetime | None = None) -> Survey:
    """Leave a comment unpublished; officers go on reading it. Raises NotPermitted, NotPublishable."""
    _hold(survey, by)
    return _judged(survey, Survey.Comment.KEPT, by=by, at=at)


def _hold(survey: Survey, by: Actor) -> None:
    permit(by, "satisfaction.publish", government_id=survey.government_id)
    ledger.lock(survey.government_id)
    survey.refresh_from_db()
    if survey.comment_state != Survey.Comment.WAITING:
        raise NotPublishable(_("Tentang komentar ini sudah diputuskan petugas lain; muat ulang daftarnya."))


def _judged(survey: Survey, state: Survey.Comment, *, by: Actor, at: datetime | None) -> Survey:
    survey.comment_state = state
    survey.save(update_fields=["comment_state"])
    ledger.record(
        government_id=survey.government_id,
        kind=f"survey.comment_{state}",
        subject=("survey", survey.pk),
        by=by,
        at=at or timezone.now(),
        data={"sha256": hashlib.sha256(survey.comment.encode()).hexdigest()},
    )
    return survey
