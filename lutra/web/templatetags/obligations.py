"""Tags of the pages on what must be published: ``{% load obligations %}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from lutra.obligations import immediate
from lutra.web.desk.obligations.words import SIGNS, STATES
from lutra.web.desk.words import basis

register = template.Library()

_LINKS: Mapping[str, Promise] = {
    "timeout": _("tidak menjawab dalam 10 detik"),
    "no_answer": _("tidak menjawab"),
    "certificate": _("sertifikatnya tidak sah"),
    "no_such_host": _("alamatnya tidak ada"),
    "bad_address": _("alamatnya salah tulis"),
    "refused_address": _("menuju jaringan dalam, jadi tidak dibuka"),
    "refused_port": _("memakai pintu yang tidak lazim, jadi tidak dibuka"),
    "too_many_redirects": _("berputar tanpa ujung"),
    "404": _("halamannya tidak ada (404)"),
    "410": _("halamannya sudah dihapus (410)"),
}


@register.filter
def law_basis(clause: str) -> str:
    """``{{ clause|law_basis }}``: the clause as screens cite it, saying so where it is not verified."""
    return basis(clause)


@register.filter
def link_words(status: str) -> str:
    """Why a link fails, in words."""
    words = _LINKS.get(status)
    return str(words) if words else str(_("menjawab dengan galat %(status)s") % {"status": status})


@register.simple_tag
def obligation_state(state: str, mood: str = "") -> SafeString:
    """A state as sign and word; the colour repeats them. ``mood`` "late" makes a missing one red."""
    look = mood or {"overdue": "late", "missing": "late", "incomplete": "soon"}.get(state, "calm")
    return format_html(
        '<span class="due due--{}"><span aria-hidden="true">{}</span> {}</span>',
        look,
        SIGNS[state],
        STATES[state],
    )


@register.simple_tag
def matrix_row(row: Any) -> SafeString:
    """One line of the matrix, written in one go: there may be sixty times sixteen cells."""
    cells = format_html_join(
        "",
        '<td class="cell cell--{}"><span aria-hidden="true">{}</span><span class="sr">{}</span></td>',
        ((one.cell.state, one.sign, one.word) for one in row.cells),
    )
    return format_html(
        '<tr><th scope="row"><a href="{}">{}</a></th>{}<td class="matrix__sum">{}/{}</td></tr>',
        reverse("desk:obligations_body", args=[row.body.pk]),
        row.body.short_name,
        cells,
        row.met,
        row.owing,
    )


@register.inclusion_tag("portal/obligations/banner.html", takes_context=True)
def danger_banner(context: template.Context) -> dict[str, Any]:
    """The announcements that stand now, for the top of the front page. One query."""
    government = context.get("government")
    if government is None:
        return {"standing": []}
    return {
        "standing": list(immediate.standing(government, at=timezone.now())[:3]),
        "government": government,
    }
