"""What was started, and why something was not."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.vocabulary import INSERT


class Started(Struct, frozen=True):
    """The files that were written, by their place in the store, and what is to be done next."""

    pack: str
    files: tuple[str, ...]
    notes: tuple[str, ...] = ()


class CannotStart(Exception):  # noqa: N818 - says what stands in the way, and what to do instead
    """Nothing was written."""


def as_text(started: Started) -> Iterator[str]:
    """Yield what was started, and what comes next."""
    yield f"Started in {started.pack}:"
    yield from (f"  {path.removeprefix(f'{started.pack}/')}" for path in started.files)
    yield from started.notes
    yield f"Fill what is blank, and what stands in {INSERT} ...]. This says what is still missing:"
    yield f"  scheme check --stage development {started.pack}"
