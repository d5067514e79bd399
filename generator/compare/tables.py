"""Two tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from msgspec import Struct

from generator.compare.align import pairs, runs
from generator.compare.blocks import Rows
from generator.compare.words import Budget, Mark, Spans, bag, likeness, spans, whole

ALIKE = 0.4
Column = tuple[int | None, int | None]
"""Where a column stood, and where it stands."""


class Fate(StrEnum):
    """What became of a block or of a row."""

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"
    DELETED = "deleted"
    MOVED = "moved"
    LEFT = "left"


class Row(Struct, frozen=True):
    """A row of a compared table. A row that was moved is one deleted and one added."""

    fate: Fate
    cells: tuple[Spans, ...]


def rows(old: Rows, new: Rows, budget: Budget) -> tuple[Row, ...]:
    """Return the rows of both tables in order; the first is the head of both."""
    table = _Table(old, new, budget)
    return tuple(table.rows())


class _Table:
    def __init__(self, old: Rows, new: Rows, budget: Budget) -> None:
        self.old, self.new, self.budget = old, new, budget
        self.columns = tuple(self._columns())

    def _columns(self) -> Iterator[Column]:
        """Pair columns by their heads, and what is left between two pairs by place."""
        before, after = self.old[0], self.new[0]
        for tag, a, b, c, d in runs(before, after):
            if tag == "equal":
                yield from zip(range(a, b), range(c, d), strict=True)
                continue
            both = min(b - a, d - c)
            yield from zip(range(a, a + both), range(c, c + both), strict=True)
            yield from ((place, None) for place in range(a + both, b))
            yield from ((None, place) for place in range(c + both, d))

    def rows(self) -> Iterator[Row]:
        yield self._pair(0, 0)
        before, after = self.old[1:], self.new[1:]
        for tag, a, b, c, d in runs(before, after):
            if tag == "equal":
                yield from (self._pair(1 + i, 1 + j) for i, j in zip(range(a, b), range(c, d)))  # noqa: B905
            else:
                yield from self._replaced(range(1 + a, 1 + b), range(1 + c, 1 + d))

    def _replaced(self, before: Sequence[int], after: Sequence[int]) -> Iterator[Row]:
        i, j = 0, 0
        ends = [(before[-1] + 1 if before else 0, after[-1] + 1 if after else 0)]
        for old, new in [*pairs(before, after, self._like), *ends]:
            while i < len(before) and before[i] < old:
                yield self._single(before[i], Mark.DELETED)
                i += 1
            while j < len(after) and after[j] < new:
                yield self._single(after[j], Mark.INSERTED)
                j += 1
            if i < len(before) and j < len(after):
                yield self._pair(old, new)
                i, j = i + 1, j + 1

    def _like(self, old: int, new: int) -> float:
        """Rows of the same first cell are the same row, whatever else changed."""
        before, after = self.old[old], self.new[new]
        if before[0] and before[0] == after[0]:
            return 1.0
        score = likeness(bag(" ".join(before)), bag(" ".join(after)), self.budget)
        return score if score >= ALIKE else 0.0

    def _pair(self, old: int, new: int) -> Row:
        cells = tuple(
            spans(_cell(self.old[old], a), _cell(self.new[new], c), self.budget)
            for a, c in self.columns
        )
        changed = any(span.mark is not Mark.KEPT for cell in cells for span in cell)
        return Row(Fate.CHANGED if changed else Fate.KEPT, cells)

    def _single(self, place: int, mark: Mark) -> Row:
        row, side = (self.old, 0) if mark is Mark.DELETED else (self.new, 1)
        cells = tuple(whole(mark, _cell(row[place], column[side])) for column in self.columns)
        return Row(Fate.DELETED if mark is Mark.DELETED else Fate.ADDED, cells)


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return "" if place is None or place >= len(row) else row[place]
