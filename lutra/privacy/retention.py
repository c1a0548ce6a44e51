"""The retention schedule: what is due is proposed, somebody approves with minutes, then it is destroyed, and only it.

Of a request are destroyed the applicant's identity and the files; number, dates, question and digests stay, since the
register and the book must stay. A case in dispute is never proposed and never destroyed (UU 43/2009 Pasal 51).
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.models import Government, Identity
from lutra.directory.permissions import permit
from lutra.directory.sealing import seal
from lutra.documents.actions import purge
from lutra.documents.models import Document
from lutra.ledger import actions as ledger
from lutra.objections.dispute_queries import is_on_hold, on_hold
from lutra.privacy.errors import AlreadyAnswered, NoSchedule, NotApproved, PrivacyIncomplete
from lutra.privacy.models import DestructionItem, DestructionList, RetentionRule
from lutra.requests.models import Request

State = DestructionList.State
# A list that people read through before they sign.
LONGEST = 500


@transaction.atomic
def set_rule(
    government: Government,
    /,
    *,
    record: str,
    archive_class: str,
    years: int,
    fate: str,
    decree: str,
    by: Actor,
) -> RetentionRule:
    """Take a line of the government's retention schedule over, with the decree that set it (UU 43/2009 Pasal 48).

    Lists that were made under the former line keep its words. Raises NotPermitted, PrivacyIncomplete.
    """
    permit(by, "retention.manage", government_id=government.pk)
    wrong = {}
    if record not in RetentionRule.Record.values:
        wrong["record"] = _("Pilih jenis arsip.")
    if not archive_class.strip():
        wrong["archive_class"] = _("Isi kode klasifikasi dalam JRA.")
    if years < 1:
        wrong["years"] = _("Isi lama simpan dalam tahun, sedikitnya 1.")
    if fate not in RetentionRule.Fate.values:
        wrong["fate"] = _("Pilih nasib akhir: musnah atau permanen.")
    if not decree.strip():
        wrong["decree"] = _("Isi nomor peraturan atau keputusan yang menetapkan JRA.")
    if wrong:
        raise PrivacyIncomplete(wrong)
    ledger.lock(government.pk)
    values = {
        "archive_class": archive_class.strip()[:40],
        "years": years,
        "fate": fate,
        "decree": decree.strip()[:160],
    }
    rule, _is_new = RetentionRule.objects.update_or_create(
        government=government, record=record, defaults={**values, "looked_on": None}
    )
    ledger.record(
        government_id=government.pk,
        kind="retention.rule_set",
        subject=("retention_rule", rule.pk),
        by=by,
        data={"record": record, **values},
    )
    return rule


def propose_due(now: datetime | None = None) -> int:
    """Make the lists of what is due, once a day and government; returns how many. A tick of the worker."""
    made = 0
    for rule in RetentionRule.objects.filter(fate=RetentionRule.Fate.DESTROY).select_related("government"):
        on = today(rule.government, now=now)
        if rule.looked_on != on:
            made += propose(rule, on=on, at=now or timezone.now()) is not None
    return made


@transaction.atomic
def propose(rule: RetentionRule, /, *, on: date, at: datetime) -> DestructionList | None:
    """A list of the cases due on the legal day ``on``; None when there are none, or a list waits already."""
    ledger.lock(rule.government_id)
    RetentionRule.objects.filter(pk=rule.pk).update(looked_on=on)
    if rule.lists.filter(state__in=(State.PROPOSED, State.APPROVED)).exists():
        return None
    due = list(due_cases(rule, on=on)[:LONGEST])
    if not due:
        return None
    made = DestructionList.objects.create(
        government_id=rule.government_id,
        rule=rule,
        archive_class=rule.archive_class,
        years=rule.years,
        decree=rule.decree,
        proposed_at=at,
    )
    DestructionItem.objects.bulk_create(
        DestructionItem(government_id=rule.government_id, list=made, request=case, closed_on=case.closed_on)
        for case in due
        if case.closed_on is not None
    )
    ledger.record(
        government_id=rule.government_id,
        kind="retention.proposed",
        subject=("destruction_list", made.pk),
        by=actors.clock(rule.government_id),
        at=at,
        data={"class": made.archive_class, "cases": [case.pk for case in due]},
    )
    return made


def due_cases(rule: RetentionRule, /, *, on: date) -> QuerySet[Request]:
    """The closed cases whose years are over on ``on``, that no dispute holds and no list has destroyed."""
    return (
        Request.objects.filter(
            government_id=rule.government_id,
            stage=Request.Stage.CLOSED,
            closed_on__lte=_years_before(on, rule.years),
        )
        .exclude(pk__in=on_hold(rule.government).values("pk"))
        .exclude(destruction_items__destroyed_at__isnull=False)
        .order_by("closed_on", "pk")
    )


def _years_before(day: date, years: int) -> date:
    """The same day ``years`` earlier; the last day of February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@transaction.atomic
