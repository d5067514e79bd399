"""A page whose tree is its text as written, tag by tag: what a tag means is worked out once.

Pages share most of their tags. Where what a browser makes of a page, written out again, is the page
itself, no tag has to be looked up in the tree. Every other page is read from its tree alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape, unescape
from itertools import chain, zip_longest

from msgspec import Struct
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from generator.verify import tags
from generator.verify.elements import CODE, Element, element_of
from generator.verify.readings import shows_code
from generator.verify.words import words

TAG = re.compile(r"(<[^<>]*>)")
NAMED = re.compile(r"<(/?)([a-z][a-z0-9]*)(?=[\s>])(.*)>", re.DOTALL)
# Attributes that a browser writes as they stand.
PAIR = re.compile(r' ([a-z][a-z-]*)="([^"&<>\u00a0]*)"')
PLAIN = re.compile(rf"(?:{PAIR.pattern})*")
DOCTYPE = re.compile(r"<!doctype html>", re.IGNORECASE)
# A browser takes what is between these for text, or them for another tag, or has its own names.
READ_OTHERWISE = frozenset(
    {
        "frameset", "iframe", "image", "math", "noembed", "noframes", "noscript", "plaintext",
        "svg", "template", "xmp",
    }
)  # fmt: skip
LETTERS = 8  # in a word, and its space: a guess that saves a second look
SPACE = b" \t\n\f\r"
MOST = 20_000
"""So many tags are remembered. Those that all pages share are among the first."""


class Tag(Struct, frozen=True):
    """A tag: its name and element, how a browser writes it, and what it leaves between words."""

    name: str
    plain: str
    gap: str = "\n"
    element: Element | None = None
    is_mark: bool = False


class _Tags(dict[str, Tag | None]):
    """What each tag means by itself; ``None`` where that cannot be told."""

    def __missing__(self, written: str) -> Tag | None:
        if len(self) >= MOST:
            self.clear()
        self[written] = tag = _tag(written)
        return tag


def _tag(written: str) -> Tag | None:
    if DOCTYPE.fullmatch(written):
        return Tag("", "<!DOCTYPE html>")
    match = NAMED.fullmatch(written)
    if not match or match[2] in READ_OTHERWISE:
        return None
    end, name, rest = match.groups()
    gap = "" if name in tags.HTML or name in CODE else "\n"
    if end:
        return Tag("", written, gap)
    read = (rest, dict(PAIR.findall(rest))) if PLAIN.fullmatch(rest) else _as_a_browser(rest)
    if read is None:
        return None
    plain, said = read
    is_mark = "footnote-ref" in said.get("class", "").split() or said.get("role") == "doc-noteref"
    if is_mark and name != "a":
        return None
    return Tag(name, f"<{name}{plain}>", gap, element_of(name, said), is_mark)


def _as_a_browser(rest: str) -> tuple[str, dict[str, str]] | None:
    """Return the attributes of a tag as a browser writes them, and what they are."""
    # Any element has its attributes read alike; this one may stand anywhere.
    tree = LexborHTMLParser(f"<i{rest}></i>", is_fragment=True)
    node, html = tree.root, tree.html or ""
    if node is None or node.tag != "i" or html.count("<") != len(("<i>", "</i>")):
        return None
    said = {key: value or "" for key, value in node.attributes.items()}
    return html.removeprefix("<i").removesuffix("></i>"), said


_TAGS = _Tags()


class Written(Struct, frozen=True):
    """The tags of a page as they stand in it, what they mean, and the text around each.

    ``codes`` says where scripts and style sheets begin.
    """

    tags: Sequence[str]
    meant: Sequence[Tag]
    texts: Sequence[str]
    codes: Sequence[int]

    def elements(self) -> Iterator[Element]:
        """Yield the elements that a check looks at."""
        for at, tag in enumerate(self.meant):
            if tag.element:
                text = self.texts[at + 1] if tag.name in CODE else ""
                yield replace(tag.element, text=text) if text else tag.element

    def shown(self, longest: int | None = None) -> Iterator[str]:
        """Yield the text a reader sees; where footnotes' numbers interrupt it, without them too.

        Where nothing is looked for that has more than ``longest`` words, what stands further from
        every number is not read twice.
        """
        gaps = [tag.gap for tag in self.meant]
        texts = list(self.texts)
        for at in self.codes:
            texts[at + 1] = ""
        yield (whole := _joined(texts, gaps))
        marks = [at for at, tag in enumerate(self.meant) if tag.is_mark]
        for at in marks:
            end = self.tags.index("</a>", at)
            texts[at + 1 : end + 1] = ["\0", *[""] * (end - at - 1)]
            gaps[at:end] = [""] * (end - at)
        if marks:
            pieces = _joined(texts, gaps).split("\0")
            if longest is None or shows_code(whole):
                yield "".join(pieces)
            else:
                yield from _near(pieces, longest + 2)


def as_written(raw: str, tree: LexborHTMLParser) -> Written | None:
    """Return the page's tags and texts, where they are all that its tree holds, in that order."""
    if "\0" in raw:
        return None
    parts = TAG.split(raw)
    written = parts[1::2]
    meant = [tag for one in written if (tag := _TAGS[one])]
    if not meant or len(meant) != len(written):
        return None
    joined = "\0".join(parts[::2])
    text = unescape(joined) if "&" in joined else joined
    texts = text.split("\0")
    plain = escape(text, quote=False).replace("\u00a0", "&nbsp;")
    tags_plain = [tag.plain for tag in meant]
    if plain == joined and tags_plain[1:] == written[1:]:  # the first is the document's type
        again = parts[0] + tags_plain[0] + raw[len(parts[0]) + len(written[0]) :]
    else:
        again = _joined(plain.split("\0"), tags_plain)
    if _unspaced(again) != _unspaced(tree.html or ""):
        return None
    # What a script or a style sheet holds is not unescaped, and no `<` in it begins a tag.
    codes = [at for at, tag in enumerate(meant) if tag.name in CODE]
    if any("&" in parts[2 * at + 2] or written[at + 1] != f"</{meant[at].name}>" for at in codes):
        return None
    return Written(written, meant, texts, codes)


def _near(pieces: Sequence[str], least: int) -> Iterator[str]:
    """Yield what stands around each place where ``pieces`` meet: so many words on either side."""
    text = _ending(pieces[0], least)
    for piece in pieces[1:-1]:
        start, end = _start(piece, least), _ending(piece, least)
        if len(start) + len(end) < len(piece):
            yield text + start
            text = end
        else:
            text += piece
    yield text + _start(pieces[-1], least)


def _start(text: str, least: int) -> str:
    """Return the start of a text up to a space: so many words, or all of it."""
    at = text.find(" ", least * LETTERS)
    while at >= 0 and len(words(text[:at])) < least:
        at = text.find(" ", 2 * at)
    return text if at < 0 else text[:at]


def _ending(text: str, least: int) -> str:
    """Return the ending of a text from a space on: so many words, or all of it."""
    size = least * LETTERS
    while (at := text.rfind(" ", 0, max(0, len(text) - size))) >= 0:
        if len(words(text[at:])) >= least:
            return text[at:]
        size = 2 * (len(text) - at)
    return text


def _joined(texts: Sequence[str], between: Sequence[str]) -> str:
    return "".join(chain.from_iterable(zip_longest(texts, between, fillvalue="")))


def _unspaced(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").translate(None, SPACE)
