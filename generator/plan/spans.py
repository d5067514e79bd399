"""The program's own text with `code` and *emphasis*, in pieces that a template can show."""

from __future__ import annotations

import re

Spans = tuple[tuple[str, str], ...]
MARKED = re.compile(r"`([^`]+)`|\*([^\s*][^*]*)\*")


def spans(text: str) -> Spans:
    """Return the pieces of a text, each with its kind: "text", "code" or "em"."""
    found: list[tuple[str, str]] = []
    start = 0
    for match in MARKED.finditer(text):
        found.append(("text", text[start : match.start()]))
        found.append(("code", match[1]) if match[1] else ("em", match[2]))
        start = match.end()
    found.append(("text", text[start:]))
    return tuple((kind, piece) for kind, piece in found if piece)


def unmarked(text: str) -> str:
    """Return the text without its marks, for a heading or a summary."""
    return "".join(piece for _, piece in spans(text))
