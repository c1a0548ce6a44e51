"""The pages of what is published. They read public rows alone; before a file is given the gate is asked once more."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lutra.catalogue.lists.versions import versions as signed_versions
from lutra.catalogue.models import ListVersion
from lutra.directory.calendars import today
from lutra.directory.models import PublicBody
from lutra.documents import release
from lutra.documents.models import Document
from lutra.exemptions.versions import EXEMPT
from lutra.law.records import Language
from lutra.publishing.catalogue.queries import find_file, find_item
from lutra.publishing.exempted import exempt_table, opened_exemptions, public_exemptions
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.readingroom.queries import find_answer, find_answer_file
from lutra.publishing.search.queries import search
from lutra.publishing.versions import LISTS, public_json, public_rows
from lutra.web.files import serve
from lutra.web.list_versions import given
from lutra.web.portal.catalogue import item as told
from lutra.web.portal.catalogue.listing import listing
from lutra.web.portal.office import front_page, is_others, narrowed
from lutra.web.tenancy import SiteRequest, at_main_site, lasting


@require_safe
def search_all(request: SiteRequest) -> HttpResponse:
    """One search over everything public."""
    found = listing(request.government, request.GET, tabs="kind", fixed=narrowed(request))
    response = render(request, "portal/catalogue/search.html", {"found": found, "section": "search"})
    response["X-Robots-Tag"] = "noindex"  # a list of hits is no page of its own
    return response


@require_safe
def items(request: SiteRequest) -> HttpResponse:
    """The list of public information, by class."""
    fixed = {"kind": "information", **narrowed(request)}
    found = listing(request.government, request.GET, tabs="information_class", fixed=fixed)
    return render(request, "portal/catalogue/items.html", {"found": found, "section": "items"})


@require_safe
def item(request: SiteRequest, number: int) -> HttpResponse:
    """One item with the law's columns and its files."""
    found = find_item(request.government, number)
    if found is None:
        raise Http404
    if is_others(request, found.body_slug):
        return at_main_site(request)
    address = lasting(request, reverse("portal:item", args=[number]))
    shows = {
        "item": found,
        "section": "items",
        "columns": told.columns(found),
        "duties": told.duties(found),
        "metadata": told.metadata(found) if found.dataset else [],
        "files": told.files(found),
        "citation": told.citation(request.government, found, address),
        "citing": told.CITING,
        "is_overdue": found.is_overdue(today(request.government)),
        "problem": _("Perbaikan informasi nomor %(number)d: %(title)s")
        % {"number": number, "title": found.title},
    }
    return render(request, "portal/catalogue/item.html", shows)


@require_safe
def item_file(request: SiteRequest, number: int, file_id: int) -> HttpResponseBase:
    """A file of an item."""
    file = find_file(request.government, number, file_id)
    if file is None or file.document_id is None:
        raise Http404
    if is_others(request, file.item.body_slug):
        return at_main_site(request)
    return _given(request, file.document_id, file.label)


@require_safe
def versions(request: SiteRequest, register: str) -> HttpResponse:
    """The versions of a list that were signed by decree."""
    shows = {
        "versions": signed_versions(request.government, of=LISTS[register])[:100],
        "is_exempt": register == EXEMPT.register,
        "formats": ("csv", "xlsx", "json", "pdf"),
        "section": "items",
    }
    return render(request, "portal/catalogue/versions.html", shows)


@require_safe
def version_file(request: SiteRequest, register: str, number: int, kind: str) -> HttpResponseBase:
    """A signed version to take away, without words that name somebody."""
    found = ListVersion.objects.filter(government=request.government, register=register)
    version = get_object_or_404(found.select_related("signatory", "post"), number=number)
    return given(request, version, kind, rows=public_rows(version), as_json=public_json(version))


@require_safe
def exempt(request: SiteRequest) -> HttpResponse:
    """What is withheld, on which ground and until when: the law wants that announced, too."""
    on = today(request.government)
    shows = {
        "exemptions": public_exemptions(request.government, on=on),
        "opened": opened_exemptions(request.government, on=on),
        "formats": ("csv", "xlsx", "json", "pdf"),
        "section": "items",
    }
    return render(request, "portal/catalogue/exempt.html", shows)


@require_safe
def exempt_file(request: SiteRequest, kind: str) -> HttpResponseBase:
    """The exempt list in the register's columns, to take away."""
    if kind not in FORMATS:
        raise Http404
    language: Language = "en" if (get_language() or "id").startswith("en") else "id"
    table = exempt_table(request.government, on=today(request.government), language=language)
    answer = StreamingHttpResponse(chunks(table, kind), content_type=FORMATS[kind].media_type)
    name = f"dik-{request.government.code}{FORMATS[kind].suffix}"
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return answer


@require_safe
def answers(request: SiteRequest) -> HttpResponse:
    """The reading room: answers that were given to somebody and are everybody's."""
    found = listing(
        request.government, request.GET, tabs="kind", fixed={"kind": "answer", **narrowed(request)}
    )
    return render(request, "portal/catalogue/answers.html", {"found": found, "section": "answers"})


@require_safe
def answer(request: SiteRequest, number: int) -> HttpResponse:
    """One answer, with a button that asks the same."""
    found = find_answer(request.government, number)
    if found is None:
        raise Http404
    if is_others(request, found.body_slug):
        return at_main_site(request)
    return render(request, "portal/catalogue/answer.html", {"answer": found, "section": "answers"})


@require_safe
def answer_file(request: SiteRequest, number: int, document_id: int) -> HttpResponseBase:
    """A file of an answer."""
    file = find_answer_file(request.government, number, document_id)
    if file is None:
        raise Http404
    if is_others(request, file.answer.body_slug):
        return at_main_site(request)
    return _given(request, file.document_id, file.label)


@require_safe
def bodies(request: SiteRequest) -> HttpResponse:
    """The offices that have published something, each with how much."""
    offices = list(search(request.government, "").facets["body"])
    offices.sort(key=lambda choice: choice.label)
    return render(request, "portal/catalogue/bodies.html", {"bodies": offices, "section": "items"})


@require_safe
def body(request: SiteRequest, slug: str) -> HttpResponse:
    """One office's own page: everything that it published, from the same rows."""
    rows = PublicBody.objects.filter(government=request.government).select_related("parent")
    office = rows.filter(slug=slug).first()
    if office is None:
        raise Http404
    return render(request, "portal/office.html", {**front_page(request, office), "section": "items"})


def _given(request: HttpRequest, document_id: int, label: str) -> HttpResponseBase:
    """The file, if the release gate still says so: a new look at it may have closed it since its row was made."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or not release.is_releasable(document):
        raise Http404
    return serve(request, document, inline="unduh" not in request.GET, name=_named(label, document.name))


def _named(label: str, name: str) -> str:
    """What the file is called where it is kept: its public label, with the ending that its content has."""
    ending = name.rpartition(".")[2] if "." in name else ""
    return label if not ending or label.lower().endswith(f".{ending.lower()}") else f"{label}.{ending}"
