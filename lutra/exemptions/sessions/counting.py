"""Quorum and majority: pure arithmetic over the government's rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lutra.catalogue.models import TestRules
from lutra.exemptions.session_models import AgendaItem, Vote


@dataclass(frozen=True, slots=True)
class Count:
    """Votes on one test."""

    in_favour: int
    against: int
    abstaining: int

    @property
    def present(self) -> int:
        """How many voted; whoever is present does."""
        return self.in_favour + self.against + self.abstaining


def count(choices: Iterable[str]) -> Count:
    """The votes counted."""
    told = Counter(choices)
    return Count(told[Vote.Choice.FOR], told[Vote.Choice.AGAINST], told[Vote.Choice.ABSTAIN])


def needed(members: int, quorum: str) -> int:
    """How many of ``members`` must be present. Raises ValueError for a rule that is none."""
    if TestRules.Quorum(quorum) == TestRules.Quorum.TWO_THIRDS:
        return -(-2 * members // 3)
    return members // 2 + 1


def result(votes: Count, majority: str) -> str:
    """What the team advises. Without the majority the information stays open, as all information is (UU 14/2008
    Pasal 2): a tie withholds nothing. Raises ValueError for a rule that is none."""
    rule = TestRules.Majority(majority)
    carried = {
        TestRules.Majority.SIMPLE: votes.in_favour > votes.against,
        TestRules.Majority.PRESENT: 2 * votes.in_favour > votes.present,
        TestRules.Majority.TWO_THIRDS: votes.present > 0 and 3 * votes.in_favour >= 2 * votes.present,
    }[rule]
    return AgendaItem.Result.WITHHOLD if carried else AgendaItem.Result.OPEN
