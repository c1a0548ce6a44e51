"""Objecting for somebody else: registered always, with the power of attorney when it is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.objections import actions, proxies
from lutra.objections.errors import ObjectionIncomplete
from lutra.objections.models import Objection
from lutra.requests.errors import ReasonRequired
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI, MOMENT

pytestmark = pytest.mark.django_db
BUDI = {"by_proxy": "yes", "proxy_name": "Budi Santoso", "proxy_nik": "7322030101850003"}
PDF = b"%PDF-1.4 surat kuasa"
POWER = {"power_of_attorney": ("kuasa.pdf", PDF)}
SAID = {"purpose": "Penelitian", "case_position": "Tidak dijawab."}
LATER = MOMENT + timedelta(days=15)


@pytest.fixture
def luwu_utara() -> Government:
    return factories.government()


@pytest.fixture
def desk(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.DESK_OFFICER)


def object_to(of: Government, request: Request | None, **changes: Any) -> Objection:
    files = changes.pop("files", None)
    return actions.register(
        of,
        by=actors.applicant(of),
        channel="web",
        answers={**SAID, **changes},
        grounds=["c"] if request else ["b"],
        request=request,
        files=files,
        at=LATER,
    )


def test_a_proxy_is_named_under_seal_beside_the_one_he_represents(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    objection = object_to(luwu_utara, request, files=POWER, **BUDI)
    identity = objection.applicant.identity.open()
    assert (identity["name"], identity["proxy_name"]) == (ANI["name"], "Budi Santoso")
    assert "proxy_name" not in request.applicant.identity.open()
    assert objection.by_proxy
    (power,) = objection.powers.all()
    assert power.document.is_sealed
    (entry,) = history(objection.ledger_subject, government_id=luwu_utara.pk)
    assert entry.data["by_proxy"] is True
    assert "Budi" not in str(entry.data)


def test_who_objects_himself_stays_the_requests_own_applicant(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    objection = object_to(luwu_utara, request, files=POWER)
    assert (objection.applicant, objection.by_proxy, objection.powers.count()) == (
        request.applicant,
        False,
        0,
    )


def test_without_the_paper_it_is_registered_and_the_paper_is_wanted(
    luwu_utara: Government, desk: Actor
) -> None:
    objection = object_to(luwu_utara, factories.file_request(luwu_utara), **BUDI)
    assert objection.stage == "registered"
    assert proxies.is_wanted(objection)
    proxies.bring(objection, name="kuasa.pdf", content=PDF, by=desk, at=LATER)
    assert not proxies.is_wanted(objection)


def test_a_proxy_says_who_he_is_and_brings_a_readable_file(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    with pytest.raises(ObjectionIncomplete) as caught:
        object_to(luwu_utara, request, by_proxy="yes", proxy_nik="1")
    assert set(caught.value.problems) == {"proxy_name", "proxy_nik"}
    with pytest.raises(ObjectionIncomplete) as caught:
        object_to(luwu_utara, request, files={"power_of_attorney": ("a.exe", b"MZ")}, **BUDI)
    assert list(caught.value.problems) == ["power_of_attorney"]
    assert not Objection.objects.exists()


def test_a_group_may_object_that_nothing_is_published(luwu_utara: Government) -> None:
    members = "Siti Aminah, 7322034107900002"
    objection = object_to(
        luwu_utara,
        None,
        files=POWER,
        **{**ANI, "applicant_kind": "group"},
        members=members,
        information="LKPD",
    )
    assert objection.by_proxy
    assert objection.applicant.identity.open()["members"] == members


def test_an_officer_checks_it_with_a_reason_and_once(luwu_utara: Government, desk: Actor) -> None:
    objection = object_to(luwu_utara, factories.file_request(luwu_utara), files=POWER, **BUDI)
    power = proxies.waiting(objection)
    assert power is not None
    with pytest.raises(ReasonRequired):
        proxies.check(objection, power, verdict="refused", by=desk, at=LATER)
    proxies.check(objection, power, verdict="refused", reason="Sudah lewat.", by=desk, at=LATER)
    assert objection.stage == "registered"
    assert proxies.is_wanted(objection)
    kinds = [entry.kind for entry in history(objection.ledger_subject, government_id=luwu_utara.pk)]
    assert kinds == ["objection.registered", "objection.power_checked"]


def test_citra_checks_and_sees_nothing(luwu_utara: Government) -> None:
    citra = factories.officer(luwu_utara, Role.ANNOUNCER, name="Citra")
    objection = object_to(luwu_utara, factories.file_request(luwu_utara), files=POWER, **BUDI)
    power = objection.powers.get()
    with pytest.raises(NotPermitted):
        proxies.check(objection, power, verdict="accepted", by=citra, at=LATER)
    with pytest.raises(NotPermitted):
        proxies.look(objection, power, by=citra)
