"""What may answer a question already."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lutra.directory.models import Government
from lutra.directory.roles import Role
from lutra.publishing.projection import place
from lutra.publishing.search.entries import Entry
from lutra.publishing.search.indexing import put
from lutra.publishing.suggestions import similar
from lutra.requests import actions
from lutra.testing import factories
from lutra.testing.factories import GRANTED, MOMENT

pytestmark = pytest.mark.django_db


def answered(of: Government, subject: str, *, is_answered: bool = True) -> None:
    request = factories.file_request(of, subject=subject)
    if is_answered:
        ppid = factories.officer(of, Role.PPID_UTAMA)
        actions.decide(request, outcome="granted", answers=GRANTED, by=ppid, at=MOMENT + timedelta(days=1))
    place(of.pk, request.pk)


def test_answers_that_share_telling_words_come_first() -> None:
    of = factories.government()
    answered(of, "Anggaran perbaikan jalan Masamba Radda 2019")
    answered(of, "Anggaran puskesmas Baebunta 2019")
    answered(of, "Anggaran jalan Masamba Radda tahun 2020", is_answered=False)
    found = similar(of, "Saya ingin tahu anggaran untuk memperbaiki jalan dari Masamba ke Radda")
    assert [one.title for one in found] == ["Anggaran perbaikan jalan Masamba Radda 2019"]


@pytest.mark.parametrize("text", ["", "   ", "zzz qqq", "\x00"])
def test_nothing_alike_is_nothing(text: str) -> None:
    of = factories.government()
    answered(of, "Anggaran perbaikan jalan Masamba Radda 2019")
    assert similar(of, text) == []


def test_another_governments_answers_are_not_offered() -> None:
    of, other = factories.government(), factories.government("73.17")
    answered(other, "Anggaran perbaikan jalan Masamba Radda 2019")
    assert similar(of, "Anggaran perbaikan jalan Masamba") == []


def test_what_can_be_read_at_once_comes_first() -> None:
    of = factories.government()
    answered(of, "Anggaran perbaikan jalan Masamba Radda 2019")
    put(
        of.pk,
        [
            Entry(
                key="item:1",
                kind="information",
                title="Anggaran jalan Masamba ke Radda",
                url="/informasi/1/",
                dated_on=factories.DAY,
            )
        ],
    )
    found = similar(of, "Berapa anggaran jalan dari Masamba ke Radda?")
    assert [one.url for one in found] == ["/informasi/1/", ""]
