"""What a PowerPoint presentation hides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lutra.documents.hidden import office
from lutra.documents.hidden.colours import is_same
from lutra.documents.hidden.findings import Hidden, hidden, note
from lutra.documents.hidden.looked import Looked
from lutra.documents.reading.errors import Unreadable
from lutra.documents.reading.slides import Presentation, Slide, read_presentation, shape_text
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text

_OFF = ("0", "false", "off")
_FILLS = ("solidFill", "noFill", "gradFill", "blipFill", "pattFill")
_SEEN = 10_000  # thousandths of a per cent: letters that show less than this are not seen
_TINY = 400  # hundredths of a point
Frame = tuple[int, int, int, int]  # left, top, right, bottom in EMU


@dataclass(slots=True)
class Shape:
    """Something on a slide, in the order of painting."""

    element: etree._Element
    frame: Frame | None
    text: str
    is_solid: bool


def look(source: Source) -> Looked:
    """Read and look. Raises NotRead when the presentation itself cannot be opened."""
    presentation = Presentation(source.package)
    looked = Looked.of(read_presentation(presentation))
    for slide in presentation.slides:
        try:
            looked.hidden.extend(_slide(presentation, slide))
        except Unreadable as error:
            looked.errors.append(str(error))
    for check in (_slides_beside, _layouts, _tags, _comments):
        try:
            looked.hidden.extend(check(presentation, looked))
        except Unreadable as error:
            looked.errors.append(str(error))
    if source.package.matching(r"ppt/charts/chart\d*\.xml"):
        looked.hidden.append(note("chart_data", "grafik"))
    office.look(source.package, looked, "ppt")
    return looked


def _slide(presentation: Presentation, slide: Slide) -> Iterator[Hidden]:
    place = f"salindia {slide.number}"
    if attribute(slide.root, "show") in _OFF:
        yield hidden("hidden_slide", place)
    if slide.notes.strip():
        yield hidden("speaker_notes", place, slide.notes)
    yield from office.drawing_parts(slide.root, place)
    shapes = list(_shapes(slide.root))
    width, height = presentation.size
    for number, shape in enumerate(shapes):
        frame = shape.frame
        if frame is None:
            continue
        if frame[2] <= 0 or frame[3] <= 0 or frame[0] >= width or frame[1] >= height:
            yield hidden("off_slide_object", place, shape.text or local(shape.element))
        elif shape.text and any(
            other.is_solid and other.frame is not None and _covers(other.frame, frame)
            for other in shapes[number + 1 :]
        ):
            yield hidden("covered_object", place, shape.text)
    yield from runs(slide.root, _ground(presentation, slide), place)


def _slides_beside(presentation: Presentation, looked: Looked) -> Iterator[Hidden]:
    """Slides that the list of slides does not name: a jump from another slide still opens them."""
    package = presentation.package
    parts = package.matching(r"ppt/slides/[^/]+\.xml")
    parts += package.of_kind("slide")
    listed = {slide.part.lower() for slide in presentation.slides}
    for part in {part.lower(): part for part in parts if part.lower() not in listed}.values():
        said = shape_text(package.xml(part))
        looked.aside(1, "salindia tersembunyi", said)
        yield hidden("hidden_slide", part, said)


def _layouts(presentation: Presentation, looked: Looked) -> Iterator[Hidden]:
    """Words of layouts and masters, which stand behind slides."""
    package = presentation.package
    for part in package.of_kind("slideLayout", "slideMaster", "notesMaster", "handoutMaster"):
        looked.aside(1, "tata letak", shape_text(package.xml(part)))
    for slide in presentation.slides:
        looked.aside(slide.number, "teks pengganti", "\n".join(office.alternative_texts(slide.root)))
    yield from ()


def _tags(presentation: Presentation, looked: Looked) -> Iterator[Hidden]:
    """Data that programs hang onto slides; those that WPS Office numbers its own shapes with say nothing."""
    for part in presentation.package.of_kind("tags"):
        for each in presentation.package.xml(part).iter("{*}tag"):
            name, value = attribute(each, "name") or "", attribute(each, "val") or ""
            looked.aside(1, "data salindia", value)
            if value.strip() and not name.upper().startswith("KSO_"):
                yield hidden("custom_xml", part, f"{name} {value}")


def _shapes(root: etree._Element) -> Iterator[Shape]:
    for element in root.iter("{*}sp", "{*}pic", "{*}graphicFrame"):
        said = " ".join(text(each) for each in element.iter("{*}t")).strip()
        yield Shape(element, _frame(element), said, _is_solid(element))


def _frame(element: etree._Element) -> Frame | None:
    """Where a shape stands on the slide, through the groups it lies in; None when a layout says it."""
    transform = next(
        (
            each
            for part in element
            if local(part) in ("spPr", "xfrm")
            for each in ([part] if local(part) == "xfrm" else part)
            if local(each) == "xfrm"
        ),
        None,
    )
    box = _box(transform)
    if box is None:
        return None
    left, top, right, bottom = (float(value) for value in box)
    for group in element.iterancestors("{*}grpSp"):
        outer = next(
            (each for part in group if local(part) == "grpSpPr" for each in part if local(each) == "xfrm"),
            None,
        )
        shown, inner = _box(outer), _box(outer, "chOff", "chExt")
        if shown is None or inner is None:
            continue
        across = (shown[2] - shown[0]) / max(inner[2] - inner[0], 1)
        down = (shown[3] - shown[1]) / max(inner[3] - inner[1], 1)
        left, right = (shown[0] + (value - inner[0]) * across for value in (left, right))
        top, bottom = (shown[1] + (value - inner[1]) * down for value in (top, bottom))
    return int(left), int(top), int(right), int(bottom)


def _box(transform: etree._Element | None, offset: str = "off", extent: str = "ext") -> Frame | None:
    if transform is None:
        return None
    parts = {local(each): each for each in transform}
    if offset not in parts or extent not in parts:
        return None
    try:
        x, y = int(attribute(parts[offset], "x") or 0), int(attribute(parts[offset], "y") or 0)
        return (
            x,
            y,
            x + int(attribute(parts[extent], "cx") or 0),
            y + int(attribute(parts[extent], "cy") or 0),
        )
    except ValueError:
        return None


def _is_solid(element: etree._Element) -> bool:
    if local(element) == "pic":
        return True
    own = next((each for each in element if local(each) == "spPr"), None)
    fill = next((each for each in own if local(each) == "solidFill"), None) if own is not None else None
    return fill is not None and next(fill.iter("{*}alpha"), None) is None


def _covers(outer: Frame, inner: Frame) -> bool:
    across = min(outer[2], inner[2]) - max(outer[0], inner[0])
    down = min(outer[3], inner[3]) - max(outer[1], inner[1])
    area = max((inner[2] - inner[0]) * (inner[3] - inner[1]), 1)
    return across > 0 and down > 0 and across * down >= 0.9 * area


def runs(root: etree._Element, ground: str | None, place: str) -> Iterator[Hidden]:
    """Letters in drawn shapes that nobody sees; ``ground`` is the colour behind all shapes, None for an unknown one."""
    found: dict[str, list[str]] = {}
    for run in root.iter("{*}r"):
        said = "".join(text(each) for each in run.iter("{*}t"))
        if not said.strip():
            continue
        looks = list(_looks(run))
        size = next((value for each in looks if (value := attribute(each, "sz"))), None)
        if size is not None and size.isdigit() and int(size) <= _TINY:
            found.setdefault("tiny_text", []).append(said)
        fill = next((fill for each in looks for fill in each if local(fill) in _FILLS), None)
        is_drawn = any(
            local(line) == "ln" and next(line.iter("{*}noFill"), None) is None
            for each in looks
            for line in each
        )
        if fill is not None and _is_nothing(fill) and not is_drawn:
            found.setdefault("hidden_text", []).append(said)
            continue
        colour = _colour(fill) if fill is not None and local(fill) == "solidFill" else None
        behind = _behind(run, ground)
        if colour is not None and behind is not None and is_same(colour, behind):
            found.setdefault("same_colour_text", []).append(said)
    for kind, texts in found.items():
        yield hidden(kind, place, " ".join(texts))


def _looks(run: etree._Element) -> Iterator[etree._Element]:
    """What says how a run looks: itself, then the list style of its shape for its level."""
    yield from (each for each in run if local(each) == "rPr")
    paragraph = next(run.iterancestors("{*}p"), None)
    own = next((each for each in paragraph if local(each) == "pPr"), None) if paragraph is not None else None
    yield from (each for each in (own if own is not None else ()) if local(each) == "defRPr")
    level = (attribute(own, "lvl") or "0") if own is not None else "0"
    body = paragraph.getparent() if paragraph is not None else None
    style = body.find("{*}lstStyle") if body is not None else None
    for rule in style if style is not None else ():
        if local(rule) == f"lvl{int(level) + 1 if level.isdecimal() else 1}pPr":
            yield from (each for each in rule if local(each) == "defRPr")


def _is_nothing(fill: etree._Element) -> bool:
    """Whether letters are filled with nothing, or with something nine tenths see-through."""
    alpha = next(fill.iter("{*}alpha"), None)
    value = (attribute(alpha, "val") or "") if alpha is not None else ""
    return local(fill) == "noFill" or (value.isdigit() and int(value) <= _SEEN) or value in ("0%", "1%")


def _behind(run: etree._Element, ground: str | None) -> str | None:
    """The colour behind a run: its cell's, its shape's, the slide's; None where it cannot be told."""
    for ancestor in run.iterancestors():
        name = local(ancestor)
        if name == "tc":
            own = next((each for each in ancestor if local(each) == "tcPr"), None)
            return (
                _colour(next((each for each in own if local(each) == "solidFill"), None))
                if own is not None
                else None
            )
        if name != "sp":
            continue
        own = next((each for each in ancestor if local(each) == "spPr"), None)
        fills = {local(each): each for each in own} if own is not None else {}
        if "solidFill" in fills:
            return _colour(fills["solidFill"])
        if {"gradFill", "blipFill", "pattFill"} & set(fills):
            return None
        style = next((each for each in ancestor if local(each) == "style"), None)
        reference = next(style.iter("{*}fillRef"), None) if style is not None else None
        if "noFill" not in fills and reference is not None and attribute(reference, "idx") != "0":
            return None  # the theme paints it
        return ground
    return ground


