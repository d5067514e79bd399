"""PS503: a monitoring report that leaves out one of the four measures."""

from __future__ import annotations

from collections.abc import Iterator

from generator.gate.context import Context
from generator.gate.rule import REPORTS, Problem, rule
from generator.gate.written import MEASURES, gaps
from generator.model import MonitoringReport, Pack


@rule(
    "PS503",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="say under `measures:` what monitoring found; that nothing was found is an answer too",
    kinds=REPORTS,
)
def report_measure_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A monitoring report says nothing of one of the four things that monitoring measures.

    Why: diversity impact, compliance, performance and benefits are what monitoring is for. A
    measure left out cannot be told from one that nobody took.
    Good: `measures:` with a sentence for each of the four.
    Bad: no `benefits`; `diversity_impact: N/A`.
    """
    if isinstance(pack.report, MonitoringReport):
        for at, words in gaps(pack.report.source, "measures", MEASURES):
            yield Problem(at, f"is a monitoring report that says nothing of {words}")
