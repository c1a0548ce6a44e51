"""Tags of the portal: ``{% load portal %}``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.law import statute
from lutra.law.records import Outcome
from lutra.publishing.models import UNDUE, PublicRequest
from lutra.requests.workflow import TABLE
from lutra.web.components.templatetags.components import short_day, stage, stamp

register = template.Library()


@register.filter
def basis(clause: str) -> str:
    """``{{ "uu-14-2008/22/7"|basis }}``: the clause as screens cite it."""
    return statute.legal_basis(clause, "en" if (get_language() or "id").startswith("en") else "id")


@cache
def outcomes() -> dict[str, Outcome]:
    """The outcomes of the law by their code."""
    return {outcome.code: outcome for outcome in statute.outcomes()}


_LINE = (
    '<tr><td class="number soft">{}</td><td>{}</td><td data-label="{}">{}</td>'
    '<td data-label="{}" class="number">{}</td><td data-label="{}" class="num">{}</td><td data-label="{}">{}</td></tr>'
)


@register.simple_tag
def public_lines(rows: Iterable[PublicRequest], today: date | None = None) -> SafeString:
    """The rows of ``portal/_lines.html``, written in one go: this is the list that everybody pages through."""
    by, received, days, result = _("Dijawab oleh"), _("Diterima"), _("Hari kerja"), _("Hasil")
    closed = format_html(
        '<span class="soft">{}</span>', _("Perihal memuat data pribadi; ringkasannya sedang disiapkan.")
    )
    return format_html_join(
        "",
        _LINE,
        (
            (
                row.reference,
                closed
                if row.is_withheld
                else format_html('<span class="ledger__main">{}</span>', row.public_subject),
                by,
                row.body_name or "PPID",
                received,
                short_day(row.received_on),
                days,
                "–" if row.days is None else row.days,
                result,
                public_result(row, today),
            )
            for row in rows
        ),
    )


def public_result(row: PublicRequest, today: date | None = None) -> SafeString:
    """What became of a line of the public register: a stamp, or until when the law waits."""
    if row.outcome:
        return stamp(row.outcome, outcomes()[row.outcome].label)
    if row.stage in UNDUE:
        return stage(TABLE.stage(row.stage).label)
    if row.lapsed_on or (today and row.is_late(today)):
        return stamp("silent", outcomes()["silent"].label)
    until = format_html('<span class="nowrap">{}</span>', short_day(row.due_on))
    return format_html('<span class="soft">{} {}</span>', _("menunggu s.d."), until)


@register.simple_tag
def share_bar(percent: int, band: str) -> SafeString:
    """A share as a bar and in words; ``band``: "reply", "extension" or "beyond"."""
    look = {"reply": "gone", "extension": "gone ext"}.get(band, "over")
    return format_html(
        '<span class="bar"><svg width="120" height="14" viewBox="0 0 120 14" aria-hidden="true">'
        '<rect x=".5" y="1" width="119" height="12"/><rect x=".5" y="1" width="{}" height="12" class="{}"/></svg>'
        "<span>{}&nbsp;%</span></span>",
        percent * 119 // 100,
        look,
        percent,
    )