def decide(
    listed: DestructionList, /, *, approve: bool, minutes: str, by: Actor, at: datetime | None = None
) -> DestructionList:
    """Approve a list with the number of its minutes (berita acara), or decline it.

    Raises NotPermitted, NotApproved, AlreadyAnswered.
    """
    permit(by, "retention.approve", government_id=listed.government_id)
    if approve and not minutes.strip():
        raise NotApproved(
            _("Isi nomor berita acara pemusnahan; tanpa itu pemusnahan melanggar undang-undang.")
        )
    ledger.lock(listed.government_id)
    listed.refresh_from_db()
    if listed.state != State.PROPOSED:
        raise AlreadyAnswered(_("Daftar ini sudah diputuskan."))
    listed.state = State.APPROVED if approve else State.DECLINED
    listed.minutes = minutes.strip()[:160]
    listed.decided_by_id, listed.decided_at = by.officer_id, at or timezone.now()
    listed.save()
    ledger.record(
        government_id=listed.government_id,
        kind="retention.approved" if approve else "retention.declined",
        subject=("destruction_list", listed.pk),
        by=by,
        at=listed.decided_at,
        data={"minutes": listed.minutes},
    )
    return listed


@transaction.atomic
def destroy(listed: DestructionList, /, *, by: Actor, at: datetime | None = None) -> DestructionList:
    """Destroy what an approved list names, case by case; a case that came into dispute meanwhile is left alone.

    Raises NotPermitted, NoSchedule, NotApproved, AlreadyAnswered.
    """
    permit(by, "retention.manage", government_id=listed.government_id)
    ledger.lock(listed.government_id)
    listed.refresh_from_db()
    if listed.state == State.DONE:
        raise AlreadyAnswered(_("Daftar ini sudah dimusnahkan."))
    if not listed.archive_class or listed.rule.fate != RetentionRule.Fate.DESTROY:
        raise NoSchedule(_("Tidak ada kelas JRA yang menyatakan arsip ini musnah; pemusnahan ditolak."))
    if listed.state != State.APPROVED or not listed.minutes:
        raise NotApproved(_("Daftar ini belum disetujui dengan berita acara; pemusnahan ditolak."))
    moment = at or timezone.now()
    destroyed, held = [], []
    for item in listed.items.select_related("request__government"):
        if is_on_hold(item.request):
            held.append(item.request_id)
            continue
        _destroy(item.request, at=moment)
        item.destroyed_at = moment
        item.save(update_fields=["destroyed_at"])
        destroyed.append(item.request_id)
    listed.state, listed.done_by_id, listed.done_at = State.DONE, by.officer_id, moment
    listed.save()
    ledger.record(
        government_id=listed.government_id,
        kind="retention.destroyed",
        subject=("destruction_list", listed.pk),
        by=by,
        at=moment,
        data={"minutes": listed.minutes, "class": listed.archive_class, "cases": destroyed, "held": held},
    )
    return listed


def _destroy(request: Request, *, at: datetime) -> None:
    """Empty the identity, and take the content of the case's files away; rows and digests stay."""
    # An applicant is made with each filing, so nobody else's identity hangs on this row.
    Identity.objects.filter(applicant_id=request.applicant_id).update(sealed=seal({}), mark="", email_mark="")
    papers = Document.objects.filter(
        pk__in=[
            *request.letters.values_list("document_id", flat=True),
            *request.drafts.filter(documents__isnull=False).values_list("documents", flat=True),
        ]
    )
    for document in papers:
        purge(document, at=at)
