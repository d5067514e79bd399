"""PS402: a policy kept in one place only."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import place, readable_record, unanswered
from generator.model import Pack


@rule(
    "PS402",
    clause="SOPs, Role of Policy Managers (audit trail)",
    role="policy manager",
    fix="add `file_plan:` and the place in the file plan",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def file_plan_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """The record does not say where in the file plan the version is kept.

    Why: copies of every version are kept in two places, on the registered file and in the shared
    drive's file plan.
    Good: `file_plan: POL/SI/12`
    Bad: no `file_plan:`.
    """
    record = readable_record(pack)
    if record and unanswered(record.source, "file_plan"):
        at = place(record.source, "file_plan", duty="stage")
        yield Problem(at, "names no place in the file plan")
