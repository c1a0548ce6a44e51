"""Nothing is refused, wholly or in part, without a consequence test that stands on the day and fits the request."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lutra.catalogue.models import ConsequenceTest
from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.requests import actions, refusals
from lutra.requests.errors import Incomplete, NoTest
from lutra.requests.models import Decision, Part, Request
from lutra.requests.parts import PartAnswer
from lutra.requests.splitting import split
from lutra.testing import factories
from lutra.testing.factories import DAY, GRANTED, MOMENT, REFUSED, standing_test
from lutra.testing.journeys import ANSWERS

LATER = MOMENT + timedelta(days=1)


@pytest.fixture
def ppid(luwu_utara: Government) -> Actor:
    return factories.officer(luwu_utara, Role.PPID_UTAMA)


@pytest.fixture
def asked(luwu_utara: Government) -> Request:
    return factories.file_request(luwu_utara)


def refuse(asked: Request, ppid: Actor, test: ConsequenceTest | None, **how: Any) -> Decision:
    answers = {**REFUSED, **how.pop("answers", {})}
    return actions.decide(
        asked, outcome="refused", answers=answers, test=test, by=ppid, at=how.pop("at", LATER)
    )


def partly(asked: Request, ppid: Actor, *lines: dict[str, Any], **how: Any) -> Decision:
    answers = {**ANSWERS["partly"], "withheld": list(lines)}
    return actions.decide(asked, outcome="partly", answers=answers, by=ppid, at=LATER, **how)


def line(**changes: Any) -> dict[str, Any]:
    return {"matter": "Nama pasien", "ground": "h", "sub_item": "2", "reason": "Rahasia pribadi", **changes}


# --- which tests carry nothing ---


@pytest.mark.law("A04")
def test_none_and_one_that_nobody_approved(luwu_utara: Government, asked: Request, ppid: Actor) -> None:
    with pytest.raises(NoTest):
        refuse(asked, ppid, None)
    waiting = standing_test(luwu_utara)
    ConsequenceTest.objects.update(approved_by=None, approved_on=None)
    with pytest.raises(NoTest):
        refuse(asked, ppid, waiting)
    assert not Decision.objects.exists()


def test_one_of_another_government(luwu_utara: Government, asked: Request, ppid: Actor) -> None:
    with pytest.raises(NoTest):
        refuse(asked, ppid, standing_test(factories.government("73.17")))


def test_one_that_was_lifted_while_the_form_lay_open(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    """Two officers at once: the one who decides still holds the test as it was."""
    read = standing_test(luwu_utara)
    ConsequenceTest.objects.filter(pk=read.pk).update(lifted_on=DAY)
    assert read.stands_on(LATER.date())
    with pytest.raises(NoTest):
        refuse(asked, ppid, read)


def test_its_last_day_counts_in_the_government_s_own_zone(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    """Midnight in Masamba is 16:00 UTC: a test that ends on 5 March carries a refusal at 23:59 there, not at 00:00."""
    test = standing_test(luwu_utara, ends_on=date(2020, 3, 5))
    with pytest.raises(NoTest):
        refuse(asked, ppid, test, at=datetime(2020, 3, 5, 16, 0, tzinfo=UTC))
    refuse(asked, ppid, test, at=datetime(2020, 3, 5, 15, 59, tzinfo=UTC))


def test_one_that_was_made_after_the_decision_s_day(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    with pytest.raises(NoTest):
        refuse(asked, ppid, standing_test(luwu_utara, on=DAY + timedelta(days=9)))


def test_one_of_a_body_that_has_no_part_in_the_request(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    health, works = factories.body(luwu_utara, "dinkes"), factories.body(luwu_utara, "pu")
    test = standing_test(luwu_utara)
    ConsequenceTest.objects.update(body=works)
    test.refresh_from_db()
    assert refusals.problem(test, asked, day=LATER.date()) == ""  # nobody was asked yet
    actions.dispose(asked, to=[health], by=ppid, at=MOMENT)
    with pytest.raises(NoTest, match="perangkat daerah lain"):
        refuse(asked, ppid, test)
    ConsequenceTest.objects.update(body=health)
    assert refuse(asked, ppid, test).test == test


def test_one_under_another_letter_than_the_decision_s(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    with pytest.raises(NoTest):
        refuse(asked, ppid, standing_test(luwu_utara), answers={"ground": "i", "sub_item": ""})


# --- what is never exempt ---


@pytest.mark.law("A12")
@pytest.mark.parametrize("mark", ["court_ruling", "regulation", "circular", "decision"])
def test_what_is_never_exempt_stops_the_decision(
    luwu_utara: Government, asked: Request, ppid: Actor, mark: str
) -> None:
    with pytest.raises(Incomplete) as refusal:
        refuse(asked, ppid, standing_test(luwu_utara), answers={"marks": [mark]})
    assert set(refusal.value.problems) == {"marks"}


@pytest.mark.law("A13")
@pytest.mark.law("A14")
@pytest.mark.parametrize("lifting", ["consent", "public_office"])
def test_consent_and_public_office_stop_a_part_as_well(
    luwu_utara: Government, asked: Request, ppid: Actor, lifting: str
) -> None:
    test = standing_test(luwu_utara)
    answers = {**ANSWERS["partly"], "withheld": [line(test=test.pk)], "liftings": [lifting]}
    with pytest.raises(Incomplete) as refusal:
        actions.decide(asked, outcome="partly", answers=answers, by=ppid, at=LATER)
    assert set(refusal.value.problems) == {"liftings"}


# --- in part ---


@pytest.mark.law("A06")
def test_each_part_that_is_withheld_rests_on_a_test_of_its_own(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    health = standing_test(luwu_utara)
    act = standing_test(luwu_utara, ground="j", sub_item="", act="UU 27/2022", information="NIK warga")
    decision = partly(
        asked,
        ppid,
        line(ground="", sub_item="", test=health.pk),
        line(matter="NIK", ground="", sub_item="", reason="Dilindungi Undang-Undang", test=str(act.pk)),
    )
    assert [(row["ground"], row["sub_item"], row["act"], row["test"]) for row in decision.withheld] == [
        ("h", "2", "", health.pk),
        ("j", "", "UU 27/2022", act.pk),
    ]
    assert decision.test == health


def test_a_part_under_a_letter_that_nobody_tested_is_refused(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    """One test for letter h once carried lines under any other letter."""
    with pytest.raises(Incomplete) as refusal:
        partly(
            asked,
            ppid,
            line(),
            line(matter="HPS", ground="b", sub_item=""),
            test=standing_test(luwu_utara),
        )
    assert set(refusal.value.problems) == {"withheld"}


def test_a_part_cannot_borrow_a_test_that_does_not_stand(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    good, lifted = standing_test(luwu_utara), standing_test(luwu_utara)
    foreign = standing_test(factories.government("73.17"))
    ConsequenceTest.objects.filter(pk=lifted.pk).update(lifted_on=DAY)
    for bad in (lifted.pk, foreign.pk, 10**9, "x"):
        with pytest.raises(Incomplete):
            partly(asked, ppid, line(), line(test=bad), test=good)
    assert not Decision.objects.exists()


def test_whoever_approved_one_of_the_tests_does_not_decide(luwu_utara: Government, asked: Request) -> None:
    first, second = standing_test(luwu_utara), standing_test(luwu_utara)
    both = factories.officer(luwu_utara, Role.PPID_UTAMA, name="Sari")
    ConsequenceTest.objects.filter(pk=second.pk).update(approved_by=both.user_id)
    with pytest.raises(NoTest, match="Anda setujui sendiri"):
        partly(asked, both, line(test=first.pk), line(matter="Diagnosis", test=second.pk))


def test_a_refused_part_of_a_split_request_needs_its_test_too(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    split(asked, parts=[("Realisasi", None), ("Rekam medis", None)], by=ppid, at=MOMENT)
    given, refused = PartAnswer("granted", GRANTED), PartAnswer("refused", REFUSED)
    with pytest.raises(NoTest) as refusal:
        actions.decide(asked, answers={}, parts={1: given, 2: refused}, by=ppid, at=LATER)
    assert set(refusal.value.problems) == {"part_2_test"}
    test = standing_test(luwu_utara)
    decision = actions.decide(
        asked, answers={}, parts={1: given, 2: PartAnswer("refused", REFUSED, test)}, by=ppid, at=LATER
    )
    assert decision.outcome == "partly"
    assert [row["test"] for row in decision.withheld] == [test.pk]
    assert Part.objects.get(number=2).test == test


def test_the_database_itself_refuses_a_refusal_without_a_test(
    luwu_utara: Government, asked: Request, ppid: Actor
) -> None:
    decision = refuse(asked, ppid, standing_test(luwu_utara))
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(test=None)


# --- what is offered ---


def test_the_likest_tests_come_first_and_the_bodies_own_before_them(
    luwu_utara: Government, ppid: Actor
) -> None:
    asked = factories.file_request(luwu_utara, subject="Rekam medis pasien", details="Diagnosis para pasien.")
    health, works = factories.body(luwu_utara, "dinkes"), factories.body(luwu_utara, "pu")
    actions.dispose(asked, to=[health], by=ppid, at=MOMENT)
    plain = standing_test(
        luwu_utara,
        document="HPS",
        information="Harga perkiraan sendiri",
        ground="b",
        sub_item="",
        ends_on=date(2021, 1, 1),
    )
    alike = standing_test(luwu_utara, document="Rekam medis", information="Diagnosis pasien")
    own = standing_test(luwu_utara, document="Absensi", information="Alasan cuti pegawai")
    other = standing_test(luwu_utara, document="Rekam medis", information="Diagnosis pasien")
    ConsequenceTest.objects.filter(pk=own.pk).update(body=health)
    ConsequenceTest.objects.filter(pk=other.pk).update(body=works)
    found = refusals.offers(asked, on=LATER.date())
    assert [one.test for one in found] == [own, alike, plain]
    assert [one.is_own for one in found] == [True, False, False]
    assert refusals.narrowed(found, words="diagnosis PASIEN") == [found[1]]
    assert refusals.narrowed(found, ground="b") == [found[2]]
    assert refusals.narrowed(found, body=str(health.pk)) == found


def test_a_test_on_the_exempt_list_is_offered_with_its_decree_and_not_once_it_is_open(
    luwu_utara: Government, asked: Request
) -> None:
    row = factories.exemption(factories.body(luwu_utara), ends_on=date(2020, 12, 31))
    (offer,) = refusals.offers(asked, on=date(2020, 12, 31))
    assert offer.exemption == row
    assert refusals.narrowed([offer], words=row.decree_number) == [offer]
    assert refusals.offers(asked, on=date(2021, 1, 1)) == []
