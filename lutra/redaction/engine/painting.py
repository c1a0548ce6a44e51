"""Boxes on a page's picture, each with its ground."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from lutra.redaction.engine.boxes import Box
from lutra.redaction.engine.pages import Picture

_LARGEST, _SMALLEST = 24, 14  # pixels of a letter: 8.6 and 5 points
_LIGHT = 235  # of 255: paper
_EDGE = 3  # pixels

Pixels = tuple[int, int, int, int]


def paint(picture: Picture, boxes: Sequence[Box]) -> list[Pixels]:
    """Paint all boxes, then their grounds. Returns where the grounds stand, one for each box that has one."""
    image = picture.image
    draw = ImageDraw.Draw(image)
    areas = [picture.pixels(box.rect) for box in boxes]
    for left, top, right, bottom in areas:
        if right > left and bottom > top:
            draw.rectangle((left, top, right - 1, bottom - 1), fill="black")
    stamps: list[Pixels] = []
    for box, area in zip(boxes, areas, strict=True):
        if box.label and area[2] > area[0] and area[3] > area[1]:
            stamps.append(_stamp(image, draw, area, box, stamps))
    return stamps


def _stamp(
    image: Image.Image, draw: ImageDraw.ImageDraw, area: Pixels, box: Box, others: Sequence[Pixels]
) -> Pixels:
    """In the box when it fits there; else on blank paper beside it; else in short at the box's corner."""
    short = f"{box.ground}{box.sub_item}" or box.label
    for text in (box.label, short):
        for size in range(_LARGEST, _SMALLEST - 1, -2):
            font = ImageFont.load_default(size)
            wide, high = _measure(font, text)
            if wide <= area[2] - area[0] and high <= area[3] - area[1]:
                where = _centred(area, wide, high)
                _write(draw, where, text, font, "white", None)
                return where
        if text == box.label:
            beside = _beside(image, area, _measure(ImageFont.load_default(_SMALLEST), text), others)
            if beside is not None:
                _write(draw, beside, text, ImageFont.load_default(_SMALLEST), "black", "white")
                return beside
    font = ImageFont.load_default(_SMALLEST)
    wide, high = _measure(font, short)
    where = (area[0], area[1], min(area[0] + wide, image.width), min(area[1] + high, image.height))
    _write(draw, where, short, font, "white", "black")
    return where


def _measure(font: ImageFont.FreeTypeFont | ImageFont.ImageFont, text: str) -> tuple[int, int]:
    left, top, right, bottom = font.getbbox(text)
    return int(right - left) + 2 * _EDGE, int(bottom - top) + 2 * _EDGE


def _centred(area: Pixels, wide: int, high: int) -> Pixels:
    left = area[0] + (area[2] - area[0] - wide) // 2
    top = area[1] + (area[3] - area[1] - high) // 2
    return left, top, left + wide, top + high


def _beside(
    image: Image.Image, area: Pixels, size: tuple[int, int], others: Sequence[Pixels]
) -> Pixels | None:
    """A place on blank paper at the right, the left, below or above."""
    wide, high = size
    middle = (area[1] + area[3] - high) // 2
    for left, top in (
        (area[2] + 2, middle), (area[0] - wide - 2, middle), (area[0], area[3] + 2), (area[0], area[1] - high - 2),
    ):  # fmt: skip
        where = (left, top, left + wide, top + high)
        if left < 0 or top < 0 or where[2] > image.width or where[3] > image.height:
            continue
        darkest = image.crop(where).convert("L").getextrema()[0]
        if int(darkest) >= _LIGHT and not any(_meets(where, other) for other in others):  # type: ignore[arg-type]
            return where
    return None


def _meets(one: Pixels, other: Pixels) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _write(
    draw: ImageDraw.ImageDraw,
    where: Pixels,
    text: str,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    colour: str,
    ground: str | None,
) -> None:
    if ground is not None:
        draw.rectangle((where[0], where[1], where[2] - 1, where[3] - 1), fill=ground)
    left, top, _right, _bottom = font.getbbox(text)
    draw.text((where[0] + _EDGE - left, where[1] + _EDGE - top), text, fill=colour, font=font)
