"""A report's records as written: a CSV read strictly, and where in the file each cell stands.

The standard reader keeps no columns, takes a quote in the middle of a cell for a letter, and an
unfinished quotation for the rest of the file. Here each of these is a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from generator.findings import Fault, Location
from generator.store.outline import Outline, Piece, PieceKind
from generator.store.text import Lines, decode, visible

MAX_BYTES = 2_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 20_000

CELL = re.compile(
    r'(?:"(?P<quoted>[^"]*(?:""[^"]*)*)"|(?P<plain>[^",\n]*))(?P<end>,|\n|\Z)',
)
# What a spreadsheet would run. The full-width signs count for some of them.
FORMULA = re.compile("\t|[ \n]*[=+@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}-]")
NO_FORMULA = re.compile(r"-\d+(?:\.\d+)?%?|\+\d[\d ()-]{5,20}")


class Cell(Struct, frozen=True):
    """One cell as a reader sees it, without the blanks round it, and where it begins."""

    text: str
    line: int
    column: int


Row = tuple[Cell, ...]


class Table(Struct, frozen=True):
    """A CSV file: its header, the rows that fit under it, and every fault of reading it.

    Where it could not be read at all there is no header.
    """

    path: str
    header: Row = ()
    rows: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def outline(self) -> Outline:
        """The cells as a body's table has them, for rules that read every word."""
        head = tuple(_piece(PieceKind.HEADER, cell) for cell in self.header)
        rows = (tuple(_piece(PieceKind.CELL, cell) for cell in row) for row in self.rows)
        table = (head, *rows)
        return Outline(pieces=tuple(piece for row in table for piece in row), tables=(table,))


def _piece(kind: PieceKind, cell: Cell) -> Piece:
    return Piece(kind, cell.text, cell.line, cell.column)


def read_table(path: str, data: bytes) -> Table:
    """Return the rows of a CSV file, or as many of them as can be believed, and its faults."""
    if len(data) > MAX_BYTES:
        message = f"is {len(data):,} bytes long; {MAX_BYTES:,} is the limit"
        return Table(path, faults=(Fault(Location(path), "PS001", message, "split the records"),))
    text, faults = decode(path, data)
    if not text.strip():
        empty = Fault(Location(path), "PS001", "is empty", "write a header row, and the records")
        return Table(path, faults=faults or (empty,))
    try:
        head, *rows = _rows(text, Lines(text))
    except _Broken as error:
        return Table(path, faults=(*faults, _broken(path, text, error.offset)))
    fitting, unfit = _fitted(path, head, rows)
    faults = (*faults, *_head_faults(path, head), *unfit)
    faults = (*faults, *_cell_faults(path, (head, *fitting)))
    return Table(path, _tidied(head), tuple(map(_tidied, fitting)), faults)


def _tidied(row: Row) -> Row:
    return tuple(Cell(visible(cell.text).strip(), cell.line, cell.column) for cell in row)


class _Broken(Exception):  # noqa: N818 - becomes a fault
    """The quotation marks do not come in pairs from here on."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


def _broken(path: str, text: str, offset: int) -> Fault:
    return Fault(
        Lines(text).locate(path, offset),
        "PS001",
        "has a cell whose quotation marks do not match",
        'put the whole cell in quotation marks, and write each one inside it twice: `""`',
    )


def _rows(text: str, lines: Lines) -> Iterator[Row]:
    """Yield the rows, without lines that hold nothing at all."""
    row: list[Cell] = []
    at = 0
    while True:
        match = CELL.match(text, at)
        if match is None:
            raise _Broken(at)
        value = match["plain"] if match["quoted"] is None else match["quoted"].replace('""', '"')
        row.append(Cell(value, *lines.position(at)))
        if match["end"] != ",":
            if len(row) > 1 or row[0].text or match["quoted"] is not None:
                yield tuple(row)
            row = []
            if match.end() == len(text):
                return
        at = match.end()


def _fitted(path: str, head: Row, rows: list[Row]) -> tuple[tuple[Row, ...], list[Fault]]:
    """Return the rows that have as many cells as the header, and a fault for each other."""
    faults = []
    if len(rows) > MAX_ROWS or len(head) > MAX_COLUMNS:
        message = f"has {len(rows):,} rows of {len(head)} columns; {MAX_ROWS:,} of {MAX_COLUMNS}"
        faults.append(Fault(Location(path), "PS001", f"{message} is the limit", "split it"))
    for row in rows[:MAX_ROWS]:
        if len(row) != len(head):
            at = Location(path, row[0].line, row[0].column)
            message = f"is a row of {_cells(len(row))} under a header of {len(head)}"
            fix = "give it a cell for each column; a cell with a comma in it stands in quotes"
            faults.append(Fault(at, "PS002", message, fix))
    fitting = tuple(row for row in rows[:MAX_ROWS] if len(row) == len(head))
    return fitting, faults


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _head_faults(path: str, head: Row) -> Iterator[Fault]:
    counts = Counter(cell.text.strip() for cell in head)
    for cell in head:
        at, name = Location(path, cell.line, cell.column), cell.text.strip()
        if not name:
            yield Fault(at, "PS002", "has a column without a name", "name it, or take it out")
        elif counts[name] > 1:
            message = f"has the column {name!a} more than once"
            yield Fault(at, "PS002", message, "keep one of them")


def _cell_faults(path: str, rows: tuple[Row, ...]) -> Iterator[Fault]:
    for row in rows:
        for cell in row:
            at = Location(path, cell.line, cell.column)
            if FORMULA.match(cell.text) and not NO_FORMULA.fullmatch(cell.text.strip()):
                sign = cell.text.lstrip(" \n")[0]
                message = f"has a cell that begins with {sign!a}, which spreadsheets would run"
                fix = "begin it with a word; a plain negative number may stay"
                yield Fault(at, "PS002", message, fix)
            if len(cell.text) > MAX_CELL:
                message = f"has a cell of {len(cell.text):,} characters; {MAX_CELL:,} is the limit"
                yield Fault(at, "PS001", message, "put the long text into the report")
