"""One item: what it says, what it lacks, its files, its story from the book; and writing, publishing, withdrawing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lutra.catalogue.actions import (
    add_item,
    change_item,
    publish_item,
    renew_item,
    restore_item,
    withdraw_item,
)
from lutra.catalogue.items.files import shown_files
from lutra.catalogue.items.form import form_of, gaps
from lutra.catalogue.items.rights import may_maintain, permit_for, seen_by
from lutra.catalogue.items.satu_data import readiness
from lutra.catalogue.models import ImportRow, Item
from lutra.directory.calendars import today
from lutra.directory.models import User
from lutra.law import clocks, statute
from lutra.ledger.queries import Entry, entries, history
from lutra.web import told
from lutra.web.components.pieces import Step
from lutra.web.components.templatetags.components import short_day
from lutra.web.desk.access import officers
from lutra.web.desk.case import doer
from lutra.web.desk.catalogue.deed import Page, at_once, perform
from lutra.web.desk.catalogue.forms import EditForm, FileForm, ReasonForm, initial_of
from lutra.web.desk.catalogue.words import READS, STATE_WORDS, WRITES, tabs
from lutra.web.desk.deed import seen
from lutra.web.desk.words import basis, say
from lutra.web.tenancy import SiteRequest

acting = require_http_methods(["GET", "HEAD", "POST"])

_DEEDS: dict[str, tuple[Callable[..., Item], Promise]] = {
    "terbitkan": (publish_item, _("Butir diterbitkan.")),
    "perbarui": (renew_item, _("Tanggal pembaruan dicatat hari ini.")),
    "pulihkan": (restore_item, _("Pencabutan dibatalkan.")),
}


def item_of(request: SiteRequest, pk: int) -> Item:
    """The item with this id in the government of the page, as far as the reader may see it, else 404."""
    found = Item.objects.filter(seen_by(request.actor), government=request.government).select_related(
        "body__parent", "place"
    )
    item = get_object_or_404(found, pk=pk)
    item.government = item.body.government = request.government
    return item


@require_safe
@officers(*READS)
def show(request: SiteRequest, pk: int) -> HttpResponse:
    """One item with its files and story."""
    return screen(request, item_of(request, pk))


def screen(
    request: SiteRequest,
    item: Item,
    *,
    file_form: FileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of an item; ``file_form`` is one that was refused."""
    on = today(request.government)
    files = shown_files(item)
    may_change = may_maintain(request.actor, item.body)
    kind = statute.information_class(item.kind)
    shows = {
        "item": item,
        "tabs": tabs(request.actor, ""),
        "kind": kind,
        "state": STATE_WORDS["overdue" if item.is_overdue(on) else _state(item)],
        "mood": "late" if item.is_overdue(on) else "calm" if item.is_public else "rest",
        "facts": _facts(item),
        "gaps": gaps(item),
        "files": files,
        "ready": readiness(item, [shown.file for shown in files]),
        "dataset": _dataset(item),
        "steps": story(item),
        "may_change": may_change,
        "file_form": file_form or FileForm(actor=request.actor, item=item) if may_change else None,
        "due_clause": basis(clocks.rule(kind.renewed_by).clause) if kind.renewed_by else "",
    }
    return render(request, "desk/catalogue/item.html", shows, status=status)


def _state(item: Item) -> str:
    return {"published": "listed"}.get(item.state, item.state)


def _facts(item: Item) -> list[tuple[str, str]]:
    labels = {one.code: say(one.label) for one in statute.item_fields()}
    forms = {one.code: say(one.label) for one in statute.information_forms()}
    made = ", ".join(part for part in (item.made_when or short_day(item.made_on), item.made_at) if part)
    period = ""
    if item.period_from and item.period_until:
        period = f"{short_day(item.period_from)} – {short_day(item.period_until)}"
    return [
        (labels["summary"], item.summary),
        (labels["plain_summary"], item.plain_summary),
        (labels["holder"], item.holder),
        (labels["responsible"], item.responsible),
        (gettext("Waktu dan tempat pembuatan"), made),
        (gettext("Periode isi"), period),
        (labels["forms"], ", ".join(forms.get(code, code) for code in item.forms)),
        (labels["retention"], item.retention),
        (gettext("Wilayah"), str(item.place) if item.place else ""),
        (gettext("Topik"), ", ".join(item.topics)),
        (gettext("Asal butir"), str(Item.Source(item.source).label)),
    ]


def _dataset(item: Item) -> list[tuple[str, str]]:
    if item.dataset is None:
        return []
    return [
        (say(one.label), str(item.dataset.get(one.code, "")) or "–") for one in statute.dataset_metadata()
    ]


