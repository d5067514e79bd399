"""Which version of a policy was in force from when to when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct

from generator.gate.decision import Cleared
from generator.model import Withdrawal

A_DAY = timedelta(days=1)


class Period(Struct, frozen=True):
    """Days on which one version was in force, or none was.

    ``start`` is ``None`` before the first version, ``end`` where the period goes on.
    """

    start: date | None
    end: date | None
    version: Cleared | None


def periods(versions: Sequence[Cleared], withdrawal: Withdrawal | None) -> tuple[Period, ...]:
    """Return the periods of a policy, oldest first, without a gap between them.

    ``versions`` are all that the gate cleared, wherever they are shown; of those published by a
    day the highest is in force (store, section 7). ``withdrawal`` is one that has come.
    """
    starts = list(_starts(versions, withdrawal.date if withdrawal else None))
    ends = [*(start - A_DAY for start, _ in starts), None]
    first = [Period(None, ends[0], None)] if starts else []
    following = zip(starts, ends[1:], strict=True)
    return (*first, *(Period(start, end, version) for (start, version), end in following))


def _starts(
    versions: Sequence[Cleared], ended: date | None
) -> Iterator[tuple[date, Cleared | None]]:
    """Yield each day on which another version, or none, came into force."""
    highest: Cleared | None = None
    dated = [(v.pack.publish_on, v.pack.version, v) for v in versions if v.pack.publish_on]
    for day, number, version in sorted(dated, key=lambda item: item[:2]):
        if ended and day >= ended:
            break
        if highest is None or number > highest.pack.version:
            highest = version
            if not any(other[0] == day and other[1] > number for other in dated):
                yield day, version
    if ended and highest is not None:
        yield ended, None
