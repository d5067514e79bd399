"""What becomes of each pack (store, section 7), once it is known which are refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from generator.model import Pack, Scheme, has_come
from generator.vocabulary import PackKind, State


def states(scheme: Scheme, refused: frozenset[str], as_at: date) -> Mapping[str, State]:
    """Return the state of every pack, by path. ``refused`` holds paths of submitted packs."""
    found: dict[str, State] = {}
    for owner, packs in scheme.policies.items():
        found |= _versions(packs, refused, as_at, withdrawn=is_withdrawn(scheme, owner, as_at))
    for pack in scheme:
        if pack.kind is not PackKind.POLICY:
            found[pack.path] = _single(scheme, pack, refused, found, as_at)
    return found


def is_withdrawn(scheme: Scheme, policy_id: str, as_at: date) -> bool:
    """Whether the policy has ended by the as-at date."""
    return has_come(scheme.withdrawals.get(policy_id), as_at)


def _versions(
    packs: tuple[Pack, ...], refused: frozenset[str], as_at: date, *, withdrawn: bool
) -> dict[str, State]:
    """Go from the highest version down: the first that clears and is due is in force."""
    found: dict[str, State] = {}
    in_force = False
    for pack in reversed(packs):
        if pack.in_development:
            found[pack.path] = State.IN_DEVELOPMENT
        elif pack.path in refused:
            found[pack.path] = State.REFUSED
        elif not is_due(pack, as_at):
            found[pack.path] = State.WITHDRAWN if withdrawn else State.HELD
        elif withdrawn:
            found[pack.path] = State.WITHDRAWN
        else:
            found[pack.path] = State.SUPERSEDED if in_force else State.IN_FORCE
            in_force = True
    return found


def is_due(pack: Pack, as_at: date) -> bool:
    """Whether the pack's day of publication has come. One without a day is never due."""
    return pack.publish_on is not None and pack.publish_on <= as_at


def _single(
    scheme: Scheme,
    pack: Pack,
    refused: frozenset[str],
    policies: Mapping[str, State],
    as_at: date,
) -> State:
    if pack.in_development:
        return State.IN_DEVELOPMENT
    if pack.path in refused:
        return State.REFUSED
    if pack.kind is PackKind.PAGE:
        return State.IN_FORCE
    if not is_due(pack, as_at):
        return State.HELD
    if pack.reports_on_policy:
        published = {State.IN_FORCE, State.WITHDRAWN}  # none is superseded but by one in force
        versions = scheme.policies.get(pack.owner, ())
        if not any(policies.get(version.path) in published for version in versions):
            return State.HELD
    return State.IN_FORCE
