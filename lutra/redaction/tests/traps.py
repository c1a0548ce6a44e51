"""Single pages that say the same secret in ways that are easily overlooked; each also says ``VISIBLE``."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import typst
from pikepdf import Array, Dictionary, Name, Object, String
from PIL import Image, ImageDraw, ImageFont

from lutra.redaction.tests.files import NIK, SECRET, VISIBLE, at, drawn, saved

LINE = at(72, 700, VISIBLE)


def _raw(text: str) -> Object:
    return Object.parse(text.encode())


def page(content: str, change: Callable[[pikepdf.Pdf], None] | None = None, **extra: object) -> bytes:
    made = drawn(LINE + content, extra={f"/{key}": value for key, value in extra.items()})
    if change is not None:
        change(made)
    return saved(made)


def _form(made: pikepdf.Pdf, content: str, **more: object) -> Object:
    found = made.make_stream(content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842])
    found.Resources = Dictionary(Font=made.pages[0].obj.Resources.Font)
    for key, value in more.items():
        found.Resources[f"/{key}"] = value
    return made.make_indirect(found)


def _in_form(made: pikepdf.Pdf) -> None:
    made.pages[0].obj.Resources.XObject = Dictionary(X=_form(made, at(72, 600, f"Nama {SECRET}")))


def _in_nested_form(made: pikepdf.Pdf) -> None:
    found = _form(made, at(72, 600, f"Nama {SECRET}"))
    for _level in range(5):
        found = _form(made, "q 1 0 0 1 3 -4 cm /X Do Q", XObject=Dictionary(X=found))
    made.pages[0].obj.Resources.XObject = Dictionary(X=found)


def _annotate(made: pikepdf.Pdf, annotation: Object) -> None:
    made.pages[0].obj.Annots = Array([made.make_indirect(annotation)])


def _stamp(made: pikepdf.Pdf) -> None:
    look = _form(made, f"BT /F1 14 Tf 4 8 Td (Nama {SECRET}) Tj ET")
    look.BBox = Array([0, 0, 300, 30])
    _annotate(
        made,
        Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[72, 500, 372, 530], AP=Dictionary(N=look), F=4),
    )


def _free_text(made: pikepdf.Pdf) -> None:
    _annotate(
        made,
        Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=[72, 500, 372, 530], F=4,
            Contents=String(f"Nama {SECRET}"), DA=String("/Helv 14 Tf 0 g"),
        ),
    )  # fmt: skip


def _popup(made: pikepdf.Pdf) -> None:
    note = made.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Highlight, Rect=[72, 590, 300, 620], Contents=String(SECRET),
            T=String(SECRET), QuadPoints=[72, 620, 300, 620, 72, 590, 300, 590], C=[1, 1, 0],
        )
    )  # fmt: skip
    popup = made.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=[300, 500, 500, 600], Parent=note, Open=True)
    )
    note.Popup = popup
    made.pages[0].obj.Annots = Array([note, popup])


def _field(made: pikepdf.Pdf) -> None:
    look = _form(made, f"/Tx BMC q BT /F1 12 Tf 2 6 Td ({SECRET}) Tj ET Q EMC")
    look.BBox = Array([0, 0, 250, 20])
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("nama"), V=String(SECRET), F=4,
            Rect=[72, 500, 322, 520], DA=String("/F1 12 Tf 0 g"), AP=Dictionary(N=look), P=made.pages[0].obj,
        )
    )  # fmt: skip
    made.Root.AcroForm = Dictionary(
        Fields=[field], DR=Dictionary(Font=made.pages[0].obj.Resources.Font), DA=String("/F1 12 Tf 0 g")
    )
    made.pages[0].obj.Annots = Array([field])


def _field_without_look(made: pikepdf.Pdf) -> None:
    _field(made)
    del made.pages[0].obj.Annots[0]["/AP"]
    made.Root.AcroForm.NeedAppearances = True


def _optional(made: pikepdf.Pdf) -> None:
    group = made.make_indirect(Dictionary(Type=Name.OCG, Name=String("tersembunyi")))
    made.Root.OCProperties = Dictionary(
        OCGs=[group], D=Dictionary(OFF=[group], Order=[group], BaseState=Name.ON)
    )
    made.pages[0].obj.Resources.Properties = Dictionary(OC1=group)


def _type3(made: pikepdf.Pdf, *, says: bool) -> None:
    """A font whose letters are small programs; every letter is drawn by a picture of it."""
    letters = sorted(set(SECRET))
    procs, names, widths = Dictionary(), Array([]), Array([])
    names.append(33)
    for number, letter in enumerate(letters):
        image = Image.new("1", (44, 56), 0)
        ImageDraw.Draw(image).text((4, 2), letter, fill=1, font=ImageFont.load_default(40))
        data = image.tobytes().hex()
        content = (
            "700 0 0 -200 700 800 d1 700 0 0 900 0 -200 cm\n"
            f"BI /W 44 /H 56 /IM true /BPC 1 /D [1 0] /F /AHx ID\n{data}>\nEI"
        )
        procs[f"/g{number}"] = made.make_stream(content.encode("latin-1"))
        names.append(Name(f"/g{number}"))
        widths.append(700)
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, -200, 700, 800], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
        CharProcs=procs, Encoding=Dictionary(Type=Name.Encoding, Differences=names), FirstChar=33,
        LastChar=32 + len(letters), Widths=widths, Resources=Dictionary(),
    )  # fmt: skip
    if says:
        font.ToUnicode = made.make_stream(_cmap({33 + n: letter for n, letter in enumerate(letters)}))
    made.pages[0].obj.Resources.Font.F3 = made.make_indirect(font)
    codes = "".join(f"{33 + letters.index(letter):02x}" for letter in SECRET)
    made.pages[0].contents_add(f"BT /F3 20 Tf 72 600 Td <{codes}> Tj ET".encode())


def _cmap(letters: dict[int, str]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for code, letter in letters.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(letters)} beginbfchar\n{rows}\nendbfchar\nendcmap end end"
    ).encode()


def _mute_font(made: pikepdf.Pdf) -> None:
    """Another code for each letter, and no word about it: a program reads nonsense."""
    _shifted(made, None)


def _lying_font(made: pikepdf.Pdf) -> None:
    """The table of letters says something harmless."""
    _shifted(made, "Laporan tahunan")


def _shifted(made: pikepdf.Pdf, instead: str | None) -> None:
    letters = sorted(set(SECRET) - {" "})
    names = Array([161])
    for letter in letters:
        names.append(Name(f"/{letter}"))
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
        Encoding=Dictionary(Type=Name.Encoding, Differences=names),
    )  # fmt: skip
    codes = [161 + letters.index(letter) for letter in SECRET if letter != " "]
    said = dict(zip(codes, instead or "", strict=False)) if instead else dict.fromkeys(codes, "§")
    font.ToUnicode = made.make_stream(_cmap(said))
    made.pages[0].obj.Resources.Font.F2 = made.make_indirect(font)
    middle = SECRET.index(" ")
    first, second = codes[:middle], codes[middle:]
    content = f"BT /F2 18 Tf 72 600 Td <{bytes(first).hex()}> Tj 90 0 Td <{bytes(second).hex()}> Tj ET"
    made.pages[0].contents_add(content.encode())


def _inline_picture(width: int, size: int) -> str:
    """A word as a picture within the content of the page."""
    image = Image.new("L", (width, 40), 255)
    ImageDraw.Draw(image).text((6, 2), f"Nama {SECRET}", fill=0, font=ImageFont.load_default(28))
    return (
        f"q {width * size / 40:.1f} 0 0 {size} 72 590 cm BI /W {width} /H 40 /CS /G /BPC 8 /F /AHx ID\n"
        f"{image.tobytes().hex()}>\nEI Q\n"
    )


def _outlines() -> bytes:
    """Letters as shapes, without any text."""
    lines = [f"{VISIBLE}. Daftar ini memuat nama orang yang diperiksa di Kecamatan Masamba."] * 3
    svg = typst.compile(
        f"#set page(width: 300pt, height: 40pt, margin: 6pt)\n#text(size: 16pt)[Nama {SECRET}]".encode(),
        format="svg",
    )
    page = '#set page(paper: "a4")\n#set text(size: 11pt)\n' + "\n\n".join(lines)
    inside = typst.compile(
        (page + '\n\n#image(bytes(sys.inputs.svg), format: "svg")').encode(), sys_inputs={"svg": svg.decode()}
    )
    return bytes(inside)


def _table(digits: str) -> str:
    """Each digit in a cell of its own, as forms have it."""
    content = ""
    for number, digit in enumerate(digits):
        left = 72 + 22 * number
        content += f"{left} 590 20 22 re S\n" + at(left + 6, 596, digit, 12)
    return content


def _columns() -> bytes:
    return bytes(
        typst.compile(
            f'#set page(paper: "a4", columns: 2)\n{VISIBLE}\n#v(1fr)\nYang diperiksa bernama Suryani\n#colbreak()\n'
            f"Puspita dari Masamba.".encode()
        )
    )


FILLER = at(72, 660, "Kecamatan Masamba melaporkan kegiatan desa dan anggaran tahun ini.")
#: By what each does; those of ``WHOLE`` hang on the whole file.
TRAPS: dict[str, Callable[[], bytes]] = {
    "formulir dalam": lambda: page("/X Do\n", _in_form),
    "formulir berlapis": lambda: page(FILLER + "/X Do\n", _in_nested_form),
    "cap": lambda: page(FILLER, _stamp),
    "catatan bebas": lambda: page(FILLER + at(72, 550, SECRET), _free_text),
    "sembulan": lambda: page(FILLER + at(72, 600, SECRET), _popup),
    "isian": lambda: page(FILLER, _field),
    "isian tanpa rupa": lambda: page(FILLER + at(72, 400, SECRET), _field_without_look),
    "lapisan mati": lambda: page(FILLER + f"/OC /OC1 BDC\n{at(72, 600, SECRET)}EMC\n", _optional),
    "Type3": lambda: page(FILLER, lambda made: _type3(made, says=True)),
    "Type3 bisu": lambda: page(FILLER, lambda made: _type3(made, says=False)),
    "huruf bisu": lambda: page(FILLER, _mute_font),
    "huruf bohong": lambda: page(FILLER, _lying_font),
    "gambar sebaris": lambda: page(FILLER + _inline_picture(420, 20)),
    "gambar sebaris kecil": lambda: page(FILLER + _inline_picture(420, 11)),
    "garis luar": _outlines,
    "sel demi sel": lambda: page(FILLER + at(72, 640, SECRET) + _table(NIK)),
    "dua kolom": _columns,
    "kern angka": lambda: page(
        FILLER
        + at(72, 640, SECRET)
        + "BT /F1 12 Tf 72 600 Td [(73)-600(22)120(0345)-300(0990)80(0001)] TJ ET\n"
    ),
    "halus": lambda: page(FILLER + at(72, 600, SECRET, 2)),
    "putih": lambda: page(FILLER + "1 g\n" + at(72, 600, SECRET) + "0 g\n"),
    "mode 3": lambda: page(FILLER + f"BT 3 Tr /F1 12 Tf 72 600 Td ({SECRET}) Tj ET\n"),
    "mode 7": lambda: page(FILLER + f"q BT 7 Tr /F1 12 Tf 72 600 Td ({SECRET}) Tj ET Q\n"),
    "tepi": lambda: page(FILLER + at(560, 600, SECRET) + at(-40, 500, SECRET) + at(72, 834, SECRET)),
    "condong": lambda: page(FILLER + f"BT /F1 14 Tf .9 .43 -.43 .9 200 400 Tm (Nama {SECRET}) Tj ET\n"),
    "tegak lurus": lambda: page(FILLER + f"BT /F1 14 Tf 0 1 -1 0 300 300 Tm (Nama {SECRET}) Tj ET\n"),
    "terbalik": lambda: page(FILLER + f"BT /F1 14 Tf -1 0 0 -1 400 400 Tm (Nama {SECRET}) Tj ET\n"),
    "diputar 90": lambda: page(FILLER + at(72, 600, SECRET), Rotate=90),
    "diputar 180": lambda: page(FILLER + at(72, 600, SECRET), Rotate=180),
    "diputar 270": lambda: page(FILLER + at(72, 600, SECRET), Rotate=270),
    "diputar dan dipotong": lambda: page(
        FILLER + at(72, 600, SECRET), Rotate=90, CropBox=Array([40, 500, 560, 800])
    ),
    "asal lain": lambda: saved(
        drawn("1 0 0 1 -200 100 cm\n" + LINE + FILLER + at(72, 600, SECRET), box="[-200 100 395 942]")
    ),
    "satuan lain": lambda: saved(
        drawn(at(10, 80, VISIBLE, 4) + at(10, 60, SECRET, 4), box="[0 0 200 100]", extra={"/UserUnit": 3})
    ),
    "kartu": lambda: saved(drawn(at(5, 60, VISIBLE, 6) + at(5, 40, SECRET, 6), box="[0 0 153 85]")),
    "denah": lambda: saved(
        drawn(at(300, 2000, VISIBLE, 40) + at(300, 1500, SECRET, 40), box="[0 0 3370 2384]")
    ),
    "rapat": lambda: page(
        "".join(
            at(72, 640 - 11 * number, words, 11)
            for number, words in enumerate(
                ("pajak desa di atas", f"gaji {SECRET} lalu", "lihat lampiran di bawah")
            )
        )
    ),
    "ganda": lambda: page(FILLER + at(72, 600, SECRET) + at(72, 600, SECRET)),
    "bertanda": lambda: page(
        FILLER + f"/Span << /ActualText ({SECRET}) >> BDC\n" + at(72, 600, SECRET) + "EMC\n"
    ),
    "putih lebar": lambda: page(FILLER + f"BT /F1 12 Tf 30 Tw 8 Tc 72 600 Td ({SECRET}) Tj ET\n"),
}


def _typeset(body: str) -> Callable[[], bytes]:
    return lambda: bytes(
        typst.compile(f'#set page(paper: "a4")\n#set text(size: 11pt)\n{VISIBLE}\n\n{body}'.encode())
    )


TRAPS |= {
    "sambung di baris": _typeset(f"Nama Surya\u00ad-\\\nni Puspita hadir dan {SECRET}"),
    "tanda hubung lunak": _typeset("Nama Sur\u00adyani Pus\u00adpita hadir."),
    "tanda tak tampak": _typeset("Nama Sur\u200byani\u200c Pus\u2060pita hadir."),
    "spasi keras": _typeset("Nama Suryani\u00a0\u2003Puspita hadir."),
    "huruf besar": _typeset("NAMA SURYANI PUSPITA HADIR."),
    "huruf kecil kapital": _typeset("#smallcaps[Nama Suryani Puspita hadir]"),
    "dalam kotak warna": _typeset(f"#block(fill: navy, inset: 8pt, text(fill: white)[Nama {SECRET}])"),
    "pola": _typeset(
        f"Daftar nama di Kecamatan Masamba tahun ini: {SECRET}\n\n"
        f"#rect(width: 300pt, height: 40pt, fill: tiling(size: (300pt, 40pt))[#text(size: 16pt)[Nama {SECRET}]])"
    ),
}


WHOLE = frozenset({"isian", "isian tanpa rupa", "lapisan mati"})


def glued(pages: list[bytes]) -> bytes:
    """One file of all pages."""
    made = pikepdf.new()
    for content in pages:
        with pikepdf.open(io.BytesIO(content)) as source:
            made.pages.extend(source.pages)
    return saved(made)
