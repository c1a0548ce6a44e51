"""Handing over: to whom, until when, given back, done, and asked once more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from lutra.directory.actors import Actor
from lutra.directory.models import Government, Post, PublicBody
from lutra.directory.roles import Role
from lutra.dispositions.actions import finish, hand_over, recall
from lutra.dispositions.models import Disposition
from lutra.dispositions.queries import handed_to, of
from lutra.testing import people
from lutra.testing.people import MOMENT

SUBJECT = ("alert", 7)
UNTIL = date(2020, 3, 11)
LATER = MOMENT + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def luwu_utara() -> Government:
    return people.government("73.22")


@pytest.fixture
def dinkes(luwu_utara: Government) -> PublicBody:
    return people.body(luwu_utara, "dinkes")


@pytest.fixture
def dinsos(luwu_utara: Government) -> PublicBody:
    return people.body(luwu_utara, "dinsos")


@pytest.fixture
def ppid(luwu_utara: Government) -> Actor:
    return people.officer(luwu_utara, Role.PPID_UTAMA)


def give(to: list[PublicBody], by: Actor, **changes: object) -> list[Disposition]:
    said = {"instruction": "Siapkan.", "due_on": UNTIL, "at": MOMENT, **changes}
    return hand_over(to[0].government, SUBJECT, to=to, by=by, **said)  # type: ignore[arg-type]


def holders(government: Government) -> list[PublicBody]:
    return [given.to_body for given in of(SUBJECT, government=government)]


def test_each_body_gets_the_instruction_and_the_deadline(
    luwu_utara: Government, dinkes: PublicBody, dinsos: PublicBody, ppid: Actor
) -> None:
    give([dinkes, dinsos], ppid)
    assert holders(luwu_utara) == [dinkes, dinsos]
    for given in Disposition.objects.all():
        assert (given.subject, given.instruction, given.due_on) == (SUBJECT, "Siapkan.", UNTIL)
        assert given.from_post == Post.objects.get(pk=ppid.post_id)


def test_a_body_that_is_asked_again_gets_the_new_deadline_and_the_old_stays_on_record(
    luwu_utara: Government, dinkes: PublicBody, ppid: Actor
) -> None:
    give([dinkes], ppid)
    give([dinkes], ppid, instruction="Lengkapi tabelnya.", due_on=date(2020, 3, 13), at=LATER)
    (now,) = of(SUBJECT, government=luwu_utara)
    assert (now.instruction, now.due_on, now.done_at) == ("Lengkapi tabelnya.", date(2020, 3, 13), None)
    (before,) = Disposition.objects.exclude(pk=now.pk)
    assert (before.instruction, before.recalled_at) == ("Siapkan.", LATER)


def test_a_body_that_had_finished_must_work_again_when_it_is_asked_again(
    luwu_utara: Government, dinkes: PublicBody, ppid: Actor
) -> None:
    give([dinkes], ppid)
    finish(SUBJECT, government=luwu_utara, body=dinkes, at=MOMENT)
    give([dinkes], ppid, at=LATER)
    assert [given.done_at for given in of(SUBJECT, government=luwu_utara)] == [None]


def test_a_body_that_is_not_named_gives_it_back_unless_it_has_done_its_part(
    luwu_utara: Government, dinkes: PublicBody, dinsos: PublicBody, ppid: Actor
) -> None:
    camat = people.body(luwu_utara, "masamba")
    give([dinkes, dinsos, camat], ppid)
    finish(SUBJECT, government=luwu_utara, body=dinsos, at=MOMENT)
    assert recall(SUBJECT, government=luwu_utara, keep=[camat], at=LATER) == 1
    assert holders(luwu_utara) == [dinsos, camat]


def test_finishing_touches_only_that_body_and_subject(
    luwu_utara: Government, dinkes: PublicBody, dinsos: PublicBody, ppid: Actor
) -> None:
    give([dinkes, dinsos], ppid)
    hand_over(luwu_utara, ("alert", 8), to=[dinkes], instruction="", due_on=UNTIL, by=ppid, at=MOMENT)
    finish(SUBJECT, government=luwu_utara, body=dinkes, at=LATER)
    done = Disposition.objects.filter(done_at__isnull=False)
    assert [(given.subject, given.to_body) for given in done] == [(SUBJECT, dinkes)]
    finish(SUBJECT, government=luwu_utara, body=dinkes, at=LATER + timedelta(days=1))
    assert done.get().done_at == LATER


def test_the_database_keeps_one_open_disposition_a_body(dinkes: PublicBody, ppid: Actor) -> None:
    (given,) = give([dinkes], ppid)
    given.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        given.save(force_insert=True)


def test_the_condition_finds_what_a_body_holds_and_nothing_of_another_kind_or_government(
    luwu_utara: Government, dinkes: PublicBody, dinsos: PublicBody, ppid: Actor
) -> None:
    # Governments stand in for the subject: any row with a key will do.
    hand_over(
        luwu_utara, ("thing", luwu_utara.pk), to=[dinkes], instruction="", due_on=UNTIL, by=ppid, at=MOMENT
    )

    def found(bodies: list[PublicBody], kind: str = "thing", government_id: int = luwu_utara.pk) -> bool:
        ids = [body.pk for body in bodies]
        return Government.objects.filter(
            handed_to(ids, government_id=government_id, subject_type=kind)
        ).exists()

    assert found([dinkes])
    assert not found([dinsos])
    assert not found([])
    assert not found([dinkes], kind="request")
    assert not found([dinkes], government_id=luwu_utara.pk + 1)
    recall(("thing", luwu_utara.pk), government=luwu_utara, keep=[], at=LATER)
    assert not found([dinkes])
