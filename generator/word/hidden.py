"""What an office file hides, named with its place; and where it says that it is marked.

Only a person can decide about any of it. An import stops at what it finds here, and an attachment
can be looked into by the same code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.gate.marking_grammar import words_of
from generator.gate.marks import above, marks_of_pieces
from generator.settings import Settings
from generator.store.outline import Outline, Piece, PieceKind
from generator.vocabulary import Site
from generator.word.reading import FIRST, LAST, Flow, Hidden, Kind, Paragraph, Reading

LOOKS = (("hidden", Kind.HIDDEN), ("faint", Kind.FAINT), ("tiny", Kind.TINY))
LETTERS = {
    Kind.HIDDEN: "words formatted as hidden",
    Kind.FAINT: "words in the colour of what they stand on",
    Kind.TINY: "words under 4 points",
}


def hidden(reading: Reading) -> tuple[Hidden, ...]:
    """Return everything that a file hides but its markings, in order of kind and place."""
    found = {*reading.hidden, *_in_runs(reading.paragraphs)}
    order = {kind: n for n, kind in enumerate(Kind)}
    return tuple(sorted(found, key=lambda one: (order[one.kind], one.place, one.what)))


def _in_runs(paragraphs: Sequence[Paragraph]) -> Iterator[Hidden]:
    for paragraph in paragraphs:
        if any(sign in paragraph.text for sign in (FIRST, LAST)):
            yield Hidden(Kind.ODD, paragraph.place, "characters that no reader can see")
        for attribute, kind in LOOKS:
            if any(getattr(run, attribute) for run in paragraph.runs):
                yield Hidden(kind, paragraph.place, LETTERS[kind])


def marked(reading: Reading, settings: Settings, declared: str | None) -> tuple[Hidden, ...]:
    """Return each marking that a document declared so may not bear, read as the gate reads one.

    Where it declares nothing, it may bear what the public site may.
    """
    words = words_of(settings)
    found = []
    for flow in Flow:
        own = [p for p in reading.paragraphs if p.flow is flow and p.role != "header table"]
        for mark in marks_of_pieces(_outline(own), words):
            names = [name for name in mark.names if _over(settings, declared, name)]
            if names:
                place = own[mark.line - 1].place
                found.append(Hidden(Kind.MARKING, place, f"it is marked {', '.join(names)}"))
    return tuple(sorted(set(found)))


def _over(settings: Settings, declared: str | None, name: str) -> bool:
    words = words_of(settings)
    if declared:
        return above(settings, words, declared, name)
    return name in words.phrases or not settings.markings.allows(Site.PUBLIC, name)


def _outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """Return paragraphs as the gate reads a text; each one's line is its number here."""
    pieces: list[Piece] = []
    tables: dict[int, dict[int, dict[int, Piece]]] = defaultdict(lambda: defaultdict(dict))
    for number, paragraph in enumerate(paragraphs, 1):
        text = paragraph.text.replace("\n", " ")
        kind = PieceKind.HEADING if paragraph.level else PieceKind.PARAGRAPH
        if paragraph.cell:
            table, row, column = paragraph.cell
            piece = Piece(PieceKind.CELL, text, number, 1)
            if text.strip():
                tables[table][row].setdefault(column, piece)
        elif paragraph.label or paragraph.bullet:
            piece = Piece(PieceKind.ITEM, text, number, 1)
        else:
            piece = Piece(kind, text, number, 1)
        if text.strip():
            pieces.append(piece)
    rows = tuple(
        tuple(tuple(cells[n] for n in sorted(cells)) for _, cells in sorted(table.items()))
        for _, table in sorted(tables.items())
    )
    return Outline(tuple(pieces), tables=rows)
