"""Importing from a file: keep it and look, do it, and take the whole of it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lutra.catalogue.errors import CatalogueError
from lutra.catalogue.importing.runs import do_import, keep_file, preview, runs, undo_import
from lutra.catalogue.importing.tasks import LARGE, carry_out, key_of
from lutra.catalogue.models import ImportRow, ImportRun
from lutra.jobs import queue
from lutra.law import statute
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.catalogue.forms import ImportForm
from lutra.web.desk.catalogue.items import acting
from lutra.web.desk.catalogue.words import WRITES, tabs
from lutra.web.desk.deed import whole_number
from lutra.web.desk.words import say
from lutra.web.tenancy import SiteRequest

PAGE = 100
_RUNS = 30


@acting
@officers(*WRITES)
def start(request: SiteRequest) -> HttpResponse:
    """Send a file; it is kept, read, and shown before anything happens. Below: the imports there were."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = ImportForm(data, files, actor=request.actor, government=request.government)
    if request.method == "POST" and form.is_valid():
        file: UploadedFile[bytes] | None = form.cleaned_data.get("file")
        if file is None:
            form.add_error("file", _("Pilih berkas yang akan diimpor."))
        else:
            run = keep_file(
                request.government,
                name=file.name or "berkas",
                content=file.read(),
                body=form.chosen_body,
                by=request.actor,
            )
            preview(run, by=request.actor)
            return redirect("desk:import", pk=run.pk)
    return render(
        request,
        "desk/catalogue/imports.html",
        {
            "form": form,
            "runs": runs(request.government, by=request.actor)[:_RUNS],
            "tabs": tabs(request.actor, "imports"),
            "columns": [say(column.label) for column in statute.register("dip")],
        },
        status=422 if request.method == "POST" else 200,
    )


@require_safe
@officers(*WRITES)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """What an import would do or did, row by row."""
    run = _find(request, pk)
    verdict = request.GET.get("hasil", "")
    if verdict not in ImportRow.Verdict.values:
        verdict = "error" if run.counts.get("error") else "added"
    after = whole_number(request.GET.get("sesudah", ""), otherwise=0)
    rows = list(
        run.rows.filter(verdict=verdict, pk__gt=after).select_related("item__body").order_by("pk")[: PAGE + 1]
    )
    following = f"?hasil={verdict}&sesudah={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    job = queue.status(key_of(run))
    is_english = (get_language() or "id").startswith("en")
    labels = {one.code: say(one.label) for one in statute.item_fields()}
    return render(
        request,
        "desk/catalogue/import.html",
        {
            "run": run,
            "tabs": tabs(request.actor, "imports"),
            "job": job if job.state in {"waiting", "running"} else None,
            "rows": [
                (row, _faults(row, is_english=is_english), _changes(row, labels)) for row in rows[:PAGE]
            ],
            "following": following,
            "verdicts": [
                Tab(
                    label=str(ImportRow.Verdict(code).label),
                    url=f"?hasil={code}",
                    is_current=code == verdict,
                    count=run.counts.get(code, 0),
                )
                for code in ("added", "changed", "unchanged", "error")
            ],
            "todo": run.counts.get("added", 0) + run.counts.get("changed", 0),
        },
    )


def _faults(row: ImportRow, *, is_english: bool) -> list[dict[str, str]]:
    """The faults of a row in the reader's language first, the other below it."""
    first, second = ("en", "id") if is_english else ("id", "en")
    return [
        {
            "place": " · ".join(part for part in (one["column"], one["cell"]) if part),
            "value": one["value"],
            "says": f"{one[f'message_{first}']} {one[f'action_{first}']}",
            "also": f"{one[f'message_{second}']} {one[f'action_{second}']}",
            "lang": second,
        }
        for one in row.errors
    ]


def _changes(row: ImportRow, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """(field, now, then) of a previewed row."""
    changes = row.before.get("changes", {}) if isinstance(row.before.get("changes"), dict) else {}
    return [
        (labels.get(name, name), _plain(now), _plain(then))
        for name, (now, then) in changes.items()
        if name != "year"
    ]


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "–")


@require_POST
@officers(*WRITES)
def do(request: SiteRequest, pk: int) -> HttpResponse:
    """Do a previewed import; a large one is done by the worker."""
    run = _find(request, pk)
    if run.state == ImportRun.State.READ and run.counts.get("rows", 0) >= LARGE:
        queue.enqueue_once(carry_out, key=key_of(run), run_id=run.pk, user_id=request.actor.officer_id)
        messages.success(
            request, _("Impor dikerjakan di latar belakang; muat ulang halaman ini untuk melihat hasilnya.")
        )
        return redirect("desk:import", pk=pk)
    try:
        done = do_import(run, by=request.actor)
    except CatalogueError as refusal:
        messages.error(request, str(refusal))
    else:
        if done.is_done:
            messages.success(
                request,
                _("Impor selesai: %(added)d ditambahkan, %(changed)d diubah, %(error)d baris tertinggal.")
                % done.run.counts,
            )
        else:
            messages.error(request, done.run.failure)
    return redirect("desk:import", pk=pk)


@require_POST
@officers(*WRITES)
def undo(request: SiteRequest, pk: int) -> HttpResponse:
    """Take a whole import back; what was changed since is named and left alone."""
    try:
        done = undo_import(_find(request, pk), by=request.actor)
    except CatalogueError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(count)d butir dikembalikan.") % {"count": done.undone})
        if done.kept:
            messages.warning(
                request,
                _("Dibiarkan karena sudah diubah sesudah impor: nomor %(numbers)s.")
                % {"numbers": ", ".join(str(item.number) for item in done.kept[:50])},
            )
    return redirect("desk:import", pk=pk)


def _find(request: SiteRequest, pk: int) -> ImportRun:
    run = get_object_or_404(runs(request.government, by=request.actor), pk=pk)
    run.government = request.government
    return run
