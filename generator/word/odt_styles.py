"""What an OpenDocument text's styles and lists make of a paragraph or a run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

from generator.word.colours import WHITE, alike
from generator.word.docx_styles import Label, written
from generator.word.opening import Element, Opened

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{{{NAMESPACE}text:1.0}}"
STYLE = f"{{{NAMESPACE}style:1.0}}"
FO = f"{{{NAMESPACE}xsl-fo-compatible:1.0}}"
TABLE = f"{{{NAMESPACE}table:1.0}}"
OFFICE = f"{{{NAMESPACE}office:1.0}}"
DRAW = f"{{{NAMESPACE}drawing:1.0}}"
SVG = f"{{{NAMESPACE}svg-compatible:1.0}}"
XLINK = "{http://www.w3.org/1999/xlink}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
MOST_STYLES = 20
OF_ONE_PLACE = re.compile(r"p\d+")
"""What a program calls the style of a single paragraph, based on one that people know."""
SMALLEST = 4.0  # points
POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75}


class Styles:
    """The document's styles, by family and name: those with a name, and those of one place."""

    def __init__(self, opened: Opened) -> None:
        self.by_name: dict[tuple[str, str], Element] = {}
        self.lists: dict[str, Element] = {}
        self.outline: Element | None = None
        for part in ("styles.xml", "content.xml"):
            root = opened.xml(part)
            for element in () if root is None else root.iter():
                self._take(element)

    def _take(self, element: Element) -> None:
        if element.tag in {f"{STYLE}style", f"{STYLE}default-style"}:
            key = element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")
            self.by_name[key] = element
        elif element.tag == f"{TEXT}list-style":
            self.lists[element.get(f"{STYLE}name", "")] = element
        elif element.tag == f"{TEXT}outline-style":
            self.outline = element

    def chain(self, family: str, name: str) -> Iterator[Element]:
        """Yield a style and those it is based on, nearest first, the family's default last."""
        for _ in range(MOST_STYLES):
            found = self.by_name.get((family, name))
            if found is None:
                break
            yield found
            if not name:
                return
            name = found.get(f"{STYLE}parent-style-name", "")
        default = self.by_name.get((family, ""))
        if default is not None:
            yield default

    def names(self, name: str) -> tuple[str, ...]:
        """Return what people see a paragraph style and those it is based on called."""
        found = tuple(_called(one) for one in self.chain("paragraph", name))
        known = tuple(one for one in found if one and not OF_ONE_PLACE.fullmatch(one))
        return known or (name.replace("_20_", " ").casefold(),)

    def value(self, family: str, name: str, kind: str, attribute: str) -> str:
        """Return an attribute of a style's properties of this kind, or nothing."""
        for one in self.chain(family, name):
            for properties in one.findall(f"{STYLE}{kind}-properties"):
                if (found := properties.get(attribute)) is not None:
                    return str(found)
        return ""

    def list_of(self, name: str) -> str:
        """Return the list style that a paragraph's style brings with it."""
        found = (one.get(f"{STYLE}list-style-name") for one in self.chain("paragraph", name))
        return next((one for one in found if one), "")


def _called(style: Element) -> str:
    name = style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name", "")
    return str(name).replace("_20_", " ").casefold()


class Look(Struct, frozen=True):
    """Where a run stands: its own styles, nearest first, and the backgrounds behind it."""

    styles: tuple[tuple[str, str], ...]
    fills: tuple[str, ...] = ()

    def inside(self, family: str, name: str) -> Look:
        """Return the look of what is styled further within."""
        return Look(((family, name), *self.styles), self.fills)

    def _first(self, styles: Styles, attribute: str) -> str:
        found = (styles.value(family, name, "text", attribute) for family, name in self.styles)
        return next((one for one in found if one), "")

    def hidden(self, styles: Styles) -> bool:
        """Whether words here are not displayed."""
        return self._first(styles, f"{TEXT}display") == "none"

    def bold(self, styles: Styles) -> bool:
        """Whether words here are bold."""
        return self._first(styles, f"{FO}font-weight") in {"bold", "600", "700", "800", "900"}

    def tiny(self, styles: Styles) -> bool:
        """Whether words here are too small to read."""
        size = self._first(styles, f"{FO}font-size")
        unit = POINTS.get(size[-2:])
        number = size[:-2].replace(".", "", 1)
        return unit is not None and number.isdigit() and float(size[:-2]) * unit < SMALLEST

    def faint(self, styles: Styles) -> bool:
        """Whether words here have the colour of what they stand on."""
        for family, name in self.styles:
            own = (styles.value(family, name, "text", a) for a in
                   (f"{STYLE}use-window-font-color", f"{FO}color"))  # fmt: skip
            automatic, colour = own
            if automatic == "true" or (not colour and not automatic):
                if automatic == "true":
                    return False
                continue
            own_fill = self._first(styles, f"{FO}background-color")
            fills = (own_fill, *self.fills)
            behind = next((fill for fill in fills if fill.startswith("#")), WHITE)
            return alike(colour, behind)
        return False


# -- lists ----------------------------------------------------------------------------------------


class Lists(Struct):
    """Counts lists as the reader meets them; a list may go on where an earlier one ended."""

    styles: Styles
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)

    def begin(self, key: str, depth: int) -> None:
        """A list begins anew at this depth."""
        self.counts.setdefault(key, {}).pop(depth, None)

    def next(self, key: str, style: str, depth: int, start: str = "") -> Label:
        """Count one more item of a list, and return its label."""
        level = self._level(self.styles.lists.get(style), depth)
        return self._count(level, self.styles.lists.get(style), self.counts.setdefault(key, {}),
                           depth, start)  # fmt: skip

    def heading(self, level: int) -> Label:
        """Count one more heading, and return the label that the outline gives it."""
        outline = self.styles.outline
        return self._count(self._level(outline, level - 1), outline, self.outline, level - 1, "")

    def _count(
        self,
        level: Element | None,
        style: Element | None,
        counts: dict[int, int],
        depth: int,
        start: str,
    ) -> Label:
        if level is None:
            return Label("", depth)
        begin = level.get(f"{TEXT}start-value", "1")
        first = int(begin) if begin.isdigit() else 1
        counts[depth] = int(start) if start.isdigit() else counts.get(depth, first - 1) + 1
        for deeper in [n for n in counts if n > depth]:
            del counts[deeper]
        if level.tag.endswith("-bullet") or level.tag.endswith("-image"):
            sign = level.get(f"{TEXT}bullet-char", "x")
            return Label("", depth, bullet=bool(sign.strip()), goes_on=not sign.strip())
        form = level.get(f"{STYLE}num-format", "")
        if not form:
            return Label("", depth, goes_on=True)
        shown = level.get(f"{TEXT}display-levels", "1")
        several = int(shown) if shown.isdigit() else 1
        parts = []
        for n in range(max(0, depth - several + 1), depth + 1):
            other = self._level(style, n)
            own = form if other is None else other.get(f"{STYLE}num-format", "")
            if own:
                parts.append(written(counts.setdefault(n, 1), own))
        before, after = level.get(f"{STYLE}num-prefix", ""), level.get(f"{STYLE}num-suffix", "")
        text = f"{before}{'.'.join(parts)}{after}".strip()
        return Label(text, depth, several=len(parts) > 1)

    def _level(self, style: Element | None, depth: int) -> Element | None:
        for level in () if style is None else style:
            if level.get(f"{TEXT}level", "") == str(depth + 1):
                return level
        return None
