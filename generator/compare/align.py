"""Which of the old stands for which of the new, in order, by how like they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

MOST = 10_000
LONGEST = 9_000_000
Run = tuple[str, int, int, int, int]


def runs(old: Sequence[Any], new: Sequence[Any]) -> list[Run]:
    """Return what is equal and what is not, as `difflib` says it.

    What the two have in common at either end is set aside first. What is left of texts of very
    many blocks is taken as replaced.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle = (start, len(old) - end, start, len(new) - end)
    if (middle[1] - start) * (middle[3] - start) > LONGEST:
        inner: list[Run] = [("replace", *middle)]
    else:
        matcher = SequenceMatcher(None, old[start : middle[1]], new[start : middle[3]])
        inner = [
            (tag, a + start, b + start, c + start, d + start)
            for tag, a, b, c, d in matcher.get_opcodes()
        ]
    head: list[Run] = [("equal", 0, start, 0, start)]
    tail: list[Run] = [("equal", middle[1], len(old), middle[3], len(new))]
    return [run for run in (*head, *inner, *tail) if run[2] > run[1] or run[4] > run[3]]


def _common(old: Sequence[Any], new: Sequence[Any]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def pairs(
    old: Sequence[int], new: Sequence[int], like: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """Return pairs that keep the order of both and are together as like as can be.

    ``like`` gives 0 for two that are no pair.
    """
    if not old or not new or len(old) * len(new) > MOST:
        return []
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    scores = [[like(i, j) for j in new] for i in old]
    for row in range(len(old) - 1, -1, -1):
        for column in range(len(new) - 1, -1, -1):
            taken = scores[row][column] and scores[row][column] + best[row + 1][column + 1]
            best[row][column] = max(taken, best[row + 1][column], best[row][column + 1])
    return _path(old, new, best, scores)


def _path(
    old: Sequence[int],
    new: Sequence[int],
    best: list[list[float]],
    scores: list[list[float]],
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    row = column = 0
    while row < len(old) and column < len(new):
        score = scores[row][column]
        if score and best[row][column] == score + best[row + 1][column + 1]:
            found.append((old[row], new[column]))
            row, column = row + 1, column + 1
        elif best[row][column] == best[row + 1][column]:
            row += 1
        else:
            column += 1
    return found
