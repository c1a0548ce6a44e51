"""The deeds on the yearly report: write, sign for a rule that fails, issue, correct, enter that it was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.actions import open_item, touch_item
from lutra.catalogue.items.opening import main_office
from lutra.catalogue.models import Item
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.permissions import permit
from lutra.documents.actions import add
from lutra.law import annual_report
from lutra.law.annual_report import ReportForm, TypedField
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger
from lutra.statistics.annual.content import sha256
from lutra.statistics.annual.drafting import Draft, draft, newest
from lutra.statistics.errors import (
    Inconsistent,
    IssuedAlready,
    NotFailing,
    NothingIssued,
    ReportIncomplete,
    YearNotOver,
)
from lutra.statistics.models import AnnualReport, Override, ReportDelivery, Snapshot

_LONGEST_TEXT = 10_000
_MOST = 2**53 - 1


@transaction.atomic
def write(
    government: Government, /, *, year: int, typed: Mapping[str, Any], by: Actor, at: datetime | None = None
) -> AnnualReport:
    """Keep what the office types for a year's report; fields that are not named stay. Raises ReportIncomplete."""
    _may(by, "reports.write", government)
    fields = {field.code: field for field in annual_report.layout(date(year, 12, 31)).fields}
    wrong: dict[str, str] = {}
    read = {code: _read(fields[code], value, wrong) for code, value in typed.items() if code in fields}
    if wrong:
        raise ReportIncomplete(wrong)
    ledger.lock(government.pk)
    report = _report(government, year)
    changed = sorted(code for code, value in read.items() if report.typed.get(code) != value)
    if not changed:
        return report
    report.typed = {**report.typed, **read}
    report.revision += 1
    report.save(update_fields=["typed", "revision"])
    ledger.record(
        government_id=government.pk,
        kind="report.written",
        subject=("report", report.pk),
        by=by,
        at=at,
        data={"year": year, "fields": changed, "revision": report.revision},
    )
    return report


def _read(field: TypedField, value: object, wrong: dict[str, str]) -> str | int | None:
    text = str(value if value is not None else "").replace("\r\n", "\n").strip()
    if field.kind == "text":
        if len(text) > _LONGEST_TEXT or "\x00" in text:
            wrong[field.code] = _("Tulis paling banyak %(max)d huruf biasa.") % {"max": _LONGEST_TEXT}
        return text
    if not text:
        return None
    digits = text.removeprefix("Rp").replace(".", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit()) or int(digits) > _MOST:
        wrong[field.code] = _("Isi dengan bilangan bulat tanpa koma, misalnya 12 atau 15.000.000.")
        return None
    return int(digits)


def override(
    government: Government, /, *, year: int, rule: str, note: str, by: Actor, at: datetime | None = None
) -> Override:
    """Sign for a rule that fails, with the reason; it covers exactly the faults there are now.

    It is entered in the book and printed as a footnote. Raises NotPermitted, ReportIncomplete, NotFailing.
    """
    _may(by, "reports.override", government)
    if not note.strip() or len(note) > 1000:
        raise ReportIncomplete(
            {
                "note": _(
                    "Tuliskan alasannya, paling banyak 1000 huruf; alasan ini dicetak sebagai catatan kaki."
                )
            }
        )
    moment = at or timezone.now()
    drawn = draft(government, year, drawn_on=legal_day(moment, government.time_zone))
    failing = next((one for one in drawn.failures if one.rule.id == rule), None)
    if failing is None:
        raise NotFailing(
            _("Aturan %(rule)s tidak dilanggar; tidak ada yang perlu ditandatangani.") % {"rule": rule}
        )
    with transaction.atomic():
        ledger.lock(government.pk)
        report = _report(government, year)
        if earlier := report.overrides.filter(rule=rule, faults=failing.mark).first():
            return earlier
        made = Override.objects.create(
            government=government,
            report=report,
            rule=rule,
            faults=failing.mark,
            note=note.strip(),
            signed_at=moment,
            signed_by_id=by.user_id,
            signed_as_id=by.post_id,
            signature=_signature(by),
        )
        ledger.record(
            government_id=government.pk,
            kind="report.overridden",
            subject=("report", report.pk),
            by=by,
            at=moment,
            data={"year": year, "rule": rule, "faults": list(failing.faults), "note": made.note},
        )
    return made


def issue(
    government: Government, /, *, year: int, by: Actor, correction: str = "", at: datetime | None = None
) -> Snapshot:
    """Freeze the report with its hash; a later version needs a ``correction``, which it bears as a footnote.

    The figures are counted before the book is locked, up to the entry that was last then; a book only grows, so they
    hold. Raises NotPermitted, YearNotOver, IssuedAlready, NothingIssued, Inconsistent.
    """
    _may(by, "reports.issue", government)
    moment = at or timezone.now()
    day = legal_day(moment, government.time_zone)
    if day.year <= year:
        raise YearNotOver(
            _("Tahun %(year)d belum berakhir; laporannya baru dapat diterbitkan sesudahnya.") % {"year": year}
        )
    before = newest(government, year)
    _check_order(before, correction)
    version = before.version + 1 if before else 1
    drawn = draft(
        government,
        year,
        drawn_on=day,
        version=version,
        correction=correction.strip(),
        signature=_signature(by),
    )
    if drawn.blocking:
        raise Inconsistent(_refusal(drawn), drawn.blocking)
    with transaction.atomic():
        ledger.lock(government.pk)
        report = _report(government, year)
        if report.snapshots.count() != version - 1:
            _check_order(newest(government, year), "")
        return _freeze(report, drawn, by=by, at=moment)


