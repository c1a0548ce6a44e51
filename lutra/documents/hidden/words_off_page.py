"""Words of a Word document that stand beside its pages: boxes moved away, frames, lines drawn out over the edge."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from lutra.documents.hidden.findings import Hidden, hidden
from lutra.documents.reading.xml import attribute, local, text

_EMU = 12_700  # an inch has 914,400 of them, a point this many
_TWIP = 20  # of a point
_A4 = (595.0, 842.0)  # points, where a section says nothing
_MARGIN = 150.0  # points: the widest that a page leaves free, for places that are counted from within it
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 1 / _EMU}
_LENGTH = re.compile(r"\s*(-?\d{1,9}(?:\.\d{1,6})?)\s*(pt|in|cm|mm|px|)\s*")


def look(root: etree._Element, place: str) -> Iterator[Hidden]:
    """One finding for each thing with words that no page shows."""
    page = _page(root)
    for frame in (*_boxes(root, page), *_shapes(root, page), *_paragraphs(root, page)):
        said = " ".join("".join(text(each) for each in frame.iter("{*}t")).split())
        if said:
            yield hidden("off_page_object", place, said)
    for shape in _drawn(root):
        if "visibility" in (style := _style(shape)) and style["visibility"] == "hidden":
            yield hidden("hidden_object", place, " ".join(text(each) for each in shape.iter("{*}t")))


def _page(root: etree._Element) -> tuple[float, float]:
    """The width and height of the largest page, in points."""
    sizes = [
        (_number(attribute(each, "w")) / _TWIP, _number(attribute(each, "h")) / _TWIP)
        for each in root.iter("{*}pgSz")
    ]
    return max((each[0] for each in sizes), default=0) or _A4[0], max(
        (each[1] for each in sizes), default=0
    ) or _A4[1]


def _boxes(root: etree._Element, page: tuple[float, float]) -> Iterator[etree._Element]:
    for box in root.iter("{*}anchor"):
        size = next((each for each in box if local(each) == "extent"), None)
        for axis, most, name, length in ((0, page[0], "positionH", "cx"), (1, page[1], "positionV", "cy")):
            position = next((each for each in box if local(each) == name), None)
            offset = next(position.iter("{*}posOffset"), None) if position is not None else None
            if position is None or offset is None:
                continue
            at = _number(offset.text) / _EMU
            long = _number(attribute(size, length)) / _EMU if size is not None else 0
            before = 0.0 if attribute(position, "relativeFrom") == "page" else most if axis else _MARGIN
            if _is_beyond(at, long, most, before=before):
                yield box
                break


def _shapes(root: etree._Element, page: tuple[float, float]) -> Iterator[etree._Element]:
    """Shapes of older Word, whose place stands in a style."""
    for shape in _drawn(root):
        style = _style(shape)
        if style.get("position") != "absolute":
            continue
        for names, size, most in (
            (("margin-left", "left"), "width", page[0]),
            (("margin-top", "top"), "height", page[1]),
        ):
            at = sum(_points(style.get(name)) for name in names)
            if _is_beyond(at, _points(style.get(size)), most, before=_MARGIN if size == "width" else most):
                yield shape
                break


def _paragraphs(root: etree._Element, page: tuple[float, float]) -> Iterator[etree._Element]:
    for paragraph in root.iter("{*}p"):
        own = next((each for each in paragraph if local(each) == "pPr"), None)
        for mark in own if own is not None else ():
            name = local(mark)
            if name == "framePr":
                x, y = (_number(attribute(mark, side)) / _TWIP for side in "xy")
                wide = _number(attribute(mark, "w")) / _TWIP
                if _is_beyond(x, wide, page[0], before=_MARGIN) or _is_beyond(y, 0, page[1], before=page[1]):
                    yield paragraph
            elif name == "ind":
                left, right = (
                    (_number(attribute(mark, one)) or _number(attribute(mark, other))) / _TWIP
                    for one, other in (("left", "start"), ("right", "end"))
                )
                if left < -page[0] / 2 or left > page[0] or right > page[0]:
                    yield paragraph


def _is_beyond(at: float, size: float, most: float, *, before: float) -> bool:
    """Whether something of that size lies outside of a page whose corner is at most ``before`` points further up."""
    return at + size < -before or at >= most + before / 2


def _drawn(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter(
        *(f"{{urn:schemas-microsoft-com:vml}}{name}" for name in ("shape", "rect", "group", "line"))
    )


def _style(shape: etree._Element) -> dict[str, str]:
    rows = (each.partition(":") for each in (shape.get("style") or "").lower().split(";"))
    return {name.strip(): value.strip() for name, _colon, value in rows}


def _points(value: str | None) -> float:
    match = _LENGTH.fullmatch(value or "")
    return float(match[1]) * _UNITS[match[2]] if match else 0.0


def _number(value: str | None) -> float:
    match = _LENGTH.fullmatch(value or "")
    return float(match[1]) if match else 0.0
