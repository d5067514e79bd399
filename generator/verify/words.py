"""Text as the leak scan compares it: words without case, accents, look-alikes or hidden letters.

Both sides of the comparison, the withheld texts and the built files, pass through `words` alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from generator.store.lookalikes import fold

RUN = 8
Run = tuple[str, ...]

ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
NOT_ASCII = re.compile("[^\x00-\x7f]+")
WORD = re.compile("[a-z0-9\x80-\U0010ffff]+")


class _Letters(dict[int, str]):
    """What each character beyond ASCII is taken for, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = letters = _letters(chr(code))
        return letters


def _letters(character: str) -> str:
    """Return the letters one character is taken for: none without width, a space for a sign."""
    folded = unicodedata.normalize("NFKD", fold(character))
    if not folded:
        return ""
    plain = [c for c in folded if not unicodedata.category(c).startswith("M")]
    return "".join(c if c.isalnum() else " " for c in plain)


LETTERS = _Letters()


def words(text: str) -> list[str]:
    """Return the words of a text in order."""
    if not text.isascii():
        text = NOT_ASCII.sub(lambda match: match[0].translate(LETTERS), text)
        if not text.isascii():
            return WORD.findall(text.lower())
    return text.translate(ASCII).split()


def runs(sequence: Sequence[str]) -> Iterator[Run]:
    """Return every eight words in a row."""
    return zip(*(sequence[start:] for start in range(RUN)), strict=False)


def spaced(sequence: Sequence[str]) -> str:
    """Return words as one string in which `" two words "` is found as whole words only."""
    return f" {' '.join(sequence)} "
