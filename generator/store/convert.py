"""Markdown to safe HTML: one conversion of each text, whatever site it goes to.

Python-Markdown converts; what it may let through is closed twice. Raw HTML outside the short
allow-list never reaches it as HTML (it is printed as text), and nh3 keeps only listed tags and
attributes of what comes out. Links stay as the author wrote them: each site resolves its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from msgspec import Struct

from generator.store.anchors import Anchors
from generator.store.html_names import ALLOWED_TAGS
from generator.store.notes import KINDS
from generator.store.outline import outline

EXTENSIONS = (
    "tables", "footnotes", "def_list", "admonition", "sane_lists", "pymdownx.superfences",
)  # fmt: skip
SETTINGS = {
    "footnotes": {"BACKLINK_TEXT": "\u21a9", "BACKLINK_TITLE": "Back to where note %d stands"},
}
TAGS = frozenset(
    {
        "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead",
        "tbody", "tr", "th", "td", "caption", "blockquote", "pre", "code", "hr", "a", "img",
        "strong", "em", "sup", "sub", "div", "span", "br",
    }
) | ALLOWED_TAGS  # fmt: skip
ATTRIBUTES = {
    "*": {"id"},
    "a": {"href", "title", "class", "aria-label"},
    "img": {"src", "alt", "title"},
    "th": {"scope", "class"},
    "td": {"class"},
    "caption": {"class"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "ol": {"start"},
    "p": {"class"},
}
CLASSES = {
    "a": {"footnote-ref", "footnote-backref", "mark"},
    "caption": {"unseen"},
    "div": {"admonition", *KINDS, "footnote", "scroll"},
    "p": {"admonition-title"},
    "td": {"left", "right", "center"},
    "th": {"left", "right", "center"},
}
LOCAL = re.compile(r"^(?:#.*|\./.*|\.\./.*|[A-Za-z0-9][A-Za-z0-9 ._~%()/#&,;'+-]*)$")
TITLED_CODE = re.compile(
    r"(?:`{3,}|~{3,})[ \t]*[\w+#-]*(?P<title>[^\w`~\n+#-][^`\n]*)$", re.MULTILINE
)
TITLED_CODE_BYTES = re.compile(TITLED_CODE.pattern.encode(), re.MULTILINE)
BEFORE_BLOCK = re.compile(rb"[ \t>*+-]*(?:[0-9]+[.)][ \t>*+-]*)*")
ALLOWED_TAG = re.compile(rf"(</?(?:{'|'.join(sorted(ALLOWED_TAGS))})\s*/?>)", re.IGNORECASE)


MARKED = re.compile("h[1-6]|p|li|dd")
BLOCKS = frozenset({"p", "ul", "ol", "dl", "div", "table", "pre", "blockquote"})
UNDER_NO_HEADING = "_"
TABLE = "Table: "
NOTE = re.compile(rf'(?:^|\n)!!! ?({"|".join(KINDS)})(?: +"(.*?)")? *(?:\n|$)')


class Section(Struct, frozen=True):
    """A heading of a converted text, for its contents list."""

    level: int
    text: str
    anchor: str


class Fragment(Struct, frozen=True):
    """A body as safe HTML, its headings, and the ids of its headings and paragraphs, in order."""

    html: str
    sections: tuple[Section, ...]
    anchors: tuple[str, ...] = ()


def convert(text: tuple[str, tuple[int, ...]]) -> Fragment:
    """Return a body as HTML that holds nothing but listed tags and attributes.

    ``text`` is the body and its outline's ``bare_blocks``. Comments are never printed.
    """
    body, bare_blocks = text
    converter, headings = _converter()
    converter.reset()
    headings.sections, headings.given = [], []
    html = converter.convert(_prepared(body, bare_blocks))
    return Fragment(_clean(html), tuple(headings.sections), tuple(headings.given))


def _prepared(body: str, bare_blocks: tuple[int, ...]) -> str:
    """Give a list or table that begins right under a paragraph the blank line it needs."""
    lines = _without_unread(body).split("\n")
    for row in sorted(bare_blocks, reverse=True):
        lines.insert(row, "")
    return "\n".join(lines)


def _without_unread(body: str) -> str:
    """Take out comments, and titles of code blocks, and nothing that only looks like one.

    What the outline read as text (`<!--` in code, or with no end) is printed; what it did not read
    is not.
    """
    if "<!--" not in body and not TITLED_CODE.search(body):
        return body
    raw, parts = bytearray(body.encode("utf-8")), outline(body)
    spans = [*parts.comments]
    for start, _ in parts.code:
        before = raw[raw.rfind(b"\n", 0, start) + 1 : start]
        title = TITLED_CODE_BYTES.match(raw, start)
        if title and BEFORE_BLOCK.fullmatch(before):
            spans.append(title.span("title"))
    for start, end in sorted(spans, reverse=True):
        raw[start:end] = b"\n" * raw.count(b"\n", start, end)
    return raw.decode("utf-8")


@cache
def _converter() -> tuple[Markdown, _Headings]:
    converter = Markdown(extensions=[*EXTENSIONS, _Ours()], extension_configs=SETTINGS)
    headings = _Headings(converter)
    converter.treeprocessors.register(headings, "scheme_headings", 4)
    converter.treeprocessors.register(_Tables(converter), "scheme_tables", 3)
    return converter, headings


class _Ours(Extension):
    """Takes raw HTML away from Python-Markdown, but for a few tags without attributes."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.register(_AllowedTag(ALLOWED_TAG.pattern, md), "html", 90)
        notes: Any = md.parser.blockprocessors["admonition"]
        notes.RE = NOTE  # the kind of any other would be printed as its title: `!!! restricted`


