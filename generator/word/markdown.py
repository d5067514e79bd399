"""A Word or OpenDocument text as Markdown of the store: headings, lists, tables, notes, pictures.

Pandoc gives the words, each paragraph with its number; what a paragraph is (a heading, a step, a
cell) our own reader knows. Whatever the store's Markdown can not hold is said, never dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from generator.store.anchors import Anchors
from generator.store.outline import outline
from generator.word.inlines import Node, Words, begun, escaped, number_of, said
from generator.word.reading import Flow, Paragraph, Place, Reading

DECIMAL = re.compile(r"(\d+)[.)]?")
PLACEHOLDER = re.compile("\U00100002([0-9]+)\U00100003")
QUOTED = ("quote", "intense quote", "block text", "quotations")
TERM = ("definition term", "definition term tight", "list heading")
MEANING = ("definition", "definition definition", "definition definition tight", "list contents")
CODE = ("source code", "preformatted text", "html preformatted")
CAPTION = ("caption", "table caption", "table", "illustration")
OWN_BOLD = frozenset((*TERM, *CAPTION, "title", "subtitle"))
TABLE = "Table:"
INDENT = "    "
DEEPEST = 6
LONG_HEADING = 80


class Noted(Struct, frozen=True):
    """Something that came over otherwise than it was, or not at all, and where."""

    place: Place | None
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}" if self.place else self.what


class Made(Struct, frozen=True):
    """The Markdown of a body, the pictures it shows by name, and what its author should know.

    ``expected`` holds, for each paragraph, the words that must be in the body, in order.
    """

    body: str
    pictures: tuple[tuple[str, str], ...]
    noted: tuple[Noted, ...]
    expected: tuple[tuple[Paragraph, str], ...]


class _Block(Struct, frozen=True):
    """A paragraph or a table on its way: what it is, and its words in pandoc's tree."""

    paragraph: Paragraph | None
    number: int
    inlines: tuple[Node, ...] = ()
    table: Node | None = None


class _Item(Struct):
    """An item of a list: how deep, how numbered, and its blocks of Markdown."""

    depth: int
    number: int | None
    blocks: list[str]


