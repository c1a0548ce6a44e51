"""The work of ``inspection`` and ``reading``, done inside the sandbox: every parser is reached from here.

1. What is it, by its content? Does the name say so, and could it be opened as something else besides?
2. Its format's look: text, hidden data, pictures and files inside.
3. Pictures are looked at for camera data and read by OCR; files inside are looked at the same way, some levels deep.
4. Personal data are searched in all that was read. Only masked values leave, and the text where it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, BinaryIO

from lutra.documents import types
from lutra.documents.hidden import images, mail, opendocument, pdf, sheets, slides, texts, web, words
from lutra.documents.hidden.findings import Hidden, hidden
from lutra.documents.hidden.invisible import invisible_characters
from lutra.documents.hidden.looked import Looked
from lutra.documents.personal import find, mask
from lutra.documents.reading.errors import Encrypted, NotRead, Unreadable
from lutra.documents.reading.pages import Page
from lutra.documents.reading.recognition import opened, recognise
from lutra.documents.reading.source import DEEPEST, LARGEST, Source

_MOST_OCR = 150  # pages and pictures that are recognised in one file
_MOST_FILES = 200  # files inside
_MOST_FINDINGS = 5000
_PICTURE_SIDE = 120  # pixels: smaller pictures hold no words that matter

_LOOKS: dict[str, Callable[[Source], Looked]] = {
    types.DOCX: words.look,
    types.XLSX: sheets.look,
    types.PPTX: slides.look,
    types.ODT: opendocument.look,
    types.ODS: opendocument.look,
    types.ODP: opendocument.look,
    types.HTML: web.look,
    types.EML: mail.look,
    types.CSV: texts.look,
    types.TXT: texts.look,
    types.PNG: images.look,
    types.JPEG: images.look,
    types.TIFF: images.look,
    "image/gif": images.look,
    "image/bmp": images.look,
    "image/webp": images.look,
}
# The extension that a kind may carry besides its own; all others under another kind's extension are a disguise.
_EXTENSIONS: dict[str, frozenset[str]] = {
    types.PDF: frozenset({".pdf"}),
    types.DOCX: frozenset({".docx"}),
    types.XLSX: frozenset({".xlsx"}),
    types.PPTX: frozenset({".pptx"}),
    types.ODT: frozenset({".odt"}),
    types.ODS: frozenset({".ods"}),
    types.ODP: frozenset({".odp"}),
    types.HTML: frozenset({".html", ".htm", ".xhtml"}),
    types.EML: frozenset({".eml"}),
    types.PNG: frozenset({".png"}),
    types.JPEG: frozenset({".jpg", ".jpeg"}),
    types.TIFF: frozenset({".tif", ".tiff"}),
}
_KNOWN_EXTENSIONS = frozenset().union(*_EXTENSIONS.values())
_ADVICE: dict[str | None, tuple[str, str]] = {
    types.OLE: (
        "legacy",
        (
            "Berkas Office lama (.doc, .xls, .ppt, .msg) tidak dapat diperiksa; simpan sebagai .docx, .xlsx, .pptx,"
            " atau PDF."
        ),
    ),
    types.ZIP: ("archive", "Arsip ZIP tidak dapat diperiksa; unggah berkas di dalamnya satu per satu."),
    "application/rtf": ("legacy", "Berkas RTF tidak dapat diperiksa; simpan sebagai .docx atau PDF."),
}
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@dataclass(slots=True)
class Whole:
    """What was found in a file and in the files inside of it."""

    media_type: str | None = None
    pages: list[Page] = field(default_factory=list)
    asides: list[Page] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ocr_ran: bool = False
    recognised: int = 0
    files: int = 0

    def may_ocr(self) -> bool:
        """Whether one more picture may be recognised; counts it."""
        self.recognised += 1
        return self.recognised <= _MOST_OCR


def inspect(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """The sandbox's task behind ``inspection.inspect``."""
    whole = examine(files[0].read(LARGEST + 1), arguments["name"])
    personal = _personal(whole)
    kept = _merged(whole.hidden)
    return {
        **({"text": _text(whole)} if arguments.get("with_text") else {}),
        "media_type": whole.media_type,
        "pages": len(whole.pages),
        "text_length": sum(len(page.text) for page in whole.pages),
        "hidden": [
            {"kind": each.kind, "place": each.place, "detail": each.detail_masked, "severity": each.severity}
            for each in kept[:_MOST_FINDINGS]
        ],
        "personal": personal[:_MOST_FINDINGS],
        "errors": list(dict.fromkeys(whole.errors))[:100],
        "ocr_ran": whole.ocr_ran,
        "checks": {
            "network": arguments["confined"]["network"],
            "truncated": len(kept) > _MOST_FINDINGS or len(personal) > _MOST_FINDINGS,
        },
    }


