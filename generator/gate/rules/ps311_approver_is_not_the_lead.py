"""PS311: an approval by another post than the policy's lead."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.posts import same_post
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack


@rule(
    "PS311",
    clause="SOPs, Role of Designated Business Group Policy Leads",
    role="policy lead",
    fix="check who answers for the policy: correct `policy_lead:`, or have the lead approve it",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def approver_is_not_the_lead(pack: Pack, _: Context) -> Iterator[Problem]:
    """The post that approved the pack is not the one that the policy names as its lead.

    Why: the policy lead approves. Somebody may stand in, or the post may have a new name; but it
    may also be the wrong desk.
    Good: `policy_lead:` and `approval: {by: ...}` name one post (capitals and spacing aside).
    Bad: led by the Assistant Chief Constable, Resources; approved by the Director of Finance.
    """
    approval = pack.record.approval if pack.record else None
    lead = pack.policy.policy_lead if pack.policy else None
    if approval and approval.by and lead and not same_post(approval.by, lead):
        message = f"is approved by the {approval.by}; the policy names the {lead} as its lead"
        yield Problem(pack.at("approval", "by"), message)
