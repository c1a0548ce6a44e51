"""What an objection's own page and receipt show, without anybody's identity."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.directory.regions import province_of
from lutra.directory.roles import Role
from lutra.law import clocks as law
from lutra.law import statute
from lutra.law.records import Language
from lutra.ledger.cases import allows
from lutra.letters.models import Letter
from lutra.letters.queries import letters_of
from lutra.objections import clocks, proxies
from lutra.objections.models import Objection
from lutra.web.components.pieces import File, Receipt
from lutra.web.components.templatetags.components import day as said_day
from lutra.web.portal import objection_story
from lutra.web.told import LETTERS


def page(objection: Objection, *, on: date) -> dict[str, Any]:
    """Everything ``portal/objection.html`` lists."""
    return {
        "objection": objection,
        "stage": objection.table.stage(objection.stage),
        "decision": statute.objection_decision(objection.decision) if objection.decision else None,
        "grounds": [statute.objection_ground(code) for code in objection.grounds],
        "days_left": clocks.days_left(objection, on=on),
        "is_answered": objection.answered_on() is not None,
        "act": objection_story.next_act(objection, on=on),
        "kicker": _("Bagi Anda sekarang"),
        "steps": objection_story.thread(objection, on=on),
        "letters": letters(objection),
        "wants_power": proxies.is_wanted(objection) and allows(objection, "bring_power"),
        "until": objection_story.commission_until(objection, on=on),
        "until_clause": statute.legal_basis(law.rule("dispute.file").clause, _lang()),
        "commission": commission(objection.government),
        **clock(objection, on=on),
    }


def clock(objection: Objection, *, on: date) -> dict[str, Any]:
    """The working-day ruler of an objection, with what explains it."""
    reply = objection.clock["reply"]
    return {
        "cells": clocks.ruler(objection, on=on),
        "explanation": reply["explanation"],
        "caption": _("Diterima %(from)s; tanggapan paling lambat %(due)s.")
        % {"from": said_day(objection.received_on), "due": said_day(objection.due_on)},
        "clauses": statute.legal_basis(law.rule(reply["rule"]).clause, _lang()),
        "provisional": reply["provisional"],
    }


def slip(objection: Objection, *, address: str, officer: str = "") -> Receipt:
    """The receipt of an objection; ``address`` is the absolute one of its page, ``officer`` who wrote it down,
    by name where colleagues read it."""
    government, reply = objection.government, objection.clock["reply"]
    return Receipt(
        government=government.name,
        number=objection.reference,
        received_at=objection.filed_at,
        due=objection.original_due_on,
        clause=statute.legal_basis(law.rule(reply["rule"]).clause, _lang()),
        code=objection.code,
        address=address,
        office=_("Pejabat Pengelola Informasi dan Dokumentasi"),
        officer=officer or (str(Role.DESK_OFFICER.label) if objection.recorded_by_id else ""),
        subject=objection.information,
        channel=statute.text(statute.channel(objection.channel).label, _lang()),
        days=law.rule(reply["rule"]).quantity,
        contact=" · ".join(
            part for part in (government.address, government.phone, government.service_hours) if part
        ),
        time_zone=government.time_zone,
        title=_("Tanda bukti penerimaan keberatan"),
        promise=_("Atasan PPID menanggapi paling lambat"),
    )


def letters(objection: Objection) -> list[File]:
    """The letters that were issued on the objection, oldest first."""
    return [
        File(
            name=str(LETTERS.get(found.kind, _("Surat"))),
            url=reverse("portal:objection_letter", args=[objection.code, found.pk]),
            size=found.document.size,
            note=found.reference,
        )
        for found in letters_of(objection).select_related("document")
    ]


def receipt_letter(objection: Objection) -> str:
    """The address of the receipt as PDF; "" while it is being made."""
    found = letters_of(objection).filter(kind=Letter.Kind.OBJECTION_RECEIPT).first()
    return reverse("portal:objection_letter", args=[objection.code, found.pk]) if found else ""


def letter(objection: Objection, letter_id: int) -> Letter | None:
    """One letter of this objection; None when it is another's."""
    return letters_of(objection).select_related("document").filter(pk=letter_id).first()


def commission(government: Government) -> str:
    """The commission that hears the government's disputes: the province's (UU 14/2008 Pasal 24)."""
    province = province_of(government)
    return (
        _("Komisi Informasi Provinsi %(name)s") % {"name": province}
        if province
        else _("Komisi Informasi Provinsi")
    )


def _lang() -> Language:
    return "en" if (get_language() or "id").startswith("en") else "id"
