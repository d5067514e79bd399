"""Words and their marks, from pandoc's tree to Markdown that both readers of the store understand.

What could be read as Markdown is escaped; bold and italic words are marked with stars where every
reader agrees on them, and with tags where one might print the stars.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from generator.word.reading import FIRST, LAST

Node = dict[str, Any]
MARKER = re.compile(f"{FIRST}([0-9]+){LAST}")
SPECIAL = re.compile(r"[\\`*_\[\]]")
ENTITY = re.compile(r"&(?=#?\w+;)")
BEGINS = re.compile(
    r"(?P<number>\d+)(?P<dot>[.)])(?=\s|$)|(?P<mark>[-+>#]|!(?=!!)|[:=~|](?=\S|\s))"
)
TAGS = {"Underline": "u", "Superscript": "sup", "Subscript": "sub"}
STARS = {"Strong": ("**", "strong"), "Emph": ("*", "em")}
QUOTES = {"SingleQuote": ("\u2018", "\u2019"), "DoubleQuote": ("\u201c", "\u201d")}


class Words(Struct):
    """What inlines need to know of the document, and what they find that others must know.

    ``picture`` gives a picture's address from its name in the file, ``link`` a link's; ``alts``
    the alternative texts that pandoc does not read, by picture.
    """

    picture: Callable[[str], str | None]
    link: Callable[[str], str | None]
    alts: Mapping[str, str] = field(default_factory=dict)
    notes: list[list[Node]] = field(default_factory=list)
    struck: bool = False
    maths: bool = False
    no_alt: list[str] = field(default_factory=list)

    def text(self, inlines: Sequence[Node], *, breaks: str = "<br> ", plain: bool = False) -> str:
        """Return inlines as Markdown on one line. ``plain`` leaves bold and italic away."""
        parts = list(self._parts(inlines, breaks, plain=plain))
        written: list[str] = []
        for at, (star, text) in enumerate(parts):
            if not star:
                written.append(text)
                continue
            before = written[-1][-1:] if written and written[-1] else ""
            after = next((t[:1] for _, t in parts[at + 1 :] if t), "")
            written.append(_starred(star, text, before, after))
        return re.sub(r"[ \t\n]+", " ", "".join(written)).strip(" ")

    def _parts(
        self, inlines: Sequence[Node], breaks: str, *, plain: bool
    ) -> Iterator[tuple[str, str]]:
        """Yield texts, each with the kind of stars that belong around it, or none."""
        for node in inlines:
            kind: str = node["t"]
            content: Any = node.get("c")
            if kind == "Str":
                yield "", escaped(MARKER.sub("", content))
            elif kind in {"Space", "SoftBreak"}:
                yield "", " "
            elif kind == "LineBreak":
                yield "", breaks
            elif kind in STARS and not plain:
                first, last = _edges(content)
                yield "", first
                yield kind, self.text(content, breaks=breaks) if _solid(content) else ""
                yield "", last
            else:
                yield from self._other(kind, content, breaks, plain=plain)

    def _other(
        self, kind: str, content: Any, breaks: str, *, plain: bool
    ) -> Iterator[tuple[str, str]]:
        match kind:
            case "Underline" | "Superscript" | "Subscript":
                inner: str = self.text(content, breaks=breaks, plain=plain)
                before, after = _edges(content)
                yield (
                    "",
                    f"{before}<{TAGS[kind]}>{inner}</{TAGS[kind]}>{after}" if inner else before,
                )
            case "Strikeout":
                self.struck = True
                yield from self._parts(content, breaks, plain=plain)
            case "Strong" | "Emph" | "SmallCaps":
                yield from self._parts(content, breaks, plain=plain)
            case "Span" | "Cite":
                yield from self._parts(content[1], breaks, plain=plain)
            case "Quoted":
                signs = QUOTES[content[0]["t"]]
                yield "", signs[0]
                yield from self._parts(content[1], breaks, plain=plain)
                yield "", signs[1]
            case "Code":
                yield "", _code(MARKER.sub("", content[1]))
            case "Link":
                yield "", self._link(content, breaks)
            case "Image":
                yield "", self._image(content)
            case "Note":
                self.notes.append(content)
                yield "", f"[^{len(self.notes)}]"
            case _:
                self.maths = True  # nothing else comes of a Word file

    def _link(self, content: Any, breaks: str) -> str:
        text = self.text(content[1], breaks=breaks)
        address = self.link(content[2][0])
        return f"[{text}]({address})" if address and text else text

    def _image(self, content: Any) -> str:
        alt = escaped(self.alts.get(content[2][0]) or said(content[1])).strip()
        address = self.picture(content[2][0])
        if address is None:
            return ""
        if not alt:
            self.no_alt.append(address)
        return f"![{alt}]({address})"


def escaped(text: str) -> str:
    """Return words so that Markdown reads them as they are."""
    text = ENTITY.sub("&amp;", SPECIAL.sub(r"\\\g<0>", text))
    return text.replace("<", "&lt;").replace("{", "&#123;")


def begun(text: str) -> str:
    """Return a line so that its beginning starts no list, heading or other block."""
    match = BEGINS.match(text)
    if match is None:
        return text
    if match["number"]:
        return f"{match['number']}\\{match['dot']}{text[match.end() :]}"
    mark = match["mark"]
    sign = f"\\{mark}" if mark in "-+>#!" else f"&#{ord(mark)};"
    return sign + text[match.end() :]


def number_of(node: Any) -> int | None:
    """Return the number that a paragraph was given, wherever in it that stands first."""
    if isinstance(node, str):
        match = MARKER.search(node)
        return int(match[1]) if match else None
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return next((n for n in map(number_of, inner) if n is not None), None)


def said(inlines: Sequence[Node]) -> str:
    """Return the bare words of inlines."""
    parts = []
    for node in inlines:
        content: Any = node.get("c")
        if node["t"] == "Str":
            parts.append(MARKER.sub("", content))
        elif node["t"] in {"Space", "SoftBreak", "LineBreak"}:
            parts.append(" ")
        elif isinstance(content, list):
            lists = [c for c in content if isinstance(c, list) and c and isinstance(c[0], dict)]
            own = content if content and isinstance(content[0], dict) else (lists or [[]])[0]
            parts.append(said([n for n in own if "t" in n]))
    return "".join(parts)


def _edges(content: Sequence[Node]) -> tuple[str, str]:
    """Return the spaces that stand at both ends, which belong outside the marks."""
    spaces = [" " if content and content[n]["t"] in {"Space", "SoftBreak"} else "" for n in (0, -1)]
    return spaces[0], spaces[1]


def _solid(content: Sequence[Node]) -> bool:
    return bool(said(content).strip()) or any(n["t"] in {"Image", "Note"} for n in content)


CURLY = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a3\u00a7"
PUNCTUATION = frozenset(
    string.punctuation + "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a3\u00a7"
)


def _starred(kind: str, text: str, before: str, after: str) -> str:
    """Put stars around words, or tags where a reader could take the stars for text."""
    stars, tag = STARS[kind]
    if not text:
        return ""
    opens = text[0] not in PUNCTUATION or not before or before in " >" or before in PUNCTUATION
    closes = text[-1] not in PUNCTUATION or not after or after in " <" or after in PUNCTUATION
    clean = "*" not in {text[0], text[-1], before, after}
    if opens and closes and clean:
        return f"{stars}{text}{stars}"
    return f"<{tag}>{text}</{tag}>"


def _code(text: str) -> str:
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    space = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{ticks}{space}{text}{space}{ticks}" if text.strip() else ""
