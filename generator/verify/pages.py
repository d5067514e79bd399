"""A built page, parsed once for every check."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from selectolax.lexbor import LexborHTMLParser

from generator.verify import tags
from generator.verify.urls import clean

URL_ATTRIBUTES = frozenset(
    {
        "action", "background", "data", "formaction", "href", "manifest", "ping", "poster", "src",
        "xlink:href",
    }
)  # fmt: skip
URL_LISTS = frozenset({"imagesrcset", "srcset"})
NOT_FETCHED = frozenset({"alternate", "author", "canonical", "license"})
# Elements with these attributes alone can neither ask for anything nor be linked to.
HARMLESS = frozenset({"aria-hidden", "aria-label", "class", "dir", "lang", "role", "title"})
ACTIVE = frozenset(
    {
        "animate", "applet", "base", "embed", "fencedframe", "frame", "frameset", "iframe",
        "object", "portal", "set",
    }
)  # fmt: skip
TEMPLATE = re.compile(r"<(/?)template(?=[\s/>])", re.IGNORECASE)
REFRESH = re.compile(
    r"[\s\d.]*[;,]?\s*(?:url\s*=)?\s*(?P<quote>[\"']?)(?P<url>.*)", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Element:
    """A tag of a page with its attributes, and those that are addresses, as a browser reads them.

    ``text`` is what a script or style sheet holds.
    """

    tag: str
    attributes: Mapping[str, str]
    urls: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def asks(self, attribute: str) -> bool:
        """Whether the address is fetched for the page itself, rather than followed by a reader."""
        if attribute in {"href", "xlink:href"} and self.tag in {"a", "area"}:
            return False
        relation = self.attributes.get("rel", "").lower().split()
        return self.tag != "link" or not relation or not NOT_FETCHED.issuperset(relation)


def _urls(tag: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each attribute that holds an address, with the address."""
    for name, value in attributes.items():
        if name in URL_ATTRIBUTES:
            yield name, clean(value)
        elif name in URL_LISTS:
            yield from ((name, clean(part.split()[0])) for part in value.split(",") if part.strip())
    if tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        match = REFRESH.match(attributes.get("content", ""))
        url = match["url"] if match else ""
        yield "content", clean(url.split(match["quote"])[0] if match and match["quote"] else url)


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
    return Page(file, raw, tree, tuple(_elements(tree)))


def _elements(tree: LexborHTMLParser) -> Iterator[Element]:
    """Yield the elements that a check looks at: all but those that can do nothing."""
    for node in tree.css("*"):
        tag, written = node.tag or "", node.attributes
        if HARMLESS.issuperset(written) and tag not in CODE and local(tag) not in ACTIVE:
            continue
        attributes = {name: value or "" for name, value in written.items()}
        text = node.text() if tag in CODE else ""
        yield Element(tag, attributes, tuple(_urls(tag, attributes)), text)


def local(tag: str) -> str:
    """Return the name of a tag without a prefix (``svg:script``)."""
    return tag.rpartition(":")[2] if ":" in tag else tag


CODE = ("script", "style")
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
