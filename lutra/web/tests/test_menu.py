"""The officers' menu: groups, the entries of the open one, and keys that work from every page."""

from __future__ import annotations

from django.template.loader import render_to_string

from lutra.directory.actors import Actor
from lutra.directory.roles import Role
from lutra.web.menu import Group, desk_menu


def menu(role: Role, path: str) -> list[Group]:
    return desk_menu(Actor("officer", 1, user_id=1, roles=frozenset({role})), path)


def current(groups: list[Group]) -> list[tuple[str, str]]:
    return [(group.label, entry.label) for group in groups for entry in group.entries if entry.is_current]


def test_the_entry_with_the_longest_address_is_current_and_opens_its_group() -> None:
    groups = menu(Role.PPID_UTAMA, "/desk/dik/sidang/7/")
    assert current(groups) == [("Yang dikecualikan", "Sidang tim")]
    assert [group.label for group in groups if group.is_current] == ["Yang dikecualikan"]


def test_a_page_of_no_entry_belongs_to_the_queue() -> None:
    assert current(menu(Role.PPID_UTAMA, "/desk/permohonan/12/")) == [("Permohonan", "Antrean")]


def test_an_entry_alone_in_its_group_stands_for_itself() -> None:
    alone = [group for group in menu(Role.SUPERIOR, "/desk/") if len(group.entries) == 1]
    assert alone
    assert all(group.label == group.entries[0].label for group in alone)


def test_who_may_do_nothing_has_no_menu() -> None:
    assert desk_menu(Actor("applicant", 1), "/") == []


def test_entries_of_closed_groups_keep_their_keys_but_are_not_seen() -> None:
    page = render_to_string("desk/_menu.html", {"menu": menu(Role.PPID_UTAMA, "/desk/register/")})
    assert page.count(" hidden>") == page.count("menu--under") - 1
    for key in "aobewlcfmrg":
        assert page.count(f'data-key="{key}"') == 1
