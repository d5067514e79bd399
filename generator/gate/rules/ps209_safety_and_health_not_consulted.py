"""PS209: a policy on which the safety and health team was not consulted."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place, readable_record
from generator.model import Pack


@rule(
    "PS209",
    clause="SOPs, stage 3 N.B.",
    role="policy developer",
    fix="consult the team, and add `safety_and_health: {consulted: DATE, reference: ...}`",
    kinds=POLICIES,
)
def safety_and_health_not_consulted(pack: Pack, _: Context) -> Iterator[Problem]:
    """The safety and health risk management team was not consulted.

    Why: the team must be consulted on every policy, whether or not its author sees a risk.
    Good: `safety_and_health: {consulted: 2026-01-20, reference: SH/2026/11}`
    Bad: no `safety_and_health`; a reference with no date.
    """
    record = readable_record(pack)
    if record and missing(record.source, "safety_and_health", "consulted"):
        at = place(record.source, "safety_and_health", "consulted", duty="stage")
        yield Problem(at, "has no date on which the safety and health team was consulted")
