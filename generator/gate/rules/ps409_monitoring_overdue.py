"""PS409: a policy in force with no monitoring report for too long."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.due import monitored_since
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import is_in_force
from generator.model import Pack
from generator.months import add_months, in_words


@rule(
    "PS409",
    clause="SOPs, stage 6 (annual monitoring)",
    role="policy developer",
    fix="write the monitoring report of the last twelve months, and have it assured",
    severity=Severity.WARN,
    kinds=POLICIES,
    after=True,
)
def monitoring_overdue(pack: Pack, context: Context) -> Iterator[Problem]:
    """A policy in force has had no monitoring report within the last twelve months.

    Why: how a policy works is recorded every year and published. The year runs from the policy's
    first publication, and then from the publication of its last report.
    Good: first published, or last reported on, a year ago today or less.
    Bad: published 13 months ago and never reported on; the last report published 13 months ago.
    """
    months = context.settings.intervals["monitoring"]
    since = monitored_since(pack, context)
    if since and is_in_force(pack, context) and context.as_at > add_months(since[1], months):
        what, day = since
        message = (
            f"has had no monitoring report for over {months} months: {what} on {in_words(day)}"
        )
        at = pack.policy.at("monitored_by") if pack.policy else pack.at("publish_on")
        yield Problem(at, message)
