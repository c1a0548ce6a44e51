"""Nothing is withheld without a consequence test that holds what the law wants and that two people stand for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from lutra.catalogue import queries
from lutra.catalogue.actions import approve_test, make_test
from lutra.catalogue.errors import AlreadyApproved, SamePerson, TestIncomplete
from lutra.catalogue.models import ConsequenceTest
from lutra.catalogue.rules import TestForm, problems
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, User
from lutra.directory.roles import Role
from lutra.law import statute
from lutra.ledger.queries import history
from lutra.testing import people

DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 1, tzinfo=UTC)
HEALTH = TestForm(
    kind="before_request",
    document="Rekam medis",
    information="Riwayat kesehatan perorangan",
    ground="h",
    sub_item="2",
    legal_analysis="Pasal 17 huruf h UU 14/2008.",
    consequence_open="Merugikan pasien.",
    benefit_closed="Menjaga kepercayaan.",
    public_interest="Data agregat tetap dibuka.",
)
# Letter c, on defence, is never for ever.
DEFENCE = replace(HEALTH, ground="c", sub_item="1", ends_on=date(2030, 3, 1))
SECRET = replace(HEALTH, ground="j", sub_item="", act="UU 10/1998 tentang Perbankan")


def wrong(form: TestForm, **changes: object) -> set[str]:
    """The fields that are told to the maker, each with a sentence."""
    found = problems(replace(form, **changes), tested_on=DAY)  # type: ignore[arg-type]
    assert all(len(message) > 10 for message in found.values())
    return set(found)


@pytest.fixture
def luwu_utara(db: None) -> Government:
    return people.government("73.22")


@pytest.fixture
def luwu(db: None) -> Government:
    return people.government("73.17")


@pytest.fixture
def maker(luwu_utara: Government) -> Actor:
    return people.officer(luwu_utara, Role.PPID_UTAMA, name="Budi")


@pytest.fixture
def superior(luwu_utara: Government) -> Actor:
    return people.officer(luwu_utara, Role.SUPERIOR)


@pytest.fixture
def made(luwu_utara: Government, maker: Actor) -> ConsequenceTest:
    return make_test(luwu_utara, form=HEALTH, by=maker, at=MOMENT)


# What it holds


@pytest.mark.parametrize("form", [HEALTH, DEFENCE, SECRET], ids=["h", "c", "j"])
def test_a_complete_test_passes(form: TestForm) -> None:
    assert wrong(form) == set()


@pytest.mark.law("A03")
@pytest.mark.parametrize(
    "basis", ["", "Perbup 5/2020", "PP 61/2010 tentang Pelaksanaan UU 14/2008", "rahasia"]
)
def test_letter_j_names_an_act(basis: str) -> None:
    assert wrong(SECRET, act=basis) == {"act"}


@pytest.mark.law("A15", "P24")
@pytest.mark.parametrize("letter", [row.code for row in statute.grounds() if row.needs_end_date])
def test_letters_a_to_f_need_an_end_date(letter: str) -> None:
    items = statute.ground(letter).sub_items
    form = replace(DEFENCE, ground=letter, sub_item=items[0].code if items else "")
    assert letter in "abcdef"
    assert wrong(form, ends_on=None) == {"ends_on"}
    assert wrong(form) == set()


@pytest.mark.law("A15")
def test_letter_h_may_be_without_end() -> None:
    assert wrong(HEALTH, ends_on=None) == set()


@pytest.mark.parametrize("ends_on", [DAY, DAY - timedelta(days=1)])
def test_the_end_comes_after_the_test(ends_on: date) -> None:
    assert wrong(DEFENCE, ends_on=ends_on) == {"ends_on"}


@pytest.mark.law("P20")
def test_letter_a_lasts_thirty_years_at_most() -> None:
    letter_a = replace(DEFENCE, ground="a", sub_item=statute.ground("a").sub_items[0].code)
    assert wrong(letter_a, ends_on=date(2056, 3, 2)) == set()
    assert wrong(letter_a, ends_on=date(2056, 3, 3)) == {"ends_on"}
    assert wrong(letter_a, ends_on=date(2057, 3, 2)) == {"ends_on"}


@pytest.mark.law("P20")
def test_thirty_years_from_a_leap_day_end_on_the_28th() -> None:
    letter_a = replace(DEFENCE, ground="a", sub_item=statute.ground("a").sub_items[0].code)
    leap = date(2024, 2, 29)
    assert problems(replace(letter_a, ends_on=date(2054, 2, 28)), tested_on=leap) == {}
    assert "ends_on" in problems(replace(letter_a, ends_on=date(2054, 3, 1)), tested_on=leap)


@pytest.mark.law("P22")
def test_a_test_is_made_before_or_at_a_request_or_by_order() -> None:
    assert wrong(HEALTH, kind="") == wrong(HEALTH, kind="whenever") == {"kind"}
    assert wrong(HEALTH, kind="at_request") == set()
    assert wrong(HEALTH, kind="ordered") == wrong(HEALTH, kind="ordered", case_number=" ") == {"case_number"}
    assert wrong(HEALTH, kind="ordered", case_number="012/IV/KIP-PS/2026") == set()


@pytest.mark.law("P23")
@pytest.mark.parametrize(
    "step", ["document", "information", "legal_analysis", "consequence_open", "benefit_closed"]
)
def test_every_step_is_filled(step: str) -> None:
    assert wrong(HEALTH, **{step: " "}) == {step}


@pytest.mark.law("P26")
def test_the_public_interest_is_weighed() -> None:
    assert wrong(HEALTH, public_interest="") == {"public_interest"}


@pytest.mark.law("A02")
@pytest.mark.parametrize("letter", ["", "k", "aa", "H"])
def test_only_letters_of_pasal_17_count(letter: str) -> None:
    assert "ground" in wrong(HEALTH, ground=letter)


@pytest.mark.parametrize("item", ["", "9", "x"])
def test_a_letter_with_numbers_says_which(item: str) -> None:
    assert wrong(HEALTH, sub_item=item) == {"sub_item"}


def test_a_letter_without_numbers_says_none() -> None:
    assert wrong(SECRET, sub_item="2") == {"sub_item"}


@pytest.mark.law("A12")
@pytest.mark.parametrize("mark", [tag.code for row in statute.never_exempt() for tag in row.tags])
def test_what_is_never_exempt_cannot_be_tested_away(mark: str) -> None:
    assert wrong(HEALTH, marks=(mark,)) == {"marks"}


@pytest.mark.law("A13", "A14")
@pytest.mark.parametrize("lifting", ["consent", "public_office"])
def test_consent_and_public_office_lift_g_and_h_only(lifting: str) -> None:
    assert wrong(HEALTH, liftings=(lifting,)) == {"liftings"}
    assert wrong(DEFENCE, liftings=(lifting,)) == set()


def test_a_code_that_the_law_does_not_know_is_not_passed_over() -> None:
    assert wrong(HEALTH, marks=("court_rulign",)) == {"marks"}
    assert wrong(HEALTH, liftings=("maybe",)) == {"liftings"}


@pytest.mark.parametrize(("field", "longest"), [("document", 300), ("information", 300)])
def test_too_long_is_told_before_the_database_says_no(field: str, longest: int) -> None:
    assert wrong(HEALTH, **{field: "x" * longest}) == set()
    assert wrong(HEALTH, **{field: "x" * (longest + 1)}) == {field}


# Made by one, approved by another


@pytest.mark.law("P23")
def test_an_incomplete_test_is_not_recorded(luwu_utara: Government, maker: Actor) -> None:
    with pytest.raises(TestIncomplete) as caught:
        make_test(luwu_utara, form=replace(HEALTH, legal_analysis=""), by=maker, at=MOMENT)
    assert set(caught.value.problems) == {"legal_analysis"}
    assert not ConsequenceTest.objects.exists()


def test_a_body_of_another_government_cannot_be_named(
    luwu_utara: Government, luwu: Government, maker: Actor
) -> None:
    with pytest.raises(TestIncomplete) as caught:
        make_test(luwu_utara, form=HEALTH, by=maker, body=people.body(luwu, "dinkes"), at=MOMENT)
    assert set(caught.value.problems) == {"body"}


@pytest.mark.law("P25")
def test_a_test_stands_from_its_approval_to_its_end(
    luwu_utara: Government, maker: Actor, superior: Actor
) -> None:
    test = make_test(luwu_utara, form=DEFENCE, by=maker, at=MOMENT)
    assert not test.stands_on(DAY)
    assert list(queries.tests_waiting(luwu_utara)) == [test]
    approve_test(test, by=superior, at=MOMENT + timedelta(days=3))
    days = {DAY, DAY + timedelta(days=2), DAY + timedelta(days=3), date(2030, 3, 1), date(2030, 3, 2)}
    standing = {day for day in days if test.stands_on(day)}
    assert standing == {DAY + timedelta(days=3), date(2030, 3, 1)}
    assert standing == {day for day in days if test in queries.standing_tests(luwu_utara, on=day)}
    assert not queries.tests_waiting(luwu_utara).exists()


@pytest.mark.law("P25")
def test_nobody_approves_his_own_test(luwu_utara: Government, made: ConsequenceTest, maker: Actor) -> None:
    both = replace(maker, roles=maker.roles | {Role.SUPERIOR})
    with pytest.raises(SamePerson):
        approve_test(made, by=both, at=MOMENT)


@pytest.mark.law("P25")
def test_one_person_with_two_accounts_is_one_person(made: ConsequenceTest, superior: Actor) -> None:
    User.objects.filter(pk__in=[made.made_by_id, superior.user_id]).update(nip="197001012000031001")
    with pytest.raises(SamePerson):
        approve_test(made, by=superior, at=MOMENT)


def test_two_people_without_a_number_are_two(made: ConsequenceTest, superior: Actor) -> None:
    User.objects.filter(pk__in=[made.made_by_id, superior.user_id]).update(nip="")
    assert approve_test(made, by=superior, at=MOMENT).approved_by_id == superior.user_id


@pytest.mark.law("P25")
def test_the_database_itself_refuses_maker_as_approver(made: ConsequenceTest) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsequenceTest.objects.filter(pk=made.pk).update(approved_by=made.made_by_id, approved_on=DAY)


@pytest.mark.parametrize("half", [{"approved_on": DAY}, {"approved_by": "superior"}])
def test_the_database_itself_refuses_half_an_approval(
    made: ConsequenceTest, superior: Actor, half: dict[str, object]
) -> None:
    fields = {name: superior.user_id if value == "superior" else value for name, value in half.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsequenceTest.objects.filter(pk=made.pk).update(**fields)


def test_a_test_is_approved_once(made: ConsequenceTest, superior: Actor, luwu_utara: Government) -> None:
    approve_test(made, by=superior, at=MOMENT)
    with pytest.raises(AlreadyApproved):
        approve_test(made, by=people.officer(luwu_utara, Role.SUPERIOR), at=MOMENT)
    told = history(("consequence_test", made.pk), government_id=luwu_utara.pk)
    assert [(entry.kind, entry.actor) for entry in told] == [
        ("test.made", f"officer:{made.made_by_id}"),
        ("test.approved", superior.ref),
    ]


@pytest.mark.law("G05", "P25")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.SUPERIOR])
def test_only_the_superior_approves(made: ConsequenceTest, luwu_utara: Government, role: str) -> None:
    with pytest.raises(NotPermitted):
        approve_test(made, by=people.officer(luwu_utara, role), at=MOMENT)


def test_the_neighbour_neither_makes_nor_approves_here(
    luwu_utara: Government, luwu: Government, made: ConsequenceTest
) -> None:
    with pytest.raises(NotPermitted):
        make_test(luwu_utara, form=HEALTH, by=people.officer(luwu, Role.PPID_UTAMA), at=MOMENT)
    with pytest.raises(NotPermitted):
        approve_test(made, by=people.officer(luwu, Role.SUPERIOR), at=MOMENT)
    assert not queries.standing_tests(luwu, on=DAY).exists()


@pytest.mark.law("P21")
def test_a_refusal_cannot_rest_on_a_test_of_the_neighbour(
    luwu_utara: Government, luwu: Government, made: ConsequenceTest, superior: Actor
) -> None:
    approve_test(made, by=superior, at=MOMENT)
    assert made in queries.standing_tests(luwu_utara, on=DAY)
    assert made not in queries.standing_tests(luwu, on=DAY)
