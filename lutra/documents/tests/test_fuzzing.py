"""Files that are broken on the inside: whole archives with strange parts, whole PDFs with strange objects.

Bytes changed in a packed file mostly break its packing, and no reader ever sees the change; here the parts themselves
are changed and packed again. Whatever comes of it is an answer in words, a clean copy is a file that can be read, and
the finder of personal data says where in the text its findings stand.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path, PurePath

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lutra.documents.cleaning.task import clean
from lutra.documents.inspecting import examine
from lutra.documents.inspection import inspect
from lutra.documents.personal import find, masked_excerpt
from lutra.documents.sandbox import Limits, Sandbox
from lutra.documents.tests.corpus import files, office, pdf, pictures, strangers
from lutra.documents.types import detect

CLEANED = {".docx", ".xlsx", ".pptx", ".odt", ".ods"}
SEEDS = {
    trap.name: trap.make()
    for trap in (*office.TRAPS, *strangers.TRAPS)
    if PurePath(trap.name).suffix in CLEANED and zipfile.is_zipfile(io.BytesIO(trap.make()))
}
# What numbers and words in attributes become: too large, of another alphabet, negative, of another kind.
STRANGE = (
    "",
    "-1",
    "99999999999999999999",
    "²",
    "٣",
    "NaN",
    "1e999",
    "A1:ZZZ99999999",
    "0x7f",
    "\u202e",
    "rId1",
    "/../..",
)
_ATTRIBUTE = re.compile(rb'(\s[\w:]+=)("[^"<]*"|\'[^\'<]*\')')
_ELEMENT = re.compile(rb"<([\w:]+)[^<>]*(?:/>|>)")


@st.composite
def changed_parts(draw: st.DrawFn) -> tuple[str, bytes]:
    """An office file with one to four changes inside of its parts."""
    name = draw(st.sampled_from(sorted(SEEDS)))
    with zipfile.ZipFile(io.BytesIO(SEEDS[name])) as members:
        parts = {each: members.read(each) for each in dict.fromkeys(members.namelist())}
    for _ in range(draw(st.integers(1, 4))):
        which = draw(st.sampled_from(sorted(parts)))
        parts[which] = draw(changes(parts[which]))
    if draw(st.integers(0, 9)) == 0:
        parts.pop(draw(st.sampled_from(sorted(parts))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for each in sorted(parts, key=lambda part: part != "mimetype"):
            made.writestr(each, parts[each])
    return name, out.getvalue()


@st.composite
def changes(draw: st.DrawFn, part: bytes) -> bytes:
    """One change: an attribute's value, an element twice, nested or gone, or bytes."""
    kind = draw(st.sampled_from(["attribute", "attribute", "twice", "nested", "gone", "bytes"]))
    marks = list((_ATTRIBUTE if kind == "attribute" else _ELEMENT).finditer(part))
    if kind == "bytes" or not marks:
        at = draw(st.integers(0, len(part)))
        return part[:at] + draw(st.binary(max_size=6)) + part[at + draw(st.integers(0, 6)) :]
    mark = marks[draw(st.integers(0, len(marks) - 1))]
    if kind == "attribute":
        return part[: mark.start(2)] + f'"{draw(st.sampled_from(STRANGE))}"'.encode() + part[mark.end(2) :]
    if kind == "gone":
        return part[: mark.start()] + part[mark.end() :]
    if kind == "twice":
        return part[: mark.end()] + mark[0] * draw(st.integers(1, 30)) + part[mark.end() :]
    inner = b"<%s>" % mark[1] * 200 + b"</%s>" % mark[1] * 200
    return part[: mark.end()] + inner + part[mark.end() :]


@settings(max_examples=200)
@given(changed_parts())
def test_a_file_with_strange_parts_gets_an_answer_in_words(changed: tuple[str, bytes]) -> None:
    name, content = changed
    found = examine(content, name)
    assert found.media_type
    assert all(error.endswith((".", ".)")) for error in found.errors)


