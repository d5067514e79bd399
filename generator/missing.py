"""What a pack still lacks before it can be published, in the order in which it is worked on.

An author asks on the first day, and meets the refusals then and not on the last.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.explain import find_pack
from generator.findings import Finding, Severity
from generator.gate.decide import Verdict
from generator.gate.decision import Decision, Refused
from generator.gate.report import WOULD, by_role, finding_json, under
from generator.gate.rule import Rule
from generator.gate.signatures import Standing, every
from generator.gate.steps import STAGE_OF, STAGES, Step, foresee, number, step_of_finding
from generator.model import Pack
from generator.months import in_words
from generator.sign_off.standings import signatures
from generator.sign_off_keys import APPROVAL
from generator.vocabulary import PackKind, Stage

Lines = Iterator[str]


class StepReport(Struct, frozen=True):
    """One step of a pack: what is done of it, what is missing, and whether its stage has come."""

    step: Step
    due: bool
    done: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def stage(self) -> Stage:
        """The stage of the SOPs that the step belongs to."""
        return STAGE_OF[self.step]


class PackReport(Struct, frozen=True):
    """What is missing of one pack, step by step."""

    decision: Decision
    steps: tuple[StepReport, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that is missing, in order of place."""
        return tuple(sorted(finding for step in self.steps for finding in step.findings))


class Foreseen(Struct, frozen=True):
    """What several packs lack, and the stage up to which it is due."""

    stage: Stage
    reports: tuple[PackReport, ...]


def foreseen(
    rules: tuple[Rule, ...],
    verdict: Verdict,
    paths: tuple[str, ...],
    stage: Stage,
    *,
    severities: frozenset[Severity] = frozenset(Severity),
) -> Foreseen:
    """Return what these packs lack; where none is named, every pack in development."""
    holding = {d.pack.path for path in paths if (d := find_pack(verdict, path)) is not None}
    chosen = [
        decision
        for decision in verdict.decisions
        if (decision.pack.path in holding or under(paths, decision.pack.path))
        and (paths or decision.pack.in_development)
    ]
    reports = (_report(rules, verdict, one, stage, severities) for one in chosen)
    return Foreseen(stage, tuple(reports))


def _report(
    rules: tuple[Rule, ...],
    verdict: Verdict,
    decision: Decision,
    stage: Stage,
    severities: frozenset[Severity],
) -> PackReport:
    found = [f for f in foresee(rules, verdict, decision.pack) if f.severity in severities]
    done = _done(decision.pack, verdict)
    return PackReport(
        decision,
        tuple(
            StepReport(
                step,
                number(STAGE_OF[step]) <= number(stage),
                done.get(step, ()),
                tuple(finding for finding in found if step_of_finding(finding) is step),
            )
            for step in Step
        ),
    )


def _done(pack: Pack, verdict: Verdict) -> dict[Step, tuple[str, ...]]:
    """Return, step by step, what the record and the documents show to be done."""
    record, eia, workbook = pack.record, pack.eia, pack.workbook
    written: dict[Step, tuple[str, ...]] = (
        {Step.DRAFTING: (f"written: {every(sorted(pack.names))}",)} if pack.names else {}
    )
    if record is None:
        return written
    approval = record.approval
    return written | {
        Step.SCOPING: _said("registered file: {}", record.registered_file),
        Step.COMMISSIONING: _by("commissioned", record.commissioned_by, record.commissioned),
        Step.ASSESSMENTS: (
            *_dated("impact assessment completed", eia.completed_on if eia else None),
            *_dated("workbook completed", workbook.completed_on if workbook else None),
        ),
        Step.CONSULTATION: (
            *_dated("safety and health consulted", record.safety_and_health),
            *(
                line
                for said in record.consultation
                for line in _dated(f"{said.who or 'a consultation'} consulted", said.closed)
            ),
        ),
        Step.QUALITY_ASSURANCE: tuple(_passed(pack, verdict)),
        Step.APPROVAL: _by("approved", approval.by, approval.date) if approval else (),
        Step.PUBLICATION: _dated("to be published", record.publish_on),
    }


def _said(words: str, value: str | None) -> tuple[str, ...]:
    return (words.format(value),) if value else ()


