"""What a request's own page shows: clock, answer, letters and files, without the applicant's identity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.documents.models import Document
from lutra.law import clocks as law
from lutra.law import statute
from lutra.law.records import Language
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of
from lutra.objections.queries import of_request
from lutra.requests import attached, clocks, powers
from lutra.requests.models import Decision, Request
from lutra.requests.parts import current
from lutra.requests.workflow import TABLE, allows
from lutra.satisfaction.actions import may_answer
from lutra.web.components.pieces import File, Receipt
from lutra.web.components.templatetags.components import day as said_day
from lutra.web.components.templatetags.components import number as said_number
from lutra.web.portal import story
from lutra.web.told import LETTERS


def page(case: Request, *, on: date) -> dict[str, Any]:
    """Everything ``portal/case.html`` lists."""
    reading = clocks.read(case, on=on)
    decision = getattr(case, "decision", None)
    outcomes = {outcome.code: outcome for outcome in statute.outcomes()}
    return {
        "case": case,
        "stage": TABLE.stage(case.stage),
        "outcome": outcomes.get(case.outcome),
        "silent_label": outcomes["silent"].label,
        "reading": reading,
        "days_left": -reading.days_late if reading.days_late else reading.days_left,
        **clock(case, on=on),
        "act": story.next_act(case, on=on),
        "kicker": _("Bagi Anda sekarang"),
        "steps": story.thread(case, on=on),
        "decision": decision,
        "withheld": [_withheld(line) for line in decision.withheld] if decision else [],
        "covered": covered(attached.given(decision)) if decision else [],
        "facts": _facts(decision) if decision else [],
        "files": _files(case, decision) if decision else [],
        "letters": letters(case),
        "may_withdraw": allows(case, "withdraw"),
        "wants_power": powers.is_wanted(case) and allows(case, "bring_power"),
        "parts": [(part, outcomes.get(part.outcome)) for part in current(case)],
        "may_judge": may_answer(case),
        "remarks": case.notes.filter(author__isnull=True),
        "objections": [(found, found.table.stage(found.stage)) for found in of_request(case)],
    }


def clock(case: Request, *, on: date) -> dict[str, Any]:
    """The working-day ruler of a request, with what explains it."""
    derivations = [case.clock[name] for name in ("reply", "extension") if name in case.clock]
    return {
        "cells": clocks.ruler(case, on=on),
        "explanation": [step for derivation in derivations for step in derivation["explanation"]],
        "caption": _("Diterima %(from)s; jawaban paling lambat %(due)s.")
        % {"from": said_day(case.received_on), "due": said_day(case.due_on)},
        "clauses": "; ".join(_basis(derivation) for derivation in derivations),
        "provisional": derivations[-1]["provisional"],
    }


def both_days(case: Request, *, on: date) -> dict[str, Any]:
    """Of an incomplete request: what it lacks, and the two days of its answer (from receipt, from completion)."""
    if case.gap_due_on is None:
        return {}
    return {
        "missing": story.gap_labels(case.missing),
        "from_receipt": case.due_on,
        "from_completion": clocks.promised_at_completion(case, on=on),
        "told_by": case.gap_due_on if case.gaps_told_on is None else None,
    }


def slip(case: Request, *, address: str) -> Receipt:
    """The receipt of a request; ``address`` is the absolute one of its page."""
    government = case.government
    channels = {channel.code: channel for channel in statute.channels()}
    reply = case.clock["reply"]
    return Receipt(
        government=government.name,
        number=case.reference,
        received_at=case.filed_at,
        due=case.original_due_on,
        clause=_basis(reply),
        code=case.code,
        address=address,
        office=_("Pejabat Pengelola Informasi dan Dokumentasi"),
        officer=_("Petugas Pelayanan Informasi") if case.recorded_by_id else "",
        subject=case.subject,
        channel=_say(channels[case.channel].label) if case.channel in channels else "",
        days=reply["explanation"][-1]["count"],
        contact=" · ".join(
            part for part in (government.address, government.phone, government.service_hours) if part
        ),
        time_zone=government.time_zone,
    )


def letters(case: Request) -> list[File]:
    """The letters that were issued on the request, oldest first."""
    return [
        File(
            name=str(LETTERS.get(found.kind, _("Surat"))),
            url=reverse("portal:letter", args=[case.code, found.pk]),
            size=found.document.size,
            note=found.reference,
        )
        for found in _letters(case)
    ]


def receipt_letter(case: Request) -> str:
    """The address of the receipt as PDF; "" while it is being made."""
    found = _letters(case).filter(kind=Letter.Kind.RECEIPT).first()
    return reverse("portal:letter", args=[case.code, found.pk]) if found else ""


def letter(case: Request, letter_id: int) -> Letter | None:
    """One letter of this request; None when it is another's."""
    return _letters(case).filter(pk=letter_id).first()


