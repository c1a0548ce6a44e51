"""Powers of attorney of objections are as short-lived as those of requests (LAW G11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lutra.directory import actors
from lutra.documents.models import Document
from lutra.ledger.queries import entries
from lutra.objections import actions
from lutra.objections.models import Objection
from lutra.privacy import images
from lutra.testing import factories
from lutra.testing.factories import MOMENT

pytestmark = pytest.mark.django_db


@pytest.mark.law("G11")
@pytest.mark.parametrize(("days", "held", "purged"), [(30, False, 0), (32, False, 1), (32, True, 0)])
def test_it_is_purged_some_days_after_the_objection_closed_unless_it_is_in_dispute(
    monkeypatch: pytest.MonkeyPatch, days: int, held: bool, purged: int
) -> None:
    of = factories.government()
    answers: dict[str, Any] = {
        "purpose": "Penelitian",
        "case_position": "Tidak dijawab.",
        "by_proxy": "yes",
        "proxy_name": "Budi Santoso",
        "proxy_nik": "7322030101850003",
    }
    objection = actions.register(
        of,
        by=actors.applicant(of),
        channel="web",
        answers=answers,
        grounds=["c"],
        request=factories.file_request(of),
        files={"power_of_attorney": ("kuasa.pdf", b"%PDF-1.4 surat kuasa")},
        at=MOMENT,
    )
    Objection.objects.filter(pk=objection.pk).update(stage="closed", closed_on=date(2020, 3, 2))
    monkeypatch.setattr(images, "is_objection_on_hold", lambda _objection: held)
    assert images.purge_images(MOMENT + timedelta(days=days)) == purged
    assert Document.objects.filter(purged_at__isnull=False).count() == purged
    assert entries(of.pk, kinds=["data.image_purged"]).count() == purged
