"""What changed between two versions of a policy, and which of them was in force on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from generator.compare.versions import Shown, pairs
from generator.gate.decision import Cleared
from generator.model import Withdrawal
from generator.months import in_words
from generator.plan.addresses import (
    as_at_address,
    changes_address,
    pack_address,
    policy_address,
)
from generator.plan.periods import Period, periods
from generator.plan.plan import Crumb, PlannedPage, View

AS_AT = Crumb("As at a date", "as-at/")
POLICIES = Crumb("Policies A to Z", "policies/")


class Life(Struct, frozen=True):
    """A policy on one site: how it is called there, and all that was ever in force of it.

    ``versions`` are those that the gate cleared; ``here`` are the numbers of those that have an
    address on this site; ``ended`` is its withdrawal.
    """

    policy_id: str
    title: str
    versions: tuple[Cleared, ...]
    here: frozenset[int]
    ended: Withdrawal | None = None

    def neighbours(self) -> tuple[tuple[int, int], ...]:
        """Return each version that is here with the one before it."""
        return tuple(pairwise(sorted(self.here)))


def changes_pages(view: View, life: Life, also: Iterable[tuple[int, int]]) -> Iterator[PlannedPage]:
    """Yield the comparison of each version shown here with the one shown before it.

    ``also`` are comparisons that were published before: they stay, whatever came between.
    """
    shown = {v.pack.version: v for v in life.versions if v.on(view.site)}
    for old, new in sorted({*life.neighbours(), *also}):
        if old in shown and new in shown:
            yield _changes_page(view, life, shown[old], shown[new])


def _changes_page(view: View, life: Life, old: Cleared, new: Cleared) -> PlannedPage:
    record = new.pack.record
    one, other = old.pack.version, new.pack.version
    data: dict[str, Any] = {
        "old": _version(old),
        "new": _version(new),
        "kind_of_change": record.change.value if record and record.change else "",
        "summary_of_changes": (record.summary_of_changes if record else None) or "",
        "packs": (old.pack, new.pack),
        "pairs": pairs(Shown(old.pack, old.on(view.site)), Shown(new.pack, new.on(view.site))),
    }
    return PlannedPage(
        changes_address(life.policy_id, one, other),
        "changes.html",
        f"{life.title}: versions {one} and {other} compared",
        f"What changed between version {one} and version {other} of {life.title}.",
        data,
        None,
        (POLICIES, Crumb(life.title, policy_address(life.policy_id))),
    )


def _version(version: Cleared) -> dict[str, str]:
    pack = version.pack
    return {
        "number": str(pack.version),
        "address": pack_address(pack),
        "date": in_words(pack.publish_on) if pack.publish_on else "",
    }


def as_at_page(life: Life, ending: Mapping[str, Any]) -> PlannedPage:
    """Return the page that says which version of a policy was in force on which day.

    ``ending`` is what the site says of a policy's end, where it has ended.
    """
    summary = f"Which version of {life.title} was in force on which day."
    data = {"rows": tuple(_rows(life)), "policy": policy_address(life.policy_id), **ending}
    return PlannedPage(
        as_at_address(life.policy_id),
        "as-at.html",
        f"{life.title}: as at a date",
        summary,
        data,
        None,
        (POLICIES, Crumb(life.title, policy_address(life.policy_id))),
    )


def all_as_at_page(lives: Sequence[Life]) -> PlannedPage:
    """Return the page that says what was in force on which day, of every policy shown here."""
    ordered = sorted(lives, key=lambda life: (life.title.casefold(), life.policy_id))
    policies = tuple(
        {
            "title": life.title,
            "address": as_at_address(life.policy_id),
            "rows": tuple(row for row in _rows(life) if row["state"] != "before"),
        }
        for life in ordered
    )
    summary = "Which version of each policy was in force on which day."
    return PlannedPage(AS_AT.address, "all-as-at.html", AS_AT.title, summary, {"lives": policies})


def _rows(life: Life) -> Iterator[dict[str, Any]]:
    """Yield the periods, newest first. What a script reads of a day is its ISO form."""
    for period in reversed(periods(life.versions, life.ended)):
        version = period.version
        shown = version is not None and version.pack.version in life.here
        yield {
            "state": _state(period, shown=shown),
            "start": period.start,
            "end": period.end,
            "from": in_words(period.start) if period.start else "",
            "to": in_words(period.end) if period.end else "",
            "number": version.pack.version if version and shown else 0,
            "address": pack_address(version.pack) if version and shown else "",
        }


def _state(period: Period, *, shown: bool) -> str:
    if period.version is not None:
        return "shown" if shown else "closed"
    return "ended" if period.start else "before"
