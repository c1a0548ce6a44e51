"""Immediate information: at once, by one person, with eight contents or knowingly without."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, PublicBody
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.ledger.queries import entries as entries_of
from lutra.obligations import immediate
from lutra.obligations.errors import Lacking, NotWhole, ObligationNotNow
from lutra.obligations.immediate import Announcement
from lutra.obligations.models import Immediate
from lutra.obligations.tests.conftest import NOW
from lutra.testing import people

EIGHT = {content.code: f"{content.label.id}." for content in statute.immediate_contents()}
FLOOD = Announcement(title="Banjir bandang di Masamba", hazard="immediate.a", contents=EIGHT)


@pytest.mark.law("P08")
def test_one_person_publishes_at_once_and_the_delay_is_told(
    lutra: Government, bpbd: PublicBody, citra: Actor
) -> None:
    begun = NOW - timedelta(minutes=4)
    made = immediate.announce(lutra, body=bpbd, what=FLOOD, begun_at=begun, by=citra, at=NOW)
    assert made.item.is_public
    assert made.item.kind == "immediate"
    assert made.item.obligations == ["immediate.a"]
    assert made.published_at - made.created_at == timedelta(minutes=4)
    assert [entry.kind for entry in entries_of(lutra.pk)] == ["item.added", "immediate.announced"]


def test_a_beginning_in_the_future_is_not_believed(lutra: Government, bpbd: PublicBody, citra: Actor) -> None:
    begun = NOW + timedelta(hours=1)
    made = immediate.announce(lutra, body=bpbd, what=FLOOD, begun_at=begun, by=citra, at=NOW)
    assert made.created_at == NOW


@pytest.mark.law("P09")
def test_a_missing_way_to_avoid_the_danger_warns_but_does_not_stop(
    lutra: Government, bpbd: PublicBody, citra: Actor
) -> None:
    short = Announcement(FLOOD.title, FLOOD.hazard, {**EIGHT, "avoiding": ""})
    with pytest.raises(NotWhole, match="Cara menghindari bahaya") as warned:
        immediate.announce(lutra, body=bpbd, what=short, by=citra, at=NOW)
    assert warned.value.missing == ("avoiding",)
    assert not Immediate.objects.exists()
    made = immediate.announce(lutra, body=bpbd, what=short, knowingly=True, by=citra, at=NOW)
    assert made.haste == "hurried"
    assert entries_of(lutra.pk, kinds=["immediate.announced"]).get().data["lacks"] == ["avoiding"]
    immediate.complete(made, contents=EIGHT, by=citra, at=NOW)
    assert made.haste == "whole"


@pytest.mark.law("P10")
def test_a_licensee_s_danger_is_named_and_still_immediate_information(
    lutra: Government, bpbd: PublicBody, citra: Actor
) -> None:
    spill = Announcement("Pencemaran sungai", "immediate.b.pollution", EIGHT, third_party="PT Sawit Rongkong")
    made = immediate.announce(lutra, body=bpbd, what=spill, by=citra, at=NOW)
    assert (made.third_party, made.item.kind) == ("PT Sawit Rongkong", "immediate")


@pytest.mark.law("P11")
def test_the_banner_stands_until_its_end_and_the_feed_keeps_it(
    lutra: Government, bpbd: PublicBody, citra: Actor
) -> None:
    made = immediate.announce(lutra, body=bpbd, what=FLOOD, by=citra, at=NOW)
    assert list(immediate.standing(lutra, at=NOW)) == [made]
    assert not immediate.standing(lutra, at=NOW + immediate.SHOWN_FOR).exists()
    immediate.end(made, by=citra, at=NOW)
    assert not immediate.standing(lutra, at=NOW).exists()
    assert list(immediate.public(lutra)) == [made]
    with pytest.raises(ObligationNotNow):
        immediate.end(made, by=citra, at=NOW)


@pytest.mark.law("P11")
def test_the_text_for_groups_tells_danger_what_to_do_and_where_to_read(
    lutra: Government, bpbd: PublicBody, citra: Actor
) -> None:
    made = immediate.announce(lutra, body=bpbd, what=FLOOD, by=citra, at=NOW)
    text = immediate.social_text(made, address="https://ppid.example.go.id/serta-merta/1/")
    assert text.splitlines()[0] == "BANJIR BANDANG DI MASAMBA"
    assert EIGHT["avoiding"] in text
    assert text.endswith("/serta-merta/1/")


def test_another_government_s_banner_is_not_ours(lutra: Government, bpbd: PublicBody, citra: Actor) -> None:
    immediate.announce(lutra, body=bpbd, what=FLOOD, by=citra, at=NOW)
    assert not immediate.standing(people.government("73.17"), at=NOW).exists()


def test_a_title_and_a_hazard_of_the_list_are_needed(
    lutra: Government, bpbd: PublicBody, citra: Actor
) -> None:
    for hazard in ("periodic.a", "immediate.z"):
        with pytest.raises(Lacking) as refused:
            immediate.announce(lutra, body=bpbd, what=Announcement(" ", hazard, EIGHT), by=citra, at=NOW)
        assert set(refused.value.problems) == {"title", "hazard"}


def test_who_has_no_right_announces_nothing(lutra: Government, bpbd: PublicBody) -> None:
    leader = people.officer(lutra, Role.LEADER)
    with pytest.raises(NotPermitted):
        immediate.announce(lutra, body=bpbd, what=FLOOD, by=leader, at=NOW)
