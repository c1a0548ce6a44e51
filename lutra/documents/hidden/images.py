"""What a picture carries beside its pixels. Every block of the file is walked; none is drawn."""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, ImageSequence
from PIL.ExifTags import GPSTAGS, IFD, TAGS

from lutra.documents.hidden import properties
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading.errors import NotRead
from lutra.documents.reading.pages import Page
from lutra.documents.reading.recognition import BROKEN_PICTURE, opened, recognise
from lutra.documents.reading.source import Source
from lutra.documents.types import detect

_MOST_FRAMES = 50
_LONGEST_WORDS = 20_000  # letters of one description
_LEAST_LETTERS = 6  # letters and digits of one that could say something of a person
# Tags that describe pixels and paper, not people and places.
_QUIET_TAGS = {
    "Orientation", "XResolution", "YResolution", "ResolutionUnit",
    "Software", "ExifOffset", "ColorSpace", "ExifImageWidth",
    "ExifImageHeight", "YCbCrPositioning", "ComponentsConfiguration", "FlashPixVersion", "ExifVersion", "ImageWidth",
    "ImageLength", "BitsPerSample", "Compression",
    "PhotometricInterpretation", "SamplesPerPixel", "PlanarConfiguration",
    "StripOffsets", "RowsPerStrip", "StripByteCounts", "Predictor",
    "ExtraSamples", "SampleFormat", "FillOrder", "NewSubfileType",
    "SubfileType", "PageNumber", "TileWidth", "TileLength",
    "TileOffsets", "TileByteCounts", "InterColorProfile", "T4Options",
    "T6Options", "ColorMap", "YCbCrSubSampling", "ReferenceBlackWhite", "YCbCrCoefficients", "JPEGTables", "XMLPacket",
    "JpegIFOffset", "JpegIFByteCount", "JPEGInterchangeFormat", "JPEGInterchangeFormatLength", "DocumentName",
}  # fmt: skip
_PEOPLE_TAGS = {"Artist", "XPAuthor", "CameraOwnerName", "Copyright", "HostComputer"}
# What encoders sign their work with.
_ENCODERS = re.compile(
    rb"^(?:creator: gd|lavc|compressed by|optimized by|file written by|jpeg|intel|mozjpeg|created with|ffmpeg)",
    re.I,
)
_PNG_PIXELS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"tIME", b"acTL", b"fcTL", b"fdAT", b"oFFs", b"sTER", b"cICP", b"mDCv", b"cLLi",
}  # fmt: skip


def look(source: Source) -> Looked:
    """Read by OCR and look. Raises NotRead."""
    image = opened(source.content)
    looked = Looked(source.media_type or "")
    looked.hidden.extend(look_at_picture(source.content))
    looked.aside(1, "keterangan gambar", words_beside(source.content))
    frames = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for frame in ImageSequence.Iterator(image):
                frames += 1
                if frames > _MOST_FRAMES:
                    looked.errors.append(
                        "Terlalu banyak halaman dalam satu gambar; bagi menjadi beberapa berkas."
                    )
                    break
                try:
                    said = recognise(frame.copy())
                    looked.ocr_ran = True
                except NotRead as error:
                    looked.errors.append(str(error))
                    said = ""
                looked.pages.append(Page(frames, "", said))
    except (*BROKEN_PICTURE, Image.DecompressionBombError):
        looked.errors.append("Gambar rusak dan tidak dapat dibaca sampai tuntas; simpan ulang.")
    return looked


def look_at_picture(content: bytes) -> list[Hidden]:
    """Camera data, comments, texts, what follows the end. Raises Unreadable for a picture that explodes."""
    kind = detect(content)
    found: list[Hidden] = []
    if kind == "image/jpeg":
        found.extend(_jpeg(content))
    elif kind == "image/png":
        found.extend(_png(content))
    elif kind not in ("image/tiff", "image/gif", "image/webp", "image/bmp"):
        return found
    image = opened(content)
    found.extend(_exif(image))
    if kind != "image/jpeg":
        packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
        if packet and kind != "image/png":
            found.extend(
                properties.of_xmp(packet if isinstance(packet, bytes) else str(packet).encode(), "gambar")
            )
    comment = image.info.get("comment")
    if comment and kind == "image/gif" and not _ENCODERS.match(bytes(comment)):
        found.append(hidden("image_comment", "gambar", bytes(comment).decode("utf-8", "replace")))
    return list(dict.fromkeys(found))


