"""Writes of the exempt list: put an approved test in force by decree, open it early, and open what ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.actions import open_item
from lutra.catalogue.items.opening import first_shown
from lutra.catalogue.models import Item
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.calendars import today
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.exemptions.errors import AlreadyOpen, ExemptionIncomplete
from lutra.exemptions.form import ExemptionForm, problems
from lutra.exemptions.models import Exemption
from lutra.exemptions.queries import ended
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.ledger.numbers import next_number

BOOK, NO_YEAR = "exemptions", 0
# The decrees that are issued here: a gapless series of its own, whose number stands in the row and on the letter.
DECREES = "exemptions.decree"
DECREE = "{number:03d}/KEP-PPID/{abbreviation}/{year}"
_LONGEST_REASON = 500
_SOURCES: dict[str, str] = {
    Exemption.Because.OBJECTION: Item.Source.OBJECTION,
    Exemption.Because.RULING: Item.Source.RULING,
}


@transaction.atomic
def record_exemption(
    government: Government, /, *, form: ExemptionForm, by: Actor, at: datetime | None = None
) -> Exemption:
    """Put an approved consequence test in force by decree (UU 14/2008 Pasal 17, 19; PP 61/2010). It gets a number.

    The bodies propose tests; only the main PPID puts one in force. A decree without a number of its own on paper gets
    the next of the series ``DECREES``, and the letters' follower typesets it. Raises NotPermitted, ExemptionIncomplete.
    """
    permit(by, "exemptions.record", government_id=government.pk)
    moment = at or timezone.now()
    place = ledger.lock(government.pk)
    if form.test is not None:
        form.test.refresh_from_db()
    wrong = problems(form, government, today=legal_day(moment, government.time_zone))
    if wrong or form.test is None or form.body is None or form.decree_date is None or form.signatory is None:
        raise ExemptionIncomplete(wrong)
    test, holding = form.test, form.signatory
    if test.approved_by_id is None:  # a test that stands is approved; the database would refuse it, too
        raise ExemptionIncomplete({"test": _("Uji konsekuensi itu belum disetujui atau sudah berakhir.")})
    has_end = test.ends_on is not None
    on_paper = form.decree_number.strip()
    serial = 0 if on_paper else next_number(government.pk, DECREES, form.decree_date.year)
    made = Exemption.objects.create(
        government=government,
        number=next_number(government.pk, BOOK, NO_YEAR),
        body=form.body,
        test=test,
        made_by_id=test.made_by_id,
        approved_by_id=test.approved_by_id,
        scope=form.scope,
        scope_reason=form.scope_reason.strip() if form.scope == Exemption.Scope.DOCUMENT else "",
        ends_on=test.ends_on,
        no_end_reason="" if has_end else form.no_end_reason.strip(),
        review_on=None if has_end else form.review_on,
        decree_number=on_paper or _decree(government, serial, form.decree_date.year),
        is_on_paper=bool(on_paper),
        decree_date=form.decree_date,
        place=form.place.strip(),
        signatory=holding.user,
        post=holding.post,
        signed_as=holding.title_as_signed,
        extends=form.extends,
        recorded_at=moment,
    )
    ledger.record(
        government_id=government.pk,
        kind="exemption.recorded",
        subject=("exemption", made.pk),
        by=by,
        at=moment,
        place=place,
        data={
            "number": made.number,
            "test": test.pk,
            "body": made.body_id,
            "ground": test.ground,
            "sub_item": test.sub_item,
            "scope": made.scope,
            "ends_on": made.ends_on.isoformat() if made.ends_on else None,
            "decree": made.decree_number,
            "decree_serial": serial,  # 0: on paper
            "decree_date": made.decree_date.isoformat(),
            "extends": form.extends.pk if form.extends else None,
        },
    )
    return made


def _decree(government: Government, number: int, year: int) -> str:
    return DECREE.format(number=number, abbreviation=government.abbreviation, year=year)


@transaction.atomic
def open_exemption(
    exemption: Exemption, /, *, because: str, reason: str, by: Actor, at: datetime | None = None
) -> Exemption:
    """Open what is withheld before its end: by decision, or because an objection or a ruling says so.

    The information is listed the same day (UU 14/2008 Pasal 11 ayat (2)), and from that day no refusal rests on the
    test. Raises NotPermitted, ExemptionIncomplete, AlreadyOpen.
    """
    permit(by, "exemptions.open", government_id=exemption.government_id)
    moment = at or timezone.now()
    wrong = {}
    if because not in set(Exemption.Because.values) - {Exemption.Because.ENDED}:
        wrong["because"] = _("Pilih apa yang membukanya.")
    if not reason.strip():
        wrong["reason"] = _("Tulis alasannya; sebut nomor keputusan atau putusannya.")
    elif len(reason.strip()) > _LONGEST_REASON:
        wrong["reason"] = _("Terlalu panjang: paling banyak %(max)d huruf.") % {"max": _LONGEST_REASON}
    if wrong:
        raise ExemptionIncomplete(wrong)
    ledger.lock(exemption.government_id)
    exemption.refresh_from_db()
    day = legal_day(moment, exemption.government.time_zone)
    if exemption.opened_on is not None or exemption.is_extended or exemption.is_open_on(day):
        raise AlreadyOpen(
            _("Pengecualian ini sudah berakhir, sudah dibuka, atau digantikan pengecualian yang baru.")
        )
    return _open(exemption, on=day, because=because, reason=reason.strip(), by=by, at=moment)


def open_ended(*, now: datetime | None = None) -> int:
    """The minute's tick: list what ended without a new test (PP 61/2010); return how many. No human act is needed.

    By the state of the rows, so that a clock that slept catches up, and never twice.
    """
    at = now or timezone.now()
    count = 0
    for government in Government.objects.all():
        day = today(government, now=at)
        for pk in ended(government, on=day).filter(opened_on__isnull=True).values_list("pk", flat=True):
            count += _end(pk, government=government, day=day, at=at)
    return count


def _end(pk: int, *, government: Government, day: date, at: datetime) -> bool:
    with transaction.atomic():
        ledger.lock(government.pk)
        exemption = Exemption.objects.select_related("government", "test", "body__government").get(pk=pk)
        if exemption.opened_on is not None or exemption.ends_on is None or not exemption.is_open_on(day):
            return False
        _open(
            exemption,
            on=exemption.ends_on + timedelta(days=1),
            because=Exemption.Because.ENDED,
            reason="",
            by=actors.clock(government.pk),
            at=at,
        )
    return True


def _open(exemption: Exemption, *, on: date, because: str, reason: str, by: Actor, at: datetime) -> Exemption:
    """List the information, free the tests, and enter it; whoever calls has taken the book and asked for the right."""
    # A title is content in the law's own language, and not words of a page.
    title = (
        first_shown((exemption.test.information,)) or f"Informasi yang dibuka, DIK nomor {exemption.number}"
    )
    exemption.item = open_item(
        exemption.government,
        title=title,
        body=exemption.body,
        source=_SOURCES.get(because, Item.Source.EXEMPTION_ENDED),
        source_ref=f"exemption:{exemption.pk}",
        by=by,
        at=at,
        updated_on=on,
    )
    exemption.opened_on, exemption.opened_because, exemption.opened_reason = on, because, reason
    exemption.save(update_fields=["item", "opened_on", "opened_because", "opened_reason"])
    if because != Exemption.Because.ENDED:
        _lift_tests(exemption, on=on)
    ledger.record(
        government_id=exemption.government_id,
        kind="exemption.opened",
        subject=("exemption", exemption.pk),
        by=by,
        at=at,
        data={"on": on.isoformat(), "because": because, "item": exemption.item.pk},
    )
    return exemption


def _lift_tests(exemption: Exemption, *, on: date) -> None:
    """Nothing rests any more on the test, nor on those before it that have not run out."""
    link: Exemption | None = exemption
    while link is not None:
        link.test.lifted_on = on
        link.test.save(update_fields=["lifted_on"])
        link = link.extends
