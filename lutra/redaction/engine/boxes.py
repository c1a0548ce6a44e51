"""Rectangles on a page as it is shown: points (1/72 inch) from its top left corner, after turning and cropping."""

from __future__ import annotations

from dataclasses import dataclass

Rect = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class Box:
    """What is to be covered, and by which ground. ``page`` counts from 1; ``label`` is what is stamped on it."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    ground: str = ""
    sub_item: str = ""
    label: str = ""

    @property
    def rect(self) -> Rect:
        """Left, top, right, bottom."""
        return self.x0, self.y0, self.x1, self.y1


def touches(first: Rect, second: Rect) -> bool:
    """Whether two rectangles share more than an edge."""
    return (
        min(first[2], second[2]) - max(first[0], second[0]) > 0.2
        and min(first[3], second[3]) - max(first[1], second[1]) > 0.2
    )


def hides(box: Rect, word: Rect, *, upright: bool = True) -> bool:
    """Whether a box covers a part of a word: any of its length, and more of its height than lines share by chance."""
    wide = min(box[2], word[2]) - max(box[0], word[0])
    high = min(box[3], word[3]) - max(box[1], word[1])
    if not upright:
        wide, high = high, wide
        box, word = (box[1], box[0], box[3], box[2]), (word[1], word[0], word[3], word[2])
    return wide > 0.2 and high > 0.2 * min(box[3] - box[1], word[3] - word[1])


def around(rects: list[Rect]) -> Rect:
    """The smallest rectangle that holds all; ``rects`` is not empty."""
    return (
        min(each[0] for each in rects),
        min(each[1] for each in rects),
        max(each[2] for each in rects),
        max(each[3] for each in rects),
    )


def in_lines(rects: list[Rect]) -> list[Rect]:
    """The rectangles of letters joined to one for each piece of a line, in their order."""
    lines: list[list[Rect]] = []
    for each in rects:
        if lines:
            last = around(lines[-1])
            reach = min(1.5 * (each[3] - each[1]), 60.0)
            level = min(last[3], each[3]) - max(last[1], each[1]) > 0.3 * (each[3] - each[1])
            beside = max(last[0], each[0]) - min(last[2], each[2]) <= max(reach, 6.0)
            upright = min(last[2], each[2]) - max(last[0], each[0]) > 0.3 * (each[2] - each[0])
            below = max(last[1], each[1]) - min(last[3], each[3]) <= 1.0
            single = len(lines[-1]) == 1 or around(lines[-1])[2] - around(lines[-1])[0] < 1.6 * (
                each[2] - each[0]
            )
            if (level and beside) or (upright and below and single and each[2] - each[0] < 40):
                lines[-1].append(each)
                continue
        lines.append([each])
    return [around(line) for line in lines]
