"""The PDF itself: tagged, archival, the same bytes again, and never broken by what somebody wrote."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfua import Severity, validate

from lutra.ledger.queries import entries
from lutra.letters import contents, forms
from lutra.letters.errors import WrongTemplate
from lutra.letters.printable import MISSING, printable, printable_all
from lutra.letters.queries import pdf
from lutra.letters.tests.conftest import Office
from lutra.letters.tests.reading import words
from lutra.letters.typeset import qr, typeset

AT = datetime(2020, 3, 2, 1, 0, tzinfo=UTC)

HOSTILE = [
    "# Judul *tebal* _miring_ `kode` $x^2$ \\ @rujuk <label> // komentar /* blok */",
    '#read("/etc/passwd") #panic("x") #import "letterhead.typ": *',
    '"}); #eval("1+1") {"a": 1} ]] }} %s {name} \\u0000',
    "مرحبا بالعالم, שלום עולם",
    "日本語 한국어 😀 ᨅᨔ ᨕᨘᨁᨗ 𝔘𝔫𝔦",
    "a\u0301\u0302\u0303\u0304" * 30 + " \u202egnoleb\u202c \u0000\x07",
    "ق\u0301 ก\u0301 क्षि \u0301\u0600\ue000",
    "x" * 5000,
    "kata " * 900,
    "\n\n \n" * 50,
]


def _context(office: Office, **question: Any) -> tuple[contents.Telling, dict[str, Any]]:
    request = office.ask(**question)
    filed = entries(office.government.pk, kinds=["request.filed"]).last()
    assert filed is not None
    telling = contents.Telling(request, filed, forms.template("receipt", "id"))
    return telling, contents.context(telling, reference="1/TB", code="A" * 12, is_signed=False)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_somebody_writes_is_printed_as_text(office: Office, text: str) -> None:
    telling, context = _context(office)
    context["request"]["details"] = context["request"]["subject"] = context["applicant"]["name"] = text
    made = typeset(telling.template, context, at=AT)
    assert made.startswith(b"%PDF-")


def test_markup_in_a_question_is_shown_letter_by_letter(office: Office) -> None:
    telling, context = _context(office, details="Harga #1 *murah* $5 \\ #read(“x”) [a] <b>")
    assert "Harga #1 *murah* $5 \\ #read(“x”) [a] <b>" in words(typeset(telling.template, context, at=AT))


def test_a_word_without_end_is_broken_and_lost_nowhere(office: Office) -> None:
    telling, context = _context(office, details="k" * 400)
    said = words(typeset(telling.template, context, at=AT))
    assert said.replace(" ", "").count("k" * 400) == 1


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_printable_text_has_only_characters_that_the_fonts_draw(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert "\r" not in shown
    assert "\x00" not in shown
    assert all(char in "\n\u200b\u00a0" or char.isprintable() for char in printable(text, plain=True))


def test_every_character_on_the_list_of_glyphs_is_really_drawn(office: Office) -> None:
    telling, context = _context(office)
    ranges = [line.partition("-") for line in (forms.FOLDER.parent / "glyphs.txt").read_text().split()]
    listed = [
        chr(code) for first, _, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)
    ]
    drawn = [char for char in listed if unicodedata.is_normalized("NFC", char)]
    context["request"]["details"] = "\n".join(
        " ".join(drawn[at : at + 40]) for at in range(0, len(drawn), 40)
    )
    # Were one of them not drawn, only plain Latin would be left.
    assert "ж" in words(typeset(telling.template, context, at=AT))


def test_a_character_no_font_draws_becomes_a_box_and_a_control_vanishes() -> None:
    assert printable("a日b\u202ec\x07d") == f"a{MISSING}bcd"
    assert printable_all({"a": ["e\u0301", 3, None]}) == {"a": ["é", 3, None]}


def test_the_same_letter_typeset_again_has_the_same_bytes(office: Office) -> None:
    telling, context = _context(office)
    assert typeset(telling.template, context, at=AT) == typeset(telling.template, context, at=AT)


def test_a_deed_of_any_moment_can_be_typeset(office: Office) -> None:
    telling, context = _context(office)
    assert typeset(telling.template, context, at=AT.replace(microsecond=123456)).startswith(b"%PDF-")


def test_a_template_that_uses_what_it_is_not_given_is_refused(office: Office) -> None:
    telling, context = _context(office)
    del context["reply"]
    with pytest.raises(WrongTemplate, match="reply"):
        typeset(telling.template, context, at=AT)


def test_an_error_of_the_typesetter_does_not_repeat_what_was_written(office: Office) -> None:
    _telling, context = _context(office)
    broken = forms.Template(
        kind="receipt",
        language="id",
        title="x",
        uses=frozenset(["request"]),
        clauses=(),
        source="#let d = json(bytes(sys.inputs.letter))\n#panic(d.applicant.name)",
    )
    with pytest.raises(WrongTemplate) as caught:
        typeset(broken, context, at=AT)
    assert "Ani" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_qr_code_is_a_picture_of_its_own() -> None:
    assert qr("https://ppid.example/verify/ABC/").startswith("<svg")


@pytest.mark.parametrize("language", forms.LANGUAGES)
@pytest.mark.parametrize("outcome", ["granted", "partly", "refused", "not_held"])
def test_every_signed_letter_is_tagged_and_archival(
    office: Office, tmp_path: Path, outcome: str, language: str
) -> None:
    request = office.ask(language=language)
    office.extend(request)
    office.answer(request, outcome)
    for letter in office.letters(request):
        path = tmp_path / f"{letter.pk}.pdf"
        path.write_bytes(pdf(letter))
        wrong = [found for found in validate(str(path)).findings if found.severity >= Severity.ERROR]
        assert wrong == []
        with pikepdf.open(path) as file:
            assert file.Root.MarkInfo.Marked
            assert str(file.Root.Lang).startswith(language)
            metadata = file.open_metadata()
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert letter.reference in metadata["dc:title"]
