"""A body as a row of blocks to compare: what a reader meets, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from generator.store.outline import Outline, Piece, PieceKind

Rows = tuple[tuple[str, ...], ...]


class BlockKind(StrEnum):
    """What a block is, as a page shows it."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "list item"
    TABLE = "table"
    CODE = "code"
    NOTE = "footnote"
    FIGURE = "figure"


KINDS = {
    PieceKind.PARAGRAPH: BlockKind.PARAGRAPH,
    PieceKind.HEADING: BlockKind.HEADING,
    PieceKind.ITEM: BlockKind.ITEM,
    PieceKind.FOOTNOTE: BlockKind.NOTE,
    PieceKind.TERM: BlockKind.PARAGRAPH,
    PieceKind.DEFINITION: BlockKind.PARAGRAPH,
    PieceKind.CODE: BlockKind.CODE,
    PieceKind.ALT: BlockKind.FIGURE,
    PieceKind.TITLE: BlockKind.FIGURE,
}  # no comments: they are never printed; cells stand in their tables


class Place(Struct, frozen=True):
    """Where a block stands: under which heading (none: before the first), and the how-manieth."""

    section: str
    number: int


class Block(Struct, frozen=True):
    """One block. A table has ``rows`` of cells, and as ``text`` all their words."""

    kind: BlockKind
    text: str
    place: Place
    level: int = 0
    rows: Rows = ()

    @property
    def key(self) -> tuple[str, int, str, Rows]:
        """What makes two blocks the same, wherever they stand."""
        return self.kind, self.level, self.text, self.rows


def blocks(outline: Outline) -> tuple[Block, ...]:
    """Return what is printed of a body, block by block."""
    return tuple(_blocks(outline))


def _blocks(outline: Outline) -> Iterator[Block]:
    levels = iter([heading.level for heading in outline.headings])
    tables = {id(cell): table for table in outline.tables for row in table for cell in row}
    done: set[int] = set()
    section, number = "", 0
    for piece in outline.pieces:
        table = tables.get(id(piece))
        if piece.kind is PieceKind.HEADING:
            section, number = _plain(piece.text), 0
            yield Block(BlockKind.HEADING, section, Place(section, 0), next(levels))
        elif table is not None and id(table) not in done:
            done.add(id(table))
            number += 1
            yield _table(table, Place(section, number))
        elif piece.kind in KINDS:
            number += 1
            yield _text(piece, Place(section, number))


def _text(piece: Piece, place: Place) -> Block:
    kind = KINDS[piece.kind]
    is_code = kind is BlockKind.CODE
    return Block(kind, piece.text.strip("\n") if is_code else _plain(piece.text), place)


def _table(table: tuple[tuple[Piece, ...], ...], place: Place) -> Block:
    rows = tuple(tuple(_plain(cell.text) for cell in row) for row in table)
    words = " ".join(cell for row in rows for cell in row if cell)
    return Block(BlockKind.TABLE, words, place, rows=rows)


def _plain(text: str) -> str:
    """A line break within a block is a space to a reader."""
    return " ".join(text.split())
