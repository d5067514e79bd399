"""PS502: a monitoring report that does not say which months it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.gate.context import Context
from generator.gate.rule import REPORTS, Problem, rule
from generator.gate.written import missing, place
from generator.model import MonitoringReport, Pack
from generator.months import in_words

ENDS = {"period_from": "first", "period_to": "last"}


@rule(
    "PS502",
    clause="SOPs, stage 6",
    role="policy developer",
    fix="write `period_from:` and `period_to:`, the first and last day the report is about",
    kinds=REPORTS,
)
def report_period_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A monitoring report does not say which period it is about, or says what cannot be.

    Why: results are recorded every year. Without the period nobody can tell which year is missing,
    and no report can tell of days that had not come when it was published.
    Good: `period_from: 2025-02-01`, `period_to: 2026-01-31`, published after that.
    Bad: no `period_to`; a period that ends before it begins; one that ends after publication.
    """
    report = pack.report
    if isinstance(report, MonitoringReport):
        for key, end in ENDS.items():
            if missing(report.source, key):
                at = place(report.source, key, duty="type")
                yield Problem(at, f"is a monitoring report with no {end} day of its period")
        yield from _impossible(report, pack.publish_on)


def _impossible(report: MonitoringReport, published: date | None) -> Iterator[Problem]:
    begins, ends = report.period_from, report.period_to
    if begins and ends and ends < begins:
        message = f"has a period that ends ({in_words(ends)}) before it begins ({in_words(begins)})"
        yield Problem(report.at("period_to"), message, "correct the day that is wrong")
    if ends and published and ends > published:
        message = (
            f"has a period that ends on {in_words(ends)}, after its publication "
            f"on {in_words(published)}"
        )
        fix = "correct the day that is wrong, or publish the report once its period is over"
        yield Problem(report.at("period_to"), message, fix)