@dataclass(slots=True)
class Writer:
    """Writes one document. ``picture_name`` gives each picture its address in the pack."""

    reading: Reading
    picture_name: Callable[[str], str | None]
    skip: frozenset[int] = frozenset()
    noted: list[Noted] = field(default_factory=list)
    prefixes: dict[int, str] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    levels: dict[int, int] = field(default_factory=dict)
    written: set[int] = field(default_factory=set)
    tables: int = 0
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        self.words = Words(self._picture, self._link, self.reading.alts)
        self.levels = self._levelled()

    def write(self, blocks: Sequence[Node]) -> Made:
        """Return the body that pandoc's blocks make."""
        body = self._flow(self._blocks(blocks))
        notes = []
        done = 0
        while done < len(self.words.notes):  # a note may hold a note
            notes.append(self._note(done + 1, self.words.notes[done]))
            done += 1
        text = "\n\n".join(filter(None, (body, *notes))) + "\n"
        self._say_what_was_met()
        return Made(
            self._anchored(text), tuple(self.pictures.items()), tuple(self.noted),
            tuple(self._expected()),
        )  # fmt: skip

    def _say(self, what: str, paragraph: Paragraph | None = None) -> None:
        noted = Noted(paragraph.place if paragraph else None, what)
        if noted not in self.noted:
            self.noted.append(noted)

    def _say_what_was_met(self) -> None:
        for address in self.words.no_alt:
            self._say(f"the picture {address} has no alternative text: say what it shows")

    def _expected(self) -> Iterator[tuple[Paragraph, str]]:
        for number, paragraph in sorted(self.reading.numbered.items()):
            if paragraph.comes_over and number not in self.skip:
                yield paragraph, f"{self.prefixes.get(number, '')} {paragraph.text}"

    # -- headings ---------------------------------------------------------------------------------

    def _levelled(self) -> dict[int, int]:
        """Return each heading's level in the store: the title is level 1, and none is skipped."""
        used = [
            (number, paragraph.level)
            for number, paragraph in sorted(self.reading.numbered.items())
            if paragraph.level and paragraph.comes_over and number not in self.skip
            and paragraph.text.strip()
        ]  # fmt: skip
        top = min((level for _, level in used), default=1)
        levels, last, moved = {}, 1, False
        for number, level in used:
            wanted = level - top + 2
            last = min(wanted, last + 1, DEEPEST)
            moved = moved or last != wanted
            levels[number] = last
        if moved:
            self._say("headings skipped a level; each now stands one below the heading it is under")
        return levels

    def _anchored(self, text: str) -> str:
        """Let links to places in the text lead to the ids that its headings get."""
        anchors, ids = Anchors(), {}
        headings = iter(outline(PLACEHOLDER.sub("x", text)).headings)
        for number in sorted(self.levels):
            heading = next(headings, None)
            if heading is not None:
                ids[number] = anchors.heading(heading.text)[0]
        return PLACEHOLDER.sub(lambda match: f"#{ids[int(match[1])]}", text)

    def _link(self, target: str) -> str | None:
        if not target.startswith("#"):
            return quote(target, safe="/:?#@!$&'*+,;=%~-._[]").replace("'", "%27")
        number = self.reading.names.get(target[1:])
        if number not in self.levels:
            self._say("a link to a place in the text that is no heading came over as plain words")
            return None
        return f"\U00100002{number}\U00100003"

    def _picture(self, target: str) -> str | None:
        if target not in self.pictures:
            name = self.picture_name(normpath(target))
            if name is None:
                self._say(f"a picture could not be taken over ({target.rpartition('.')[2][:8]})")
                return None
            self.pictures[target] = name
        return self.pictures[target]

    # -- blocks -----------------------------------------------------------------------------------

    def _blocks(self, nodes: Any) -> Iterator[_Block]:
        for node in _found(nodes):
            if node["t"] == "Table":
                yield _Block(None, -1, table=node)
            else:
                yield from self._paragraph(tuple(node["c"]))

    def _paragraph(self, inlines: tuple[Node, ...]) -> Iterator[_Block]:
        number = number_of(list(inlines))
        if number is None:
            yield _Block(None, -1, inlines)
        elif number not in self.skip:
            yield _Block(self.reading.numbered.get(number), number, inlines)

    def _flow(self, blocks: Iterator[_Block], *, inside: bool = False) -> str:
        """Return blocks as Markdown, lists and quotations gathered."""
        made: list[str] = []
        items: list[_Item] = []
        waiting = list(blocks)
        for at, block in enumerate(waiting):
            after = waiting[at + 1] if at + 1 < len(waiting) else None
            if self._into_list(items, block):
                continue
            made += self._lists(items)
            items = []
            text = self._block(block, after, inside=inside)
            if text and made and _joins(made[-1], text):
                made[-1] += "\n" + text
            elif text:
                made.append(text)
        made += self._lists(items)
        return "\n\n".join(made)

    def _block(self, block: _Block, after: _Block | None, *, inside: bool) -> str:
        if block.table is not None:
            return self._table(block.table)
        if block.number in self.levels and not inside:
            return self._heading(block, block.paragraph)
        if block.paragraph and block.paragraph.style in CODE:
            return f"```\n{said(block.inlines)}\n```"
        text = self._text(block)
        if not text or block.paragraph is None:
            return begun(text)
        return self._styled(block.number, block.paragraph, text, before_table=bool(
            after and after.table is not None
        ))  # fmt: skip

    def _styled(self, number: int, paragraph: Paragraph, text: str, *, before_table: bool) -> str:
        if paragraph.several:
            return self._prefixed(number, paragraph.label, text)
        if paragraph.style in CAPTION and before_table:
            return self._prefixed(number, TABLE, text)
        if paragraph.style in QUOTED:
            return f"> {begun(text)}"
        if paragraph.style in MEANING:
            return f":   {text}"
        if _looks_like_heading(paragraph):
            says = "a paragraph in bold may be meant as a heading: give it a heading's style"
            self._say(says, paragraph)
        return begun(text)

    def _text(self, block: _Block) -> str:
        self.words.struck = self.words.maths = False
        text = self.words.text(block.inlines)
        if self.words.struck:
            self._say("words that were struck through came over as ordinary words", block.paragraph)
        if self.words.maths:
            self._say("something came over without its words: look at it", block.paragraph)
        return text

    def _heading(self, block: _Block, paragraph: Paragraph | None) -> str:
        text = self.words.text(block.inlines, breaks=" ", plain=True)
        if paragraph and paragraph.label:
            self.prefixes[block.number] = paragraph.label
            text = f"{escaped(paragraph.label)} {text}"
        closing = re.sub(r"(#+)$", r"\\\1", text)
        return f"{'#' * self.levels[block.number]} {closing}"

    def _prefixed(self, number: int, label: str, text: str) -> str:
        self.prefixes[number] = label
        return f"{begun(escaped(label))} {text}"

    # -- lists ------------------------------------------------------------------------------------

    def _into_list(self, items: list[_Item], block: _Block) -> bool:
        """Take a block into the list that is open, where it belongs to one."""
        paragraph = block.paragraph
        if paragraph is None or paragraph.level or block.number in self.levels:
            return False
        if (paragraph.label or paragraph.bullet) and not paragraph.several:
            items.append(self._item(block, paragraph))
            return True
        if items and paragraph.continues and not paragraph.several:
            items[-1].blocks.append(begun(self._text(block)))
            return True
        return False

    def _item(self, block: _Block, paragraph: Paragraph) -> _Item:
        text = self._text(block)
        decimal = DECIMAL.fullmatch(paragraph.label)
        if decimal or not paragraph.label:
            return _Item(paragraph.depth, int(decimal[1]) if decimal else None, [begun(text)])
        return _Item(paragraph.depth, None, [self._prefixed(block.number, paragraph.label, text)])

    def _lists(self, items: list[_Item]) -> list[str]:
        """Return each list of these items, one that breaks off in its numbers as two."""
        made: list[str] = []
        depths: list[tuple[int, int | None]] = []
        lines: list[str] = []
        for item in items:
            while depths and depths[-1][0] > item.depth:
                depths.pop()
            same = bool(depths) and depths[-1][0] == item.depth
            if same and _breaks(depths[-1][1], item.number):
                lines.append("")
                if item.number is not None and depths[-1][1] is not None:
                    # One list right under another would be read as its going on.
                    item.blocks[0] = f"{item.number}\\. {item.blocks[0]}"
                    item.number = None
            if same:
                depths[-1] = (item.depth, item.number)
            else:
                depths.append((item.depth, item.number))
            indent = INDENT * (len(depths) - 1)
            mark = "-" if item.number is None else f"{item.number}."
            first, *rest = item.blocks
            lines.append(f"{indent}{mark} {first}")
            for block in rest:
                lines += ["", f"{indent}{INDENT}{block}"]
            if rest:
                lines.append("")
        if lines:
            made.append("\n".join(lines).rstrip("\n"))
        return made

    # -- tables -----------------------------------------------------------------------------------

    def _table(self, node: Node) -> str:
        self.tables += 1
        _, _, columns, head, bodies, foot = node["c"]
        rows = list(head[1])
        headed = bool(rows) and any(cell[4] for row in rows for cell in row[1])
        for body in bodies:
            rows += [*body[2], *body[3]]
        rows += foot[1]
        grid, merged = _grid(rows, len(columns))
        if merged:
            self._say(f"table {self.tables} has merged cells: their words stand in the first of "
                      "them, and the others are blank")  # fmt: skip
        if not headed and head[1]:
            grid = [row for n, row in enumerate(grid) if n >= len(head[1])]
        if not headed:
            self._say(f"table {self.tables} marks no row as its header; its first row became that")
        lines = [self._row(row, len(columns)) for row in grid]
        lines.insert(1, f"| {' | '.join(ALIGNED.get(c[0]['t'], '---') for c in columns)} |")
        return "\n".join(lines) if grid else ""

    def _row(self, cells: Sequence[Sequence[Node]], width: int) -> str:
        written = [self._cell(cell) for cell in cells]
        return f"| {' | '.join([*written, *[''] * (width - len(written))])} |"

    def _cell(self, blocks: Sequence[Node]) -> str:
        """Return a cell on one line: its paragraphs with breaks between, bullets as a list."""
        parts: list[str] = []
        for block in self._blocks(blocks):
            if block.table is not None:
                self._say(f"table {self.tables} holds a table of its own: its cells follow one "
                          "another")  # fmt: skip
                parts.append(self._inner_table(block.table))
                continue
            text = self._text(block).replace("|", "\\|")
            paragraph = block.paragraph
            if paragraph and paragraph.label:
                text = self._prefixed(block.number, paragraph.label, text)
            elif paragraph and paragraph.bullet:
                text = f"<ul> <li>{text}</li> </ul>"
            if text:
                parts.append(text)
        return "<br> ".join(parts).replace("</ul><br> <ul> ", "")

    def _inner_table(self, node: Node) -> str:
        _, _, _, head, bodies, foot = node["c"]
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        cells = ("; ".join(filter(None, (self._cell(c[4]) for c in row[1]))) for row in rows)
        return "<br> ".join(filter(None, cells))

    # -- notes ------------------------------------------------------------------------------------

    def _note(self, number: int, blocks: Sequence[Node]) -> str:
        text = self._flow(self._blocks(blocks), inside=True) or " "
        first, *rest = text.split("\n")
        return "\n".join([f"[^{number}]: {first}", *(f"{INDENT}{r}" if r else "" for r in rest)])


