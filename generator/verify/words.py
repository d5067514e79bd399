"""Text as the leak scan compares it: words without case, accents, look-alikes or hidden letters.

Both sides of the comparison, the withheld texts and the built files, pass through `words` alone.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import compress, count
from operator import not_

from generator.store.lookalikes import fold

RUN = 8
Run = tuple[str, ...]

ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
NOT_ASCII = re.compile("[^\x00-\x7f]")
USUAL_SIGNS = "\u2019\u2018\u201c\u201d\u2013\u2014\u2026\u00a0\u00a3\u00a9\u00b6\u2022\u2192\u2190"
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


def runs(sequence: Sequence[str]) -> Iterator[Run]:
    """Return every eight words in a row."""
    return zip(*(sequence[start:] for start in range(RUN)), strict=False)


PART = 5
STEP = RUN - PART + 1
MANY = 16  # one place in so many words, and it is quicker to compare every run


def _parts(sequence: Sequence[str], step: int = 1) -> Iterator[Run]:
    """Return five words in a row from every ``step``-th place."""
    return zip(*(sequence[start::step] for start in range(PART)), strict=False)


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of eight words, kept as hashes so that many are small and found fast.

    Hashes differ from process to process; ``digest`` is the same wherever the runs are.

    Of whatever eight words a text holds, five in a row begin at a fourth word of the text. So
    every fourth place is looked up, and only where that finds something are runs compared.
    """

    wanted: frozenset[int]
    parts: frozenset[int]
    digest: bytes = b""

    def hashes_among(self, sequence: Sequence[str]) -> frozenset[int]:
        """Return the hashes of those of the runs that stand in ``sequence``."""
        looked_up = map(self.parts.__contains__, map(hash, _parts(sequence, STEP)))
        places = list(compress(count(0, STEP), looked_up))
        if not places:
            return frozenset()
        if len(places) * MANY > len(sequence):
            return self.wanted.intersection(map(hash, runs(sequence)))
        starts = {start for at in places for start in range(max(0, at - STEP + 1), at + 1)}
        return self.wanted.intersection(hash(tuple(sequence[n : n + RUN])) for n in starts)

    def among(self, sequence: Sequence[str]) -> frozenset[Run]:
        """Return those of the runs that stand in ``sequence``."""
        found = self.hashes_among(sequence)
        return frozenset(run for run in runs(sequence) if hash(run) in found) if found else EMPTY


EMPTY: frozenset[Run] = frozenset()


def runs_of(sequences: Iterable[Sequence[str]], public: AbstractSet[int] = frozenset()) -> Runs:
    """Return the runs of some texts, without those whose hashes are ``public``."""
    wanted: set[int] = set()
    inner: set[int] = set()
    digest = hashlib.blake2b(digest_size=16)
    for sequence in sequences:
        hashes = [*map(hash, runs(sequence))]
        kept = [*map(not_, map(public.__contains__, hashes))]
        digest.update(spaced(sequence).encode("utf-8", "surrogatepass") + bytes(kept))
        wanted.update(compress(hashes, kept))
        parts = [*map(hash, _parts(sequence))]
        for start in range(STEP):
            inner.update(compress(parts[start:], kept))
    return Runs(frozenset(wanted), frozenset(inner), digest.digest())


def spaced(sequence: Sequence[str]) -> str:
    """Return words as one string in which `" two words "` is found as whole words only."""
    return f" {' '.join(sequence)} "
