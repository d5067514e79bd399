"""What a Word or OpenDocument text says and shows, in one form: paragraphs, where each stands.

Both readers give this, so that what looks for hidden things, or compares words, is written once.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, field

FIRST, LAST = "\U00100000", "\U00100001"
"""Around a paragraph's number, where a text is made ready for pandoc. No document holds them."""


class Flow(StrEnum):
    """What a paragraph belongs to."""

    BODY = "the text"
    BOX = "a text box"
    NOTE = "a note"
    HEADER = "a page header"
    FOOTER = "a page footer"
    COMMENT = "a comment"


class Kind(StrEnum):
    """What a file may hide, or hold, that its text does not show."""

    CHANGE = "tracked changes"
    COMMENT = "comments"
    HIDDEN = "hidden text"
    FAINT = "text in the colour of its background"
    TINY = "text too small to read"
    MARKING = "protective marking"
    OBJECT = "embedded objects"
    MACRO = "macros"
    LINK = "links to other files"
    PROGRAM = "fields that start a program"
    EQUATION = "equations"
    ODD = "characters of no alphabet"


class Place(Struct, frozen=True):
    """Where in a file: a paragraph, and the heading it stands under; or a part.

    Paragraphs with words are counted, from 1; ``order`` is for sorting alone.
    """

    part: str
    paragraph: int = 0
    heading: str = ""
    order: int = 0

    def __lt__(self, other: Place) -> bool:
        """Whether it comes before another place."""
        return self._in_order() < other._in_order()

    def _in_order(self) -> tuple[int, str, int, str]:
        return self.order, self.part, self.paragraph, self.heading

    def __str__(self) -> str:
        under = f", under \u201c{self.heading}\u201d" if self.heading else ""
        if not self.paragraph:
            return f"{self.part}{under}"
        inside = "" if self.part == Flow.BODY else f" of {self.part}"
        return f"paragraph {self.paragraph}{inside}{under}"


class Hidden(Struct, frozen=True, order=True):
    """One thing that a file hides, where it stands, and what it is, in words."""

    kind: Kind
    place: Place
    what: str


class Run(Struct, frozen=True):
    """Words written alike. ``change`` says how a tracked change has them."""

    text: str
    hidden: bool = False
    faint: bool = False
    tiny: bool = False
    change: str = ""


class Paragraph(Struct, frozen=True):
    """One paragraph. ``level`` is its heading's, ``label`` the number the program gives it.

    ``depth`` is how deep in a list it stands, ``continues`` whether it goes on with the item
    before. ``cell`` is its table, row and column. ``role`` is what a template means it for:
    "title", "guidance", "contents" (a list that the program makes), "header table" or nothing.
    """

    flow: Flow
    place: Place
    runs: tuple[Run, ...]
    style: str = ""
    level: int = 0
    label: str = ""
    bullet: bool = False
    depth: int = 0
    continues: bool = False
    cell: tuple[int, int, int] | None = None
    role: str = ""
    bold: bool = False
    several: bool = False
    """Whether its label is of several numbers, as in 3.2."""

    @property
    def text(self) -> str:
        """What it says once every tracked change is accepted."""
        return "".join(run.text for run in self.runs if run.change not in GONE)

    @property
    def comes_over(self) -> bool:
        """Whether it belongs to the text that an import takes over."""
        return self.role not in MADE and self.flow in {Flow.BODY, Flow.BOX, Flow.NOTE}


MADE = frozenset({"guidance", "contents", "header table"})
GONE = frozenset({"deleted", "moved away"})


class Reading(Struct, frozen=True):
    """A whole file. ``header`` holds the rows of the header table.

    ``numbered`` maps each paragraph of the text, notes and boxes, by the number that it is given
    for pandoc; ``names`` maps bookmarks to those numbers.
    """

    paragraphs: tuple[Paragraph, ...]
    header: tuple[tuple[str, str], ...] = ()
    hidden: tuple[Hidden, ...] = ()
    numbered: Mapping[int, Paragraph] = field(default_factory=dict)
    names: Mapping[str, int] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    alts: Mapping[str, str] = field(default_factory=dict)
    """Alternative texts that pandoc does not read, by picture."""
    notes: tuple[str, ...] = ()
    """What does not stop an import, and its author should know."""
