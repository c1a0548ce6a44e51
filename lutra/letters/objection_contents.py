"""What the letters about an objection say: its receipt, the superior's answer, the minutes of a settlement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.regions import province_of
from lutra.law import clocks, statute
from lutra.letters import addresses, rulers, wording
from lutra.letters.telling import Telling
from lutra.requests.codes import show_code


def _objection(telling: Telling) -> dict[str, Any]:
    """What was objected to, why, and under which numbers."""
    objection = telling.objection
    request = objection.request
    return {
        "reference": objection.reference,
        "code": show_code(objection.code),
        "request": request.reference if request else "",
        "information": objection.information,
        "purpose": objection.purpose,
        "case_position": objection.case_position,
        "grounds": [_ground(telling, letter) for letter in objection.grounds],
        "received_on": telling.long(objection.received_on),
        "filed_at": wording.moment(objection.filed_at, telling.government.time_zone, telling.language),
        "channel": telling.label(statute.channels(), objection.channel),
        "is_oral": objection.is_oral,
        "late_after": telling.long(objection.last_day) if objection.is_late and objection.last_day else "",
    }


def _ground(telling: Telling, letter: str) -> str:
    ground = statute.objection_ground(letter)
    return f"{statute.text(ground.label, telling.language)} ({telling.law(ground.clause)})"


def _receipt(telling: Telling) -> dict[str, Any]:
    """Tanda bukti keberatan: number, due date with clause and derivation, and what happens next (LAW O12)."""
    due = telling.clock(telling.told.data["reply"])
    grounds = [statute.objection_ground(letter) for letter in telling.objection.grounds]
    return {
        "objection": _objection(telling),
        "officer": telling.recorded_by,
        "reply": {"due": telling.long(due.due), "days": due.law.quantity},
        "may_settle": all(ground.settlement_allowed for ground in grounds),
        "commission": {
            "name": commission(telling.government, telling.words),
            "days": clocks.rule("dispute.file", on=telling.day).quantity,
        },
        "ruler": rulers.drawn(due, language=telling.language),
        "tracking_url": addresses.objection_url(telling.government, telling.objection.code),
    }


def _reply(telling: Telling) -> dict[str, Any]:
    """The superior's written answer, with the last day at the commission (Pasal 36, 37; LAW O15)."""
    objection, told = telling.objection, telling.told.data
    decision = statute.objection_decision(told["decision"], telling.day)
    order_due = told["order_due"]
    return {
        "objection": _objection(telling),
        "decision": {
            "label": statute.text(decision.label, telling.language),
            "meaning": statute.text(decision.meaning, telling.language),
            "upholds": not decision.needs_order,
            "reason": objection.reason,
            "order": objection.order,
            "order_due": telling.long(date.fromisoformat(order_due)) if order_due else "",
            "late_days": _late_days(telling, date.fromisoformat(told["due"])),
        },
        "commission": _appeal(telling),
    }


def _settlement(telling: Telling) -> dict[str, Any]:
    """Berita acara: what both sides agreed (Pasal 35 ayat (2))."""
    return {
        "objection": _objection(telling),
        "day": telling.long(telling.day),
        "minutes": telling.objection.settlement,
    }


def _late_days(telling: Telling, due: date) -> int:
    calendar = calendar_of(telling.government, as_known_on=telling.day)
    return calendar.count(due, telling.day) if telling.day > due else 0


def _appeal(telling: Telling) -> dict[str, Any]:
    """Where, how and until when: counted from the letter's own day, on which its applicant can read it."""
    calendar = calendar_of(telling.government, as_known_on=telling.day)
    due = clocks.due("dispute.file", telling.day, calendar=calendar)
    return {
        "name": commission(telling.government, telling.words),
        "start": telling.long(telling.day),
        "until": telling.long(due.due),
        "days": due.law.quantity,
        "provisional": due.provisional,
    }


def commission(government: Government, words: Mapping[str, str]) -> str:
    """The commission that hears the government's disputes: the province's (UU 14/2008 Pasal 24)."""
    province = province_of(government)
    return words["commission_of"].format(province=province) if province else words["commission"]


CONTENTS: Mapping[str, Callable[[Telling], dict[str, Any]]] = {
    "objection_receipt": _receipt,
    "objection_reply": _reply,
    "settlement": _settlement,
}
