"""The call for records: a custodian is asked and states what he holds, and each search is logged.

Before a government says that it does not hold something it can show where it looked (UU 14/2008 Pasal 22 ayat (7)
huruf a and b); with the rule ``needs_search`` it must.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.errors import NotPermitted
from lutra.directory.models import PublicBody
from lutra.directory.permissions import permit
from lutra.law import statute
from lutra.requests import decisions
from lutra.requests.errors import Incomplete, NobodyToAsk, NotSearched
from lutra.requests.models import Part, RecordCall, Request, Search
from lutra.requests.rules import rules_of
from lutra.requests.visibility import visible
from lutra.requests.workflow import hold, move


def _may_search(request: Request, by: Actor) -> None:
    permit(by, "requests.search", government_id=request.government_id)
    if not visible(by).filter(pk=request.pk).exists():
        raise NotPermitted("requests.search")


def _part(request: Request, part: Part | None) -> Part | None:
    if part is not None and (part.request_id != request.pk or part.replaced_at is not None):
        raise Incomplete({"part": _("Pilih bagian dari permohonan ini.")})
    return part


@transaction.atomic
def call(
    request: Request,
    /,
    *,
    custodian: PublicBody,
    asked_for: str,
    due_on: date,
    by: Actor,
    part: Part | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> RecordCall:
    """Ask the body that keeps records for what the request needs, until a day inside the legal date.

    The custodian need not hold the request itself. Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete,
    NobodyToAsk.
    """
    _may_search(request, by)
    if custodian.government_id != request.government_id or not custodian.is_active:
        raise NobodyToAsk(_("Pilih perangkat daerah yang aktif di pemerintah daerah ini."))
    moment = at or timezone.now()
    day = today(request.government, now=moment)
    wrong = decisions.too_long(RecordCall, {"asked_for": asked_for.strip()})
    if not asked_for.strip():
        wrong["asked_for"] = _("Tuliskan arsip atau data yang dicari.")
    hold(request, deed="call_records", seen=seen)
    if due_on < day or due_on > request.due_on >= day:
        wrong["due_on"] = _("Pilih hari antara hari ini dan %(due)s.") % {"due": request.due_on}
    if wrong:
        raise Incomplete(wrong)
    called = RecordCall.objects.create(
        government=request.government,
        request=request,
        part=_part(request, part),
        custodian=custodian,
        asked_for=asked_for.strip(),
        asked_by_id=by.officer_id,
        asked_at=moment,
        due_on=due_on,
    )
    move(
        request,
        "call_records",
        by=by,
        at=moment,
        data={"call": called.pk, "custodian": custodian.short_name, "due": due_on.isoformat()},
    )
    return called


@transaction.atomic
def state(
    called: RecordCall,
    /,
    *,
    answer: str,
    statement: str,
    stated_by: str,
    by: Actor,
    seen: int | None = None,
    at: datetime | None = None,
) -> RecordCall:
    """Enter the custodian's statement, once; ``stated_by`` is his name and office, as on the paper.

    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete.
    """
    request = called.request
    _may_search(request, by)
    wrong = decisions.too_long(
        RecordCall, {"statement": statement.strip(), "stated_by_name": stated_by.strip()}
    )
    if "stated_by_name" in wrong:
        wrong["stated_by"] = wrong.pop("stated_by_name")
    if answer not in RecordCall.Answer.values:
        wrong["answer"] = _("Pilih pernyataan penyimpan arsip.")
    if not statement.strip():
        wrong["statement"] = _("Tuliskan pernyataan penyimpan arsip dengan kata-katanya sendiri.")
    if not stated_by.strip():
        wrong["stated_by"] = _("Tuliskan nama dan jabatan yang menyatakan.")
    hold(request, deed="state_records", seen=seen)
    called.refresh_from_db()
    if called.stated_at is not None:
        wrong["statement"] = _("Pernyataan ini sudah dicatat; minta arsip sekali lagi bila berubah.")
    if wrong:
        raise Incomplete(wrong)
    moment = at or timezone.now()
    called.answer, called.statement, called.stated_by_name = answer, statement.strip(), stated_by.strip()
    called.entered_by_id, called.stated_at = by.officer_id, moment
    called.save(update_fields=["answer", "statement", "stated_by_name", "entered_by", "stated_at"])
    move(request, "state_records", by=by, at=moment, data={"call": called.pk, "answer": answer})
    return called


@transaction.atomic
def log_search(
    request: Request,
    /,
    *,
    place: str,
    searched_on: date,
    searched_by: str,
    result: str,
    by: Actor,
    note: str = "",
    part: Part | None = None,
    seen: int | None = None,
    at: datetime | None = None,
) -> Search:
    """Log one search: where, when, by whom, with what result.

    Raises NotPermitted, NotNow, ChangedMeanwhile, Incomplete.
    """
    _may_search(request, by)
    moment = at or timezone.now()
    texts = {"place": place.strip(), "searched_by": searched_by.strip(), "note": note.strip()}
    wrong = decisions.too_long(Search, texts)
    if not texts["place"]:
        wrong["place"] = _("Tuliskan tempat yang dicari, misalnya ruang arsip atau nama aplikasi.")
    if not texts["searched_by"]:
        wrong["searched_by"] = _("Tuliskan nama dan jabatan yang mencari.")
    if result not in Search.Result.values:
        wrong["result"] = _("Pilih hasil pencarian.")
    if not request.received_on <= searched_on <= today(request.government, now=moment):
        wrong["searched_on"] = _("Hari pencarian berada antara hari permohonan diterima dan hari ini.")
    hold(request, deed="log_search", seen=seen)
    if wrong:
        raise Incomplete(wrong)
    search = Search.objects.create(
        government=request.government,
        request=request,
        part=_part(request, part),
        searched_on=searched_on,
        result=result,
        entered_by_id=by.officer_id,
        entered_at=moment,
        **texts,
    )
    move(request, "log_search", by=by, at=moment, data={"search": search.pk, "result": result})
    return search


# --- reads ---


@dataclass(frozen=True, slots=True)
class Records:
    """What was asked of custodians and where was looked, oldest first: for the case's page and the dossier."""

    calls: tuple[RecordCall, ...]
    searches: tuple[Search, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nobody asked or looked."""
        return not (self.calls or self.searches)


def of(request: Request) -> Records:
    """All calls and searches of the request. Two queries."""
    return Records(
        tuple(request.record_calls.select_related("custodian__parent", "part", "asked_by").order_by("pk")),
        tuple(request.searches.select_related("part").order_by("searched_on", "pk")),
    )


def check(request: Request, outcomes: Mapping[int | None, str]) -> None:
    """Refuse "not held" without statement and search, where the government demands both.

    ``outcomes``: by part number, None for the whole; what was searched for the whole serves every part.
    Raises NotSearched.
    """
    places = {row.code: row.counts_as for row in statute.outcomes()}
    lacking = [number for number, outcome in outcomes.items() if places[outcome] == "not_held"]
    if not lacking or not rules_of(request.government_id).needs_search:
        return
    found = of(request)
    stated = {each.part.number if each.part else None for each in found.calls if each.stated_at}
    searched = {each.part.number if each.part else None for each in found.searches}
    unproved = [n for n in lacking if not ({n, None} & stated and {n, None} & searched)]
    if unproved:
        message = _(
            "Sebelum menyatakan tidak atau belum dikuasai, catat pernyataan penyimpan arsip dan pencariannya."
        )
        raise NotSearched({f"part_{n}_holding" if n else "holding": message for n in unproved})
