"""A built page, parsed once for every check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser

from generator.verify import tags
from generator.verify.urls import clean

URL_ATTRIBUTES = (
    "href", "xlink:href", "src", "poster", "data", "action", "formaction", "background",
    "manifest", "ping",
)  # fmt: skip
URL_LISTS = ("srcset", "imagesrcset")
NOT_FETCHED = frozenset({"alternate", "author", "canonical", "license"})
ACTIVE = frozenset(
    {
        "animate", "applet", "base", "embed", "fencedframe", "frame", "frameset", "iframe",
        "object", "portal", "set",
    }
)  # fmt: skip
# What any check looks at. A colon cannot be written in a selector, so all of an SVG is taken.
SELECTOR = ",".join(
    [
        *(f"[{name}]" for name in (*URL_ATTRIBUTES, *URL_LISTS) if ":" not in name),
        "[id]", "[name]", "[style]", "[srcdoc]", "script", "style", "meta", "svg *",
        *sorted(ACTIVE),
    ]
)  # fmt: skip
HANDLER = re.compile(r"[\s\"'/]on[a-z]+\s*=", re.IGNORECASE)
TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])", re.IGNORECASE)
REFRESH = re.compile(
    r"[\s\d.]*[;,]?\s*(?:url\s*=)?\s*(?P<quote>[\"']?)(?P<url>.*)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Element:
    """A tag of a page with its attributes; ``text`` is what a script or style sheet holds."""

    tag: str
    attributes: Mapping[str, str]
    text: str = ""

    def urls(self) -> Iterator[tuple[str, str]]:
        """Yield each attribute that holds an address, with the address."""
        for name in URL_ATTRIBUTES:
            if name in self.attributes:
                yield name, clean(self.attributes[name])
        for name in URL_LISTS:
            for candidate in self.attributes.get(name, "").split(","):
                if candidate.strip():
                    yield name, clean(candidate.split()[0])
        if (url := self._refresh()) is not None:
            yield "content", clean(url)

    def asks(self, attribute: str) -> bool:
        """Whether the address is fetched for the page itself, rather than followed by a reader."""
        if attribute in {"href", "xlink:href"} and self.tag in {"a", "area"}:
            return False
        relation = self.attributes.get("rel", "").lower().split()
        return self.tag != "link" or not relation or not NOT_FETCHED.issuperset(relation)

    def _refresh(self) -> str | None:
        if self.tag != "meta" or self.attributes.get("http-equiv", "").lower() != "refresh":
            return None
        match = REFRESH.match(self.attributes.get("content", ""))
        url = match["url"] if match else ""
        return url.split(match["quote"])[0] if match and match["quote"] else url


@dataclass(frozen=True)
class Page:
    """A page: its file, its text as written, the parser's tree, and the tags that matter."""

    file: str
    raw: str
    tree: LexborHTMLParser
    elements: tuple[Element, ...]

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
    return Page(file, raw, tree, tuple(_elements(tree, every=bool(HANDLER.search(raw)))))


def _elements(tree: LexborHTMLParser, *, every: bool) -> Iterator[Element]:
    """Yield the elements to look at; all of them where one may carry an event handler."""
    nodes = {node.mem_id: node for node in tree.css("*" if every else SELECTOR)}
    for node in nodes.values():  # each once, however many parts of the selector it meets
        tag = node.tag or ""
        attributes = {name: value or "" for name, value in node.attributes.items()}
        text = node.text() if tag in {"script", "style"} else ""
        yield Element(tag, attributes, text)


SILENT = ["script", "style"]
INLINE = sorted(tags.HTML)
LEFT_OVER = ",".join(INLINE)
NOTE_MARKS = ".footnote-ref,[role=doc-noteref]"


def shown_text(page: Page) -> Iterator[str]:
    """Yield the text a reader sees: blocks apart, inline tags joined. Uses the tree up.

    Where a footnote's number interrupts the text, it is read without the number as well.
    """
    tree = page.tree
    if "<!--" in page.raw:
        for node in list(tree.root.traverse() if tree.root else ()):
            if node.is_comment_node:
                node.decompose()
    tree.strip_tags(SILENT)
    marks = tree.css(NOTE_MARKS) if "note" in page.raw else []
    if marks:
        yield _text(LexborHTMLParser(tree.html or ""))
        for mark in marks:
            mark.decompose()
    yield _text(tree)


def _text(tree: LexborHTMLParser) -> str:
    tree.unwrap_tags(INLINE)
    for empty in tree.css(LEFT_OVER):
        empty.decompose()
    tree.merge_text_nodes()
    return tree.root.text(separator="\n") if tree.root else ""
