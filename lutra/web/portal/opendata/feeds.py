"""Atom feeds of what is published: all of it, by class, body and place, the answers, and immediate information."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lutra.directory.models import PublicBody, Region
from lutra.law import statute
from lutra.obligations import immediate as announcements
from lutra.publishing.opendata import atom
from lutra.publishing.opendata.addresses import Site
from lutra.web.portal.office import site_here
from lutra.web.portal.opendata.programs import for_programs
from lutra.web.tenancy import SiteRequest, at_main_site

Row = TypeVar("Row", bound=Model)
PAGE = 50
# Beyond this many pages whoever wants all takes the whole list at once.
_MOST = 1000
# Pages of the feed of everything, each of which costs more than the one before.
_MIXED = 20
_NEWEST = ("-changed_at", "-number")


@require_safe
@for_programs
def items(request: SiteRequest) -> HttpResponse:
    """All items, what changed last first."""
    return _items(request, "items", _whole(request), reverse("portal:items"), Q())


@require_safe
@for_programs
def of_class(request: SiteRequest, kind: str) -> HttpResponse:
    """The items of one class."""
    labels = {row.code: row.label.id for row in statute.information_classes()}
    if kind not in labels:
        raise Http404
    page = f"{reverse('portal:items')}?information_class={kind}"
    title = f"{labels[kind]} · {_whole(request)}"
    return _items(request, f"class/{kind}", title, page, Q(kind=kind))


@require_safe
@for_programs
def of_body(request: SiteRequest, slug: str) -> HttpResponse:
    """The items of one body."""
    if request.office is not None and request.office.slug != slug:
        return at_main_site(request)
    body = (
        PublicBody.objects.filter(government=request.government, slug=slug).select_related("parent").first()
    )
    if body is None:
        raise Http404
    title = f"{body} · {_whole(request)}"
    return _items(request, f"body/{slug}", title, reverse("portal:body", args=[slug]), Q(body_slug=slug))


@require_safe
@for_programs
def of_place(request: SiteRequest, code: str) -> HttpResponse:
    """The items about one region and the regions inside it."""
    try:
        place = Region.objects.select_related("parent").get(pk=code.replace("\x00", ""))
    except ObjectDoesNotExist as error:
        raise Http404 from error
    inside = Q(place_code=place.pk) | Q(place_code__startswith=f"{place.pk}.")
    page = f"{reverse('portal:items')}?place={place.pk}"
    return _items(request, f"place/{place.pk}", f"{place} · {_whole(request)}", page, inside)


@require_safe
@for_programs
def immediate(request: SiteRequest) -> HttpResponse:
    """What endangers life and public order, announced at once (UU 14/2008 Pasal 10)."""
    told = announcements.public(request.government).order_by().values("item_id")
    page = f"{reverse('portal:items')}?information_class=immediate"
    title = _("Informasi serta-merta %(name)s") % {"name": _whose(request)}
    return _items(request, "immediate", title, page, Q(item_id__in=told))


@require_safe
@for_programs
def answers(request: SiteRequest) -> HttpResponse:
    """The reading room."""
    rows = site_here(request).answers().order_by(*_NEWEST)
    title = _("Jawaban yang dibuka untuk umum, %(name)s") % {"name": _whose(request)}
    return _feed(request, "answers", title, reverse("portal:answers"), rows, atom.answer_entry)


@require_safe
@for_programs
def everything(request: SiteRequest) -> HttpResponse:
    """Items, announcements and answers together, what changed last first: all news of the site in one feed."""
    site, number = site_here(request), _page(request)
    if number > _MIXED:
        raise Http404
    # Each page is merged from the newest of both, so that only the first pages are given.
    most = number * PAGE + 1
    dated = [(row.changed_at, atom.item_entry(site, row)) for row in site.items().order_by(*_NEWEST)[:most]]
    dated += [
        (row.changed_at, atom.answer_entry(site, row)) for row in site.answers().order_by(*_NEWEST)[:most]
    ]
    dated.sort(key=lambda pair: pair[0], reverse=True)
    entries = [entry for _at, entry in dated[most - 1 - PAGE : most]]
    title = _("Kabar keterbukaan informasi %(name)s") % {"name": _whose(request)}
    return _written(request, "all", title, "/", entries, last=_MIXED)


def _whole(request: SiteRequest) -> str:
    return _("Informasi publik %(name)s") % {"name": _whose(request)}


def _whose(request: SiteRequest) -> str:
    return str(request.office or request.government.name)


def _items(request: SiteRequest, name: str, title: str, page: str, wanted: Q) -> HttpResponse:
    rows = site_here(request).items().filter(wanted).order_by(*_NEWEST)
    return _feed(request, name, title, page, rows, atom.item_entry)


def _feed(
    request: SiteRequest,
    name: str,
    title: str,
    page: str,
    rows: QuerySet[Row],
    entry: Callable[[Site, Row], atom.Entry],
) -> HttpResponse:
    start = (_page(request) - 1) * PAGE
    site = site_here(request)
    entries = [entry(site, row) for row in rows[start : start + PAGE + 1]]
    return _written(request, name, title, page, entries)


def _written(
    request: SiteRequest,
    name: str,
    title: str,
    page: str,
    found: Sequence[atom.Entry],
    *,
    last: int = _MOST,
) -> HttpResponse:
    """One page of a feed from its entries and, where there is a next one, one more."""
    site, number = site_here(request), _page(request)
    first = request.build_absolute_uri(request.path)

    def address(of: int) -> str:
        return first if of == 1 else f"{first}?hal={of}"

    feed = atom.Feed(
        id=site.tag(f"feed/{name}" if site.office is None else f"feed/{site.office.slug}/{name}"),
        title=title,
        url=address(number),
        first=first,
        page=request.build_absolute_uri(page),
        author=site.name,
        entries=found[:PAGE],
        previous=address(number - 1) if number > 1 else "",
        next=address(number + 1) if len(found) > PAGE and number < last else "",
    )
    return HttpResponse(atom.written(feed), content_type=f"{atom.MEDIA_TYPE}; charset=utf-8")


def _page(request: SiteRequest) -> int:
    """The page that was asked for. Raises Http404 for what is no page."""
    text = request.GET.get("hal", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= _MOST):
        raise Http404
    return int(text)
