"""The service charter and the seven procedures."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.directory.calendars import today
from lutra.directory.permissions import may
from lutra.documents import release
from lutra.documents.models import Document
from lutra.law import statute
from lutra.obligations import charter, sops
from lutra.obligations.errors import Lacking
from lutra.obligations.models import AccessibleForm, Charter
from lutra.web.desk.access import officers
from lutra.web.desk.forms.deeds import DeedForm
from lutra.web.desk.obligations.deed import Page, at_once, perform, uploaded
from lutra.web.desk.obligations.forms import AccessibleFormForm, CharterForm, SopForm
from lutra.web.desk.obligations.words import tabs
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

_acting = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@officers("obligations.see")
def show_charter(request: SiteRequest) -> HttpResponse:
    """The version in force and the one being written, with what it still lacks."""
    draft = charter.draft_of(request.government)
    standing = charter.in_force(request.government)
    shown = draft or standing
    shows = {
        "tabs": tabs(request.actor, "charter"),
        "standing": standing,
        "standing_forms": _forms(standing),
        "draft": draft,
        "draft_forms": _forms(draft),
        "missing": [say(content.label) for content in charter.missing_contents(draft)] if draft else [],
        "contents": [
            (say(content.label), content.clause, shown.contents.get(content.code, ""))
            for content in statute.charter_contents()
        ]
        if shown
        else [],
        "older": Charter.objects.filter(government=request.government, published_at__isnull=False)[1:20],
        "may_write": may(request.actor, "obligations.charter"),
    }
    return render(request, "desk/obligations/charter.html", shows)


@_acting
@officers("obligations.charter")
def write_charter(request: SiteRequest) -> HttpResponse:
    """Write the draft."""
    known = charter.draft_of(request.government) or charter.in_force(request.government)
    form = CharterForm(request.POST or None, draft=known)

    def act(_form: DeedForm) -> None:
        charter.write(
            request.government,
            contents=form.contents(),
            second_language=form.cleaned_data.get("second_language") or "",
            second_contents=form.contents("second_"),
            by=request.actor,
        )

    page = Page(
        title=_("Tulis maklumat pelayanan"),
        lead=_("Enam isi, bahasa yang mudah dipahami. Bahasa daerah boleh mendampingi."),
        button=_("Simpan rancangan"),
        done=_("Rancangan maklumat tersimpan."),
        home=reverse("desk:charter"),
        home_label=_("Maklumat"),
        shows={"clause": "perki-1-2021/47/2"},
    )
    return perform(request, form, page, act)


@_acting
@officers("obligations.charter")
def add_accessible(request: SiteRequest) -> HttpResponse:
    """Add a form that disabled people can use."""
    draft = _draft(request)
    form = AccessibleFormForm(request.POST or None, request.FILES or None)

    def act(_form: DeedForm) -> None:
        given = form.cleaned_data
        charter.add_accessible(
            draft,
            form=given["form"],
            file=uploaded(form, "file"),
            url=given["url"],
            place=given["place"],
            by=request.actor,
        )

    page = Page(
        title=_("Tambah bentuk yang dapat diakses"),
        button=_("Tambahkan"),
        done=_("Bentuk ditambahkan."),
        home=reverse("desk:charter"),
        home_label=_("Maklumat"),
        shows={"clause": "perki-1-2021/48/5"},
    )
    return perform(request, form, page, act)


@require_POST
@officers("obligations.charter")
def remove_accessible(request: SiteRequest, pk: int) -> HttpResponse:
    """Take a form off the draft."""
    found = get_object_or_404(
        AccessibleForm.objects.filter(government=request.government).select_related("charter"), pk=pk
    )
    return at_once(
        request,
        lambda: charter.remove_accessible(found, by=request.actor),
        done=_("Bentuk dilepas."),
        home=reverse("desk:charter"),
    )


@require_POST
@officers("obligations.charter")
def publish_charter(request: SiteRequest) -> HttpResponse:
    """Publish the draft."""
    draft = _draft(request)
    return at_once(
        request,
        lambda: charter.publish(draft, by=request.actor),
        done=_("Maklumat terbit dan dapat dibaca siapa pun."),
        home=reverse("desk:charter"),
    )


# --- procedures ----------------------------------------------------------------------------------------------------


@require_safe
@officers("obligations.see")
def show_sops(request: SiteRequest) -> HttpResponse:
    """Seven slots; a missing one is red."""
    shows = {
        "tabs": tabs(request.actor, "sops"),
        "index": sops.index(request.government),
        "total": len(statute.sops()),
        "may_write": may(request.actor, "obligations.charter"),
    }
    return render(request, "desk/obligations/sops.html", shows)


@_acting
@officers("obligations.charter")
def publish_sop(request: SiteRequest, slot: str) -> HttpResponse:
    """Publish the next version of a procedure."""
    row = next((one for one in statute.sops() if one.code == slot), None)
    if row is None:
        raise Http404
    initial = {"title": say(row.label), "set_on": today(request.government)}
    form = SopForm(request.POST or None, request.FILES or None, initial=initial)

    def act(_form: DeedForm) -> None:
        given = form.cleaned_data
        day = given.get("set_on")
        if day is None:
            raise Lacking({"set_on": __("Isi tanggal penetapannya.")})
        sops.publish(
            request.government,
            slot=slot,
            title=given["title"],
            number=given["number"],
            set_on=day,
            file=uploaded(form, "file"),
            url=given["url"],
            text=given["text"],
            by=request.actor,
        )

    page = Page(
        title=say(row.label),
        button=_("Terbitkan"),
        done=_("SOP terbit dan dapat dibaca siapa pun."),
        home=reverse("desk:sops"),
        home_label=_("SOP"),
        shows={"clause": row.clause},
    )
    return perform(request, form, page, act)


def _draft(request: SiteRequest) -> Charter:
    draft = charter.draft_of(request.government)
    if draft is None:
        raise Http404
    draft.government = request.government
    return draft


def _forms(found: Charter | None) -> list[tuple[AccessibleForm, str, bool]]:
    """Each accessible form with its label and whether its file waits for the release gate."""
    if found is None:
        return []
    labels = {entry.code: say(entry.label) for entry in statute.accessible_forms()}
    rows = list(found.accessible.select_related("document"))
    return [(one, labels.get(one.form, one.form), _waits(one.document)) for one in rows]


def _waits(document: Document | None) -> bool:
    return document is not None and not release.is_releasable(document)
