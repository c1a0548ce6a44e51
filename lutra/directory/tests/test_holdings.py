"""Somebody leaves his post: his rights end with his last day, and the post's work stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lutra.directory.actions import appoint
from lutra.directory.actors import Actor, actor_of
from lutra.directory.errors import NotPermitted, WrongTerm
from lutra.directory.holdings import end_holding, vacant_bodies, vacant_posts, vacant_roles
from lutra.directory.models import Government, Holding, User
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.testing.people import body, government, officer, user

TODAY = date(2020, 3, 2)
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def office(db: None) -> Government:
    return government("73.22")


@pytest.fixture
def admin(office: Government) -> Actor:
    return officer(office, Role.ADMINISTRATOR, name="Admin")


@pytest.fixture
def budi(office: Government) -> User:
    return user(office, Role.PPID_PELAKSANA, body=body(office, "dinkes"), name="Budi")


def test_the_rights_end_with_the_last_day_and_the_book_knows(
    office: Government, admin: Actor, budi: User
) -> None:
    holding = budi.holdings.get()
    end_holding(holding, last_day=TODAY, decree="SK 9/2020", by=admin)
    assert actor_of(budi, office, on=TODAY).roles == {Role.PPID_PELAKSANA}
    assert not actor_of(budi, office, on=TODAY + timedelta(days=1)).roles
    entry = list(history(("post", holding.post_id), government_id=office.pk))[-1]
    assert (entry.kind, entry.data["until"]) == ("post.holding_ended", "2020-03-02")


def test_a_successor_follows_the_day_after(office: Government, admin: Actor, budi: User) -> None:
    holding = budi.holdings.get()
    end_holding(holding, last_day=YESTERDAY, decree="SK 9/2020", by=admin)
    wati = User.objects.create(username="wati", full_name="Wati", government=office)
    appoint(holding.post, user=wati, starts_on=TODAY, decree="SK 10/2020", by=admin)
    assert actor_of(wati, office, on=TODAY).body_ids == {holding.post.body_id}


def test_a_term_is_ended_once_with_a_decree_and_not_before_it_began(
    admin: Actor, budi: User, office: Government
) -> None:
    holding = budi.holdings.get()
    for last_day, decree in (
        (holding.starts_on - timedelta(days=1), "SK"),
        (TODAY, "  "),
        (TODAY, "x" * 161),
    ):
        with pytest.raises(WrongTerm):
            end_holding(holding, last_day=last_day, decree=decree, by=admin)
    end_holding(holding, last_day=TODAY, decree="SK", by=admin)
    with pytest.raises(WrongTerm):
        end_holding(holding, last_day=TODAY + timedelta(days=5), decree="SK", by=admin)
    assert Holding.objects.get(pk=holding.pk).ends_on == TODAY


def test_only_the_administrator_ends_a_holding(budi: User, office: Government) -> None:
    with pytest.raises(NotPermitted):
        end_holding(budi.holdings.get(), last_day=TODAY, decree="SK", by=officer(office, Role.PPID_UTAMA))


def test_vacant_is_what_nobody_holds_today_whatever_the_capacity(
    office: Government, admin: Actor, budi: User
) -> None:
    holding = budi.holdings.get()
    assert not vacant_posts(office, on=TODAY).exists()
    end_holding(holding, last_day=YESTERDAY, decree="SK", by=admin)
    assert vacant_posts(office, on=TODAY).get() == holding.post
    assert vacant_roles(office, on=TODAY) == {Role.PPID_PELAKSANA}
    assert vacant_bodies(office, role=Role.PPID_PELAKSANA, on=TODAY) == {holding.post.body_id}
    wati = User.objects.create(username="wati", full_name="Wati", government=office)
    appoint(
        holding.post,
        user=wati,
        capacity=Holding.Capacity.LEAVE_COVER,
        starts_on=TODAY,
        ends_on=TODAY,
        decree="Plh 1",
        by=admin,
    )
    assert not vacant_posts(office, on=TODAY).exists()
    assert not vacant_bodies(office, role=Role.PPID_PELAKSANA, on=TODAY)
    assert vacant_posts(office, on=TODAY + timedelta(days=1)).exists()
