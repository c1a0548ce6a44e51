"""Where a row of one government points to a row of another. There must be no such place: governments can be parted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q

from lutra.directory.models import User


@dataclass(frozen=True)
class Reference:
    """A field of ``model`` that points to ``target``, both of which belong to a government."""

    model: type[models.Model]
    field: str
    target: type[models.Model]

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.field}"

    def rows(self) -> models.QuerySet[Any]:
        """The rows that point to something."""
        return self.model._base_manager.filter(**{f"{self.field}__isnull": False})

    def crossing(self) -> models.QuerySet[Any]:
        """The rows that point over a border."""
        return self.rows().filter(~Q(**{f"{self.field}__government": F("government")}))


def references() -> Iterator[Reference]:
    """Every reference between rows that belong to a government.

    Users are left out: a person may hold posts in two governments, and his rights are read in one at a time.
    """
    owned = {model for model in apps.get_models() if _belongs(model)}
    for model in sorted(owned, key=lambda each: each.__name__):
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if isinstance(target, type) and target in owned and target is not User:
                yield Reference(model, field.name, target)


def _belongs(model: type[models.Model]) -> bool:
    return model.__module__.startswith("lutra.") and any(
        field.name == "government" for field in model._meta.fields
    )
