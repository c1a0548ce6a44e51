"""The redactions an officer may see, those that wait for somebody first."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lutra.directory.permissions import may
from lutra.redaction.models import Redaction
from lutra.redaction.rights import visible
from lutra.redaction.rules import rules_of
from lutra.web.components.pieces import Tab
from lutra.web.desk.access import officers
from lutra.web.desk.deed import whole_number
from lutra.web.desk.documents.listing import READS
from lutra.web.desk.documents.words import StateWords
from lutra.web.tenancy import SiteRequest

State = Redaction.State
_PAGE = 25
STATES: Mapping[str, StateWords] = {
    State.DRAFTING: StateWords(_("sedang disusun"), "◔", "calm"),
    State.PROPOSED: StateWords(_("menunggu persetujuan"), "◆", "soon"),
    State.APPROVED: StateWords(_("sedang dibuat"), "◔", "calm"),
    State.FAILED: StateWords(_("gagal dibuat"), "▲", "late"),
    State.PRODUCED: StateWords(_("selesai"), "✓", "done"),
    State.REVOKED: StateWords(_("dicabut"), "○", "calm"),
    State.ENDED: StateWords(_("dihentikan"), "○", "calm"),
}
GROUPS: Mapping[str, tuple[Promise, tuple[str, ...]]] = {
    "": (_("Semua"), ()),
    "susun": (_("Disusun"), (State.DRAFTING, State.FAILED)),
    "setujui": (_("Menunggu persetujuan"), (State.PROPOSED,)),
    "selesai": (_("Selesai"), (State.APPROVED, State.PRODUCED)),
}


@require_safe
@officers(*READS)
def show_all(request: SiteRequest) -> HttpResponse:
    """The list, the newest first, page by page."""
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    found = visible(request.actor).annotate(count=Count("boxes", filter=Q(boxes__removed_at__isnull=True)))
    if group:
        found = found.filter(state__in=GROUPS[group][1])
    after = whole_number(request.GET.get("sesudah", ""), otherwise=0)
    rows = list((found.filter(pk__lt=after) if after else found).order_by("-pk")[: _PAGE + 1])
    here = reverse("desk:redactions")
    following = f"{here}?group={group}&sesudah={rows[_PAGE - 1].pk}" if len(rows) > _PAGE else ""
    shows = {
        "rows": [(row, STATES[row.state]) for row in rows[:_PAGE]],
        "tabs": [
            Tab(label=str(words), url=f"{here}?group={code}" if code else here, is_current=code == group)
            for code, (words, _states) in GROUPS.items()
        ],
        "following": following,
        "group": group,
        "rules": rules_of(request.actor.government_id),
        "may_set": may(request.actor, "redactions.set_rules"),
    }
    return render(request, "desk/redaction/list.html", shows)