def story(item: Item) -> list[Step]:
    """What happened to an item, from the book; what an import did to it stands in the import's own entry."""
    own = list(history(("item", item.pk), government_id=item.government_id))
    runs = ImportRow.objects.filter(item=item).exclude(verdict=ImportRow.Verdict.UNCHANGED)
    ids = set(runs.values_list("run_id", flat=True))
    if ids:
        imports = entries(item.government_id, kinds=("items.imported", "items.import_undone"))
        own += list(imports.filter(subject_type="import", subject_id__in=ids))
    return steps_of(sorted(own, key=lambda entry: entry.seq))


def steps_of(found: Iterable[Entry]) -> list[Step]:
    """Entries of the book as steps of a story, with the officers' names."""
    found = list(found)
    ids = {int(entry.actor.partition(":")[2]) for entry in found if entry.actor.startswith("officer:")}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    return [
        Step(
            title=str(told.words(entry).title),
            meaning=told.fill(told.words(entry).officer, entry) + _detail(entry),
            at=entry.at,
            by=doer(entry.actor, names),
            entry=entry.hash[:8],
        )
        for entry in found
    ]


def _detail(entry: Entry) -> str:
    """The reason, the remark or the fields that an entry names."""
    data: dict[str, Any] = dict(entry.data)
    said = data.get("reason") or data.get("note") or ""
    if not said and data.get("fields"):
        labels = {one.code: say(one.label) for one in statute.item_fields()}
        said = ", ".join(labels.get(name, name) for name in data["fields"] if name != "year")
    return f" {said}" if said else ""


@acting
@officers(*WRITES)
def new(request: SiteRequest) -> HttpResponse:
    """Write a new item; it is listed only when it is published."""
    form = EditForm(
        request.POST or None,
        actor=request.actor,
        government=request.government,
        initial={"kind": "periodic", "made_at": request.government.seat, "forms": ["softcopy"]},
    )

    def act() -> str:
        made = add_item(request.government, form=form.item_form(), by=request.actor)
        if "terbit" in request.POST:
            publish_item(made, by=request.actor)
        return reverse("desk:item", args=[made.pk])

    page = Page(
        title=_("Butir baru"),
        button=_("Simpan"),
        done=_("Butir tersimpan."),
        home=reverse("desk:items"),
        home_label=_("Daftar informasi"),
        clause=basis("perki-1-2021/catalogue-columns"),
        shows={"also": _("Simpan dan terbitkan"), "also_name": "terbit"},
    )
    return perform(request, form, page, act)


@acting
@officers(*WRITES)
def change(request: SiteRequest, pk: int) -> HttpResponse:
    """Change what an item says; whoever was overtaken by a colleague is told and keeps what he typed."""
    item = item_of(request, pk)
    permit_for(request.actor, item.body)
    shown = seen(request) if request.method == "POST" else item.revision
    form = EditForm(
        request.POST or None,
        actor=request.actor,
        government=request.government,
        initial=initial_of(form_of(item)),
    )

    def act() -> None:
        changed = form.item_form().changed(obligations=tuple(item.obligations))
        change_item(item, form=changed, by=request.actor, seen=shown)

    page = Page(
        title=_("Ubah butir"),
        button=_("Simpan perubahan"),
        done=_("Perubahan tersimpan."),
        home=reverse("desk:item", args=[pk]),
        home_label=pgettext("to one item", "Butir"),
        clause=basis("perki-1-2021/catalogue-columns"),
        shows={"seen": item.revision},
    )
    return perform(request, form, page, act)


@acting
@officers(*WRITES)
def withdraw(request: SiteRequest, pk: int) -> HttpResponse:
    """Take an item off the list, with a reason."""
    item = item_of(request, pk)
    permit_for(request.actor, item.body)
    form = ReasonForm(request.POST or None)
    page = Page(
        title=_("Cabut dari daftar"),
        lead=item.title,
        button=_("Cabut"),
        done=_("Butir dicabut; dapat dipulihkan kapan saja."),
        home=reverse("desk:item", args=[pk]),
        home_label=pgettext("to one item", "Butir"),
        shows={"seen": item.revision, "stops": True},
    )
    return perform(
        request,
        form,
        page,
        lambda: _done(
            withdraw_item(
                item, reason=form.cleaned_data.get("reason") or "", by=request.actor, seen=seen(request)
            )
        ),
    )


def _done(_result: object) -> None:
    return None


@require_POST
@officers(*WRITES)
def do(request: SiteRequest, pk: int, deed: str) -> HttpResponse:
    """Publish, renew or restore at once."""
    if deed not in _DEEDS:
        raise Http404
    item = item_of(request, pk)
    act, done = _DEEDS[deed]
    return at_once(
        request,
        lambda: act(item, by=request.actor, seen=seen(request)),
        done=done,
        home=reverse("desk:item", args=[pk]),
    )


def to_item(pk: int) -> HttpResponse:
    """Back to the page of an item."""
    return redirect("desk:item", pk=pk)
