"""The table of permissions: every name that code asks for exists, every one that exists is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lutra
from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.permissions import PERMISSIONS, may, permit
from lutra.directory.roles import Role
from lutra.testing import people

HOUSE = Path(lutra.__file__).parent
QUOTED = re.compile(r'"([a-z]+\.[a-z_]+)"')
# permit(by, "requests.decide", …), may(actor, "…"), NotPermitted("…")
ASKED = re.compile(r'\b(?:permit|may|NotPermitted)\((?:[\w.]+, *)?"([a-z]+\.[a-z_]+)"')
# Deeds that no role has: only the followers of the book do them.
MACHINES = {"letters.issue", "inbox.prove"}


def sources() -> list[str]:
    return [
        path.read_text()
        for path in sorted([*HOUSE.rglob("*.py"), *HOUSE.rglob("*.html")])
        if "tests" not in path.parts and path.name != "permissions.py"
    ]


def test_every_permission_that_code_asks_for_exists() -> None:
    asked = {name for source in sources() for name in ASKED.findall(source)}
    assert len(asked) > 10
    assert asked - MACHINES <= set(PERMISSIONS)
    assert not MACHINES & set(PERMISSIONS)


def test_every_permission_is_asked_for_somewhere() -> None:
    words = {word for source in sources() for word in QUOTED.findall(source)}
    assert set(PERMISSIONS) <= words


def test_every_role_that_a_permission_names_exists_and_has_a_label() -> None:
    assert {role for roles in PERMISSIONS.values() for role in roles} <= set(Role.values)
    assert all(PERMISSIONS.values())
    assert len(set(Role.labels)) == len(Role)


@pytest.mark.law("G01")
def test_the_roles_of_the_ministry_are_all_there() -> None:
    assert {
        "Pembina", "Atasan PPID", "PPID Utama", "PPID Pelaksana", "Tim Pertimbangan", "Petugas Pelayanan Informasi",
    } <= {str(label) for label in Role.labels}  # fmt: skip
    assert sum(str(label).startswith("Bidang") for label in Role.labels) == 4


def test_two_permissions_never_share_their_set() -> None:
    """Rights are told apart by name, so changing one cannot change another."""
    assert len({id(roles) for roles in PERMISSIONS.values()}) == len(PERMISSIONS)


def test_an_unknown_permission_is_a_mistake_and_not_a_no(luwu_utara: Government) -> None:
    with pytest.raises(KeyError):
        may(people.officer(luwu_utara, Role.PPID_UTAMA), "requests.destroy")


@pytest.mark.parametrize("name", PERMISSIONS)
def test_nobody_without_a_post_has_any_right(luwu_utara: Government, name: str) -> None:
    nobodies: list[Actor] = [
        actors.applicant(luwu_utara),
        actors.clock(luwu_utara.pk),
        actors.system(luwu_utara.pk),
        Actor(kind="officer", government_id=luwu_utara.pk, user_id=1),
    ]
    assert not any(may(each, name) for each in nobodies)


@pytest.mark.parametrize("name", PERMISSIONS)
def test_no_right_reaches_over_the_border(luwu_utara: Government, name: str) -> None:
    everybody = Actor(
        kind="officer", government_id=luwu_utara.pk, user_id=1, roles=frozenset(str(role) for role in Role)
    )
    permit(everybody, name, government_id=luwu_utara.pk)
    with pytest.raises(NotPermitted):
        permit(everybody, name, government_id=luwu_utara.pk + 1)


def test_who_leads_does_not_learn_who_asked() -> None:
    assert not PERMISSIONS["requests.see_identity"] & {Role.LEADER, Role.PPID_PELAKSANA, Role.ADMINISTRATOR}
    assert not PERMISSIONS["requests.see"] & {Role.NEWSROOM, Role.ANNOUNCER, Role.ADMINISTRATOR}
