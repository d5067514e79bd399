"""A built page, parsed once for every check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from html import escape

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

from generator.verify import tags
from generator.verify.elements import CODE, Element, element_of
from generator.verify.written import Written, as_written

TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])", re.IGNORECASE)


class Page(Struct, frozen=True):
    """A page: its file, its text as written, the parser's tree, and the tags that matter."""

    file: str
    raw: str
    tree: LexborHTMLParser
    elements: tuple[Element, ...]
    written: Written | None = None

    @property
    def markup(self) -> AbstractSet[str]:
        """What stands outside of the shown text, as written: each tag, or else the whole page."""
        return frozenset(self.written.tags) if self.written else frozenset({self.raw})

    def line(self, value: str) -> int:
        """Return the line at which an attribute's value is written, or 1."""
        return line_of(self.raw, value)


def line_of(raw: str, value: str) -> int:
    """Return the line at which a value is first written, as it is or escaped; else 1."""
    for written in (value, escape(value)):
        if value and (offset := raw.find(written)) >= 0:
            return raw.count("\n", 0, offset) + 1
    return 1


def read_page(file: str, raw: str) -> Page:
    """Parse a page. What stands in a template is read like the rest."""
    tree = LexborHTMLParser(TEMPLATE.sub(r"<\1div", raw))
    written = as_written(raw, tree)
    elements = written.elements() if written else _elements(tree)
    return Page(file, raw, tree, tuple(elements), written)


def _elements(tree: LexborHTMLParser) -> Iterator[Element]:
    """Yield the elements that a check looks at: all but those that can do nothing."""
    for node in tree.css("*"):
        tag = node.tag or ""
        attributes = {name: value or "" for name, value in node.attributes.items()}
        element = element_of(tag, attributes, node.text() if tag in CODE else "")
        if element:
            yield element


NOTE_MARKS = ".footnote-ref,[role=doc-noteref]"


def shown_text(page: Page, longest: int | None = None) -> Iterator[str]:
    """Yield the text a reader sees: blocks apart, inline tags joined. Uses the tree up.

    Where a footnote's number interrupts the text, it is read without the number as well, or as much
    of it as may hold ``longest`` words around the number.
    """
    if page.written:
        yield from page.written.shown(longest)
        return
    tree = page.tree
    if "<!--" in page.raw:
        for node in list(tree.root.traverse() if tree.root else ()):
            if node.is_comment_node:
                node.decompose()
    tree.strip_tags([*CODE])
    marks = tree.css(NOTE_MARKS) if "note" in page.raw else []
    if marks:
        yield _text(LexborHTMLParser(tree.html or ""))
        for mark in marks:
            mark.decompose()
    yield _text(tree)


def _text(tree: LexborHTMLParser) -> str:
    inline = sorted(tags.HTML.intersection(node.tag or "" for node in tree.css("*")))
    if inline:
        tree.unwrap_tags(inline)
        for empty in tree.css(",".join(f"{tag}:empty" for tag in inline)):  # unwrapping left these
            empty.decompose()
    tree.merge_text_nodes()
    return tree.root.text(separator="\n") if tree.root else ""
