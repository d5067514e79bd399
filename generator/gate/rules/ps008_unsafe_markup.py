"""PS008: markup that could do more than show text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import Problem, rule
from generator.links import Outside, Unsafe, resolve
from generator.model import Document, Pack
from generator.store.html_names import ALLOWED_TAGS, is_element
from generator.store.outline import Link, PieceKind, RawHtml
from generator.store.source import Source
from generator.store.text import Lines

TAG = re.compile(r"<(?:(?P<odd>[!?])|(?P<end>/?)(?P<name>[A-Za-z][^\s/<>]*)(?P<bare>\s*/?>)?)")
PRINTABLE = re.compile(r"[a-z0-9:._-]{1,40}")
INSIDE = re.compile(r"[A-Za-z0-9._%#-][A-Za-z0-9._%#/-]*")
# Patterns of bytes that cannot match within each other, so that no line takes long.
INCLUDE = re.compile(rb"-8<-|\{%-?\s*(?:include|import|extends|from)\b|\{![^{}\n]*!\}")
ATTRIBUTES = re.compile(rb"\{:[^{}\n]*\}|\{[ \t]*(?:[#.][\w-]|[A-Za-z][\w-]*=)[^{}\n]*\}")
NOT_LINE_END = re.compile(rb"[^\n]")
FIX = "write it in plain Markdown, or in a code span if a reader should see it as it is"


@rule("PS008", clause="none: the gate's own", role="policy developer", fix=FIX)
def unsafe_markup(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document holds HTML, a link or an instruction that could do more than show text.

    Why: a page of the force must not run programs, send readers astray or take in other files.
    A short list of tags is allowed (br, sup, sub, i, b, em, strong, u, small, abbr, kbd, ul, ol,
    li), without attributes. Code, `{{ name }}` and words in angle brackets that are no HTML, such
    as `<insert name>`, are printed as text. Comments are never printed.
    Good: `m<sup>2</sup>`; `[our site](https://www.example.org/)`
    Bad: `<script>`; `<b onclick="...">`; `[x](javascript:...)`; an image from another site.
    """
    for document in pack.documents:
        yield from _html(document)
        yield from _comments(document)
        yield from _instructions(document)
        for link in document.source.outline.links:
            if message := _unsafe(document, link, context):
                yield Problem(Location(document.path, link.line, link.column), message)


def _html(document: Document) -> Iterator[Problem]:
    opened: set[str] = set()
    for html in document.source.outline.html:
        lines = Lines(html.text, html.line)
        for match in TAG.finditer(html.text):
            message = _tag(match, opened)
            if message:
                line, column = lines.position(match.start())
                yield Problem(_at(document, html, line, column), message)


def _at(document: Document, html: RawHtml, line: int, column: int) -> Location:
    inset = html.column - 1 if line == html.line else 0
    return Location(document.path, line, column + inset)


def _tag(match: re.Match[str], opened: set[str]) -> str:
    """Return what is wrong with a tag. The end of one already named is not named again."""
    if match["odd"]:
        return f"holds `<{match['odd']}`, which begins an instruction to a program"
    name = match["name"].lower()
    if not is_element(name) or (match["end"] and name in opened):
        return ""
    if name in ALLOWED_TAGS:
        return "" if match["bare"] else f"holds the tag `<{name}>` with attributes"
    opened.add(name)
    said = PRINTABLE.match(name)
    return f"holds the tag `<{match['end']}{said[0] if said else name[:1]}>`"


def _comments(document: Document) -> Iterator[Problem]:
    """Browsers end these comments earlier than they seem to end."""
    for piece in document.source.outline.pieces:
        if piece.kind is PieceKind.COMMENT and (
            piece.text.startswith((">", "->")) or "--!>" in piece.text
        ):
            at = Location(document.path, piece.line, piece.column)
            yield Problem(at, "holds a comment that ends in more than one place", "rewrite it")


def _instructions(document: Document) -> Iterator[Problem]:
    source = document.source
    body = source.body
    if "{" not in body and "-8<-" not in body:
        return
    for row, line in enumerate(_without_code(source).split(b"\n")):
        for pattern, what in ((INCLUDE, "an instruction to include another file"),
                              (ATTRIBUTES, "a list of attributes in curly brackets")):  # fmt: skip
            if match := pattern.search(line):
                column = len(line[: match.start()].decode("utf-8")) + 1
                at = Location(document.path, source.body_line + row, column)
                yield Problem(at, f"holds {what}")


def _without_code(source: Source) -> bytes:
    """Return the body with spaces in place of code, which is printed as it stands."""
    raw = bytearray(source.body.encode("utf-8"))
    for start, end in source.outline.code:
        raw[start:end] = NOT_LINE_END.sub(b" ", raw[start:end])
    return bytes(raw)


def _unsafe(document: Document, link: Link, context: Context) -> str:
    if INSIDE.fullmatch(link.target):
        return ""
    match resolve(context.scheme, document, link.target):
        case Unsafe(reason):
            return f"holds {reason}"
        case Outside() if link.image:
            return "shows an image from outside, which every reader's computer would fetch"
        case _:
            return ""
