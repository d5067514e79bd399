"""Put every pack through every rule, and decide what becomes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from generator.findings import Finding, Severity
from generator.gate.context import Context
from generator.gate.decision import (
    Cleared,
    ClearedDocument,
    Decision,
    Held,
    InDevelopment,
    Refused,
)
from generator.gate.rule import Rule
from generator.gate.sites import sites
from generator.gate.states import states
from generator.model import Pack
from generator.store.child import Guard, Stopped
from generator.vocabulary import State

Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Every decision, in order of path, and the context they were made in."""

    decisions: tuple[Decision, ...]
    context: Context

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding of every pack, in order of place."""
        return tuple(sorted(chain.from_iterable(d.findings for d in self.decisions)))

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The packs the gate kept back."""
        return tuple(d for d in self.decisions if isinstance(d, Refused))

    @property
    def cleared(self) -> tuple[Cleared, ...]:
        """The packs the gate let through."""
        return tuple(d for d in self.decisions if isinstance(d, Cleared))


def decide(rules: Sequence[Rule], context: Context) -> Verdict:
    """Return the verdict on every pack of ``context.scheme``.

    Rules that ask what is in force run after the others. Where settings make one of those refuse,
    states are worked out once more.
    """
    if not rules:
        raise ValueError("a gate with no rules would clear everything")
    first = _run([r for r in rules if not r.after], context)
    settled = _settle(context, first)
    second = _run([r for r in rules if r.after], settled)
    found = {path: tuple(sorted(first[path] + second[path])) for path in first}
    settled = _settle(context, found)
    return Verdict(tuple(_decision(p, settled, found[p.path]) for p in context.scheme), settled)


def _run(rules: Sequence[Rule], context: Context) -> Findings:
    packs = context.scheme.packs
    if len(packs) < MANY:
        return {pack.path: _examine_pack(pack, rules, context) for pack in packs}
    _shared[:] = [(rules, context)]
    results = Guard(_examine, seconds=SECONDS, memory=MEMORY).run(range(len(packs)))
    found = {
        pack.path: (_unfinished(pack, result),) if isinstance(result, Stopped) else result
        for pack, result in zip(packs, results, strict=True)
    }
    _shared.clear()
    return found


MANY = 64
SECONDS = 120.0
MEMORY = 2 * 1024**3
_shared: list[tuple[Sequence[Rule], Context]] = []
"""Set before the workers are forked, so that each shares the scheme without a copy."""


def _examine(index: int) -> tuple[Finding, ...]:
    """Put one pack through the rules; runs in a worker."""
    [(rules, context)] = _shared
    return _examine_pack(context.scheme.packs[index], rules, context)


def _examine_pack(pack: Pack, rules: Sequence[Rule], context: Context) -> tuple[Finding, ...]:
    found = tuple(chain.from_iterable(rule.findings(pack, context) for rule in rules))
    context.forget()
    return found


def _unfinished(pack: Pack, stopped: Stopped) -> Finding:
    """Refuse a pack whose examination did not end: whatever was not checked is not cleared."""
    return Finding(
        pack.at(), "PS001", "unreadable", Severity.REFUSE,
        f"could not be examined: it {stopped.reason}", "none: the gate's own",
        "developers of the generator", "report this as a fault of the program",
    )  # fmt: skip


def _settle(context: Context, found: Findings) -> Context:
    """Return the context with every state and site worked out from these findings."""
    scheme = context.scheme
    refused = frozenset(p.path for p in scheme if not p.in_development and _refuses(found[p.path]))
    settled = states(scheme, refused, context.as_at)
    where = sites(scheme, settled, chain.from_iterable(found.values()))
    return dataclasses.replace(context, states=settled, sites=where)


def _refuses(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.REFUSE for finding in findings)


def _decision(pack: Pack, context: Context, findings: tuple[Finding, ...]) -> Decision:
    match context.states[pack.path]:
        case State.REFUSED:
            return Refused(pack, findings)
        case State.IN_DEVELOPMENT:
            return InDevelopment(pack, findings)
        case State.HELD:
            return Held(pack, findings)
        case state:
            documents = tuple(ClearedDocument(d, context.sites[d.path]) for d in pack.documents)
            return Cleared(pack, state, documents, findings)
