"""PS407: a policy that is to be reviewed too late, or before it is published."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.model import Pack
from generator.months import add_months, in_words


@rule(
    "PS407",
    clause="SOPs, Role of Policy Managers (3-year review)",
    role="policy manager",
    fix="write a `review_by:` within the interval, counted from publication",
    kinds=POLICIES,
)
def review_interval_too_long(pack: Pack, context: Context) -> Iterator[Problem]:
    """A policy's review is due later than the SOPs allow, or earlier than its publication.

    Why: a policy is reviewed and published at least once every three years. The settings hold the
    interval (`intervals: {review: 36}`); a policy may be reviewed sooner.
    Good: published on 1 August 2026, `review_by: 2029-08-01` or earlier.
    Bad: `review_by: 2029-08-02`.
    """
    policy, published = pack.policy, pack.publish_on
    if policy is None or policy.review_by is None or published is None:
        return
    months, due = context.settings.intervals["review"], in_words(policy.review_by)
    if policy.review_by > add_months(published, months):
        message = f"is due for review on {due}, over {months} months after publication"
        yield Problem(policy.at("review_by"), f"{message} on {in_words(published)}")
    if policy.review_by < published:
        message = f"is due for review on {due}, before it is published on {in_words(published)}"
        yield Problem(policy.at("review_by"), message)
