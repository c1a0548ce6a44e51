"""Text of a Word document: what is shown on its pages, and apart from it comments and what was deleted."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from lutra.documents.reading.archive import Package
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text
from lutra.documents.types import DOCX

MAIN = "word/document.xml"
_STORIES = ("header", "footer", "footnotes", "endnotes")
_BREAK = "\x0c"


def read(source: Source) -> Reading:
    """Pages as Word last broke them; headers, footers and footnotes follow the last page."""
    package = source.package
    body = "".join(_story(package.xml(main_part(package))))
    parts = [part.strip("\n") for part in body.split(_BREAK)]
    rest = [
        said for said in ("".join(_story(package.xml(name))).strip() for name in stories(package)) if said
    ]
    pages = [Page(number, "", part) for number, part in enumerate(parts, 1)]
    if rest:
        last = pages[-1]
        pages[-1] = Page(last.number, "", "\n".join([last.text, *rest]))
    return Reading(DOCX, tuple(pages), tuple(_asides(package)))


def stories(package: Package) -> list[str]:
    """Headers, footers and notes, by their relations and by their usual names."""
    usual = package.matching(rf"word/(?:{'|'.join(_STORIES)})\d*\.xml")
    return list(dict.fromkeys([*usual, *package.of_kind(*_STORIES)]))


def comments(package: Package) -> list[str]:
    """The parts with comments."""
    return list(dict.fromkeys([*package.matching(r"word/comments\.xml"), *package.of_kind("comments")]))


def main_part(package: Package) -> str:
    """The name of the main part, wherever the writer put it."""
    return package.main_part(MAIN)


def _story(root: etree._Element) -> Iterator[str]:
    """Letters, tabs and breaks in their order; deleted runs are left out, and the first of two ways to say a shape."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element)
        if event == "end":
            if name == "p":
                yield "\n"
            elif name == "tc":
                yield "\t"
            continue
        if name in ("t", "instrText") and name == "t":
            if not _is_fallback(element):
                yield element.text or ""
        elif name in ("tab", "ptab") and _parent(element) == "r":
            yield "\t"
        elif name == "br":
            yield _BREAK if attribute(element, "type") == "page" else "\n"
        elif name == "lastRenderedPageBreak":
            yield _BREAK
        elif name == "cr":
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"


def _is_fallback(element: etree._Element) -> bool:
    return (
        next(
            element.iterancestors("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"),
            None,
        )
        is not None
    )


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return local(parent) if parent is not None else ""


def _asides(package: Package) -> Iterator[Page]:
    deleted, codes, choices = [], [], []
    for name in [main_part(package), *stories(package)]:
        root = package.xml(name)
        deleted += [text(each) for each in root.iter("{*}delText")]
        codes += field_codes(root)
        choices += [attribute(each, "displayText") or "" for each in root.iter("{*}listItem")]
    for label, said in (
        ("teks yang dihapus", "".join(deleted)),
        ("kode ruas", "\n".join(codes)),
        ("pilihan", "\n".join(choices)),
    ):
        if said:
            yield Page(1, label, said)
    for name in comments(package):
        yield Page(1, "komentar", "\n".join(text(each) for each in package.xml(name).iter("{*}comment")))


def field_codes(root: etree._Element) -> list[str]:
    """What fields ask for, each as a whole; their results stand in the text."""
    found: list[str] = []
    open_codes: list[list[str]] = []
    for each in root.iter("{*}fldSimple", "{*}fldChar", "{*}instrText"):
        name = local(each)
        if name == "fldSimple":
            found.append(attribute(each, "instr") or "")
        elif name == "instrText":
            (open_codes[-1] if open_codes else found).append(each.text or "")
        elif attribute(each, "fldCharType") == "begin":
            open_codes.append([])
        elif attribute(each, "fldCharType") == "end" and open_codes:
            found.append("".join(open_codes.pop()))
    found += ["".join(each) for each in open_codes]
    return [each.strip() for each in found if each.strip()]
