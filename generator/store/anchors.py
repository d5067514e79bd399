"""The ids of headings and numbered paragraphs: one place, so that a link checked is a link kept."""

from __future__ import annotations

import re
import unicodedata

NUMBERED = re.compile(r"^\s*(?P<number>\d+(?:\.\d+)*)[.):]?\s+(?P<words>\S.*)$", re.DOTALL)
PARAGRAPH_NUMBER = re.compile(r"^\s*(?P<number>\d+(?:\.\d+)+)\.?\s")


def slug(words: str) -> str:
    """Return the words as an id: lower-case ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


class Anchors:
    """Gives out ids in reading order; none is used twice on a page."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.counts: dict[str, int] = {}

    def heading(self, text: str) -> tuple[str, ...]:
        """Return the heading's id first, then the other names it answers to.

        "3.2 Supervisors" is ``3-2``, and answers to ``supervisors`` and ``3-2-supervisors``.
        """
        numbered = NUMBERED.match(text)
        if numbered is None:
            return (self._fresh(slug(text) or "section"),)
        own = self._fresh(slug(numbered["number"]))
        others = (slug(numbered["words"]), slug(text))
        return (own, *(name for name in others if name and self._take(name)))

    def paragraph(self, text: str) -> str | None:
        """Return the id of a paragraph that carries its own number ("3.2 ..."), else ``None``."""
        numbered = PARAGRAPH_NUMBER.match(text)
        if numbered is None:
            return None
        name = slug(numbered["number"])
        return name if self._take(name) else None

    def _take(self, name: str) -> bool:
        free = name not in self.taken
        self.taken.add(name)
        return free

    def _fresh(self, name: str) -> str:
        candidate, count = name, self.counts.get(name, 1)
        while not self._take(candidate):
            count += 1
            candidate = f"{name}-{count}"
        self.counts[name] = count
        return candidate
