"""Files as strangers' programs write them: what they hide is found, and what a program writes by itself is not held."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

import pytest

from lutra.documents.cleaning.task import clean
from lutra.documents.inspecting import Whole, examine
from lutra.documents.personal import find
from lutra.documents.tests.corpus import Trap, strangers
from lutra.documents.types import detect

CLEANED = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".png", ".jpg")


def blocking(found: Whole) -> set[str]:
    return {each.kind for each in found.hidden if each.severity == "blocks"}


@pytest.mark.parametrize("trap", strangers.TRAPS, ids=str)
def test_what_a_stranger_hides_is_found(trap: Trap) -> None:
    found = examine(trap.make(), trap.name)
    assert found.errors == []
    assert trap.kind in blocking(found)


@pytest.mark.parametrize("name", strangers.CLEAN)
def test_what_a_program_writes_by_itself_is_not_held(name: str) -> None:
    found = examine(strangers.CLEAN[name](), name)
    assert (found.errors, blocking(found)) == ([], set())
    assert {match.certainty for page in (*found.pages, *found.asides) for match in find(page.text)} <= {
        "official"
    }


@pytest.mark.parametrize("name", strangers.PERSONAL)
def test_a_nik_is_found_wherever_it_travels(name: str) -> None:
    found = examine(strangers.PERSONAL[name](), name)
    assert found.errors == []
    assert "nik" in {match.kind for page in (*found.pages, *found.asides) for match in find(page.text)}


@pytest.mark.parametrize("name", strangers.REFUSED)
def test_what_cannot_be_looked_through_says_so(name: str) -> None:
    found = examine(strangers.REFUSED[name](), name)
    assert found.errors
    assert all(error.endswith((".", ".)")) for error in found.errors)


def test_a_page_that_unpacks_to_four_hundred_megabytes_ends() -> None:
    found = examine(strangers.flate_bomb(), "bom.pdf")
    assert found.media_type == "application/pdf"


@pytest.mark.parametrize(
    "trap", [trap for trap in strangers.TRAPS if PurePath(trap.name).suffix in CLEANED], ids=str
)
def test_a_clean_copy_of_it_hides_nothing_or_is_held_again(trap: Trap) -> None:
    content = trap.make()
    out = io.BytesIO()
    try:
        clean({"media_type": detect(content, trap.name)}, [io.BytesIO(content), out])
    except ValueError:
        return  # nothing of it is to be shown
    found = examine(out.getvalue(), trap.name)
    assert found.errors == []
    if strangers.SECRET.encode() in _unpacked(out.getvalue()) and trap.kind not in strangers.SHOWN_BY_COPIES:
        assert blocking(found)


def _unpacked(content: bytes) -> bytes:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as members:
        return b"".join(members.read(name) for name in members.namelist())
