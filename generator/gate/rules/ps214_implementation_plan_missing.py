"""PS214: a policy with no plan for putting it into effect."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place, readable_record, says_nothing
from generator.model import Pack, Record


@rule(
    "PS214",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="add `implementation_plan:` with `communication:`, `training:` and `resources:`",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def implementation_plan_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A policy has no implementation plan, or one that says nothing.

    Why: a policy is carried out by people who have been told of it, trained for it where they need
    to be, and given what it takes.
    Good: `implementation_plan: {communication: Notices., training: None needed., resources: ...}`
    Bad: no `implementation_plan`; one that says only "N/A".
    """
    record = readable_record(pack)
    if record and _is_no_plan(record):
        at = place(record.source, "implementation_plan", duty="stage")
        yield Problem(at, "has no implementation plan")


def _is_no_plan(record: Record) -> bool:
    plan = record.implementation_plan
    if plan:
        return all(says_nothing(text) for text in plan.values())
    return missing(record.source, "implementation_plan")