def document(case: Request, document_id: int) -> Document | None:
    """One file that this request's decision gave; None when it is another's or none was decided."""
    decision = getattr(case, "decision", None)
    return (
        next((file for file in attached.given(decision) if file.pk == document_id), None)
        if decision
        else None
    )


def covered(files: Iterable[Document]) -> list[tuple[Document, list[dict[str, Any]]]]:
    """Those of the files given that have parts blacked out, each with its index (Pasal 22 ayat (7) huruf e)."""
    return [(file, [line.as_json(_lang()) for line in lines]) for file, lines in attached.withheld_in(files)]


def _letters(case: Request) -> QuerySet[Letter]:
    return letters_of(case).select_related("document")


def _files(case: Request, decision: Decision) -> list[File]:
    return [
        File(
            name=found.name,
            url=reverse("portal:document", args=[case.code, found.pk]),
            size=found.size,
            kind=found.name.rpartition(".")[2].upper()[:5],
        )
        for found in attached.given(decision)
    ]


def _withheld(line: dict[str, str]) -> dict[str, str]:
    """A withheld part with its ground of Pasal 17 in words."""
    ground = line.get("ground", "")
    return {**line, "clause": statute.legal_basis(f"uu-14-2008/17/{ground}", _lang()) if ground else ""}


def _facts(decision: Decision) -> list[tuple[str, str]]:
    """The rest of what the notice must say (Pasal 22 ayat (7)), as terms and values; empty ones are not shown."""
    formats = {record.code: _say(record.label) for record in statute.copy_formats()}
    ways = {record.code: _say(record.label) for record in statute.delivery_ways()}
    heads = {record.code: _say(record.label) for record in statute.consideration_heads()}
    ground = statute.legal_basis(f"uu-14-2008/17/{decision.ground}", _lang()) if decision.ground else ""
    considered = [f"{heads.get(head, head)}: {text}" for head, text in decision.considerations.items()]
    unknown = _("Belum diketahui") if decision.holder_unknown else ""
    return [
        (_("Dikuasai oleh"), decision.holder or unknown),
        (
            _("Alasan pengecualian"),
            f"{_say(statute.ground(decision.ground).label)} ({ground})" if ground else "",
        ),
        (_("Pertimbangan"), "; ".join(considered)),
        (_("Tersedia pada"), said_day(decision.available_on)),
        (_("Format"), formats.get(decision.copy_format, "")),
        (_("Disampaikan"), ways.get(decision.delivery_way, "")),
        (_("Biaya"), _cost(decision)),
    ]


def _basis(derivation: dict[str, Any]) -> str:
    """The clause of a stored clock in the reader's language."""
    return statute.legal_basis(law.rule(derivation["rule"]).clause, _lang())


def _cost(decision: Decision) -> str:
    if decision.cost is None:
        return ""
    return f"Rp{said_number(decision.cost)}" if decision.cost else _("Tanpa biaya")


def _say(text: statute.Text) -> str:
    return statute.text(text, _lang())


def _lang() -> Language:
    return "en" if (get_language() or "id").startswith("en") else "id"
