"""What a run is doing, told to whoever watches: the stage it is in, and how far along that is.

The watchers are set by the command line. Nothing else asks the time, and no site shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Protocol


class Work(StrEnum):
    """The stages of a build, in the order in which they end."""

    READING = "reading"
    GATE = "gate"
    REGISTERS = "registers"
    CONVERSION = "conversion"
    DOWNLOADS = "downloads"
    TEMPLATES = "templates"
    SEARCH = "search"
    VERIFY = "verify"
    WRITING = "writing"


class Watcher(Protocol):
    """Is told of a run as it goes on. A stage may come more than once, never within another."""

    def began(self, work: Work) -> None:
        """Hear that a stage begins."""

    def counted(self, done: int, total: int) -> None:
        """Hear how much of the present stage, or of one pass of it, is done."""

    def ended(self, work: Work) -> None:
        """Hear that a stage has ended, well or badly."""


_watchers: ContextVar[tuple[Watcher, ...]] = ContextVar("watchers", default=())


@contextmanager
def watched_by(*watchers: Watcher) -> Iterator[None]:
    """Tell these watchers, besides those there are, of every run within."""
    token = _watchers.set((*_watchers.get(), *watchers))
    try:
        yield
    finally:
        _watchers.reset(token)


@contextmanager
def stage(work: Work) -> Iterator[None]:
    """Tell the watchers when a stage begins, and when it has ended."""
    for watcher in _watchers.get():
        watcher.began(work)
    try:
        yield
    finally:
        for watcher in _watchers.get():
            watcher.ended(work)


def counted(done: int, total: int) -> None:
    """Tell the watchers how much of the present stage is done."""
    for watcher in _watchers.get():
        watcher.counted(done, total)
