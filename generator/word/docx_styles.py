"""What a Word document's styles and numbering make of a paragraph or a run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.word.colours import HIGHLIGHTS, WHITE, alike
from generator.word.opening import Element, Opened

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
OFF = frozenset({"0", "false", "off", "none"})
TINY = 8  # half-points: under 4 points nobody reads
HEADING = re.compile(r"heading ?([1-9])")
MOST_STYLES = 20


def on(element: Element | None) -> bool:
    """Whether a switch of the format is on; it is, unless it says otherwise."""
    return element is not None and element.get(VAL, "1") not in OFF


class Around(Struct, frozen=True):
    """What a run stands on: backgrounds from the nearest to the farthest."""

    style: str
    fills: tuple[str, ...] = ()


class Styles:
    """The document's styles, by id."""

    def __init__(self, opened: Opened) -> None:
        root = opened.xml("word/styles.xml")
        found = () if root is None else root.iter(f"{W}style")
        self.by_id = {style.get(f"{W}styleId", ""): style for style in found}
        self.defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default = next(
            (
                name
                for name, style in self.by_id.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"
            ),
            "",
        )

    def chain(self, name: str) -> Iterator[Element]:
        """Yield a style and those it is based on, nearest first."""
        for _ in range(MOST_STYLES):
            style = self.by_id.get(name)
            if style is None:
                return
            yield style
            based = style.find(f"{W}basedOn")
            name = "" if based is None else based.get(VAL, "")

    def name(self, style: str) -> str:
        """Return a style's name as people see it, in small letters."""
        found = self.by_id.get(style)
        element = None if found is None else found.find(f"{W}name")
        return style.casefold() if element is None else element.get(VAL, "").casefold()

    def names(self, style: str) -> tuple[str, ...]:
        """Return a style's name and those of the styles it is based on."""
        found = (one.find(f"{W}name") for one in self.chain(style))
        return tuple(e.get(VAL, "").casefold() for e in found if e is not None)

    def level(self, properties: Element | None, style: str) -> int:
        """Return the level of a heading, or 0: its style's, or its own in the outline."""
        for name in self.names(style):
            if match := HEADING.fullmatch(name):
                return int(match[1])
        outline = self.of_paragraph(properties, style, "outlineLvl")
        value = "9" if outline is None else outline.get(VAL, "9")
        return int(value) + 1 if value.isdigit() and int(value) < len("123456789") else 0

    def of_paragraph(self, properties: Element | None, style: str, tag: str) -> Element | None:
        """Return a property of a paragraph: its own, or its style's."""
        own = None if properties is None else properties.find(W + tag)
        if own is not None:
            return own
        found = (one.find(f"{W}pPr/{W}{tag}") for one in self.chain(style))
        return next((e for e in found if e is not None), None)

    def _layers(self, properties: Element | None, style: str) -> Iterator[Element]:
        """Yield what says how a run looks, the nearest first."""
        if properties is not None:
            yield properties
            own = properties.find(f"{W}rStyle")
            yield from self._run_properties("" if own is None else own.get(VAL, ""))
        yield from self._run_properties(style)
        if self.defaults is not None:
            yield self.defaults

    def _run_properties(self, style: str) -> Iterator[Element]:
        found = (one.find(f"{W}rPr") for one in self.chain(style))
        yield from (e for e in found if e is not None)

    def _first(self, properties: Element | None, style: str, tag: str) -> Element | None:
        found = (layer.find(W + tag) for layer in self._layers(properties, style))
        return next((e for e in found if e is not None), None)

    def hidden(self, properties: Element | None, style: str) -> bool:
        """Whether a run is hidden, by its own hand or by a style."""
        return on(self._first(properties, style, "vanish"))

    def bold(self, properties: Element | None, style: str) -> bool:
        """Whether a run is bold."""
        return on(self._first(properties, style, "b"))

    def tiny(self, properties: Element | None, style: str) -> bool:
        """Whether a run is too small to read."""
        size = self._first(properties, style, "sz")
        value = "" if size is None else size.get(VAL, "")
        return value.isdigit() and int(value) < TINY

    def faint(self, properties: Element | None, around: Around) -> bool:
        """Whether a run has the colour of what it stands on."""
        colour = self._first(properties, around.style, "color")
        written = "auto" if colour is None else colour.get(VAL, "auto")
        marked = self._first(properties, around.style, "highlight")
        if marked is not None and marked.get(VAL, "none") != "none":
            behind = HIGHLIGHTS.get(marked.get(VAL, ""), WHITE)
            return alike("000000" if written == "auto" else written, behind)
        if written == "auto":  # the program draws it in black or white, whichever shows
            return False
        shade = self._first(properties, around.style, "shd")
        own = "auto" if shade is None else shade.get(f"{W}fill", "auto")
        behind = next((fill for fill in (own, *around.fills) if fill != "auto"), WHITE)
        return alike(written, behind)


