"""What differs between what two runs keep: a run that changed little writes only that down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

Index = Mapping[str, Any]
"""What is kept, in sections: most are mappings, by name of a pack, a text or a file."""
FEW = 4
"""Changes are worth telling apart up to one in so many members of all sections."""
NOTHING = object()


class Changes(Struct, frozen=True):
    """How an index differs from one before it.

    ``put`` and ``gone`` are members of sections that are mappings, ``rest`` sections that are not.
    """

    put: Mapping[str, Mapping[str, Any]]
    gone: Mapping[str, frozenset[str]]
    rest: Index


def changes_of(before: Index, index: Index) -> Changes | None:
    """Return how ``index`` differs, if in little, from one ``before`` with the same sections."""
    if before.keys() != index.keys():
        return None
    sections = {name: section for name, section in index.items() if isinstance(section, Mapping)}
    put = {
        name: {
            member: value
            for member, value in section.items()
            if before[name].get(member, NOTHING) != value
        }
        for name, section in sections.items()
    }
    gone = {name: frozenset(before[name].keys() - section) for name, section in sections.items()}
    differ = sum(map(len, (*put.values(), *gone.values())))
    if differ * FEW > sum(map(len, sections.values())):
        return None
    rest = {name: section for name, section in index.items() if name not in sections}
    return Changes(put, gone, rest)


def changed(before: Index, changes: Changes) -> Index:
    """Return the index that differs so from the one ``before``."""
    sections = {
        name: {m: v for m, v in {**before[name], **put}.items() if m not in changes.gone[name]}
        for name, put in changes.put.items()
    }
    return {**sections, **changes.rest}
