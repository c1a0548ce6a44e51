"""Searching: all hits of a question, in an order, with figures for what they can be narrowed by.

1. Each word becomes a set of entries (its stem; the words it begins; the word it was mistyped for); a phrase the set
   of its pairs. All must hold, those with a minus must not.
2. Order: hits in the title, then in title and summary, then in the text; each newest first. The first of them, as many
   as ``WINDOW``, are ordered more finely. So every hit has a place and the last page can be reached.
3. Figures of a facet count what would be found with another choice in it and the same choices in all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice, pairwise
from math import exp

from lutra.directory.models import Government
from lutra.publishing.search import asking, engine, vocabulary, words
from lutra.publishing.search.asking import Question, Term
from lutra.publishing.search.columns import FACETS, Columns, Group, columns, group
from lutra.publishing.search.excerpts import Piece, excerpt, marked
from lutra.publishing.search.models import SearchRow, SearchText, row_id

PAGE = 20
#: So many of the first hits are ordered by more than where the words stand.
WINDOW = 200
_MASK = 0xFFFFFFFF
_DEEPEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, with what would be found with it."""

    value: str
    label: str  # "" where the statute book or the page has the words
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that was found."""

    key: str
    kind: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    url: str
    dated_on: date
    information_class: str
    body_slug: str
    body_name: str
    year: int | None
    formats: tuple[str, ...]
    place_name: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was found. ``did_you_mean`` is the question with mistyped words put right, "" where there are none.

    ``corrected``: these are the hits of ``did_you_mean``, for the question as typed has none.
    """

    query: str
    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    facets: Mapping[str, tuple[Choice, ...]]
    did_you_mean: str = ""
    corrected: bool = False


@dataclass(slots=True)
class _Sense:
    """A term with everything that counts as it: groups of stems, of which one each must be there."""

    term: Term
    stems: tuple[str, ...]
    correction: str = ""


@dataclass(slots=True)
class _Sets:
    """The hits of a question by where its words stand; each set holds the ones before it."""

    titles: int
    briefs: int
    all: int
    marks: frozenset[str] = field(default_factory=frozenset)


