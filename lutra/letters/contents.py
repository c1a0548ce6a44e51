"""What each letter says: facts from the case, its entry in the book and the statute book, in the letter's language.

Nothing here is decided: dates come from the clock kept in the book, reasons from the decision, words of law from the
statute book (which refuses to cite a clause that was never verified). The result is plain data for ``typeset``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from lutra.directory.calendars import calendar_of
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.law import clocks, statute
from lutra.ledger import cases
from lutra.letters import addresses, exemption_contents, objection_contents, rulers, wording
from lutra.letters.signatories import holder
from lutra.letters.telling import Telling
from lutra.objections.models import Objection
from lutra.requests import attached
from lutra.requests.clocks import completion_clock, known_calendar, reply_clock
from lutra.requests.codes import show_code
from lutra.requests.intake import gap_fields
from lutra.requests.models import Decision
from lutra.requests.parts import current

__all__ = ["Telling", "context"]

# How much of a file's digest is printed: enough to compare by eye.
_DIGEST = 16


def context(telling: Telling, *, reference: str, code: str, is_signed: bool) -> dict[str, Any]:
    """All that the letter's template is given. Raises NotPrintable, KeyError (a kind without contents)."""
    government = telling.government
    return {
        "labels": telling.words,
        "law": {clause: telling.law(clause) for clause in telling.template.clauses},
        "reference": reference,
        "code": show_code(code),
        "verify_url": addresses.verify_url(government, code),
        "issued_on": _placed(government, telling.long(telling.day)),
        "government": {
            "name": government.name,
            "office": telling.words["superior_office" if telling.is_superiors else "office"],
            "lines": [line for line in _lines(telling) if line],
        },
        "signer": {
            "name": telling.signatory.name,
            "title": telling.signatory.title,
            "place": _placed(government, wording.plain_date(telling.day, telling.language)),
            "signed": is_signed,
        },
        "applicant": {
            "name": addressed(telling),
            "address": telling.identity.get("address", ""),
            "occupation": telling.identity.get("occupation", ""),
            "contact": wording.listed([telling.identity.get("phone"), telling.identity.get("email")]),
        },
        **CONTENTS[telling.template.kind](telling),
    }


def addressed(telling: Telling) -> str:
    """Whom the letter is addressed to; a proxy is named beside the one he represents."""
    name, proxy = telling.identity.get("name", ""), telling.identity.get("proxy_name", "")
    return telling.words["through_proxy"].format(name=name, proxy=proxy) if proxy else name


def _placed(government: Government, day: str) -> str:
    """ "Masamba, 2 Maret 2026", as letters are dated."""
    return f"{government.seat}, {day}" if government.seat else day


def _lines(telling: Telling) -> list[str]:
    government = telling.government
    phone = f"{telling.words['phone']} {government.phone}" if government.phone else ""
    return [government.address, wording.listed([phone, government.email, government.website])]


def _request(telling: Telling) -> dict[str, Any]:
    """The question and how it is to be answered."""
    request = telling.request
    return {
        "reference": request.reference,
        "code": show_code(request.code),
        "subject": request.subject,
        "details": request.details,
        "purpose": request.purpose,
        "received_on": telling.long(request.received_on),
        "filed_at": wording.moment(request.filed_at, telling.government.time_zone, telling.language),
        "channel": telling.label(statute.channels(), request.channel),
        "access": wording.listed(
            [
                telling.label(statute.access_ways(), request.access_way),
                telling.label(statute.copy_formats(), request.copy_format),
            ]
        ),
        "delivery": telling.label(statute.delivery_ways(), request.delivery_way),
    }


# --- the four letters of a request ---------------------------------------------------------------------------------


def _receipt(telling: Telling) -> dict[str, Any]:
    """Tanda bukti: number, moment, officer, due date with clause and derivation (LAW Q11)."""
    due = telling.clock(telling.told.data["reply"])
    return {
        "request": _request(telling),
        "officer": telling.recorded_by,
        "reply": {"due": telling.long(due.due), "days": due.law.quantity},
        "extension_days": clocks.rule("request.extension", on=telling.day).quantity,
        "objection_days": clocks.rule("objection.file", on=telling.day).quantity,
        "gaps": _gaps_at_receipt(telling),
        "ruler": rulers.drawn(due, language=telling.language),
        "tracking_url": addresses.tracking_url(telling.government, telling.request.code),
    }


def _gaps_at_receipt(telling: Telling) -> dict[str, Any]:
    """What the request lacked when it was registered, and the latest day if the clock begins anew at completion."""
    later = cases.story(telling.request)
    found = next((step for step in later if step.entry.kind == "request.found_incomplete"), None)
    if found is None or found.entry.at != telling.told.at:
        return {"labels": [], "latest": ""}
    notice = telling.clock(found.data["notice"])
    latest = ""
    if telling.government.reply_starts_on_completion:
        completion = completion_clock(telling.government, notice.due, known_on=telling.day)
        latest = telling.long(reply_clock(telling.government, completion.due, known_on=telling.day).due)
    return {
        "labels": [
            statute.text(statute.form("request").field(code).label, telling.language)
            for code in found.data["missing"]
        ],
        "latest": latest,
        "told_by": telling.long(notice.due),
    }


