"""One officer who publishes an item when asked, and withdraws it when asked again."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

from lutra.catalogue import actions
from lutra.catalogue.actions import ItemForm
from lutra.catalogue.models import Item
from lutra.directory.actors import actor_of
from lutra.directory.calendars import today
from lutra.directory.models import Government, PublicBody, User


def prepare(_arguments: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Sign in."""
    government = Government.objects.get(code="73.22")
    body = PublicBody.objects.get(government=government, slug="dinkes")
    by = actor_of(User.objects.get(username="ppid"), government, on=today(government))
    numbers = itertools.count(1)
    listed: list[Item] = []

    def work() -> dict[str, Any]:
        if listed:
            actions.withdraw_item(listed.pop(), reason="Selesai diukur.", by=by)
            return {"at": time.monotonic()}
        word = f"kesegaran{_letters(next(numbers))}"
        form = ItemForm(
            title=f"Laporan {word}",
            body=body,
            kind="periodic",
            summary="Yang baru saja diterbitkan.",
            holder="Bidang data",
            responsible="Sekretaris",
            retention="5 tahun",
            forms=("softcopy",),
        )
        item = actions.add_item(government, form=form, by=by)
        listed.append(actions.publish_item(item, by=by))
        return {"word": word, "at": time.monotonic()}

    return work


def _letters(number: int) -> str:
    """A word of its own for each number, which no spelling help takes for another."""
    return "".join("bcdfghjklm"[int(digit)] * 2 + "o" for digit in f"{number:03d}")
