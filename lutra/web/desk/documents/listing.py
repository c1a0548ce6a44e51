"""The list of documents with their state at the gate."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.directory.actors import Actor
from lutra.directory.models import PublicBody
from lutra.directory.permissions import may
from lutra.documents.models import Document
from lutra.documents.queries import with_gate
from lutra.documents.rights import visible
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.documents.words import KINDS, kind_words, state_words
from lutra.web.tenancy import SiteRequest

READS = ("documents.see", "documents.see_own_body")
PAGE = 25

# The tabs: which states of the gate stand under each.
GROUPS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "": (_("Semua"), ()),
    "putuskan": (_("Perlu diputuskan"), ("undecided",)),
    "siap": (_("Siap disertifikasi"), ("ready",)),
    "hilangkan": (_("Perlu salinan bersih"), ("remove",)),
    "periksa": (_("Sedang diperiksa"), ("waiting", "running", "none")),
    "tahan": (_("Ditahan"), ("failed", "sealed")),
    "lolos": (_("Lolos"), ("certified",)),
}


class FilterForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=_("Cari nama berkas"), max_length=100, required=False)
    body = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=PublicBody.objects.none(),
        required=False,
        empty_label=_("Semua"),
    )
    kind = forms.ChoiceField(label=_("Jenis"), required=False)
    group = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, actor: Actor) -> None:
        super().__init__(*args)  # type: ignore[arg-type]
        bodies = PublicBody.objects.filter(government_id=actor.government_id, is_active=True)
        if not may(actor, "documents.see"):
            bodies = bodies.filter(pk__in=actor.body_ids)
        self.fields["body"].queryset = bodies.select_related("parent")  # type: ignore[attr-defined]
        choices = [("", _("Semua")), *((code, words) for code, (words, _types) in KINDS.items())]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


@require_safe
@officers(*READS)
def show(request: SiteRequest) -> HttpResponse:
    """The files, the newest first, page by page."""
    form = FilterForm(request.GET, actor=request.actor)
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    # A file of a case is reached from its case; here it would bury what is meant for everybody.
    found = with_gate(visible(request.actor).filter(of_case=False)).select_related(
        "body__parent", "derived_from", "uploaded_by"
    )
    narrowed = _narrowed(found, form, group)
    after = whole_number(request.GET.get("sesudah", ""), otherwise=0)
    rows = list((narrowed.filter(pk__lt=after) if after else narrowed).order_by("-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    kept = {name: request.GET.get(name, "") for name in ("q", "body", "kind") if request.GET.get(name)}
    following = ""
    if len(rows) > PAGE:
        following = _address({**kept, "group": group, "sesudah": str(shown[-1].pk)})
    return render(
        request,
        "desk/documents/list.html",
        {
            "form": form,
            "rows": [(row, state_words(row.gate_code), kind_words(row.media_type)) for row in shown],  # type: ignore[attr-defined]
            "tabs": [
                Tab(label=str(words), url=_address({**kept, "group": code}), is_current=code == group)
                for code, (words, _codes) in GROUPS.items()
            ],
            "following": following,
            "is_narrowed": bool(kept or group),
            "may_upload": may(request.actor, "documents.upload"),
        },
    )


def _narrowed(found: QuerySet[Document], form: FilterForm, group: str) -> QuerySet[Document]:
    values = form.cleaned_data if form.is_valid() else {}
    if group:
        found = found.filter(Q(gate_code__in=GROUPS[group][1]))
    if words := values.get("q"):
        for word in words.split():
            found = found.filter(name__icontains=word)
    if body := values.get("body"):
        found = found.filter(body=body)
    if kind := values.get("kind"):
        found = found.filter(media_type__in=KINDS[kind][1])
    return found


def _address(values: Mapping[str, str]) -> str:
    query = urlencode({name: value for name, value in values.items() if value})
    return reverse("desk:documents") + (f"?{query}" if query else "")
