"""Writing in the index: entries come, change and go; the whole of a government can be made anew and compared.

1. ``put`` stores entries, new or changed; ``remove`` takes them away. Followers call both.
2. ``rebuild`` throws a government's index away and makes it from what is public (``settings.LUTRA_SEARCHED``).
3. ``differences`` compares the index with what is public; there must be none.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from lutra.directory.models import Government
from lutra.publishing.search import engine, words
from lutra.publishing.search.entries import Entry
from lutra.publishing.search.models import (
    SearchGone,
    SearchRow,
    SearchState,
    SearchText,
    SearchWord,
    row_id,
)

# So many entries are stored in one transaction when everything is made anew; writers wait no longer than that takes.
_CHUNK = 1_000
_WORDS = 400  # of the vocabulary in one statement
_MASK = 0xFFFFFFFF

Source = Callable[[Government], Iterable[Entry]]
T = TypeVar("T")


@transaction.atomic
def put(government_id: int, entries: Sequence[Entry]) -> int:
    """Store entries, each in place of the one with its key; how many really changed."""
    wanted = {entry.key: entry for entry in entries}
    if not wanted:
        return 0
    state = _lock(government_id)
    before = {
        row.key: row
        for keys in _cut(list(wanted), 500)
        for row in SearchRow.objects.filter(government_id=government_id, key__in=keys)
    }
    changed = [
        entry for key, entry in wanted.items() if key not in before or before[key].digest != entry.digest
    ]
    if not changed:
        return 0
    tally: Counter[str] = Counter()
    replaced = [before[entry.key] for entry in changed if entry.key in before]
    _count(tally, _texts(replaced), -1)
    _begin(state)
    rows, texts = [], []
    parts: dict[str, list[tuple[int, Iterable[str]]]] = {part: [] for part in engine.PARTS}
    for entry in changed:
        old = before.get(entry.key)
        row, text = _row(state, entry, old.pk if old else row_id(government_id, _take_number(state)))
        rows.append(row)
        texts.append(text)
        for part, tokens in tokens_of(government_id, row.title, text.summary, text.text, tally).items():
            parts[part].append((row.pk, tokens))
    _store(rows, texts, {row.pk for row in replaced})
    for part, filled in parts.items():
        engine.put(part, filled, replaced=[row.pk for row in replaced])
    _change_words(government_id, tally)
    state.save()
    return len(changed)


@transaction.atomic
def remove(government_id: int, keys: Iterable[str]) -> int:
    """Take entries away, with the words that stood nowhere else; how many there were."""
    rows = list(SearchRow.objects.filter(government_id=government_id, key__in=list(keys)))
    if not rows:
        return 0
    state = _lock(government_id)
    _begin(state)
    tally: Counter[str] = Counter()
    _count(tally, _texts(rows), -1)
    ids = [row.pk for row in rows]
    for part in engine.PARTS:
        engine.delete(part, ids)
    SearchText.objects.filter(row_id__in=ids).delete()
    SearchRow.objects.filter(pk__in=ids).delete()
    SearchGone.objects.bulk_create(
        SearchGone(government_id=government_id, number=pk & _MASK, generation=state.generation) for pk in ids
    )
    _change_words(government_id, tally)
    state.save()
    return len(ids)


def sources() -> list[Source]:
    """What there is to be found: functions that give the public entries of a government."""
    return [import_string(path) for path in settings.LUTRA_SEARCHED]


def rebuild(government: Government, /, *, progress: Callable[[int], None] | None = None) -> int:
    """Make the whole index of a government anew; how many entries it holds. While it runs, part of them is found."""
    with transaction.atomic():
        _empty(government.pk)
    done = 0
    for source in sources():
        entries = iter(source(government))
        while chunk := list(islice(entries, _CHUNK)):
            done += put(government.pk, chunk)
            if progress is not None:
                progress(done)
    engine.optimise()
    return done


def differences(government: Government, /) -> list[str]:
    """Where the index is not what is public now: a line for each entry, set of stems or word; none when all is well."""
    public = {entry.key: entry for source in sources() for entry in source(government)}
    found: list[str] = []
    tally: Counter[str] = Counter()
    seen = set()
    for rows in _cut(list(SearchRow.objects.filter(government=government).select_related("body")), 500):
        stored = {part: engine.tokens_of(part, [row.pk for row in rows]) for part in engine.PARTS}
        for row in rows:
            seen.add(row.key)
            entry = public.get(row.key)
            if entry is None or entry.digest != row.digest:
                found.append(f"{row.key}: {'not public' if entry is None else 'changed'}")
            title, summary, text = _clean(entry) if entry else (row.title, row.body.summary, row.body.text)
            wanted = tokens_of(government.pk, title, summary, text, tally)
            found += [
                f"{row.key}: {part}"
                for part in engine.PARTS
                if stored[part].get(row.pk, frozenset()) != frozenset(wanted[part])
            ]
    found += [f"{key}: missing" for key in sorted(public.keys() - seen)]
    counted = dict(SearchWord.objects.filter(government=government).values_list("word", "documents"))
    found += [
        f"word {word}"
        for word in sorted(counted.keys() | tally.keys())
        if counted.get(word, 0) != tally[word]
    ]
    return found


def tokens_of(
    government_id: int, title: str, summary: str, text: str, tally: Counter[str] | None = None
) -> dict[str, frozenset[str]]:
    """The words of the index for one entry, by part; the forms of its words are counted in ``tally``."""
    start = engine.prefix(government_id)
    of_title, of_summary = words.analyse(title), words.analyse(summary)
    of_text = words.analyse(text) if text else words.analyse("")
    brief = of_title.stems | of_summary.stems
    short = {f"{start}t:{stem}" for stem in of_title.stems}
    if text:
        short |= {f"{start}b:{stem}" for stem in brief}
    if tally is not None:
        for form in of_title.forms | of_summary.forms | of_text.forms:
            tally[form] += 1
    return {
        "any": frozenset(f"{start}{stem}" for stem in brief | of_text.stems),
        "short": frozenset(short),
        "pairs": frozenset(f"{start}{pair}" for pair in of_title.pairs | of_summary.pairs | of_text.pairs),
    }


def _lock(government_id: int) -> SearchState:
    SearchState.objects.bulk_create(
        [SearchState(government_id=government_id, version=words.VERSION, stamp=_new(), epoch=_new())],
        ignore_conflicts=True,
    )
    return SearchState.objects.select_for_update().get(government_id=government_id)


def _new() -> str:
    return secrets.token_hex(16)


def _begin(state: SearchState) -> None:
    state.generation += 1
    state.stamp = _new()


def _take_number(state: SearchState) -> int:
    state.next_number += 1
    return state.next_number - 1


def _empty(government_id: int) -> None:
    state = _lock(government_id)
    engine.clear(government_id, alone=not SearchRow.objects.exclude(government_id=government_id).exists())
    mine = SearchRow.objects.filter(government_id=government_id)
    SearchText.objects.filter(row__in=mine).delete()
    mine.delete()
    SearchGone.objects.filter(government_id=government_id).delete()
    SearchWord.objects.filter(government_id=government_id).delete()
    _begin(state)
    state.epoch, state.version, state.next_number = _new(), words.VERSION, 1
    state.save()


def _clean(entry: Entry) -> tuple[str, str, str]:
    return words.tidy(entry.title)[:300], words.tidy(entry.summary), words.tidy(entry.text)


def _row(state: SearchState, entry: Entry, pk: int) -> tuple[SearchRow, SearchText]:
    title, summary, text = _clean(entry)
    row = SearchRow(
        id=pk,
        government_id=state.government_id,
        key=entry.key,
        digest=entry.digest,
        generation=state.generation,
        kind=entry.kind,
        information_class=entry.information_class,
        body_slug=entry.body_slug,
        body_name=entry.body_name[:300],
        year=entry.year,
        formats=",".join(entry.formats)[:120],
        place_code=entry.place_code,
        place_name=entry.place_name[:160],
        has_text=bool(text),
        day=entry.dated_on.toordinal(),
        title=title,
        url=entry.url,
    )
    return row, SearchText(row_id=pk, summary=summary, text=text)


def _store(rows: list[SearchRow], texts: list[SearchText], replaced: set[int]) -> None:
    SearchText.objects.filter(row_id__in=replaced).delete()
    SearchRow.objects.filter(pk__in=replaced).delete()
    SearchRow.objects.bulk_create(rows, batch_size=500)
    SearchText.objects.bulk_create(texts, batch_size=500)


def _texts(rows: Sequence[SearchRow]) -> Iterator[tuple[str, str, str]]:
    bodies = SearchText.objects.in_bulk([row.pk for row in rows])
    return ((row.title, bodies[row.pk].summary, bodies[row.pk].text) for row in rows)


def _count(tally: Counter[str], texts: Iterable[tuple[str, str, str]], change: int) -> None:
    for three in texts:
        forms = frozenset().union(*(words.analyse(text).forms for text in three))
        for form in forms:
            tally[form] += change


def _change_words(government_id: int, tally: Counter[str]) -> None:
    """Add to the vocabulary what came and take off what went; a word that stands nowhere is forgotten."""
    changes = sorted((word, change) for word, change in tally.items() if change)
    marks = "(%s, %s, %s, %s, %s)"
    for part in _cut(changes, _WORDS):
        values = [
            value
            for word, change in part
            for value in (government_id, word, word[::-1], words.stem(word) or word, change)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO publishing_searchword (government_id, word, backwards, stem, documents)"  # noqa: S608
                f" VALUES {', '.join([marks] * len(part))} ON CONFLICT (government_id, word)"
                " DO UPDATE SET documents = publishing_searchword.documents + excluded.documents",
                values,
            )
        fewer = [word for word, change in part if change < 0]
        if fewer:
            SearchWord.objects.filter(government_id=government_id, word__in=fewer, documents__lte=0).delete()


def _cut(rows: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
