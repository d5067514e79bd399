"""Where a document says that it is marked: every marking and every DRAFT that stands alone.

What counts is the paragraph "What PS102 takes for a marking" of the gate's contract. Which words
make a marking is in ``marking_grammar``; here is where they may stand.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from pathlib import PurePosixPath

from msgspec import Struct
from msgspec.structs import replace

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.marking_grammar import (
    DRAFT,
    Run,
    Token,
    Words,
    alone,
    each_token,
    is_label,
    labelled,
    loud,
    opening,
    read_run,
    set_off,
    tokens,
    words_of,
)
from generator.model import Document, Report
from generator.settings import Settings
from generator.store.html_names import is_element
from generator.store.outline import Outline, Piece, PieceKind, RawHtml
from generator.store.source import Source
from generator.vocabulary import Site

ANY_CASE = frozenset({PieceKind.PARAGRAPH, PieceKind.CODE})
OPENED = frozenset({PieceKind.FOOTNOTE, PieceKind.TITLE, PieceKind.COMMENT})
TITLED = frozenset({PieceKind.PARAGRAPH, PieceKind.HEADING})

BOX = re.compile(r"(?:!!!|\?\?\?\+?|===[!+]?)[ \t][^\n]*")
KEY = re.compile(r"^[ \t-]*[a-z_]+:", re.MULTILINE)
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:.-]*)[^<>]*>|<[!?][^<>]*>")
VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
INLINE = frozenset(
    """
    a abbr b bdi bdo cite code del dfn em font i ins kbd mark q s samp small span strike strong sub
    sup tt u var wbr
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
STOPS = frozenset(".,;:)")
# A wrapped line that ends in one of these goes on in the next: "is marked / RESTRICTED."
GOES_ON = frozenset(
    """
    a above an and are as at be been below by called classified either for from in is labelled
    labeled marked neither nor not of or termed than the to with
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
SMALL_WORDS = frozenset(("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or",
                         "the", "to", "with"))  # fmt: skip
NO_TITLE = SMALL_WORDS | {"is", "are", "means", "marks", "marked", "may", "must", "should", "will"}
LONG_TITLE = 25
SEVERAL = 2
# A last word of a file's name that is a verb more often than a marking ("how-to-protect.pdf").
VERBS = frozenset({"PROTECT"})


class Mark(Struct, frozen=True, order=True):
    """One place where a text says that it is marked, or a draft."""

    line: int
    column: int
    names: tuple[str, ...]
    draft: bool


def above(settings: Settings, words: Words, declared: str | None, name: str) -> bool:
    """Whether ``name`` may not go to a site where a document declared so may.

    An SOP that declares nothing still goes to the intranet; words of a marking's force keep a
    text off the public site.
    """
    allows = settings.markings.allows
    may = {site for site in Site if allows(site, declared)} if declared else {Site.INTRANET}
    inside = name in words.phrases
    return any(not (site is Site.INTRANET if inside else allows(site, name)) for site in may)


def marks_of(document: Document, settings: Settings) -> tuple[Mark, ...]:
    """Return the marks in a document's body under these settings."""
    return marks(document.source, words_of(settings))


def marks_of_records(document: Document, settings: Settings) -> tuple[Mark, ...]:
    """Return the marks in the cells of the records beside a report."""
    table = document.table if isinstance(document, Report) else None
    if table is None:
        return ()
    return marks_of_pieces(table.outline, words_of(settings))


def marked_places(document: Document, context: Context) -> Iterator[tuple[Location, Mark]]:
    """Yield each mark of a document, and of the records beside it, with its place."""
    for mark in context.once(marks_of, document):
        yield Location(document.path, mark.line, mark.column), mark
    if isinstance(document, Report) and document.table:
        for mark in context.once(marks_of_records, document):
            yield Location(document.table.path, mark.line, mark.column), mark


def marks(source: Source, words: Words) -> tuple[Mark, ...]:
    """Return every marking and DRAFT in a document's body, in order of place."""
    return _marks(source.outline, (*source.outline.pieces, *_html_pieces(source)), words)


def marks_of_pieces(outline: Outline, words: Words) -> tuple[Mark, ...]:
    """Return every marking and DRAFT in the pieces and tables of a text that is no Markdown."""
    return _marks(outline, outline.pieces, words)


def _marks(parts: Outline, pieces: Sequence[Piece], words: Words) -> tuple[Mark, ...]:
    if not words.mentioned("\n".join(piece.text for piece in pieces)):
        return ()
    spared = _explained(parts, words) | _explained_terms(parts.pieces, words)
    found = {
        mark
        for piece in pieces
        if id(piece) not in spared and words.mentioned(piece.text)
        for part in _parts(piece)
        for mark in _piece_marks(part, words)
    }
    found |= set(_rows(parts, words, spared)) | set(_definitions(parts.pieces, words))
    return tuple(sorted(found))


def _parts(piece: Piece) -> Iterator[Piece]:
    """Take a box ("!!! note") apart: its title is a heading, its text a paragraph of its own."""
    box = BOX.match(piece.text) if piece.kind is PieceKind.PARAGRAPH else None
    if box is None:
        yield piece
        return
    for title in box[0].split('"')[1:2]:
        yield replace(piece, kind=PieceKind.HEADING, text=title)
    yield replace(piece, text=piece.text[box.end() + 1 :], line=piece.line + 1, column=1)


def _piece_marks(piece: Piece, words: Words) -> Iterator[Mark]:
    found = tokens(piece.text)
    if piece.kind in ANY_CASE and (run := alone(found, words, capitals=False)):
        yield _mark(piece, found[0], run)
        return
    yield from _line_marks(piece, found, words)
    if piece.kind in OPENED and (run := opening(found, words)):
        yield _mark(piece, found[0], run)
    if piece.kind is not PieceKind.CODE or not KEY.search(piece.text):
        for at, run in labelled(found, words):
            yield _mark(piece, found[at], run)
    if piece.kind in TITLED and drafts_title(piece.text, heading=piece.kind is PieceKind.HEADING):
        yield _mark(piece, found[0], Run(1, draft=True))


def _line_marks(piece: Piece, found: Sequence[Token], words: Words) -> Iterator[Mark]:
    """Yield the lines that hold a marking in capitals and nothing else."""
    lines = piece.text.split("\n")
    last = ""
    for row, group in groupby(found, key=lambda token: token.row):
        line = tuple(group)
        run = alone(line, words, capitals=True)
        if run and not (last in GOES_ON and _stops(lines[row])):
            yield _mark(piece, line[0], run)
        last = line[-1].raw


def _stops(line: str) -> bool:
    """Whether a line ends in the punctuation of a sentence."""
    end = takewhile(lambda character: not str.isalnum(character), line[::-1])
    return not STOPS.isdisjoint(end)


def _mark(piece: Piece, token: Token, run: Run) -> Mark:
    column = 1 if token.row else piece.column
    return Mark(piece.line + token.row, column, run.names, run.draft)


def drafts_title(text: str, *, heading: bool) -> bool:
    """Whether the text is a title that opens with DRAFT ("DRAFT Annual Governance Statement")."""
    first = next(each_token(text), None)
    if first is None or first.word != DRAFT:
        return False
    found = tokens(text)
    if not found[1:] or not loud(found[:1]):
        return False
    rest = found[1:]
    if rest[0].raw.lower() in NO_TITLE:
        return False
    if heading:
        return True
    titled = all(not t.raw[0].islower() or t.raw in SMALL_WORDS for t in rest)
    return titled and len(rest) <= LONG_TITLE and text.rstrip()[-1] not in ".,;:?!"


# Tables and definition lists

Table = Sequence[Sequence[Piece]]


def _explained(parts: Outline, words: Words) -> frozenset[int]:
    """Return the cells of tables that explain several markings, which mark nothing."""
    spared: set[int] = set()
    for table in _marking(parts.tables, words):
        for column in range(max(map(len, table), default=0)):
            spared |= _explained_column(table, column, words)
        spared |= _explained_rows(table, words)
    return frozenset(spared)


def _marking(tables: Sequence[Table], words: Words) -> Iterator[Table]:
    """Yield the tables that mention a marking anywhere: no other can have one."""
    for table in tables:
        if words.mentioned("\n".join(cell.text for row in table for cell in row)):
            yield table


def _explained_column(table: Table, column: int, words: Words) -> set[int]:
    """Markings one under the other, each with words beside it."""
    cells = {
        id(row[column]): names
        for row in table
        if column < len(row) and (names := _cell_names(row[column], words))
        if any(_explains(cell, words) for cell in row)
    }
    return set(cells) if len(set(cells.values())) >= SEVERAL else set()


def _explained_rows(table: Table, words: Words) -> set[int]:
    """Markings side by side, with words under or over them."""
    several: list[dict[int, Piece]] = []
    for row in table:
        cells = {n: names for n, cell in enumerate(row) if (names := _cell_names(cell, words))}
        if len(set(cells.values())) >= SEVERAL:
            several.append({n: row[n] for n in cells})
    worded = _worded(table, words) if several else frozenset()
    return {id(cell) for cells in several if worded & set(cells) for cell in cells.values()}


def _worded(table: Table, words: Words) -> frozenset[int]:
    """Return the columns that have a cell with words in it."""
    return frozenset(n for row in table for n, cell in enumerate(row) if _explains(cell, words))


def _cell_names(cell: Piece, words: Words) -> tuple[str, ...]:
    mentioned = words.mentioned(cell.text)
    return alone(tokens(cell.text), words, capitals=False).names if mentioned else ()


def _explains(cell: Piece, words: Words) -> bool:
    """Whether a cell says something other than a marking or the label of one."""
    return bool(tokens(cell.text)) and not (_cell_names(cell, words) or is_label(cell.text))


def _rows(parts: Outline, words: Words, spared: frozenset[int]) -> Iterator[Mark]:
    """Yield what a label in a table announces: beside it, or under it in a table of one row."""
    for table in _marking(parts.tables, words):
        pairs = [pair for row in table for pair in pairwise(row)]
        if len(table) == SEVERAL:
            pairs += zip(*table, strict=False)
        for label, value in pairs:
            if id(value) not in spared:
                yield from _announced(label, value, words)


def _definitions(pieces: Sequence[Piece], words: Words) -> Iterator[Mark]:
    """Yield what a term announces of a definition list ("Classification", ": Restricted")."""
    for term, value in pairwise(pieces):
        if term.kind is PieceKind.TERM and value.kind is PieceKind.DEFINITION:
            yield from _announced(term, value, words)


def _announced(label: Piece, value: Piece, words: Words) -> Iterator[Mark]:
    if not words.mentioned(value.text):
        return
    status = is_label(label.text, status=True)
    if is_label(label.text) or status:
        found = tokens(value.text)
        run = alone(found, words, capitals=False)
        if run.draft or (run and not status):
            yield _mark(value, found[0], run)


def _explained_terms(pieces: Sequence[Piece], words: Words) -> frozenset[int]:
    """Return the terms of a definition list that explains several markings."""
    terms = {
        id(term): names
        for term, value in pairwise(pieces)
        if term.kind is PieceKind.TERM and value.kind is PieceKind.DEFINITION
        if (names := _cell_names(term, words)) and _explains(value, words)
    }
    return frozenset(terms) if len(set(terms.values())) >= SEVERAL else frozenset()


# Raw HTML


def _html_pieces(source: Source) -> Iterator[Piece]:
    """Yield the text of raw HTML, which the outline leaves as typed."""
    printed = set[int]()
    for raw in source.outline.html:
        tag = TAG.fullmatch(raw.text.strip())
        if tag is None:
            yield from _block_pieces(raw)
        elif tag[1] and not is_element(tag[1]):
            printed.add(raw.line)
        for match in VALUE.finditer(raw.text):
            text = html.unescape(match[1] or match[2] or "")
            yield Piece(PieceKind.TITLE, text, raw.line, raw.column)
    lines = source.body.split("\n") if printed else ()
    for line in sorted(printed):  # what is no tag is printed as text, so its line is read as text
        yield Piece(PieceKind.ITEM, without_tags(lines[line - source.body_line]), line, 1)


def _block_pieces(raw: RawHtml) -> Iterator[Piece]:
    kind = PieceKind.ITEM if "<li" in raw.text.lower() else PieceKind.PARAGRAPH
    for row, line in enumerate(raw.text.split("\n")):
        for text in without_tags(line).split("\t"):
            yield Piece(kind, text, raw.line + row, 1)


def without_tags(text: str) -> str:
    """Return HTML as it reads: tags inside a line vanish, others part; what is no tag stays."""

    def read(tag: re.Match[str]) -> str:
        name = (tag[1] or "").lower()
        if name and not is_element(name):
            return tag[0]
        return "" if name in INLINE or not name else "\t"

    return html.unescape(TAG.sub(read, text))


# Titles, keywords and names of files


def title_runs(text: str, words: Words) -> Iterator[Run]:
    """Yield what marks a title: alone, set off by a dash, colon or bracket, or after a label."""
    if not words.mentioned(text):
        return
    found = tokens(text)
    yield from set_off(found, words)
    yield from (run for _, run in labelled(found, words))
    if drafts_title(text, heading=True):
        yield Run(1, draft=True)


def sentence_runs(text: str, words: Words) -> Iterator[Run]:
    """Yield what marks a summary: the same, and a marking alone in any case."""
    if words.mentioned(text) and (run := alone(tokens(text), words, capitals=False)):
        yield run
        return
    yield from title_runs(text, words)


def name_runs(path: str, words: Words) -> Iterator[Run]:
    """Yield what marks a file's name: the whole of it or its end, or anywhere in capitals."""
    stem = PurePosixPath(path).stem
    if not words.mentioned(stem):
        return
    found = tokens(stem)
    if run := alone(found, words, capitals=False):
        yield run
        return
    for at in range(len(found)):
        run = read_run(found, at, words, capitals=False)
        last = run.end == len(found) and not VERBS & set(run.names)
        if run.names and (last or loud(found[at : run.said])):
            yield run
