"""Files that a decision gives: those of the drafts, and in the place of a file that was blacked out, its copy.

The copy's index of withheld parts goes with the notice, so the decision must name the same grounds (UU 14/2008 Pasal
22 ayat (7) huruf c and e); its own test then carries them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from lutra.documents import release
from lutra.documents.models import Document
from lutra.redaction.queries import Withheld, behind, copies_of, index_of
from lutra.requests.errors import Incomplete
from lutra.requests.models import Decision, Request


def on_offer(files: Iterable[Document]) -> list[Document]:
    """What may be given of these files: copies with parts blacked out instead of their originals."""
    rows = list(files)
    closed = release.replaced(rows)
    made = [copy for copy in copies_of(rows) if copy.pk not in {row.pk for row in rows}]
    return [row for row in rows if row.pk not in closed] + made


def check(request: Request, files: Sequence[Document], *, grounds: Collection[str]) -> None:
    """Pass when the decision may give these files. ``grounds``: the letters it rests on. Raises Incomplete."""
    if not files:
        return
    drafted = Document.objects.filter(pk__in=request.drafts.values("documents"))
    offered = {row.pk for row in (*drafted, *on_offer(drafted))}
    if any(file.pk not in offered for file in files):
        raise Incomplete(
            {"documents": _("Pilih hanya berkas yang dilampirkan pada usulan jawaban permohonan ini.")}
        )
    if closed := release.replaced(files):
        names = ", ".join(file.name for file in files if file.pk in closed)
        raise Incomplete(
            {
                "documents": _("Dari “%(names)s” hanya salinan yang dihitamkan yang boleh diberikan.")
                % {"names": names}
            }
        )
    used = {line.ground for redaction in behind(files).values() for line in index_of(redaction)}
    if unnamed := sorted(used - set(grounds)):
        raise Incomplete(
            {
                "documents": _(
                    "Berkas yang dihitamkan memakai huruf %(letters)s, tetapi keputusan tidak menyebutnya. Putuskan "
                    "dikabulkan sebagian dengan huruf yang sama, atau pilih berkas lain."
                )
                % {"letters": ", ".join(unnamed)}
            }
        )


def given(decision: Decision) -> list[Document]:
    """The files that the applicant may fetch, by name; one that was blacked out since then only as its copy."""
    files = list(decision.documents.order_by("name"))
    closed = release.replaced(files)
    return [file for file in files if file.pk not in closed]


def withheld_in(files: Iterable[Document]) -> list[tuple[Document, list[Withheld]]]:
    """The index of withheld parts (Pasal 22 ayat (7) huruf e) of each of these files that is blacked out."""
    rows = list(files)
    redactions = behind(rows)
    return [(row, index_of(redactions[row.pk])) for row in rows if row.pk in redactions]
