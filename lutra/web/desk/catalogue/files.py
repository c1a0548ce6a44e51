"""The files and links of an item: put there, replaced with what was corrected, taken off with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from lutra.catalogue.actions import attach_file, remove_file, replace_file
from lutra.catalogue.errors import CatalogueError, ItemChangedMeanwhile
from lutra.catalogue.items.rights import permit_for
from lutra.catalogue.models import Item, ItemFile
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.deed import Page, perform
from lutra.web.desk.catalogue.forms import FileForm, ReasonForm, ReplaceForm
from lutra.web.desk.catalogue.items import acting, item_of, screen, to_item
from lutra.web.desk.catalogue.words import WRITES
from lutra.web.desk.deed import seen
from lutra.web.tenancy import SiteRequest


@require_POST
@officers(*WRITES)
def attach(request: SiteRequest, pk: int) -> HttpResponse:
    """Put a file or a link beside an item."""
    item = item_of(request, pk)
    permit_for(request.actor, item.body)
    form = FileForm(request.POST, actor=request.actor, item=item)
    status = 422
    if form.is_valid():
        try:
            attach_file(
                item,
                document=form.chosen,
                url=form.cleaned_data.get("url") or "",
                label=form.cleaned_data.get("label") or "",
                by=request.actor,
                seen=seen(request),
            )
        except CatalogueError as refusal:
            form.blame(getattr(refusal, "problems", None) or {"": str(refusal)})
            status = 409 if isinstance(refusal, ItemChangedMeanwhile) else 422
        else:
            messages.success(request, gettext("Berkas ditambahkan."))
            return to_item(pk)
    return screen(request, item, file_form=form, status=status)


@acting
@officers(*WRITES)
def replace(request: SiteRequest, pk: int, file_id: int) -> HttpResponse:
    """Replace a file by a corrected one."""
    item, file = _file(request, pk, file_id)
    form = ReplaceForm(request.POST or None, actor=request.actor, item=item)

    def act() -> None:
        replace_file(
            file,
            document=form.chosen,
            url=form.cleaned_data.get("url") or "",
            label=form.cleaned_data.get("label") or "",
            correction_note=form.cleaned_data.get("correction_note") or "",
            by=request.actor,
            seen=seen(request),
        )

    return perform(
        request,
        form,
        _page(item, _("Ganti berkas"), file.label, _("Ganti"), _("Berkas diganti; koreksinya terlihat.")),
        act,
    )


@acting
@officers(*WRITES)
def remove(request: SiteRequest, pk: int, file_id: int) -> HttpResponse:
    """Take a file off an item."""
    item, file = _file(request, pk, file_id)
    form = ReasonForm(request.POST or None)

    def act() -> None:
        remove_file(file, reason=form.cleaned_data.get("reason") or "", by=request.actor, seen=seen(request))

    page = _page(item, _("Lepas berkas"), file.label, _("Lepas"), _("Berkas dilepas."))
    return perform(request, form, page, act)


def _file(request: SiteRequest, pk: int, file_id: int) -> tuple[Item, ItemFile]:
    item = item_of(request, pk)
    permit_for(request.actor, item.body)
    file = get_object_or_404(item.files.select_related("document"), pk=file_id)
    file.item = item
    return item, file


def _page(item: Item, title: object, lead: str, button: object, done: object) -> Page:
    return Page(
        title=str(title),
        lead=lead,
        button=str(button),
        done=str(done),
        home=reverse("desk:item", args=[item.pk]),
        home_label=pgettext("to one item", "Butir"),
        shows={"seen": item.revision},
    )
