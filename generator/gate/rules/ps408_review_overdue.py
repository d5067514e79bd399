"""PS408: a policy in force that should have been reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import is_in_force
from generator.model import Pack
from generator.months import in_words


@rule(
    "PS408",
    clause="SOPs, Role of Policy Managers (3-year review)",
    role="policy manager",
    fix="review the policy and publish the new version; until then the page says it is overdue",
    severity=Severity.WARN,
    kinds=POLICIES,
    after=True,
)
def review_overdue(pack: Pack, context: Context) -> Iterator[Problem]:
    """The version in force is past the day by which it was to be reviewed.

    Why: policies are reviewed at least every three years. An overdue policy still binds everybody,
    so it stays where it is, and says so.
    Good: `review_by:` is today, or later.
    Bad: `review_by:` was yesterday, and no later version is in force.
    """
    policy = pack.policy
    if policy and policy.review_by and is_in_force(pack, context):
        days = (context.as_at - policy.review_by).days
        if days > 0:
            message = f"was due for review by {in_words(policy.review_by)}, {_ago(days)}"
            yield Problem(policy.at("review_by"), message)


def _ago(days: int) -> str:
    return f"{days:,} day{'' if days == 1 else 's'} ago"
