"""A comparison laid out for its page: what changed in full, what did not folded away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from generator.compare.blocks import BlockKind
from generator.compare.tables import Fate
from generator.compare.texts import Step
from generator.compare.versions import Changes, compare_pair
from generator.plan.plan import PlannedPage


class Group(Struct, frozen=True):
    """Blocks that stand together on the page: a list's items, or one block; folded or not."""

    is_list: bool
    steps: tuple[Step, ...]


class Stretch(Struct, frozen=True):
    """Groups in a row. ``folded`` is how many blocks are folded away, 0 where all are shown."""

    folded: int
    groups: tuple[Group, ...]


class Compared(Struct, frozen=True):
    """One document of a comparison, and how its page shows it."""

    changes: Changes
    stretches: tuple[Stretch, ...]


def compared(planned: PlannedPage) -> tuple[Compared, ...]:
    """Return the comparison that a page shows; none for any other page. Runs in a worker."""
    if "pairs" not in planned.data:
        return ()
    old, new = planned.data["packs"]
    found = (compare_pair(old, new, pair) for pair in planned.data["pairs"])
    return tuple(Compared(changes, _layout(changes)) for changes in found)


def _layout(changes: Changes) -> tuple[Stretch, ...]:
    return tuple(_stretches(changes.steps)) if changes.differ else ()


def _stretches(steps: Sequence[Step]) -> Iterator[Stretch]:
    """Headings are always shown, so that what changed stands under its own.

    One block that did not change is shown as well, where it stands between others that did.
    """
    runs = [(quiet, tuple(run)) for quiet, run in groupby(steps, _is_quiet)]
    for place, (quiet, run) in enumerate(runs):
        beside = (runs[place - 1][1][-1] if place else None, _first(runs[place + 1 :]))
        near = any(step is not None and step.fate is not Fate.KEPT for step in beside)
        folded = len(run) if quiet and (len(run) > 1 or not near) else 0
        yield Stretch(folded, tuple(_groups(run)))


def _first(runs: Sequence[tuple[bool, tuple[Step, ...]]]) -> Step | None:
    return runs[0][1][0] if runs else None


def _is_quiet(step: Step) -> bool:
    return step.fate is Fate.KEPT and step.block.kind is not BlockKind.HEADING


def _groups(steps: Sequence[Step]) -> Iterator[Group]:
    for is_list, run in groupby(steps, lambda step: step.block.kind is BlockKind.ITEM):
        if is_list:
            yield Group(True, tuple(run))
        else:
            yield from (Group(False, (step,)) for step in run)
