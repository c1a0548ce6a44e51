"""Tags of lists of hits: ``{% load found %}``. They write their HTML in one go; text is escaped piece by piece."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lutra.publishing.search.excerpts import Piece
from lutra.publishing.search.labels import KIND_LABELS, class_label
from lutra.publishing.search.queries import Hit
from lutra.web.components.templatetags.components import number, short_day
from lutra.web.portal.catalogue.listing import Facet, Link, Listing

register = template.Library()


@register.simple_tag
def hits(found: Iterable[Hit]) -> SafeString:
    """The hits of a list, each with its words marked."""
    return format_html_join(
        "",
        '<li class="hit"><a class="hit__title" href="{}">{}</a><p class="soft small">{}</p>{}</li>',
        ((hit.url, _marked(hit.title), _about(hit), _excerpt(hit)) for hit in found),
    )


@register.simple_tag
def facets(found: Iterable[Facet]) -> SafeString:
    """What hits can be narrowed by, as links in blocks that open."""
    return format_html_join("", "{}", ((_facet(facet),) for facet in found))


@register.inclusion_tag("components/pagination.html")
def pages(found: Listing) -> dict[str, object]:
    """The pages beside this one, and which one it is."""
    said = _("Halaman %(page)s dari %(pages)s") % {
        "page": number(found.results.page),
        "pages": number(found.results.pages),
    }
    return {"newer": found.newer, "older": found.older, "summary": said if found.results.pages > 1 else ""}


def _marked(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", piece.text) if piece.is_hit else piece.text,) for piece in pieces),
    )


def _excerpt(hit: Hit) -> SafeString:
    return format_html("<p>{}</p>", _marked(hit.excerpt)) if hit.excerpt else mark_safe("")


def _about(hit: Hit) -> str:
    kind = class_label(hit.information_class) if hit.information_class else str(KIND_LABELS[hit.kind])
    if hit.kind == "document":
        kind = str(KIND_LABELS[hit.kind])
    said = [
        kind,
        hit.body_name,
        hit.place_name,
        short_day(hit.dated_on),
        *(code.upper() for code in hit.formats),
    ]
    return " · ".join(part for part in said if part)


def _facet(facet: Facet) -> SafeString:
    links = format_html_join("", "<li>{}</li>", ((_link(link),) for link in facet.links))
    more = format_html(
        '<p class="soft small">{}</p>', _("dan %(more)s lagi; carilah namanya") % {"more": number(facet.more)}
    )
    return format_html(
        '<details class="facet"{}><summary>{}</summary><ul>{}</ul>{}</details>',
        mark_safe(" open") if facet.is_open or facet.name in {"kind", "body"} else "",
        facet.heading,
        links,
        more if facet.more else "",
    )


def _link(link: Link) -> SafeString:
    if link.is_chosen:
        return format_html(
            '<a href="{}" aria-current="true">{} <span aria-hidden="true">×</span></a>', link.url, link.label
        )
    return format_html(
        '<a href="{}" rel="nofollow">{} <span class="count">{}</span></a>',
        link.url,
        link.label,
        number(link.count),
    )
