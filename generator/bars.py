"""Bars: how far a run is, on a terminal. The only module that draws there.

A stage shows what was counted, and the time left of that stage alone: nobody knows what the next
ones will take. No thread draws, since workers are forked meanwhile.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from generator.progress import Work

SAYS = {
    Work.READING: ("Reading the store", "packs"),
    Work.GATE: ("Gate", "packs"),
    Work.REGISTERS: ("Lists and registers", ""),
    Work.CONVERSION: ("Converting texts", "documents"),
    Work.DOWNLOADS: ("PDF, Word, OpenDocument", "files"),
    Work.TEMPLATES: ("Laying out pages", "pages"),
    Work.SEARCH: ("Indexing for the search", ""),
    Work.VERIFY: ("Proving both sites", "files"),
    Work.WRITING: ("Writing", ""),
}
"""What each stage is called, and what is counted in it."""
QUIETLY = 1.0
"""Seconds of a run in which nothing is drawn: a short one leaves no flicker."""
BETWEEN = 0.1
SURE = 1.0
"""Seconds of a stage before the time left is more than a guess."""
MINUTE = 60


class Bars:
    """A watcher that draws a line for each stage, and takes them away at the end."""

    def __init__(
        self,
        stages: Sequence[Work],
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.began_at = self.drawn_at = clock()
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            _Said(),
            console=console or Console(stderr=True),
            auto_refresh=False,
            transient=True,
            get_time=clock,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self.rows = {work: self._row(work) for work in stages}
        self.row: TaskID | None = None

    def _row(self, work: Work) -> TaskID:
        says, things = SAYS[work]
        return self.progress.add_task(says, start=False, total=1, things=things)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.progress.stop()

    def began(self, work: Work) -> None:
        """Show that a stage goes on."""
        self.row = self.rows.get(work)
        if self.row is not None:
            self.progress.reset(self.row)
            self.progress.tasks[self.row].total = None  # at work, until something is counted
            self._draw(at_once=True)

    def counted(self, done: int, total: int) -> None:
        """Show how much of it is done. A stage that counts anew, as the gate does, begins anew."""
        if self.row is None:
            return
        if done == 0:
            self.progress.reset(self.row, total=total)
        self.progress.update(self.row, completed=done, total=total)
        self._draw(at_once=done == total)

    def ended(self, work: Work) -> None:  # noqa: ARG002 - what a watcher is told
        """Show that a stage is over."""
        if self.row is not None:
            total = self.progress.tasks[self.row].total or 1
            self.progress.update(self.row, completed=total, total=total)
            self._draw(at_once=True)
        self.row = None

    def _draw(self, *, at_once: bool) -> None:
        now = self.clock()
        if now - self.began_at < QUIETLY or (now - self.drawn_at < BETWEEN and not at_once):
            return
        self.drawn_at = now
        self.progress.start()
        self.progress.refresh()


class _Said(ProgressColumn):
    """What is said of a stage: what it took, or how much is done and what is left."""

    def render(self, task: Task) -> Text:
        if not task.started or task.elapsed is None:
            return Text("")
        if task.finished:
            return Text(_seconds(task.finished_time or 0))
        if task.total is None:
            return Text("")
        said = f"{task.completed:,.0f} of {task.total:,.0f} {task.fields['things']}".rstrip()
        if task.time_remaining is not None and task.elapsed >= SURE:
            said += f", about {_seconds(task.time_remaining)} left"
        return Text(said)


def _seconds(seconds: float) -> str:
    """Return a length of time as people say it, rounded up."""
    whole = math.ceil(seconds)
    return f"{whole} s" if whole < 2 * MINUTE else f"{math.ceil(whole / MINUTE)} min"
