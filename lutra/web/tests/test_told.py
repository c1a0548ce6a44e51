"""Entries beside the workflow's deeds have words for both readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import lutra
from lutra.ledger.queries import Entry
from lutra.web import told

# Kinds that are written with a request as their subject by something else than the workflow table.
ROOT = Path(lutra.__file__).parent
WRITERS = (
    "letters/actions.py",
    "inbox/actions.py",
    "inbox/sending.py",
    "publishing/followers.py",
    "publishing/readingroom/followers.py",
)


def written_kinds() -> set[str]:
    """Every kind that these modules write into the book."""
    code = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in WRITERS)
    return set(re.findall(r'"((?:letter|message|publication)\.[a-z_]+)"', code))


def entry(name: str, /, **data: str) -> Entry:
    return Entry(kind=name, data=data)


def test_every_kind_that_is_written_about_a_request_has_words() -> None:
    kinds = written_kinds()
    assert {"letter.issued", "letter.delivered", "message.failed", "publication.summarised"} <= kinds
    assert kinds <= set(told.TOLD)


@pytest.mark.parametrize("name", told.TOLD)
def test_the_words_name_the_letter_and_never_a_code(name: str) -> None:
    kind, _space, channel = name.partition(" ")
    one = entry(kind, kind="receipt", number="017/TB-PPID/LUTRA/2026", channel=channel)
    words = told.words(one)
    assert words is told.TOLD[name]
    for sentence in (words.says, words.officer):
        said = told.fill(sentence, one) if sentence else ""
        assert "%(" not in said
        assert kind not in said


def test_an_entry_that_nobody_described_is_not_shown_to_the_applicant_and_never_as_a_code() -> None:
    unknown = entry("weather.changed")
    assert told.words(unknown).says is None
    assert "weather" not in f"{told.words(unknown).title} {told.words(unknown).officer}"


def test_a_letter_that_only_waits_on_the_page_is_not_called_sent() -> None:
    assert told.words(entry("letter.delivered", channel="page")).says is None
    assert told.words(entry("letter.delivered", channel="email")).says is not None
