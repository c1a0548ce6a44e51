"""What a page says of itself to search engines: schema.org as a data block that no browser runs, and OpenGraph."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from lutra.directory.models import Government
from lutra.publishing.catalogue.models import PublicItem
from lutra.publishing.readingroom.models import PublicAnswer
from lutra.web.tenancy import lasting

register = template.Library()

# So that no text can end the block or begin another one.
_SAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_CONTEXT = "https://schema.org"


@register.simple_tag(takes_context=True)
def item_data(context: Mapping[str, Any], item: PublicItem) -> SafeString:
    """An item as schema.org Dataset, with the way to its page."""
    request, government = context["request"], context["government"]
    about = {
        "@type": "Dataset",
        "@id": lasting(request, reverse("portal:short_item", args=[item.number])),
        "name": item.title,
        "description": item.plain_summary or item.summary or item.title,
        "url": request.build_absolute_uri(reverse("portal:item", args=[item.number])),
        "datePublished": item.published_at.isoformat(),
        "dateModified": item.changed_at.isoformat(),
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "creator": {"@type": "GovernmentOrganization", "name": item.body_name},
        "publisher": _publisher(request, government),
        "license": request.build_absolute_uri(f"{reverse('portal:data')}#lisensi"),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.label,
                "encodingFormat": file.media_type,
                "contentUrl": file.url
                or request.build_absolute_uri(reverse("portal:item_file", args=[item.number, file.file_id])),
            }
            for file in item.files.all()
        ],
    }
    return _block([about, _crumbs(request, ("portal:items", "Informasi"), item.title, about["url"])])


@register.simple_tag(takes_context=True)
def answer_data(context: Mapping[str, Any], answer: PublicAnswer) -> SafeString:
    """An answer of the reading room as schema.org Dataset's plainer kin, a work of the office."""
    request, government = context["request"], context["government"]
    url = request.build_absolute_uri(reverse("portal:answer", args=[answer.number]))
    about = {
        "@type": "CreativeWork",
        "@id": lasting(request, reverse("portal:short_answer", args=[answer.number])),
        "name": answer.title,
        "description": answer.summary,
        "url": url,
        "datePublished": answer.published_at.isoformat(),
        "inLanguage": "id",
        "publisher": _publisher(request, government),
    }
    return _block([about, _crumbs(request, ("portal:answers", "Jawaban"), answer.title, url)])


def _publisher(request: HttpRequest, government: Government) -> dict[str, str]:
    return {
        "@type": "GovernmentOrganization",
        "name": f"PPID {government.name}",
        "url": request.build_absolute_uri("/"),
    }


def _crumbs(request: HttpRequest, above: tuple[str, str], title: str, url: Any) -> dict[str, Any]:
    name, label = above
    steps = [(label, request.build_absolute_uri(reverse(name))), (title, url)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": words, "item": address}
            for position, (words, address) in enumerate(steps, start=1)
        ],
    }


def _block(graph: list[dict[str, Any]]) -> SafeString:
    text = json.dumps({"@context": _CONTEXT, "@graph": graph}, ensure_ascii=False).translate(_SAFE)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308  translated above
