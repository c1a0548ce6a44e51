"""The public register of a year as a table to take away: what passed the gate, nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.law import statute
from lutra.publishing.export.table import Cell, Heading, Table
from lutra.publishing.queries import lines_of_year
from lutra.requests.workflow import TABLE

_CHUNK = 2000


def source(government: Government, /) -> str:
    """How whoever uses this names where it is from (UU 14/2008 Pasal 5 ayat (2))."""
    return _("Sumber: PPID %(name)s. Sebutkan sumber bila memakainya (%(clause)s).") % {
        "name": government.name,
        "clause": statute.citation_for_letter("uu-14-2008/5/2"),
    }


def public_table(government: Government, /, *, year: int, language: str = "id", body: str = "") -> Table:
    """Every line of the year (of one body, by its slug), oldest first; a subject that waits for an officer is empty.

    One query, streamed.
    """
    return Table(
        title=_("Register publik permohonan informasi %(year)s") % {"year": year},
        headings=[
            Heading("number", _("Nomor"), 28),
            Heading("received_on", _("Diterima"), 21),
            Heading("subject", _("Informasi yang diminta"), 63),
            Heading("body", _("Dijawab oleh"), 35),
            Heading("channel", _("Diterima melalui"), 21),
            Heading("stage", _("Tahap"), 21),
            Heading("outcome", _("Hasil"), 21),
            Heading("due_on", _("Batas waktu"), 21),
            Heading("decided_on", _("Diputuskan"), 21),
            Heading("working_days", _("Hari kerja"), 14),
        ],
        rows=_rows(government, year, language, body),
        language=language,
        source=source(government),
    )


def _rows(government: Government, year: int, language: str, body: str) -> Iterator[list[Cell]]:
    channels = {row.code: row.label.in_(language) for row in statute.channels()}
    outcomes = {row.code: row.label.in_(language) for row in statute.outcomes()}
    stages = {stage.code: stage.label.in_(language) for stage in TABLE.stages}
    for line in lines_of_year(government, year, body=body).iterator(chunk_size=_CHUNK):
        yield [
            line.reference,
            line.received_on.isoformat(),
            line.public_subject,
            line.body_name,
            channels.get(line.channel, line.channel),
            stages.get(line.stage, line.stage),
            outcomes.get(line.outcome, ""),
            line.due_on.isoformat(),
            line.decided_on.isoformat() if line.decided_on else "",
            line.days,
        ]
