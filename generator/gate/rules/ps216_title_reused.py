"""PS216: two policies that nobody can tell apart, or procedures with two owners."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack, Policy, Sop
from generator.store.lookalikes import fold
from generator.vocabulary import State


@rule(
    "PS216",
    clause="SOPs, ownership boundaries",
    role="policy co-ordination unit",
    fix="settle with both owners whose it is; give one of the two another title, or withdraw it",
    severity=Severity.WARN,
    kinds=POLICIES,
    after=True,
)
def title_reused(pack: Pack, context: Context) -> Iterator[Problem]:
    """Two policies in force have one title, or one policy's procedures stand under two owners.

    Why: a reader who finds two cannot tell which to follow, and neither owner answers for both.
    Good: "Found property" and "Seized property"; the next version under the title it had.
    Bad: "Found property" and "FOUND PROPERTY", both in force; procedures with one title in two
    policies that different directors own.
    """
    if context.state(pack) is not State.IN_FORCE:
        return
    for document in pack.documents:
        for other in context.titled_in_force(document):
            if other.owner == pack.owner:
                continue
            if isinstance(document, Policy):
                message = f"has the title of another policy in force, {other.owner}"
                yield Problem(document.at("title"), message)
            elif isinstance(document, Sop) and _owned_apart(pack, other):
                message = f"has the title of procedures of {other.owner}, which has another owner"
                yield Problem(document.at("title"), message)


def _owned_apart(pack: Pack, other: Pack) -> bool:
    """Whether both say who owns them, and it is not the same post."""
    ours = pack.policy.policy_owner if pack.policy else None
    theirs = other.policy.policy_owner if other.policy else None
    return bool(ours and theirs and fold(ours) != fold(theirs))
