"""Text as the leak scan compares it: words without case, accents, look-alikes or hidden letters.

Both sides of the comparison, the withheld texts and the built files, pass through `words` alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import compress, count

from msgspec import Struct

from generator.store.lookalikes import fold

RUN = 8

BREAK = "\0"
"""Stands between texts that are searched at once, as a word that none of them holds: nothing is
found across it. Python takes it for no space, as it does the control characters that divide."""
ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
ASCII[ord(BREAK)] = BREAK
NOT_ASCII = re.compile("[^\x00-\x7f]")
USUAL_SIGNS = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0\u00a3\u00a9\u00b6\u2022\u2192\u2190"
WORD = re.compile(f"{BREAK}|[a-z0-9\x80-\U0010ffff]+")


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


def words(*texts: str) -> list[str]:
    """Return the words of a text in order; of several, with a `BREAK` between each two."""
    text = f" {BREAK} ".join([text.replace(BREAK, " ") for text in texts])
    plain = text if text.isascii() else _plain(text)
    return plain.translate(ASCII).split() if plain.isascii() else WORD.findall(plain.lower())


def _plain(text: str) -> str:
    """Return a text with what each character beyond ASCII is taken for.

    Most texts hold only the usual signs, which are quicker replaced one by one.
    """
    for sign in USUAL_SIGNS:
        text = text.replace(sign, " ")
    if text.isascii():
        return text
    return NOT_ASCII.sub(lambda match: LETTERS[ord(match[0])], text)


class _Numbers(dict[str, int]):
    """A number for each word, the same in every process, worked out once."""

    def __missing__(self, word: str) -> int:
        data = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        self[word] = number = int.from_bytes(data, "big")
        return number


NUMBERS = _Numbers()


def _numbered(sequence: Sequence[str]) -> list[int]:
    return [*map(NUMBERS.__getitem__, sequence)]


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Return every eight words in a row."""
    return zip(*(numbers[start:] for start in range(RUN)), strict=False)


PART = 4
STEP = RUN - PART + 1
MANY = 16  # one place in so many words, and it is quicker to compare every run


def _parts(numbers: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Return every four words in a row."""
    return zip(*(numbers[start:] for start in range(PART)), strict=False)


class Runs(Struct, frozen=True):
    """Runs of eight words, kept as hashes so that many are small and found fast.

    Of whatever eight words a text holds, four in a row begin at a fifth word of the text. So
    every fifth place is looked up, and only where that finds something are runs compared.
    """

    wanted: frozenset[int]
    parts: frozenset[int]

    def among(self, sequence: Sequence[str]) -> frozenset[int]:
        """Return those of the runs that stand in ``sequence``."""
        columns = (_numbered(sequence[start::STEP]) for start in range(PART))
        looked_up = map(self.parts.__contains__, map(hash, zip(*columns, strict=False)))
        places = list(compress(count(0, STEP), looked_up))
        if not places:
            return NONE
        if len(places) * MANY > len(sequence):
            return self.wanted.intersection(map(hash, _runs(_numbered(sequence))))
        starts = {start for at in places for start in range(max(0, at - STEP + 1), at + 1)}
        runs = (tuple(_numbered(sequence[n : n + RUN])) for n in starts)
        return self.wanted.intersection(map(hash, runs))

    def without(self, public: AbstractSet[int]) -> Runs:
        """Return these runs but for those that are ``public``; where to look stays as it is."""
        return Runs(self.wanted - public, self.parts)


NONE: frozenset[int] = frozenset()


def runs_of(sequences: Iterable[Sequence[str]]) -> Runs:
    """Return the runs of some texts."""
    wanted: set[int] = set()
    parts: set[int] = set()
    for sequence in sequences:
        numbers = _numbered(sequence)
        wanted.update(map(hash, _runs(numbers)))
        if len(numbers) >= RUN:
            parts.update(map(hash, _parts(numbers)))
    return Runs(frozenset(wanted), frozenset(parts))


def spaced(sequence: Sequence[str]) -> str:
    """Return words as one string in which `" two words "` is found as whole words only."""
    return f" {' '.join(sequence)} "
