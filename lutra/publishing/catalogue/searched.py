"""What the search finds of the list: each public item, and the text of each file that passed the gate."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lutra.directory.models import Government
from lutra.documents import personal
from lutra.documents.models import Document
from lutra.documents.queries import text
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.search.entries import Entry

log = logging.getLogger(__name__)

_CHUNK = 300


def searched(government: Government) -> Iterator[Entry]:
    """Every entry of the list, from the public rows alone."""
    rows = PublicItem.objects.filter(government=government).order_by("pk").prefetch_related("files")
    for row in rows.iterator(chunk_size=_CHUNK):
        yield from entries_of(row, list(row.files.all()))


def entries_of(row: PublicItem, files: Sequence[PublicFile]) -> list[Entry]:
    """The entries of one public item: itself, and each of its files that has a text."""
    formats = tuple(dict.fromkeys(file.format for file in files if file.format))
    url = f"/informasi/{row.number}/"
    # What the title or the office says already would only be read twice.
    known = {row.title.casefold(), row.body_name.casefold(), ""}
    said = []
    for part in (row.plain_summary, row.summary, row.made_when, row.holder, *row.topics):
        if part.casefold() not in known:
            known.add(part.casefold())
            said.append(part)
    item = Entry(
        key=f"item:{row.item_id}",
        kind="information",
        title=row.title,
        url=url,
        summary=" · ".join(said),
        formats=formats,
        dated_on=row.dated_on,
        information_class=row.kind,
        body_slug=row.body_slug,
        body_name=row.body_name,
        year=row.year,
        place_code=row.place_code,
        place_name=row.place_name,
    )
    documents = [
        replace(
            item,
            key=f"file:{file.file_id}",
            kind="document",
            title=f"{file.label} · {row.title}"[:300],
            url=f"{url}#berkas-{file.file_id}",
            summary="",
            text=inside,
            formats=(file.format,) if file.format else (),
        )
        for file in files
        if file.document_id is not None and (inside := text_of(file.document_id))
    ]
    return [item, *documents]


def keys_of(pks: Iterable[int]) -> set[str]:
    """The keys of all entries of the public items with these primary keys."""
    rows = PublicItem.objects.filter(pk__in=list(pks)).values_list("item_id", "files__file_id")
    return {f"item:{item}" for item, _file in rows} | {f"file:{file}" for _item, file in rows if file}


def text_of(document_id: int) -> str:
    """The text of a released document as far as it may be quoted: "" when there is none, or it cannot be looked at.

    What still looks personal in it was left there by an officer's decision, but nobody shall find people by it: each
    such place is taken out.
    """
    document = Document.objects.filter(pk=document_id).first()
    if document is None or document.is_sealed or document.purged_at is not None:
        return ""
    try:
        whole = text(document)
        places = [(match.start, match.end) for match in personal.find(whole) if match.certainty != "official"]
    except Exception as error:
        log.warning("publication.text_not_read", extra={"facts": {"error": type(error).__name__}})
        return ""
    for start, end in reversed(places):
        whole = f"{whole[:start]} … {whole[end:]}"
    return whole
