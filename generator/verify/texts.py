"""What a document says, as sequences of words comparable to what a page shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.model import Document, Report
from generator.store.load import SITE_NAMES
from generator.store.outline import PieceKind
from generator.verify.readings import unmarked
from generator.verify.words import words

# Not part of the running text: a page shows them elsewhere (footnotes), in attributes, or nowhere.
ASIDE = frozenset({PieceKind.ALT, PieceKind.TITLE, PieceKind.COMMENT, PieceKind.FOOTNOTE})
# Names that the layout of the store gives, not the author.
LAYOUT_NAMES = SITE_NAMES | {"policy", "eia", "workbook", "report"}


def running_text(document: Document) -> list[str]:
    """Return the words of the body in reading order, across blocks, without asides."""
    pieces = document.source.outline.pieces
    return words("\n".join(piece.text for piece in pieces if piece.kind not in ASIDE))


def asides(document: Document) -> Iterator[list[str]]:
    """Yield the words of each aside and of each run of raw HTML."""
    outline = document.source.outline
    for piece in outline.pieces:
        if piece.kind in ASIDE:
            yield words(piece.text)
    for html in outline.html:
        yield words(unmarked(html.text))


def values(document: Document) -> Iterator[list[str]]:
    """Yield the words of each value of the metadata."""
    return (words(text) for text in _strings(document.source.metadata.data))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from _strings(inner)


def records(document: Document) -> Iterator[list[str]]:
    """Yield the words of the records beside a report: all in a row, and each cell."""
    table = document.table if isinstance(document, Report) else None
    if table is not None:
        cells = [cell.text for row in table.rows for cell in row if cell.text]
        yield words("\n".join(cells))
        yield from map(words, cells)


def sequences(document: Document) -> Iterator[list[str]]:
    """Yield every sequence of words of a document: its body, asides, metadata, and records."""
    yield running_text(document)
    yield from asides(document)
    yield from values(document)
    yield from records(document)


def published_sequences(document: Document) -> Iterator[list[str]]:
    """Yield what a published document puts on a site: its words, footnotes, links and address."""
    yield from sequences(document)
    outline = document.source.outline
    notes = [piece for piece in outline.pieces if piece.kind is PieceKind.FOOTNOTE]
    if notes:  # a page has them in a row after its text
        yield [*running_text(document), *words("\n".join(piece.text for piece in notes))]
    yield from (words(link.target) for link in outline.links)
    yield words(PurePosixPath(document.path).with_suffix("").as_posix())


def file_name(document: Document) -> list[str]:
    """Return the words of the file name, where an author chose it."""
    stem = PurePosixPath(document.path).stem
    return [] if stem in LAYOUT_NAMES else words(stem)


def short_text(document: Document, longest: int) -> list[str]:
    """Return a body so short that it has no run of its own: all of it, or nothing."""
    body = running_text(document)
    if not body:
        body = [word for aside in asides(document) for word in aside]
    return body if len(body) <= longest else []
