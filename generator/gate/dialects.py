# ruff: noqa: E501 - a pattern stays on its line
"""Markdown of other programs, which the pages and files of a scheme would print as it was typed.

What an author may use is what the page, the PDF and the Word file all understand. Of the rest, this
is what people bring with them: named, so that it is a finding and no surprise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from generator.findings import Location
from generator.gate.signs import Signs
from generator.model import Document
from generator.store.notes import KINDS, OPENS, end_of_note
from generator.store.outline import Piece, PieceKind
from generator.store.text import Lines

NOTE_FIX = (
    f"write `!!! note` ({', '.join(KINDS[1:-1])} or {KINDS[-1]}; a title of its own stands after it "
    "in quotes), and its text below it, indented by four spaces"
)
LIST_FIX = "number it `1.`, `2.`, `3.`; or leave a blank line before each"
TARGET = re.compile(r"(?<=\]\()[^()\s]*|https?://[^\s<>()]+|<[A-Za-z][A-Za-z+.-]*:[^<>\s]*>")
BRACKETED = re.compile(r"[ \t>]*(?:[-*+][ \t]+)*\d{1,9}\)[ \t]")
DASHES = re.compile(r"\n[|:\- \t]*-[|:\- \t]*(?:\n|\Z)")
LETTERED = re.compile(r"\(?(?P<letter>[a-z]|[ivx]{1,4})[.)][ \t]+\S")
ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class Way(Struct, frozen=True):
    """A way of writing that is not known here, with an example, and how to mend it."""

    name: str
    example: str
    fix: str


class Foreign(Way, frozen=True):
    """One that a pattern finds. A text with none of the ``signs`` has none of it.

    A pattern begins with its sign and looks behind after it: it is found several times as fast.
    """

    signs: tuple[str, ...]
    pattern: re.Pattern[str]


def _foreign(
    name: str, example: str, sign: str | tuple[str, ...], pattern: str, fix: str
) -> Foreign:
    signs = (sign,) if isinstance(sign, str) else sign
    return Foreign(name, example, fix, signs, re.compile(pattern, re.MULTILINE))


UNKNOWN_NOTE = Way(
    "a note of a kind, or in a place, that is not known", "!!! restricted\n    Words.", NOTE_FIX
)
EMPTY_NOTE = Way("a note with no text indented under it", "!!! note\n\nWords.", NOTE_FIX)
BRACKETS = Way("a list numbered with brackets", "1) First step\n2) Second step", LIST_FIX)
LETTERS = Way(
    "lines with letters, as `a)`, that would run on as one paragraph", "a) one\nb) two", LIST_FIX
)
NO_DASHES = Way(
    "rows of a table without a line of dashes under the first",
    "| Item | Days |\n| Umbrella | 28 |",
    "write a line of dashes under the first row: `|---|---|`",
)
UNEVEN = Way(
    "a table whose line of dashes has more or fewer cells than its first row",
    "| Item | Days |\n|---|\n| Umbrella | 28 |",
    "give the line of dashes a cell for each cell of the first row: `|---|---|`",
)
SHIFTED = Way(
    "something that belongs to a list item, and is not indented by four spaces",
    "- gloves\n  - leather ones",
    "indent it by four spaces for each level; or by none, if it is no part of the list",
)
LOOKS_ALIKE = (UNKNOWN_NOTE, EMPTY_NOTE, BRACKETS, LETTERS, NO_DASHES, UNEVEN, SHIFTED)
"""What looks like a note, a list or a table, and would be none on the page."""


FOREIGN = (
    _foreign("a heading whose # has no space after it, or one before it", "##Appeals", "#",
             r"\n(?:#{1,6}(?=[^#\s.])|[ ]{1,3}#{1,6}(?=[ \t]))",
             "begin the line with `##`, then a space, then the words; or write `\\#`"),
    _foreign("words struck out", "~~no longer~~", "~~", r"~~(?=[^\s~])[^~\n]*~~",
             "take the words out, or say that they no longer hold"),
    _foreign("words marked with a colour", "==important==", "==",
             r"==(?<!===)(?=[^\s=])[^=\n]*[^\s=]==(?!=)", "write `**important**`"),
    _foreign("words marked as inserted", "++new++", "++", r"\+\+(?<![\w+{]\+\+)(?=[^\s+])[^+\n]*\+\+",
             "take the marks out; a comparison of versions shows what is new"),
    _foreign("words marked as inserted, with carets", "^^new^^", "^^", r"\^\^(?=[^\s^])[^^\n]*\^\^",
             "take the marks out; a comparison of versions shows what is new"),
    _foreign("a small figure below the line, with ~", "H~2~O", "~", r"~(?<=\w~)[^\s~]{1,20}~(?!~)",
             "write `H<sub>2</sub>O`"),
    _foreign("a small figure above the line, with ^", "m^2^", "^", r"\^(?<=\w\^)[^\s^]{1,20}\^(?!\^)",
             "write `m<sup>2</sup>`"),
    _foreign("a footnote within the line", "Words^[a note]", "^[", r"\^(?<!\\\^)\[",
             "write `Words[^1]`, and `[^1]: a note` in a paragraph of its own"),
    _foreign("an abbreviation to be explained by the program", "*[EIA]: impact assessment", "*[",
             r"\n[ ]{0,3}\*\[[^\]\n]+\]:", "explain it in words, or in a list of terms"),
    _foreign("a table of contents to be made", "[TOC]", "TOC", r"\n[ \t]*\[(?:TOC|\[_TOC_\])\][ \t]*$",
             "take it out: every page has one"),
    _foreign("a link in two square brackets", "[[Other page]]", "[[", r"\[(?<!\\\[)\[[^\[\]\n]+\]\](?!\()",
             "write `[words](page.md)`"),
    _foreign("a small picture by its name", ":warning:", ":",
             r":(?<![\w:\\]:)[a-z][a-z0-9_+-]*:(?![\w:])", "say it in words"),
    _foreign("a citation by its key", "[@smith2020]", "[@", r"\[(?<!\\\[)-?@[A-Za-z][^\s\]]*[\];,]",
             "name the work in words, or in a footnote"),
    _foreign("a formula between $$", "$$x = y$$", "$$", r"\$\$[^$\n]+\$\$|\n[ \t]*\$\$[ \t]*$",
             "write the formula in words, or put a picture of it, with alternative text"),
    _foreign("a box to tick", "- [ ] Return the form", ("[ ]", "[x]", "[X]"),
             r"\n[ \t>]*(?:[-*+]|\d+\.)[ \t]+\[[ xX]\][ \t]", "write the item without the box"),
    _foreign("a box to fold open", '??? note "More"', "???", r"\n[ \t>]*\?\?\?\+?[ \t]+\S", NOTE_FIX),
    _foreign("text in tabs", '=== "First tab"', "===", r"\n[ \t>]*===[!+]?[ \t]+\"",
             "write one after the other, each under a heading of its own"),
    _foreign("a block between colons", "::: warning", ":::", r"\n[ \t>]*:::", NOTE_FIX),
    _foreign("a note as a quotation", "> [!NOTE]", "[!", r"\n[ \t]*>[ \t]*\[!\w+\]", NOTE_FIX),
    _foreign("a table drawn with crosses", "+-----+-----+", "-+", r"\n[ \t]*\+(?:[-=:]{2,}\+)+[ \t]*$",
             "write it with bars: `| a | b |`, then `|---|---|`"),
    _foreign("a table drawn with lines of dashes", "-----   -----", "-- ",
             r"\n[ \t]*-{2,}(?:[ ]+-{2,})+[ \t]*$",
             "write it with bars: `| a | b |`, then `|---|---|`"),
    _foreign("numbers that the program is to count", "#. First step", ("#.", "(@"),
             r"\n[ \t]*(?:#\.|\(@\w*\))[ \t]",
             LIST_FIX),
    _foreign("a definition without a colon and a space before it", "~ the meaning",
             ("~", "\n:", "\n :", "\n  :", "\n   :"),
             r"\n[ ]{0,3}(?:~[ \t]+(?=\S)|:(?=[^\s:])(?![a-z0-9_+-]*:))",
             "write the term on a line, and below it a colon, three spaces and the meaning"),
    _foreign("marks of a review", "{++new++}", "{", r"\{(?<!\\\{)(?:\+\+|--|~~|==|>>)",
             "settle the change, and take the marks out"),
    _foreign("an instruction to a typesetter", "\\newpage", "\\",
             r"\\(?:(?:newpage|pagebreak|clearpage)\b|(?:begin|end)\{)", "take it out"),
    _foreign("a line that ends in a backslash", "First line\\", "\\", r"\\(?<!\\\\)$",
             "write `<br>`, or two spaces, to break a line"),
)  # fmt: skip


KNOWN = Signs(FOREIGN)


def foreign(document: Document, prose: str) -> Iterator[tuple[Location, Way]]:
    """Yield each place that is written as only other programs read it: where, and what.

    ``prose`` is the body without its code and comments.
    """
    text = f"\n{prose}"  # each line begins after the end of one
    if likely := KNOWN.among(text):
        text, lines = TARGET.sub(_blank, text), Lines(prose, document.source.body_line)
        for one in likely:
            for match in one.pattern.finditer(text):
                start = match.start() - (match[0][0] != "\n")
                yield lines.locate(document.path, start), one
    if "!!!" in prose:
        yield from _notes(document, prose.split("\n"))
    yield from _blocks(document)


def _notes(document: Document, rows: list[str]) -> Iterator[tuple[Location, Way]]:
    """A note of no known kind is printed as text; one without text has nothing to say."""
    for number, row in enumerate(rows):
        if not row.lstrip(" \t>").startswith("!!!"):
            continue
        at = Location(document.path, document.source.body_line + number, 1)
        opens = OPENS.fullmatch(row)
        if not opens:
            yield at, UNKNOWN_NOTE
        elif end_of_note(rows, number + 1, len(opens[1])) == number + 1:
            yield at, EMPTY_NOTE


def _blocks(document: Document) -> Iterator[tuple[Location, Way]]:
    """What only looks like a list or a table, or is one to other programs alone."""
    rows = document.source.body.split("\n")
    for line, column in document.source.outline.shifted:
        yield Location(document.path, line, column), SHIFTED
    for piece in document.source.outline.pieces:
        if piece.kind is PieceKind.ITEM:
            if BRACKETED.match(rows[piece.line - document.source.body_line]):
                yield Location(document.path, piece.line, piece.column), BRACKETS
        elif piece.kind is PieceKind.PARAGRAPH:
            if piece.text.startswith("|"):  # else it would be a table
                way = UNEVEN if DASHES.search(piece.text) else NO_DASHES
                yield Location(document.path, piece.line, piece.column), way
            elif "\n" in piece.text:
                yield from _lettered(document, piece, rows)


def _lettered(document: Document, piece: Piece, rows: list[str]) -> Iterator[tuple[Location, Way]]:
    """Lines that begin a), b) ... would run on as one paragraph."""
    first = piece.line - document.source.body_line
    for number, (above, below) in enumerate(pairwise(piece.text.split("\n"))):
        one = LETTERED.match(above)
        two = LETTERED.match(below) if one else None
        broken = rows[first + number].endswith("  ")
        if one and two and not broken and _follows(one["letter"], two["letter"]):
            yield Location(document.path, piece.line + number + 1, 1), LETTERS
            return


def _follows(one: str, two: str) -> bool:
    """Whether two letters, or two small Roman numbers, come after one another."""
    if one in ROMAN[:-1] and two == ROMAN[ROMAN.index(one) + 1]:
        return True
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
