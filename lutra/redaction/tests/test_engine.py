"""What is taken out of a file is gone, in whatever way the file held it; and nothing is made when it is not."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pypdfium2
import pytest

from lutra.documents.reading.errors import Encrypted
from lutra.documents.reading.recognition import DPI
from lutra.redaction.engine import Box, NotRedacted, proving, redact
from lutra.redaction.engine.finding import find
from lutra.redaction.engine.matching import Folded, squeezed
from lutra.redaction.engine.pages import Picture
from lutra.redaction.engine.painting import paint
from lutra.redaction.engine.patterns import Pattern
from lutra.redaction.engine.result import Result
from lutra.redaction.engine.task import run
from lutra.redaction.tests.files import CORPUS, NIK, SECRET, VISIBLE, at, drawn, picture, saved, typeset

LABEL = "Pasal 17 huruf h angka 2"


def covered(pdf: bytes, *words: str) -> Result:
    patterns = [Pattern(number, each) for number, each in enumerate(words, 1)]
    found = find(pdf, patterns)
    assert all(found.hits.values())
    boxes = [Box(box.page, *box.rect, ground="h", sub_item="2", label=LABEL) for box in found.boxes]
    return redact(pdf, boxes, found.needles, patterns)


def said(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def everything(pdf: bytes) -> bytes:
    """All bytes, and all streams unpacked."""
    with pikepdf.open(io.BytesIO(pdf)) as made:
        streams = [
            each.read_bytes()
            for each in made.objects
            if isinstance(each, pikepdf.Stream) and each.get("/Subtype") != "/Image"
        ]
    return b"\n".join([pdf, *streams])


@pytest.mark.law("A07")
@pytest.mark.parametrize("make", [pytest.param(make, id=name) for name, make in CORPUS.items()])
def test_nothing_survives_however_the_file_held_it(make: Callable[[], bytes]) -> None:
    pdf = make()
    made = covered(pdf, SECRET).pdf
    assert squeezed(SECRET)[0] not in squeezed(said(made))[0]
    content = everything(made).lower()
    for word in SECRET.lower().split():
        assert word.encode() not in content
        assert word.encode("utf-16-be") not in content
    with pikepdf.open(io.BytesIO(made)) as again:
        assert len(again.pages) == 1
        assert set(again.docinfo.keys()) == {"/Title"}
        for key in ("/Names", "/AcroForm", "/Outlines", "/Metadata", "/OpenAction"):
            assert key not in again.Root


def test_what_stays_visible_stays_readable_and_in_its_order() -> None:
    made = covered(typeset(f"{VISIBLE} {SECRET}\n#pagebreak()\nHalaman kedua"), SECRET).pdf
    words = " ".join(said(made).split())
    assert VISIBLE in words
    assert "Halaman kedua" in words
    assert words.index("2024") < words.index("kedua")
    with pikepdf.open(io.BytesIO(made)) as again:
        assert str(again.Root.Lang) == "id"
        assert bool(again.Root.MarkInfo.Marked)


def test_letters_nobody_could_see_do_not_come_along_in_the_text_layer() -> None:
    made = covered(saved(drawn(at(72, 700, SECRET) + "1 1 1 rg " + at(72, 500, "Tersembunyi"))), SECRET)
    assert "Tersembunyi" not in said(made.pdf)


def test_a_box_by_hand_takes_the_words_below_it() -> None:
    pdf = saved(drawn(at(72, 700, VISIBLE) + at(72, 600, "Gaji pokok")))
    made = redact(pdf, [Box(1, 60, 225, 300, 250, "h", "3", "Pasal 17 huruf h angka 3")])
    assert "Gaji" not in said(made.pdf)
    assert "Laporan" in said(made.pdf)
    assert made.index() == [
        {
            "page": 1,
            "rect": [60, 225, 300, 250],
            "ground": "h",
            "sub_item": "3",
            "label": "Pasal 17 huruf h angka 3",
        }
    ]


def test_each_box_carries_its_ground_for_eyes_and_for_readers() -> None:
    result = covered(typeset(f"{SECRET}\n\n{VISIBLE}\n\n{SECRET}"), SECRET)
    assert len(result.boxes) == 2
    assert "".join(said(result.pdf).split()).count("[Pasal17hurufhangka2]") == 2
    image = picture(VISIBLE)
    where = paint(Picture(image, DPI / 72), [Box(1, 40, 300, 300, 320, "h", "2", LABEL)])
    assert len(where) == 1
    assert image.crop(where[0]).convert("L").getextrema() == (0, 255)


def test_a_short_word_is_not_found_inside_a_longer_one() -> None:
    assert not list(Folded("melayani").occurrences("Ani"))
    for text in ("Ani.", "a n i", "NIK:Ani", "ＡＮＩ", "A-\nni"):
        assert list(Folded(text).occurrences("ani")), text
    assert list(Folded("no7322 0345-0990 0001x").occurrences(NIK)) == [(2, 21)]


@pytest.mark.parametrize("words", ["/Sur\\w+ P\\w+/", "personal:nik", NIK, "suryani  PUSPITA"])
def test_patterns_of_every_form_are_found(words: str) -> None:
    made = covered(typeset(f"Nama {SECRET}, NIK {NIK}. {VISIBLE}"), words)
    assert VISIBLE.split()[0] in said(made.pdf)
    assert made.proof.boxes >= 1


def _tried(content: bytes, **asked: object) -> tuple[dict[str, object], bytes]:
    target = io.BytesIO()
    return run({"find": [SECRET], "name": "a.pdf", **asked}, [io.BytesIO(content), target]), target.getvalue()


def test_a_pattern_that_finds_nothing_is_named_and_nothing_is_written() -> None:
    answer, written = _tried(CORPUS["teks"](), find=[SECRET, "Tiada Begitu"])
    assert (answer["refused"], written) == ("not_found", b"")
    assert "ke-2" in str(answer["message"])
    assert "Tiada" not in str(answer["message"])


def test_a_survivor_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.redaction.engine.producing.paint", lambda picture, boxes: [])
    answer, written = _tried(CORPUS["teks"]())
    assert (answer["refused"], written) == ("survived", b"")
    assert SECRET not in str(answer)


def test_a_word_beside_every_box_is_a_survivor_too() -> None:
    pdf = CORPUS["teks"]()
    with pytest.raises(NotRedacted) as refused:
        redact(pdf, [Box(1, 10, 10, 50, 50)], {SECRET})
    assert refused.value.code == "survived"


def test_a_locked_file_is_refused() -> None:
    out = io.BytesIO()
    drawn(at(72, 700, VISIBLE)).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(Encrypted):
        redact(out.getvalue(), [Box(1, 10, 10, 50, 50)])


def test_a_box_on_no_page_is_refused() -> None:
    with pytest.raises(NotRedacted):
        redact(CORPUS["teks"](), [Box(2, 10, 10, 50, 50)])


@pytest.mark.parametrize(
    "change",
    [
        lambda made: made.docinfo.__setitem__("/Author", "Budi"),
        lambda made: made.Root.__setitem__("/Lampiran", pikepdf.String("x")),
        lambda made: made.pages[0].obj.__setitem__("/Annots", pikepdf.Array([])),
        lambda made: made.pages[0].Resources.XObject.P.__setitem__("/Metadata", pikepdf.String("x")),
    ],
)
def test_the_proof_knows_no_part_that_the_writer_does_not_write(
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    result = covered(CORPUS["teks"](), SECRET)
    with pikepdf.open(io.BytesIO(result.pdf)) as made:
        change(made)
        out = io.BytesIO()
        made.save(out)
    with pytest.raises(NotRedacted):
        proving.prove(out.getvalue(), proving.Made([(595, 842)], result.boxes, {}, ()))


def test_a_picture_becomes_a_redacted_pdf() -> None:
    png = io.BytesIO()
    picture(VISIBLE, f"Nama {SECRET}").save(png, "PNG")
    answer, written = _tried(png.getvalue(), name="pindaian.png")
    assert "refused" not in answer
    assert "Laporan" in said(written)
    assert "Suryani" not in said(written)


def test_a_photo_is_turned_as_its_camera_says() -> None:
    photo = picture(VISIBLE, f"Nama {SECRET}").rotate(90, expand=True)
    turned = photo.getexif()
    turned[0x0112] = 6  # shown after a quarter turn to the right
    jpeg = io.BytesIO()
    photo.save(jpeg, "JPEG", exif=turned)
    answer, written = _tried(jpeg.getvalue(), name="foto.jpg")
    assert "refused" not in answer
    assert "Laporan" in said(written)
    wide, high = pypdfium2.PdfDocument(written)[0].get_size()
    assert wide < high


@pytest.mark.parametrize("words", ["/(/", "//", "...", "personal:sidik"])
def test_a_pattern_that_cannot_be_sought_is_named(words: str) -> None:
    answer, written = _tried(CORPUS["teks"](), find=[SECRET, words])
    assert (answer["refused"], written) == ("pattern", b"")
    assert "ke-2" in str(answer["message"])


def test_an_expression_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.redaction.engine.patterns._LONGEST", 0.2)
    endless = saved(drawn(at(72, 700, VISIBLE) + at(72, 600, "a" * 40)))
    answer, written = _tried(endless, find=["/(a+)+b/"])
    assert (answer["refused"], written) == ("pattern", b"")
    assert "terlalu rumit" in str(answer["message"])


def test_a_file_without_a_page_is_refused() -> None:
    answer, written = _tried(saved(pikepdf.new()))
    assert (answer["refused"], written) == ("damaged", b"")


def test_a_file_of_too_many_pages_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lutra.redaction.engine.looking.MOST_PAGES", 2)
    many = pikepdf.new()
    for _page in range(3):
        many.add_blank_page()
    answer, written = _tried(saved(many))
    assert (answer["refused"], written) == ("too_large", b"")
    assert "3 halaman" in str(answer["message"])


def test_an_empty_page_stays_an_empty_page() -> None:
    with pikepdf.open(io.BytesIO(CORPUS["teks"]())) as source:
        source.add_blank_page()
        made = covered(saved(source), SECRET).pdf
    assert len(pypdfium2.PdfDocument(made)) == 2


def test_pages_beyond_the_first_are_proven_line_by_line() -> None:
    pages = "\n#pagebreak()\n".join(
        f"{VISIBLE}\n\nNama {SECRET} hadir. Kegiatan desa tahun ini." for _page in range(4)
    )
    result = covered(typeset(pages), SECRET)
    assert result.proof.ocr_pages + result.proof.ocr_lines == 4
    assert result.proof.ocr_lines == 2


def test_a_box_beside_its_matter_is_seen_in_the_lines_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words below the box are left out of the text layer, and the picture still shows them."""
    monkeypatch.setattr("lutra.redaction.engine.proving._WHOLE", 0)
    monkeypatch.setattr("lutra.redaction.engine.proving._is_black", lambda *_all: None)
    monkeypatch.setattr("lutra.redaction.engine.proving._is_in", lambda *_all: False)
    monkeypatch.setattr("lutra.redaction.engine.producing.paint", lambda picture, boxes: [])
    answer, written = _tried(CORPUS["teks"]())
    assert (answer["refused"], written) == ("survived", b"")
    assert "pada gambar" in str(answer["message"])


def test_a_ligature_in_the_layer_is_spelled_out() -> None:
    words = said(covered(typeset(f"{SECRET}\n\n{VISIBLE} \ufb01sik dan e\ufb01sien"), SECRET).pdf)
    assert "fisik" in words


def test_words_of_the_ground_itself_can_be_taken_out() -> None:
    made = covered(typeset(f"{VISIBLE} menurut Pasal 6 ayat (3)"), "Pasal").pdf
    assert "Laporan" in said(made)
    assert "Pasal 6" not in said(made)
