"""Deeds on consequence tests: an office proposes one, it is sent back or approved, and nobody approves his own."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import (
    AlreadyApproved,
    NoTeamAdvice,
    SamePerson,
    TestChangedMeanwhile,
    TestIncomplete,
)
from lutra.catalogue.items.rights import own_bodies
from lutra.catalogue.models import ConsequenceTest, TestRules
from lutra.catalogue.queries import is_same_person
from lutra.catalogue.rules import TestForm, problems
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger

_LONGEST_REASON = 500


@transaction.atomic
def make_test(
    government: Government,
    /,
    *,
    form: TestForm,
    by: Actor,
    body: PublicBody | None = None,
    renews: ConsequenceTest | None = None,
    tested_on: date | None = None,
    at: datetime | None = None,
) -> ConsequenceTest:
    """Record a consequence test with its steps (PERKI 1/2021 Pasal 49 ayat (2)). It binds once approved.

    An office proposes for its own information alone; left out, ``body`` is that office. ``renews`` is the test that
    this one is to take the place of. Raises NotPermitted, TestIncomplete (a message per field).
    """
    permit(by, "catalogue.test", government_id=government.pk)
    moment = at or timezone.now()
    day = tested_on or legal_day(moment, government.time_zone)
    own = own_bodies(by)
    if body is None and own is not None and len(own) == 1:
        body = PublicBody.objects.get(pk=next(iter(own)))
    wrong = problems(form, tested_on=day)
    if body is not None and body.government_id != government.pk:
        wrong["body"] = _("Pilih perangkat daerah dari pemerintah daerah ini.")
    elif own is not None and (body is None or body.pk not in own):
        wrong["body"] = _("Anda mengusulkan untuk perangkat daerah Anda sendiri.")
    if renews is not None and renews.government_id != government.pk:
        wrong["renews"] = _("Pilih uji dari pemerintah daerah ini.")
    if wrong:
        raise TestIncomplete(wrong)
    test = ConsequenceTest.objects.create(
        government=government,
        body=body,
        renews=renews,
        tested_on=day,
        made_by_id=by.officer_id,
        **_written(form),
    )
    _record(test, "test.made", by=by, at=moment, **_told(test), **({"renews": renews.pk} if renews else {}))
    return test


@transaction.atomic
def return_test(
    test: ConsequenceTest, /, *, reason: str, by: Actor, at: datetime | None = None
) -> ConsequenceTest:
    """Send a proposed test back to its maker, who reads the reason and revises it (Permendagri 3/2017).

    Raises NotPermitted, TestIncomplete, AlreadyApproved.
    """
    permit(by, "catalogue.return_test", government_id=test.government_id)
    said = reason.strip()
    if not said:
        raise TestIncomplete({"reason": _("Tulis apa yang harus diperbaiki; pengusul membacanya.")})
    if len(said) > _LONGEST_REASON:
        raise TestIncomplete(
            {"reason": _("Terlalu panjang: paling banyak %(max)d huruf.") % {"max": _LONGEST_REASON}}
        )
    _hold(test)
    if test.returned_on is not None:
        raise AlreadyApproved(_("Uji ini sudah dikembalikan dan menunggu perbaikan pengusulnya."))
    moment = at or timezone.now()
    test.returned_on = legal_day(moment, test.government.time_zone)
    test.returned_by_id = by.officer_id
    test.returned_reason = said
    test.save(update_fields=["returned_on", "returned_by", "returned_reason"])
    _record(test, "test.returned", by=by, at=moment, on=test.returned_on.isoformat())
    return test


@transaction.atomic
def revise_test(
    test: ConsequenceTest, /, *, form: TestForm, by: Actor, at: datetime | None = None
) -> ConsequenceTest:
    """Write a proposed test anew, sent back or not. What the team advised on other words counts no longer.

    Whoever revises has made it, so he will not approve it. Raises NotPermitted, TestIncomplete, AlreadyApproved.
    """
    permit(by, "catalogue.test", government_id=test.government_id)
    own = own_bodies(by)
    if own is not None and test.body_id not in own:
        raise NotPermitted("catalogue.test")
    _hold(test)
    moment = at or timezone.now()
    day = legal_day(moment, test.government.time_zone)
    if wrong := problems(form, tested_on=day):
        raise TestIncomplete(wrong)
    for name, value in _written(form).items():
        setattr(test, name, value)
    test.tested_on, test.made_by_id = day, by.officer_id
    test.returned_on, test.returned_by, test.returned_reason = None, None, ""
    test.advice, test.advised_on = "", None
    test.revision += 1
    test.save()
    _record(test, "test.revised", by=by, at=moment, **_told(test))
    return test


@transaction.atomic
def approve_test(
    test: ConsequenceTest, /, *, by: Actor, seen: int | None = None, at: datetime | None = None
) -> ConsequenceTest:
    """Approve a test on behalf of the head of the public body (PP 61/2010); never one's own.

    ``seen`` is the revision that was read. Raises NotPermitted, SamePerson, AlreadyApproved, TestChangedMeanwhile,
    NoTeamAdvice.
    """
    permit(by, "catalogue.approve_test", government_id=test.government_id)
    _hold(test)
    if seen is not None and seen != test.revision:
        raise TestChangedMeanwhile(_("Uji ini diperbaiki sesudah Anda membukanya; baca lagi sebelum setuju."))
    if test.returned_on is not None:
        raise AlreadyApproved(_("Uji ini dikembalikan kepada pengusulnya; tunggu perbaikannya."))
    if is_same_person(test.made_by_id, by.user_id):
        raise SamePerson(
            _("Pembuat uji konsekuensi tidak boleh menyetujuinya sendiri; mintalah pejabat lain.")
        )
    if not test.advice and rules_of(test.government_id).needs_session:
        raise NoTeamAdvice(
            _("Aturan tim meminta uji ini dibahas dalam sidang Tim Pertimbangan sebelum disetujui.")
        )
    moment = at or timezone.now()
    test.approved_by_id = by.user_id
    test.approved_on = legal_day(moment, test.government.time_zone)
    test.save(update_fields=["approved_by", "approved_on"])
    _record(test, "test.approved", by=by, at=moment, on=test.approved_on.isoformat())
    return test


def rules_of(government_id: int) -> TestRules:
    """The government's rules on tests; without a row an unsaved one that demands nothing. One query."""
    found = TestRules.objects.filter(government_id=government_id).first()
    return found or TestRules(government_id=government_id)


def _hold(test: ConsequenceTest) -> None:
    """Take the book and read the row anew. Raises AlreadyApproved: an approved test is final."""
    ledger.lock(test.government_id)
    test.refresh_from_db()
    if test.approved_by_id is not None:
        raise AlreadyApproved(_("Uji konsekuensi ini sudah disetujui."))


def _written(form: TestForm) -> dict[str, Any]:
    """The form as the row holds it."""
    return {
        name: value.strip() if isinstance(value, str) else list(value) if isinstance(value, tuple) else value
        for name, value in asdict(form).items()
    }


def _told(test: ConsequenceTest) -> dict[str, Any]:
    return {
        "ground": test.ground,
        "sub_item": test.sub_item,
        "tested_on": test.tested_on.isoformat(),
        "ends_on": test.ends_on.isoformat() if test.ends_on else None,
    }


def _record(test: ConsequenceTest, kind: str, *, by: Actor, at: datetime, **data: Any) -> None:
    ledger.record(
        government_id=test.government_id,
        kind=kind,
        subject=("consequence_test", test.pk),
        by=by,
        at=at,
        data=data,
    )
