"""PS413: a withdrawal that cannot be believed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, problem, rule
from generator.gate.written import unanswered
from generator.model import Pack, Withdrawal

ASKED = {
    "date": "add `date:` and the day on which the policy ended",
    "reason": "add `reason:` and say why the policy ended",
}


@rule(
    "PS413",
    clause="none: the gate's own",
    role="policy co-ordination unit",
    fix="write withdrawn.yml with `date:` and `reason:`, and `replaced_by:` if a policy took over",
    kinds=POLICIES,
)
def withdrawal_unexplained(pack: Pack, context: Context) -> Iterator[Problem]:
    """A policy is withdrawn without date or reason, or in favour of one that does not exist.

    Why: whoever looks for a withdrawn policy is told that it ended, when, why, and what to read
    instead. A fault in `withdrawn.yml` keeps back every version of the policy.
    Good: `date: 2026-03-01`, `reason: The duty ended with the Act.`
    Bad: no `reason:`; `replaced_by:` that names no policy of the store, or this one.
    """
    withdrawal = context.scheme.withdrawals.get(pack.owner)
    if withdrawal is None:
        return
    for fault in withdrawal.faults:
        yield problem(fault)
    if withdrawal.source.readable:
        yield from _unsaid(withdrawal)
        yield from _replacement(withdrawal, context)


def _unsaid(withdrawal: Withdrawal) -> Iterator[Problem]:
    for key, fix in ASKED.items():
        if unanswered(withdrawal.source, key):
            message = f"withdraws the policy and gives no {key}"
            yield Problem(withdrawal.source.at(key), message, fix)


def _replacement(withdrawal: Withdrawal, context: Context) -> Iterator[Problem]:
    other = withdrawal.replaced_by
    at = withdrawal.source.at("replaced_by")
    if other is None:
        return
    if other == withdrawal.policy_id:
        fix = "name the policy that took its place, or take `replaced_by:` out"
        yield Problem(at, "says that the policy is replaced by itself", fix)
    elif other not in context.scheme.policies:
        fix = "write the id of a policy, the name of its folder"
        yield Problem(at, f"says it is replaced by `{other}`, and there is no such policy", fix)
