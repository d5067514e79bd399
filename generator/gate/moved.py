"""Which questions of the rules may have another answer than in the run before.

A run that changed little has few. What asked none of them is not asked for its answers again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

from generator.gate.asked import Of, Question
from generator.gate.context import Context
from generator.model import Pack
from generator.store.lookalikes import fold

Value = TypeVar("Value")


def moved(before: Context, now: Context) -> AbstractSet[Question]:
    """Return every question whose answer may differ, but for what the states of packs decide."""
    old, new = before.scheme.by_path, now.scheme.by_path
    found = {
        question
        for path in _differ({p: old[p].whole for p in old}, {p: new[p].whole for p in new})
        for pack in (old.get(path), new.get(path))
        if pack is not None
        for question in _about(pack)
    }
    ends = _differ(before.scheme.withdrawals, now.scheme.withdrawals)
    found.update((Of.WITHDRAWAL, policy) for policy in ends)
    for path in before.published ^ now.published:
        found.add((Of.PUBLISHED, path))
        found.update((Of.EDITIONS, owner) for owner in path.split("/")[1:2])
    return found


def moved_by_states(before: Context, now: Context) -> AbstractSet[Question]:
    """Return every question that the states of packs decide, and whose answer may differ."""
    found = {(Of.SITES, path) for path in _differ(before.sites, now.sites)}
    for path in _differ(before.states, now.states):
        found.add((Of.STATE, path))
        for context in (before, now):
            if (pack := context.scheme.by_path.get(path)) is not None:
                found.update((Of.TITLE, title) for title in pack.titles)
    return found


def _about(pack: Pack) -> Iterator[Question]:
    """Yield each question whose answer a pack is a part of, if it has the state for it."""
    yield Of.PACK, pack.path
    yield from ((of, pack.owner) for of in (Of.FAMILY, Of.POLICY, Of.REPORTS))
    yield from ((Of.ID, fold(name)) for name in (pack.owner, *pack.formerly))
    yield from ((Of.TITLE, title) for title in pack.titles)
    for reference in (cover.reference for cover in pack.covers if cover.reference):
        yield from ((Of.REFERENCE, fold(reference)), (Of.REFERENCE_USED, reference))


def _differ(before: Mapping[str, Value], now: Mapping[str, Value]) -> Iterable[str]:
    """Return the keys under which not the same stands."""
    return [key for key in before.keys() | now.keys() if before.get(key) != now.get(key)]