def words_beside(content: bytes) -> str:
    """Words that a picture carries beside its pixels: descriptions, comments, names. Raises Unreadable."""
    if detect(content) not in (
        "image/jpeg",
        "image/png",
        "image/tiff",
        "image/gif",
        "image/webp",
        "image/bmp",
    ):
        return ""
    image = opened(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = image.getexif()
            values = [*exif.values(), *exif.get_ifd(IFD.Exif).values(), *image.info.values()]
    except (*BROKEN_PICTURE, struct.error, AttributeError):
        return ""
    said = (_words(value)[:_LONGEST_WORDS] for value in values if isinstance(value, str | bytes))
    return "\n".join(each for each in said if sum(letter.isalnum() for letter in each) >= _LEAST_LETTERS)


def _exif(image: Image.Image) -> Iterator[Hidden]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = image.getexif()
            main = dict(exif)
            camera, place = dict(exif.get_ifd(IFD.Exif)), dict(exif.get_ifd(IFD.GPSInfo))
            small = dict(exif.get_ifd(IFD.IFD1))
    except (*BROKEN_PICTURE, struct.error, AttributeError):
        yield hidden("exif", "gambar", "tidak dapat dibaca")
        return
    if any(GPSTAGS.get(tag, "") not in ("GPSVersionID", "") for tag in place):
        yield hidden("gps", "gambar", "koordinat GPS")
    telling = []
    for tag, value in {**main, **camera}.items():
        name = TAGS.get(tag, str(tag))
        if name == "MakerNote":
            yield hidden("maker_note", "gambar")
        elif name in _PEOPLE_TAGS:
            yield from properties.person(_words(value), f"EXIF {name}")
        elif (
            name not in _QUIET_TAGS
            and name not in ("GPSInfo", "ExifInteroperabilityOffset")
            and _words(value)
        ):
            telling.append(
                f"{name} {_words(value)}" if name in ("Make", "Model", "DateTimeOriginal") else name
            )
    if telling:
        yield hidden("exif", "gambar", ", ".join(sorted(telling)))
    if any(TAGS.get(tag) in ("JpegIFOffset", "JPEGInterchangeFormat") for tag in small):
        yield hidden("thumbnail", "gambar")


def _words(value: object) -> str:
    if isinstance(value, bytes):
        text = value.decode("utf-16-le" if b"\x00" in value[1::2] else "utf-8", "replace")
        return "".join(letter for letter in text if letter.isprintable()).strip()
    return str(value).strip()


# --- JPEG -----------------------------------------------------------------------------------------------------------


def _jpeg(content: bytes) -> Iterator[Hidden]:
    at, length = 2, len(content)
    scanned = False
    while at + 4 <= length:
        if content[at] != 0xFF:
            break
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            break
        if 0xD0 <= marker <= 0xD7 or marker == 0x01:
            at += 2
            continue
        size = struct.unpack_from(">H", content, at + 2)[0]
        body = content[at + 4 : at + 2 + size]
        yield from _jpeg_block(marker, body)
        at += 2 + size
        if marker == 0xDA:  # pixels follow, up to a marker that is none of theirs
            scanned = True
            while at + 1 < length and not (
                content[at] == 0xFF and content[at + 1] not in (0, *range(0xD0, 0xD8))
            ):
                at = content.find(b"\xff", at + 1)
                if at < 0:
                    return
    rest = content[at + 2 :].strip(b"\x00\xff \r\n\t") if scanned else b""
    if rest:
        yield hidden("trailing_data", "akhir gambar", f"{len(rest)} bita")


def _jpeg_block(marker: int, body: bytes) -> Iterator[Hidden]:
    if marker == 0xFE and body.strip(b"\x00 ") and not _ENCODERS.match(body):
        yield hidden("image_comment", "gambar", body.decode("utf-8", "replace"))
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/xap/1.0/\x00"):
        yield from properties.of_xmp(body[29:], "gambar")
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/xmp/extension/"):
        yield hidden("xmp", "gambar", "XMP lanjutan")
    elif marker == 0xED and b"8BIM\x04\x04" in body:
        yield hidden("iptc", "gambar")
    elif marker == 0xE2 and body.startswith(b"MPF\x00"):
        yield note("metadata", "gambar", "berisi lebih dari satu gambar (MPF)")


# --- PNG ------------------------------------------------------------------------------------------------------------


def _png(content: bytes) -> Iterator[Hidden]:
    at, length = 8, len(content)
    while at + 12 <= length:
        size, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + size]
        if kind in (b"tEXt", b"zTXt", b"iTXt"):
            yield from _png_text(kind, body)
        elif kind not in _PNG_PIXELS and kind != b"eXIf":
            yield hidden("image_text", f"blok {kind.decode('ascii', 'replace')}", f"{size} bita")
        at += 12 + size
        if kind == b"IEND":
            break
    rest = content[at:].strip(b"\x00 \r\n\t")
    if rest:
        yield hidden("trailing_data", "akhir gambar", f"{len(rest)} bita")


def _png_text(kind: bytes, body: bytes) -> Iterator[Hidden]:
    key, _zero, rest = body.partition(b"\x00")
    name = key.decode("latin-1")
    if kind == b"zTXt":
        value = _unpacked(rest[1:])
    elif kind == b"iTXt":
        packed = rest[:1] == b"\x01"
        said = rest[2:].split(b"\x00", 2)[-1]
        value = _unpacked(said) if packed else said
    else:
        value = rest
    if name == "XML:com.adobe.xmp":
        yield from properties.of_xmp(value, "gambar")
    elif name in ("Author", "Artist"):
        yield from properties.person(value.decode("utf-8", "replace"), f"teks {name}")
    elif name not in ("Software", "Title", "date:create", "date:modify", "date:timestamp", "Creation Time"):
        yield hidden("image_text", f"teks {name}", value.decode("utf-8", "replace"))


def _unpacked(content: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, 1_000_000)
    except zlib.error:
        return content
