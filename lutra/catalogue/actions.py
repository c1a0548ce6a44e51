"""Writes of the catalogue. Here: making a consequence test, and another person's approval. The deeds on items, files,
versions and deliveries live in ``items`` and ``lists`` and are named here for whoever calls from above."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lutra.catalogue.errors import AlreadyApproved, SamePerson, TestIncomplete
from lutra.catalogue.items.deeds import (
    add_item,
    change_item,
    open_item,
    publish_item,
    publish_items,
    renew_item,
    restore_item,
    touch_item,
    withdraw_item,
)
from lutra.catalogue.items.files import attach_file, remove_file, replace_file
from lutra.catalogue.items.form import ItemForm
from lutra.catalogue.lists.deliveries import deliver
from lutra.catalogue.lists.versions import sign_list
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.queries import is_same_person
from lutra.catalogue.rules import TestForm, problems
from lutra.directory.actors import Actor
from lutra.directory.models import Government, PublicBody
from lutra.directory.permissions import permit
from lutra.law.clocks import legal_day
from lutra.ledger import actions as ledger

__all__ = [
    "ItemForm",
    "add_item",
    "approve_test",
    "attach_file",
    "change_item",
    "deliver",
    "make_test",
    "open_item",
    "publish_item",
    "publish_items",
    "remove_file",
    "renew_item",
    "replace_file",
    "restore_item",
    "sign_list",
    "touch_item",
    "withdraw_item",
]


@transaction.atomic
def make_test(
    government: Government,
    /,
    *,
    form: TestForm,
    by: Actor,
    body: PublicBody | None = None,
    tested_on: date | None = None,
    at: datetime | None = None,
) -> ConsequenceTest:
    """Record a consequence test with its steps (PERKI 1/2021 Pasal 49 ayat (2)). It binds once approved.

    Raises NotPermitted, TestIncomplete (a message per field).
    """
    permit(by, "catalogue.test", government_id=government.pk)
    moment = at or timezone.now()
    day = tested_on or legal_day(moment, government.time_zone)
    wrong = problems(form, tested_on=day)
    if body is not None and body.government_id != government.pk:
        wrong["body"] = _("Pilih perangkat daerah dari pemerintah daerah ini.")
    if wrong:
        raise TestIncomplete(wrong)
    test = ConsequenceTest.objects.create(
        government=government,
        body=body,
        kind=form.kind,
        case_number=form.case_number.strip(),
        document=form.document.strip(),
        information=form.information.strip(),
        ground=form.ground,
        sub_item=form.sub_item,
        act=form.act.strip(),
        legal_analysis=form.legal_analysis.strip(),
        consequence_open=form.consequence_open.strip(),
        benefit_closed=form.benefit_closed.strip(),
        public_interest=form.public_interest.strip(),
        marks=list(form.marks),
        liftings=list(form.liftings),
        ends_on=form.ends_on,
        tested_on=day,
        made_by_id=by.officer_id,
    )
    ledger.record(
        government_id=government.pk,
        kind="test.made",
        subject=("consequence_test", test.pk),
        by=by,
        at=moment,
        data={
            "ground": test.ground,
            "sub_item": test.sub_item,
            "tested_on": day.isoformat(),
            "ends_on": test.ends_on.isoformat() if test.ends_on else None,
        },
    )
    return test


@transaction.atomic
def approve_test(test: ConsequenceTest, /, *, by: Actor, at: datetime | None = None) -> ConsequenceTest:
    """Approve a test on behalf of the head of the public body (PP 61/2010); never one's own.

    Raises NotPermitted, SamePerson, AlreadyApproved.
    """
    permit(by, "catalogue.approve_test", government_id=test.government_id)
    ledger.lock(test.government_id)
    test.refresh_from_db()
    if test.approved_by_id is not None:
        raise AlreadyApproved(_("Uji konsekuensi ini sudah disetujui."))
    if is_same_person(test.made_by_id, by.user_id):
        raise SamePerson(
            _("Pembuat uji konsekuensi tidak boleh menyetujuinya sendiri; mintalah pejabat lain.")
        )
    moment = at or timezone.now()
    test.approved_by_id = by.user_id
    test.approved_on = legal_day(moment, test.government.time_zone)
    test.save(update_fields=["approved_by", "approved_on"])
    ledger.record(
        government_id=test.government_id,
        kind="test.approved",
        subject=("consequence_test", test.pk),
        by=by,
        at=moment,
        data={"on": test.approved_on.isoformat()},
    )
    return test
