"""What the database holds, row by row, so that a test can say: nothing has changed."""

from __future__ import annotations

from typing import Any

from django.apps import apps

Snapshot = dict[str, list[tuple[Any, ...]]]


def every_row(*apps_wanted: str) -> Snapshot:
    """Every row of every table of ours, or of the named apps only, in an order that does not depend on the engine."""
    return {
        model._meta.label: sorted(model._base_manager.values_list(), key=str)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("lutra.") and (not apps_wanted or model._meta.app_label in apps_wanted)
    }
