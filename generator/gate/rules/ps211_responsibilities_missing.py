"""PS211: a policy does not say who answers for it."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import place, unanswered
from generator.model import Pack

DUTIES = {
    "policy_owner": ("owner", "name the post that answers for this policy"),
    "implemented_by": ("implementer", "name the posts that carry this policy out"),
    "monitored_by": ("monitor", "name the post that monitors and reviews this policy"),
}


@rule(
    "PS211",
    clause="SOPs, Responsibilities",
    role="policy developer",
    fix="add `policy_owner:`, `implemented_by:` and `monitored_by:`, and name posts",
    kinds=POLICIES,
)
def responsibilities_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A policy does not say who owns it, who implements it, or who monitors it.

    Why: the owner is whom a reader writes to, and who is asked when review is due.
    Good: `policy_owner: Head of Professional Standards`
    Bad: no `policy_owner` at all; `policy_owner: TBC`.
    """
    if pack.policy:
        source = pack.policy.source
        for field, (duty, what) in DUTIES.items():
            if unanswered(source, field):
                at = place(source, field, duty="type")
                yield Problem(at, f"is a policy with no {duty}", f"add `{field}:` and {what}")
