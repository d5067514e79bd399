"""What each policy in force asks for next, and by which day: review, monitoring, assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.gate.context import Context
from generator.gate.versions import PUBLISHED, monitoring_reports
from generator.model import Pack
from generator.months import add_months


class Task(StrEnum):
    """What somebody must do for a policy."""

    REVIEW = "Review"
    MONITORING = "Monitoring report"
    ASSESSMENT = "Impact assessment"


class Duty(Struct, frozen=True):
    """What is due for a policy, and by when."""

    task: Task
    by: date

    def overdue(self, as_at: date) -> int:
        """Return for how many days it has been overdue; none or fewer where it is not."""
        return (as_at - self.by).days


def duties(pack: Pack, context: Context) -> Iterator[Duty]:
    """Yield what a policy's version in force asks for, as far as its dates are known."""
    found = {
        Task.REVIEW: pack.policy.review_by if pack.policy else None,
        Task.MONITORING: monitoring_due(pack, context),
        Task.ASSESSMENT: assessment_due(pack, context),
    }
    return (Duty(task, by) for task, by in found.items() if by)


def monitoring_due(pack: Pack, context: Context) -> date | None:
    """Return the day by which the policy's next monitoring report is due."""
    since = monitored_since(pack, context)
    return add_months(since[1], context.settings.intervals["monitoring"]) if since else None


def assessment_due(pack: Pack, context: Context) -> date | None:
    """Return the day by which it is to be assessed: anew, or at last where it went out before."""
    if pack.eia is None:
        exception = pack.record.exception if pack.record else None
        return exception.assessment_due if exception else None
    done = pack.eia.completed_on
    return add_months(done, context.settings.intervals["impact_assessment"]) if done else None


def monitored_since(pack: Pack, context: Context) -> tuple[str, date] | None:
    """Return what the months of monitoring are counted from, in words, and its day."""
    reports = _days(monitoring_reports(pack.owner, context), context)
    if reports:
        return "the last was published", max(reports)
    versions = _days(context.scheme.policies.get(pack.owner, ()), context)
    return ("the policy was first published", min(versions)) if versions else None


def _days(packs: Iterable[Pack], context: Context) -> list[date]:
    """Return the days on which those that are out were published."""
    out = (pack for pack in packs if context.state(pack) in PUBLISHED)
    return [pack.publish_on for pack in out if pack.publish_on]
