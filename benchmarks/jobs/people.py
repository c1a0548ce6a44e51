"""Prepare two governments' worth of offices and officers, as the demo names them, without any request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from lutra.demo import life, places
from lutra.directory.models import Government


def prepare(_arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Nothing to make ready."""
    return make


def make() -> dict[str, Any]:
    """Make them once; an installation that has them keeps them."""
    with transaction.atomic():
        if not Government.objects.exists():
            places.neighbour()
            life.prepare_tests(life.Office(places.luwu_utara()), on=date(2022, 1, 10))
    return {"government": Government.objects.get(code="73.22").pk}
