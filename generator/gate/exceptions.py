"""Whether an exception from assessing first stands, and if not, why (SOPs, stage 3 note)."""

from __future__ import annotations

from typing import NamedTuple

from generator.gate.posts import same_post
from generator.model import Record, UnassessedException
from generator.settings import Settings

FACTS = {
    "ground": "ground",
    "reason": "reason",
    "approved_by": "approver",
    "rank": "rank of the approver",
    "approved": "date of approval",
    "risk_owner": "risk owner",
    "policy_unit_consulted": "date on which the policy unit was consulted",
    "assessment_due": "date on which the assessment is due",
}


class Failing(NamedTuple):
    """One reason why an exception does not stand: the key at fault, and what is wrong."""

    key: str
    message: str


def stands(record: Record | None, settings: Settings) -> bool:
    """Whether the record holds an exception with every fact, rightly approved and owned."""
    return record is not None and record.exception is not None and not failings(record, settings)


def failings(record: Record | None, settings: Settings) -> list[Failing]:
    """Return every reason why the record's exception does not stand; none where it has none."""
    exception = record.exception if record else None
    if exception is None:
        return []
    found = [
        Failing(key, f"has an exception with no {what}")
        for key, what in FACTS.items()
        if getattr(exception, key) is None
    ]
    if exception.rank and exception.rank not in settings.approving_ranks:
        message = f"has an exception approved in the rank `{exception.rank}`, which may not approve"
        found.append(Failing("rank", message))
    if not _owned_by_approver(exception):
        found.append(Failing("risk_owner", "has an exception whose risk owner is not its approver"))
    return found


def _owned_by_approver(exception: UnassessedException) -> bool:
    """Whether the approver answers for the risk; where either is missing, that is the failing."""
    owner, approver = exception.risk_owner, exception.approved_by
    return not owner or not approver or same_post(owner, approver)
