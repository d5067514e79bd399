"""What an import says to the person who asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.forms.form import CALLED
from generator.importing.words import Imported, Stopped

MOST = 30


def stopped_text(name: str, stopped: Stopped) -> Iterator[str]:
    """Yield why a file can not come over, and how to mend each thing."""
    what = f" (to be a draft: {CALLED[stopped.kind]})" if stopped.kind else ""
    yield f"{name} can not be imported as it is{what}:"
    for stop in stopped.stops:
        yield f"  {stop.what}"
        yield f"    fix: {stop.fix}"
        yield from (f"    {place}" for place in stop.places[:MOST])
        if len(stop.places) > MOST:
            yield f"    and {len(stop.places) - MOST} more"
    yield "Nothing was written."


def imported_text(name: str, done: Imported) -> Iterator[str]:
    """Yield what came over, what did not, and what to look at."""
    counts = f" ({', '.join(done.counts)})" if done.counts else ""
    yield f"{name} is imported as a draft: {CALLED[done.kind]}{counts}. Written:"
    yield from (f"  {path}" for path in done.files)
    if done.left:
        yield "Left behind:"
        yield from (f"  {line}" for line in done.left)
    if done.look:
        yield "To look at:"
        yield from (f"  {line}" for line in done.look)
