"""Blacking out in the demo: one copy approved and made by the worker, one draft that waits for the superior."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import typst

from lutra.demo.life import Event, Office
from lutra.directory.actors import Actor
from lutra.directory.roles import Role
from lutra.documents import uploads
from lutra.redaction import actions
from lutra.redaction.actions import Drawn, Why
from lutra.redaction.models import Redaction

_FIRST = 9_700_000  # behind every event of a request at the same moment
_NIK = Why("h", "NIK penerima bantuan", "Data pribadi yang tidak perlu untuk mengawasi bantuan.")
_ACCOUNT = Why("h", "Nomor rekening penyedia", "Data keuangan; nilai dan nama penyedia tetap dibuka.", "3")
_TABLE_TOP, _ROW = 120.0, 24.0  # points, as the pages below are typeset


def plan(office: Office, *, now: datetime, seed: int) -> Iterator[Event]:
    """A quarter of an hour in which the PPID draws and his superior approves."""
    del seed  # the same files every time
    yield Event(now - timedelta(minutes=15), _FIRST, _Desk(office).draw)


class _Desk:
    """The PPID and the superior."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.later: list[Event] = []

    def draw(self, at: datetime) -> None:
        """Two files, one approved, one waiting."""
        day = at.astimezone(self.office.zone).date()
        ppid, chief = self.office.actor(Role.PPID_UTAMA, day), self.office.actor(Role.SUPERIOR, day)
        if ppid is None or chief is None:
            return
        name = f"Penerima rumah swadaya {at.year - 1}.pdf"
        actions.approve(self._proposed(name, _recipients(at.year - 1), _NIK_BOXES, _NIK, ppid), by=chief)
        self._proposed(
            f"Kontrak pengadaan obat {at.year}.pdf", _contract(at.year), _ACCOUNT_BOXES, _ACCOUNT, ppid
        )

    def _proposed(self, name: str, content: bytes, boxes: Sequence[Drawn], why: Why, by: Actor) -> Redaction:
        body = next(iter(self.office.bodies.values()))
        upload = uploads.take_whole(name=name, file=io.BytesIO(content), by=by, body=body)
        if upload.document is None:
            raise RuntimeError(upload.problem)
        redaction = actions.start(upload.document, by=by)
        actions.add_boxes(redaction, boxes=boxes, why=why, by=by)
        return actions.propose(redaction, by=by)


def _recipients(year: int) -> bytes:
    """A list with numbers that belong to nobody."""
    rows = [
        ("Andi Contoh", "7322034107900001", "Laba", "Rp20.000.000"),
        ("Sitti Contoh", "7322036508850003", "Radda", "Rp20.000.000"),
        ("Baso Contoh", "7322031203780002", "Meli", "Rp17.500.000"),
    ]
    cells = "\n".join(f"[{name}], [{nik}], [{village}], [{sum_}]," for name, nik, village, sum_ in rows)
    return _page(
        f"Penerima bantuan rumah swadaya {year}",
        f"#table(columns: (120pt, 120pt, 90pt, 90pt), rows: {_ROW}pt, [Nama], [NIK], [Desa], [Bantuan], {cells})",
    )


def _contract(year: int) -> bytes:
    rows = [
        ("Penyedia", "CV Contoh Farma"),
        ("Nilai", "Rp1.250.000.000"),
        ("Nomor rekening", "Bank Contoh 1234567890123"),
        ("Jangka waktu", "120 hari kalender"),
    ]
    cells = "\n".join(f"[{name}], [{value}]," for name, value in rows)
    return _page(
        f"Kontrak pengadaan obat {year}", f"#table(columns: (120pt, 220pt), rows: {_ROW}pt, {cells})"
    )


def _page(title: str, body: str) -> bytes:
    source = f"""#set document(title: "{title}")
#set page(paper: "a4", margin: 60pt)
#set text(lang: "id", size: 11pt)
#place(top, dy: 0pt)[= {title}]
#place(top, dy: {_TABLE_TOP - 60}pt)[{body}]
"""
    made: bytes = typst.compile(source.encode(), ignore_system_fonts=True, timestamp=0)
    return made


_NIK_BOXES = [
    Drawn(1, 182, _TABLE_TOP + row * _ROW + 2, 298, _TABLE_TOP + (row + 1) * _ROW - 2) for row in (1, 2, 3)
]
_ACCOUNT_BOXES = [Drawn(1, 182, _TABLE_TOP + 2 * _ROW + 2, 398, _TABLE_TOP + 3 * _ROW - 2)]
