"""Why a deed on an objection was refused."""

from __future__ import annotations

from lutra.ledger.cases import CaseError


class ObjectionError(CaseError):
    """A deed on an objection was refused; the message says what would be right."""


class ObjectionIncomplete(ObjectionError):
    """Fields are missing or wrong: ``problems`` maps each field's code to what to do about it."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(" ".join(problems.values()))


class OwnCase(ObjectionError):
    """Who handled the request may not decide the objection against it."""


class NotForSettlement(ObjectionError):
    """A refusal under Pasal 17 cannot be settled amicably (UU 14/2008 Pasal 35 ayat (2))."""


class NoObjection(ObjectionError):
    """A dispute comes only after an objection (Penjelasan Pasal 37)."""


class AlreadyDisputed(ObjectionError):
    """The objection has its dispute already."""


class NotForMediation(ObjectionError):
    """A refusal under Pasal 17 is not mediated (Pasal 40 ayat (2))."""


class RulingIsFinal(ObjectionError):
    """A mediation ruling is final and binding (Pasal 39)."""


class DossierDamaged(ObjectionError):
    """A dossier is not as it was made; the message says where."""
