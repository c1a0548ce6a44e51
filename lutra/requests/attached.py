"""Files that a decision gives: those of the drafts or copies made of them, and in the place of a file that was blacked
out only its copy. Each goes through the release gate of ``documents``, which fails closed.

The copy's index of withheld parts goes with the notice, so the decision must name the same grounds (UU 14/2008 Pasal
22 ayat (7) huruf c and e); its own test then carries them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from lutra.directory.actors import Actor
from lutra.documents import release
from lutra.documents.models import Document
from lutra.documents.replacing import REDACTED
from lutra.redaction.queries import Withheld, behind, copies_of, index_of
from lutra.requests.errors import Incomplete
from lutra.requests.models import Decision, Request


def of_drafts(request: Request, among: Iterable[Document], /) -> list[Document]:
    """Those of ``among`` that hang on a draft of the request."""
    own = set(request.drafts.values_list("documents", flat=True))
    return [document for document in among if document.pk in own]


def on_offer(files: Iterable[Document]) -> list[Document]:
    """What may be given of these files: each with its copies, blacked out ones instead of their originals."""
    rows = _with_copies(files)
    closed = release.replaced(rows)
    standing = {copy.pk for copy in copies_of(rows)}
    return [
        row for row in rows if row.pk not in closed and (row.derivation != REDACTED or row.pk in standing)
    ]


def _with_copies(files: Iterable[Document]) -> list[Document]:
    """Each file followed by what was made of it, and by what was made of that."""
    found: dict[int, list[Document]] = {}
    rows = list(files)
    level = rows
    while level := list(
        Document.objects.filter(derived_from__in=level, purged_at__isnull=True).order_by("pk")
    ):
        for copy in level:
            found.setdefault(copy.derived_from_id or 0, []).append(copy)

    def line(row: Document) -> list[Document]:
        return [row, *(one for copy in found.get(row.pk, ()) for one in line(copy))]

    return list({one.pk: one for row in rows for one in line(row)}.values())


def check(request: Request, files: Sequence[Document], *, grounds: Collection[str], by: Actor) -> None:
    """Pass when the decision may give these files; one with nothing left to decide gets its certificate.

    ``grounds``: the letters it rests on. Part of the deed ``decide``. Raises Incomplete, naming the file and what is
    still to do.
    """
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
    _let_out(files, by=by)


def _let_out(files: Sequence[Document], *, by: Actor) -> None:
    for file in files:
        release.certify_if_clear(file, by=by)
    standing = release.gates(files)
    if shut := [file for file in files if not standing[file.pk].is_open]:
        raise Incomplete(
            {"documents": " ".join(f"“{file.name}”: {standing[file.pk].words}" for file in shut)}
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