def _check_order(before: Snapshot | None, correction: str) -> None:
    if before is not None and not correction.strip():
        raise IssuedAlready(
            _("Laporan ini sudah terbit (versi %(version)d). Terbitkan koreksi dengan alasannya.")
            % {"version": before.version}
        )
    if before is None and correction.strip():
        raise NothingIssued(_("Laporan ini belum pernah terbit; tidak ada yang dikoreksi."))


def _freeze(report: AnnualReport, drawn: Draft, *, by: Actor, at: datetime) -> Snapshot:
    content = drawn.content
    made = Snapshot.objects.create(
        government=report.government,
        report=report,
        version=content["version"],
        upto=content["upto"],
        root=content["root"],
        content=content,
        sha256=sha256(content),
        issued_at=at,
        issued_by_id=by.user_id,
    )
    layout = annual_report.layout(date(report.year, 12, 31))
    _list(report, layout.forms, made=made, by=by, at=at)
    ledger.record(
        government_id=report.government_id,
        kind="report.corrected" if content["correction"] else "report.issued",
        subject=("report", report.pk),
        by=by,
        at=at,
        data={
            "year": report.year,
            "version": made.version,
            "snapshot": made.pk,
            "upto": made.upto,
            "root": made.root,
            "sha256": made.sha256,
            "correction": content["correction"],
            "overrides": [one.pk for one in drawn.overrides],
            # Both forms belong in the public list, each in its class of information (LAW R05).
            "publish": [{"form": form.code, "class": form.published_as} for form in layout.forms],
        },
    )
    return made


def _list(
    report: AnnualReport, forms: Iterable[ReportForm], *, made: Snapshot, by: Actor, at: datetime
) -> None:
    """Both forms of an issued report stand in the list of public information, each in its class (LAW R05).

    A correction renews what its first version listed.
    """
    office = main_office(report.government)
    if office is None:
        return
    day = legal_day(at, report.government.time_zone)
    for form in forms:
        key = f"report:{report.year}:{form.code}"
        there = Item.objects.filter(government=report.government, key=key, is_public=True).first()
        if there is not None:
            touch_item(there, on=day, by=by, at=at)
            continue
        open_item(
            report.government,
            # In the law's own language whoever issues it: this is content, and not the words of a page.
            title=f"Laporan layanan informasi publik tahun {report.year}: {form.label.id.lower()}",
            summary=f"SHA-256 laporan: {made.sha256}.",
            body=office,
            kind=form.published_as,
            period_from=date(report.year, 1, 1),
            period_until=date(report.year, 12, 31),
            made_on=day,
            made_at=report.government.seat,
            forms=("softcopy", "online"),
            obligations=form.obligations,
            source=Item.Source.REPORT,
            source_ref=f"report:{report.year}",
            key=key,
            by=by,
            at=at,
        )


def _refusal(drawn: Draft) -> str:
    broken = "; ".join(
        f"{one.rule.number}. {one.rule.id} ({', '.join(one.faults[:3])})" for one in drawn.blocking
    )
    return _("Laporan belum dapat diterbitkan; aturan ini belum terpenuhi: %(broken)s.") % {"broken": broken}


@transaction.atomic
def send(
    snapshot: Snapshot,
    /,
    *,
    commission: str,
    channel: str,
    sent_on: date | None,
    evidence: str,
    by: Actor,
    paper: tuple[str, bytes] | None = None,
    at: datetime | None = None,
) -> ReportDelivery:
    """Enter proof that a version was sent to the Information Commission; ``paper`` is a file (name, content).

    Raises NotPermitted, ReportIncomplete, WrongFile.
    """
    government = snapshot.government
    _may(by, "reports.send", government)
    moment = at or timezone.now()
    wrong = {
        name: message
        for name, value, longest, message in (
            ("commission", commission, 160, _("Sebutkan Komisi Informasi yang menerima.")),
            ("channel", channel, 80, _("Sebutkan cara pengiriman, misalnya diantar atau pos tercatat.")),
            ("evidence", evidence, 300, _("Tuliskan bukti pengiriman, misalnya nomor tanda terima.")),
        )
        if not value.strip() or len(value) > longest
    }
    first, today = (
        legal_day(snapshot.issued_at, government.time_zone),
        legal_day(moment, government.time_zone),
    )
    if sent_on is None or not first <= sent_on <= today:
        wrong["sent_on"] = _("Isi hari pengiriman, antara hari laporan terbit dan hari ini.")
    if wrong or sent_on is None:
        raise ReportIncomplete(wrong)
    kept = add(government, name=paper[0], content=paper[1], at=moment) if paper else None
    ledger.lock(government.pk)
    made = ReportDelivery.objects.create(
        government=government,
        snapshot=snapshot,
        commission=commission.strip(),
        channel=channel.strip(),
        sent_on=sent_on,
        evidence=evidence.strip(),
        paper=kept,
        entered_at=moment,
    )
    ledger.record(
        government_id=government.pk,
        kind="report.sent",
        subject=("report", snapshot.report_id),
        by=by,
        at=moment,
        data={
            "year": snapshot.report.year,
            "version": snapshot.version,
            "sha256": snapshot.sha256,
            "delivery": made.pk,
            "commission": made.commission,
            "sent_on": sent_on.isoformat(),
            "file": kept.sha256 if kept else None,
        },
    )
    return made


def _may(by: Actor, permission: str, government: Government) -> None:
    """Officers by their permission; the system is whoever has the server and uses its command line."""
    if by.kind == "officer":
        permit(by, permission, government_id=government.pk)
    elif by.kind != "system" or by.government_id != government.pk:
        raise NotPermitted(permission)


def _signature(by: Actor) -> str:
    return by.label or _("Administrator server, lewat baris perintah")


def _report(government: Government, year: int) -> AnnualReport:
    return AnnualReport.objects.get_or_create(government=government, year=year)[0]