class _AllowedTag(InlineProcessor):
    """Keeps an allowed tag as it is; everything else in angle brackets is text."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - the library's name
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002 - the library's own shape
    ) -> tuple[str, int, int]:
        return self.md.htmlStash.store(m.group(1).lower()), m.start(0), m.end(0)


class _Headings(Treeprocessor):
    """Gives headings and paragraphs the ids that links were checked against, and a link to each.

    A paragraph without a number of its own has its heading's id and its place under it: no
    heading's id holds a full stop, so that the two can not be confused.
    """

    sections: list[Section]
    given: list[str]

    def run(self, root: Element) -> None:
        anchors, section, number = Anchors(), UNDER_NO_HEADING, 0
        for element in list(_marked(root)):
            if re.fullmatch("h[1-6]", element.tag):
                section, number = self._heading(element, anchors), 0
                continue
            number += 1
            own = anchors.paragraph(_words(element)) if element.tag == "p" else None
            name = own or f"{section}.p{number}"
            if element.tag == "dd" and len(element) and element[0].tag == "p":
                self._name(element, name)  # its paragraph, which follows, has the link
            else:
                self._mark(element, name, f"Link to paragraph {number}")

    def _mark(self, element: Element, name: str, label: str) -> None:
        """Give an element its id and, after its own words, the link to it."""
        self._name(element, name)
        place = next((n for n, inner in enumerate(element) if inner.tag in BLOCKS), len(element))
        first = element[place] if place < len(element) else None
        if first is not None and first.tag == "p":  # an item whose text is a paragraph of its own
            element, place = first, len(first)
        around = Element("span")  # a bare reading of the page would take the tag for a word, "a"
        around.append(Element("a", {"class": "mark", "href": f"#{name}", "aria-label": label}))
        element.insert(place, around)

    def _name(self, element: Element, name: str) -> None:
        element.set("id", name)
        self.given.append(name)

    def _heading(self, element: Element, anchors: Anchors) -> str:
        words = _plain_words(element)
        own, *others = anchors.heading(words)
        level = max(int(element.tag[1]), 2)
        element.tag = f"h{level}"
        self._mark(element, own, "Link to this section")
        for name in reversed(others):
            alias = Element("span", {"id": name})
            alias.tail, element.text = element.text, None
            element.insert(0, alias)
        self.sections.append(Section(level, words, own))
        return own


def _marked(parent: Iterable[Element]) -> Iterator[Element]:
    """Yield what has an id: headings, paragraphs, items; not the notes under a text."""
    for element in parent:
        if element.tag == "div" and "footnote" in element.get("class", ""):
            continue
        titled = element.get("class") == "admonition-title"
        if MARKED.fullmatch(element.tag) and not titled:
            yield element
        inner = iter(element)
        if element.tag == "li" and len(element) and element[0].tag == "p":
            next(inner)  # the item's id is its first paragraph's too
        yield from _marked(inner)


class _Tables(Treeprocessor):
    """Gives each table a caption, says what its header cells head, and lets it scroll by keyboard.

    The caption is the paragraph above it that begins `Table: `; else, unseen, its heading.
    """

    def run(self, root: Element) -> None:
        if root.find(".//table") is None:
            return
        parents = {child: parent for parent in root.iter() for child in parent}
        heading = ""
        for element in list(root.iter()):
            if re.fullmatch("h[1-6]", element.tag):
                heading = _plain_words(element)
            elif element.tag == "table":
                element.insert(0, self._caption(parents[element], element, heading))
                self._wrap(parents[element], element)

    def _caption(self, parent: Element, table: Element, heading: str) -> Element:
        place = list(parent).index(table)
        above = parent[place - 1] if place else None
        caption = Element("caption")
        if above is not None and above.tag == "p" and (above.text or "").startswith(TABLE):
            caption.text = (above.text or "").removeprefix(TABLE).lstrip()
            caption.extend(above)  # and the link to it: the id that it had stays
            caption.attrib |= above.attrib
            parent.remove(above)
        else:
            caption.text = f"{heading} (table)" if heading else "Table"
            caption.set("class", "unseen")
        return caption

    def _wrap(self, parent: Element, table: Element) -> None:
        for cell in table.iter("th"):
            cell.set("scope", "col")
        for cell in (*table.iter("th"), *table.iter("td")):
            if style := cell.attrib.pop("style", ""):
                cell.set("class", style.split(":")[1].strip(" ;"))
        box = Element("div", {"class": "scroll", "tabindex": "0", "role": "group"})
        box.set("aria-label", _plain_words(table[0]))
        box.tail, table.tail = table.tail, None
        parent[list(parent).index(table)] = box
        box.append(table)


def _plain_words(element: Element) -> str:
    """Return an element's words without the library's own escapes, which stand for characters."""
    words = re.sub("\x02(\\d+)\x03", lambda match: chr(int(match[1])), _words(element))
    return " ".join(re.sub("\x02[^\x03]*\x03", "", words).split())


def _words(element: Element) -> str:
    return "".join(element.itertext())


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [word for word in value.split() if word in CLASSES.get(tag, ())]
        return " ".join(kept) or None
    if name == "src" or (name == "href" and not value.startswith(("https://", "mailto:"))):
        return value if LOCAL.match(value) else None
    return value
