"""The texts of a document, flat and folded, for rules that look for words anywhere in them."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.findings import Location
from generator.gate.context import Context
from generator.model import Document, Report
from generator.settings import Settings
from generator.store.lookalikes import fold
from generator.store.outline import PieceKind
from generator.store.source import Source

BREAK = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """One text: folded to small Latin letters, every line break a space.

    ``offsets`` says where each character of it stands in the text as written, ``breaks`` where
    that has its line breaks. ``keys`` name the metadata it is the value of.
    """

    text: str
    start: Location
    kind: PieceKind | None
    offsets: tuple[int, ...]
    breaks: tuple[int, ...]
    keys: tuple[str | int, ...] = ()

    def at(self, index: int) -> Location:
        """Return the line of the character at ``index``."""
        row = bisect_right(self.breaks, self.offsets[index] if self.offsets else index)
        column = 1 if row else self.start.column
        return Location(self.start.path, self.start.line + row, column)


def passages(document: Document) -> Iterator[Passage]:
    """Yield every text of a document: its metadata, its body, and the records beside it."""
    yield from _metadata_passages(document.source)
    for piece in document.source.outline.pieces:
        yield _passage(piece.text, piece.kind, _place(document, piece.line, piece.column))
    for raw in document.source.outline.html:
        yield _passage(html.unescape(raw.text), None, _place(document, raw.line, raw.column))
    yield from _records_passages(document)


def _records_passages(document: Document) -> Iterator[Passage]:
    if isinstance(document, Report) and document.table:
        for piece in document.table.outline.pieces:
            at = Location(document.table.path, piece.line, piece.column)
            yield _passage(piece.text, piece.kind, at)


def passages_of(document: Document, _: Settings) -> tuple[Passage, ...]:
    """Return every text of a document, comments among them."""
    return tuple(passages(document))


def printed_passages(document: Document, context: Context) -> Iterator[Passage]:
    """Yield every text of a document that a reader may see."""
    for passage in context.once(passages_of, document):
        if passage.kind is not PieceKind.COMMENT:
            yield passage


def _metadata_passages(source: Source) -> Iterator[Passage]:
    """Yield every value of a file's metadata, at the line of its key."""
    for keys, value in _values(source.metadata.data, ()):
        # A value of several lines is reported at its key.
        yield _passage(value.replace("\n", " "), None, source.at(*keys), keys)


def _values(value: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _values(item, (*keys, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _values(item, (*keys, number))
    else:
        yield keys, str(value)


def _place(document: Document, line: int, column: int) -> Location:
    return Location(document.path, line, column)


def _passage(
    text: str, kind: PieceKind | None, start: Location, keys: tuple[str | int, ...] = ()
) -> Passage:
    breaks = tuple(match.start() for match in BREAK.finditer(text)) if "\n" in text else ()
    flat = text.replace("\n", " ")
    if flat.isascii():
        return Passage(flat.casefold(), start, kind, (), breaks, keys)
    folded = [(letter, n) for n, character in enumerate(flat) for letter in fold(character)]
    letters = "".join(letter for letter, _ in folded)
    return Passage(letters, start, kind, tuple(n for _, n in folded), breaks, keys)
