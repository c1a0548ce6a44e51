"""Every trap of the corpus is found, and clean files hold nothing back."""

from __future__ import annotations

import pytest

from lutra.documents.hidden.kinds import KINDS
from lutra.documents.inspecting import examine
from lutra.documents.tests.corpus import Trap, files, office, pdf, pictures, strangers

TRAPS = [*office.TRAPS, *pdf.TRAPS, *pictures.TRAPS, *files.TRAPS]
CLEAN = {**office.CLEAN, **pdf.CLEAN, **pictures.CLEAN, **files.CLEAN}


@pytest.mark.parametrize("trap", TRAPS, ids=str)
def test_a_trap_is_found(trap: Trap) -> None:
    found = examine(trap.make(), trap.name)
    assert found.errors == []
    assert (trap.kind, trap.severity) in {(each.kind, each.severity) for each in found.hidden}


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_holds_nothing_back(name: str) -> None:
    found = examine(CLEAN[name](), name)
    assert found.errors == []
    assert [each for each in found.hidden if each.severity == "blocks"] == []


def test_every_kind_has_a_file_that_shows_it() -> None:
    shown = {trap.kind for trap in (*TRAPS, *strangers.TRAPS)}
    assert set(KINDS) - shown == set()
