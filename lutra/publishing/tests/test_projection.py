"""What leaves the house about a request."""

from __future__ import annotations

from datetime import date

import pytest

from lutra.directory.errors import NotPermitted
from lutra.directory.models import Identity
from lutra.directory.roles import Role
from lutra.ledger.followers import catch_up, replay
from lutra.ledger.queries import history
from lutra.publishing import followers
from lutra.publishing.actions import summarise
from lutra.publishing.errors import NothingToPublish, PersonalDataFound
from lutra.publishing.models import PublicRequest, PublicWord, Summary
from lutra.publishing.projection import place, project, rebuild
from lutra.publishing.words import words_of
from lutra.requests import actions
from lutra.requests.models import Request
from lutra.testing import factories
from lutra.testing.factories import ANI, QUESTION, file_request, government
from lutra.testing.journeys import answered

pytestmark = pytest.mark.django_db

CANARIES = [value for key, value in ANI.items() if key != "applicant_kind"] + [
    "Rahmatiah",
    "Lolongan",
    QUESTION["details"],
    QUESTION["purpose"],
]


@pytest.fixture(autouse=True)
def _only_the_register_follows(settings):
    settings.LUTRA_FOLLOWERS = ["lutra.publishing.followers.register"]


def officer(there, role=Role.PPID_UTAMA, name="Budi"):
    return factories.officer(there, role, name=name)


def lines():
    return list(PublicRequest.objects.order_by("position").values())


def everything_public():
    return repr(lines()) + repr(list(PublicWord.objects.values()))


def test_a_request_gets_its_public_line_when_the_book_is_followed():
    request = file_request(government())
    catch_up()
    line = PublicRequest.objects.get()
    assert (line.reference, line.public_subject, line.stage) == (
        request.reference,
        QUESTION["subject"],
        "filed",
    )
    assert not line.is_withheld
    assert line.body_name == ""


@pytest.mark.law("R07")
def test_neither_identity_nor_details_nor_purpose_is_published_before_or_after_a_rebuild():
    there = government()
    budi = officer(there)
    request = file_request(there)
    file_request(there, subject=f"Berkas milik {ANI['name']}, HP {ANI['phone']}")
    file_request(there, subject=f"Surat ke {ANI['email']}")
    answered(there, "refused", by=budi, on=date(2020, 3, 4), to=factories.body(there))
    actions.see_identity(request, by=budi)
    catch_up()
    for _ in range(2):
        assert PublicRequest.objects.count() == 4
        assert [canary for canary in CANARIES if canary.casefold() in everything_public().casefold()] == []
        rebuild(there)


def test_the_register_equals_the_requests_after_any_deed_and_after_a_rebuild():
    there = government()
    budi = officer(there)
    pu = factories.body(there)
    answered(there, "granted", by=budi, on=date(2020, 3, 17), to=pu)
    answered(there, "not_held", by=budi, on=date(2020, 3, 3))
    file_request(there, subject="Data tanah Pak Suparman")
    late = file_request(there)
    summarise(file_request(there, subject="NIK 7322034107900001"), text="Daftar penerima bantuan", by=budi)
    catch_up()
    followed = [{**line, "id": None} for line in lines()]
    rebuild(there)
    assert [{**line, "id": None} for line in lines()] == followed
    assert len(followed) == Request.objects.count() == 5
    for line in PublicRequest.objects.all():
        request = Request.objects.select_related("government", "body__parent", "applicant__identity").get(
            pk=line.request_id
        )
        summary = Summary.objects.filter(request_id=request.pk).values_list("text", flat=True).last()
        again = project(request, summary=summary)
        again.pk = line.pk
        assert {f.name: f.value_from_object(again) for f in line._meta.fields} == {
            f.name: f.value_from_object(line) for f in line._meta.fields
        }
        assert set(line.words.values_list("word", flat=True)) == words_of(line.public_subject)
    assert PublicRequest.objects.get(request_id=late.pk).is_late(date(2026, 6, 1))


def test_a_rebuild_removes_lines_of_requests_that_do_not_exist_and_leaves_other_governments_alone():
    here, there = government(), government("73.24")
    file_request(here)
    file_request(there)
    catch_up()
    stray = PublicRequest.objects.get(government=here)
    stray.pk, stray.request_id, stray.position, stray.reference = None, 999_999, 5, "X"
    stray.save()
    rebuild(here)
    assert PublicRequest.objects.filter(government=here).count() == 1
    assert PublicRequest.objects.filter(government=there).count() == 1


def test_a_subject_with_personal_data_waits_for_an_officer():
    file_request(government(), subject="Rekening milik Lolongan")
    catch_up()
    line = PublicRequest.objects.get()
    assert line.is_withheld
    assert line.public_subject == ""
    assert line.subject == "Menunggu pemeriksaan petugas"
    assert not PublicWord.objects.exists()


def test_whatever_goes_wrong_withholds():
    request = file_request(government())
    Identity.objects.update(sealed=b"not a seal")
    place(request.government_id, request.pk)
    assert PublicRequest.objects.get().is_withheld


def test_what_was_public_is_taken_back_when_the_check_fails_later():
    request = file_request(government())
    catch_up()
    assert PublicWord.objects.exists()
    Identity.objects.filter(applicant=request.applicant).delete()
    place(request.government_id, request.pk)
    assert PublicRequest.objects.get().public_subject == ""
    assert not PublicWord.objects.exists()


def test_an_officers_summary_is_published_in_place_of_the_subject():
    there = government()
    budi = officer(there)
    request = file_request(there, subject="Tanah Pak Suparman")
    catch_up()
    summarise(request, text="Status  hukum sebidang tanah\u202e", by=budi)
    catch_up()
    assert PublicRequest.objects.get().public_subject == "Status hukum sebidang tanah"
    entry = history(request.ledger_subject, there.pk).last()
    assert entry.kind == followers.SUMMARISED
    assert "tanah" not in repr(entry.data)


def test_after_a_summary_the_subject_itself_never_comes_back():
    there = government()
    request = file_request(there)
    summarise(request, text="Anggaran jalan", by=officer(there))
    Summary.objects.update(text=f"Anggaran untuk {ANI['name']}")
    place(there.pk, request.pk)
    assert PublicRequest.objects.get().is_withheld


def test_a_summary_passes_the_same_check():
    there = government()
    request = file_request(there)
    with pytest.raises(PersonalDataFound, match="nomor telepon"):
        summarise(request, text="Hubungi 0813 5550 9999", by=officer(there))
    with pytest.raises(NothingToPublish):
        summarise(request, text=" \u200b ", by=officer(there))
    with pytest.raises(NothingToPublish):
        summarise(request, text="a" * 301, by=officer(there))
    assert not Summary.objects.exists()


def test_citra_may_not_write_a_summary():
    here, there = government(), government("73.24")
    request = file_request(here)
    for citra in (officer(there, name="Citra"), officer(here, Role.ANNOUNCER, name="Citra")):
        with pytest.raises(NotPermitted):
            summarise(request, text="Anggaran jalan", by=citra)


def test_following_twice_changes_nothing():
    there = government()
    answered(there, by=officer(there), on=date(2020, 3, 5))
    catch_up()
    once = lines()
    replay("register", there.pk)
    catch_up()
    assert lines() == once


def test_days_are_working_days_and_lateness_is_computed():
    there = government()
    answered(there, by=officer(there), on=date(2020, 3, 16))
    catch_up()
    line = PublicRequest.objects.get()
    assert line.days == 10
    assert not line.is_late(date(2026, 3, 16))
