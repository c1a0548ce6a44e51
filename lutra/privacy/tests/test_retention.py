"""Nothing is destroyed without schedule, list and minutes, and nothing that a dispute holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government, Identity
from lutra.documents import store
from lutra.documents.actions import add, add_image
from lutra.documents.errors import FilePurged
from lutra.documents.models import Document
from lutra.documents.queries import content
from lutra.ledger import followers
from lutra.ledger.queries import entries, verify
from lutra.privacy import images, retention
from lutra.privacy.errors import AlreadyAnswered, NoSchedule, NotApproved, PrivacyIncomplete
from lutra.privacy.models import DestructionList, RetentionRule
from lutra.privacy.tests.conftest import CLOSED, closed
from lutra.requests.models import Request
from lutra.testing.factories import ANI

# Five years and a day after the case was closed, at noon in Masamba.
LATER = datetime(2031, 3, 11, 4, 0, tzinfo=UTC)
RULE: dict[str, Any] = {
    "record": "request",
    "archive_class": "480/12",
    "years": 5,
    "fate": "destroy",
    "decree": "Perbup 12/2024",
}
PNG = b"\x89PNG\r\n\x1a\n kuasa"


@pytest.fixture
def case(lutra: Government, ppid: Actor, desk: Actor) -> Request:
    made = closed(lutra, ppid=ppid, desk=desk)
    followers.catch_up()
    return made


@pytest.fixture
def rule(lutra: Government, archivist: Actor) -> RetentionRule:
    return retention.set_rule(lutra, by=archivist, **RULE)


def proposed() -> DestructionList:
    assert retention.propose_due(LATER) == 1
    return DestructionList.objects.latest("pk")


def held(monkeypatch: pytest.MonkeyPatch, case: Request) -> None:
    """A dispute about the case is open."""
    monkeypatch.setattr(retention, "on_hold", lambda _of: Request.objects.filter(pk=case.pk))
    monkeypatch.setattr(retention, "is_on_hold", lambda request: request.pk == case.pk)
    monkeypatch.setattr(images, "is_on_hold", lambda request: request.pk == case.pk)


@pytest.mark.law("G19")
def test_without_a_schedule_nothing_is_ever_due(case: Request) -> None:
    assert retention.propose_due(LATER) == 0


def test_what_the_schedule_keeps_for_ever_is_never_due(
    lutra: Government, case: Request, archivist: Actor
) -> None:
    retention.set_rule(lutra, by=archivist, **{**RULE, "fate": "keep"})
    assert retention.propose_due(LATER) == 0


@pytest.mark.parametrize(
    ("at", "lists"), [(LATER - timedelta(days=2), 0), (LATER - timedelta(days=1), 1), (LATER, 1)]
)
def test_a_case_is_proposed_when_its_years_are_over(
    case: Request, rule: RetentionRule, at: datetime, lists: int
) -> None:
    assert case.closed_on == CLOSED
    assert retention.propose_due(at) == lists


def test_the_same_case_is_proposed_once_and_looked_for_once_a_day(case: Request, rule: RetentionRule) -> None:
    assert [retention.propose_due(LATER) for _ in range(2)] == [1, 0]
    assert retention.propose_due(LATER + timedelta(days=1)) == 0
    assert Identity.objects.get(applicant=case.applicant).open()["nik"] == ANI["nik"]


@pytest.mark.law("G20")
def test_a_list_is_destroyed_only_when_it_was_approved_with_minutes(
    case: Request, rule: RetentionRule, archivist: Actor, superior: Actor
) -> None:
    listed = proposed()
    with pytest.raises(NotApproved):
        retention.destroy(listed, by=archivist)
    with pytest.raises(NotApproved):
        retention.decide(listed, approve=True, minutes=" ", by=superior)
    with pytest.raises(NotPermitted):
        retention.decide(listed, approve=True, minutes="BA 1/2031", by=archivist)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.update(state="approved")  # not even past the code
    retention.decide(listed, approve=False, minutes="", by=superior)
    with pytest.raises(NotApproved):
        retention.destroy(listed, by=archivist)
    assert store.read(case.letters.first().document.sha256, sealed=True)


@pytest.mark.law("G19", "G20")
def test_an_approved_list_takes_identity_and_files_and_leaves_the_register(
    case: Request,
    rule: RetentionRule,
    archivist: Actor,
    superior: Actor,
    django_capture_on_commit_callbacks: Any,
) -> None:
    letter, given = case.letters.first().document, case.decision.documents.get()
    listed = proposed()
    retention.decide(listed, approve=True, minutes="BA 1/2031", by=superior)
    with django_capture_on_commit_callbacks(execute=True):
        retention.destroy(listed, by=archivist, at=LATER)
    identity = Identity.objects.get(applicant=case.applicant)
    assert (identity.open(), identity.mark) == ({}, "")
    for document in (letter, given):
        with pytest.raises(FilePurged):
            content(Document.objects.get(pk=document.pk))
        assert document.sha256, "the digest stays"
    assert not list(store._path(letter.sha256, sealed=True).parent.iterdir())
    kept = Request.objects.get(pk=case.pk)
    assert (kept.reference, kept.subject, kept.outcome) == (case.reference, case.subject, "granted")
    (entry,) = entries(case.government_id, kinds=["retention.destroyed"])
    assert entry.data["cases"] == [case.pk]
    assert entry.data["minutes"] == "BA 1/2031"
    assert all(found.is_whole for found in verify())
    with pytest.raises(AlreadyAnswered):
        retention.destroy(listed, by=archivist)
    assert retention.propose_due(LATER + timedelta(days=1)) == 0


@pytest.mark.law("G19")
def test_a_schedule_that_changed_its_mind_stops_the_destruction(
    lutra: Government, case: Request, rule: RetentionRule, archivist: Actor, superior: Actor
) -> None:
    listed = proposed()
    retention.decide(listed, approve=True, minutes="BA 1/2031", by=superior)
    retention.set_rule(lutra, by=archivist, **{**RULE, "fate": "keep"})
    with pytest.raises(NoSchedule):
        retention.destroy(listed, by=archivist)


@pytest.mark.law("D10")
def test_a_case_in_dispute_is_not_proposed(
    case: Request, rule: RetentionRule, monkeypatch: pytest.MonkeyPatch
) -> None:
    held(monkeypatch, case)
    assert retention.propose_due(LATER) == 0


@pytest.mark.law("D10")
def test_a_dispute_that_comes_after_the_approval_saves_the_case(
    case: Request,
    rule: RetentionRule,
    archivist: Actor,
    superior: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed = proposed()
    retention.decide(listed, approve=True, minutes="BA 1/2031", by=superior)
    held(monkeypatch, case)
    retention.destroy(listed, by=archivist)
    assert Identity.objects.get(applicant=case.applicant).open()["nik"] == ANI["nik"]
    assert listed.items.get().destroyed_at is None
    (entry,) = entries(case.government_id, kinds=["retention.destroyed"])
    assert (entry.data["cases"], entry.data["held"]) == ([], [case.pk])


def test_a_file_that_another_case_needs_too_is_left_there(
    lutra: Government,
    case: Request,
    rule: RetentionRule,
    archivist: Actor,
    superior: Actor,
    django_capture_on_commit_callbacks: Any,
) -> None:
    given = case.decision.documents.get()
    other = add(lutra, name="salinan.csv", content=content(given), at=LATER)
    listed = proposed()
    retention.decide(listed, approve=True, minutes="BA 1/2031", by=superior)
    with django_capture_on_commit_callbacks(execute=True):
        retention.destroy(listed, by=archivist)
    assert content(other)


@pytest.mark.parametrize("name", ["record", "archive_class", "years", "fate", "decree"])
def test_a_line_of_the_schedule_is_whole(lutra: Government, archivist: Actor, name: str) -> None:
    with pytest.raises(PrivacyIncomplete) as refusal:
        retention.set_rule(lutra, by=archivist, **{**RULE, name: 0 if name == "years" else ""})
    assert set(refusal.value.problems) == {name}


def test_a_leap_day_counts_from_the_end_of_february() -> None:
    assert str(retention._years_before(datetime(2028, 2, 29, tzinfo=UTC).date(), 5)) == "2023-02-28"


# --- images ---


def image(case: Request) -> Document:
    return add_image(
        case.government, name="kuasa.png", content=PNG + str(case.pk).encode(), request_id=case.pk, at=LATER
    )


@pytest.mark.law("G10")
def test_an_image_lies_sealed(case: Request) -> None:
    shown = image(case)
    assert content(shown).startswith(PNG)
    lying = store._path(shown.sha256, sealed=True).read_bytes()
    assert PNG not in lying


@pytest.mark.law("G11")
@pytest.mark.parametrize(("days", "purged"), [(30, 0), (31, 1)])
def test_an_image_is_purged_some_days_after_the_case_closed(
    case: Request, days: int, purged: int, django_capture_on_commit_callbacks: Any
) -> None:
    shown = image(case)
    noon = datetime(CLOSED.year, CLOSED.month, CLOSED.day, 4, tzinfo=UTC) + timedelta(days=days)
    with django_capture_on_commit_callbacks(execute=True):
        assert images.purge_images(noon) == purged
    assert store._path(shown.sha256, sealed=True).exists() is not bool(purged)
    assert Document.objects.get(pk=shown.pk).sha256 == shown.sha256
    assert entries(case.government_id, kinds=["data.image_purged"]).count() == purged
    assert images.purge_images(noon) == 0


@pytest.mark.law("G11", "D10")
def test_an_image_of_an_open_or_disputed_case_stays(
    lutra: Government, case: Request, filed: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    image(filed)
    image(case)
    held(monkeypatch, case)
    assert images.purge_images(LATER) == 0


def test_what_was_purged_while_the_plug_was_pulled_is_swept_up(case: Request) -> None:
    shown = image(case)
    images.purge_images(LATER)  # committed, and killed before the bytes went
    assert store._path(shown.sha256, sealed=True).exists()
    images.purge_images(LATER + timedelta(minutes=1))
    assert not store._path(shown.sha256, sealed=True).exists()


def test_what_is_no_image_is_not_taken(case: Request) -> None:
    with pytest.raises(Exception, match="tidak diterima"):
        add_image(case.government, name="a.exe", content=b"MZ", request_id=case.pk, at=LATER)
