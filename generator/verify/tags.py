"""The tags that may stand inside a word or a sentence. Every other tag parts words."""

from __future__ import annotations

HTML = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "ins", "kbd", "label", "mark", "nobr", "output", "q", "rp", "rt", "ruby", "s", "samp",
        "slot", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
DRAWING = frozenset({"tspan"})
SPREADSHEET = frozenset(
    {"charset", "color", "family", "outline", "r", "rfont", "rpr", "scheme", "shadow", "sz", "t",
     "vertalign"}
)  # fmt: skip
OPEN_DOCUMENT = frozenset(
    {"text:a", "text:bookmark", "text:bookmark-end", "text:bookmark-start", "text:span",
     "text:soft-page-break"}
)  # fmt: skip
INLINE = HTML | DRAWING | SPREADSHEET | OPEN_DOCUMENT
# Word and its drawings: all tags but those that begin a line, a cell or a page.
WORD_PREFIXES = frozenset({"a", "w", "w14"})
WORD_BREAKS = frozenset({"br", "cr", "p", "sectpr", "tab", "tbl", "tc", "tr"})


def stands_in_word(tag: str) -> bool:
    """Whether a tag leaves no gap between the letters before and after it."""
    name = tag.lower()
    prefix, _, local = name.rpartition(":")
    return name in INLINE or (prefix in WORD_PREFIXES and local not in WORD_BREAKS)
