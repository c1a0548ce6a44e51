"""The officers' menu: an entry is there for whoever may use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lutra.directory.actors import Actor
from lutra.directory.permissions import may
from lutra.directory.roles import Role

# Whose day begins on a page of their own; those pages show counts and nobody's identity.
LEADERS = frozenset({Role.LEADER, Role.PATRON, Role.SUPERIOR})
OPERATORS = frozenset({Role.OPERATOR, Role.PPID_UTAMA, Role.SERVICE, Role.LEADER})
_LANDINGS: tuple[tuple[str, Promise, frozenset[str]], ...] = (
    ("leadership", _("Hari ini"), LEADERS),
    ("command", _("Command Centre"), OPERATORS - {Role.LEADER}),
)

# Address name, words, key on the keyboard, and the permissions of which one is enough.
_ENTRIES: tuple[tuple[str, Promise, str, frozenset[str]], ...] = (
    ("desk:queue", _("Antrean"), "a", frozenset({"requests.see", "requests.see_own_body"})),
    ("desk:file", _("Catat permohonan"), "b", frozenset({"requests.record"})),
    ("desk:objections", _("Keberatan"), "o", frozenset({"objections.see"})),
    ("desk:disputes", _("Sengketa"), "e", frozenset({"disputes.see"})),
    ("desk:signing", _("Tanda tangan"), "", frozenset({"letters.sign"})),
    ("desk:obligations", _("Kewajiban"), "w", frozenset({"obligations.see"})),
    ("desk:items", _("Daftar informasi"), "l", frozenset({"catalogue.see"})),
    (
        "desk:tests",
        _("Uji konsekuensi"),
        "c",
        frozenset({"catalogue.test", "catalogue.approve_test", "exemptions.see_sessions"}),
    ),
    ("desk:exemptions", _("Pengecualian"), "", frozenset({"exemptions.see"})),
    ("desk:sessions", _("Sidang tim"), "", frozenset({"exemptions.see_sessions"})),
    ("desk:documents", _("Dokumen"), "f", frozenset({"documents.see", "documents.see_own_body"})),
    ("desk:redactions", _("Penghitaman"), "", frozenset({"redactions.make", "redactions.approve"})),
    ("desk:villages", _("Desa"), "", frozenset({"villages.see"})),
    ("desk:summaries", _("Ringkasan publik"), "m", frozenset({"publishing.summarise"})),
    ("desk:reading_room", _("Ruang baca"), "", frozenset({"publishing.offer"})),
    ("desk:register", _("Register"), "r", frozenset({"registers.export"})),
    ("desk:figures", _("Angka"), "g", frozenset({"figures.see"})),
    ("desk:satisfaction", _("Kepuasan"), "", frozenset({"satisfaction.see"})),
    ("desk:reports", _("Laporan"), "", frozenset({"reports.see"})),
    ("desk:corrections", _("Perbaikan data"), "", frozenset({"data.answer"})),
    ("desk:breaches", _("Kegagalan data"), "", frozenset({"breaches.manage"})),
    ("desk:retention", _("Retensi"), "", frozenset({"retention.manage", "retention.approve"})),
    ("desk:reminders", _("Pengingat"), "", frozenset({"desk.enter"})),
    ("desk:rules", _("Aturan kerja"), "", frozenset({"requests.set_rules"})),
    ("desk:directory", _("Direktori"), "", frozenset({"directory.manage"})),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu."""

    label: str
    url: str
    key: str
    is_current: bool


def desk_menu(actor: Actor, path: str) -> list[Entry]:
    """What ``actor`` may open, in order; the entry under whose address ``path`` lies is current."""
    open_to = [(reverse(name), str(label), "") for name, label, roles in _LANDINGS if actor.roles & roles]
    open_to += [
        (reverse(name), str(label), key)
        for name, label, key, permissions in _ENTRIES
        if any(may(actor, permission) for permission in permissions)
    ]
    current = max((url for url, _label, _key in open_to if path.startswith(url)), key=len, default="")
    return [Entry(label=label, url=url, key=key, is_current=url == current) for url, label, key in open_to]