@settings(max_examples=100)
@given(changed_parts())
@example(("tanpa-isi.odt", strangers.without("content.xml", strangers.TRAPS_BY_NAME["kaki.odt"].make())))
def test_a_copy_of_it_can_be_read_or_is_not_made(changed: tuple[str, bytes]) -> None:
    name, content = changed
    out = io.BytesIO()
    try:
        clean({"media_type": detect(content, name)}, [io.BytesIO(content), out])
    except Exception:  # in the sandbox any failure is "no copy"
        return
    found = examine(out.getvalue(), name)
    assert found.errors == []


@st.composite
def changed_pdf(draw: st.DrawFn) -> bytes:
    """A PDF some of whose objects are others, saved anew with a right table."""
    seed = draw(
        st.sampled_from([pdf.page(pdf.VISIBLE + pdf.SECRET + pdf.BOX), *(t.make() for t in PDF_SEEDS)])
    )
    with pikepdf.open(io.BytesIO(seed)) as made:
        things = [each for each in made.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)]
        for _ in range(draw(st.integers(1, 4))):
            thing = draw(st.sampled_from(things))
            key = draw(st.sampled_from(sorted(thing.keys()) or ["/X"]))
            if key in {"/Length", "/Filter"}:
                continue
            thing[key] = draw(st.sampled_from(things + _odd(made)))
        out = io.BytesIO()
        made.save(out)
    return out.getvalue()


PDF_SEEDS = [
    trap
    for trap in pdf.TRAPS
    if trap.kind in {"form_value", "attachment", "annotation", "hidden_layer", "javascript"}
]


def _odd(made: pikepdf.Pdf) -> list[pikepdf.Object]:
    deep = pikepdf.Array([])
    for _ in range(60):
        deep = pikepdf.Array([deep])
    return [
        pikepdf.Array([]),
        pikepdf.Array([1, -1, 10**9, 0]),
        pikepdf.Name("/Page"),
        pikepdf.String("\x00" * 9),
        pikepdf.Dictionary(Type=pikepdf.Name("/Catalog")),
        deep,
        made.Root,
        made.make_stream(b"q " * 4000),
    ]


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")  # raised while we break the file
@settings(max_examples=80)
@given(changed_pdf())
def test_a_pdf_with_strange_objects_gets_an_answer_in_words(content: bytes) -> None:
    found = examine(content, "a.pdf")
    assert all(error.endswith((".", ".)")) for error in found.errors)


@settings(max_examples=80)
@given(
    st.sampled_from(
        [pictures.with_gps(), pictures.CLEAN["putih.png"](), files.mail(), files.web("<p hidden>y</p>")]
    ),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)),
        min_size=1,
        max_size=12,
    ),
)
def test_a_damaged_picture_mail_or_page_gets_an_answer_in_words(
    content: bytes, places: list[tuple[float, bytes]]
) -> None:
    damaged = bytearray(content)
    for place, new in places:
        at = int(place * len(damaged))
        damaged[at : at + len(new)] = new
    found = examine(bytes(damaged), "a")
    assert found.media_type or found.errors


ALPHABET = "0123456789 .-/()+\n\tOl@ratwnikhplkeng٣１\u200b"


@settings(max_examples=200)
@given(st.text(ALPHABET, max_size=400))
@example("0853/081234567890/0853")
def test_findings_stand_where_they_say_and_do_not_overlap(text: str) -> None:
    last = 0
    for match in find(text):
        assert last <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.value
        last = match.end
    assert len(masked_excerpt(text)) <= 80


LONG = {
    "angka": "1 " * 60_000,
    "titik": "1." * 60_000,
    "satu-baris": "nik\thp\n" + "7322034509900001\t" * 8_000,
    "jalan": "jl a " * 40_000,
    "dusun": "dusun " * 30_000,
    "surel": "a." * 60_000 + "@",
    "terselubung": "a at " * 40_000,
    "nol": "nol " * 40_000,
    "pelat": "DP 1 " * 40_000,
    "lahir": "lahir 1-1-1990 " * 10_000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_of_one_kind_is_searched_within_the_limits(
    name: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LONG[name], encoding="utf-8")
    assert inspect(path, within=sandbox, limits=Limits(wall=120, cpu=60)).errors == ()


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        yield made
