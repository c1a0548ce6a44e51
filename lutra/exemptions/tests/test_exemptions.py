"""What is withheld rests on an approved test and a decree, has an end or a day of review, and opens by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from lutra.catalogue.actions import make_test
from lutra.catalogue.errors import TestIncomplete
from lutra.catalogue.models import Item
from lutra.catalogue.queries import public_items, standing_tests
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Holding
from lutra.directory.roles import Role
from lutra.exemptions import queries
from lutra.exemptions.actions import open_ended, open_exemption, record_exemption
from lutra.exemptions.errors import AlreadyOpen, ExemptionIncomplete
from lutra.exemptions.models import Exemption
from lutra.exemptions.tests.conftest import DAY, MOMENT, WITNESSES, Office
from lutra.ledger.queries import history
from lutra.testing import people

LAST_DAY = date(2026, 6, 30)
# Midnight in Masamba between the last closed day and the first open one.
MIDNIGHT = datetime(2026, 6, 30, 16, tzinfo=UTC)
HEALTH = {"ground": "h", "sub_item": "2", "ends_on": None}


def wrong(office: Office, *, test: Any = None, **changes: Any) -> set[str]:
    """The fields that are told to whoever records, each with a sentence."""
    form = office.form(test or office.test(), **changes)
    with pytest.raises(ExemptionIncomplete) as caught:
        record_exemption(office.government, form=form, by=office.budi, at=MOMENT)
    assert all(len(message) > 10 for message in caught.value.problems.values())
    assert not Exemption.objects.exists()
    return set(caught.value.problems)


def raw(office: Office, **changes: Any) -> Exemption:
    """A row past the deed, as the database itself would take it."""
    test = office.test()
    holding = Holding.objects.get(user_id=office.budi.user_id)
    fields: dict[str, Any] = {
        "government": office.government,
        "number": 7,
        "body": office.body,
        "test": test,
        "made_by_id": test.made_by_id,
        "approved_by_id": test.approved_by_id,
        "ends_on": LAST_DAY,
        "decree_number": "1",
        "decree_date": DAY,
        "place": "Masamba",
        "signatory": holding.user,
        "post": holding.post,
        "signed_as": "PPID Utama",
        "recorded_at": timezone.now(),
    }
    with transaction.atomic():
        return Exemption.objects.create(**{**fields, **changes})


# Only from an approved test, by decree


@pytest.mark.law("P21", "P25")
def test_an_approved_test_is_put_in_force_by_decree(office: Office) -> None:
    made = office.exemption()
    assert (made.number, made.ends_on, made.made_by_id) == (1, LAST_DAY, office.budi.user_id)
    assert made.approved_by_id == office.superior.user_id
    assert list(queries.in_force(office.government, on=DAY)) == [made]
    (entry,) = history(("exemption", made.pk), government_id=office.government.pk)
    assert (entry.kind, entry.actor) == ("exemption.recorded", office.budi.ref)
    assert office.exemption(test=office.test(information="Identitas informan")).number == 2


@pytest.mark.law("P21")
def test_without_a_test_nothing_is_exempt(office: Office) -> None:
    form = office.form(None)
    with pytest.raises(ExemptionIncomplete) as caught:
        record_exemption(office.government, form=form, by=office.budi, at=MOMENT)
    assert set(caught.value.problems) == {"test"}
    with pytest.raises(IntegrityError):
        raw(office, test=None)


@pytest.mark.law("P21")
def test_a_test_carries_one_exemption(office: Office) -> None:
    made = office.exemption()
    with pytest.raises(ExemptionIncomplete) as caught:
        record_exemption(office.government, form=office.form(made.test), by=office.budi, at=MOMENT)
    assert set(caught.value.problems) == {"test"}


@pytest.mark.law("P21")
def test_a_test_or_body_of_the_neighbour_is_none(office: Office, neighbour: Office) -> None:
    assert wrong(office, test=neighbour.test()) == {"test"}
    assert wrong(office, body=neighbour.body) == {"body"}


@pytest.mark.law("P25")
def test_a_test_that_nobody_approved_or_that_ended_is_refused(office: Office) -> None:
    proposed = make_test(office.government, form=WITNESSES, by=office.budi, at=MOMENT)
    assert wrong(office, test=proposed) == {"test"}
    form = office.form(office.test())
    with pytest.raises(ExemptionIncomplete):
        record_exemption(office.government, form=form, by=office.budi, at=MIDNIGHT)


@pytest.mark.law("P25")
def test_the_database_itself_refuses_one_person_for_both(office: Office) -> None:
    with pytest.raises(IntegrityError):
        raw(office, approved_by_id=office.budi.user_id)
    with pytest.raises(IntegrityError):
        raw(office, approved_by_id=None)
    assert raw(office).number == 7


@pytest.mark.law("G05", "P25")
@pytest.mark.parametrize("role", [role for role in Role if role != Role.PPID_UTAMA])
def test_only_the_main_ppid_puts_in_force_and_opens(office: Office, role: str) -> None:
    somebody = people.officer(office.government, role)
    with pytest.raises(NotPermitted):
        record_exemption(office.government, form=office.form(office.test()), by=somebody, at=MOMENT)
    with pytest.raises(NotPermitted):
        open_exemption(office.exemption(), because="decision", reason="Selesai.", by=somebody, at=MOMENT)


@pytest.mark.law("P24")
@pytest.mark.parametrize(
    ("field", "empty"),
    [("decree_date", None), ("place", ""), ("signatory", None), ("body", None)],
)
def test_the_decree_holds_its_contents(office: Office, field: str, empty: Any) -> None:
    assert wrong(office, **{field: empty}) == {field}


@pytest.mark.law("P24")
def test_without_a_number_on_paper_the_decree_is_numbered_here_and_dated_today(office: Office) -> None:
    assert wrong(office, decree_number=" ", decree_date=DAY - timedelta(days=1)) == {"decree_number"}
    made = office.exemption(decree_number=" ")
    assert (made.decree_number, made.is_on_paper) == ("001/KEP-PPID/G7322/2026", False)
    assert office.exemption(test=office.test(information="Lain")).is_on_paper


@pytest.mark.law("P24")
def test_the_decree_follows_the_approval_and_is_not_of_tomorrow(office: Office) -> None:
    assert wrong(office, decree_date=DAY - timedelta(days=1)) == {"decree_date"}
    assert wrong(office, decree_date=DAY + timedelta(days=1)) == {"decree_date"}
    superior = Holding.objects.get(user_id=office.superior.user_id)
    assert wrong(office, signatory=superior) == {"signatory"}


@pytest.mark.law("P27")
def test_a_whole_document_needs_the_reason_why_blacking_out_fails(office: Office) -> None:
    assert (
        wrong(office, scope="document")
        == wrong(office, scope="document", scope_reason=" ")
        == {"scope_reason"}
    )
    assert wrong(office, scope="dossier") == {"scope"}
    with pytest.raises(IntegrityError):
        raw(office, scope="document")
    whole = office.exemption(scope="document", scope_reason="Tiap halaman mengungkap pelapornya.")
    assert whole.scope_reason


def test_too_long_is_told_before_the_database_says_no(office: Office) -> None:
    assert wrong(office, decree_number="x" * 121) == {"decree_number"}


# How long


@pytest.mark.law("A15", "P24")
def test_letters_a_to_f_end(office: Office) -> None:
    with pytest.raises(TestIncomplete):
        office.test(ends_on=None)
    # Even a test from elsewhere, without an end, brings no row into the list.
    test = office.test()
    test.ends_on = None
    test.save()
    found = wrong(office, test=test, no_end_reason="Selamanya.", review_on=date(2030, 1, 5))
    assert found == {"test"}


@pytest.mark.law("P20")
def test_letter_a_lasts_thirty_years_at_most(office: Office) -> None:
    with pytest.raises(TestIncomplete) as caught:
        office.test(ends_on=date(2057, 1, 5))
    assert set(caught.value.problems) == {"ends_on"}
    assert office.exemption(test=office.test(ends_on=date(2056, 1, 5))).ends_on == date(2056, 1, 5)


@pytest.mark.law("A15")
def test_letter_h_is_without_end_with_a_reason_and_a_day_of_review(office: Office) -> None:
    test = office.test(**HEALTH)
    assert wrong(office, test=test) == {"no_end_reason", "review_on"}
    for day in (DAY, date(2031, 1, 6)):
        assert wrong(office, test=test, no_end_reason="Rahasia pribadi.", review_on=day) == {"review_on"}
    made = office.exemption(test=test, no_end_reason="Rahasia pribadi.", review_on=date(2031, 1, 5))
    assert (made.ends_on, queries.review_due(made)) == (None, date(2031, 1, 5))
    with pytest.raises(IntegrityError):
        raw(office, ends_on=None)


# Looked at again


@pytest.mark.law("P19")
@pytest.mark.parametrize(
    ("ends_on", "due"), [(LAST_DAY, date(2026, 5, 11)), (date(2026, 12, 31), date(2026, 11, 17))]
)
def test_the_review_is_due_thirty_working_days_before_the_end(
    office: Office, ends_on: date, due: date
) -> None:
    made = office.exemption(test=office.test(ends_on=ends_on))
    assert queries.review_due(made) == due
    before = due - timedelta(days=1)
    assert queries.reviews(office.government, until=before, on=before) == []
    (review,) = queries.reviews(office.government, until=due, on=due)
    assert (review.exemption, review.is_late(due), review.is_late(due + timedelta(days=1))) == (
        made,
        False,
        True,
    )
    # By state: whoever slept for weeks is told all the same; once it has ended there is nothing to look at.
    assert queries.reviews(office.government, until=ends_on, on=ends_on) == [review]
    after = ends_on + timedelta(days=1)
    assert queries.reviews(office.government, until=after, on=after) == []


@pytest.mark.law("P19", "P21")
def test_it_is_extended_by_a_new_test_only(office: Office) -> None:
    old = office.exemption()
    in_may = datetime(2026, 5, 11, 1, tzinfo=UTC)
    newer = office.test(in_may, ends_on=date(2027, 6, 30))
    made = office.exemption(in_may, newer, extends=old, decree_date=in_may.date())
    assert list(queries.in_force(office.government, on=in_may.date())) == [made]
    assert open_ended(now=MIDNIGHT) == 0
    old.refresh_from_db()
    assert not old.is_open_on(date(2026, 7, 1))
    assert not public_items(office.government).exists()
    # One after the other: the old row cannot be extended twice, nor opened on its own.
    again = office.form(office.test(in_may, ends_on=date(2027, 1, 1)), extends=old, decree_date=in_may.date())
    with pytest.raises(ExemptionIncomplete) as caught:
        record_exemption(office.government, form=again, by=office.budi, at=in_may)
    assert set(caught.value.problems) == {"extends"}
    with pytest.raises(AlreadyOpen):
        open_exemption(old, because="decision", reason="Selesai.", by=office.budi, at=in_may)


def test_what_has_ended_cannot_be_extended(office: Office) -> None:
    old = office.exemption()
    newer = office.test(MIDNIGHT, ends_on=date(2027, 6, 30))
    form = office.form(newer, extends=old, decree_date=date(2026, 7, 1))
    with pytest.raises(ExemptionIncomplete) as caught:
        record_exemption(office.government, form=form, by=office.budi, at=MIDNIGHT)
    assert set(caught.value.problems) == {"extends"}


# Opened


@pytest.mark.law("P18")
def test_it_is_open_at_midnight_with_no_human_act(office: Office) -> None:
    made = office.exemption()
    assert open_ended(now=MIDNIGHT - timedelta(seconds=1)) == 0
    assert not made.is_open_on(LAST_DAY)
    # Read at that very moment it is open, before any clock woke.
    first = date(2026, 7, 1)
    assert made.is_open_on(first)
    assert not queries.in_force(office.government, on=first).exists()
    assert list(queries.ended(office.government, on=first)) == [made]
    assert not standing_tests(office.government, on=first).exists()
    assert open_ended(now=MIDNIGHT) == 1
    item = public_items(office.government).get()
    assert (item.title, item.source, item.body) == (
        made.test.information,
        Item.Source.EXEMPTION_ENDED,
        office.body,
    )
    assert (item.published_at, item.updated_on) == (MIDNIGHT, first)
    made.refresh_from_db()
    assert (made.opened_on, made.opened_because, made.item) == (first, "ended", item)
    *_before, newest = history(("exemption", made.pk), government_id=office.government.pk)
    assert (newest.kind, newest.actor) == ("exemption.opened", "clock")


@pytest.mark.law("P18")
def test_a_clock_that_slept_catches_up_and_opens_once(office: Office) -> None:
    made = office.exemption()
    weeks_later = MIDNIGHT + timedelta(days=40)
    assert [open_ended(now=weeks_later), open_ended(now=weeks_later)] == [1, 0]
    made.refresh_from_db()
    assert made.opened_on == date(2026, 7, 1)
    assert Item.objects.count() == 1


@pytest.mark.law("P13")
def test_what_is_exempt_is_not_in_the_public_list(office: Office) -> None:
    office.exemption()
    assert not Item.objects.exists()
    assert not public_items(office.government).exists()


@pytest.mark.law("A22")
@pytest.mark.parametrize(
    ("because", "source"),
    [("decision", "exemption_ended"), ("objection", "objection"), ("ruling", "ruling")],
)
def test_opened_early_it_is_listed_the_same_day_and_carries_no_refusal(
    office: Office, because: str, source: str
) -> None:
    made = office.exemption()
    on = date(2026, 3, 2)
    opened = open_exemption(
        made,
        because=because,
        reason="Putusan 12/2026.",
        by=office.budi,
        at=datetime(2026, 3, 2, 1, tzinfo=UTC),
    )
    item = public_items(office.government).get()
    assert (item.source, item.updated_on, opened.opened_on) == (source, on, on)
    made.test.refresh_from_db()
    assert made.test.stands_on(on - timedelta(days=1))
    assert not made.test.stands_on(on)
    assert not standing_tests(office.government, on=on).exists()
    assert open_ended(now=MIDNIGHT) == 0
    with pytest.raises(AlreadyOpen):
        open_exemption(opened, because=because, reason="Lagi.", by=office.budi, at=MIDNIGHT)


def test_opening_early_needs_what_opened_it_and_why(office: Office) -> None:
    made = office.exemption()
    for because, reason, field in [("ended", "Ya.", "because"), ("ruling", " ", "reason")]:
        with pytest.raises(ExemptionIncomplete) as caught:
            open_exemption(made, because=because, reason=reason, by=office.budi, at=MOMENT)
        assert set(caught.value.problems) == {field}


@pytest.mark.law("A22")
def test_opened_early_the_tests_before_it_carry_nothing_either(office: Office) -> None:
    old = office.exemption()
    newer = office.test(ends_on=date(2027, 6, 30))
    made = office.exemption(test=newer, extends=old)
    open_exemption(made, because="ruling", reason="Putusan 12/2026.", by=office.budi, at=MOMENT)
    assert not standing_tests(office.government, on=DAY).exists()


def test_the_neighbour_neither_sees_nor_opens(office: Office, neighbour: Office) -> None:
    made = office.exemption()
    assert not queries.exemptions(neighbour.government).exists()
    with pytest.raises(NotPermitted):
        open_exemption(made, because="decision", reason="Selesai.", by=neighbour.budi, at=MOMENT)


def test_a_title_that_names_somebody_is_not_shown(office: Office) -> None:
    made = office.exemption(test=office.test(information="Berkas pelapor NIK 7322034107900001"))
    open_ended(now=MIDNIGHT)
    made.refresh_from_db()
    assert made.item is not None
    assert "7322034107900001" not in made.item.title


def test_tests_that_no_decree_put_in_force_wait_in_a_queue(office: Office) -> None:
    waiting = office.test()
    assert list(queries.tests_to_decree(office.government, on=DAY)) == [waiting]
    office.exemption(test=waiting)
    assert not queries.tests_to_decree(office.government, on=DAY).exists()
