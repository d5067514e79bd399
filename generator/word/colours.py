"""Whether two colours are so alike that words in the one can not be read on the other."""

from __future__ import annotations

import re

WHITE = "FFFFFF"
COLOUR = re.compile(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})")
LEAST = 1.2
"""Of the contrast that WCAG measures; the palest grey that anybody prints in has 1.4."""
HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "darkBlue": "00008B",
    "darkCyan": "008B8B", "darkGray": "A9A9A9", "darkGreen": "006400", "darkMagenta": "800080",
    "darkRed": "8B0000", "darkYellow": "808000", "green": "00FF00", "lightGray": "D3D3D3",
    "magenta": "FF00FF", "red": "FF0000", "white": "FFFFFF", "yellow": "FFFF00",
}  # fmt: skip


def alike(one: str, other: str) -> bool:
    """Whether words in the one colour are not to be seen on the other."""
    first, second = _light(one), _light(other)
    if first is None or second is None:
        return False
    high, low = max(first, second), min(first, second)
    return (high + 0.05) / (low + 0.05) < LEAST


def _light(colour: str) -> float | None:
    match = COLOUR.fullmatch(colour)
    if match is None:
        return None
    parts = (_linear(int(part, 16) / 255) for part in match.groups())
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
