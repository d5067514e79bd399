"""PS416: a policy reviewed without a monitoring report."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import monitoring_reports, version_before
from generator.model import Pack
from generator.months import in_words
from generator.vocabulary import Change


@rule(
    "PS416",
    clause="SOPs, stage 6",
    role="policy developer",
    fix="publish the monitoring report that the review rests on",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def review_without_monitoring(pack: Pack, context: Context) -> Iterator[Problem]:
    """A policy was reviewed, and no monitoring report has been published since the version before.

    Why: monitoring shows how the policy works, and feeds into its review. (An interim amendment is
    no review.)
    Good: version 1 published in 2022, a monitoring report in 2024, version 2 in 2025.
    Bad: version 1, then version 2, and no monitoring report after version 1.
    """
    before = version_before(pack, context)
    change = pack.record.change if pack.record else None
    if before is None or before.publish_on is None or change in {None, Change.INTERIM}:
        return
    since = before.publish_on
    days = [report.publish_on for report in monitoring_reports(pack.owner, context)]
    if not any(day and since <= day <= context.as_at for day in days):
        message = (
            f"is a review of version {before.version}, and no monitoring report has been "
            f"published since that version ({in_words(since)})"
        )
        yield Problem(pack.at("change"), message)
