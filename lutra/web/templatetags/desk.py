"""Tags of the desk: ``{% load desk %}``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.models import PublicBody
from lutra.requests.floods import Flag
from lutra.web.components.templatetags.components import clock_bar, due_badge, short_day, stage, stamp
from lutra.web.desk.queue import Row
from lutra.web.desk.words import say

register = template.Library()

_LINE = (
    '<tr><th scope="row"><a class="ledger__main" href="{}">{}</a><br>'
    '<span class="soft small nowrap">{}</span>{}</th><td>{}</td><td>{}</td><td class="queue__due">{}</td></tr>'
)


@register.simple_tag
def queue_lines(rows: Iterable[Row]) -> SafeString:
    """The rows of ``desk/rows.html``, written in one go: a template a row is what makes a long list slow."""
    return format_html_join("", _LINE, (_cells(row) for row in rows))


def _cells(row: Row) -> tuple[object, ...]:
    request = row.request
    return (
        reverse("desk:case", args=[request.pk]),
        request.subject,
        request.reference,
        _flag(row.flag) if row.flag else "",
        _holder(request.body),
        _needed(row),
        _due(row),
    )


def _flag(flag: Flag) -> SafeString:
    """How many there are of it and since when; for officers only, and it refuses nothing (LAW Q22)."""
    told = []
    if flag.repeated:
        counted = {"count": flag.repeated.count, "since": short_day(flag.repeated.since)}
        told.append(_("berulang %(count)d kali sejak %(since)s") % counted)
    if flag.alike:
        counted = {"count": flag.alike.count, "since": short_day(flag.alike.since)}
        told.append(_("serupa dengan %(count)d lainnya sejak %(since)s") % counted)
    return format_html('<br><span class="small">{}</span>', "; ".join(told))


def _holder(body: PublicBody | None) -> SafeString | str:
    """Who has it in hand; a village says its kecamatan, since names repeat."""
    if body is None:
        return format_html('<span class="soft">{}</span>', _("belum dibagi"))
    if body.parent is None:
        return body.short_name
    return format_html('{} <span class="soft small">({})</span>', body.short_name, body.parent.short_name)


def _needed(row: Row) -> SafeString | str:
    words = say(row.next) if row.next else stage(row.stage)
    return format_html("{} {}", stamp(row.request.outcome, row.outcome), words) if row.outcome else words


def _due(row: Row) -> SafeString:
    day = format_html('<span class="nowrap">{}</span>', short_day(row.request.due_on))
    badge = due_badge(row.days_left, row.is_done)
    if row.is_done:
        return day + badge
    reading = row.reading
    bar = _bar(get_language(), reading.days_used, row.reply_days, row.extension_days, reading.days_late)
    own = mark_safe("")
    if row.sub_deadline:
        own = format_html(
            '<span class="small soft">{} {}</span>', _("bagian Anda:"), short_day(row.sub_deadline)
        )
    return day + badge + bar + own


@lru_cache(maxsize=2048)
def _bar(_language: str | None, used: int, total: int, extension: int, late: int) -> SafeString:
    """A list holds few different bars; the language is part of what tells them apart."""
    return clock_bar(used, total, extension, late)
