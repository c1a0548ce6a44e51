"""Repeated and mass requests are seen by officers and refused by nobody (LAW Q22)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lutra.directory.actors import Actor
from lutra.directory.models import Government
from lutra.requests import floods
from lutra.requests.models import LikenessMark, Request, WorkRules
from lutra.requests.rules import set_rules
from lutra.testing import factories
from lutra.testing.factories import MOMENT

LONG = (
    "Mohon salinan kontrak, gambar rencana, berita acara serah terima, dan laporan pengawasan pekerjaan peningkatan "
    "jalan kabupaten ruas Masamba Radda tahun anggaran 2019 beserta addendum dan daftar pembayaran kepada penyedia."
)


def nik(number: int) -> str:
    return f"732203410790{number:04d}"


def flagged(of: Government) -> dict[int, floods.Flag]:
    return floods.flags(list(Request.objects.filter(government=of)), government_id=of.pk)


@pytest.mark.law("Q22")
def test_fifty_a_day_of_one_person_are_flagged_and_each_has_number_and_due_day(
    luwu_utara: Government,
) -> None:
    made = [
        factories.file_request(luwu_utara, subject=f"Laporan nomor {n}", details=f"Laporan {n}.")
        for n in range(1, 51)
    ]
    assert [request.number for request in made] == list(range(1, 51))
    assert {request.due_on for request in made} == {date(2020, 3, 16)}
    assert {request.stage for request in made} == {"filed"}
    found = flagged(luwu_utara)
    assert set(found) == {request.pk for request in made}
    assert {(flag.repeated.count, flag.repeated.since) for flag in found.values() if flag.repeated} == {
        (50, date(2020, 3, 2))
    }


@pytest.mark.law("Q22")
def test_a_few_of_one_person_are_not_flagged(luwu_utara: Government) -> None:
    for n in range(9):
        factories.file_request(luwu_utara, subject=f"Laporan nomor {n}", details=f"Laporan {n}.")
    assert flagged(luwu_utara) == {}
    factories.file_request(luwu_utara, subject="Laporan lain", details="Lain.", at=MOMENT + timedelta(days=6))
    assert {flag.repeated.count for flag in flagged(luwu_utara).values() if flag.repeated} == {10}
    factories.file_request(luwu_utara, subject="Sendiri", details="Lain.", at=MOMENT + timedelta(days=30))
    assert len(flagged(luwu_utara)) == 10


@pytest.mark.law("Q22")
def test_near_identical_questions_of_many_are_flagged(luwu_utara: Government) -> None:
    for n in range(1, 13):
        factories.file_request(
            luwu_utara, nik=nik(n), subject="Kontrak jalan Masamba Radda", details=f"{LONG} Warga nomor {n}."
        )
    other = factories.file_request(
        luwu_utara, nik=nik(99), details="Jumlah balita gizi buruk tiap puskesmas tahun 2018."
    )
    found = flagged(luwu_utara)
    assert len(found) == 12
    assert other.pk not in found
    assert {(flag.alike.count, flag.people, flag.repeated) for flag in found.values() if flag.alike} == {
        (12, 12, None)
    }


def test_who_left_no_number_is_nobody_in_particular(luwu_utara: Government, desk: Actor) -> None:
    for n in range(12):
        factories.file_request(
            luwu_utara, by=desk, nik="", may_lack=True, subject=f"Laporan nomor {n}", details=f"Laporan {n}."
        )
    assert flagged(luwu_utara) == {}


def test_another_government_counts_for_itself(luwu_utara: Government, luwu: Government) -> None:
    for n in range(6):
        for where in (luwu_utara, luwu):
            factories.file_request(where, subject=f"Laporan nomor {n}", details=f"Laporan {n}.")
    assert flagged(luwu_utara) == flagged(luwu) == {}


@pytest.mark.law("Q22")
def test_the_thresholds_are_the_governments(luwu_utara: Government, ppid: Actor) -> None:
    for n in range(3):
        factories.file_request(luwu_utara, subject=f"Laporan nomor {n}", details=f"Laporan {n}.")
    held = {"needs_approval": False, "needs_search": False, "needs_reason_to_differ": False}
    set_rules(luwu_utara, **held, flags={"repeated_from": 3, "repeated_days": 1}, by=ppid)
    assert len(flagged(luwu_utara)) == 3
    set_rules(luwu_utara, **held, flags={"repeated_from": 0}, by=ppid)
    assert flagged(luwu_utara) == {}
    assert WorkRules.objects.get().repeated_days == 1


def test_the_fingerprint_holds_no_word(luwu_utara: Government) -> None:
    factories.file_request(luwu_utara, details=LONG)
    assert LikenessMark.objects.count() == floods.BANDS
    assert not any("jalan" in band for band in LikenessMark.objects.values_list("band", flat=True))


def test_flags_cost_the_same_for_one_page_however_many_there_are(
    luwu_utara: Government, django_assert_max_num_queries: object
) -> None:
    for n in range(1, 13):
        factories.file_request(luwu_utara, details=f"{LONG} {n}")
    rows = list(Request.objects.filter(government=luwu_utara))
    with django_assert_max_num_queries(3):  # type: ignore[operator]
        assert len(floods.flags(rows, government_id=luwu_utara.pk)) == 12
    with django_assert_max_num_queries(0):  # type: ignore[operator]
        assert floods.flags([], government_id=luwu_utara.pk) == {}
