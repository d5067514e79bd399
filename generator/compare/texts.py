"""Two bodies block by block: kept, changed, added, deleted, or moved and from where."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

from generator.compare import align, tables
from generator.compare.blocks import Block, BlockKind, Place, blocks
from generator.compare.tables import Fate, Row
from generator.compare.words import Budget, Mark, Spans, bag, likeness, spans, whole
from generator.store.outline import Outline

ALIKE = 0.5
ALIKE_ELSEWHERE = 0.75
TELLING = 4  # a paragraph of fewer words ("None.") may stand twice without having moved
TEXT = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.NOTE, BlockKind.FIGURE})


class Step(Struct, frozen=True):
    """A block of the comparison in reading order.

    ``elsewhere`` is where a moved block came from, or where one that left now stands; the words of
    a block that left stand there.
    """

    fate: Fate
    block: Block
    spans: Spans = ()
    rows: tuple[Row, ...] = ()
    elsewhere: Place | None = None


def compare(old: Outline, new: Outline) -> tuple[Step, ...]:
    """Return both texts as one, with what became of each block and word."""
    return tuple(_Comparison(blocks(old), blocks(new)).steps())


@dataclass
class _Comparison:
    old: Sequence[Block]
    new: Sequence[Block]

    def __post_init__(self) -> None:
        self.budget = Budget()
        self.runs = align.runs([b.key for b in self.old], [b.key for b in self.new])
        self.bags = [[bag(block.text) for block in side] for side in (self.old, self.new)]

    @cached_property
    def partners(self) -> dict[int, int]:
        """Which old block became which new one, of those that did not stay as they were."""
        found = dict(self._moved())
        for _, a, b, c, d in self._changed_runs():
            before, after = self._free(range(a, b), found), self._free_new(range(c, d), found)
            found |= align.pairs(before, after, self._like)
        found |= self._moved_and_changed(found)
        return found

    @cached_property
    def in_place(self) -> frozenset[int]:
        """The old blocks whose partner stands in order among the others: not moved."""
        return frozenset(
            old
            for _, a, b, c, d in self._changed_runs()
            for old in _rising([(o, self.partners.get(o, -1)) for o in range(a, b)], c, d)
        )

    def _changed_runs(self) -> Iterator[align.Run]:
        return (run for run in self.runs if run[0] != "equal")

    def _moved(self) -> Iterator[tuple[int, int]]:
        """Yield blocks that stand elsewhere word for word."""
        new: dict[object, list[int]] = defaultdict(list)
        old = [n for _, a, b, _, _ in self._changed_runs() for n in range(a, b)]
        for place in (n for _, _, _, c, d in self._changed_runs() for n in range(c, d)):
            new[self.new[place].key].append(place)
        for place in old:
            found = new.get(self.old[place].key)
            if found and self._is_telling(place):
                yield place, found.pop(0)

    def _is_telling(self, old: int) -> bool:
        heading = self.old[old].kind is BlockKind.HEADING
        return heading or self.bags[0][old].total() >= TELLING

    def _moved_and_changed(self, found: dict[int, int]) -> dict[int, int]:
        """Return blocks that moved and changed a little on the way, the likest first."""
        changed = list(self._changed_runs())
        before = self._free((n for r in changed for n in range(r[1], r[2])), found)
        after = self._free_new((n for r in changed for n in range(r[3], r[4])), found)
        before = [old for old in before if self.bags[0][old].total() >= 2 * TELLING]
        if len(before) * len(after) > align.MOST:
            return {}
        scored = [(self._like(old, new), old, new) for old in before for new in after]
        more: dict[int, int] = {}
        taken: set[int] = set()
        for score, old, new in sorted(scored, key=lambda item: (-item[0], item[1:])):
            if score >= ALIKE_ELSEWHERE and old not in more and new not in taken:
                more[old] = new
                taken.add(new)
        return more

    def _free(self, places: Iterable[int], found: dict[int, int]) -> list[int]:
        return [place for place in places if place not in found]

    def _free_new(self, places: Iterable[int], found: dict[int, int]) -> list[int]:
        taken = set(found.values())
        return [place for place in places if place not in taken]

    def _like(self, old: int, new: int) -> float:
        before, after = self.old[old], self.new[new]
        if before.kind is not after.kind and not {before.kind, after.kind} <= TEXT:
            return 0.0
        score = likeness(self.bags[0][old], self.bags[1][new], self.budget)
        return score if score >= ALIKE else 0.0

    def steps(self) -> Iterator[Step]:
        for tag, a, b, c, d in self.runs:
            if tag == "equal":
                yield from (self._kept(block) for block in self.new[c:d])
            else:
                yield from self._replaced(range(a, b), range(c, d))

    def _replaced(self, before: range, after: range) -> Iterator[Step]:
        """Yield old and new in one order: what stayed in place holds the two together."""
        origins = {new: old for old, new in self.partners.items()}
        held = [(origins[new], new) for new in after if origins.get(new) in self.in_place]
        i, j = before.start, after.start
        for old, new in [*held, (before.stop, after.stop)]:
            yield from self._gone(range(i, old))
            yield from (self._arrived(n, origins.get(n)) for n in range(j, new))
            if new < after.stop:
                yield self._arrived(new, old)
            i, j = old + 1, new + 1

    def _gone(self, places: range) -> Iterator[Step]:
        for old in places:
            block, new = self.old[old], self.partners.get(old)
            if new is None:
                yield self._single(Fate.DELETED, block, Mark.DELETED)
            else:
                yield Step(Fate.LEFT, block, elsewhere=self.new[new].place)

    def _arrived(self, new: int, old: int | None) -> Step:
        if old is None:
            return self._single(Fate.ADDED, self.new[new], Mark.INSERTED)
        before, after = self.old[old], self.new[new]
        if old in self.in_place and before.key == after.key:
            return self._kept(after)
        fate = Fate.CHANGED if old in self.in_place else Fate.MOVED
        elsewhere = before.place if fate is Fate.MOVED else None
        if after.kind is BlockKind.TABLE:
            found = tables.rows(before.rows, after.rows, self.budget)
            return Step(fate, after, rows=found, elsewhere=elsewhere)
        return Step(fate, after, spans(before.text, after.text, self.budget), elsewhere=elsewhere)

    def _kept(self, block: Block) -> Step:
        return self._single(Fate.KEPT, block, Mark.KEPT)

    def _single(self, fate: Fate, block: Block, mark: Mark) -> Step:
        if block.kind is not BlockKind.TABLE:
            return Step(fate, block, whole(mark, block.text))
        cells = [tuple(whole(mark, cell) for cell in row) for row in block.rows]
        return Step(fate, block, rows=tuple(Row(fate, row) for row in cells))


def _rising(found: Sequence[tuple[int, int]], start: int, end: int) -> list[int]:
    """Return the old of the most pairs that keep their order within one run of changes."""
    ends: list[int] = []  # the place, in ``inside``, that ends the best row of each length
    inside = [(old, new) for old, new in found if start <= new < end]
    before: list[int] = []
    for place, (_, new) in enumerate(inside):
        at = bisect_left(ends, new, key=lambda n: inside[n][1])
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [place]
    rising: list[int] = []
    place = ends[-1] if ends else -1
    while place >= 0:
        rising.append(inside[place][0])
        place = before[place]
    return rising
