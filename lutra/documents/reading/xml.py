"""XML of strangers: no entities, no network, no document type, no endless trees."""

from __future__ import annotations

from lxml import etree

from lutra.documents.reading.errors import Unreadable

_LARGEST = 128 * 1024 * 1024  # bytes


def parse(content: bytes) -> etree._Element:
    """The root element. Raises Unreadable; a document type declaration is refused, since no office file has one."""
    if len(content) > _LARGEST:
        raise Unreadable("too_large", "Ada bagian berkas yang terlalu besar untuk diperiksa.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "damaged", "Berkas rusak: ada bagian yang tidak dapat dibaca. Simpan ulang, lalu unggah lagi."
        ) from error
    if root is None:
        raise Unreadable("damaged", "Berkas rusak: ada bagian yang kosong.")
    if root.getroottree().docinfo.doctype:
        raise Unreadable(
            "doctype", "Berkas berisi deklarasi DOCTYPE yang berbahaya; berkas ini tidak dibuka."
        )
    return root


def local(element: etree._Element) -> str:
    """The tag without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    value: str | None = element.get(name)
    if value is not None:
        return value
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name), None
    )


def text(element: etree._Element) -> str:
    """All character data below the element."""
    return "".join(str(part) for part in element.itertext())
