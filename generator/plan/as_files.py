"""Rows as files: CSV that tricks no spreadsheet, and SQLite of the same bytes each time.

Both are made in memory from rows that somebody else chose; nothing here knows what a row means.
"""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing

from msgspec import Struct

Value = str | int | None
Row = tuple[Value, ...]
RISKY = ("=", "+", "-", "@", "\t", "\r")
PAGE_SIZE = 4096
FORMAT = 1
"""The number of this layout, as `PRAGMA user_version` gives it."""


class Column(Struct, frozen=True):
    """A column: its name, what it means in words, and whether it holds a number."""

    name: str
    meaning: str
    number: bool = False


class Sheet(Struct, frozen=True):
    """A table of a database, by name."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def csv_bytes(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV (RFC 4180, UTF-8) with a line of names at its head.

    A text that a spreadsheet would take for a formula has an apostrophe before it.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([[_plain(value) for value in row] for row in rows])
    return text.getvalue().encode()


def _plain(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(RISKY) else value


def sqlite_bytes(
    sheets: Sequence[Sheet], search: Sequence[tuple[str, str, str]] | None = None
) -> bytes:
    """Return a database of these tables. The same rows give the same bytes.

    One that is made in memory does not note which SQLite wrote it, nor how often. Each table has
    an ``id`` counting its rows from 1. ``search`` gives title, summary and text of each row of the
    first table, for full-text search.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        database.execute(f"PRAGMA user_version = {FORMAT}")
        database.execute("BEGIN")
        for sheet in sheets:
            _fill(database, sheet)
        if search is not None:
            _index(database, search)
        database.execute("COMMIT")
        database.execute("VACUUM")
        return database.serialize()


def _fill(database: sqlite3.Connection, sheet: Sheet) -> None:
    kinds = (f'"{c.name}" {"INTEGER" if c.number else "TEXT"}' for c in sheet.columns)
    names = ", ".join(('"id" INTEGER PRIMARY KEY', *kinds))
    database.execute(f'CREATE TABLE "{sheet.name}" ({names})')
    marks = ", ".join("?" * (len(sheet.columns) + 1))
    numbered = ((number, *row) for number, row in enumerate(sheet.rows, 1))
    database.executemany(f'INSERT INTO "{sheet.name}" VALUES ({marks})', numbered)  # noqa: S608


def _index(database: sqlite3.Connection, search: Iterable[tuple[str, str, str]]) -> None:
    database.execute("CREATE VIRTUAL TABLE search USING fts5(title, summary, text)")
    numbered = ((number, *texts) for number, texts in enumerate(search, 1))
    database.executemany(
        "INSERT INTO search(rowid, title, summary, text) VALUES (?, ?, ?, ?)", numbered
    )
    database.execute("INSERT INTO search(search) VALUES ('optimize')")
