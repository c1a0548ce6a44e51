"""Why a deed on a request was refused. Each message tells the person what would be right."""

from __future__ import annotations

from lutra.ledger.cases import CaseError, ChangedMeanwhile, NotNow

__all__ = [
    "AlreadyExtended",
    "AlreadyTold",
    "CaseError",
    "ChangedMeanwhile",
    "Incomplete",
    "NoProof",
    "NoTest",
    "NobodyToAsk",
    "NotApproved",
    "NotNow",
    "NotReviewable",
    "NotSearched",
    "ReasonRequired",
    "RequestError",
    "TooLate",
]


class RequestError(CaseError):
    """A deed on a request was refused."""


class Incomplete(RequestError):
    """Fields are missing or wrong: ``problems`` maps each field's code to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class ReasonRequired(RequestError):
    """A deed that the applicant must be told the reason of came without one."""


class AlreadyExtended(RequestError):
    """The reply period is extended once only (UU 14/2008 Pasal 22 ayat (8))."""


class TooLate(RequestError):
    """The time in which the deed was possible has passed."""


class AlreadyTold(RequestError):
    """The gaps of a request are told once."""


class NoTest(Incomplete):
    """A refusal without an approved consequence test that stands on that day (UU 14/2008 Pasal 19)."""


class NoProof(RequestError):
    """A delivery without evidence, or a closing without a delivery."""


class NobodyToAsk(RequestError):
    """A disposition that names no body, or one of another government."""


class NotReviewable(RequestError):
    """A draft that is one's own, has a newer version, or was reviewed already."""


class NotApproved(RequestError):
    """A decision on drafts that nobody else than their author approved, where the government demands it."""


class NoAdvice(RequestError):
    """The government demands the considerations team's advice before anything is withheld, and there is none."""


class NotSearched(Incomplete):
    """A "not held" without a custodian's statement and a search on record, where the government demands both."""
