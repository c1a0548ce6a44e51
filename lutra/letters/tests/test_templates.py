"""Every letter in every language: what it may use, what it may cite."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product

import pytest
import yaml

from lutra.law import statute
from lutra.law.errors import NotPrintable
from lutra.ledger.queries import entries
from lutra.letters import contents, forms
from lutra.letters.errors import WrongTemplate
from lutra.letters.models import Letter
from lutra.letters.tests.conftest import Office
from lutra.letters.tests.reading import words
from lutra.letters.typeset import LETTERHEAD

LETTERS = list(product(forms.kinds(), forms.LANGUAGES))
_PARTIALS = re.compile(r'#import "(appeal\.\w+\.typ)"')


def _source(kind: str, language: str) -> str:
    source = forms.template(kind, language).source
    return source + "".join((forms.FOLDER / name).read_text() for name in _PARTIALS.findall(source))


def test_there_is_a_template_for_every_kind_of_letter_in_every_language() -> None:
    assert set(forms.kinds()) == set(Letter.Kind.values)
    found = {path.name for path in forms.FOLDER.glob("*.typ")} - {
        "letterhead.typ",
        "appeal.id.typ",
        "appeal.en.typ",
    }
    assert found == {f"{kind}.{language}.typ" for kind, language in LETTERS}


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_a_heading_lists_exactly_the_variables_and_clauses_of_its_letter(kind: str, language: str) -> None:
    template, source = forms.template(kind, language), _source(kind, language)
    used = set(re.findall(r"\bd\.(\w+)", source)) - LETTERHEAD
    assert {name.removesuffix("_qr") for name in used} == template.uses
    assert set(re.findall(r'law\("([^"]+)"\)', source)) == set(template.clauses)


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_no_template_names_an_article_or_a_number_of_days_itself(kind: str, language: str) -> None:
    body = _source(kind, language).partition("*/")[2]
    assert not re.search(r"Pasal \d|ayat \(|Article \d|\d+ (hari kerja|working days)", body)


def test_both_languages_of_the_letterhead_have_the_same_words() -> None:
    loaded = yaml.safe_load((forms.FOLDER / "words.yaml").read_text())
    assert loaded["id"].keys() == loaded["en"].keys()


def test_a_clause_known_from_memory_only_stops_the_letter(office: Office) -> None:
    request = office.ask()
    memory = next(one.id for one in statute.clauses() if one.verification == "M")
    wrong = replace(forms.template("receipt", "id"), clauses=(memory,))
    filed = entries(office.government.pk, kinds=["request.filed"]).get()
    telling = contents.Telling(request, filed, wrong)
    with pytest.raises(NotPrintable):
        contents.context(telling, reference="1", code="A" * 12, is_signed=False)


@pytest.mark.parametrize("language", forms.LANGUAGES)
def test_no_letter_ever_shows_a_clause_known_from_memory_only(office: Office, language: str) -> None:
    memory = {
        citation
        for one in statute.clauses()
        if not one.printable
        for citation in (one.citation, one.citation_en)
        if re.search(r"\d", citation.partition(" ")[2]) and citation not in _bare_laws()
    }
    assert memory
    said = ""
    for outcome in ("granted", "partly", "refused", "not_held", "not_yet_held"):
        request = office.ask(language=language)
        office.extend(request)
        office.answer(request, outcome)
        letters = office.letters(request)
        assert len(letters) == 3
        said += " ".join(words(letter) for letter in letters)
    for citation in memory:
        assert not re.search(re.escape(citation) + r"(?! (ayat|huruf|angka|UU)|\w|\()", said), citation


def _bare_laws() -> set[str]:
    return {text for law in statute.laws() for text in (law.short.id, law.short.en)}


def test_a_template_without_its_heading_is_refused(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path
    (folder / "receipt.id.typ").write_text("Halo")  # type: ignore[operator]
    monkeypatch.setattr(forms, "FOLDER", folder)
    with pytest.raises(WrongTemplate):
        forms.template.__wrapped__("receipt", "id")
