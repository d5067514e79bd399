"""PS103: standard operating procedures with no protective marking."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import place
from generator.model import Pack


@rule(
    "PS103",
    clause="SOPs, Standard operating procedures (protective marking)",
    role="policy developer",
    fix="classify the procedures and add `protective_marking:`",
    severity=Severity.PUBLIC,
    kinds=POLICIES,
)
def marking_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """Standard operating procedures have no protective marking, so they stay inside.

    Why: the SOPs ask that every SOP be classified, and nobody can say that an unclassified one may
    go outside.
    Good: `protective_marking: OFFICIAL`
    Bad: no `protective_marking`, or a blank one.
    """
    for sop in pack.sops:
        if sop.protective_marking is None:
            at = place(sop.source, "protective_marking", duty="type")
            yield Problem(at, "is an SOP with no protective marking")
