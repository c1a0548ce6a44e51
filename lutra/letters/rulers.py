"""The working-day ruler on paper: its cells, and the same in words."""

from __future__ import annotations

from typing import Any

from lutra.law import clocks, statute
from lutra.law.clocks import Cell, Due
from lutra.law.records import Language
from lutra.letters import wording


def drawn(due: Due, *, language: Language, extension: Due | None = None) -> dict[str, Any]:
    """Cells from receipt to due date for the letterhead's ``ruler``, with a legend that says what it shows."""
    cells = clocks.ruler(due, extension=extension, today=due.start, calendar=(extension or due).calendar)
    return {
        "cells": [_cell(one, language) for one in cells],
        "legend": _legend(due, extension, cells, language),
    }


def _cell(one: Cell, language: Language) -> dict[str, Any]:
    return {
        "day": str(one.date.day),
        "weekday": wording.weekday(one.date, language),
        "count": one.count,
        "stretch": one.stretch,
        "start": one.kind == "start",
        "due": one.is_due,
    }


def _legend(due: Due, extension: Due | None, cells: list[Cell], language: Language) -> list[str]:
    words = wording.words(language)
    last = extension or due
    first = words["ruler_extended" if extension else "ruler"].format(
        first=wording.long_date(due.start, language),
        old=wording.long_date(due.due, language),
        last=wording.long_date(last.due, language),
        count=due.law.quantity,
        more=extension.law.quantity if extension else 0,
    )
    lines = [first]
    if free := _free(cells, language):
        lines.append(words["ruler_free"].format(days="; ".join(free)))
    if due.provisional or last.provisional:
        lines.append(words["ruler_provisional"])
    return lines


def _free(cells: list[Cell], language: Language) -> list[str]:
    """Weekends once, every other free day with its name and decree."""
    free = [one for one in cells if one.count is None and one.kind != "start"]
    named = [
        " ".join(
            part
            for part in (
                wording.plain_date(one.date, language),
                statute.text(one.label, language) if one.label else "",
                f"({one.decree})" if one.decree else "",
            )
            if part
        )
        for one in free
        if one.kind != "weekend"
    ]
    weekends = (
        [wording.words(language)["ruler_weekends"]] if any(one.kind == "weekend" for one in free) else []
    )
    return weekends + named