def _found(node: Any) -> Iterator[Node]:
    """Yield paragraphs and tables, whatever pandoc put around them."""
    if isinstance(node, list):
        for inner in node:
            yield from _found(inner)
    elif isinstance(node, dict) and node.get("t") in {"Para", "Plain", "Table"}:
        yield node
    elif isinstance(node, dict):
        yield from _found(node.get("c"))


ALIGNED = {"AlignLeft": ":---", "AlignRight": "---:", "AlignCenter": ":---:"}


def _breaks(before: int | None, number: int | None) -> bool:
    """Whether an item does not go on with the list of the one before."""
    if before is None or number is None:
        return before is not number
    return number != before + 1


def _joins(before: str, text: str) -> bool:
    """Whether two blocks are parts of one: code, a term and its meaning."""
    return text.startswith(":   ") and not before.startswith(("#", "|", "-", ">"))


def _grid(rows: Sequence[Any], width: int) -> tuple[list[list[Sequence[Node]]], bool]:
    """Lay cells out by row and column: what a merged cell covers is blank."""
    grid: list[list[Sequence[Node]]] = [[[] for _ in range(width)] for _ in rows]
    taken, merged = set(), False
    for at, row in enumerate(rows):
        column = 0
        for _, _, down, across, blocks in row[1]:
            while (at, column) in taken:
                column += 1
            if column >= width:
                break
            spans = {(at + d, column + a) for d in range(down) for a in range(across)}
            merged = merged or len(spans) > 1
            taken |= spans
            grid[at][column] = blocks
    return grid, merged


def _looks_like_heading(paragraph: Paragraph) -> bool:
    text = paragraph.text.strip()
    in_text = paragraph.flow is Flow.BODY and not paragraph.cell and paragraph.style not in OWN_BOLD
    short = len(text) <= LONG_HEADING and text[-1:] not in ".,;:?!"
    return in_text and paragraph.bold and short
