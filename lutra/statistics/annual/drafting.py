"""A report as it would be issued now, with what keeps it from that; and an issued one, counted again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lutra.directory.models import Government
from lutra.statistics.annual.consistency import Evidence, Failure, failures
from lutra.statistics.annual.content import Content, content_of, rows_of
from lutra.statistics.annual.figures import figures
from lutra.statistics.models import AnnualReport, Override, Snapshot


@dataclass(frozen=True, slots=True)
class Draft:
    """A report's content, and the rules that it breaks: signed for, or in the way."""

    content: Content
    failures: tuple[Failure, ...]
    overrides: tuple[Override, ...]  # those that cover one of the failures

    @property
    def blocking(self) -> tuple[Failure, ...]:
        """The failures for which nobody has signed."""
        signed = {one.faults for one in self.overrides}
        return tuple(one for one in self.failures if one.mark not in signed)


def draft(
    government: Government,
    /,
    year: int,
    *,
    upto: int | None = None,
    drawn_on: date | None = None,
    version: int = 0,
    correction: str = "",
    signature: str = "",
) -> Draft:
    """The report of a year as the book, the office's words and the signed overrides make it."""
    found = figures(government, year, upto=upto, drawn_on=drawn_on)
    published = last_year(government, year)
    report = AnnualReport.objects.filter(government=government, year=year).first()
    content = content_of(
        government,
        found,
        typed=report.typed if report else {},
        previous=compared(published),
        version=version,
        correction=correction,
        signature=signature,
    )
    broken = failures(content, Evidence(found.counted, published))
    overrides = _covering(report, broken)
    content["footnotes"] = [footnote(one) for one in overrides]
    return Draft(content=content, failures=tuple(broken), overrides=overrides)


def again(snapshot: Snapshot) -> Content:
    """An issued report with its figures counted again from the book; the same, unless somebody tampered with it.

    What is no figure (the office's words, names of bodies, footnotes) is taken from the snapshot: its hash covers it.
    """
    old: Content = snapshot.content
    names = {row["body"]: row["name"] for row in rows_of(old)}
    found = figures(
        snapshot.government,
        old["year"],
        upto=old["upto"],
        drawn_on=date.fromisoformat(old["drawn_on"]),
        names=_Names(names),
    )
    return content_of(
        snapshot.government,
        found,
        typed=old["typed"],
        previous=old["previous"],
        version=old["version"],
        correction=old["correction"],
        signature=old["signature"],
        footnotes=old["footnotes"],
    )


class _Names(dict[int | None, str]):
    """Names as they were; a body that was not in the report has none, and shows so."""

    def __missing__(self, body: int | None) -> str:
        return f"#{body}"


def last_year(government: Government, year: int) -> Mapping[str, Any] | None:
    """The published report of the year before, its newest version: the content with its hash; None without one."""
    snapshot = newest(government, year - 1)
    return {**snapshot.content, "sha256": snapshot.sha256} if snapshot else None


def compared(published: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What a report keeps of last year's: its overall figures, copied and never typed."""
    if published is None:
        return None
    return {
        "year": published["year"],
        "version": published["version"],
        "sha256": published["sha256"],
        "figures": published["overall"]["figures"],
    }


def newest(government: Government, year: int) -> Snapshot | None:
    """The newest version of a year's report; None while there is none."""
    found = Snapshot.objects.filter(report__government=government, report__year=year)
    return found.select_related("government", "report").order_by("-version").first()


def footnote(override: Override) -> dict[str, str]:
    """What is printed of a signed override."""
    return {
        "rule": override.rule,
        "note": override.note,
        "signature": override.signature,
        "signed_at": override.signed_at.isoformat(timespec="seconds"),
    }


def _covering(report: AnnualReport | None, broken: Sequence[Failure]) -> tuple[Override, ...]:
    if report is None or not broken:
        return ()
    marks = [one.mark for one in broken]
    return tuple(report.overrides.filter(faults__in=marks).order_by("pk"))
