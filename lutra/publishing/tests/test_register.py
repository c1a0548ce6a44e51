"""Reading the public register."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lutra.directory.models import Government
from lutra.publishing.models import PublicRequest, PublicWord, position_of
from lutra.publishing.projection import _words
from lutra.publishing.queries import find_public, lines_of_year, public_register, years
from lutra.testing.factories import government

pytestmark = pytest.mark.django_db


def line(there, year, number, **fields):
    made = PublicRequest.objects.create(
        **{
            "government": there,
            "request_id": there.pk * 10**6 + year * 1000 + number,
            "position": position_of(year, number),
            "reference": f"{number:04d}/PPID/{there.abbreviation}/{year}",
            "received_on": date(year, 1, 1) + timedelta(days=number),
            "channel": "web",
            "stage": "filed",
            "due_on": date(year, 2, 1),
            "public_subject": "Anggaran jalan",
            "is_withheld": False,
            **fields,
        }
    )
    PublicWord.objects.bulk_create(_words([made]))
    return made


@pytest.fixture
def there():
    return government()


def numbers(page):
    return [row.position % 10_000_000 for row in page.rows]


def test_pages_go_forth_and_back_without_a_gap(there):
    for number in range(1, 8):
        line(there, 2026, number)
    first = public_register(there, limit=3)
    second = public_register(there, after=first.older, limit=3)
    third = public_register(there, after=second.older, limit=3)
    assert [numbers(first), numbers(second), numbers(third)] == [[7, 6, 5], [4, 3, 2], [1]]
    assert first.newer is None
    assert third.older is None
    assert numbers(public_register(there, before=third.newer, limit=3)) == [4, 3, 2]
    back = public_register(there, before=second.newer, limit=3)
    assert numbers(back) == [7, 6, 5]
    assert back.newer is None
    assert back.older == first.older


def test_a_full_last_page_offers_no_empty_one_after_it(there):
    for number in range(1, 5):
        line(there, 2026, number)
    page = public_register(there, limit=2)
    assert public_register(there, after=page.older, limit=2).older is None


def test_the_register_is_narrowed_by_year_body_outcome_and_words(there):
    line(there, 2025, 1, outcome="granted", body_slug="pu", public_subject="Anggaran jalan Masamba")
    line(there, 2026, 1, outcome="refused", body_slug="pu", public_subject="Peta jalan")
    line(there, 2026, 2, body_slug="dinkes", public_subject="Anggaran puskesmas Masamba")
    line(there, 2026, 3, public_subject="", is_withheld=True)

    def found(**wanted):
        return [
            (row.position // 10_000_000, row.position % 10_000_000)
            for row in public_register(there, **wanted).rows
        ]

    assert found(year=2025) == [(2025, 1)]
    assert found(body="pu") == [(2026, 1), (2025, 1)]
    assert found(body="pu", year=2026, outcome="refused") == [(2026, 1)]
    assert found(outcome="waiting") == [(2026, 3), (2026, 2)]
    assert found(text="JALAN") == [(2026, 1), (2025, 1)]
    assert found(text="masamba anggaran") == [(2026, 2), (2025, 1)]
    assert found(text="masamba anggaran", outcome="granted", body="pu", year=2025) == [(2025, 1)]
    assert found(text="masamba peta") == []
    assert found(text="0001/ppid/g7322/2026") == [(2026, 1)]
    assert found(text="!!") == []
    assert found(year=99999) == []


def test_a_line_of_another_government_is_never_found(there):
    other = government("73.24")
    line(other, 2026, 1)
    assert public_register(there).rows == []
    assert public_register(there, text="jalan").rows == []
    assert find_public(there, "0001/PPID/G7324/2026") is None
    assert find_public(other, " 0001/ppid/g7324/2026 ") is not None
    assert years(there) == []
    assert list(lines_of_year(there, 2026)) == []


def test_the_years_run_from_the_oldest_line_to_the_newest(there):
    line(there, 2023, 1)
    line(there, 2026, 9)
    assert years(there) == [2026, 2025, 2024, 2023]
    assert [row.position for row in lines_of_year(there, 2023)] == [position_of(2023, 1)]


def test_a_page_counts_nothing_and_takes_one_query(there, django_assert_num_queries):
    for number in range(1, 5):
        line(there, 2026, number)
    with django_assert_num_queries(1) as seen:
        public_register(there, body="pu", outcome="granted", year=2026, after=str(position_of(2026, 3)))
    assert "COUNT" not in seen.captured_queries[0]["sql"].upper()
    with django_assert_num_queries(1):
        public_register(there, text="jalan")


@given(cursor=st.text(max_size=20), other=st.text(max_size=20), text=st.text(max_size=40))
def test_no_cursor_and_no_words_break_the_page(cursor, other, text):
    there = Government.objects.first() or government()
    public_register(there, after=cursor, before=other, text=text, body=cursor, outcome=other)


@pytest.mark.parametrize("year", [-1, 0, 1, 9999, 10_000])
def test_a_year_that_never_was_has_no_lines(there, year):
    assert not public_register(there, year=year).rows
    assert not lines_of_year(there, year).exists()
