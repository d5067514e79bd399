"""Charts as data: what each bar stands for, and where a template draws it.

A chart is bars of one or more series, each bar under its own label, and the table with the same
figures. It is drawn for the width of a telephone and grows with the page; no script takes part.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct

WIDTH = 300
LINE, BAR, GAP = 18, 24, 12
LETTER = 7
"""About how wide a letter is; texts are broken so that none runs out of the drawing."""
LETTERS = WIDTH // LETTER
SWATCH = 14
NOT_STATED = "Not stated"
TONES = ("1", "2", "3", "4", "5", "6")
OWN_TONES = {
    "red": "red", "amber": "amber", "green": "green", "complete": "complete",
    "not stated": "none", "not graded": "none", "n.a.": "none",
}  # fmt: skip


class Series(Struct, frozen=True):
    """One of the things that bars are made of, and how it is painted (`scheme-bar--...`)."""

    name: str
    tone: str


class Bar(Struct, frozen=True):
    """A bar: its label, and how much of each series it holds; ``None`` is not stated.

    ``links`` lead to what was counted, by series: what it is called, and its anchor on the page.
    """

    label: str
    values: tuple[Decimal | None, ...]
    links: tuple[tuple[tuple[str, str], ...], ...] = ()


class Text(Struct, frozen=True):
    """A line of text in the drawing, at its left end or, where ``middle``, at its centre."""

    x: float
    y: float
    words: str
    tone: str = ""
    middle: bool = False


class Box(Struct, frozen=True):
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float
    tone: str


class Drawing(Struct, frozen=True):
    """The marks of a chart, in order."""

    height: int
    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]


class Chart(Struct, frozen=True, dict=True):
    """A chart and the table with the same figures. ``head`` names what the bars are.

    ``description`` says in a sentence what the drawing shows, for those who do not see it.
    """

    id: str
    title: str
    description: str
    head: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    unit: str = ""
    own_table: bool = True

    @property
    def which(self) -> bool:
        """Whether its table leads to what was counted."""
        return any(bar.links for bar in self.bars)

    @cached_property
    def drawing(self) -> Drawing:
        """Where everything stands."""
        return _Pen(self).draw()


def painted(names: Sequence[str]) -> tuple[Series, ...]:
    """Return a series for each name, each painted unlike the others."""
    free = iter(TONES * (1 + len(names) // len(TONES)))
    return tuple(Series(n, OWN_TONES.get(n.casefold()) or next(free)) for n in names)


def _tone(label: str, series: Series) -> str:
    """Return how a bar that is a status of its own is painted."""
    return OWN_TONES.get(label.casefold(), series.tone)


def shown(value: Decimal | None) -> str:
    """Return a figure as a table shows it."""
    return NOT_STATED if value is None else f"{value:f}"


class _Pen:
    """Draws one chart from the top down."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.y = 0
        self.boxes: list[Box] = []
        self.texts: list[Text] = []
        longest = max((_total(bar) for bar in chart.bars), default=Decimal(0))
        self.scale = WIDTH / float(longest) if longest else 0.0

    def draw(self) -> Drawing:
        """Return the whole drawing."""
        if len(self.chart.series) > 1:
            self._key()
        for bar in self.chart.bars:
            self._label(bar)
            self._bar(bar)
        return Drawing(self.y, tuple(self.boxes), tuple(self.texts))

    def _key(self) -> None:
        """Say which part of a bar is which, in the order in which they stand."""
        x = 0
        for series in self.chart.series:
            width = SWATCH + 6 + LETTER * len(series.name) + 14
            if x and x + width - 14 > WIDTH:
                x, self.y = 0, self.y + LINE + 4
            self.boxes.append(Box(x + 1, self.y + 3, SWATCH, SWATCH, series.tone))
            self.texts.append(Text(x + SWATCH + 7, self.y + 15, series.name))
            x += width
        self.y += LINE + 4 + GAP

    def _label(self, bar: Bar) -> None:
        words = bar.label
        if len(self.chart.series) == 1:
            words = f"{words}: {shown(bar.values[0])}{self.chart.unit and f' {self.chart.unit}'}"
        for line in textwrap.wrap(words, LETTERS) or [""]:
            self.texts.append(Text(0, self.y + 13, line))
            self.y += LINE

    def _bar(self, bar: Bar) -> None:
        x = 0.0
        for series, value in zip(self.chart.series, bar.values, strict=True):
            width = round(float(value or 0) * self.scale, 1)
            if not width:
                continue
            tone = series.tone if len(self.chart.series) > 1 else _tone(bar.label, series)
            inside = round(max(width - 2, 1), 1)
            self.boxes.append(Box(min(round(x + 1, 1), WIDTH - inside), self.y, inside, BAR, tone))
            words = shown(value)
            if len(self.chart.series) > 1 and width > LETTER * len(words) + 4:
                at = round(x + width / 2, 1)
                self.texts.append(Text(at, self.y + 17, words, series.tone, middle=True))
            x += width
        if not x:  # nothing to draw is something to say
            self.texts.append(Text(0, self.y + 17, _nothing(bar)))
        self.y += BAR + GAP


def _total(bar: Bar) -> Decimal:
    return sum((value for value in bar.values if value is not None), Decimal(0))


def _nothing(bar: Bar) -> str:
    return NOT_STATED if all(value is None for value in bar.values) else "0"
