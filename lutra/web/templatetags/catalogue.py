"""Tags of the list of public information: ``{% load catalogue %}``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[str, Any], code: str) -> Any:
    """``{{ part.classes|at:code }}``: what stands under a code."""
    return values.get(code)
