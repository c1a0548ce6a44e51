"""Luwu Utara's office for blacking out: Budi draws, his superior approves, and a letter with a secret."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typst

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents.models import Document
from lutra.jobs import queue
from lutra.redaction import actions, producing
from lutra.redaction.actions import Drawn, Why
from lutra.redaction.models import Redaction
from lutra.redaction.tests.files import NIK, SECRET, VISIBLE, typeset
from lutra.testing import people
from lutra.testing.people import MOMENT

LETTER = typeset(f"{VISIBLE}\n\nPenerima: {SECRET}\n\nNIK: {NIK}\n#pagebreak()\nHalaman kedua tanpa rahasia")
WHY = Why("h", "NIK penerima bantuan", "Memuat data pribadi penerima bantuan.", "4")
# Where the typeset name and NIK stand on the first page, in points.
NAME = Drawn(1, 116.0, 89.0, 192.0, 103.0)
NUMBER = Drawn(1, 92.0, 109.0, 179.0, 124.0)


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Government:
    settings.DATA, settings.LUTRA_FILES, settings.LUTRA_CLAMD = tmp_path, tmp_path / "files", "off"
    return people.government(abbreviation="LUTRA")


@pytest.fixture
def budi(here: Government) -> Actor:
    return people.officer(here, Role.PROCESSING)


@pytest.fixture
def boss(here: Government) -> Actor:
    return people.officer(here, Role.PPID_UTAMA, name="Dewi")


@pytest.fixture
def letter(here: Government) -> Document:
    made = documents.add(here, name="surat.pdf", content=LETTER, at=MOMENT)
    made.listed = True
    made.save()
    return made


@pytest.fixture
def drawn(letter: Document, budi: Actor) -> Redaction:
    """A draft with the name and the number covered."""
    redaction = actions.start(letter, by=budi)
    actions.add_boxes(redaction, boxes=[NAME, NUMBER], why=WHY, by=budi)
    return redaction


@pytest.fixture
def engine() -> None:
    """Let the engine itself make the copies; it reads each page again as a picture, which takes its time."""


@pytest.fixture(autouse=True)
def twin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A twin of the engine: a page that says which boxes it was given, and a proof. Equal boxes, equal page."""
    if "engine" in request.fixturenames:
        return
    real = producing.ask

    def made(task: str, document: Document, arguments: dict[str, Any], **how: Any) -> dict[str, Any]:
        if task != "produce":
            return real(task, document, arguments, **how)
        places = [[box["page"], box["x0"], box["y0"]] for box in arguments["boxes"]]
        how["outputs"][0].write_bytes(typst.compile(f"`{places}`".encode(), timestamp=0))
        counts = {"pages": 2, "boxes": len(places), "needles": 2, "objects": 9, "survivors": 0}
        return {"proof": {**counts, "elsewhere": []}}

    monkeypatch.setattr(producing, "ask", made)


@pytest.fixture
def produce(budi: Actor, boss: Actor) -> Callable[[Redaction], Redaction]:
    """Propose, approve and make."""

    def done(redaction: Redaction) -> Redaction:
        actions.propose(redaction, by=budi)
        actions.approve(redaction, by=boss)
        queue.run_all()
        redaction.refresh_from_db()
        return redaction

    return done
