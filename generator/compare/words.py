"""Two texts word by word, within a bound of work that depends on the texts alone.

The bound is counted and not timed, so that the same two texts always give the same page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]
from msgspec import Struct

TOKEN = re.compile(r"\s*(?:\w+(?:['\u2019]\w+)*|[^\w\s])")
FIRST_CODE = 0xF0000  # private use: no letter, sign or space to the library
MOST_WORDS = 60_000
ONE_BLOCK = 4_000_000
ALL = 20_000_000


class Mark(StrEnum):
    """What became of some words."""

    KEPT = "kept"
    DELETED = "deleted"
    INSERTED = "inserted"


MARKS = {-1: Mark.DELETED, 0: Mark.KEPT, 1: Mark.INSERTED}


class Span(Struct, frozen=True):
    """Some words of a block, and what became of them."""

    mark: Mark
    text: str


Spans = tuple[Span, ...]


class Budget(Struct):
    """The work that one comparison may take; what would exceed it is shown as replaced."""

    left: int = ALL

    def allows(self, cost: int) -> bool:
        """Take ``cost`` from what is left, where there is as much."""
        if cost > min(self.left, ONE_BLOCK):
            return False
        self.left -= cost
        return True


def whole(mark: Mark, text: str) -> Spans:
    """Return a text of which every word met the same."""
    return (Span(mark, text),) if text else ()


def spans(old: str, new: str, budget: Budget) -> Spans:
    """Return the words of both texts in order: kept, deleted or inserted.

    The space before a word is marked as the word is.
    """
    if old == new:
        return whole(Mark.KEPT, new)
    before, after = TOKEN.findall(f" {old}"), TOKEN.findall(f" {new}")
    words = len(before) + len(after)
    if words > MOST_WORDS or not budget.allows(words * min(len(before), len(after))):
        return _replaced(old, new)
    found = tuple(_parts(before, after))
    begin = 2 if [span.mark for span in found[:2]] == [Mark.DELETED, Mark.INSERTED] else 1
    return (*(Span(span.mark, span.text.lstrip()) for span in found[:begin]), *found[begin:])


def _replaced(old: str, new: str) -> Spans:
    return (*whole(Mark.DELETED, old), *whole(Mark.INSERTED, new))


def _parts(before: Sequence[str], after: Sequence[str]) -> Iterator[Span]:
    """Let the library compare words as if each were one character."""
    codes: dict[str, str] = {}
    for token in (*before, *after):
        codes.setdefault(token, chr(FIRST_CODE + len(codes)))
    tokens = {code: token for token, code in codes.items()}
    library = diff_match_patch()
    library.Diff_Timeout = 0  # never the clock
    found = library.diff_main(_coded(before, codes), _coded(after, codes), checklines=False)
    library.diff_cleanupSemantic(found)
    for operation, coded in found:
        yield Span(MARKS[operation], "".join(tokens[code] for code in coded))


def _coded(tokens: Iterable[str], codes: dict[str, str]) -> str:
    return "".join(codes[token] for token in tokens)


def bag(text: str) -> Counter[str]:
    """Return the words of a text without their order, to tell how like two texts are."""
    return Counter(token.strip() for token in TOKEN.findall(text))


def likeness(one: Counter[str], other: Counter[str], budget: Budget) -> float:
    """Return the share of words that two texts have in common, from 0 to 1."""
    total = one.total() + other.total()
    if not total or not budget.allows(min(len(one), len(other))):
        return 0.0
    return 2 * (one & other).total() / total