def read(arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """The sandbox's task behind ``reading.read``: the text, in clear."""
    whole = examine(files[0].read(LARGEST + 1), arguments["name"])
    return _text(whole)


def _text(whole: Whole) -> dict[str, Any]:
    return {
        "media_type": whole.media_type,
        "pages": [[page.number, page.label, page.text] for page in whole.pages],
        "asides": [[page.number, page.label, page.text] for page in whole.asides],
        "errors": list(dict.fromkeys(whole.errors)),
        "ocr_ran": whole.ocr_ran,
    }


def ocr(_arguments: dict[str, Any], files: list[BinaryIO]) -> dict[str, Any]:
    """The sandbox's task behind ``reading.ocr``."""
    try:
        return {"text": recognise(opened(files[0].read(LARGEST + 1))), "error": None}
    except NotRead as error:
        return {"text": "", "error": str(error)}


def examine(content: bytes, name: str) -> Whole:
    """Everything about one file. Never raises for what is in it, except MemoryError."""
    whole = Whole()
    try:
        source = Source(content, name)
    except NotRead as error:
        whole.errors.append(str(error))
        return whole
    whole.media_type = source.media_type
    _file(source, whole, "")
    return whole


def _file(source: Source, whole: Whole, inside: str) -> None:
    """Look at one file; ``inside`` says within which other one it lies, empty for the outermost."""
    if not source.content:
        _fail(whole, inside, "Berkas kosong. Pilih berkas yang benar lalu unggah lagi.")
        return
    try:
        looked = _looked(source, whole)
    except NotRead as error:
        _fail(whole, inside, str(error))
        return
    except MemoryError:
        raise
    except Exception as error:  # parsers raise anything on broken files; the file is withheld
        _fail(
            whole, inside, f"Berkas tidak dapat dibaca sampai tuntas ({type(error).__name__}); simpan ulang."
        )
        return
    found = [*_disguises(source), *looked.hidden]
    prefix = f"{inside}: " if inside else ""
    whole.hidden.extend(_placed(each, prefix) for each in found)
    whole.errors.extend(looked.errors)
    whole.ocr_ran = whole.ocr_ran or looked.ocr_ran
    if inside:
        whole.asides.extend(Page(1, f"{inside} {page.label}".strip(), page.text) for page in looked.pages)
    else:
        whole.pages.extend(looked.pages)
    whole.asides.extend(Page(page.number, f"{prefix}{page.label}", page.text) for page in looked.asides)
    for page in (*looked.pages, *looked.asides):
        whole.hidden.extend(
            _placed(each, prefix) for each in invisible_characters(page.text, f"halaman {page.number}")
        )
    _pictures(looked, whole, prefix, source)
    for name, content in looked.files:
        _inner(name, content, source, whole, prefix)


def _looked(source: Source, whole: Whole) -> Looked:
    kind = source.media_type
    if kind == types.PDF:
        return pdf.look(source, whole.may_ocr)
    look = _LOOKS.get(kind or "")
    if look is None:
        raise refusal(source)
    return look(source)


def refusal(source: Source) -> NotRead:
    """Why a file of a kind that nobody here reads is refused, and what to do instead."""
    if source.media_type == types.OLE and _ENCRYPTED_PACKAGE in source.content:
        return Encrypted()
    code, message = _ADVICE.get(
        source.media_type,
        (
            "unknown",
            "Jenis berkas tidak dikenal dan tidak dapat diperiksa; simpan sebagai PDF, lalu unggah lagi.",
        ),
    )
    return Unreadable(code, message)


def _disguises(source: Source) -> list[Hidden]:
    kind = source.media_type or ""
    found = [hidden("polyglot", "berkas", other) for other in types.polyglot(source.content, kind)]
    own = _EXTENSIONS.get(kind, frozenset())
    if (source.extension in _KNOWN_EXTENSIONS and source.extension not in own) or (
        own and source.extension in (".csv", ".txt")
    ):
        found.append(hidden("type_mismatch", "berkas", f"{source.extension}: {kind}"))
    return found


def _pictures(looked: Looked, whole: Whole, prefix: str, source: Source) -> None:
    """Camera data of every picture, and the words of those that no page has shown yet."""
    is_pdf = source.media_type == types.PDF
    for number, picture in enumerate(looked.pictures):
        place = f"{prefix}{picture.place}"
        try:
            inner = images.look_at_picture(picture.content)
            said = images.words_beside(picture.content)
        except NotRead as error:
            whole.hidden.append(hidden("unreadable_part", place, str(error)))
            continue
        except MemoryError:
            raise
        except Exception as error:  # see above
            whole.hidden.append(hidden("unreadable_part", place, type(error).__name__))
            continue
        whole.hidden.extend(_placed(each, f"{place}: ") for each in inner)
        if said:
            whole.asides.append(Page(picture.page, f"{place}: keterangan", said))
        if is_pdf:
            continue
        _recognise(picture.content, whole, picture.page, f"{place} {number + 1}")


def _recognise(content: bytes, whole: Whole, page: int, place: str) -> None:
    try:
        image = opened(content)
        if min(image.size) < _PICTURE_SIDE:
            return
        if not whole.may_ocr():
            whole.errors.append("Terlalu banyak gambar untuk sekali periksa; bagi menjadi beberapa berkas.")
            return
        said = recognise(image)
        whole.ocr_ran = True
    except NotRead as error:
        whole.errors.append(str(error))
        return
    if said:
        whole.asides.append(Page(page, place, said))


def _inner(name: str, content: bytes, source: Source, whole: Whole, prefix: str) -> None:
    place = f"{prefix}{name}"
    whole.files += 1
    if source.depth + 1 >= DEEPEST or whole.files > _MOST_FILES:
        whole.hidden.append(hidden("unreadable_part", place, "terlalu dalam"))
        return
    try:
        inner = Source(content, PurePath(name).name, source.depth + 1)
    except NotRead as error:
        _fail(whole, place, str(error))
        return
    _file(inner, whole, place)


def _fail(whole: Whole, inside: str, message: str) -> None:
    """What could not be looked at: the file itself is an error; a part of it is a finding that an officer decides."""
    if inside:
        whole.hidden.append(hidden("unreadable_part", inside, message))
    else:
        whole.errors.append(message)


def _placed(each: Hidden, prefix: str) -> Hidden:
    return (
        Hidden(each.kind, f"{prefix}{each.place}"[:240], each.detail_masked, each.severity)
        if prefix
        else each
    )


def _merged(found: list[Hidden]) -> list[Hidden]:
    """Each finding once."""
    return list(dict.fromkeys(found))


def _personal(whole: Whole) -> list[dict[str, Any]]:
    found = []
    for page, place in (
        *((page, "") for page in whole.pages),
        *((page, page.label) for page in whole.asides),
    ):
        for match in find(page.text):
            found.append(
                {
                    "kind": match.kind,
                    "value_masked": mask(match),
                    "page": page.number,
                    "offset": match.start,
                    "length": match.end - match.start,
                    "certainty": match.certainty,
                    "place": place,
                }
            )
            if len(found) > _MOST_FINDINGS:
                return found
    return found
