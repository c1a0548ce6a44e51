"""Fees by the published tariff; more only with a reason."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.ledger.queries import history
from lutra.requests import actions, fees
from lutra.requests.errors import Incomplete
from lutra.requests.models import Decision, Request, Tariff
from lutra.testing.factories import GRANTED, MOMENT

LATER = MOMENT + timedelta(hours=3)
ON_PAPER = {**GRANTED, "copy_format": "hard", "delivery_way": "pickup", "payment": "Tunai di loket."}


@pytest.fixture
def page_price(luwu_utara: Government, ppid: Actor) -> Tariff:
    return publish(luwu_utara, ppid)


def publish(of: Government, by: Actor, **changes: Any) -> Tariff:
    said = {
        "item": "page",
        "amount": 500,
        "decree": "Perbup 7/2019",
        "starts_on": date(2020, 1, 1),
        **changes,
    }
    return fees.publish(of, **said, by=by)


def decide(request: Request, by: Actor, **changes: Any) -> Decision:
    return actions.decide(request, outcome="granted", answers={**ON_PAPER, **changes}, by=by, at=LATER)


@pytest.mark.law("A09")
def test_a_fee_above_the_tariff_is_blocked_without_a_reason(
    request_of_ani: Request, ppid: Actor, page_price: Tariff
) -> None:
    with pytest.raises(Incomplete) as caught:
        decide(request_of_ani, ppid, fee_pages="1", cost="5000")
    assert set(caught.value.problems) == {"fee_reason"}
    assert not Decision.objects.exists()
    made = decide(request_of_ani, ppid, fee_pages="1", cost="5000", fee_reason="Peta ukuran A0.")
    assert (made.cost, made.fee["ceiling"], made.fee["reason"]) == (5000, 500, "Peta ukuran A0.")
    told = list(history(request_of_ani.ledger_subject, government_id=request_of_ani.government_id))[-1]
    assert told.data["fee"]["reason"] == "Peta ukuran A0."


def test_the_cost_is_reckoned_from_the_quantities(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, page_price: Tariff
) -> None:
    publish(luwu_utara, ppid, item="sending", amount=9000)
    made = decide(request_of_ani, ppid, cost="", fee_pages="12", fee_sendings="1")
    assert made.cost == 12 * 500 + 9000
    assert [(line["item"], line["count"]) for line in made.fee["lines"]] == [("page", 12), ("sending", 1)]
    assert made.fee["lines"][0]["decree"] == "Perbup 7/2019"
    assert made.fee["reason"] == ""


def test_less_than_the_tariff_needs_no_reason(
    request_of_ani: Request, ppid: Actor, page_price: Tariff
) -> None:
    assert decide(request_of_ani, ppid, cost="100", fee_pages="12").cost == 100


def test_without_a_published_tariff_every_cost_needs_its_reason(request_of_ani: Request, ppid: Actor) -> None:
    with pytest.raises(Incomplete) as caught:
        decide(request_of_ani, ppid, cost="500")
    assert set(caught.value.problems) == {"fee_reason"}


@pytest.mark.law("A10")
def test_a_digital_copy_by_mail_stays_free_whatever_the_tariff(
    request_of_ani: Request, ppid: Actor, page_price: Tariff
) -> None:
    said = {"copy_format": "soft", "delivery_way": "email"}
    with pytest.raises(Incomplete) as caught:
        decide(request_of_ani, ppid, **said, cost="", fee_pages="3")
    assert set(caught.value.problems) == {"cost"}
    assert decide(request_of_ani, ppid, **said, cost="0").fee == {}


@pytest.mark.parametrize("typed", ["-1", "dua", "1.5", "٣", "999999999"])
def test_quantities_are_plain_numbers(
    request_of_ani: Request, ppid: Actor, page_price: Tariff, typed: str
) -> None:
    with pytest.raises(Incomplete) as caught:
        decide(request_of_ani, ppid, cost="0", fee_pages=typed)
    assert set(caught.value.problems) == {"fee_pages"}


def test_a_new_price_ends_the_one_before_and_both_stay_on_record(
    luwu_utara: Government, ppid: Actor, page_price: Tariff
) -> None:
    publish(luwu_utara, ppid, amount=600, starts_on=date(2020, 3, 10))
    before, after = (fees.tariffs_on(luwu_utara.pk, date(2020, 3, day))["page"] for day in (9, 10))
    assert (before.amount, after.amount) == (500, 600)
    with pytest.raises(Incomplete):
        publish(luwu_utara, ppid, amount=1, starts_on=date(2020, 2, 1))


def test_a_tariff_needs_its_decree_and_somebody_who_may(
    luwu_utara: Government, ppid: Actor, desk: Actor
) -> None:
    with pytest.raises(Incomplete):
        publish(luwu_utara, ppid, decree=" ")
    with pytest.raises(NotPermitted):
        publish(luwu_utara, desk)
    assert not Tariff.objects.exists()
