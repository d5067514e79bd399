"""What a document says, as texts comparable to what a page shows."""

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


def running_text(document: Document) -> str:
    """Return the text of the body in reading order, across blocks, without asides."""
    pieces = document.source.outline.pieces
    return "\n".join(piece.text for piece in pieces if piece.kind not in ASIDE)


def asides(document: Document) -> Iterator[str]:
    """Yield each aside and each run of raw HTML."""
    outline = document.source.outline
    yield from (piece.text for piece in outline.pieces if piece.kind in ASIDE)
    yield from (unmarked(html.text) for html in outline.html)


def values(value: Any) -> Iterator[str]:
    """Yield each value of the metadata."""
    if isinstance(value, str):
        yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from values(inner)


def records(document: Document) -> Iterator[str]:
    """Yield the records beside a report: all in a row, and each cell."""
    table = document.table if isinstance(document, Report) else None
    if table is not None:
        cells = [cell.text for row in table.rows for cell in row if cell.text]
        yield "\n".join(cells)
        yield from cells


def _besides(document: Document) -> Iterator[str]:
    """Yield every text of a document but its body: asides, metadata, and records."""
    yield from asides(document)
    yield from values(document.source.metadata.data)
    yield from records(document)


def texts_of(document: Document) -> Iterator[str]:
    """Yield every text of a document; what is looked for stands within one of them."""
    yield running_text(document)
    yield from _besides(document)


def published_texts(document: Document) -> Iterator[str]:
    """Yield what a published document puts on a site: its texts, links and address."""
    outline = document.source.outline
    notes = (piece.text for piece in outline.pieces if piece.kind is PieceKind.FOOTNOTE)
    yield "\n".join([running_text(document), *notes])  # a page has them in a row after its text
    yield from _besides(document)
    yield from (link.target for link in outline.links)
    yield PurePosixPath(document.path).with_suffix("").as_posix()


def file_name(document: Document) -> list[str]:
    """Return the words of the file name, where an author chose it."""
    stem = PurePosixPath(document.path).stem
    return [] if stem in LAYOUT_NAMES else words(stem)


def short_text(document: Document, longest: int) -> list[str]:
    """Return a body so short that it has no run of its own: all of it, or nothing."""
    body = words(running_text(document)) or words("\n".join(asides(document)))
    return body if len(body) <= longest else []
