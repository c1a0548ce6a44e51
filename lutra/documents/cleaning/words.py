"""A clean copy of a Word document: tracked changes accepted; comments, hidden text, fields, properties left out."""

from __future__ import annotations

import re

from lxml import etree

from lutra.documents.cleaning.packing import Opc, Picture, drop, forget_who, unwrap
from lutra.documents.hidden.words import Styles, is_hidden
from lutra.documents.reading.archive import Package
from lutra.documents.reading.words import main_part
from lutra.documents.reading.xml import attribute, local

_FOLLOWS = frozenset(
    {"styles", "numbering", "fontTable", "theme", "header", "footer", "footnotes", "endnotes", "image"}
)
_GONE = frozenset(
    {"del", "moveFrom", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"}
    | {"tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellMerge", "moveFromRangeStart"}
    | {"moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart"}
    | {"customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd", "commentRangeStart"}
    | {"commentRangeEnd", "commentReference", "annotationRef", "proofErr", "permStart", "permEnd", "altChunk"}
    | {
        "subDoc",
        "object",
        "control",
        "sdtPr",
        "sdtEndPr",
        "smartTagPr",
        "customXmlPr",
        "docPartObj",
        "delText",
    }
    | {"delInstrText", "extLst", "Fallback", "printerSettings", "docVars", "movie", "background"}
)
_UNWRAPPED = frozenset(
    {"ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "AlternateContent", "Choice"}
)
_SHOWING_FIELDS = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|PAGEREF|REF|SEQ|TOC)\b", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def clean(package: Package, picture: Picture) -> bytes:
    """The copy. Raises what ``Package`` raises for a file that cannot be read."""
    part = main_part(package)
    styles = Styles(package)
    opc = Opc(package, _FOLLOWS, lambda root, _kind: _tidy(root, styles), picture)
    if not opc.add(part, "officeDocument"):
        raise ValueError("no document")
    return opc.packed(part)


def _tidy(root: etree._Element, styles: Styles) -> None:
    for row in [each for each in root.iter() if local(each) == "tr"]:
        marks = [local(mark) for block in row if local(block) == "trPr" for mark in block]
        if "del" in marks:
            drop(row)
    for cell in [each for each in root.iter() if local(each) == "tc"]:
        if any(local(mark) == "cellDel" for block in cell if local(block) == "tcPr" for mark in block):
            drop(cell)
    for each in list(root.iter()):
        if local(each) in _GONE:
            drop(each)
    _hidden(root, styles)
    _fields(root)
    for each in list(root.iter()):
        name = local(each)
        if name in _UNWRAPPED and each.getparent() is not None:
            unwrap(each)
        elif name == "bookmarkStart" and (attribute(each, "name") or "").startswith("_GoBack"):
            drop(each)
    for each in root.iter():
        forget_who(each)
        if local(each) == "t" and each.text:
            each.text = _INVISIBLE.sub("", each.text)


def _hidden(root: etree._Element, styles: Styles) -> None:
    """Take out runs that are not shown, and objects marked hidden. Styles stay: without them such runs would appear."""
    for run in [each for each in root.iter("{*}r") if is_hidden(each, styles)]:
        drop(run)
    for each in list(root.iter()):
        if local(each) == "docPr" and (attribute(each, "hidden") or "0") not in _OFF:
            frame = next((up for up in each.iterancestors() if local(up) in {"drawing", "pict"}), each)
            drop(frame)


def _fields(root: etree._Element) -> None:
    """Keep what a field shows; what it asks for stays only where it counts pages or points inside the document."""
    for each in list(root.iter()):
        name = local(each)
        if name == "fldSimple" and not _SHOWING_FIELDS.match(attribute(each, "instr") or ""):
            unwrap(each)
    for story in [each for each in root.iter() if local(each) == "p"]:
        said = "".join(each.text or "" for each in story.iter() if local(each) == "instrText")
        if said and not _SHOWING_FIELDS.match(said):
            for each in list(story.iter()):
                if local(each) in {"instrText", "fldChar"}:
                    drop(each)