def _by(what: str, post: str | None, day: date | None) -> tuple[str, ...]:
    return _dated(f"{what} by the {post}", day) if post else ()


def _dated(words: str, day: date | None) -> tuple[str, ...]:
    return (f"{words} on {in_words(day)}",) if day else ()


def _passed(pack: Pack, verdict: Verdict) -> Iterator[str]:
    """Yield who has passed which text as it stands."""
    context = verdict.context
    by: dict[str, list[str]] = {}
    for item in signatures(context.scheme, pack):
        if item.who != APPROVAL and item.standing is Standing.PASSED:
            by.setdefault(item.who, []).append(item.name)
    for who, names in by.items():
        yield f"{every(names)} passed by the {context.settings.role_title(who)}"


def due(asked: Foreseen) -> Foreseen:
    """Return only what is due by the stage that was asked for."""
    reports = (replace(r, steps=tuple(s for s in r.steps if s.due)) for r in asked.reports)
    return replace(asked, reports=tuple(reports))


def as_json(asked: Foreseen) -> dict[str, Any]:
    """Return the key that `scheme check --stage --format json` adds to the object it prints."""
    return {
        "stage": asked.stage.value,
        "steps": [
            {
                "pack": report.decision.pack.path,
                "step": step.step.value,
                "stage": step.stage.value,
                "due": step.due,
                "done": list(step.done),
                "findings": [finding_json(finding) for finding in step.findings],
            }
            for report in asked.reports
            for step in report.steps
        ],
    }


def as_text(asked: Foreseen) -> Lines:
    """Yield what is missing of each pack, in the order of the stages and by who must act."""
    if not asked.reports:
        yield "No pack is in development."
    for report in asked.reports:
        yield from _pack_text(report, asked.stage)


def _pack_text(report: PackReport, stage: Stage) -> Lines:
    pack = report.decision.pack
    title = f" ({pack.title})" if pack.title != pack.path else ""
    yield f"{pack.path}{title}"
    yield f"{_standing(report.decision)} What it lacks, in the order of the six stages:"
    yield ""
    later = False
    for step in report.steps:
        if step.findings or step.done or step.due:
            if not step.due and not later:
                later = True
                yield f"To come after stage {stage}:"
                yield ""
            yield from _step_text(step)
    yield from _sum(report, stage)
    yield ""


def _standing(decision: Decision) -> str:
    pack = decision.pack
    if isinstance(decision, Refused):
        return "Submitted, and refused."
    if not pack.in_development:
        return "Submitted, and cleared."
    if pack.kind is PackKind.PAGE:
        return "A draft."
    return f"In development (stage: {pack.record.stage if pack.record else None})."


def _step_text(step: StepReport) -> Lines:
    stage, step_name, count = STAGES[step.stage], step.step.value, len(step.findings)
    name = stage if step_name in stage.casefold() else f"{stage}, {step_name}"
    state = f"{_count(count, 'thing')} to do" if count else "nothing is missing"
    yield f"{number(step.stage)}. {name}: {state}"
    for line in step.done:
        yield f"   done: {line}"
    yield ""
    for role, found in by_role(step.findings):
        yield f"   For the {role}:"
        for finding in found:
            yield f"   {finding.at}: {finding.rule} {finding.message}"
            yield f"     {WOULD[finding.severity]}; clause: {finding.clause}"
            yield f"     fix: {finding.fix}"
        yield ""


def _sum(report: PackReport, stage: Stage) -> Lines:
    refusing = [f for f in report.findings if f.severity is Severity.REFUSE]
    due = [f for s in report.steps if s.due for f in s.findings if f.severity is Severity.REFUSE]
    if refusing:
        yield (
            f"{_count(len(refusing), 'thing')} would refuse it, {len(due)} of them to be there by "
            f"stage {stage}."
        )
    elif report.decision.pack.in_development and report.decision.pack.kind is not PackKind.PAGE:
        yield "Nothing would refuse it: set `stage: implementation` in record.yml to submit it."
    else:
        yield "Nothing refuses it."


def _count(number_: int, what: str) -> str:
    return f"{number_} {what}" if number_ == 1 else f"{number_} {what}s"
