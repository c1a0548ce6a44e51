"""What the tests of the gate share: a government, its officers, files, and an inspector that says what it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions, examining
from lutra.documents.models import Document
from lutra.documents.reading import Reading
from lutra.testing import people
from lutra.testing.people import MOMENT

CSV = b"kecamatan;jumlah\nMasamba;12\n"


@dataclass(frozen=True)
class Hidden:
    kind: str = "comment"
    place: str = "Lembar “Data”, sel B2"
    detail_masked: str = "Mohon jangan ***"
    severity: str = "blocks"


@dataclass(frozen=True)
class Personal:
    kind: str = "nik"
    value_masked: str = "73************01"
    page: int = 1
    offset: int = 10
    length: int = 16
    certainty: str = "sure"
    place: str = ""


@dataclass
class Said:
    """What the inspector says of every file."""

    media_type: str | None = "text/csv"
    pages: int = 1
    text_length: int = 28
    hidden: tuple[Any, ...] = ()
    personal: tuple[Any, ...] = ()
    errors: tuple[str, ...] = ()
    ocr_ran: bool = False
    reading: Reading | None = None
    raises: Exception | None = field(default=None)

    def __call__(self, _document: Document, _sha256: str) -> Said:
        if self.raises:
            raise self.raises
        return self


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Said:
    """A twin of the inspector; without findings until a test gives it some."""
    said = Said()
    monkeypatch.setattr(examining, "_inspect", said)
    return said


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Government:
    """A government with a data folder of its own and no virus scanner."""
    settings.DATA, settings.LUTRA_FILES, settings.LUTRA_CLAMD = tmp_path, tmp_path / "files", "off"
    return people.government(abbreviation="LUTRA")


@pytest.fixture
def ppid(here: Government) -> Actor:
    return people.officer(here, Role.PPID_UTAMA)


@pytest.fixture
def make(here: Government) -> Callable[..., Document]:
    """A document of this government."""

    def add(name: str = "data.csv", content: bytes = CSV, **fields: Any) -> Document:
        document = actions.add(here, name=name, content=content, at=MOMENT)
        for name_, value in fields.items():
            setattr(document, name_, value)
        document.save()
        return document

    return add
