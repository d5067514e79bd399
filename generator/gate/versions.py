"""Which version came before, and what was published between two."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.model import Pack
from generator.vocabulary import State

PUBLISHED = frozenset({State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN})


def version_before(pack: Pack, context: Context) -> Pack | None:
    """Return the last submitted version below this one.

    A version still in development is no text that anybody works to: an interim amendment may
    overtake it.
    """
    return next(reversed(list(versions_before(pack, context))), None)


def versions_before(pack: Pack, context: Context) -> Iterator[Pack]:
    """Yield the submitted versions of the same policy below this one, lowest first."""
    for other in context.scheme.policies.get(pack.owner, ()):
        if other.version < pack.version and not other.in_development:
            yield other


def monitoring_reports(policy_id: str, context: Context) -> Iterator[Pack]:
    """Yield the submitted monitoring reports of a policy, in order of publication."""
    for report in context.scheme.reports.get(policy_id, ()):
        if report.reports_on_policy and not report.in_development:
            yield report


def is_in_force(pack: Pack, context: Context) -> bool:
    """Whether the pack is the version in force (known only to rules that run after)."""
    return context.state(pack) is State.IN_FORCE
