"""PS212: a policy on which only one side, or nobody, was consulted."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place, readable_record
from generator.model import Pack

SIDES = frozenset({"internal", "external"})
ONLY = {"internal": "nobody outside", "external": "nobody inside"}


@rule(
    "PS212",
    clause="SOPs, Role of Policy Managers",
    role="policy manager",
    fix="consult those affected on both sides, and record each under `consultation:`",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def consultation_one_sided(pack: Pack, _: Context) -> Iterator[Problem]:
    """Nobody was consulted, or only people inside, or only people outside.

    Why: a policy reaches people inside and outside, and both are engaged with before it does.
    Good: staff networks (`side: internal`) and an independent advisory group (`side: external`).
    Bad: no `consultation`; staff associations only.
    """
    record = readable_record(pack)
    if record is None:
        return
    at = place(record.source, "consultation", duty="stage")
    sides = {entry.side for entry in record.consultation}
    if missing(record.source, "consultation"):
        yield Problem(at, "records no consultation")
    elif len(sides) == 1 and sides <= SIDES:
        yield Problem(at, f"records that {ONLY[str(sides.pop())]} was consulted")