def _ground(presentation: Presentation, slide: Slide) -> str | None:
    """The slide's background: its own, its layout's, its master's; None for pictures and themes."""
    part, root = slide.part, slide.root
    for wanted in ("slideLayout", "slideMaster", ""):
        background = next(root.iter("{*}bg"), None)
        if background is not None:
            fill = next(background.iter("{*}solidFill"), None)
            if fill is not None:
                return _colour(fill)
            reference = next(background.iter("{*}bgRef"), None)
            scheme = next(reference.iter("{*}schemeClr"), None) if reference is not None else None
            return "FFFFFF" if scheme is not None and attribute(scheme, "val") in ("bg1", "lt1") else None
        target = next(
            (
                target
                for kind, target, external in presentation.package.relationships(part).values()
                if kind == wanted and not external and target in presentation.package
            ),
            None,
        )
        if target is None:
            return "FFFFFF"
        part, root = target, presentation.package.xml(target)
    return "FFFFFF"


def _colour(fill: etree._Element | None) -> str | None:
    if fill is None:
        return None
    for each in fill:
        if local(each) == "srgbClr" and not len(each):
            return attribute(each, "val")
        if local(each) == "schemeClr" and not len(each):
            return {"bg1": "FFFFFF", "lt1": "FFFFFF"}.get(attribute(each, "val") or "")
        if local(each) == "sysClr":
            return attribute(each, "lastClr")
    return None


def _comments(presentation: Presentation, looked: Looked) -> Iterator[Hidden]:
    package = presentation.package
    usual = package.matching(r"ppt/comments/.*\.xml")
    for name in dict.fromkeys([*usual, *package.of_kind("comments")]):
        root = package.xml(name)
        said = [" ".join(text(each).split()) for each in root.iter("{*}cm")]
        said = said or [" ".join(text(root).split())]
        looked.aside(1, "komentar", "\n".join(said))
        yield hidden("comment", name, " | ".join(said))