def _extension(telling: Telling) -> dict[str, Any]:
    """Old due date, new due date, and the written reason (UU 14/2008 Pasal 22 ayat (8))."""
    reply = telling.clock(telling.request.clock["reply"])
    extension = telling.clock(telling.told.data["extension"])
    return {
        "request": _request(telling),
        "extension": {
            "old_due": telling.long(reply.due),
            "new_due": telling.long(extension.due),
            "days": extension.law.quantity,
        },
        "reason": {
            "kind": telling.label(statute.extension_reasons(telling.day), telling.told.data["reason_kind"]),
            "text": telling.told.data["reason"],
        },
        "ruler": rulers.drawn(reply, extension=extension, language=telling.language),
        # Silence becomes a ground when the new day ends.
        "appeal": _appeal(telling, found_on=extension.due),
    }


def _answer(telling: Telling) -> dict[str, Any]:
    """The written notice, and the refusal, with all that UU 14/2008 Pasal 22 ayat (7) demands."""
    decision = telling.request.decision
    outcome = statute.outcome(decision.outcome, telling.day)
    lang = telling.language
    return {
        "request": _request(telling),
        "decision": {
            "outcome": statute.text(outcome.label, lang),
            "meaning": statute.text(outcome.meaning, lang),
            "holding": telling.label(statute.holdings(telling.day), decision.holding),
            "not_held": bool(decision.holder or decision.holder_unknown),
            "holder": decision.holder,
            "explanation": decision.explanation,
            "available_on": telling.long(decision.available_on) if decision.available_on else "",
            "materials": decision.materials,
            "files": _files(decision),
            "withheld": [_withheld(telling, part) for part in decision.withheld],
            "covered": _covered(telling, decision),
            "ground": _ground(telling, decision),
            "test": _test(telling, decision),
            "considerations": [
                [telling.label(statute.consideration_heads(telling.day), head), text]
                for head, text in decision.considerations.items()
            ],
            "given": outcome.counts_as == "given",
            "format": telling.label(statute.copy_formats(telling.day), decision.copy_format),
            "delivery": _delivery(telling, decision),
            "cost": "" if decision.cost is None else wording.rupiah(decision.cost, lang),
            "payment": decision.payment,
            "late_days": _late_days(telling),
            "parts": _parts(telling),
        },
        "appeal": _appeal(telling, found_on=telling.day),
    }


def _completeness(telling: Telling) -> dict[str, Any]:
    """What is missing, in the words of the law's form, and until when it may be added (LAW Q12, Q13)."""
    due = telling.clock(telling.told.data["completion"])
    return {
        "request": _request(telling),
        "gaps": [
            [
                statute.text(field.label, telling.language),
                statute.text(field.help, telling.language),
            ]
            for field in gap_fields(telling.told.data["missing"])
        ],
        "completion": {
            "due": telling.long(due.due),
            "days": due.law.quantity,
            "restarts": telling.government.reply_starts_on_completion,
        },
        "tracking_url": addresses.tracking_url(telling.government, telling.request.code),
    }


def _power_check(telling: Telling) -> dict[str, Any]:
    """Whether the power of attorney is accepted, of a request or of an objection, and what to do if not (LAW Q06)."""
    told = telling.told.data
    case = telling.objection if isinstance(telling.case, Objection) else telling.request
    power = case.powers.get(pk=told["power"])
    is_objection = isinstance(case, Objection)
    page = addresses.objection_url if is_objection else addresses.tracking_url
    return {
        "power": {
            "is_objection": is_objection,
            "reference": case.reference,
            "code": show_code(case.code),
            "subject": case.information if isinstance(case, Objection) else case.subject,
            "brought_on": telling.long(clocks.legal_day(power.brought_at, telling.government.time_zone)),
            "is_accepted": told["verdict"] == power.Verdict.ACCEPTED,
            "principal": telling.identity.get("members") or telling.identity.get("name", ""),
            "proxy": telling.identity.get("proxy_name") or telling.identity.get("name", ""),
            "reason": told["reason"],
        },
        "tracking_url": page(telling.government, case.code),
    }


def _withdrawal(telling: Telling) -> dict[str, Any]:
    """Proof for the applicant that his wish was carried out."""
    return {"request": _request(telling), "withdrawn_on": telling.long(telling.day)}


