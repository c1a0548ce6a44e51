"""Every look of a body's own site can be read: its colours keep a contrast of 4.5 on every ground, light and dark."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from lutra.directory.models import Host

STATIC = Path(__file__).parents[1] / "static/lutra"
LOOKS = [look for look in Host.Look.values if look]


def tokens(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6})", css))


def parts(name: str) -> tuple[str, str]:
    """What holds by light and what by dark."""
    light, _at, dark = (STATIC / name).read_text().partition("@media (prefers-color-scheme: dark)")
    return light, dark


def colours(look: str, *, dark: bool) -> dict[str, str]:
    base_light, base_dark = parts("lutra.css")
    base = tokens(base_light.split("}")[0]) | (tokens(base_dark.split("}")[0]) if dark else {})
    rules = dict(re.findall(r'\[data-look="(\w+)"\] \{([^}]+)\}', parts("looks.css")[dark]))
    return base | tokens(rules[look])


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(sign * 2 for sign in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("look", "dark"), list(product(LOOKS, (False, True))))
def test_each_look_keeps_its_contrast(look: str, dark: bool) -> None:
    seen = colours(look, dark=dark)
    pairs = [(ink, ground) for ink in ("act", "act-deep") for ground in ("paper", "sheet", "act-wash")]
    pairs += [("on-act", "act"), ("on-act", "act-deep"), ("ink", "act-wash"), ("soft", "act-wash")]
    assert {f"{one} on {other}": contrast(seen[one], seen[other]) for one, other in pairs if
            contrast(seen[one], seen[other]) < 4.5} == {}  # fmt: skip
