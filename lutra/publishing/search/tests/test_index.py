"""The index is what is public, however it came to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from lutra.directory.models import Government
from lutra.publishing.search import engine
from lutra.publishing.search.entries import Entry
from lutra.publishing.search.indexing import differences, put, rebuild, remove
from lutra.publishing.search.models import SearchRow, SearchState, SearchText, SearchWord
from lutra.publishing.search.queries import search
from lutra.publishing.search.tests.conftest import SHELF, entry

PUBLIC: dict[int, dict[str, Entry]] = {}


def shelf(government: Government) -> Iterable[Entry]:
    return PUBLIC.get(government.pk, {}).values()


@pytest.fixture
def public(lutra: Government, settings: Any) -> Iterable[dict[str, Entry]]:
    """What is public in Luwu Utara, and the search's only source."""
    settings.LUTRA_SEARCHED = ["lutra.publishing.search.tests.test_index.shelf"]
    PUBLIC[lutra.pk] = {each.key: each for each in SHELF}
    yield PUBLIC[lutra.pk]
    PUBLIC.clear()


def contents(government: Government) -> dict[str, Any]:
    """Everything in the index by key, without the numbers that mean nothing."""
    rows = {}
    for row in SearchRow.objects.filter(government=government).select_related("body"):
        held = {part: engine.tokens_of(part, [row.pk]).get(row.pk) for part in engine.PARTS}
        rows[row.key] = (row.digest, row.title, row.body.summary, row.body.text, row.day, held)
    vocabulary = SearchWord.objects.filter(government=government)
    return {**rows, "": dict(vocabulary.values_list("word", "documents"))}


def test_a_rebuilt_index_is_the_one_that_grew(lutra: Government, public: dict[str, Entry]) -> None:
    grown = contents(lutra)
    assert differences(lutra) == []
    assert rebuild(lutra) == len(SHELF)
    assert contents(lutra) == grown
    assert differences(lutra) == []


TITLES = st.lists(
    st.sampled_from(["anggaran", "jalan", "Seko", "3/2021", "covid-19", "data", "é", "<b>", "yang", "kakao"]),
    min_size=1,
    max_size=5,
).map(" ".join)
CHANGES = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.one_of(st.none(), st.tuples(TITLES, TITLES, st.one_of(st.just(""), TITLES))),
    ),
    max_size=12,
)


@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CHANGES)
def test_after_any_changes_the_index_is_what_is_public(
    lutra: Government, public: dict[str, Entry], changes: list[tuple[str, tuple[str, str, str] | None]]
) -> None:
    for key, texts in changes:
        if texts is None:
            public.pop(key, None)
            remove(lutra.pk, [key])
        else:
            public[key] = entry(key, texts[0], summary=texts[1], text=texts[2], dated_on=date(2024, 1, 1))
            put(lutra.pk, [public[key]])
        assert {hit.key for hit in search(lutra, "", size=50).hits} == set(public)
    assert differences(lutra) == []
    grown = contents(lutra)
    rebuild(lutra)
    assert contents(lutra) == grown


def test_the_comparison_finds_what_is_wrong(lutra: Government, public: dict[str, Entry]) -> None:
    del public["perda"]
    public["baru"] = entry("baru", "Baru")
    SearchWord.objects.filter(word="retribusi").update(documents=7)
    engine.delete("any", [SearchRow.objects.get(key="lra").pk])
    found = "\n".join(differences(lutra))
    for wrong in ("perda: not public", "baru: missing", "word retribusi", "lra: any"):
        assert wrong in found


def test_storing_the_same_again_writes_nothing(lutra: Government) -> None:
    before = SearchState.objects.get(government=lutra).stamp
    assert put(lutra.pk, SHELF) == 0
    assert remove(lutra.pk, ["unbekannt"]) == 0
    assert SearchState.objects.get(government=lutra).stamp == before


def test_what_is_not_public_any_more_leaves_no_trace(lutra: Government, public: dict[str, Entry]) -> None:
    put(lutra.pk, [entry("x", "Kenarirahasia", summary="Kenarisatu", text="Kenaridua")])
    del_keys = ["x"]
    remove(lutra.pk, del_keys)
    _search_everywhere("kenari")
    put(lutra.pk, [entry("x", "Kenarirahasia", summary="Kenarisatu", text="Kenaridua")])
    rebuild(lutra)
    _search_everywhere("kenari")


def _search_everywhere(canary: str) -> None:
    assert not SearchRow.objects.filter(title__icontains=canary).exists()
    assert not SearchText.objects.filter(text__icontains=canary).exists()
    assert not SearchWord.objects.filter(word__icontains=canary).exists()
    for part in engine.PARTS:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {engine.table(part)} WHERE CAST(tokens AS text) LIKE '%{canary}%'"
            )
            assert cursor.fetchone() == (0,)
