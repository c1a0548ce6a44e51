"""Tags of the satisfaction survey: ``{% load satisfaction %}``."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from lutra.law.satisfaction import Index

register = template.Library()
# An index runs from 25 to 100; the bar is as long as the whole scale of 100.
_WIDTH = 119


@register.filter
def two(value: Decimal) -> str:
    """``80,00`` (id) or ``80.00`` (en)."""
    text = f"{value:.2f}"
    return text if (get_language() or "id").startswith("en") else text.replace(".", ",")


@register.simple_tag
def index_bar(index: Index) -> SafeString:
    """An index as a bar and in figures; the bar repeats what the figure says."""
    look = {"A": "gone", "B": "gone", "C": "gone ext"}.get(index.grade.code, "over")
    return format_html(
        '<span class="bar"><svg width="120" height="14" viewBox="0 0 120 14" aria-hidden="true">'
        '<rect x=".5" y="1" width="119" height="12"/><rect x=".5" y="1" width="{}" height="12" class="{}"/></svg>'
        '<span class="number">{}</span></span>',
        int(index.value * _WIDTH / 100),
        look,
        two(index.value),
    )
