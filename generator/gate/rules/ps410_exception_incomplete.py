"""PS410: an exception from assessing first that leaves something out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.exceptions import failings
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack


@rule(
    "PS410",
    clause="SOPs, stage 3 note",
    role="policy lead",
    fix="complete the exception, or assess the policy before it is published",
    kinds=POLICIES,
)
def exception_incomplete(pack: Pack, context: Context) -> Iterator[Problem]:
    """An exception lacks one of its facts, or was approved by somebody who may not approve it.

    Why: a policy may go out unassessed only to meet an immediate operational need, with the
    approval of the policy lead, who answers for the risk, and in consultation with the policy unit.
    Good: ground, reason, approver, rank, risk owner (the approver), and the dates of approval, of
    consulting the policy unit, and on which the assessment is due.
    Bad: no `risk_owner:`; `rank: superintendent`; a risk owner who is not the approver.
    """
    for failing in failings(pack.record, context.settings):
        yield Problem(pack.at("exception", failing.key), failing.message)
