"""Traps of pictures."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, PngImagePlugin
from PIL.ExifTags import IFD

from lutra.documents.tests.corpus import Trap
from lutra.documents.tests.corpus.packages import docx

HISTORY = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"><xmpMM:History><rdf:Seq><rdf:li>disunting'
    b"</rdf:li></rdf:Seq></xmpMM:History></rdf:Description></rdf:RDF></x:xmpmeta>"
)


def _image(size=(64, 64)) -> Image.Image:
    return Image.new("RGB", size, "white")


def jpeg(**more) -> bytes:
    """A white JPEG, saved with what is given."""
    out = io.BytesIO()
    _image().save(out, "JPEG", **more)
    return out.getvalue()


def _png(**more) -> bytes:
    out = io.BytesIO()
    _image().save(out, "PNG", **more)
    return out.getvalue()


def _tiff(**more) -> bytes:
    out = io.BytesIO()
    _image().save(out, "TIFF", **more)
    return out.getvalue()


def with_gps() -> bytes:
    """A photograph that knows where it was taken."""
    exif = Image.Exif()
    place = exif.get_ifd(IFD.GPSInfo)
    place.update({1: "S", 2: (2.0, 33.0, 10.0), 3: "E", 4: (120.0, 20.0, 0.0)})
    return jpeg(exif=exif)


def _with_tags(main=None, camera=None) -> bytes:
    exif = Image.Exif()
    for tag, value in (main or {}).items():
        exif[tag] = value
    if camera:
        exif.get_ifd(IFD.Exif).update(camera)
    return jpeg(exif=exif)


def _with_block(marker: int, body: bytes) -> bytes:
    """A JPEG with one more block at its start."""
    plain = jpeg()
    return plain[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body + plain[2:]


def _with_chunk(kind: bytes, body: bytes) -> bytes:
    plain = _png()
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return plain[:-12] + chunk + plain[-12:]


def _with_text(key: str, value: str, *, packed=False) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text(key, value, zip=packed)
    return _png(pnginfo=info)


def _with_thumbnail() -> bytes:
    small = jpeg()
    header = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08"
    first = (
        struct.pack(">H", 1)
        + struct.pack(">HHI4s", 0x0112, 3, 1, b"\x00\x01\x00\x00")
        + struct.pack(">I", 26)
    )
    second = (
        struct.pack(">H", 2)
        + struct.pack(">HHII", 0x0201, 4, 1, 56)
        + struct.pack(">HHII", 0x0202, 4, 1, len(small))
        + struct.pack(">I", 0)
    )
    return _with_block(0xE1, header + first + second + small)


TRAPS = [
    Trap("tempat.jpg", "gps", with_gps),
    Trap(
        "kamera.jpg",
        "exif",
        lambda: _with_tags({271: "Samsung", 272: "SM-A125F"}, {36867: "2024:05:12 08:00:00"}),
    ),
    Trap("pemilik.jpg", "person_in_metadata", lambda: _with_tags({315: "Budi Santoso"})),
    Trap("pabrik.jpg", "maker_note", lambda: _with_tags(camera={37500: b"catatan pabrik"})),
    Trap("mini.jpg", "thumbnail", _with_thumbnail),
    Trap("komentar.jpg", "image_comment", lambda: jpeg(comment=b"difoto di rumah Ani")),
    Trap("xmp.jpg", "xmp", lambda: _with_block(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + HISTORY)),
    Trap(
        "iptc.jpg",
        "iptc",
        lambda: _with_block(0xED, b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x04\x1c\x02P\x00"),
    ),
    Trap("ekor.jpg", "trailing_data", lambda: jpeg() + b"rahasia sekali"),
    Trap("zip.jpg", "polyglot", lambda: jpeg() + docx()),
    Trap("teks.png", "image_text", lambda: _with_text("Description", "KTP Ani")),
    Trap("teks-padat.png", "image_text", lambda: _with_text("Description", "KTP Ani", packed=True)),
    Trap("pembuat.png", "person_in_metadata", lambda: _with_text("Author", "Budi Santoso")),
    Trap("blok.png", "image_text", lambda: _with_chunk(b"raHa", b"isi")),
    Trap("ekor.png", "trailing_data", lambda: _png() + b"rahasia sekali"),
    Trap("potongan.png", "trailing_data", lambda: _png() + _png()[60:]),
    Trap("kamera.tif", "exif", lambda: _tiff(tiffinfo={271: "Canon", 272: "LiDE 220"})),
    Trap("palsu.png", "type_mismatch", jpeg),
]

CLEAN = {
    "putih.jpg": jpeg,
    "progresif.jpg": lambda: jpeg(progressive=True, quality=95, dpi=(300, 300)),
    "putih.png": _png,
    "berdpi.png": lambda: _png(dpi=(150, 150)),
    "perangkat.png": lambda: _with_text("Software", "Inkscape"),
    "putih.tif": _tiff,
    "arah.jpg": lambda: _with_tags({274: 1, 305: "GIMP"}),
}
