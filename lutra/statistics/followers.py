"""When a report is issued the worker typesets both of its forms, so that no web process needs the typesetter."""

from __future__ import annotations

from django.utils.module_loading import import_string

from lutra.documents.actions import add
from lutra.ledger.followers import Entry, Follower
from lutra.statistics.models import Snapshot

_PDF = "lutra.statistics.annual.paper.pdf"


def _follow(entry: Entry) -> None:
    """Make the two files of the version that the entry names; again after a replay, with the same bytes."""
    snapshot = Snapshot.objects.select_related("government", "report").get(pk=entry.data["snapshot"])
    pdf = import_string(_PDF)
    year, government = snapshot.report.year, snapshot.government
    for form, word in (("summary", "ringkasan"), ("full", "lengkap")):
        if getattr(snapshot, form) is not None:
            continue
        document = add(
            government,
            name=f"laporan-{government.code}-{year}-v{snapshot.version}-{word}.pdf",
            content=pdf(government, snapshot.content, is_full=form == "full"),
            at=entry.at,
        )
        setattr(snapshot, form, document)
    snapshot.save(update_fields=["summary", "full"])


reports = Follower(name="reports", kinds=frozenset({"report.issued", "report.corrected"}), handle=_follow)
