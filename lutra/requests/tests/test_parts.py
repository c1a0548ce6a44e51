"""A request of several parts: each with its outcome and requirements, one derived outcome, one entry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.dispositions.models import Disposition
from lutra.ledger.queries import history
from lutra.requests import actions, splitting
from lutra.requests.errors import Incomplete, NoTest, NotNow
from lutra.requests.models import Decision, Part, Request
from lutra.requests.parts import PartAnswer, current, derived
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT, REFUSED
from lutra.testing.journeys import ANSWERS

LATER = MOMENT + timedelta(hours=3)
COMMON = {"copy_format": "soft", "delivery_way": "email", "cost": 0}
NOT_HELD = {"holding": "not_held", "holder": "BPS"}


@pytest.fixture
def split(request_of_ani: Request, ppid: Actor) -> Request:
    splitting.split(request_of_ani, parts=[("Anggaran 2019", None), ("Nama pasien", None)], by=ppid, at=LATER)
    return request_of_ani


def granted(**changes: Any) -> PartAnswer:
    own = {code: said for code, said in GRANTED.items() if code not in COMMON}
    return PartAnswer("granted", {**own, **changes})


def decide(request: Request, by: Actor, *parts: PartAnswer, **more: Any) -> Decision:
    return actions.decide(request, answers=COMMON, parts=dict(enumerate(parts, 1)), by=by, at=LATER, **more)


def last(request: Request) -> dict[str, Any]:
    return list(history(request.ledger_subject, government_id=request.government_id))[-1].data


# Splitting


def test_a_request_is_split_into_numbered_parts_each_handed_to_its_body(
    luwu_utara: Government, request_of_ani: Request, ppid: Actor, dinkes: PublicBody
) -> None:
    dinsos = factories.body(luwu_utara, "dinsos")
    splitting.split(
        request_of_ani,
        parts=[("Anggaran", dinkes), ("  ", None), ("Bantuan", dinsos), ("Realisasi", dinkes)],
        by=ppid,
        at=LATER,
    )
    assert [(part.number, part.matter, part.body) for part in current(request_of_ani)] == [
        (1, "Anggaran", dinkes),
        (2, "Bantuan", dinsos),
        (3, "Realisasi", dinkes),
    ]
    assert {given.to_body for given in Disposition.objects.all()} == {dinkes, dinsos}
    assert "1, 3" in Disposition.objects.get(to_body=dinkes).instruction
    assert (request_of_ani.stage, request_of_ani.body) == ("disposed", dinkes)
    entries = history(request_of_ani.ledger_subject, government_id=luwu_utara.pk)
    assert "Bantuan" not in str([entry.data for entry in entries]), "the question stays out of the book"


def test_a_request_split_anew_keeps_the_earlier_parts_on_record(split: Request, ppid: Actor) -> None:
    splitting.split(split, parts=[("A", None), ("B", None), ("C", None)], by=ppid, at=LATER)
    assert [part.matter for part in current(split)] == ["A", "B", "C"]
    assert Part.objects.filter(replaced_at__isnull=False).count() == 2


@pytest.mark.parametrize("parts", [[], [("Satu", None)], [(str(n), None) for n in range(31)]])
def test_one_part_is_no_split_and_thirty_one_are_too_many(
    request_of_ani: Request, ppid: Actor, parts: list[Any]
) -> None:
    with pytest.raises(Incomplete):
        splitting.split(request_of_ani, parts=parts, by=ppid, at=LATER)
    assert not Part.objects.exists()


def test_only_the_ppid_splits_and_only_before_the_decision(
    split: Request, ppid: Actor, desk: Actor, pelaksana: Actor
) -> None:
    for by in (desk, pelaksana):
        with pytest.raises(NotPermitted):
            splitting.split(split, parts=[("A", None), ("B", None)], by=by, at=LATER)
    decide(split, ppid, granted(), granted())
    with pytest.raises(NotNow):
        splitting.split(split, parts=[("A", None), ("B", None)], by=ppid, at=LATER)


# Deriving


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        (["granted", "granted"], "granted"),
        (["refused", "refused"], "refused"),
        (["granted", "refused"], "partly"),
        (["granted", "not_held"], "partly"),
        (["partly", "granted"], "partly"),
        (["not_held", "refused"], "refused"),  # nothing is given: the refusal may be objected to
        (["not_yet_held", "not_held"], "not_held"),
        (["not_yet_held", "not_yet_held"], "not_yet_held"),
    ],
)
def test_the_outcome_of_the_whole_is_derived_from_its_parts(outcomes: list[str], whole: str) -> None:
    assert derived(outcomes) == whole


@given(st.lists(st.sampled_from(sorted(ANSWERS)), min_size=1, max_size=8))
def test_the_order_of_parts_means_nothing_and_only_all_granted_is_granted(outcomes: list[str]) -> None:
    assert derived(outcomes) == derived(outcomes[::-1]) == derived(sorted(outcomes))
    assert (derived(outcomes) == "granted") == (set(outcomes) == {"granted"})
    assert (derived(outcomes) in {"granted", "partly"}) == bool({"granted", "partly"} & set(outcomes))


# Deciding


def test_parts_granted_and_refused_make_one_notice_that_lists_both(
    luwu_utara: Government, split: Request, ppid: Actor
) -> None:
    test = factories.standing_test(luwu_utara)
    decision = decide(split, ppid, granted(), PartAnswer("refused", REFUSED, test))
    split.refresh_from_db()
    assert (split.outcome, decision.outcome, decision.test) == ("partly", "partly", test)
    assert decision.materials == ["Bagian 1: Laporan realisasi APBD 2019"]
    assert [(line["matter"], line["ground"]) for line in decision.withheld] == [
        ("Bagian 2: Nama pasien", "h")
    ]
    assert decision.considerations == REFUSED["considerations"]
    assert [(part.number, part.outcome) for part in current(split)] == [(1, "granted"), (2, "refused")]
    data = last(split)
    assert (data["outcome"], data["grounds"]) == ("partly", ["h"])
    assert [(part["number"], part["outcome"]) for part in data["parts"]] == [(1, "granted"), (2, "refused")]


@pytest.mark.law("A02")
@pytest.mark.law("A04")
def test_each_part_must_hold_what_the_law_wants_of_its_outcome(split: Request, ppid: Actor) -> None:
    with pytest.raises(NoTest) as caught:
        decide(split, ppid, granted(), PartAnswer("refused", REFUSED))
    assert set(caught.value.problems) == {"part_2_test"}
    with pytest.raises(Incomplete) as missing:
        decide(split, ppid, granted(materials=[]), PartAnswer("not_held", {"holding": "not_held"}))
    assert set(missing.value.problems) == {"part_1_materials", "part_2_holder"}
    assert not Decision.objects.exists()
    assert not Part.objects.exclude(outcome="").exists()


def test_what_is_said_once_for_all_is_asked_once(split: Request, ppid: Actor) -> None:
    with pytest.raises(Incomplete) as caught:
        actions.decide(split, answers={}, parts={1: granted(), 2: granted()}, by=ppid, at=LATER)
    assert set(caught.value.problems) == {"copy_format", "delivery_way", "cost"}


def test_a_part_without_an_outcome_or_a_part_that_is_not_there_is_refused(
    split: Request, ppid: Actor
) -> None:
    with pytest.raises(Incomplete) as caught:
        decide(split, ppid, granted())
    assert set(caught.value.problems) == {"part_2_outcome"}
    with pytest.raises(Incomplete):
        decide(split, ppid, granted(), granted(), granted())


def test_a_request_that_was_not_split_has_no_parts_to_decide(request_of_ani: Request, ppid: Actor) -> None:
    with pytest.raises(Incomplete):
        decide(request_of_ani, ppid, granted())


def test_a_part_that_is_not_held_names_its_holder_in_the_whole_notice(split: Request, ppid: Actor) -> None:
    decision = decide(split, ppid, PartAnswer("not_held", NOT_HELD), PartAnswer("not_held", NOT_HELD))
    assert (decision.outcome, decision.holder, decision.holding) == ("not_held", "BPS", "not_held")
    assert decision.cost is None or decision.cost == 0


def test_the_day_on_which_a_part_will_be_there_is_kept(split: Request, ppid: Actor) -> None:
    later = PartAnswer("not_yet_held", ANSWERS["not_yet_held"])
    decision = decide(split, ppid, granted(), later)
    assert (decision.outcome, decision.available_on) == ("partly", date(2099, 1, 5))
    assert current(split)[1].answer["available_on"] == "2099-01-05"
