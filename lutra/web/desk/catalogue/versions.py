"""Signed versions of the list: what changed, the decree, and the frozen list to take away."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.catalogue.actions import sign_list
from lutra.catalogue.lists.versions import Difference, content, diff, frozen_bytes, newest_version, versions
from lutra.catalogue.models import ListVersion
from lutra.catalogue.queries import public_items
from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.law import statute
from lutra.publishing.catalogue.table import table_of_rows
from lutra.publishing.export.formats import FORMATS, chunks
from lutra.publishing.opendata.addresses import site_of
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.forms import SignForm
from lutra.web.desk.catalogue.items import acting
from lutra.web.desk.catalogue.words import READS, tabs
from lutra.web.desk.words import basis, say
from lutra.web.tenancy import SiteRequest

_SHOWN = 200


@require_safe
@officers(*READS)
def show_all(request: SiteRequest) -> HttpResponse:
    """The versions, and what changed since the last one."""
    newest = newest_version(request.government)
    changed = diff(newest, None) if newest else None
    return render(
        request,
        "desk/catalogue/versions.html",
        {
            "tabs": tabs(request.actor, "list_versions"),
            "versions": versions(request.government)[:_SHOWN],
            "newest": newest,
            "changes": _shown(changed) if changed else None,
            "listed": public_items(request.government).count(),
            "may_sign": may(request.actor, "catalogue.sign"),
            "clause": basis("perki-1-2021/catalogue-columns"),
        },
    )


@acting
@officers("catalogue.sign")
def sign(request: SiteRequest) -> HttpResponse:
    """Record the decree that establishes the list as it stands now."""
    on = today(request.government)
    form = SignForm(request.POST or None, government=request.government, on=on, initial={"decree_date": on})

    def act() -> str:
        number, day, holding = form.chosen()
        made = sign_list(
            request.government, decree_number=number, decree_date=day, signatory=holding, by=request.actor
        )
        return reverse("desk:list_version", args=[made.number])

    newest = newest_version(request.government)
    page = Page(
        title=_("Tetapkan daftar dengan keputusan"),
        lead=_("Isi daftar yang terbit sekarang dibekukan beserta sidiknya dan tidak berubah lagi."),
        button=_("Tetapkan versi baru"),
        done=_("Versi baru tersimpan."),
        home=reverse("desk:list_versions"),
        home_label=_("Versi"),
        clause=basis("perki-1-2021/catalogue-columns"),
        template="desk/catalogue/sign.html",
        shows={
            "changes": _shown(diff(newest, None)) if newest else None,
            "listed": public_items(request.government).count(),
        },
    )
    return perform(request, form, page, act)


@require_safe
@officers(*READS)
def show(request: SiteRequest, number: int) -> HttpResponse:
    """One version and what it changed."""
    version = _find(request, number)
    before = ListVersion.objects.filter(government=request.government, number__lt=number)
    previous = before.order_by("-number").first()
    return render(
        request,
        "desk/catalogue/version.html",
        {
            "version": version,
            "tabs": tabs(request.actor, "list_versions"),
            "previous": previous,
            "changes": _shown(diff(previous, version)),
            "formats": ["pdf", "xlsx", "csv", "json"],
        },
    )


@require_safe
@officers(*READS)
def download(request: SiteRequest, number: int, kind: str) -> HttpResponseBase:
    """The frozen list: the bytes whose digest was signed (json), or a table made from them."""
    version = _find(request, number)
    name = f"dip-{request.government.code}-versi-{number}"
    if kind == "json":
        answer: HttpResponseBase = HttpResponse(frozen_bytes(version), content_type="application/json")
    elif kind in FORMATS:
        language = get_language() or "id"
        table = table_of_rows(
            site_of(request.government, request.build_absolute_uri("/")),
            content(version)["items"],
            title=gettext("Daftar Informasi Publik %(name)s, versi %(number)d")
            % {"name": request.government.name, "number": number},
            source=gettext("Keputusan %(decree)s tanggal %(day)s, %(post)s. SHA-256 %(sha256)s.")
            % {
                "decree": version.decree_number,
                "day": version.decree_date.isoformat(),
                "post": f"{version.signed_as}, {version.signatory}",
                "sha256": version.sha256,
            },
            language=language,
        )
        answer = StreamingHttpResponse(chunks(table, kind), content_type=FORMATS[kind].media_type)
    else:
        raise Http404
    suffix = FORMATS[kind].suffix
    answer["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}{suffix}") or "attachment"
    )
    return answer


def _find(request: SiteRequest, number: int) -> ListVersion:
    found = ListVersion.objects.filter(government=request.government).select_related("signatory", "post")
    return get_object_or_404(found, number=number)


def _shown(found: Difference) -> dict[str, object]:
    """A difference with the fields' names in the reader's language, up to as many rows as a page bears."""
    labels = {one.code: say(one.label) for one in statute.item_fields()}
    labels |= {"body": gettext("Perangkat daerah"), "files": gettext("Berkas"), "dataset": gettext("Dataset")}
    return {
        "added": found.added[:_SHOWN],
        "removed": found.removed[:_SHOWN],
        "changed": [
            (one.after, ", ".join(labels.get(name, name) for name in one.fields))
            for one in found.changed[:_SHOWN]
        ],
        "counts": (len(found.added), len(found.removed), len(found.changed)),
        "is_empty": found.is_empty,
    }
