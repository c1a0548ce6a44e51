"""Text of a PowerPoint presentation: a page for each slide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from lutra.documents.reading.archive import Package
from lutra.documents.reading.pages import Page, Reading
from lutra.documents.reading.source import Source
from lutra.documents.reading.xml import attribute, local, text
from lutra.documents.types import PPTX


@dataclass(slots=True)
class Slide:
    """One slide with its XML and its notes, when it has some."""

    number: int
    part: str
    root: etree._Element
    notes: str


class Presentation:
    """A presentation opened once for reading and for looking."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.part = package.main_part("ppt/presentation.xml")
        self.root = package.xml(self.part)

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height of a slide, in EMU (914,400 an inch)."""
        for each in self.root:
            if local(each) == "sldSz":
                return int(attribute(each, "cx") or 9144000), int(attribute(each, "cy") or 6858000)
        return 9144000, 6858000

    @cached_property
    def slides(self) -> list[Slide]:
        """All slides in the order of the show, hidden ones too."""
        relations = self.package.relationships(self.part)
        parts = []
        for each in self.root.iter("{*}sldId"):
            key = next((str(value) for name, value in each.attrib.items() if str(name).endswith("}id")), "")
            target = relations.get(key, ("", "", False))[1]
            if target in self.package:
                parts.append(target)
        return [
            Slide(number, part, self.package.xml(part), self._notes(part))
            for number, part in enumerate(parts, 1)
        ]

    def _notes(self, part: str) -> str:
        for kind, target, external in self.package.relationships(part).values():
            if kind == "notesSlide" and not external and target in self.package:
                return shape_text(
                    self.package.xml(target), leave_out=("sldNum", "dt", "hdr", "ftr", "sldImg")
                )
        return ""


def shape_text(root: etree._Element, leave_out: tuple[str, ...] = ()) -> str:
    """Paragraphs of all shapes, without the placeholders named."""
    lines = []
    unwanted = {
        shape
        for shape in root.iter("{*}sp")
        if any(attribute(each, "type") in leave_out for each in shape.iter("{*}ph"))
    }
    for paragraph in root.iter("{*}p"):
        shape = next(paragraph.iterancestors("{*}sp"), None)
        said = "".join(
            "\n" if local(each) == "br" else text(each) for each in paragraph.iter("{*}t", "{*}br")
        )
        if said.strip() and shape not in unwanted:
            lines.append(said)
    return "\n".join(lines)


def read(source: Source) -> Reading:
    """All slides, hidden ones too; speaker's notes apart."""
    return read_presentation(Presentation(source.package))


def read_presentation(presentation: Presentation) -> Reading:
    """As ``read``, of an opened presentation."""
    slides = presentation.slides
    return Reading(
        PPTX,
        tuple(Page(slide.number, "", shape_text(slide.root)) for slide in slides),
        tuple(Page(slide.number, "catatan pembicara", slide.notes) for slide in slides if slide.notes),
    )
