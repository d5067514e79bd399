"""The six stages of the SOPs as an author walks them, and at which step each rule is to be met."""

from __future__ import annotations

import dataclasses
from enum import StrEnum
from itertools import chain

from msgspec import structs

from generator.findings import Finding
from generator.gate.decide import Verdict
from generator.gate.rule import Rule
from generator.model import Pack, Record
from generator.schema.believe import shape_faults
from generator.vocabulary import PackKind, Stage, State


class Step(StrEnum):
    """One step of the process; several may belong to one stage."""

    SCOPING = "scoping"
    COMMISSIONING = "commissioning"
    DRAFTING = "drafting"
    ASSESSMENTS = "assessments"
    CONSULTATION = "consultation"
    QUALITY_ASSURANCE = "quality assurance"
    APPROVAL = "approval"
    PUBLICATION = "publication"
    MONITORING = "monitoring and review"


STAGE_OF = {
    Step.SCOPING: Stage.IDENTIFICATION,
    Step.COMMISSIONING: Stage.COMMISSIONING,
    Step.DRAFTING: Stage.DEVELOPMENT,
    Step.ASSESSMENTS: Stage.DEVELOPMENT,
    Step.CONSULTATION: Stage.DEVELOPMENT,
    Step.QUALITY_ASSURANCE: Stage.APPROVAL,
    Step.APPROVAL: Stage.APPROVAL,
    Step.PUBLICATION: Stage.IMPLEMENTATION,
    Step.MONITORING: Stage.MONITORING,
}
STAGES = {
    Stage.IDENTIFICATION: "Identification and scoping",
    Stage.COMMISSIONING: "Commissioning",
    Stage.DEVELOPMENT: "Development",
    Stage.APPROVAL: "Approval",
    Stage.IMPLEMENTATION: "Implementation",
    Stage.MONITORING: "Monitoring and review",
}
# Where most rules of a group belong, and the rules that belong elsewhere.
GROUPS = {
    "PS0": Step.DRAFTING,
    "PS1": Step.DRAFTING,
    "PS2": Step.DRAFTING,
    "PS3": Step.APPROVAL,
    "PS4": Step.PUBLICATION,
    "PS5": Step.MONITORING,
    "PS6": Step.DRAFTING,
}
ELSEWHERE = {
    Step.SCOPING: ("PS003", "PS106", "PS216", "PS401", "PS402"),
    Step.COMMISSIONING: ("PS308",),
    Step.ASSESSMENTS: ("PS203", "PS204", "PS205", "PS206", "PS207", "PS410", "PS411"),
    Step.CONSULTATION: ("PS209", "PS212"),
    Step.QUALITY_ASSURANCE: ("PS301", "PS302", "PS303", "PS403", "PS404", "PS609"),
    Step.PUBLICATION: ("PS104", "PS214"),
    Step.MONITORING: ("PS408", "PS409", "PS412", "PS414", "PS416"),
}
STEPS = {rule_id: step for step, ids in ELSEWHERE.items() for rule_id in ids}


def step_of(rule_id: str) -> Step:
    """Return the step at which a rule is to be met."""
    return STEPS.get(rule_id, GROUPS[rule_id[:3]])


def step_of_finding(finding: Finding) -> Step:
    """Return the step at which a finding is to be mended: a record is completed as it goes out."""
    in_record = finding.rule == "PS002" and finding.at.path.endswith("/record.yml")
    return Step.PUBLICATION if in_record else step_of(finding.rule)


def stage_of(rule_id: str) -> Stage:
    """Return the stage of the SOPs at which a rule is to be met."""
    return STAGE_OF[step_of(rule_id)]


def number(stage: Stage) -> int:
    """Return a stage's number among the six, from 1."""
    return list(Stage).index(stage) + 1


def foresee(rules: tuple[Rule, ...], verdict: Verdict, pack: Pack) -> tuple[Finding, ...]:
    """Return what the rules would find of a pack if it were submitted as it stands."""
    if not pack.in_development or pack.record is None:
        decided = {decision.pack.path: decision for decision in verdict.decisions}
        return decided[pack.path].findings
    submitted, old = _submitted(pack, pack.record), verdict.context
    packs = tuple(submitted if other is pack else other for other in old.scheme)
    context = dataclasses.replace(
        old,
        scheme=dataclasses.replace(old.scheme, packs=packs),
        states={**old.states, pack.path: State.HELD},
        memory={},
    )
    found = chain.from_iterable(rule.findings(submitted, context) for rule in rules)
    return tuple(sorted(found))


def _submitted(pack: Pack, record: Record) -> Pack:
    """Return the pack at stage implementation, with what its record lacks for that."""
    written = record.source.metadata
    said = structs.replace(written, data={**written.data, "stage": Stage.IMPLEMENTATION.value})
    kind = "record" if pack.kind is PackKind.POLICY else "report-record"
    return dataclasses.replace(
        pack,
        record=structs.replace(record, stage=Stage.IMPLEMENTATION),
        faults=tuple(sorted({*pack.faults, *shape_faults(kind, said)})),
    )
