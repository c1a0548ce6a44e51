"""The public register as a table that can be taken away."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lutra.directory.models import Government
from lutra.law import statute
from lutra.publishing.export.table import Cell, Heading, Table
from lutra.publishing.queries import lines_of_year
from lutra.requests.workflow import TABLE


def register_of_year(government: Government, year: int) -> Table:
    """Every line of a year, oldest first; a withheld subject is empty."""
    language = get_language() or "id"
    headings = [
        Heading("number", _("Nomor"), 3),
        Heading("received_on", _("Diterima"), 2),
        Heading("subject", _("Informasi yang diminta"), 6),
        Heading("body", _("Dijawab oleh"), 3),
        Heading("channel", _("Diterima melalui"), 2),
        Heading("stage", _("Tahap"), 2),
        Heading("outcome", _("Hasil"), 2),
        Heading("due_on", _("Batas waktu"), 2),
        Heading("decided_on", _("Diputuskan"), 2),
        Heading("working_days", _("Hari kerja"), 1),
    ]
    return Table(
        title=_("Register publik permohonan informasi %(year)s") % {"year": year},
        headings=headings,
        rows=_rows(government, year, language),
        language=language,
        source=_("Sumber: PPID %(name)s. Sebutkan sumber bila memakainya (Pasal 5 UU 14/2008).")
        % {"name": government.name},
    )


def _rows(government: Government, year: int, language: str) -> Iterator[list[Cell]]:
    channels = {record.code: statute.text(record.label, language) for record in statute.channels()}
    outcomes = {record.code: statute.text(record.label, language) for record in statute.outcomes()}
    stages = {record.code: statute.text(record.label, language) for record in TABLE.stages}
    for line in lines_of_year(government, year).iterator(chunk_size=2000):
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
