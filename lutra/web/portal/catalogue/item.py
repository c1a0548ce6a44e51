"""One item of the list, told with the law's columns and where each stands in the law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.law import statute
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.search.labels import class_label
from lutra.web.components.templatetags.components import day as in_words

# UU 14/2008 Pasal 5 ayat (2): whoever uses public information names where it is from.
CITING = "uu-14-2008/5/2"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the list: its name, what stands in it, and the clause that wants it."""

    label: str
    value: str
    clause: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file or link of an item as the page shows it."""

    file: PublicFile
    format: str
    is_open: bool  # a machine can read it without a program that somebody must buy


def columns(item: PublicItem) -> list[Column]:
    """The law's columns that have something in them, in the order of the statute book."""
    said = _said(item)
    language = get_language() or "id"
    return [
        Column(statute.text(field.label, language), said[field.code], field.clause)
        for field in statute.item_fields()
        if said.get(field.code)
    ]


def _said(item: PublicItem) -> Mapping[str, str]:
    language = get_language() or "id"
    forms = {row.code: statute.text(row.label, language) for row in statute.information_forms()}
    return {
        "kind": class_label(item.kind),
        "summary": item.summary,
        "holder": item.holder,
        "responsible": item.responsible,
        "made_on": in_words(item.made_on),
        "made_when": item.made_when,
        "made_at": item.made_at,
        "period_from": in_words(item.period_from),
        "period_until": in_words(item.period_until),
        "forms": ", ".join(forms.get(code, code) for code in item.forms),
        "retention": item.retention,
        "updated_on": in_words(item.updated_on),
    }


def duties(item: PublicItem) -> list[tuple[str, str]]:
    """The duties to publish that the item fulfils: their words and their clause."""
    language = get_language() or "id"
    known = {entry.code: entry for entry in statute.obligations()}
    return [
        (statute.text(known[code].label, language), known[code].clause)
        for code in item.obligations
        if code in known
    ]


def metadata(item: PublicItem) -> list[tuple[str, Any]]:
    """What a dataset says of itself (Perpres 39/2019)."""
    language = get_language() or "id"
    held = item.dataset or {}
    return [(statute.text(row.label, language), held.get(row.code, "")) for row in statute.dataset_metadata()]


def files(item: PublicItem) -> list[FileLine]:
    """The files that passed the gate, and the links."""
    known = {row.code: row for row in statute.file_formats()}
    return [
        FileLine(
            file=file,
            format=known[file.format].label.id if file.format in known else "",
            is_open=file.format in known and known[file.format].machine_readable,
        )
        for file in item.files.all()
    ]


def citation(government: Government, item: PublicItem, address: str) -> str:
    """How the item is named as a source."""
    return _("%(body)s, “%(title)s”, PPID %(government)s, diperbarui %(day)s, %(address)s") % {
        "body": item.body_name,
        "title": item.title,
        "government": government.name,
        "day": in_words(item.dated_on),
        "address": address,
    }
