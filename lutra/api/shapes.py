"""Public rows as the interface gives them. What goes in is a public row, never what lies behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lutra.api.schemas import (
    AnswerFileOut,
    AnswerLine,
    AnswerOut,
    BodyOut,
    ClauseOut,
    EarlierFile,
    ExemptionOut,
    FileOut,
    HitOut,
    ItemLine,
    ItemOut,
    Office,
    Place,
    RequestLine,
    VersionOut,
    Words,
)
from lutra.catalogue.models import ListVersion
from lutra.directory.models import PublicBody
from lutra.law import statute
from lutra.law.statute import Clause
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.exempted import PublicExemption
from lutra.publishing.models import PublicRequest
from lutra.publishing.readingroom.models import PublicAnswer
from lutra.publishing.search.queries import Hit


def address(request: HttpRequest, name: str, *args: Any) -> str:
    """The absolute address of a page of this host."""
    return request.build_absolute_uri(reverse(name, args=args))


def body(request: HttpRequest, row: PublicBody) -> BodyOut:
    """A public body."""
    return BodyOut(
        slug=row.slug,
        name=row.name,
        short_name=row.short_name,
        kind=row.kind,
        region=row.region_id,
        parent=row.parent.slug if row.parent else None,
        page=address(request, "portal:body", row.slug),
    )


def item_line(request: HttpRequest, row: PublicItem) -> ItemLine:
    """An item in short."""
    return ItemLine(**_item(request, row))


def item(request: HttpRequest, row: PublicItem) -> ItemOut:
    """An item with its files."""
    return ItemOut(
        **_item(request, row),
        plain_summary=row.plain_summary,
        holder=row.holder,
        responsible=row.responsible,
        made_on=row.made_on,
        made_when=row.made_when,
        made_at=row.made_at,
        period_from=row.period_from,
        period_until=row.period_until,
        forms=row.forms,
        retention=row.retention,
        obligations=row.obligations,
        topics=row.topics,
        dataset={key: str(text) for key, text in row.dataset.items()} if row.dataset else None,
        source=row.source,
        withheld=row.withheld,
        files=[_file(request, row, file) for file in row.files.all()],
    )


def _item(request: HttpRequest, row: PublicItem) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "summary": row.summary,
        "information_class": row.kind,
        "body": Office(slug=row.body_slug, name=row.body_name),
        "place": Place(code=row.place_code, name=row.place_name) if row.place_code else None,
        "year": row.year,
        "dated_on": row.dated_on,
        "next_due": row.next_due,
        "published_at": row.published_at,
        "changed_at": row.changed_at,
        "api": address(request, "api:item", row.number),
        "page": address(request, "portal:item", row.number),
    }


def _file(request: HttpRequest, row: PublicItem, file: PublicFile) -> FileOut:
    return FileOut(
        id=file.file_id,
        label=file.label,
        download=file.url or address(request, "portal:item_file", row.number, file.file_id),
        is_link=bool(file.url),
        media_type=file.media_type,
        format=file.format,
        language=file.language,
        size=file.size,
        sha256=file.sha256,
        added_at=file.added_at,
        correction_note=file.correction_note,
        earlier=[
            EarlierFile(**{name: str(old.get(name) or "") for name in EarlierFile.model_fields})
            for old in file.earlier
        ],
    )


def exemption(row: PublicExemption) -> ExemptionOut:
    """A row of the exempt list."""
    return ExemptionOut(
        number=row.number,
        state="opened" if row.opened_on else "in_force",
        information=row.information,
        ground=row.ground,
        sub_item=row.sub_item,
        clause=row.clause,
        basis=statute.legal_basis(row.clause),
        act=row.act,
        scope=row.scope,
        consequence=row.consequence,
        benefit=row.benefit,
        body=Office(slug=row.body_slug, name=row.body_name),
        decree_number=row.decree,
        decree_date=row.decided_on,
        signed_as=row.signed_as,
        ends_on=row.ends_on,
        opened_on=row.opened_on,
        item=row.item_number,
        closed=list(row.closed),
    )


def version(row: ListVersion) -> VersionOut:
    """A signed version without its content."""
    return VersionOut(
        number=row.number,
        decree_number=row.decree_number,
        decree_date=row.decree_date,
        items=row.items,
        sha256=row.sha256,
        signed_at=row.signed_at,
    )


def line(row: PublicRequest, *, today: date) -> RequestLine:
    """A line of the register."""
    return RequestLine(
        reference=row.reference,
        received_on=row.received_on,
        subject=row.public_subject,
        is_withheld=row.is_withheld,
        body=office(row.body_slug, row.body_name),
        channel=row.channel,
        stage=row.stage,
        outcome=row.outcome,
        due_on=row.due_on,
        lapsed_on=row.lapsed_on,
        decided_on=row.decided_on,
        days=row.days,
        is_late=row.is_late(today),
    )


def answer_line(request: HttpRequest, row: PublicAnswer) -> AnswerLine:
    """An answer in short."""
    return AnswerLine(**_answer(request, row))


def answer(request: HttpRequest, row: PublicAnswer) -> AnswerOut:
    """An answer with its files."""
    return AnswerOut(
        **_answer(request, row),
        explanation=row.explanation,
        files=[
            AnswerFileOut(
                label=file.label,
                download=address(request, "portal:answer_file", row.number, file.document_id),
                media_type=file.media_type,
                format=file.format,
                size=file.size,
                sha256=file.sha256,
            )
            for file in row.files.all()
        ],
    )


def _answer(request: HttpRequest, row: PublicAnswer) -> dict[str, Any]:
    return {
        "number": row.number,
        "title": row.title,
        "summary": row.summary,
        "outcome": row.outcome,
        "body": office(row.body_slug, row.body_name),
        "answered_on": row.answered_on,
        "published_at": row.published_at,
        "changed_at": row.changed_at,
        "api": address(request, "api:answer", row.number),
        "page": address(request, "portal:answer", row.number),
    }


def clause(row: Clause) -> ClauseOut:
    """A clause of the statute book."""
    return ClauseOut(
        id=row.id,
        law=row.law,
        citation=row.citation,
        citation_en=row.citation_en,
        summary=Words(id=row.summary.id, en=row.summary.en),
        in_force_from=row.in_force_from,
        in_force_until=row.in_force_until,
        verification=row.verification,
        confidence=row.confidence,
        printable=row.printable,
    )


def hit(request: HttpRequest, row: Hit) -> HitOut:
    """Something that was found, in plain words."""
    return HitOut(
        kind=row.kind,
        title="".join(piece.text for piece in row.title),
        excerpt="".join(piece.text for piece in row.excerpt),
        page=request.build_absolute_uri(row.url),
        dated_on=row.dated_on,
        information_class=row.information_class,
        body=office(row.body_slug, row.body_name),
        year=row.year,
        formats=list(row.formats),
        place_name=row.place_name,
    )


def office(slug: str, name: str) -> Office | None:
    """The body that answers; None while nobody does."""
    return Office(slug=slug, name=name) if slug else None
