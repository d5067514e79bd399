"""Notes and warnings (`!!! note`): which there are, and how they are read.

The page's converter knows them; the reader of the gate does not, and would take what is indented
under one for code. So it is given the text with each note's own text brought out to the margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

KINDS = ("note", "warning", "danger", "tip", "info")
OPENS = re.compile(rf'( *)!!! ?(?:{"|".join(KINDS)})(?: +"(.*?)")? *')
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
MAX_NESTING = 40


class Row(Struct, frozen=True):
    """A row of a text as it is read: which row it was, and how much was taken from its start."""

    text: str
    number: int
    taken: int = 0

    def brought_out(self) -> Row:
        """Return the row one level nearer to the margin."""
        width = (
            1 if self.text.startswith("\t") else min(4, len(self.text) - len(self.text.lstrip()))
        )
        return Row(self.text[width:], self.number, self.taken + width)


def rows(body: str) -> list[Row] | None:
    """Return the rows of a body with its notes brought out; nothing, where it has no note."""
    if "!!!" not in body:
        return None
    return _flat([Row(text, number) for number, text in enumerate(body.split("\n"))], 0)


def _flat(given: list[Row], depth: int) -> list[Row]:
    found: list[Row] = []
    texts = [row.text for row in given]
    fence, place = "", 0
    while place < len(given):
        row = given[place]
        opens = None if fence or depth > MAX_NESTING else OPENS.fullmatch(row.text)
        end = end_of_note(texts, place + 1, len(opens[1])) if opens else place
        if opens and end > place + 1:
            inner = [one.brought_out() for one in given[place + 1 : end]]
            # A row of its own before and after, so that neither runs into what stands beside it.
            around = (Row("", row.number), row, Row("", row.number))
            found += [*around, *_flat(inner, depth + 1), Row("", given[end - 1].number)]
            place = end
            continue
        fence = _fence(row.text, fence)
        found.append(row)
        place += 1
    return found


def end_of_note(given: Sequence[str], start: int, indent: int) -> int:
    """Return the place after the last row that stands indented under a note."""
    inside, end = re.compile(rf"(?: {{{indent + 4}}}|\t)"), start
    for place in range(start, len(given)):
        text = given[place]
        if not text.strip():
            continue
        if not inside.match(text):
            break
        end = place + 1
    return end


def _fence(text: str, fence: str) -> str:
    """Return what ends the block of code in which the next row stands, if it does."""
    found = FENCE.match(text)
    if not fence:
        return found[1] if found else ""
    ends = found is not None and found[1].startswith(fence) and not text[found.end() :].strip()
    return "" if ends else fence
