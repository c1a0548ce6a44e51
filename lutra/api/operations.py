"""Every operation of version 1. Each reads public rows of the host's government, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import reduce
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja.params.functions import Query

from lutra.api import schemas, shapes
from lutra.api.interface import reads
from lutra.api.paging import LIMIT, MOST, next_link, opened, opened_number
from lutra.api.problems import Refused
from lutra.catalogue.lists.versions import DIP, diff, versions
from lutra.catalogue.models import ListVersion
from lutra.directory.calendars import calendar_of, today
from lutra.directory.models import Government, PublicBody
from lutra.law import clocks, statute
from lutra.law.errors import LawError
from lutra.publishing import exempted as exempt
from lutra.publishing.catalogue.models import PublicFile, PublicItem
from lutra.publishing.catalogue.queries import find_item, items_by_number
from lutra.publishing.queries import public_register
from lutra.publishing.readingroom.models import PublicAnswer
from lutra.publishing.readingroom.queries import find_answer
from lutra.publishing.search.entries import KINDS
from lutra.publishing.search.labels import label
from lutra.publishing.search.queries import search
from lutra.publishing.tables import source
from lutra.statistics import queries as statistics

Row = TypeVar("Row", bound=Model)

_CODE = Query("", max_length=80)
_WORDS = Query("", max_length=200, description="Kata yang semuanya harus ada; all of these words.")
_CURSOR = Query("", max_length=200, description="Dari next halaman sebelumnya; from next of the page before.")
_LIMIT = Query(LIMIT, ge=1, le=MOST, description="Banyaknya baris; rows a page.")
_CLASS = Query("", alias="class", max_length=16, description="periodic, immediate, any_time")
_YEAR = Query(None, ge=1900, le=2200)
_SINCE = Query(None, description="Berubah sejak saat ini; changed since this moment (2026-01-31T00:00:00Z).")
_ENDS_BEFORE = Query(None, description="Berakhir sebelum hari ini; ends before this day.")
_LONGEST_CHAIN = 10


def _government(request: HttpRequest) -> Government:
    found: Government = request.government  # type: ignore[attr-defined]
    return found


def _office(request: HttpRequest) -> str:
    """The slug of the body whose own site was asked; "" on the government's."""
    office: PublicBody | None = request.office  # type: ignore[attr-defined]
    return office.slug if office else ""


def _not_of_a_body(request: HttpRequest) -> None:
    """Of what is the whole government's there is nothing on a body's own site. Raises Http404."""
    if _office(request):
        raise Http404


