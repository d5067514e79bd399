"""One quick look at a text for all that many patterns may find in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from ahocorasick_rs import AhoCorasick


class Signed(Protocol):
    """What a ``pattern`` finds, and in no text that has none of its ``signs``."""

    @property
    def signs(self) -> tuple[str, ...]:
        """What a text has one of that holds it."""

    @property
    def pattern(self) -> re.Pattern[str]:
        """How it is found."""


One = TypeVar("One", bound=Signed)


class Signs(Generic[One]):
    """Things with signs. Most texts have few of these, which one search for all of them tells."""

    def __init__(self, ones: Iterable[One]) -> None:
        """Take them in the order in which they are to be returned."""
        self.all = tuple(ones)
        pairs = [(sign, one) for one in self.all for sign in one.signs]
        self._whose = tuple(one for _, one in pairs)
        self._automaton = AhoCorasick([sign for sign, _ in pairs])

    def among(self, text: str) -> list[One]:
        """Return those that a text holds."""
        matches = self._automaton.find_matches_as_indexes(text, overlapping=True)
        likely = dict.fromkeys(self._whose[n] for n in sorted({number for number, *_ in matches}))
        return [one for one in likely if one.pattern.search(text)]
