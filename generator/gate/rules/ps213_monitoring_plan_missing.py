"""PS213: a policy that does not say how it will be monitored."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import MEASURES, gaps
from generator.model import Pack


@rule(
    "PS213",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="say under `monitoring_plan:` how it will be measured",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def monitoring_plan_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A policy does not say how one of the four things that monitoring measures will be measured.

    Why: diversity impact, compliance, performance and benefits are measured from the first day;
    what nobody planned to measure cannot be reported on a year later.
    Good: `monitoring_plan:` with a sentence for each of the four.
    Bad: no `monitoring_plan`; `benefits: TBC`.
    """
    if pack.policy:
        for at, words in gaps(pack.policy.source, "monitoring_plan", MEASURES):
            yield Problem(at, f"does not plan how {words} will be measured")
