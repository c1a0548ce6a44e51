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

# Address name, words, key on the keyboard, and the permissions of which one is enough; by group, most used first.
_Row = tuple[str, Promise, str, frozenset[str]]
_GROUPS: tuple[tuple[Promise, tuple[_Row, ...]], ...] = (
    (
        _("Permohonan"),
        (
            ("desk:queue", _("Antrean"), "a", frozenset({"requests.see", "requests.see_own_body"})),
            ("desk:file", _("Catat permohonan"), "b", frozenset({"requests.record"})),
            ("desk:objections", _("Keberatan"), "o", frozenset({"objections.see"})),
            ("desk:disputes", _("Sengketa"), "e", frozenset({"disputes.see"})),
            ("desk:signing", _("Tanda tangan"), "", frozenset({"letters.sign"})),
        ),
    ),
    (
        _("Informasi"),
        (
            ("desk:items", _("Daftar informasi"), "l", frozenset({"catalogue.see"})),
            ("desk:obligations", _("Kewajiban"), "w", frozenset({"obligations.see"})),
            ("desk:documents", _("Dokumen"), "f", frozenset({"documents.see", "documents.see_own_body"})),
            ("desk:redactions", _("Penghitaman"), "", frozenset({"redactions.make", "redactions.approve"})),
            ("desk:villages", _("Desa"), "", frozenset({"villages.see"})),
            ("desk:summaries", _("Ringkasan publik"), "m", frozenset({"publishing.summarise"})),
            ("desk:reading_room", _("Ruang baca"), "", frozenset({"publishing.offer"})),
        ),
    ),
    (
        _("Yang dikecualikan"),
        (
            (
                "desk:tests",
                _("Uji konsekuensi"),
                "c",
                frozenset({"catalogue.test", "catalogue.approve_test", "exemptions.see_sessions"}),
            ),
            ("desk:exemptions", _("Pengecualian"), "", frozenset({"exemptions.see"})),
            ("desk:sessions", _("Sidang tim"), "", frozenset({"exemptions.see_sessions"})),
        ),
    ),
    (
        _("Register dan laporan"),
        (
            ("desk:register", _("Register"), "r", frozenset({"registers.export"})),
            ("desk:figures", _("Angka"), "g", frozenset({"figures.see"})),
            ("desk:satisfaction", _("Kepuasan"), "", frozenset({"satisfaction.see"})),
            ("desk:reports", _("Laporan"), "", frozenset({"reports.see"})),
        ),
    ),
    (
        _("Data pribadi"),
        (
            ("desk:corrections", _("Perbaikan data"), "", frozenset({"data.answer"})),
            ("desk:breaches", _("Kegagalan data"), "", frozenset({"breaches.manage"})),
            ("desk:retention", _("Retensi"), "", frozenset({"retention.manage", "retention.approve"})),
        ),
    ),
    (
        _("Pengaturan"),
        (
            ("desk:reminders", _("Pengingat"), "", frozenset({"desk.enter"})),
            ("desk:rules", _("Aturan kerja"), "", frozenset({"requests.set_rules"})),
            ("desk:directory", _("Direktori"), "", frozenset({"directory.manage"})),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a menu."""

    label: str
    url: str
    key: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one word, which leads to the first of them; one entry alone stands for itself."""

    label: str
    entries: tuple[Entry, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page lies under one of the entries."""
        return any(entry.is_current for entry in self.entries)


def desk_menu(actor: Actor, path: str) -> list[Group]:
    """What ``actor`` may open, in order; the entry under whose address ``path`` lies is current."""
    open_to: list[tuple[str, list[tuple[str, str, str]]]] = [
        (str(label), [(reverse(name), str(label), "")])
        for name, label, roles in _LANDINGS
        if actor.roles & roles
    ]
    for group, rows in _GROUPS:
        entries = [
            (reverse(name), str(label), key)
            for name, label, key, permissions in rows
            if any(may(actor, permission) for permission in permissions)
        ]
        if entries:
            open_to.append((str(group) if len(entries) > 1 else entries[0][1], entries))
    urls = [url for _group, entries in open_to for url, _label, _key in entries]
    current = max((url for url in urls if path.startswith(url)), key=len, default="")
    return [
        Group(label, tuple(Entry(words, url, key, is_current=url == current) for url, words, key in entries))
        for label, entries in open_to
    ]
