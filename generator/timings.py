"""Timings: how long each stage of a run took, in seconds and in seconds of the processors."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from msgspec import Struct

from generator.progress import Work


class Moment(Struct, frozen=True):
    """Seconds so far: on the wall, and of the processors, worker processes included."""

    wall: float = 0.0
    cpu: float = 0.0

    def __add__(self, other: Moment) -> Moment:
        return Moment(self.wall + other.wall, self.cpu + other.cpu)

    def __sub__(self, other: Moment) -> Moment:
        return Moment(self.wall - other.wall, self.cpu - other.cpu)


def now() -> Moment:
    """Return this moment. A worker's seconds count once it has ended, as all have by a stage's."""
    spent = os.times()
    cpu = spent.user + spent.system + spent.children_user + spent.children_system
    return Moment(time.monotonic(), cpu)


class Timings:
    """A watcher that adds up what each stage took."""

    def __init__(self, clock: Callable[[], Moment] = now) -> None:
        self.clock = clock
        self.began_at = clock()
        self.stage_began_at = self.began_at
        self.spent: dict[Work, Moment] = {}

    def began(self, work: Work) -> None:  # noqa: ARG002 - what a watcher is told
        """Look at the clock."""
        self.stage_began_at = self.clock()

    def counted(self, done: int, total: int) -> None:
        """Leave counting to others."""

    def ended(self, work: Work) -> None:
        """Add what the stage took."""
        took = self.clock() - self.stage_began_at
        self.spent[work] = self.spent.get(work, Moment()) + took

    @property
    def whole(self) -> Moment:
        """What the run took until now."""
        return self.clock() - self.began_at

    def as_text(self) -> Iterator[str]:
        """Yield a table, with a line for each stage that came, for the rest, and for all."""
        whole = self.whole
        rest = whole - sum(self.spent.values(), Moment())
        yield f"{'stage':<12}{'seconds':>10}{'CPU':>10}{'of CPU':>10}"
        for work in Work:
            if work in self.spent:
                yield _line(work, self.spent[work], whole)
        yield _line("the rest", rest, whole)
        yield _line("all", whole, whole)


def _line(name: str, took: Moment, whole: Moment) -> str:
    share = took.cpu / whole.cpu if whole.cpu else 0.0
    return f"{name:<12}{took.wall:>10.2f}{took.cpu:>10.2f}{share:>10.0%}"
