"""An old exempt list at the desk: taken in as proposals, each of which still needs its test."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lutra.catalogue.errors import CatalogueError, UnreadableFile
from lutra.exemptions.importing.runs import plan, proposals, propose, runs, undo
from lutra.law import statute
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.forms import ImportForm
from lutra.web.desk.deed import acting
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

MAKES = ("catalogue.test",)
_PER_PAGE, _RUNS, _FAULTS = 50, 20, 100


@acting
@officers(*MAKES)
def show(request: SiteRequest) -> HttpResponse:
    """The proposals that wait for a test; sending a file looks at it first, or takes it in."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(data, files, actor=request.actor, government=request.government)
    found, status = None, 200
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] | None = form.cleaned_data.get("file")
        if file is None:
            form.add_error("file", _("Pilih berkas yang akan diimpor."))
        else:
            content, name = file.read(), file.name or "berkas"
            if "import" in request.POST:
                return _take_in(request, name, content, form)
            try:
                found = plan(request.government, content, by=request.actor, body=form.chosen_body)
            except UnreadableFile as error:
                form.add_error("file", f"{error} / {error.english}")
    status = 422 if form.errors else 200
    waiting = proposals(request.government, by=request.actor)
    first, second = ("en", "id") if (get_language() or "id").startswith("en") else ("id", "en")
    shows = {
        "form": form,
        "plan": found,
        "faults": [
            (one, one[f"message_{first}"], one[f"action_{first}"], one[f"message_{second}"])
            for one in (found.faults if found else ())[:_FAULTS]
        ],
        "page": Paginator(waiting, _PER_PAGE).get_page(request.GET.get("halaman")),
        "runs": runs(request.government)[:_RUNS],
        "columns": [say(column.label) for column in statute.register("exempt")],
    }
    return render(request, "desk/exemptions/proposals.html", shows, status=status)


def _take_in(request: SiteRequest, name: str, content: bytes, form: ImportForm) -> HttpResponse:
    run = propose(request.government, name=name, content=content, by=request.actor, body=form.chosen_body)
    if run.failure:
        messages.error(request, run.failure)
    else:
        messages.success(
            request,
            _("%(added)d usulan baru, %(unchanged)d sudah ada, %(error)d baris perlu diperbaiki.")
            % run.counts,
        )
    return redirect("desk:exempt_proposals")


@require_POST
@officers(*MAKES)
def take_back(request: SiteRequest, pk: int) -> HttpResponse:
    """Undo one import; proposals of which a test was made stay."""
    run = get_object_or_404(runs(request.government), pk=pk)
    try:
        done = undo(run, by=request.actor)
    except CatalogueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("%(undone)d usulan dibatalkan, %(kept)d tetap karena sudah diuji.") % done
        )
    return redirect("desk:exempt_proposals")
