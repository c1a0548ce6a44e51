"""What personal data a contract holds, as the release gate found it (procurement: published redacted only)."""

from __future__ import annotations

from lutra.documents import release
from lutra.documents.models import Document, Examination, Finding
from lutra.law import statute

#: Said when nobody has looked, or the look failed: the gate is closed, not open.
UNKNOWN = "unknown"
_LOOKED = (Examination.State.FOUND, Examination.State.CLEAR)


def personal_kinds(document: Document) -> tuple[str, ...]:
    """The kinds of personal data that stand in a document ("nik", "account", …); empty when it was looked at and clean.

    What an officer decided may stay is not counted; what he decided to remove stands in it still. Fails closed: what
    was not looked at, or not in this content, is ``(UNKNOWN,)``.
    """
    seen = release.latest(document)
    if seen is None or seen.state not in _LOOKED or seen.sha256 != document.sha256:
        return (UNKNOWN,)
    may_stay = [verdict.code for verdict in statute.finding_verdicts() if not verdict.removes]
    standing = seen.findings.filter(area=Finding.Area.PERSONAL, severity=Finding.Severity.BLOCKING)
    return tuple(sorted(set(standing.exclude(verdict__in=may_stay).values_list("kind", flat=True))))
