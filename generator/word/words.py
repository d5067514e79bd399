"""Whether every word of a Word file is in the Markdown made of it, in its order."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from msgspec import Struct

from generator.store.outline import PieceKind, outline
from generator.word.markdown import Made
from generator.word.reading import Flow, Paragraph, Place

UNPRINTED = frozenset({PieceKind.ALT, PieceKind.TITLE, PieceKind.COMMENT})
SHOWN = 8
MOST = 5_000
"""Of words that are compared one by one once two texts part; more would take too long."""


class Lost(Struct, frozen=True):
    """Words of a paragraph that are not in the Markdown, or not in their place."""

    place: Place
    words: str


def lost(made: Made) -> tuple[Lost, ...]:
    """Return what the Markdown does not say that the file says. Notes are held by themselves."""
    pieces = sorted(
        (p for p in outline(made.body).pieces if p.kind not in UNPRINTED),
        key=lambda piece: (piece.line, piece.column),
    )
    start = min((p.line for p in pieces if p.kind is PieceKind.FOOTNOTE), default=None)
    body = [p.text for p in pieces if start is None or p.line < start]
    notes = [p.text for p in pieces if start is not None and p.line >= start]
    return (
        *_missing([e for e in made.expected if e[0].flow is not Flow.NOTE], body),
        *_uncounted([e for e in made.expected if e[0].flow is Flow.NOTE], notes),
    )


def tokens(text: str) -> list[str]:
    """Return the words of a text with their signs, without what cannot be seen."""
    seen = "".join(c for c in text if unicodedata.category(c) not in {"Cf", "Co"})
    return seen.split()


def _missing(expected: Sequence[tuple[Paragraph, str]], got: Iterable[str]) -> list[Lost]:
    wanted = [(word, paragraph) for paragraph, text in expected for word in tokens(text)]
    found = [word for text in got for word in tokens(text)]
    words = [word for word, _ in wanted]
    if words == found:
        return []
    start = next((n for n, (a, b) in enumerate(zip(words, found, strict=False)) if a != b), None)
    start = min(len(words), len(found)) if start is None else start
    if max(len(words), len(found)) - start > MOST:
        return [Lost(_at(wanted, start), _shown(words[start:] or found[start:]))]
    places: dict[Place, list[str]] = {}
    match = SequenceMatcher(None, words[start:], found[start:], autojunk=False)
    for kind, first, last, other, end in match.get_opcodes():
        if kind != "equal":
            at = (
                wanted[min(start + first, len(wanted) - 1)][1].place
                if wanted
                else Place("the text")
            )
            gone = words[start + first : start + last]
            extra = " ".join(found[start + other : start + end][:SHOWN])
            places.setdefault(at, []).extend(gone or [f"(there is more: {extra})"])
    return [Lost(place, _shown(gone)) for place, gone in sorted(places.items())]


def _at(wanted: Sequence[tuple[str, Paragraph]], number: int) -> Place:
    """Return where the word of this number stands; the last, where there are fewer."""
    return wanted[min(number, len(wanted) - 1)][1].place if wanted else Place("the text")


def _uncounted(expected: Sequence[tuple[Paragraph, str]], got: Iterable[str]) -> list[Lost]:
    """Compare without order: notes stand where they are referred to, not where they are kept."""
    found = Counter(word for text in got for word in tokens(text))
    result = []
    for paragraph, text in expected:
        gone = []
        for word in tokens(text):
            found[word] -= 1
            if found[word] < 0:
                gone.append(word)
        if gone:
            result.append(Lost(paragraph.place, _shown(gone)))
    return result


def _shown(words: Sequence[str]) -> str:
    more = f" and {len(words) - SHOWN} more" if len(words) > SHOWN else ""
    return " ".join(words[:SHOWN]) + more
