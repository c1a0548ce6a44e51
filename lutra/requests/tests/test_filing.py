"""Filing: number, promise and receipt at once (LAW §8.2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lutra.directory import actors
from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Identity
from lutra.ledger.queries import history, verify
from lutra.requests import actions
from lutra.requests.errors import Incomplete
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI, MOMENT, QUESTION


def problems(government: Government, **changes: str) -> dict[str, str]:
    with pytest.raises(Incomplete) as caught:
        factories.file_request(government, **changes)
    assert not Request.objects.exists()
    return caught.value.problems


@pytest.mark.law("C01")
def test_a_request_of_2_march_2020_is_due_on_16_march(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    assert request.due_on == request.original_due_on == date(2020, 3, 16)
    assert request.clock["reply"]["clause"] == "Pasal 22 ayat (7) UU 14/2008"
    assert request.clock["reply"]["due"] == "2020-03-16"
    assert request.clock["reply"]["explanation"]


@pytest.mark.law("C17")
@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 11, 15, 30, tzinfo=UTC), date(2026, 3, 11)),
        (datetime(2026, 3, 11, 16, 30, tzinfo=UTC), date(2026, 3, 12)),
    ],
)
def test_the_legal_day_is_the_governments_own(luwu_utara: Government, moment: datetime, day: date) -> None:
    assert factories.file_request(luwu_utara, at=moment).received_on == day


@pytest.mark.law("Q08")
def test_the_number_comes_with_the_filing(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    assert request.reference == "0001/PPID/LUTRA/2020"
    assert request.filed_at == MOMENT
    assert len(request.code) == 12


@pytest.mark.law("Q10")
def test_numbers_follow_one_another_and_begin_anew_each_year_and_government(
    luwu_utara: Government, luwu: Government
) -> None:
    numbers = [factories.file_request(luwu_utara).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    assert factories.file_request(luwu).number == 1
    assert factories.file_request(luwu_utara, at=datetime(2021, 1, 4, 2, tzinfo=UTC)).number == 1


@pytest.mark.law("Q10")
def test_a_filing_that_fails_leaves_no_gap(luwu_utara: Government, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.file_request(luwu_utara)
    with monkeypatch.context() as broken:
        broken.setattr(actions.ledger, "record", lambda **_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            factories.file_request(luwu_utara)
    assert factories.file_request(luwu_utara).number == 2
    assert Request.objects.count() == 2


def test_a_filing_writes_exactly_one_entry(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    (entry,) = history(request.ledger_subject, government_id=luwu_utara.pk)
    assert entry.kind == "request.filed"
    assert entry.data["reply"]["due"] == "2020-03-16"
    assert verify(luwu_utara.pk)[0].is_whole


def test_a_filing_takes_at_most_fifteen_queries(luwu_utara: Government) -> None:
    factories.file_request(luwu_utara)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        factories.file_request(luwu_utara, key="once")
    assert len(queries) <= 15, [query["sql"][:80] for query in queries]


def test_the_same_key_five_times_is_one_request(luwu_utara: Government) -> None:
    made = {factories.file_request(luwu_utara, key="a-key").pk for _ in range(5)}
    assert len(made) == 1
    assert Request.objects.count() == 1


def test_two_people_with_the_same_question_make_two_requests(luwu_utara: Government) -> None:
    factories.file_request(luwu_utara, key="one")
    factories.file_request(luwu_utara, key="two", name="Ani Kedua")
    assert Request.objects.count() == 2


@pytest.mark.law("Q01")
def test_somebody_without_a_nik_gets_no_number(luwu_utara: Government) -> None:
    assert "nik" in problems(luwu_utara, nik="")
    assert "applicant_kind" in problems(luwu_utara, applicant_kind="foreigner")


@pytest.mark.law("Q02", "Q03")
def test_a_spoken_request_is_written_down_by_an_officer(luwu_utara: Government, desk: Actor) -> None:
    request = factories.file_request(luwu_utara, by=desk, channel="phone")
    assert request.recorded_by_id == desk.user_id
    assert request.details
    with pytest.raises(Incomplete) as caught:
        factories.file_request(luwu_utara, channel="phone")
    assert "channel" in caught.value.problems


@pytest.mark.law("Q04")
@pytest.mark.parametrize("field", ["name", "address", "subject", "access_way", "delivery_way", "copy_format"])
def test_the_five_facts_of_the_law_are_needed(luwu_utara: Government, field: str) -> None:
    assert list(problems(luwu_utara, **{field: ""})) == [field]


@pytest.mark.law("Q05")
@pytest.mark.parametrize(
    "nik", ["123", "73220341079000012", "7322033207900001", "7322034107900000", "9922034107900001"]
)
def test_a_nik_is_checked_for_structure(luwu_utara: Government, nik: str) -> None:
    assert list(problems(luwu_utara, nik=nik)) == ["nik"]


@pytest.mark.law("Q05")
def test_a_legal_body_needs_its_establishment_number(luwu_utara: Government) -> None:
    assert list(problems(luwu_utara, applicant_kind="legal_body", nik="")) == ["establishment_number"]
    request = factories.file_request(
        luwu_utara,
        applicant_kind="legal_body",
        nik="",
        establishment_number="AHU-0012345.AH.01.04.Tahun 2020",
    )
    assert request.applicant.kind == "legal_body"


@pytest.mark.law("Q07")
def test_a_purpose_is_asked_for(luwu_utara: Government) -> None:
    assert list(problems(luwu_utara, purpose=" ")) == ["purpose"]


@pytest.mark.law("Q09")
def test_a_letter_counts_from_the_day_it_came_in(luwu_utara: Government, desk: Actor) -> None:
    request = factories.file_request(
        luwu_utara,
        by=desk,
        channel="letter",
        received_on=date(2020, 3, 2),
        at=datetime(2020, 3, 5, 2, tzinfo=UTC),
    )
    assert request.due_on == date(2020, 3, 16)
    for wrong in (date(2020, 3, 6), date(2019, 3, 2)):
        with pytest.raises(Incomplete) as caught:
            factories.file_request(
                luwu_utara,
                by=desk,
                channel="letter",
                received_on=wrong,
                at=datetime(2020, 3, 5, 2, tzinfo=UTC),
            )
        assert "received_on" in caught.value.problems


@pytest.mark.law("Q16")
@pytest.mark.parametrize(("field", "value"), [("access_way", "steal"), ("copy_format", "papyrus")])
def test_only_the_ways_of_the_law_are_taken(luwu_utara: Government, field: str, value: str) -> None:
    assert list(problems(luwu_utara, **{field: value})) == [field]


@pytest.mark.law("Q17")
def test_an_answer_by_email_needs_an_address(luwu_utara: Government) -> None:
    assert list(problems(luwu_utara, email="")) == ["email"]
    assert list(problems(luwu_utara, email="ani@")) == ["email"]


def test_one_way_to_reach_the_applicant_is_enough(luwu_utara: Government) -> None:
    assert factories.file_request(luwu_utara, email="", delivery_way="pickup").pk
    assert list(problems_after(luwu_utara, email="", phone="", delivery_way="pickup")) == ["phone"]


def problems_after(government: Government, **changes: str) -> dict[str, str]:
    with pytest.raises(Incomplete) as caught:
        factories.file_request(government, **changes)
    return caught.value.problems


@pytest.mark.law("Q18", "Q20")
def test_nobody_needs_an_account_a_fee_or_a_consent(luwu_utara: Government) -> None:
    by = actors.applicant(luwu_utara)
    request = actions.file(luwu_utara, by=by, channel="web", answers={**ANI, **QUESTION}, at=MOMENT)
    assert by.user_id is None
    assert request.stage == Request.Stage.FILED


@pytest.mark.law("Q22")
def test_many_requests_of_one_person_are_all_registered(luwu_utara: Government) -> None:
    made = [factories.file_request(luwu_utara, key=f"k{n}") for n in range(12)]
    assert [request.number for request in made] == list(range(1, 13))
    assert Identity.objects.values("mark").distinct().count() == 1


def test_every_message_says_what_to_do_and_too_long_is_refused(luwu_utara: Government) -> None:
    found = problems(luwu_utara, subject="x" * 161, details="", phone="abc")
    assert set(found) == {"subject", "details", "phone"}
    assert all(len(message) > 15 for message in found.values())


def test_citra_may_not_record_a_request(luwu_utara: Government, citra: Actor) -> None:
    with pytest.raises(NotPermitted):
        factories.file_request(luwu_utara, by=citra)


def test_an_officer_of_another_government_may_not_record(luwu: Government, desk: Actor) -> None:
    with pytest.raises(NotPermitted):
        factories.file_request(luwu, by=desk)


def test_the_identity_is_sealed_and_nowhere_else(luwu_utara: Government) -> None:
    request = factories.file_request(luwu_utara)
    sealed = bytes(Identity.objects.get().sealed)
    assert ANI["name"].encode() not in sealed
    assert request.applicant.identity.open()["nik"] == ANI["nik"]
    (entry,) = history(request.ledger_subject, government_id=luwu_utara.pk)
    for secret in (ANI["name"], ANI["nik"], ANI["email"], ANI["address"], ANI["phone"]):
        assert secret not in str(entry.data)
        assert secret not in str(request.__dict__)
