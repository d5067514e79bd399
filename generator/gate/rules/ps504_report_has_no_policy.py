"""PS504: a monitoring report of a policy that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import REPORTS, Problem, rule
from generator.model import MonitoringReport, Pack


@rule(
    "PS504",
    clause="SOPs, stage 6",
    role="business group policy co-ordinator",
    fix="put the report under monitoring/ in a folder named like the policy's in policies/",
    kinds=REPORTS,
)
def report_has_no_policy(pack: Pack, context: Context) -> Iterator[Problem]:
    """A monitoring report stands in a folder that is named like no policy of the store.

    Why: a reader comes to the report from the policy it is about. A report of nothing in the store
    is one nobody will find, and the policy it belongs to will count as not monitored.
    Good: `monitoring/found-property/2025/` beside `policies/found-property/`.
    Bad: `monitoring/lost-property/2025/`, and no policy of that name.
    """
    report = pack.report
    if isinstance(report, MonitoringReport) and pack.owner not in context.scheme.policies:
        message = f"is a monitoring report of {pack.owner!a}, which is no policy of the store"
        yield Problem(report.at("type"), message)
