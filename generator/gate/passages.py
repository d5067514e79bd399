"""The texts of a document, flat and folded, for rules that look for words anywhere in them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from generator.findings import Location
from generator.gate.context import Context
from generator.model import Document, Report
from generator.settings import Settings
from generator.store.lookalikes import fold, fold_each
from generator.store.outline import PieceKind
from generator.store.source import Source

BETWEEN = "\0"
"""Stands between two texts: neither a blank nor a letter, so that no words go on across it."""


class Passage(Struct, frozen=True):
    """One text: folded to small Latin letters, every line break a space.

    ``written`` is the text as it stands in the file. ``keys`` name the metadata it is the value of.
    """

    text: str
    start: Location
    kind: PieceKind | None
    written: str
    keys: tuple[str | int, ...] = ()

    def at(self, index: int) -> Location:
        """Return the line of the character at ``index``."""
        row = self.written.count("\n", 0, self._offset(index) + 1)
        column = 1 if row else self.start.column
        return Location(self.start.path, self.start.line + row, column)

    def _offset(self, index: int) -> int:
        """Return where a character stands in the text as written; folded, some are several."""
        if self.written.isascii():
            return index
        return [n for n, character in enumerate(self.written) for _ in fold(character)][index]


def passages(document: Document) -> Iterator[Passage]:
    """Yield every text of a document: its metadata, its body, and the records beside it."""
    yield from _metadata_passages(document.source)
    for piece in document.source.outline.pieces:
        yield _passage(piece.text, piece.kind, _place(document, piece.line, piece.column))
    for raw in document.source.outline.html:
        yield _passage(html.unescape(raw.text), None, _place(document, raw.line, raw.column))
    yield from _records_passages(document)


def whole(document: Document, _: Settings) -> str:
    """Return all that ``passages`` yields as one text, for a quick look before the careful one."""
    outlines = [document.source.outline]
    if isinstance(document, Report) and document.table:
        outlines.append(document.table.outline)
    texts = [value for _, value in _values(document.source.metadata.data, ())]
    texts += [piece.text for outline in outlines for piece in outline.pieces]
    texts += [html.unescape(raw.text) for raw in document.source.outline.html]
    return fold_each(BETWEEN.join(texts).replace("\n", " "))


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
    if isinstance(value, str):
        yield keys, value
        return
    for key, inner in value.items() if isinstance(value, Mapping) else enumerate(value):
        yield from _values(inner, (*keys, key))


def _place(document: Document, line: int, column: int) -> Location:
    return Location(document.path, line, column)


def _passage(
    text: str, kind: PieceKind | None, start: Location, keys: tuple[str | int, ...] = ()
) -> Passage:
    return Passage(fold_each(text.replace("\n", " ")), start, kind, text, keys)
