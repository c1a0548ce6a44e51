"""Who holds which post when, and that nothing else gives a right."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from lutra.directory.actions import appoint
from lutra.directory.actors import Actor, actor_of
from lutra.directory.errors import NotPermitted, PostTaken, WrongTerm
from lutra.directory.models import Government, Holding, Post, User
from lutra.directory.permissions import may, permit
from lutra.directory.roles import Role
from lutra.ledger.queries import history
from lutra.testing import people

START = date(2026, 1, 5)
END = date(2026, 6, 30)
DAY = timedelta(days=1)
DECREE = "SK Bupati 12/2026"


@pytest.fixture
def post(luwu_utara: Government) -> Post:
    return Post.objects.create(government=luwu_utara, role=Role.PPID_UTAMA, title="PPID Utama")


@pytest.fixture
def budi(luwu_utara: Government) -> User:
    return User.objects.create(username="budi", full_name="Budi", government=luwu_utara)


@pytest.fixture
def dian(luwu_utara: Government) -> User:
    return User.objects.create(username="dian", full_name="Dian", government=luwu_utara)


@pytest.mark.law("G03")
@pytest.mark.parametrize(
    ("day", "holds"), [(START - DAY, False), (START, True), (END, True), (END + DAY, False)]
)
def test_a_post_gives_rights_from_its_first_to_its_last_day(
    post: Post, budi: User, administrator: Actor, luwu_utara: Government, day: date, holds: bool
) -> None:
    appoint(post, user=budi, starts_on=START, ends_on=END, decree=DECREE, by=administrator)
    actor = actor_of(budi, luwu_utara, on=day)
    assert may(actor, "requests.decide") is holds
    assert (actor.post_id == post.pk) is holds
    assert Holding.objects.get(user=budi).holds_on(day) is holds


@pytest.mark.law("G03")
def test_who_left_yesterday_may_do_nothing_and_see_nothing(
    post: Post, budi: User, administrator: Actor, luwu_utara: Government
) -> None:
    appoint(post, user=budi, starts_on=START, ends_on=END, decree=DECREE, by=administrator)
    gone = actor_of(budi, luwu_utara, on=END + DAY)
    assert gone.roles == gone.body_ids == frozenset()
    with pytest.raises(NotPermitted):
        permit(gone, "desk.enter", government_id=luwu_utara.pk)


def test_an_appointment_is_one_entry_in_the_book(post: Post, budi: User, administrator: Actor) -> None:
    holding = appoint(post, user=budi, starts_on=START, decree=DECREE, by=administrator)
    (entry,) = history(("post", post.pk), government_id=post.government_id)
    assert (entry.kind, entry.actor) == ("post.appointed", administrator.ref)
    assert entry.data == {
        "holding": holding.pk,
        "user": budi.pk,
        "capacity": "definitive",
        "from": "2026-01-05",
        "until": None,
        "decree": DECREE,
    }


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(START, END), (START - DAY, START), (END, None), (START - DAY, None), (START + DAY, END - DAY)],
)
def test_two_people_do_not_hold_one_post_definitively_on_one_day(
    post: Post, budi: User, dian: User, administrator: Actor, starts_on: date, ends_on: date | None
) -> None:
    appoint(post, user=budi, starts_on=START, ends_on=END, decree=DECREE, by=administrator)
    with pytest.raises(PostTaken):
        appoint(post, user=dian, starts_on=starts_on, ends_on=ends_on, decree=DECREE, by=administrator)
    assert Holding.objects.filter(post=post).count() == 1


@pytest.mark.parametrize(("starts_on", "ends_on"), [(END + DAY, None), (START - 9 * DAY, START - DAY)])
def test_a_successor_may_follow_the_day_after(
    post: Post, budi: User, dian: User, administrator: Actor, starts_on: date, ends_on: date | None
) -> None:
    appoint(post, user=budi, starts_on=START, ends_on=END, decree=DECREE, by=administrator)
    appoint(post, user=dian, starts_on=starts_on, ends_on=ends_on, decree=DECREE, by=administrator)
    for day in (START, END):
        assert [row.user for row in post.holdings.all() if row.holds_on(day)] == [budi]


@pytest.mark.parametrize("capacity", [Holding.Capacity.ACTING, Holding.Capacity.LEAVE_COVER])
def test_an_acting_officer_covers_while_the_post_is_held(
    post: Post, budi: User, dian: User, administrator: Actor, luwu_utara: Government, capacity: str
) -> None:
    appoint(post, user=budi, starts_on=START, decree=DECREE, by=administrator)
    leave, back = date(2026, 3, 2), date(2026, 3, 6)
    appoint(
        post,
        user=dian,
        starts_on=leave,
        ends_on=back,
        decree="SPT 3/2026",
        capacity=capacity,
        by=administrator,
    )
    assert may(actor_of(dian, luwu_utara, on=leave), "requests.decide")
    assert may(actor_of(budi, luwu_utara, on=leave), "requests.decide")
    assert not may(actor_of(dian, luwu_utara, on=back + DAY), "requests.decide")


@pytest.mark.law("G03")
@pytest.mark.parametrize("decree", ["", "  "])
def test_an_appointment_needs_its_decree(post: Post, budi: User, administrator: Actor, decree: str) -> None:
    with pytest.raises(WrongTerm):
        appoint(post, user=budi, starts_on=START, decree=decree, by=administrator)


def test_a_term_ends_after_it_starts(post: Post, budi: User, administrator: Actor) -> None:
    with pytest.raises(WrongTerm):
        appoint(post, user=budi, starts_on=START, ends_on=START - DAY, decree=DECREE, by=administrator)
    appoint(post, user=budi, starts_on=START, ends_on=START, decree=DECREE, by=administrator)


def test_a_decree_that_does_not_fit_is_told(post: Post, budi: User, administrator: Actor) -> None:
    with pytest.raises(WrongTerm, match="160"):
        appoint(post, user=budi, starts_on=START, decree="x" * 161, by=administrator)


@pytest.mark.parametrize("fields", [{"ends_on": START - DAY}, {"decree": ""}])
def test_the_database_itself_refuses_a_wrong_term(post: Post, budi: User, fields: dict[str, object]) -> None:
    row = {"starts_on": START, "decree": DECREE, **fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(government=post.government, post=post, user=budi, **row)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_appoints(post: Post, budi: User, luwu_utara: Government, role: str) -> None:
    with pytest.raises(NotPermitted):
        appoint(post, user=budi, starts_on=START, decree=DECREE, by=people.officer(luwu_utara, role))


def test_an_administrator_of_the_neighbour_does_not_appoint_here(
    post: Post, budi: User, luwu: Government
) -> None:
    with pytest.raises(NotPermitted):
        appoint(post, user=budi, starts_on=START, decree=DECREE, by=people.officer(luwu, Role.ADMINISTRATOR))


def test_a_person_with_posts_in_two_governments_has_in_each_only_its_own(
    luwu_utara: Government, luwu: Government
) -> None:
    person = people.user(luwu_utara, Role.PPID_UTAMA)
    abroad = Post.objects.create(government=luwu, role=Role.LEADER, title="Penjabat Bupati")
    appoint(abroad, user=person, starts_on=START, decree=DECREE, by=people.officer(luwu, Role.ADMINISTRATOR))
    here, there = (actor_of(person, government, on=START) for government in (luwu_utara, luwu))
    assert (here.government_id, here.roles) == (luwu_utara.pk, {Role.PPID_UTAMA})
    assert (there.government_id, there.roles) == (luwu.pk, {Role.LEADER})
    with pytest.raises(NotPermitted):
        permit(here, "requests.decide", government_id=luwu.pk)


def test_two_posts_add_up_and_only_a_pelaksana_stands_for_his_body(luwu_utara: Government) -> None:
    dinkes, dinsos = people.body(luwu_utara, "dinkes"), people.body(luwu_utara, "dinsos")
    person = people.user(luwu_utara, Role.PPID_PELAKSANA, body=dinkes)
    desk = Post.objects.create(government=luwu_utara, body=dinsos, role=Role.DESK_OFFICER, title="Petugas")
    Holding.objects.create(government=luwu_utara, post=desk, user=person, starts_on=START, decree=DECREE)
    actor = actor_of(person, luwu_utara, on=START)
    assert actor.roles == {Role.PPID_PELAKSANA, Role.DESK_OFFICER}
    assert actor.body_ids == {dinkes.pk}


def test_the_book_names_an_officer_by_number_only(luwu_utara: Government) -> None:
    actor = people.officer(luwu_utara, Role.PPID_UTAMA, name="Budi")
    assert actor.ref == f"officer:{actor.user_id}"
    assert "Budi" in actor.label
    assert "Budi" not in actor.ref


@pytest.mark.django_db(transaction=True)
def test_of_two_appointments_at_once_one_is_told(
    post: Post, budi: User, dian: User, administrator: Actor
) -> None:
    together, told = threading.Barrier(2), []

    def do(user: User) -> None:
        together.wait()
        try:
            appoint(post, user=user, starts_on=START, decree=DECREE, by=administrator)
        except PostTaken:
            told.append(user)
        finally:
            connection.close()

    both = [threading.Thread(target=do, args=(user,)) for user in (budi, dian)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(told) == 1
    assert Holding.objects.filter(post=post).count() == 1
