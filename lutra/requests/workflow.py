"""How a request moves. The table is in the statute book (`lutra/law/workflows/request.yaml`); the engine that every
case shares is `lutra/ledger/cases.py`.

Stage (where the work is), clock (what the law waits for) and outcome (what was decided) are three separate facts:
the table knows stages only, the clock is computed from dates, and the outcome is set once, by the decision.
"""

from __future__ import annotations

from lutra.law.statute import Transition, workflow
from lutra.ledger.cases import allows, hold, move

__all__ = ["TABLE", "allows", "hold", "move", "transition"]

TABLE = workflow("request")


def transition(deed: str) -> Transition:
    """The row of the table for ``deed``. Raises KeyError for a deed the law does not know."""
    return TABLE.transitions[deed]
