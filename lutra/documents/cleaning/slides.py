"""A clean copy of a presentation: hidden slides, notes, comments, objects that nobody sees and properties left out."""

from __future__ import annotations

from lxml import etree

from lutra.documents.cleaning.packing import OFFICE, Opc, Picture, drop, main_part
from lutra.documents.cleaning.words import _attributes
from lutra.documents.reading.archive import Package
from lutra.documents.reading.xml import attribute, local

_FOLLOWS = frozenset({"slide", "slideMaster", "slideLayout", "theme", "image", "tableStyles"})
_GONE = frozenset(
    {
        "extLst",
        "custDataLst",
        "notesMasterIdLst",
        "handoutMasterIdLst",
        "custShowLst",
        "photoAlbum",
        "modifyVerifier",
    }
    | {"oleObj", "controls", "AlternateContent", "timing", "transition", "smartTags", "htmlPubPr"}
)
_SHAPES = frozenset({"sp", "pic", "graphicFrame", "cxnSp", "grpSp"})
_OFF = frozenset({"0", "false"})


def clean(package: Package, picture: Picture) -> bytes:
    """The copy. Raises what ``Package`` raises for a file that cannot be read."""
    part = main_part(package, "ppt/presentation.xml")
    root = package.xml(part)
    width, height = _size(root)
    hidden = _hidden_slides(package, part)
    for each in [each for each in root.iter() if local(each) == "sldId"]:
        if each.get(f"{{{OFFICE}}}id") in hidden:
            drop(each)

    def tidy(tree: etree._Element, kind: str) -> None:
        _tidy(tree, width, height, is_slide=kind == "slide")

    opc = Opc(package, _FOLLOWS, tidy, picture)
    # A hidden slide that nothing points to any more must not come in through the list of relations.
    relations = opc.relations

    def shown(part_: str) -> dict[str, tuple[str, str, bool]]:
        return {key: value for key, value in relations(part_).items() if part_ != part or key not in hidden}

    opc.relations = shown
    if not opc.add(part, "officeDocument"):
        raise ValueError("no presentation")
    return opc.packed(part)


def _size(root: etree._Element) -> tuple[int, int]:
    for each in root:
        if local(each) == "sldSz":
            return int(each.get("cx", "9144000")), int(each.get("cy", "6858000"))
    return 9_144_000, 6_858_000


def _hidden_slides(package: Package, part: str) -> set[str]:
    return {
        key
        for key, (word, target, _external) in package.relationships(part).items()
        if word == "slide"
        and target in package
        and (attribute(package.xml(target), "show") or "1").lower() in _OFF
    }


def _tidy(root: etree._Element, width: int, height: int, *, is_slide: bool) -> None:
    for each in list(root.iter()):
        if local(each) in _GONE:
            drop(each)
    for each in [each for each in root.iter() if local(each) in _SHAPES]:
        named = next((inner for inner in each.iter() if local(inner) == "cNvPr"), None)
        is_hidden = named is not None and (named.get("hidden") or "0").lower() not in _OFF
        if is_hidden or (is_slide and _is_outside(each, width, height)):
            drop(each)
    for each in root.iter():
        _attributes(each)


def _is_outside(shape: etree._Element, width: int, height: int) -> bool:
    """Whether no part of a shape lies on its slide."""
    frame = next((each for each in shape.iter() if local(each) == "xfrm"), None)
    if frame is None or any(local(up) == "grpSp" for up in shape.iterancestors()):
        return False
    at = next((each for each in frame if local(each) == "off"), None)
    size = next((each for each in frame if local(each) == "ext"), None)
    if at is None or size is None:
        return False
    x, y, w, h = (
        int(each.get(name, "0")) for each, name in ((at, "x"), (at, "y"), (size, "cx"), (size, "cy"))
    )
    return x >= width or y >= height or x + w <= 0 or y + h <= 0
