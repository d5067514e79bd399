"""PS210: a health and safety impact that nothing controls."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.written import unanswered
from generator.model import Pack


@rule(
    "PS210",
    clause="SOPs, Role of Policy Developers",
    role="policy developer",
    fix="add `risk_assessment:` and the reference of the assessment",
    severity=Severity.WARN,
    kinds=POLICIES,
)
def control_measures_missing(pack: Pack, _: Context) -> Iterator[Problem]:
    """A policy has a health and safety impact, and no risk assessment or no control measures.

    Why: an impact is risk assessed where appropriate, and what controls it stands in the
    procedures, where the people exposed to it will read it.
    Good: `{impact: yes, statement: ..., risk_assessment: RA/2026/4}`, and `control_measures: yes`
    on the procedures that hold them.
    Bad: `impact: yes` with no `risk_assessment`; procedures none of which carries the measures.
    """
    policy = pack.policy
    health = policy.health_and_safety if policy else None
    if policy is None or health is None or health.impact != "yes":
        return
    if unanswered(policy.source, "health_and_safety", "risk_assessment"):
        at = policy.at("health_and_safety", "risk_assessment")
        yield Problem(at, "has a health and safety impact and names no risk assessment")
    if _all_read(pack) and not any(sop.control_measures for sop in pack.sops):
        at = policy.at("health_and_safety", "impact")
        fix = "put the measures in the procedures, and `control_measures: yes` at their top"
        yield Problem(at, "has a health and safety impact, and no procedures that control it", fix)


def _all_read(pack: Pack) -> bool:
    """Whether every SOP of the folder could be read: an unread one may hold the measures."""
    return len(pack.sops) == sum(name.startswith("sop-") for name in pack.names)
