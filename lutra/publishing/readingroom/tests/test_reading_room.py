"""The reading room: what an officer offers goes out without the person, and nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lutra.directory.actors import Actor
from lutra.directory.errors import NotPermitted
from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.documents import actions as documents
from lutra.documents import release
from lutra.ledger.followers import catch_up
from lutra.ledger.queries import history
from lutra.publishing.errors import NothingToPublish, PersonalDataFound
from lutra.publishing.readingroom import projection
from lutra.publishing.readingroom.actions import keep, offer, withdraw
from lutra.publishing.readingroom.models import PublicAnswer, PublicAnswerFile
from lutra.publishing.readingroom.queries import decide_by, undecided
from lutra.publishing.search.indexing import differences, rebuild
from lutra.publishing.search.queries import search
from lutra.requests import actions as requests
from lutra.requests.models import Request
from lutra.testing import factories, journeys

DAY = date(2020, 3, 10)
WORDS = {"title": "Berapa panjang jalan rusak?", "summary": "Empat puluh satu kilometer, terutama di Seko."}


@pytest.fixture
def lutra(db: None) -> Government:
    return factories.government()


@pytest.fixture
def budi(lutra: Government) -> Actor:
    return factories.officer(lutra, Role.PPID_UTAMA)


@pytest.fixture
def answered(lutra: Government, budi: Actor) -> Request:
    """A granted request with a file, delivered to Ani."""
    request = factories.file_request(lutra, details="Kenaririncian")
    journeys.decide(request, by=budi, on=DAY)
    file = documents.add(lutra, name="jalan.csv", content=b"Seko;41\n", at=journeys.noon(DAY))
    request.decision.documents.add(file)
    return delivered(request, budi)


def delivered(request: Request, by: Actor) -> Request:
    requests.deliver(
        request, channel="pickup", what="notice", evidence="Diterima", by=by, at=journeys.noon(DAY)
    )
    request.refresh_from_db()
    return request


def files_of(request: Request) -> list[Any]:
    return list(request.decision.documents.all())


def test_an_offered_answer_goes_out_without_the_person(
    lutra: Government, budi: Actor, answered: Request
) -> None:
    offer(answered, **WORDS, by=budi)
    catch_up()
    row = PublicAnswer.objects.get()
    assert (row.number, row.title, row.summary) == (1, *WORDS.values())
    said = str(PublicAnswer.objects.values().get()).lower()
    for private in (*factories.ANI.values(), "Kenaririncian", answered.code):
        assert str(private).lower() not in said or len(str(private)) < 4
    assert [hit.url for hit in search(lutra, "jalan rusak").hits] == ["/jawaban/1/"]
    assert search(lutra, "kenaririncian").total == 0
    assert differences(lutra) == []


def test_nothing_goes_out_by_itself(lutra: Government, answered: Request) -> None:
    catch_up()
    projection.rebuild(lutra)
    assert not PublicAnswer.objects.exists()


@pytest.mark.parametrize("wrong", [{"title": ""}, {"summary": " "}, {"title": "x" * 201}])
def test_an_offer_needs_words(answered: Request, budi: Actor, wrong: dict[str, str]) -> None:
    with pytest.raises(NothingToPublish):
        offer(answered, **{**WORDS, **wrong}, by=budi)


def test_an_offer_that_names_the_applicant_or_anybody_is_refused(answered: Request, budi: Actor) -> None:
    for text in (f"Pertanyaan {factories.ANI['name']}", "Hubungi 081234567890"):
        with pytest.raises(PersonalDataFound):
            offer(answered, title="Jalan", summary=text, by=budi)


def test_only_what_was_granted_and_has_arrived_is_offered(lutra: Government, budi: Actor) -> None:
    waiting = factories.file_request(lutra)
    refused = journeys.answered(lutra, "refused", by=budi, on=DAY)
    for request in (waiting, delivered(refused, budi) if refused.stage == "decided" else refused):
        with pytest.raises(NothingToPublish):
            offer(request, **WORDS, by=budi)


def test_only_who_may_offer_does(lutra: Government, answered: Request) -> None:
    other = factories.government("73.17")
    for citra in (factories.officer(lutra, Role.NEWSROOM), factories.officer(other, Role.PPID_UTAMA)):
        for deed, words in ((offer, WORDS), (keep, {"reason": "x"}), (withdraw, {"reason": "x"})):
            with pytest.raises(NotPermitted):
                deed(answered, **words, by=citra)


def test_a_file_waits_for_the_release_gate_and_its_name_tells_nobody(
    lutra: Government, budi: Actor, answered: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(answered, **WORDS, documents=files_of(answered), by=budi)
    catch_up()
    assert not PublicAnswerFile.objects.exists()
    document = files_of(answered)[0]
    document.name = f"{factories.ANI['name']}.csv"
    document.save()
    monkeypatch.setattr(release, "releasable", lambda ids: {pk for pk in ids if pk == document.pk})
    projection.rebuild(lutra)
    file = PublicAnswerFile.objects.get()
    assert (file.label, file.format, file.sha256) == ("Lampiran 1", "csv", document.sha256)


def test_a_file_that_was_not_given_cannot_be_slipped_in(
    lutra: Government, budi: Actor, answered: Request
) -> None:
    stranger = documents.add(lutra, name="lain.csv", content=b"rahasia;1\n", at=journeys.noon(DAY))
    assert offer(answered, **WORDS, documents=[stranger], by=budi).documents == []


def test_a_withdrawn_answer_is_gone_before_and_after_everything_is_made_anew(
    lutra: Government, budi: Actor, answered: Request
) -> None:
    offer(answered, **WORDS, by=budi)
    catch_up()
    withdraw(answered, reason="Angka keliru", by=budi)
    for _again in range(2):
        catch_up()
        assert not PublicAnswer.objects.exists()
        assert search(lutra, "jalan rusak").total == 0
        projection.rebuild(lutra)
        rebuild(lutra)
    with pytest.raises(NothingToPublish):
        withdraw(answered, reason="Lagi", by=budi)
    assert offer(answered, **WORDS, by=budi).number == 1


def test_who_does_not_offer_says_why(lutra: Government, budi: Actor, answered: Request) -> None:
    assert list(undecided(lutra)) == [answered]
    with pytest.raises(NothingToPublish):
        keep(answered, reason=" ", by=budi)
    keep(answered, reason="Hanya menyangkut pemohon sendiri", by=budi)
    assert list(undecided(lutra)) == []
    kinds = set(history(answered.ledger_subject, lutra.pk).values_list("kind", flat=True))
    assert "publication.kept" in kinds


def test_the_days_for_the_decision_are_a_setting(settings: Any) -> None:
    settings.LUTRA_OFFER_DAYS = 5
    assert decide_by(date(2026, 3, 2)) == date(2026, 3, 7)


def test_the_book_keeps_digests_and_no_words(lutra: Government, budi: Actor, answered: Request) -> None:
    offer(answered, **WORDS, by=budi)
    told = str([entry.data for entry in history(answered.ledger_subject, lutra.pk)])
    assert "jalan rusak" not in told
