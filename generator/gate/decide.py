"""Put every pack through every rule, and decide what becomes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from generator.findings import Finding, Severity
from generator.gate.asked import Answers, Question, as_line, questions, watched
from generator.gate.context import Context
from generator.gate.decision import (
    Cleared,
    Decision,
    Held,
    InDevelopment,
    Refused,
)
from generator.gate.moved import moved, moved_by_states
from generator.gate.rule import Rule
from generator.gate.sites import sites
from generator.gate.states import states
from generator.gather import let_go
from generator.model import Pack
from generator.store.child import Guard, Stopped
from generator.store.kept import Damaged
from generator.vocabulary import State

Findings = Mapping[str, tuple[Finding, ...]]


class Examined(Struct, frozen=True):
    """What some rules found in a pack, and what that rests on.

    ``whole`` is the digest of the pack, ``answers`` that of the answers to all that they ``asked``
    of the rest of the store: questions as lines, in order.
    """

    findings: tuple[Finding, ...]
    whole: bytes
    asked: str
    answers: bytes


class Examinations(Struct, frozen=True):
    """What decisions rest on: each pack, by path, before and after it was known what is in force.

    ``context`` is what the answers were given from.
    """

    early: Mapping[str, Examined]
    late: Mapping[str, Examined]
    context: Context


class Verdict(Struct, frozen=True):
    """Every decision, in order of path, the context they were made in, and what they rest on."""

    decisions: tuple[Decision, ...]
    context: Context
    examined: Examinations

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


def decide(
    rules: Sequence[Rule],
    context: Context,
    before: Examinations | None = None,
    *,
    jobs: int = 0,
) -> Verdict:
    """Return the verdict on every pack of ``context.scheme``.

    Rules that ask what is in force run after the others. Where settings make one of those refuse,
    states are worked out once more. ``before`` is what an earlier run with the same rules, settings
    and as-at date rested on: what has not changed since is not examined again.
    """
    if not rules:
        raise ValueError("a gate with no rules would clear everything")
    before = before or Examinations({}, {}, context)
    late = tuple(rule for rule in rules if rule.after)
    early = _Round(tuple(rule for rule in rules if not rule.after), context, Answers(context))
    changed = moved(before.context, context)
    first, packs = _kept(early, context.scheme.packs, before.early, changed)
    guess = [_guess(early, late)] if len(packs) >= MANY else []
    examined = _examined(packs, (early, *guess), jobs)
    first |= {path: results[0] for path, results in examined.items()}
    guessed = {path: results[1] for path, results in examined.items() if results[1:]}
    found = {path: examined.findings for path, examined in first.items()}
    settled = _settle(context, found)
    last = _Round(late, settled, Answers(settled, early.answers))
    changed |= moved_by_states(before.context, settled)
    second, packs = _kept(last, context.scheme.packs, before.late, changed)
    as_guessed, packs = _kept(last, packs, guessed, None)
    second |= as_guessed
    second |= {path: result for path, (result,) in _examined(packs, (last,), jobs).items()}
    if any(f.severity is not Severity.WARN for e in second.values() for f in e.findings):
        found = {path: found[path] + second[path].findings for path in found}
        settled = _settle(context, found)
    decisions = (
        _decision(p, settled, tuple(sorted(first[p.path].findings + second[p.path].findings)))
        for p in context.scheme
    )
    return Verdict(tuple(decisions), settled, Examinations(first, second, last.context))


class _Round(Struct, frozen=True):
    """Rules that run together, what they know, and the answers to what they ask."""

    rules: tuple[Rule, ...]
    context: Context
    answers: Answers


def _guess(early: _Round, late: tuple[Rule, ...]) -> _Round:
    """Let the later rules run as if every pack were cleared, while its texts are at hand.

    Most are. What was found so holds wherever the answers turn out to be those that were given.
    """
    cleared = _settle(early.context, {pack.path: () for pack in early.context.scheme})
    return _Round(late, cleared, Answers(cleared))


def _kept(
    round_: _Round,
    packs: Sequence[Pack],
    before: Mapping[str, Examined],
    changed: Iterable[Question] | None,
) -> tuple[dict[str, Examined], list[Pack]]:
    """Return what was found ``before`` and still holds, and the packs that are to be examined.

    Only answers to what is ``changed`` can be others; any can where that is not known (``None``).
    """
    lines = None if changed is None else frozenset(map(as_line, changed))
    kept = {
        pack.path: examined
        for pack in packs
        if (examined := before.get(pack.path))
        and examined.whole == pack.whole
        and _answered_as_before(examined, lines, round_.answers)
    }
    return kept, [pack for pack in packs if pack.path not in kept]


def _answered_as_before(
    examined: Examined, changed: frozenset[str] | None, answers: Answers
) -> bool:
    if changed is not None and changed.isdisjoint(examined.asked.split("\n")):
        return True
    return examined.answers == answers.digest(questions(examined.asked))


def _examined(
    packs: Sequence[Pack], rounds: tuple[_Round, ...], jobs: int
) -> dict[str, tuple[Examined, ...]]:
    """Put packs through the rules of one round or more, side by side where there are many."""
    if len(packs) < MANY:
        return {pack.path: _examine_pack(pack, rounds) for pack in packs}
    return _examined_apart(packs, rounds, jobs)


def _examined_apart(
    packs: Sequence[Pack], rounds: tuple[_Round, ...], jobs: int
) -> dict[str, tuple[Examined, ...]]:
    """Put packs through the rules in workers, each within limits of its own."""
    _shared[:] = [(rounds, packs)]
    for round_ in rounds:  # worked out once, before the workers are forked
        round_.context.titles, round_.context.editions  # noqa: B018
    found: dict[str, tuple[Examined, ...]] = {}
    again: list[Pack] = []
    results = Guard(_examine, jobs=jobs, seconds=SECONDS, memory=MEMORY).run(range(len(packs)))
    for pack, result in zip(packs, results, strict=True):
        if isinstance(result, Damaged):
            raise result
        if not isinstance(result, Stopped):
            found[pack.path] = result
        elif len(rounds) == 1:
            found[pack.path] = (_unfinished(pack, result),)
        else:  # nobody can tell in which round it was stopped
            again.append(pack)
    _shared.clear()
    return found | (_examined_apart(again, rounds[:1], jobs) if again else {})


MANY = 64
SECONDS = 120.0
MEMORY = 2 * 1024**3
_shared: list[tuple[tuple[_Round, ...], Sequence[Pack]]] = []
"""Set before the workers are forked, so that each shares the scheme without a copy."""


def _examine(index: int) -> tuple[Examined, ...] | Damaged:
    """Put one pack through the rules; runs in a worker."""
    [(rounds, packs)] = _shared
    try:
        return _examine_pack(packs[index], rounds)
    except Damaged as damaged:
        return damaged
    finally:
        let_go()


def _examine_pack(pack: Pack, rounds: tuple[_Round, ...]) -> tuple[Examined, ...]:
    found = tuple(_examine_for(pack, round_) for round_ in rounds)
    rounds[0].context.forget()  # all share one memory
    return found


def _examine_for(pack: Pack, round_: _Round) -> Examined:
    seen, asked = watched(round_.context, pack)
    found = tuple(chain.from_iterable(rule.findings(pack, seen) for rule in round_.rules))
    in_order = sorted(asked)
    lines = "\n".join(map(as_line, in_order))
    return Examined(found, pack.whole, lines, round_.answers.digest(in_order))


def _unfinished(pack: Pack, stopped: Stopped) -> Examined:
    """Refuse a pack whose examination did not end: whatever was not checked is not cleared."""
    finding = Finding(
        pack.at(), "PS001", "unreadable", Severity.REFUSE,
        f"could not be examined: it {stopped.reason}", "none: the gate's own",
        "developers of the generator", "report this as a fault of the program",
    )  # fmt: skip
    return Examined((finding,), b"", "", b"")  # no pack has this digest: it is tried again


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
            places = {cover.path: context.sites[cover.path] for cover in pack.covers}
            return Cleared(pack, state, places, findings)
