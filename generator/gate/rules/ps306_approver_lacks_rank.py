"""PS306: an approval by somebody who is not of a rank that may approve."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import missing, readable_record
from generator.model import Pack


@rule(
    "PS306",
    clause="SOPs, Role of Designated Business Group Policy Leads",
    role="policy lead",
    fix="have the pack approved by a policy lead of an approving rank, and record the rank",
    kinds=POLICIES,
)
def approver_lacks_rank(pack: Pack, context: Context) -> Iterator[Problem]:
    """The approver's rank is not given, or is none that may approve.

    Why: the policy lead is of ACPO level or equivalent, and answers for the policy. The settings
    list the ranks (`approving_ranks`).
    Good: `rank: acpo`
    Bad: `rank: superintendent`; an approval with no `rank:`.
    """
    record = readable_record(pack)
    if record is None or record.approval is None:
        return
    rank, ranks = record.approval.rank, context.settings.approving_ranks
    at = record.at("approval", "rank")
    if missing(record.source, "approval", "rank"):
        yield Problem(at, "has an approval that does not give the approver's rank")
    elif rank is not None and rank not in ranks:
        message = f"is approved in the rank `{rank}`; those who may approve are {', '.join(ranks)}"
        yield Problem(at, message)