def search(
    government: Government,
    query: str,
    filters: Mapping[str, str] | None = None,
    page: int = 1,
    *,
    size: int = PAGE,
) -> Results:
    """Search everything public of ``government``.

    ``filters``: a value for any of ``columns.FACETS``; unknown names and empty values narrow nothing. ``page`` counts
    from 1; one beyond the last is empty. An empty query lists all, newest first.
    """
    asked = asking.read(query)
    known = columns(government.pk)
    senses = _senses(government.pk, asked.terms)
    with known.lock:
        sets = _sets(known, senses, asked.without)
        chosen = {name: value for name, value in (filters or {}).items() if name in FACETS and value}
        narrowed = _narrow(known, chosen)
        within = _all(narrowed.values())
        wanted = sets.all & within if chosen else sets.all
        total = wanted.bit_count()
        facets = _facets(known, sets.all, chosen, narrowed)
        start = min(max(page, 1) - 1, _DEEPEST // size) * size
        tiers = [
            sets.titles & wanted,
            sets.briefs & wanted & ~sets.titles,
            wanted & ~sets.briefs & ~sets.titles,
        ]
        numbers = _page(known, government.pk, tiers, senses, start, size)
    corrected = any(sense.correction for sense in senses)
    return Results(
        query=asked.text,
        hits=_hits(government.pk, numbers, sets.marks),
        total=total,
        page=max(page, 1),
        pages=-(-total // size),
        facets=facets,
        did_you_mean=_corrected(asked, senses) if corrected else "",
        corrected=corrected,
    )


def _senses(government_id: int, terms: Sequence[Term]) -> list[_Sense]:
    """What counts as each term: its stem; where nothing has it, the words it begins (the last one) or was meant for."""
    known = vocabulary.frequency(government_id, [term.stems[0] for term in terms if not term.is_phrase])
    senses = []
    for term in terms:
        stem, form = term.stems[0], term.forms[0]
        if term.is_phrase or stem in known:
            senses.append(_Sense(term, term.stems))
        elif term is terms[-1] and (longer := vocabulary.completions(government_id, form)):
            senses.append(_Sense(term, tuple(longer)))
        elif meant := vocabulary.nearest(government_id, form):
            senses.append(_Sense(term, (meant.stem,), correction=meant.word))
        else:
            senses.append(_Sense(term, term.stems))
    return senses


def _sets(known: Columns, senses: Sequence[_Sense], without: Sequence[Term]) -> _Sets:
    start = engine.prefix(known.government_id)
    phrases = [_pairs(start, sense.term) if sense.term.is_phrase else [] for sense in senses]
    unwanted = [_pairs(start, term) if term.is_phrase else [_any(start, term.stems)] for term in without]
    whole = [[] if sense.term.is_phrase else [_any(start, sense.stems)] for sense in senses]
    joined = [
        _any(start, [term.joined]) for term in (*(each.term for each in senses), *without) if term.joined
    ]
    short = [
        part
        for sense in senses
        for part in ([(stem,) for stem in sense.stems] if sense.term.is_phrase else [sense.stems])
    ]
    in_title = [_short(start, "t", stems) for stems in short]
    in_brief = [_short(start, "b", stems) for stems in short] if known.has_text else []
    sets = known.groups([*chain(*phrases, *unwanted, *whole), *joined, *in_title, *in_brief])
    everything = titles = briefs = known.alive
    for sense, pairs, stems in zip(senses, phrases, whole, strict=True):
        everything &= _both(sets, [*pairs, *stems], start, sense.term)
    for term, groups in zip(without, unwanted, strict=True):
        everything &= ~_both(sets, groups, start, term)
    for each in in_title:
        titles &= sets[each]
    for each in in_brief:
        briefs &= sets[each] | ~known.has_text
    marks = frozenset(stem for sense in senses for stem in sense.stems)
    return _Sets(titles & everything, briefs & everything, everything, marks)


def _both(sets: Mapping[Group, int], groups: Iterable[Group], start: str, term: Term) -> int:
    """The entries in all of ``groups``; or with the words of the term joined, as "covid19"."""
    found = _all(sets[each] for each in groups)
    return found | sets[_any(start, [term.joined])] if term.joined else found


def _any(start: str, stems: Iterable[str]) -> Group:
    return group("any", [start + stem for stem in stems])


def _short(start: str, where: str, stems: Iterable[str]) -> Group:
    return group("short", [f"{start}{where}:{stem}" for stem in stems])


def _pairs(start: str, term: Term) -> list[Group]:
    """A phrase is found by its pairs of neighbours."""
    return [group("pairs", [start + words.pair(one, other)]) for one, other in pairwise(term.stems)]


def _narrow(known: Columns, chosen: Mapping[str, str]) -> dict[str, int]:
    return {name: known.facets[name].get(value, 0) for name, value in chosen.items()}


def _all(sets: Iterable[int]) -> int:
    found = -1
    for each in sets:
        found &= each
    return found


def _facets(
    known: Columns, hits: int, chosen: Mapping[str, str], narrowed: Mapping[str, int]
) -> dict[str, tuple[Choice, ...]]:
    facets = {}
    for name in FACETS:
        others = _all(each for other, each in narrowed.items() if other != name)
        base = hits & others if others != -1 else hits
        labels = known.labels.get(name, {})
        choices = [
            Choice(value, labels.get(value, ""), count, is_chosen=chosen.get(name) == value)
            for value, inside in known.facets[name].items()
            if (count := (base & inside).bit_count()) or chosen.get(name) == value
        ]
        newest = name == "year"
        choices.sort(key=lambda each: (-int(each.value), "") if newest else (-each.count, each.value))
        facets[name] = tuple(choices)
    return facets


def _page(
    known: Columns, government_id: int, tiers: list[int], senses: list[_Sense], start: int, size: int
) -> list[int]:
    """The numbers of one page: of the first hits in the finer order, of the others as they come."""
    ordered: Iterator[int] = chain.from_iterable(known.newest_first(tier) for tier in tiers if tier)
    if not senses:
        return list(islice(ordered, start, start + size))
    if start >= WINDOW:
        return list(islice(ordered, start, start + size))
    first = list(islice(ordered, WINDOW))
    ranked = _ranked(known, government_id, first, tiers, senses)
    return [*ranked, *islice(ordered, size)][start : start + size]


def _ranked(
    known: Columns, government_id: int, numbers: list[int], tiers: list[int], senses: list[_Sense]
) -> list[int]:
    """Ordered by score; equals stay newest first."""
    ids = [row_id(government_id, number) for number in numbers]
    titles = dict(SearchRow.objects.filter(pk__in=ids).values_list("pk", "title"))
    newest = max((known.days[number] for number in numbers), default=0)
    stems = [frozenset(sense.stems) for sense in senses]
    forms = frozenset(
        form for sense in senses for form in ((sense.correction,) if sense.correction else sense.term.forms)
    )
    inside = {}
    for weight, tier in zip((3.0, 1.5, 0.5), tiers, strict=True):
        for number in numbers:
            if number not in inside and tier >> number & 1:
                inside[number] = weight

    def score(number: int) -> float:
        title = list(words.words(titles[row_id(government_id, number)]))
        found = [word for word in title if any(word.stem in group for group in stems)]
        exact = sum(word.folded in forms for word in found)
        side_by_side = sum(
            one.stem != other.stem and one in found and other in found for one, other in pairwise(title)
        )
        age = (newest - known.days[number]) / 365
        return (
            inside.get(number, 0.5)
            + exact / (len(senses) or 1)
            + 0.6 * min(side_by_side, len(senses))
            + 0.8 * len(found) / (len(title) or 1)
            + 0.6 * exp(-age / 3)
        )

    scores = {number: score(number) for number in numbers}
    return sorted(numbers, key=lambda number: (-scores[number], -known.days[number], -number))


def _hits(government_id: int, numbers: list[int], marks: Collection[str]) -> tuple[Hit, ...]:
    ids = [row_id(government_id, number) for number in numbers]
    rows = SearchRow.objects.in_bulk(ids)
    texts = SearchText.objects.in_bulk(ids)
    # An entry may have been taken away between the two looks.
    return tuple(_hit(rows[pk], texts[pk], marks) for pk in ids if pk in rows and pk in texts)


def _hit(row: SearchRow, text: SearchText, marks: Collection[str]) -> Hit:
    return Hit(
        key=row.key,
        kind=row.kind,
        title=marked(row.title, marks),
        excerpt=_shown(text, marks),
        url=row.url,
        dated_on=row.dated_on,
        information_class=row.information_class,
        body_slug=row.body_slug,
        body_name=row.body_name,
        year=row.year,
        formats=tuple(row.formats.split(",")) if row.formats else (),
        place_name=row.place_name,
    )


def _shown(text: SearchText, marks: Collection[str]) -> tuple[Piece, ...]:
    """From the summary when a word stands there or there is nothing else, otherwise from the text."""
    brief = excerpt(text.summary, marks)
    if text.text and not any(piece.is_hit for piece in brief):
        return excerpt(text.text, marks)
    return brief


def _corrected(asked: Question, senses: Iterable[_Sense]) -> str:
    """The question with the mistyped words put right."""
    right = {sense.term: sense.correction for sense in senses if sense.correction}
    said = [
        right.get(term) or (f'"{term.text}"' if term.is_phrase and " " in term.text else term.text)
        for term in asked.terms
    ]
    said += [f"-{_quoted(term)}" for term in asked.without]
    return " ".join(said)


def _quoted(term: Term) -> str:
    return f'"{term.text}"' if " " in term.text else term.text
