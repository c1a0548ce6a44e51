"""The deeds on a dispute. Each enters what the Commission, a court or the body did, by the law's table."""

from __future__ import annotations

from lutra.objections.disputes.courts import appeal, finish, judge, sue
from lutra.objections.disputes.hearings import (
    adjudicate,
    begin,
    hold_hearing,
    may_mediate,
    mediate,
    remind_hearings,
    set_hearing,
)
from lutra.objections.disputes.register import appoint, register
from lutra.objections.disputes.rulings import Order, carry_out, rule

__all__ = [
    "Order",
    "adjudicate",
    "appeal",
    "appoint",
    "begin",
    "carry_out",
    "finish",
    "hold_hearing",
    "judge",
    "may_mediate",
    "mediate",
    "register",
    "remind_hearings",
    "rule",
    "set_hearing",
    "sue",
]
