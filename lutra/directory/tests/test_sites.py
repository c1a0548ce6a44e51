"""A body's own site: a host name that shows the same data, given and taken by the administrator."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from lutra.directory import borders, founding, sites
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted, WrongEntry
from lutra.directory.models import Government, Host, PublicBody
from lutra.directory.roles import Role
from lutra.ledger.queries import entries
from lutra.testing import people

pytestmark = pytest.mark.django_db
HOST = "dinkes.lutra.example"


@pytest.fixture
def lutra() -> Government:
    return people.government("73.22")


@pytest.fixture
def dinkes(lutra: Government) -> PublicBody:
    return people.body(lutra, "dinkes")


@pytest.fixture
def admin(lutra: Government) -> Actor:
    return people.officer(lutra, Role.ADMINISTRATOR)


def last(government: Government) -> tuple[str, dict[str, object]]:
    entry = entries(government.pk).last()
    assert entry is not None
    return entry.kind, entry.data


def test_a_body_gets_a_site_and_the_book_says_so(dinkes: PublicBody, admin: Actor) -> None:
    site = sites.give(dinkes, host=" DINKES.lutra.example", look="blue", by=admin)
    assert (site.host, site.body, site.government_id) == (HOST, dinkes, dinkes.government_id)
    assert last(dinkes.government) == ("site.given", {"host": HOST, "look": "blue"})
    assert sites.host_of(dinkes) == HOST
    assert list(sites.sites(dinkes.government)) == [site]


def test_said_again_nothing_changes_and_another_look_changes_that_alone(
    dinkes: PublicBody, admin: Actor
) -> None:
    site = sites.give(dinkes, host=HOST, by=admin)
    count = entries(dinkes.government_id).count()
    assert sites.give(dinkes, host=HOST, by=admin) == site
    assert entries(dinkes.government_id).count() == count
    assert sites.give(dinkes, host=HOST, look="teak", by=admin) == site
    assert last(dinkes.government) == ("site.changed", {"host": HOST, "look": "teak"})


def test_the_governments_own_hosts_are_those_of_no_body(dinkes: PublicBody, admin: Actor) -> None:
    sites.give(dinkes, host=HOST, by=admin)
    assert sites.main_hosts(dinkes.government) == []
    founding.found(
        "73.22",
        given={"name": "Luwu Utara", "short_name": "Lutra", "abbreviation": "LUTRA"},
        hosts=("ppid.lutra.example",),
    )
    assert sites.main_hosts(dinkes.government) == ["ppid.lutra.example"]


@pytest.mark.parametrize(
    ("host", "look", "field"),
    [
        ("", "", "host"),
        ("https://dinkes.id", "", "host"),
        (HOST, "pink", "look"),
        ("ppid.lutra.example", "", "host"),  # the government's own
        ("pu.lutra.example", "", "host"),  # another body's
        ("ppid.luwu.example", "", "host"),  # another government's
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    dinkes: PublicBody, admin: Actor, host: str, look: str, field: str
) -> None:
    Host.objects.create(host="ppid.lutra.example", government=dinkes.government)
    sites.give(people.body(dinkes.government, "pu"), host="pu.lutra.example", by=admin)
    Host.objects.create(host="ppid.luwu.example", government=people.government("73.17"))
    with pytest.raises(WrongEntry) as refusal:
        sites.give(dinkes, host=host, look=look, by=admin)
    assert refusal.value.problems.keys() == {field}
    assert not dinkes.hosts.exists()


def test_a_body_that_is_gone_gets_no_site(dinkes: PublicBody, admin: Actor) -> None:
    dinkes.is_active = False
    dinkes.save()
    with pytest.raises(WrongEntry, match="tidak aktif"):
        sites.give(dinkes, host=HOST, by=admin)


def test_a_site_is_taken_and_the_governments_own_host_is_not(dinkes: PublicBody, admin: Actor) -> None:
    own = Host.objects.create(host="ppid.lutra.example", government=dinkes.government)
    sites.take(sites.give(dinkes, host=HOST, by=admin), by=admin)
    assert last(dinkes.government) == ("site.ended", {"host": HOST})
    assert sites.host_of(dinkes) == ""
    with pytest.raises(WrongEntry, match="situs utama"):
        sites.take(own, by=admin)


def test_only_the_administrator_of_the_same_government_may(lutra: Government, dinkes: PublicBody) -> None:
    strangers = [
        people.officer(lutra, Role.PPID_UTAMA),
        people.officer(people.government("73.17"), Role.ADMINISTRATOR),
    ]
    for stranger in strangers:
        with pytest.raises(NotPermitted):
            sites.give(dinkes, host=HOST, by=stranger)
        with pytest.raises(NotPermitted):
            sites.tell_front_desk(dinkes, given={"phone": "1"}, by=stranger)


def test_the_database_refuses_a_site_for_a_body_of_another_government(dinkes: PublicBody) -> None:
    luwu = people.government("73.17")
    with pytest.raises(IntegrityError), transaction.atomic():
        Host.objects.create(host="a.example", government=luwu, body=dinkes)
    own = Host.objects.create(host="b.example", government=luwu)
    with pytest.raises(IntegrityError), transaction.atomic():
        Host.objects.filter(pk=own.pk).update(body=dinkes)
    borders.install(connection)  # made anew, it still refuses
    with pytest.raises(IntegrityError), transaction.atomic():
        Host.objects.filter(pk=own.pk).update(body=dinkes)


def test_only_a_body_has_a_look_of_its_own(lutra: Government) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Host.objects.create(host="a.example", government=lutra, look="blue")


def test_a_front_desk_of_its_own_is_told_once(dinkes: PublicBody, admin: Actor) -> None:
    given = {"address": "Jl. Sehat 1", "phone": "0473 1", "email": "dinkes@lutra.example"}
    assert sites.tell_front_desk(dinkes, given=given, by=admin) == ["address", "email", "phone"]
    assert last(dinkes.government) == (
        "body.front_desk_told",
        {"changed": ["address", "email", "phone"]},
    )
    assert sites.tell_front_desk(dinkes, given=given, by=admin) == []
    assert sites.tell_front_desk(dinkes, given={"phone": ""}, by=admin) == ["phone"]
    assert PublicBody.objects.get(pk=dinkes.pk).address == "Jl. Sehat 1"


@pytest.mark.parametrize("given", [{"email": "dinkes"}, {"phone": "1" * 41}])
def test_a_front_desk_that_cannot_be_is_refused(
    dinkes: PublicBody, admin: Actor, given: dict[str, str]
) -> None:
    with pytest.raises(WrongEntry) as refusal:
        sites.tell_front_desk(dinkes, given=given, by=admin)
    assert refusal.value.problems.keys() == given.keys()


def test_a_body_s_host_is_not_made_the_governments_own(dinkes: PublicBody, admin: Actor) -> None:
    sites.give(dinkes, host=HOST, by=admin)
    with pytest.raises(WrongEntry, match="badan publik"):
        founding.found(
            "73.22",
            given={"name": "Luwu Utara", "short_name": "Lutra", "abbreviation": "LUTRA"},
            hosts=(HOST,),
        )