CONTENTS: Mapping[str, Callable[[Telling], dict[str, Any]]] = {
    "receipt": _receipt,
    "extension": _extension,
    "notice": _answer,
    "refusal": _answer,
    "completeness": _completeness,
    "withdrawal": _withdrawal,
    "power_check": _power_check,
    **objection_contents.CONTENTS,
    **exemption_contents.CONTENTS,
}


# --- parts ---------------------------------------------------------------------------------------------------------


def _parts(telling: Telling) -> list[list[str]]:
    """The parts of a request that was split: number, what was asked, what became of it."""
    return [
        [str(part.number), part.matter, telling.label(statute.outcomes(telling.day), part.outcome)]
        for part in current(telling.request)
    ]


def _late_days(telling: Telling) -> int:
    """Working days by which the answer is late, by the calendar of its due date (LAW A17)."""
    due = date.fromisoformat(telling.told.data["due"])
    return known_calendar(telling.request).count(due, telling.day) if telling.day > due else 0


def _appeal(telling: Telling, *, found_on: date) -> dict[str, Any]:
    """How to object: counted from the day on which the ground is found."""
    calendar = calendar_of(telling.government, as_known_on=telling.day)
    due = clocks.due("objection.file", found_on, calendar=calendar)
    superior = holder(telling.government, Role.SUPERIOR, on=telling.day)
    title = superior.post.title if superior else ""
    word = telling.words["superior"]
    government = telling.government
    return {
        "to": title if word in title else f"{word} ({title})" if title else word,
        "address": wording.listed([government.address or government.name, government.email]),
        "start": telling.long(found_on),
        "until": telling.long(due.due),
        "days": due.law.quantity,
        "reply_days": clocks.rule("objection.reply", on=telling.day).quantity,
    }


def _basis(telling: Telling, letter: str, sub_item: str) -> tuple[str, str, str]:
    """Citation, words of the letter of Pasal 17, and words of the numbered item."""
    ground = statute.ground(letter, telling.day)
    item = ground.sub_item(sub_item)
    words = statute.text(item.label, telling.language) if item else ""
    return telling.law(ground.clause_of(sub_item)), statute.text(ground.label, telling.language), words


def _withheld(telling: Telling, part: Mapping[str, str]) -> list[str]:
    return [part["matter"], _cited(telling, part["ground"], part.get("sub_item", "")), part["reason"]]


def _cited(telling: Telling, letter: str, sub_item: str) -> str:
    """The letter of Pasal 17 with its words."""
    citation, label, item = _basis(telling, letter, sub_item)
    return f"{citation}: {item or label}"


def _covered(telling: Telling, decision: Decision) -> list[dict[str, Any]]:
    """The index of withheld parts of each file that is given with parts blacked out."""
    return [
        {
            "name": file.name,
            "parts": [
                [
                    str(line.page),
                    line.matter + (f" ({line.count}×)" if line.count > 1 else ""),
                    _cited(telling, line.ground, line.sub_item),
                    line.reason,
                ]
                for line in lines
            ],
        }
        for file, lines in attached.withheld_in(decision.documents.order_by("pk"))
    ]


def _ground(telling: Telling, decision: Decision) -> dict[str, str]:
    if not decision.ground:
        return {"citation": "", "label": "", "sub_item": "", "act": "", "ends_on": ""}
    citation, label, item = _basis(telling, decision.ground, decision.sub_item)
    test = decision.test
    return {
        "citation": citation,
        "label": label,
        "sub_item": item,
        "act": test.act if test else "",
        "ends_on": telling.long(test.ends_on) if test and test.ends_on else "",
    }


def _test(telling: Telling, decision: Decision) -> list[list[str]]:
    """The consequence test on which the refusal rests: its number, its dates and its three steps."""
    test, words = decision.test, telling.words
    if test is None:
        return []
    day = telling.language
    reference = words["test_reference_is"].format(
        number=test.pk,
        tested=wording.plain_date(test.tested_on, day),
        approved=wording.plain_date(test.approved_on, day) if test.approved_on else "–",
    )
    pairs = [
        [words["test_reference"], reference],
        [words["test_information"], test.information],
        [words["test_basis"], test.legal_analysis],
        [words["test_consequence"], test.consequence_open],
        [words["test_benefit"], test.benefit_closed],
        [words["test_interest"], test.public_interest],
    ]
    return [pair for pair in pairs if pair[1]]


def _files(decision: Decision) -> list[list[str]]:
    return [
        [document.name, wording.size(document.size), document.sha256[:_DIGEST]]
        for document in decision.documents.order_by("pk")
    ]


def _delivery(telling: Telling, decision: Decision) -> str:
    way = telling.label(statute.delivery_ways(telling.day), decision.delivery_way)
    hours = telling.government.service_hours
    if decision.delivery_way != "pickup" or not hours:
        return way
    return wording.listed([way, telling.words["in_person"].format(hours=hours)])
