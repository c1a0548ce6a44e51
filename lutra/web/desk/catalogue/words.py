"""What the pages of the list call things, and the tabs between them."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.permissions import may
from lutra.web.components.pieces import Tab

READS = ("catalogue.see",)
WRITES = ("catalogue.maintain", "catalogue.maintain_own_body")

STATE_WORDS: Mapping[str, Promise] = {
    "listed": _("Terbit"),
    "draft": _("Belum terbit"),
    "overdue": _("Perlu diperbarui"),
    "withdrawn": _("Dicabut"),
    "all": _("Semua, termasuk yang dicabut"),
}


def may_write(actor: Actor) -> bool:
    """Whether the actor maintains any part of the list."""
    return any(may(actor, permission) for permission in WRITES)


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The parts of the list that the actor may open."""
    parts: list[tuple[str, Promise, bool]] = [
        ("items", _("Butir"), True),
        ("deliveries", _("Perangkat daerah"), True),
        ("list_versions", _("Versi"), True),
        ("imports", _("Impor"), may_write(actor)),
        ("item_proposals", _("Usulan dari jawaban"), may(actor, "catalogue.maintain")),
    ]
    return [
        Tab(label=str(label), url=reverse(f"desk:{name}"), is_current=name == current)
        for name, label, is_open in parts
        if is_open
    ]