def _own(request: HttpRequest, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Public rows of the site that was asked: of the government, or of one body."""
    rows = rows.filter(government=_government(request))
    return rows.filter(body_slug=office) if (office := _office(request)) else rows


def _cut(rows: QuerySet[Row], limit: int, field: str) -> tuple[list[Row], int | None]:
    """One page, and the place of its last row when more rows follow."""
    found = list(rows[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return found, int(getattr(found[-1], field)) if more else None


def _moment(since: datetime) -> datetime:
    """The moment in UTC. Raises Refused for one that lies before or after all calendars there."""
    try:
        return (since if timezone.is_aware(since) else timezone.make_aware(since)).astimezone(UTC)
    except OverflowError as error:
        raise _unfit("updated_since", "out_of_range") from error


def _one_of(parameter: str, code: str, known: Iterable[str]) -> str:
    """A code of a closed list, or "". Raises Refused for any other: nothing found would tell a wrong tale."""
    if code and code not in known:
        raise _unfit(parameter, "unknown")
    return code


def _class(code: str) -> str:
    return _one_of("class", code, (row.code for row in statute.information_classes()))


def _unfit(parameter: str, code: str) -> Refused:
    return Refused("invalid-parameter", errors=[{"parameter": parameter, "code": code}])


def _said(q: str, *fields: str) -> Q:
    """Every word of ``q`` stands in one of the fields."""
    words = q.replace("\x00", "").split()[:8]
    either = [reduce(Q.__or__, [Q(**{f"{name}__icontains": word}) for name in fields]) for word in words]
    return reduce(Q.__and__, either, Q())


@reads("/", schemas.GovernmentOut, name="root", example="/")
def root(request: HttpRequest) -> schemas.GovernmentOut:
    """Whose data this is, and where everything is."""
    government = _government(request)
    names = [
        "bodies",
        "items",
        "exemptions",
        "versions",
        "register",
        "answers",
        "figures",
        "clauses",
        "search",
    ]
    if _office(request):
        names = [name for name in names if name not in {"versions", "figures"}]
    return schemas.GovernmentOut(
        code=government.code,
        name=government.name,
        body=_office(request) or None,
        time_zone=government.time_zone,
        attribution=source(government),
        links={name: shapes.address(request, f"api:{name}") for name in names},
    )


@reads("/bodies", schemas.BodyPage, name="bodies", example="/bodies?limit=5")
def bodies(
    request: HttpRequest, response: HttpResponse, cursor: str = _CURSOR, limit: int = _LIMIT
) -> schemas.BodyPage:
    """The public bodies, by their slug."""
    rows = _bodies(request)
    if cursor:
        rows = rows.filter(slug__gt=opened(cursor))
    found = list(rows.select_related("parent").order_by("slug")[: limit + 1])
    last = found[limit - 1].slug if len(found) > limit else None
    return schemas.BodyPage(
        items=[shapes.body(request, row) for row in found[:limit]],
        next=next_link(request, response, last),
    )


def _bodies(request: HttpRequest) -> QuerySet[PublicBody]:
    rows = PublicBody.objects.filter(government=_government(request), is_active=True)
    return rows.filter(slug=office) if (office := _office(request)) else rows


@reads("/bodies/{slug}", schemas.BodyOut, name="body", example="/bodies/dinkes")
def body(request: HttpRequest, slug: str) -> schemas.BodyOut:
    """One public body."""
    found = _bodies(request).filter(slug=_plain(slug)).select_related("parent").first()
    if found is None:
        raise Http404
    return shapes.body(request, found)


@reads("/items", schemas.ItemPage, name="items", example="/items?class=periodic&limit=2")
def items(
    request: HttpRequest,
    response: HttpResponse,
    information_class: str = _CLASS,
    body: str = _CODE,
    year: int | None = _YEAR,
    format: str = _CODE,  # noqa: A002  the word of the address
    place: str = _CODE,
    q: str = _WORDS,
    updated_since: datetime | None = _SINCE,
    cursor: str = _CURSOR,
    limit: int = _LIMIT,
) -> schemas.ItemPage:
    """The list of public information, the highest number first. ``place`` also finds the regions inside it."""
    rows = _own(request, PublicItem.objects.order_by("-number"))
    for name, value in (("kind", _class(information_class)), ("body_slug", body), ("year", year)):
        if value:
            rows = rows.filter(**{name: _plain(value) if isinstance(value, str) else value})
    if place:
        rows = rows.filter(Q(place_code=_plain(place)) | Q(place_code__startswith=f"{_plain(place)}."))
    if format:
        rows = rows.filter(Exists(PublicFile.objects.filter(item=OuterRef("pk"), format=_plain(format))))
    if updated_since is not None:
        rows = rows.filter(changed_at__gte=_moment(updated_since))
    if cursor:
        rows = rows.filter(number__lt=opened_number(cursor))
    found, last = _cut(rows.filter(_said(q, "title", "summary", "plain_summary")), limit, "number")
    return schemas.ItemPage(
        items=[shapes.item_line(request, row) for row in found],
        next=next_link(request, response, last),
    )


@reads("/items/{number}", schemas.ItemOut, name="item", example="/items/1")
def item(request: HttpRequest, response: HttpResponse, number: int) -> schemas.ItemOut:
    """One item with its files."""
    found = find_item(_government(request), _number(number))
    if found is None or (_office(request) or found.body_slug) != found.body_slug:
        raise Http404
    response["Last-Modified"] = http_date(found.changed_at.timestamp())
    return shapes.item(request, found)


@reads("/exemptions", schemas.ExemptionPage, name="exemptions", example="/exemptions?limit=2")
def exemptions(
    request: HttpRequest,
    response: HttpResponse,
    state: str = Query("in_force", max_length=8, description="in_force, opened, all"),
    ground: str = Query("", max_length=1, description="Huruf Pasal 17; the letter of Article 17: a to j"),
    body: str = _CODE,
    ends_before: date | None = _ENDS_BEFORE,
    q: str = _WORDS,
    cursor: str = _CURSOR,
    limit: int = _LIMIT,
) -> schemas.ExemptionPage:
    """The list of exempt information (Daftar Informasi yang Dikecualikan), the highest number first."""
    on = today(_government(request))
    rows = exempt.found(
        _government(request),
        on=on,
        state=_one_of("state", state, exempt.STATES),
        ground=_one_of("ground", ground, (row.code for row in statute.grounds())),
        body=_plain(body),
        ends_before=ends_before,
    )
    if office := _office(request):
        rows = rows.filter(body__slug=office)
    if cursor:
        rows = rows.filter(number__lt=opened_number(cursor))
    shown = exempt.shown(rows, on=on, words=_plain(q), most=limit + 1)
    return schemas.ExemptionPage(
        items=[shapes.exemption(row) for row in shown[:limit]],
        next=next_link(request, response, shown[limit - 1].number if len(shown) > limit else None),
    )


@reads("/exemptions/{number}", schemas.ExemptionOut, name="exemption", example="/exemptions/1")
def exemption(request: HttpRequest, number: int) -> schemas.ExemptionOut:
    """One exemption, also after it was opened."""
    on = today(_government(request))
    rows = exempt.found(_government(request), on=on, state="all", body=_office(request))
    found = exempt.shown(rows.filter(number=_number(number)), on=on, most=1)
    if not found:
        raise Http404
    return shapes.exemption(found[0])


@reads("/versions", schemas.VersionPage, name="versions", example="/versions")
def list_versions(
    request: HttpRequest, response: HttpResponse, cursor: str = _CURSOR, limit: int = _LIMIT
) -> schemas.VersionPage:
    """The versions of the list that a decree established, the newest first."""
    _not_of_a_body(request)
    rows = versions(_government(request))
    if cursor:
        rows = rows.filter(number__lt=opened_number(cursor))
    found, last = _cut(rows, limit, "number")
    return schemas.VersionPage(
        items=[shapes.version(row) for row in found], next=next_link(request, response, last)
    )


@reads("/versions/{number}", schemas.VersionOut, name="version", example="/versions/1")
def version(request: HttpRequest, number: int) -> schemas.VersionOut:
    """One version of the list."""
    return shapes.version(_version(request, number))


@reads("/versions/{number}/diff", schemas.DiffOut, name="version_diff", example="/versions/1/diff")
def version_diff(
    request: HttpRequest,
    number: int,
    since: int | None = Query(
        None, alias="from", ge=1, description="Tanpa ini: versi sebelumnya; the one before."
    ),
) -> schemas.DiffOut:
    """What a version changed against the one before it, or against ``from``. Titles are those of public items."""
    after = _version(request, number)
    before = (
        _version(request, since)
        if since is not None
        else versions(_government(request)).filter(number__lt=number).first()
    )
    found = diff(before, after)
    changed = {line.after["number"]: list(line.fields) for line in found.changed}
    added = [row["number"] for row in found.added]
    removed = [row["number"] for row in found.removed]
    public = items_by_number(_government(request), [*added, *removed, *changed])

    def lines(numbers: Sequence[int]) -> list[schemas.DiffLine]:
        return [
            schemas.DiffLine(
                number=each, title=public[each].title if each in public else "", fields=changed.get(each, [])
            )
            for each in numbers
        ]

    return schemas.DiffOut(
        before=before.number if before else None,
        after=after.number,
        added=lines(added),
        removed=lines(removed),
        changed=lines(list(changed)),
    )


@reads("/register", schemas.RegisterPage, name="register", example="/register?year=2020&limit=2")
def register(
    request: HttpRequest,
    response: HttpResponse,
    year: int | None = _YEAR,
    body: str = _CODE,
    outcome: str = _CODE,
    q: str = Query("", max_length=100, description="Kata, atau nomor register; words, or a reference."),
    cursor: str = _CURSOR,
    limit: int = _LIMIT,
) -> schemas.RegisterPage:
    """The public register of requests, the newest first. Nobody who asked is in it."""
    government = _government(request)
    page = public_register(
        government,
        year=year,
        body=_office(request) or body,
        outcome=_one_of("outcome", outcome, (row.code for row in statute.outcomes())),
        text=q,
        after=str(opened_number(cursor)) if cursor else "",
        limit=limit,
    )
    day = today(government)
    return schemas.RegisterPage(
        items=[shapes.line(row, today=day) for row in page.rows],
        next=next_link(request, response, page.older),
    )


@reads("/answers", schemas.AnswerPage, name="answers", example="/answers?limit=2")
def answers(
    request: HttpRequest,
    response: HttpResponse,
    body: str = _CODE,
    q: str = _WORDS,
    updated_since: datetime | None = _SINCE,
    cursor: str = _CURSOR,
    limit: int = _LIMIT,
) -> schemas.AnswerPage:
    """The reading room: answers that are everybody's, the highest number first."""
    rows = _own(request, PublicAnswer.objects.order_by("-number"))
    if body:
        rows = rows.filter(body_slug=_plain(body))
    if updated_since is not None:
        rows = rows.filter(changed_at__gte=_moment(updated_since))
    if cursor:
        rows = rows.filter(number__lt=opened_number(cursor))
    found, last = _cut(rows.filter(_said(q, "title", "summary")), limit, "number")
    return schemas.AnswerPage(
        items=[shapes.answer_line(request, row) for row in found],
        next=next_link(request, response, last),
    )


@reads("/answers/{number}", schemas.AnswerOut, name="answer", example="/answers/1")
def answer(request: HttpRequest, response: HttpResponse, number: int) -> schemas.AnswerOut:
    """One answer with its files."""
    found = find_answer(_government(request), _number(number))
    if found is None or (_office(request) or found.body_slug) != found.body_slug:
        raise Http404
    response["Last-Modified"] = http_date(found.changed_at.timestamp())
    return shapes.answer(request, found)


@reads("/figures", schemas.FiguresOut, name="figures", example="/figures?since=2020-01-01&until=2020-12-31")
def figures(request: HttpRequest, since: date | None = None, until: date | None = None) -> schemas.FiguresOut:
    """The four figures of UU 14/2008 Pasal 12 for the days from ``since`` to ``until``; without them this year's."""
    _not_of_a_body(request)
    government = _government(request)
    last = until or today(government)
    first = since or date(last.year, 1, 1)
    if first > last:
        raise Refused(
            "invalid-parameter",
            _("Hari terakhir tidak boleh sebelum hari pertama."),
            errors=[{"parameter": "until", "code": "before_since"}],
        )
    found = statistics.kept_figures(government, since=first, until=last)
    return schemas.FiguresOut.model_validate(statistics.as_json(found))


@reads("/law/clauses", schemas.ClausePage, name="clauses", example="/law/clauses?law=uu-14-2008&limit=2")
def clauses(
    request: HttpRequest,
    response: HttpResponse,
    law: str = _CODE,
    cursor: str = _CURSOR,
    limit: int = _LIMIT,
) -> schemas.ClausePage:
    """The clauses that everything here stands on, by their id."""
    known = sorted(statute.clauses(), key=lambda row: (row.id, row.in_force_from))
    places = [f"{row.id}@{row.in_force_from}" for row in known]
    after = opened(cursor) if cursor else ""
    found = [
        (place, row)
        for place, row in zip(places, known, strict=True)
        if (not law or row.law == law) and (not after or (row.id, str(row.in_force_from)) > _parted(after))
    ]
    last = found[limit - 1][0] if len(found) > limit else None
    return schemas.ClausePage(
        items=[shapes.clause(row) for _place, row in found[:limit]],
        next=next_link(request, response, last),
    )


@reads(
    "/law/due",
    list[schemas.DueOut],
    name="due",
    example="/law/due?rule=request.reply&from=2026-03-02",
)
def due(
    request: HttpRequest,
    rule: list[str] = Query(..., max_length=_LONGEST_CHAIN, description="request.reply; boleh diulang."),  # noqa: B008
    start: str = Query(
        ..., alias="from", max_length=25, description="2026-03-02, untuk jam 2026-03-02T09:30"
    ),
) -> list[schemas.DueOut]:
    """The last day of a rule with its derivation, by the government's own calendar. Several rules follow each other."""
    try:
        begins = _start(start)
    except ValueError as error:
        raise _unfit("from", "date") from error
    try:
        found = clocks.chain(rule, begins, calendar=calendar_of(_government(request)))
    except (LawError, ValueError) as error:
        said = str(error.args[0]) if error.args else ""
        raise Refused("invalid-parameter", said, errors=[{"parameter": "rule", "code": "law"}]) from error
    return [schemas.DueOut.model_validate(one.as_json()) for one in found]


@reads("/search", schemas.SearchOut, name="search", example="/search?q=kesehatan&limit=2")
def search_all(
    request: HttpRequest,
    response: HttpResponse,
    q: str = Query("", max_length=200),
    kind: str = _CODE,
    information_class: str = _CLASS,
    body: str = _CODE,
    year: int | None = _YEAR,
    format: str = _CODE,  # noqa: A002  the word of the address
    place: str = _CODE,
    cursor: str = _CURSOR,
    limit: int = _LIMIT,
) -> schemas.SearchOut:
    """One search over everything public, the best first; its order may change while you turn the pages."""
    filters = {
        "kind": _one_of("kind", kind, KINDS),
        "information_class": _class(information_class),
        "body": _office(request) or body,
        "year": str(year or ""),
        "format": format,
        "place": place,
    }
    page = opened_number(cursor) if cursor else 1
    found = search(_government(request), q.replace("\x00", ""), filters, page, size=limit)
    return schemas.SearchOut(
        items=[shapes.hit(request, row) for row in found.hits],
        next=next_link(request, response, page + 1 if page < found.pages else None),
        total=found.total,
        did_you_mean=found.did_you_mean,
        corrected=found.corrected,
        facets={
            name: [
                schemas.ChoiceOut(value=choice.value, label=label(name, choice), count=choice.count)
                for choice in choices
            ]
            for name, choices in found.facets.items()
            if name != "body" or not _office(request)
        },
    )


def _plain(text: str) -> str:
    """Without the one sign that PostgreSQL refuses even in a question."""
    return text.replace("\x00", "")


def _number(number: int) -> int:
    """A number that a column can hold. Raises Http404 for any other: there is nothing of that number."""
    if not 0 < number < 2**31:
        raise Http404
    return number


def _version(request: HttpRequest, number: int) -> ListVersion:
    _not_of_a_body(request)
    rows = ListVersion.objects.filter(
        government=_government(request), register=DIP.register, number=_number(number)
    )
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _parted(place: str) -> tuple[str, str]:
    clause, _at, since = place.rpartition("@")
    return clause, since


def _start(text: str) -> date:
    """A day or, with a time, a moment. Raises ValueError."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
