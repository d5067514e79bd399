"""PS008: markup that could do more than show text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.dialects import foreign
from generator.gate.rule import Problem, rule
from generator.links import Outside, Unsafe, resolve
from generator.model import Document, Pack
from generator.store.html_names import ALLOWED_TAGS, is_element
from generator.store.outline import COMMENT, Link, PieceKind
from generator.store.source import Source
from generator.store.text import Lines

TAG = re.compile(r"<(?:(?P<odd>[!?])|(?P<end>/?)(?P<name>[A-Za-z][^\s/<>]*)(?P<bare>\s*/?>)?)")
AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,64}@[^\s<>]*)>")
CLOSED = re.compile(r"[^<>]*>")
PRINTABLE = re.compile(r"[a-z0-9:._-]{1,40}")
INSIDE = re.compile(r"[A-Za-z0-9._%#-][A-Za-z0-9._%#/-]*")
# No match of these can begin within another, so that no line takes long.
INCLUDE = re.compile(r"-8<-|\{%-?\s*(?:include|import|extends|from)\b|\{![^{}\n]*!\}")
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}|\{[ \t]*(?:[#.][\w-]|[A-Za-z][\w-]*=)[^{}\n]*\}")
NOT_LINE_END = re.compile(r"[^\n]")
BEGINS = ("{", "-8<-")
INSTRUCTIONS = (
    (INCLUDE, "an instruction to include another file"),
    (ATTRIBUTES, "a list of attributes in curly brackets"),
)
FIX = "write it in plain Markdown, or in a code span if a reader should see it as it is"

COMMENT_FIX = "write it as `<!-- words -->`, with nothing like `>` or `--!>` within"
LINK_FIX = "link to a file of the store, or to an address that begins with https: or mailto:"
IMAGE_FIX = "put the picture into attachments/, and show it from there"


@rule("PS008", clause="none: the gate's own", role="policy developer", fix=FIX)
def unsafe_markup(pack: Pack, context: Context) -> Iterator[Problem]:
    """A document holds HTML, a link or an instruction that could do more than show text.

    Why: a page of the force must not run programs, send readers astray or take in other files.
    A short list of tags is allowed (br, sup, sub, i, b, em, strong, u, small, abbr, kbd, ul, ol,
    li), without attributes. Code, `{{ name }}` and words in angle brackets that are no HTML, such
    as `<insert name>`, are printed as text. Comments are never printed.
    Markdown that only other programs know, such as boxes to tick or words struck out, would be
    printed as it was typed; `formats/` on the intranet lists what may be used and what may not.
    Good: `m<sup>2</sup>`; `[our site](https://www.example.org/)`; `!!! note`
    Bad: `<script>`; `<b onclick="...">`; `[x](javascript:...)`; an image from another site;
    `~~struck out~~`; `- [ ] a box`.
    """
    for document in pack.documents:
        prose = _prose(document.source)
        yield from _tags(document, prose)
        yield from _comments(document)
        yield from _instructions(document, prose)
        for at, way in foreign(document, prose):
            yield Problem(at, f"holds {way.name}", way.fix)
        for link in document.source.outline.links:
            if message := _unsafe(document, link, context):
                at = Location(document.path, link.line, link.column)
                yield Problem(at, message, IMAGE_FIX if link.image else LINK_FIX)


def _tags(document: Document, prose: str) -> Iterator[Problem]:
    """Yield each tag once, whether or not the parser that reads and the one that prints agree."""
    opened: set[str] = set()
    found: dict[tuple[int, str], Problem] = {}
    for at, message in (*_typed(document, prose, opened), *_parsed(document, opened)):
        found.setdefault((at.line, message), Problem(at, message))
    yield from found.values()


def _typed(document: Document, prose: str, opened: set[str]) -> Iterator[tuple[Location, str]]:
    """Whatever looks like a tag outside code, even where Markdown would take it for text."""
    matches = tuple(TAG.finditer(prose))
    lines = Lines(prose if matches else "", document.source.body_line)
    for match in matches:
        closed = match["bare"] or CLOSED.match(prose, match.end())
        link = AUTOLINK.match(prose, match.start())
        if closed and not link and not match["odd"] and (message := _tag(match, opened)):
            yield lines.locate(document.path, match.start()), message


def _parsed(document: Document, opened: set[str]) -> Iterator[tuple[Location, str]]:
    for html in document.source.outline.html:
        lines = Lines(html.text, html.line)
        for match in TAG.finditer(html.text):
            if message := _tag(match, opened):
                line, column = lines.position(match.start())
                inset = html.column - 1 if line == html.line else 0
                yield Location(document.path, line, column + inset), message


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
    said, *_ = PRINTABLE.findall(name)
    return f"holds the tag `<{match['end']}{said}>`"


def _comments(document: Document) -> Iterator[Problem]:
    """Browsers end these comments earlier than they seem to end."""
    for piece in document.source.outline.pieces:
        if piece.kind is PieceKind.COMMENT and (
            piece.text.startswith((">", "->")) or "--!>" in piece.text
        ):
            at = Location(document.path, piece.line, piece.column)
            yield Problem(at, "holds a comment that ends in more than one place", COMMENT_FIX)


def _instructions(document: Document, prose: str) -> Iterator[Problem]:
    if not any(sign in prose for sign in BEGINS):
        return
    for row, line in enumerate(prose.split("\n")):
        for pattern, what in INSTRUCTIONS:
            if match := pattern.search(line):
                at = Location(document.path, document.source.body_line + row, match.start() + 1)
                yield Problem(at, f"holds {what}")


def _prose(source: Source) -> str:
    """Return the body with spaces in place of code and comments."""
    if not source.outline.code and "<!--" not in source.body:
        return source.body
    raw, parts, done = source.body.encode("utf-8"), [], 0
    for start, end in source.outline.code:
        parts += [raw[done:start].decode("utf-8"), _spaces(raw[start:end].decode("utf-8"))]
        done = end
    prose = "".join((*parts, raw[done:].decode("utf-8")))
    return COMMENT.sub(lambda match: _spaces(match[0]), prose)


def _spaces(text: str) -> str:
    return NOT_LINE_END.sub(" ", text)


def _unsafe(document: Document, link: Link, context: Context) -> str:
    if INSIDE.fullmatch(link.target):
        return ""
    match resolve(context.scheme, document, link.target):
        case Unsafe(reason):
            return f"holds {reason}"
        case Outside() if link.image:
            return "shows an image from outside, which every reader's computer would fetch"
    return ""
