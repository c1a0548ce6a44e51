"""Files that hide the same secret in many ways."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import typst
from PIL import Image, ImageDraw, ImageFont

SECRET = "Suryani Puspita"
NIK = "7322034509900001"
VISIBLE = "Laporan layanan informasi tahun 2024"


def typeset(body: str, head: str = "") -> bytes:
    """Pages of this text."""
    return bytes(typst.compile(f'#set page(paper: "a4")\n{head}\n{body}'.encode()))


def picture(*lines: str) -> Image.Image:
    """A scanned page."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        draw.text((140, 200 + 90 * number), line, fill="black", font=ImageFont.load_default(40))
    return image


def scan(*lines: str) -> bytes:
    """A PDF of one scanned page without text."""
    out = io.BytesIO()
    picture(*lines).save(out, "PDF", resolution=150)
    return out.getvalue()


def drawn(content: str, *, box: str = "[0 0 595 842]", extra: dict[str, object] | None = None) -> pikepdf.Pdf:
    """A page written by hand."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(595, 842))
    page = made.pages[0].obj
    page.MediaBox = pikepdf.Object.parse(box.encode())
    font = made.make_indirect(pikepdf.Object.parse(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"))
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = made.make_stream(content.encode())
    for key, value in (extra or {}).items():
        page[key] = value
    return made


def saved(made: pikepdf.Pdf) -> bytes:
    """The file."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def at(across: int, up: int, words: str, size: int = 14) -> str:
    """One line of text."""
    return f"BT /F1 {size} Tf {across} {up} Td ({words}) Tj ET\n"


_LINE = at(72, 700, VISIBLE) + at(72, 600, f"Nama {SECRET} alamat Masamba")


def _with(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    made = drawn(_LINE)
    change(made)
    return saved(made)


def _attach(made: pikepdf.Pdf) -> None:
    made.attachments["data.txt"] = pikepdf.AttachedFileSpec(made, SECRET.encode(), filename="data.txt")


def _note(made: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Text,
        Rect=[10, 10, 30, 30],
        Contents=pikepdf.String(SECRET),
    )
    made.pages[0].obj.Annots = pikepdf.Array([made.make_indirect(note)])


def _form(made: pikepdf.Pdf) -> None:
    field = made.make_indirect(
        pikepdf.Dictionary(
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("nama"),
            V=pikepdf.String(SECRET),
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            Rect=[10, 10, 90, 30],
        )
    )
    made.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))
    made.pages[0].obj.Annots = pikepdf.Array([field])


def _outline(made: pikepdf.Pdf) -> None:
    with made.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _xmp(made: pikepdf.Pdf) -> None:
    made.Root.Metadata = made.make_stream(
        f"<x>{SECRET}</x>".encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )


def _script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String(f"app.alert('{SECRET}')")
    )


def _properties(made: pikepdf.Pdf) -> None:
    made.docinfo["/Author"] = SECRET


def _letter_by_letter() -> bytes:
    content, across = at(72, 700, VISIBLE), 72
    for letter in SECRET:
        content += at(across, 600, letter)
        across += 16
    return saved(drawn(content))


def _kerned() -> bytes:
    inside = " -90 ".join(f"({letter})" for letter in SECRET)
    return saved(drawn(at(72, 700, VISIBLE) + f"BT /F1 14 Tf 72 600 Td [{inside}] TJ ET\n"))


def _out_of_order() -> bytes:
    """The letters are drawn from the last to the first."""
    places = list(zip(range(72, 72 + 9 * len(SECRET), 9), SECRET, strict=True))
    return saved(drawn(at(72, 700, VISIBLE) + "".join(at(x, 600, letter) for x, letter in reversed(places))))


def _layered_scan() -> bytes:
    """A scan with an unseen layer of OCR that says the secret."""
    with pikepdf.open(io.BytesIO(scan(VISIBLE, f"Nama {SECRET}"))) as made:
        font = made.make_indirect(
            pikepdf.Object.parse(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
        )
        page = made.pages[0]
        page.Resources.Font = pikepdf.Dictionary(F1=font)
        page.contents_add(f"BT 3 Tr /F1 14 Tf 72 690 Td ({SECRET}) Tj ET".encode())
        return saved(made)


def _updated() -> bytes:
    """The earlier version of the page is still in the file."""
    content = saved(drawn(at(72, 700, VISIBLE) + at(72, 600, f"Nama {SECRET}")))
    return content + f"\n% {SECRET}\n%%EOF\n".encode()


CORPUS: dict[str, Callable[[], bytes]] = {
    "teks": lambda: saved(drawn(_LINE)),
    "di bawah kotak": lambda: saved(drawn(_LINE + "0 g 60 590 300 30 re f\n")),
    "putih": lambda: saved(drawn(_LINE + "1 1 1 rg " + at(72, 500, SECRET))),
    "tak tampak": lambda: saved(drawn(_LINE + f"BT 3 Tr /F1 14 Tf 72 500 Td ({SECRET}) Tj ET\n")),
    "huruf demi huruf": _letter_by_letter,
    "renggang": _kerned,
    "terbalik urutannya": _out_of_order,
    "ligatur": lambda: typeset(f"{VISIBLE}\n\noffice Suryani Puspita efﬁsien ﬁtri"),
    "diputar": lambda: saved(drawn(_LINE, extra={"/Rotate": 90})),
    "dipotong": lambda: saved(drawn(_LINE, extra={"/CropBox": pikepdf.Array([50, 550, 500, 800])})),
    "di luar potongan": lambda: saved(
        drawn(_LINE + at(72, 100, SECRET), extra={"/CropBox": pikepdf.Array([50, 550, 500, 800])})
    ),
    "isian": lambda: _with(_form),
    "anotasi": lambda: _with(_note),
    "lampiran": lambda: _with(_attach),
    "properti": lambda: _with(_properties),
    "garis besar": lambda: _with(_outline),
    "XMP": lambda: _with(_xmp),
    "skrip": lambda: _with(_script),
    "bersambung": lambda: saved(
        drawn(at(72, 700, VISIBLE) + at(450, 600, "Nama Surya-") + at(72, 580, "ni Puspita hadir"))
    ),
    "pindaian": lambda: scan(VISIBLE, f"Nama {SECRET}", "alamat Masamba"),
    "pindaian berlapis": _layered_scan,
    "versi lama": _updated,
}
