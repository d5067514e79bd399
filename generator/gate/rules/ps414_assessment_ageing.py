"""PS414: a policy in force whose impact assessment is old."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import is_in_force
from generator.model import Pack
from generator.months import add_months, in_words


@rule(
    "PS414",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="assess the policy afresh, and publish the assessment with the next version",
    severity=Severity.WARN,
    kinds=POLICIES,
    after=True,
)
def assessment_ageing(pack: Pack, context: Context) -> Iterator[Problem]:
    """The version in force was impact assessed over three years ago.

    Why: existing policies are assessed every three years. A policy in force is not taken down for
    it, but somebody has to begin.
    Good: `completed_on:` 36 months ago, or less.
    Bad: `completed_on:` 37 months ago.
    """
    eia, months = pack.eia, context.settings.intervals["impact_assessment"]
    if eia is None or eia.completed_on is None or not is_in_force(pack, context):
        return
    if context.as_at > add_months(eia.completed_on, months):
        message = f"was completed on {in_words(eia.completed_on)}, over {months} months ago"
        yield Problem(eia.at("completed_on"), message)
