"""PS203: a policy that has had no equality impact assessment."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.exceptions import stands
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack


@rule(
    "PS203",
    clause="SOPs, stage 3 note",
    role="policy developer",
    fix="add eia.md, the completed form 6119A; only a complete `exception:` may stand in for it",
    kinds=POLICIES,
)
def impact_assessment_missing(pack: Pack, context: Context) -> Iterator[Problem]:
    """A pack holds no equality impact assessment, and no complete exception stands in for it.

    Why: a policy that has not been impact assessed is not fit for purpose, and is not approved for
    publication inside or outside. Immediate operational need may come first, if the policy lead
    approves it, answers for the risk, and has consulted the policy unit.
    Good: `eia.md` in the pack; or `exception:` with every fact, of an approving rank.
    Bad: no `eia.md`; or an exception whose risk owner is not its approver.
    """
    if "eia.md" not in pack.names and not stands(pack.record, context.settings):
        yield Problem(pack.at("stage"), "is a pack with no equality impact assessment (eia.md)")
