"""What a Markdown body holds, with line and column: headings, links, tables, every piece of text.

Rules read this and nothing else of a body. It is made by pulldown-cmark (through pyromark), which
takes time in proportion to the text whatever the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import accumulate
from typing import Any

import pyromark
from msgspec import Struct, field

from generator.store.anchors import Anchors
from generator.store.notes import rows
from generator.store.text import visible

_OPTIONS = pyromark.Options
OPTIONS = _OPTIONS.ENABLE_TABLES | _OPTIONS.ENABLE_FOOTNOTES | _OPTIONS.ENABLE_DEFINITION_LIST
COMMENT = re.compile(r"<!--(.*?)(?:-->|\Z)", re.DOTALL)


# A link's address in the one form that both readers, the gate's and the page's, know.
DEFINITION = re.compile(
    rb"[ \t>*+-]*\[[^\[\]\\]+\]:[ \t]*[^\s<>]+"
    rb"(?:[ \t]+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?[ \t]*"
)
CLOSING = re.compile(rb"[ \t>]*(?:`{3,}|~{3,})[ \t]*")
LINK = re.compile(rb"\][ \t\n]*[(\[:]|<[A-Za-z][A-Za-z+.-]*:")
LETTER = re.compile(rb"[\w\x80-\xff]")
ANY_TAG = re.compile(r"<[^<>]*>")
MARKDOWN = re.compile(r"\][(\[:]|^[ \t]{0,3}(?:#{1,6}\s|={3,}\s*$|\|)|`", re.MULTILINE)
LOST = (
    "has a row with more cells than the table's first, so that words in it would be lost",
    "give the first row as many cells; write a bar within a cell as \\|",
)
PRINTED = (
    "has the address of a link in a form that not every program reads",
    "write it on one line, `[name]: page.md`, or beside the words: `[words](page.md)`",
)
OPEN_CODE = (
    "begins a block of code that does not end, so that not every program takes it for code",
    "close it with a line of three back-ticks",
)
INDENTED = (
    "has a link in an indented block, which not every program takes for code",
    "indent it less; or put code between two lines of three back-ticks",
)
INSIDE = (
    "has Markdown inside a block of HTML, which not every program reads alike",
    "put a blank line after the tag, or take the tag out",
)


class PieceKind(StrEnum):
    """Where a piece of text stands in the document."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "list item"
    HEADER = "table header"
    CELL = "table cell"
    FOOTNOTE = "footnote"
    TERM = "term"
    DEFINITION = "definition"
    CODE = "code"
    ALT = "alt text"
    TITLE = "link title"
    COMMENT = "comment"


class Piece(Struct, frozen=True):
    """The text of one block, without its markup; a line break stays a line break."""

    kind: PieceKind
    text: str
    line: int
    column: int


class Heading(Struct, frozen=True):
    """A heading: its level, words, ids, and whether nothing stands under it."""

    level: int
    text: str
    line: int
    column: int
    anchors: tuple[str, ...]
    empty: bool


class Link(Struct, frozen=True):
    """A link or image: where it points and what it shows."""

    target: str
    text: str
    title: str
    image: bool
    line: int
    column: int


class RawHtml(Struct, frozen=True):
    """A tag, or a run of HTML, as the author typed it."""

    text: str
    line: int
    column: int


class Unread(Struct, frozen=True):
    """Words that the page would print or lose and that no rule can read, and how to mend it."""

    message: str
    fix: str
    line: int
    column: int


