"""A clean copy of a presentation: hidden slides, notes, comments, objects that nobody sees and properties left out."""

from __future__ import annotations

from lxml import etree

from lutra.documents.cleaning.packing import Opc, Picture, drop, forget_who
from lutra.documents.reading.archive import Package
from lutra.documents.reading.slides import Presentation
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
_OFF = frozenset({"0", "false", "off"})


def clean(package: Package, picture: Picture) -> bytes:
    """The copy. Raises what ``Package`` raises for a file that cannot be read."""
    show = Presentation(package)
    width, height = show.size
    shown = {
        slide.part for slide in show.slides if (attribute(slide.root, "show") or "1").lower() not in _OFF
    }

    def tidy(tree: etree._Element, kind: str) -> None:
        _tidy(tree, width, height, is_slide=kind == "slide")

    def is_unseen(part: str, kind: str) -> bool:
        # A hidden slide comes in by no door: the list of slides, the relations, a jump from another slide.
        return kind == "slide" and part not in shown

    opc = Opc(package, _FOLLOWS, tidy, picture, refuses=is_unseen)
    if not opc.add(show.part, "officeDocument"):
        raise ValueError("no presentation")
    return opc.packed(show.part)


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
        forget_who(each)


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
