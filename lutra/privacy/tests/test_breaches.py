"""A breach has three contents, two recipients and 72 hours that no holiday stops."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.ledger.queries import entries
from lutra.privacy import breaches, queries
from lutra.privacy.errors import AlreadyAnswered, NotYetTold, PrivacyIncomplete
from lutra.privacy.models import Breach
from lutra.testing import factories

# Friday evening in Masamba; Nyepi and a weekend follow.
KNOWN = datetime(2026, 3, 20, 13, 30, tzinfo=UTC)
TEXTS = {
    "exposed": "Nama dan nomor telepon 12 pemohon.",
    "course": "Laptop loket hilang pada 20 Maret pukul 20.00.",
    "handling": "Kata sandi diganti; laporan polisi dibuat.",
}


def recorded(of: Government, by: Actor, **changes: Any) -> Breach:
    values = {"known_at": KNOWN, "affected": 12, "at": KNOWN, **TEXTS, **changes}
    return breaches.record(of, by=by, **values)


@pytest.mark.law("C16", "G07")
def test_the_notice_is_due_72_hours_later_whatever_day_that_is(lutra: Government, ppid: Actor) -> None:
    due = recorded(lutra, ppid).due_at.astimezone(ZoneInfo("Asia/Makassar"))
    assert f"{due:%Y-%m-%d %H:%M}" == "2026-03-23 21:30"


@pytest.mark.law("G07")
@pytest.mark.parametrize("missing", ["exposed", "course", "handling"])
def test_a_breach_needs_its_three_contents(lutra: Government, ppid: Actor, missing: str) -> None:
    with pytest.raises(PrivacyIncomplete) as refusal:
        recorded(lutra, ppid, **{missing: " "})
    assert set(refusal.value.problems) == {missing}
    assert not Breach.objects.exists()


def test_nothing_is_known_tomorrow(lutra: Government, ppid: Actor) -> None:
    with pytest.raises(PrivacyIncomplete):
        recorded(lutra, ppid, known_at=KNOWN + timedelta(minutes=1))


@pytest.mark.law("G07")
def test_both_recipients_are_told_before_it_is_closed(lutra: Government, ppid: Actor) -> None:
    breach = recorded(lutra, ppid)
    breaches.tell(
        breach, recipient="authority", evidence="Surat 12/2026", by=ppid, at=KNOWN + timedelta(hours=5)
    )
    with pytest.raises(NotYetTold):
        breaches.close(breach, by=ppid)
    late = breaches.tell(
        breach, recipient="subjects", evidence="Surel", by=ppid, at=KNOWN + timedelta(hours=73)
    )
    assert late.is_late
    assert breaches.close(Breach.objects.get(), by=ppid).closed_at
    kinds = [
        (entry.kind, entry.data.get("late")) for entry in entries(lutra.pk).filter(subject_type="breach")
    ]
    assert kinds == [
        ("breach.recorded", None),
        ("breach.told", False),
        ("breach.told", True),
        ("breach.closed", None),
    ]


def test_nobody_is_told_twice_or_without_proof(lutra: Government, ppid: Actor) -> None:
    breach = recorded(lutra, ppid)
    for recipient, evidence in (("raja", "Surat"), ("authority", " ")):
        with pytest.raises(PrivacyIncomplete):
            breaches.tell(breach, recipient=recipient, evidence=evidence, by=ppid)
    breaches.tell(breach, recipient="authority", evidence="Surat", by=ppid)
    with pytest.raises(AlreadyAnswered):
        breaches.tell(breach, recipient="authority", evidence="Surat", by=ppid)


def test_the_book_holds_no_text_of_a_breach(lutra: Government, ppid: Actor) -> None:
    recorded(lutra, ppid)
    told = str([entry.data for entry in entries(lutra.pk)])
    assert not any(text in told for text in TEXTS.values())


def test_only_ppid_and_administrator_keep_breaches(lutra: Government, ppid: Actor, citra: Actor) -> None:
    breach = recorded(lutra, ppid)
    for wrong in (citra, factories.officer(factories.government("73.17"), "ppid_utama")):
        with pytest.raises(NotPermitted):
            recorded(lutra, wrong)
        with pytest.raises(NotPermitted):
            breaches.tell(breach, recipient="authority", evidence="x", by=wrong)
        assert not queries.breaches(wrong)
    assert list(queries.breaches(factories.officer(lutra, "administrator"))) == [breach]
