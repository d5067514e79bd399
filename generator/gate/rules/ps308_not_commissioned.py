"""PS308: a policy that nobody commissioned."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, place, readable_record
from generator.model import Pack

FACTS = {
    "by": ("does not say who gave it", "add `by:` and the post that commissioned the work"),
    "date": ("has no date", "add `date:` and the day of the commission"),
}


@rule(
    "PS308",
    clause="SOPs, stage 2",
    role="business group policy co-ordinator",
    fix="add `commissioned: {by: ..., date: ...}`",
    kinds=POLICIES,
)
def not_commissioned(pack: Pack, _: Context) -> Iterator[Problem]:
    """The record does not say who commissioned the policy, and when.

    Why: a new or reviewed policy is commissioned formally, by the policy lead, before it is
    developed; work that nobody asked for is nobody's to approve.
    Good: `commissioned: {by: "Assistant Chief Constable, Resources", date: 2026-01-05}`
    Bad: no `commissioned:`; one without a date.
    """
    record = readable_record(pack)
    if record is None:
        return
    if missing(record.source, "commissioned"):
        at = place(record.source, "commissioned", duty="stage")
        yield Problem(at, "does not say that the policy was commissioned")
        return
    for key, (fault, fix) in FACTS.items():
        if missing(record.source, "commissioned", key):
            yield Problem(record.at("commissioned", key), f"has a commission that {fault}", fix)
