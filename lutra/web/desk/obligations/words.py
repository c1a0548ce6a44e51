"""What states and next steps are called, and where a step is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.permissions import may
from lutra.obligations.gaps import Gap, Step
from lutra.web.components.pieces import Tab

STATES: Mapping[str, Promise] = {
    "fulfilled": _("Terpenuhi"),
    "incomplete": _("Belum lengkap"),
    "overdue": _("Lewat waktu"),
    "not_required": _("Dinyatakan tidak ada"),
    "missing": _("Belum ada"),
}
SIGNS: Mapping[str, str] = {
    "fulfilled": "●",
    "incomplete": "◐",
    "overdue": "▲",
    "not_required": "–",
    "missing": "○",
}
KINDS: Mapping[str, Promise] = {
    "periodic": _("Berkala"),
    "any_time": _("Setiap saat"),
    "standing": _("Penunjang"),
}
_STEPS: Mapping[Step, Promise] = {
    "add_item": _("Tambahkan butir"),
    "renew": _("Perbarui butir"),
    "programmes": _("Lengkapi program"),
    "officials": _("Lengkapi LHKPN"),
    "packages": _("Lengkapi paket pengadaan"),
    "charter": _("Terbitkan maklumat"),
    "sops": _("Terbitkan SOP"),
    "deliver": _("Sampaikan ke PPID Utama"),
    "sign": _("Tetapkan daftar"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """A next step as a link; without an address the words alone."""

    label: Promise
    url: str


def way(gap: Gap, step: Step) -> Way:
    """Where the step of a gap is taken."""
    return Way(_STEPS[step], _address(gap, step))


def _address(gap: Gap, step: Step) -> str:
    body = gap.body.pk if gap.body else None
    if step == "programmes" and body:
        return f"{reverse('desk:obligations_body', args=[body])}#program"
    if step == "packages":
        return f"{reverse('desk:packages')}{_query(body=body)}"
    if step == "officials":
        return reverse("desk:officials")
    if step == "charter":
        return reverse("desk:charter")
    if step == "sops":
        return reverse("desk:sops")
    if step == "renew" and gap.cell.items:
        return _first("desk:item", args=[gap.cell.items[0].pk])
    if step == "deliver":
        return _first("desk:deliveries", "desk:items")
    if step == "sign":
        return _first("desk:list_versions", "desk:items")
    code = gap.lacking[0].code if gap.lacking else gap.obligation.code
    return _with(_first("desk:new_item"), body=body, obligation=code)


def _with(address: str, **asked: object) -> str:
    return f"{address}{_query(**asked)}" if address else ""


def _query(**asked: object) -> str:
    given = {name: value for name, value in asked.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""


def _first(*names: str, args: list[int] | None = None) -> str:
    """The first of these addresses that the house has; empty when it has none."""
    for name in names:
        try:
            return reverse(name, args=args)
        except NoReverseMatch:
            continue
    return ""


_TABS: tuple[tuple[str, Promise, str], ...] = (
    ("desk:obligations", _("Matriks"), "obligations.see"),
    ("desk:obligation_gaps", _("Celah"), "obligations.see"),
    ("desk:obligation_calendar", _("Kalender"), "obligations.see"),
    ("desk:packages", _("Pengadaan"), "obligations.see"),
    ("desk:charter", _("Maklumat"), "obligations.see"),
    ("desk:sops", _("SOP"), "obligations.see"),
    ("desk:officials", _("LHKPN"), "obligations.see"),
    ("desk:immediates", _("Serta-merta"), "obligations.see"),
    ("desk:links", _("Tautan"), "obligations.see"),
)


def tabs(actor: Actor, current: str) -> list[Tab]:
    """The pages of this part, the one named ``current`` marked."""
    return [
        Tab(label=str(label), url=reverse(name), is_current=name == f"desk:{current}")
        for name, label, permission in _TABS
        if may(actor, permission)
    ]
