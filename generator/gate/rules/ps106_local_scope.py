"""PS106: local work instructions."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack


@rule(
    "PS106",
    clause="SOPs, Local work instructions",
    role="policy developer",
    fix="keep it with the unit or location that it is written for; if it is for several parts of"
    " the organisation, ask the policy lead to commission it and write `scope: corporate`",
    kinds=POLICIES,
)
def local_scope(pack: Pack, _: Context) -> Iterator[Problem]:
    """Local work instructions were submitted as corporate policy.

    Why: the scheme holds corporate policy. Instructions for one unit or location belong to that
    unit, which still assesses their impact; they may not stand in for corporate policy.
    Good: `scope: corporate`
    Bad: `scope: local`
    """
    policy = pack.policy
    if policy is not None and policy.scope == "local":
        yield Problem(
            policy.at("scope"),
            "holds local work instructions, which belong with the unit they are for and not in the "
            "scheme",
        )