def fill(element: Element | None) -> str:
    """Return the background that properties give, or "auto"."""
    shade = None if element is None else element.find(f"{W}shd")
    return "auto" if shade is None else shade.get(f"{W}fill", "auto")


# -- numbering ------------------------------------------------------------------------------------


class Label(Struct, frozen=True):
    """How an item of a list is labelled: in words, by a bullet, or not at all."""

    text: str
    depth: int = 0
    bullet: bool = False
    several: bool = False
    goes_on: bool = False


class Level(Struct):
    """How one level of a list is numbered."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    legal: bool = False


class Numbering(Struct):
    """Counts the lists of a document as its reader meets them."""

    abstract: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    own_levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)

    def next(self, number: str, level: int) -> Label:
        """Count one more item, and return how it is labelled."""
        abstract = self.lists.get(number, "")
        levels = self.abstract.get(abstract, {})
        here = self._level(number, levels, level)
        if here is None or here.form == "none":
            return Label("", depth=level)
        counts = self.counts.setdefault(abstract, {})
        restarted = (number, level) in self.starts and (number, level) not in self.begun
        if level not in counts or restarted:
            counts[level] = self.starts.get((number, level), here.start)
        else:
            counts[level] += 1
        self.begun.add((number, level))
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        if here.form == "bullet":  # one that cannot be seen: the item before goes on
            return Label("", level, bullet=bool(here.text.strip()), goes_on=not here.text.strip())

        def one(match: re.Match[str]) -> str:
            n = int(match[1]) - 1
            other = self._level(number, levels, n) or Level()
            value = counts.setdefault(n, other.start)
            return written(value, "decimal" if here.legal else other.form)

        several = len(re.findall(r"%[1-9]", here.text)) > 1
        return Label(re.sub(r"%([1-9])", one, here.text).strip(), level, several=several)

    def _level(self, number: str, levels: dict[int, Level], level: int) -> Level | None:
        return self.own_levels.get((number, level)) or levels.get(level)

    def level_of_style(self, number: str, style: str) -> int:
        """Return the level that a list keeps for a style."""
        levels = self.abstract.get(self.lists.get(number, ""), {})
        return next((n for n, level in levels.items() if level.style == style), 0)


def read_numbering(opened: Opened, styles: Styles) -> Numbering:
    """Return the document's lists, none of them begun."""
    found, root = Numbering(), opened.xml("word/numbering.xml")
    if root is None:
        return found
    linked: dict[str, str] = {}
    for abstract in root.iter(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId", "")
        levels = (_read_level(e) for e in abstract.iter(f"{W}lvl"))
        found.abstract[name] = dict(pair for pair in levels if pair)
        link = abstract.find(f"{W}numStyleLink")
        if link is not None:
            linked[name] = link.get(VAL, "")
    for number in root.iter(f"{W}num"):
        name = number.get(f"{W}numId", "")
        abstract_id = number.find(f"{W}abstractNumId")
        found.lists[name] = "" if abstract_id is None else abstract_id.get(VAL, "")
        for change in number.iter(f"{W}lvlOverride"):
            _override(found, name, change)
    for name, style in linked.items():
        element = styles.of_paragraph(None, style, "numPr")
        number_id = None if element is None else element.find(f"{W}numId")
        if number_id is not None:
            own = found.lists.get(number_id.get(VAL, ""), "")
            found.abstract[name] = found.abstract.get(own, {})
    return found


def _override(found: Numbering, name: str, change: Element) -> None:
    level = change.get(f"{W}ilvl", "")
    start, own = change.find(f"{W}startOverride"), change.find(f"{W}lvl")
    if start is not None and level.isdigit() and start.get(VAL, "").isdigit():
        found.starts[name, int(level)] = int(start.get(VAL, ""))
    if own is not None and (pair := _read_level(own)):
        found.own_levels[name, pair[0]] = pair[1]


def _read_level(element: Element) -> tuple[int, Level] | None:
    number = element.get(f"{W}ilvl", "")

    def said(tag: str, default: str) -> str:
        inner = element.find(W + tag)
        return default if inner is None else inner.get(VAL, default)

    if not number.isdigit():
        return None
    start = said("start", "1")
    return int(number), Level(
        int(start) if start.isdigit() else 1,
        said("numFmt", "decimal"),
        said("lvlText", ""),
        said("pStyle", ""),
        on(element.find(f"{W}isLgl")),
    )


ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
LARGEST = 10_000


def written(value: int, form: str) -> str:
    """Return a number as a list writes it: 4, 04, d, D, iv or IV."""
    if not 0 < value < LARGEST:
        return str(value)
    match form:
        case "lowerLetter" | "upperLetter" | "a" | "A":
            letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
            return letter.upper() if form in {"upperLetter", "A"} else letter
        case "lowerRoman" | "upperRoman" | "i" | "I":
            letters = ""
            for size, sign in ROMAN:
                count, value = divmod(value, size)
                letters += sign * count
            return letters.upper() if form in {"upperRoman", "I"} else letters
        case "decimalZero":
            return f"{value:02}"
        case _:
            return str(value)
