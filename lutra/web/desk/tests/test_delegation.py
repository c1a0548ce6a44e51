"""A reply by link and code, from the PPID's page to the draft on the case."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from lutra.delegation import actions
from lutra.delegation.errors import DelegationIncomplete, LinkEnded
from lutra.delegation.models import Delegation
from lutra.directory.errors import NotPermitted
from lutra.directory.models import User
from lutra.ledger.queries import entries, history
from lutra.requests import actions as requests
from lutra.requests.models import Draft, Request
from lutra.testing import factories
from lutra.web.desk.tests.conftest import Office

REPLY = {"outcome": "granted", "text": "Laporan terlampir."}


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def case(office: Office) -> Request:
    return office.handed_over()


def invited(office: Office, case: Request, **changes: Any) -> tuple[str, str]:
    """The path of a fresh link and its code, as the PPID sees them once."""
    form = {"body": office.health.pk, "person": "Rina, Kasi Data", "days": "3", **changes}
    page = office.browser(office.ppid).post(f"/desk/permohonan/{case.pk}/tautan/", form).content.decode()
    (path,) = re.findall(r"http://[^/<]+(/balas/[^/<]+/)", page)
    (code,) = re.findall(r'<b class="code">(\d{6})</b>', page)
    return path, code


def test_link_and_code_lead_to_the_question_and_a_draft(office: Office, case: Request) -> None:
    path, code = invited(office, case)
    rina = office.browser()
    door = rina.get(path).content.decode()
    assert case.subject not in door
    assert case.reference not in door
    assert rina.post(path, {"code": code}).status_code == 303
    page = rina.get(path).content.decode()
    assert case.details in page
    assert not any(value in page for value in factories.ANI.values() if value != "individual")
    done = rina.post(path, {**REPLY, "attachments": []})
    assert done.status_code == 200
    assert "sampai di PPID" in done.content.decode()
    draft = Draft.objects.get()
    assert (draft.text, draft.outcome, draft.body) == (REPLY["text"], "granted", office.health)
    assert str(draft.author) == "Rina, Kasi Data"
    entry = history(case.ledger_subject, case.government_id).last()
    assert (entry.kind, entry.actor) == ("request.drafted", f"delegate:{draft.author_id}")
    seen = office.browser(office.ppid).get(f"/desk/permohonan/{case.pk}/").content.decode()
    assert "Rina, Kasi Data" in seen
    assert "Perangkat daerah, lewat tautan" in seen
    assert rina.get(path).status_code == 404, "the link has done its work"


def test_the_code_is_needed_in_every_browser(office: Office, case: Request) -> None:
    path, code = invited(office, case)
    office.browser().post(path, {"code": code})
    assert office.browser().post(path, REPLY).status_code == 422
    assert not Draft.objects.exists()


def test_five_wrong_codes_end_the_link(office: Office, case: Request) -> None:
    path, code = invited(office, case)
    rina, wrong = office.browser(), "000000" if code != "000000" else "111111"
    assert [rina.post(path, {"code": wrong}).status_code for _ in range(5)] == [422] * 5
    assert rina.post(path, {"code": code}).status_code == 404


def test_a_revoked_link_is_dead_at_once_even_where_it_was_open(office: Office, case: Request) -> None:
    path, code = invited(office, case)
    rina = office.browser()
    rina.post(path, {"code": code})
    made = Delegation.objects.get()
    office.browser(office.ppid).post(f"/desk/permohonan/{case.pk}/tautan/{made.pk}/cabut/")
    assert rina.get(path).status_code == 404
    assert rina.post(path, REPLY).status_code == 404
    kinds = [entry.kind for entry in entries(case.government_id) if "delegat" in entry.kind]
    assert kinds == ["request.delegated", "request.delegation_revoked"]


def test_a_link_ends_by_itself(office: Office, case: Request, clock: time_machine.Traveller) -> None:
    path, _code = invited(office, case)
    clock.shift(timedelta(days=3, seconds=-1))
    assert office.browser().get(path).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert office.browser().get(path).status_code == 404


def test_a_made_up_link_and_a_neighbour_s_link_lead_nowhere(
    office: Office, neighbour: Office, case: Request
) -> None:
    path, _code = invited(office, case)
    assert neighbour.browser().get(path).status_code == 404
    assert office.browser().get(path[:-4] + "AAA/").status_code == 404


def test_nobody_ever_signs_in_as_a_delegate(office: Office, case: Request) -> None:
    invited(office, case)
    person = Delegation.objects.get().person
    assert not person.is_active
    assert not person.has_usable_password()
    assert not person.holdings.exists()
    assert not User.objects.exclude(pk=person.pk).filter(full_name=person.full_name).exists()


def test_a_body_that_gave_the_request_back_answers_no_more(office: Office, case: Request) -> None:
    made, _code = actions.invite(
        case, body=office.health, person="Rina", days=3, by=office.actor(office.ppid)
    )
    requests.dispose(case, to=[office.works], by=office.actor(office.ppid))
    with pytest.raises(NotPermitted):
        actions.reply(made, text="x", outcome="granted")
    assert not Draft.objects.exists()
    assert Delegation.objects.get().replied_at is None


def test_one_link_is_one_reply(office: Office, case: Request) -> None:
    made, _code = actions.invite(
        case, body=office.health, person="Rina", days=3, by=office.actor(office.ppid)
    )
    actions.reply(made, text="x", outcome="granted")
    with pytest.raises(LinkEnded):
        actions.reply(made, text="y", outcome="granted")


def test_an_empty_proposal_comes_back_and_the_link_lives(office: Office, case: Request) -> None:
    path, code = invited(office, case)
    rina = office.browser()
    rina.post(path, {"code": code})
    assert rina.post(path, {"outcome": "granted", "text": ""}).status_code == 422
    assert rina.post(path, REPLY).status_code == 200


@pytest.mark.parametrize("wrong", ["body", "person", "days"])
def test_an_invitation_is_whole(office: Office, case: Request, wrong: str) -> None:
    values: dict[str, Any] = {"body": office.health, "person": "Rina", "days": 3}
    values |= {"body": {"body": office.works}, "person": {"person": " "}, "days": {"days": 15}}[wrong]
    with pytest.raises(DelegationIncomplete) as refusal:
        actions.invite(case, by=office.actor(office.ppid), **values)
    assert set(refusal.value.problems) == {wrong}


def test_only_the_ppid_makes_links(office: Office, case: Request) -> None:
    for user in (office.desk, office.budi, office.superior):
        assert office.browser(user).get(f"/desk/permohonan/{case.pk}/tautan/").status_code == 403
        with pytest.raises(NotPermitted):
            actions.invite(case, body=office.health, person="x", days=1, by=office.actor(user))


def test_neither_code_nor_link_is_in_the_book_or_kept_in_clear(office: Office, case: Request) -> None:
    path, code = invited(office, case)
    told = str([entry.data for entry in entries(case.government_id, kinds=["request.delegated"])])
    row = Delegation.objects.values().get()
    assert code not in told
    assert path.split("/")[2] not in told + str(row)
    again: Client = office.browser(office.ppid)
    assert code not in re.findall(
        r"\b\d{6}\b", again.get(f"/desk/permohonan/{case.pk}/tautan/").content.decode()
    )
