"""PS201: a pack without a policy statement."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack


@rule(
    "PS201",
    clause="SOPs, stage 4",
    role="policy developer",
    fix="add policy.md, the policy statement, to the pack",
    kinds=POLICIES,
)
def policy_statement_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A pack holds no policy statement.

    Why: procedures, an assessment or a workbook without the statement carry out, assess and
    explain nothing that was ever approved. All four are submitted together.
    Good: `policy.md` stands beside the procedures.
    Bad: a version's folder with `sop-process.md` and `record.yml` only.
    """
    if "policy.md" not in pack.names:
        yield Problem(pack.at("stage"), "is a pack with no policy statement (policy.md)")