class Outline(Struct, frozen=True):
    """A body, taken apart. ``tables`` holds rows of cells; ``depth`` is the deepest nesting."""

    pieces: tuple[Piece, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    html: tuple[RawHtml, ...] = ()
    tables: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    anchors: frozenset[str] = frozenset()
    depth: int = 0
    bare_blocks: tuple[int, ...] = ()
    """Rows of the body (from 0) at which a list or table begins right under other text."""
    code: tuple[tuple[int, int], ...] = ()
    """Where code stands in the body: first and last byte (exclusive)."""
    comments: tuple[tuple[int, int], ...] = ()
    """Where comments stand in the body, in the same way."""
    unread: tuple[Unread, ...] = ()
    """Words that a page would print or lose, and no rule has read."""
    shifted: tuple[tuple[int, int], ...] = ()
    """Line and column of what belongs to a list item and does not stand four spaces further in."""


def outline(body: str, first: int = 1) -> Outline:
    """Return the outline of ``body``, whose first line stands at line ``first`` of its file."""
    return _Reader(body, first).read()


BLOCKS = {
    "Paragraph": PieceKind.PARAGRAPH,
    "Heading": PieceKind.HEADING,
    "Item": PieceKind.ITEM,
    "FootnoteDefinition": PieceKind.FOOTNOTE,
    "DefinitionListTitle": PieceKind.TERM,
    "DefinitionListDefinition": PieceKind.DEFINITION,
    "CodeBlock": PieceKind.CODE,
}
CONTAINERS = frozenset({"Item", "FootnoteDefinition", "DefinitionListDefinition"})
HOLDERS = frozenset({"FootnoteDefinition", "DefinitionListDefinition"})
IN_ITEMS = frozenset({"Item", "Paragraph", "Table", "BlockQuote", "CodeBlock"})
INDENT = re.compile(rb"[ \t]*")
ROWS = frozenset({"TableHead", "TableRow"})
NESTING = frozenset({"BlockQuote", "List", "Item", "DefinitionListDefinition"})


class _OpenPiece(Struct):
    kind: PieceKind
    offset: int
    words: list[str] = field(default_factory=list)


class _OpenLink(Struct):
    target: str
    title: str
    image: bool
    offset: int
    words: list[str] = field(default_factory=list)


class _Reader:
    """Follows the parser's events once, from the first to the last."""

    def __init__(self, body: str, first: int) -> None:
        self.rows = rows(body)
        self.written = _starts(body.encode("utf-8"))
        if self.rows is not None:
            body = "\n".join(row.text for row in self.rows)
        self.body = body
        self.raw = body.encode("utf-8")
        self.ascii = self.raw.isascii()
        self.first = first
        self.starts = _starts(self.raw) if self.rows is not None else self.written
        self.anchors = Anchors()
        self.pieces: list[Piece] = []
        self.headings: list[dict[str, Any]] = []
        self.links: list[Link] = []
        self.html: list[RawHtml] = []
        self.tables: list[list[list[Piece]]] = []
        self.open: list[_OpenPiece] = []
        self.open_links: list[_OpenLink] = []
        self.bare_blocks: list[int] = []
        self.code: list[tuple[int, int]] = []
        self.depth = self.deepest = 0
        self.lists = self.holders = self.item_row = 0
        self.shifted: list[tuple[int, int]] = []
        self.in_head = False
        self.block_html = ""
        self.block_html_at: list[tuple[int, int]] = []
        self.comments: list[tuple[int, int]] = []
        self.lost: list[Unread] = []
        self.cell_end = 0
        self.noted = 0, -1
        self.watched = _watched(self.raw)
        self.read_rows = bytearray(b"\1" * bisect_right(self.starts, self.watched - 1)).ljust(
            len(self.starts), b"\0"
        )

    def read(self) -> Outline:
        value: Any
        for event, span in pyromark.events_with_range(self.body, options=OPTIONS):
            start, end = span["start"], span["end"]
            if isinstance(event, str):
                if end > self.watched:
                    self._note_read("", "", start, end)
                self._mark(event)
                continue
            [(name, value)] = event.items()
            if name == "End":  # it has the span of what it ends
                self._end(_tag(value), end)
                continue
            if end > self.watched:
                self._note_read(name, value, start, end)
            if name == "Text":  # most are
                self._text(value, start)
            else:
                self._event(name, value, start, end)
        return Outline(
            tuple(self.pieces),
            tuple(Heading(**heading) for heading in self.headings),
            tuple(self.links),
            tuple(self.html),
            tuple(tuple(tuple(row) for row in table) for table in self.tables),
            frozenset(self.anchors.taken),
            self.deepest,
            tuple(map(self._row, self.bare_blocks)),
            tuple(map(self._span, self.code)),
            tuple(map(self._span, self.comments)),
            (*self.lost, *self._unread()),
            tuple(self.shifted),
        )

    def _note_code(self, kind: Any, start: int, end: int) -> None:
        """Note where a block of code stands, and one that others would print as ordinary text."""
        self.code.append((start, end))
        if kind == "Indented":
            if LINK.search(self.raw, start, end):
                self.lost.append(self._unread_at(INDENTED, start))
        else:
            lines = self.raw[start:end].rstrip().split(b"\n")
            if len(lines) == 1 or not CLOSING.fullmatch(lines[-1]):
                self.lost.append(self._unread_at(OPEN_CODE, start))

    def _note_row_end(self, end: int) -> None:
        """A row of a table with more cells than the first would lose the rest of its words."""
        if self.raw[self.cell_end : end].strip(b"| \t\n>"):
            self.lost.append(self._unread_at(LOST, self.cell_end))

    def _note_read(self, name: str, value: Any, start: int, end: int) -> None:
        """Note on which rows of the body something stands that was read."""
        if self.noted[0] <= start and end <= self.noted[1]:
            return
        first = bisect_right(self.starts, start) - 1
        whole = name != "Start" or not _is_container(value)
        last = bisect_right(self.starts, max(start, end - 1)) - 1 if whole else first
        if whole:  # whatever stands within it is on the same rows
            self.noted = start, end
        self.read_rows[first : last + 1] = b"\1" * (last + 1 - first)

    def _unread(self) -> Iterator[Unread]:
        """Yield what was taken for the address of a link, but would be printed as text."""
        ends = [*self.starts[1:], len(self.raw)]
        for row, was_read in enumerate(self.read_rows):
            if was_read:
                continue
            text = self.raw[self.starts[row] : ends[row]].rstrip(b"\n")
            if LETTER.search(text) and not DEFINITION.fullmatch(text):
                yield self._unread_at(PRINTED, self.starts[row])

    def _unread_at(self, what: tuple[str, str], offset: int) -> Unread:
        return Unread(*what, *self._where(offset))

    def _event(self, name: str, value: Any, offset: int, end: int) -> None:
        match name:
            case "Code":
                self.code.append((offset, end))
                self._text(value, offset)
            case "Start":
                tag, details = (
                    (value, None) if isinstance(value, str) else next(iter(value.items()))
                )
                if tag == "CodeBlock":
                    self._note_code(details, offset, end)
                self._start(tag, details, offset)
            case "InlineHtml":
                self._raw_html(value, [(0, offset)])
            case "Html":
                self.block_html_at.append((len(self.block_html), offset))
                self.block_html += value
            case "FootnoteReference":
                pass
            case _:
                self._text(str(value))

    def _mark(self, event: str) -> None:
        if event in {"SoftBreak", "HardBreak"}:
            self._text("\n")

    def _start(self, tag: str, details: Any, offset: int) -> None:
        if tag == "TableCell":  # most are
            self.open.append(
                _OpenPiece(PieceKind.HEADER if self.in_head else PieceKind.CELL, offset)
            )
            return
        if tag in NESTING:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
        if tag in IN_ITEMS and self.lists:
            self._note_shift(tag, offset)
        self.lists += tag == "List"
        self.holders += tag in HOLDERS
        if tag in {"List", "Table"}:
            self._note_bare_block(offset)
            self._flush()
        if tag == "Table":
            self.tables.append([])
        elif tag in {"TableHead", "TableRow"}:
            self.in_head = tag == "TableHead"
            self.tables[-1].append([])
        elif tag in {"Link", "Image"}:
            self._open_link(tag, details, offset)
        elif tag == "HtmlBlock":
            self.block_html, self.block_html_at = "", []
        elif (kind := BLOCKS.get(tag)) is not None:
            self._open_block(tag, kind, details, offset)

    def _open_block(self, tag: str, kind: PieceKind, details: Any, offset: int) -> None:
        if tag == "Paragraph" and self.open and self.open[-1].kind in _OWNERS:
            owner = self.open[-1]
            fresh = not owner.words and owner.offset >= 0
            kind = owner.kind if fresh else PieceKind.PARAGRAPH
            owner.offset = -1  # its first paragraph has spoken for it
        if tag == "Heading":
            self._close_heading_gap(int(details["level"][1]))
            self.headings.append({"level": int(details["level"][1]), "empty": True})
        self.open.append(_OpenPiece(kind, offset))

    def _end(self, tag: str, end: int) -> None:
        if tag == "TableCell":  # most are
            self.cell_end = end
            cell = self._take() or Piece(PieceKind.CELL, "", *self._where(0))
            self.tables[-1][-1].append(cell)
            return
        if tag in NESTING:
            self.depth -= 1
        self.lists -= tag == "List"
        self.holders -= tag in HOLDERS
        if tag in ROWS:
            self._note_row_end(end)
        elif tag in {"Link", "Image"}:
            self._close_link()
        elif tag == "HtmlBlock":
            self._raw_html(self.block_html, self.block_html_at)
        elif tag in BLOCKS:
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        piece = self._take()
        if tag == "Heading" and piece is not None:
            self._name_heading(piece)
        elif tag == "Heading":
            self.headings.pop()
        elif piece is not None and piece.kind is PieceKind.PARAGRAPH:
            self.anchors.paragraph(piece.text)

    def _name_heading(self, piece: Piece) -> None:
        self.headings[-1] |= {
            "text": piece.text,
            "line": piece.line,
            "column": piece.column,
            "anchors": self.anchors.heading(piece.text),
        }

    def _take(self) -> Piece | None:
        """Close the innermost piece; return it where it has words of its own."""
        opened = self.open.pop()
        text = "".join(opened.words)
        if not text.strip() and opened.kind is not PieceKind.HEADING:
            return None
        piece = Piece(opened.kind, text, *self._where(max(opened.offset, 0)))
        self.pieces.append(piece)
        return piece

    def _flush(self) -> None:
        """A list inside an item ends the item's own words."""
        if self.open and self.open[-1].words:
            opened = self.open[-1]
            text = "".join(opened.words)
            if text.strip():
                self.pieces.append(Piece(opened.kind, text, *self._where(max(opened.offset, 0))))
            opened.words = []
            opened.offset = -1

    def _text(self, text: str, offset: int | None = None) -> None:
        if self.headings and self.headings[-1]["empty"] and visible(text).strip():
            self._filled()
        shown = True
        for link in self.open_links:
            link.words.append(text)
            shown = shown and not link.image
        if not self.open:
            return
        piece = self.open[-1]
        if offset is not None and piece.kind is PieceKind.CODE and not piece.words:
            piece.offset = offset  # fenced code begins under its fence
        if shown:
            piece.words.append(text)

    def _open_link(self, tag: str, details: Mapping[str, str], offset: int) -> None:
        target = details["dest_url"]
        if details["link_type"] == "Email":
            target = f"mailto:{target}"
        if tag == "Image":
            self._filled()
        self.open_links.append(_OpenLink(target, details["title"], tag == "Image", offset))

    def _close_link(self) -> None:
        link = self.open_links.pop()
        line, column = self._where(link.offset)
        text = "".join(link.words)
        self.links.append(Link(link.target, text, link.title, link.image, line, column))
        if link.image and text.strip():
            self.pieces.append(Piece(PieceKind.ALT, text, line, column))
        if link.title.strip():
            self.pieces.append(Piece(PieceKind.TITLE, link.title, line, column))

    def _raw_html(self, text: str, at: list[tuple[int, int]]) -> None:
        """Comments are never printed, so they are pieces to read; the rest is raw HTML.

        ``at`` says where in the body parts of the text begin: in a quotation each line does anew.
        """
        if not text:
            return
        for match in COMMENT.finditer(text):
            start, last = _offset(text, at, match.start()), _offset(text, at, match.end() - 1)
            self.comments.append((start, last + len(text[match.end() - 1].encode("utf-8"))))
            if match[1].strip():
                self.pieces.append(Piece(PieceKind.COMMENT, match[1], *self._where(start)))
        rest = COMMENT.sub(_blank, text)
        if rest.strip():
            self._filled()
            self.html.append(RawHtml(rest, *self._where(at[0][1])))
            if "\n" in text and MARKDOWN.search(ANY_TAG.sub("", rest)):
                self.lost.append(self._unread_at(INSIDE, at[0][1]))
            if rest.strip().lower().startswith("<br"):
                self._text("\n")

    def _filled(self) -> None:
        """Something stands under the last heading, unless it is its own words or a footnote."""
        if self.headings and not any(piece.kind in _APART for piece in self.open):
            self.headings[-1]["empty"] = False

    def _close_heading_gap(self, level: int) -> None:
        """A deeper heading right under a heading is something."""
        if self.headings and level > self.headings[-1]["level"]:
            self.headings[-1]["empty"] = False

    def _note_bare_block(self, offset: int) -> None:
        row = bisect_right(self.starts, offset) - 1
        if (
            self.depth <= 1
            and row > 0
            and self.raw[self.starts[row - 1] : self.starts[row]].strip()
        ):
            self.bare_blocks.append(row)

    def _note_shift(self, tag: str, offset: int) -> None:
        """Note what belongs to an item for this reader, and to no item on the page."""
        row = bisect_right(self.starts, offset) - 1
        if tag == "Item":
            self.item_row = row
        elif row == self.item_row:  # it stands right behind its item's mark
            return
        before = self.raw[self.starts[row] :].partition(b"\n")[0]
        wide = len(INDENT.match(before)[0].expandtabs(4))  # type: ignore[index]
        level = self.lists + self.holders - (tag == "Item")
        if level and not before.lstrip().startswith(b">") and wide // 4 != level:
            self.shifted.append(self._where(offset))

    def _where(self, offset: int) -> tuple[int, int]:
        """Turn the parser's byte offset into line and column."""
        row = bisect_right(self.starts, offset) - 1
        column = offset - self.starts[row] + 1
        if not self.ascii:
            column = len(self.raw[self.starts[row] : offset].decode("utf-8")) + 1
        if self.rows is None:
            return row + self.first, column
        return self.rows[row].number + self.first, column + self.rows[row].taken

    def _row(self, row: int) -> int:
        """Turn a row as it is read into the row as it was written."""
        return row if self.rows is None else self.rows[row].number

    def _span(self, span: tuple[int, int]) -> tuple[int, int]:
        """Turn a span of bytes as it is read into one of the body as it was written."""
        start, end = span
        return self._as_written(start), self._as_written(end - 1) + 1

    def _as_written(self, offset: int) -> int:
        if self.rows is None:
            return offset
        row = bisect_right(self.starts, offset) - 1
        here = self.rows[row]
        return self.written[here.number] + here.taken + offset - self.starts[row]


def _watched(raw: bytes) -> int:
    """Return where the first paragraph begins that may hold the address of a link, and no words.

    Before that, whatever is written is read.
    """
    at = raw.find(b"]:")
    return len(raw) if at < 0 else raw.rfind(b"\n\n", 0, at) + 1


def _starts(raw: bytes) -> list[int]:
    """Return where each row of a text begins."""
    return [0, *accumulate(len(row) + 1 for row in raw.split(b"\n")[:-1])]


def _is_container(value: Any) -> bool:
    """Whether a block that begins holds others, so that its span says nothing."""
    return _tag(value) in _WITHIN


def _tag(value: Any) -> str:
    """Return the name of what begins or ends; what is known of it besides stands under that."""
    return value if isinstance(value, str) else next(iter(value))


def _offset(text: str, at: list[tuple[int, int]], index: int) -> int:
    """Turn the place of a character of a text into its place in the body."""
    start, offset = at[bisect_right(at, index, key=lambda part: part[0]) - 1]
    return offset + len(text[start:index].encode("utf-8"))


def _blank(match: re.Match[str]) -> str:
    """Return spaces in place of a comment, so that what stands after it keeps its place."""
    return re.sub(r"[^\n]", " ", match[0])


_WITHIN = CONTAINERS | NESTING | {"DefinitionList"}
_APART = frozenset({PieceKind.HEADING, PieceKind.FOOTNOTE})
_OWNERS = frozenset({BLOCKS[tag] for tag in CONTAINERS})
