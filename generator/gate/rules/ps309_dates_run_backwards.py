"""PS309: dates that do not follow the six stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import RECORDED, Problem, rule
from generator.gate.signatures import last_words, signed_names
from generator.model import Eia, MonitoringReport, Pack
from generator.months import in_words
from generator.vocabulary import Change, PackKind

USED_AGAIN = frozenset({Change.MINOR, Change.INTERIM})


class Step(NamedTuple):
    """Something done on a day, and where the day is written."""

    what: str
    day: date | None
    at: Location


@rule(
    "PS309",
    clause="SOPs, Overview of the process (the six stages)",
    role="business group policy co-ordinator",
    fix="correct the date that is wrong; if both are right, the later step has to be done again",
    kinds=RECORDED,
)
def dates_run_backwards(pack: Pack, context: Context) -> Iterator[Problem]:
    """A step is dated before one that has to come first.

    Why: a policy is commissioned; safety and health are consulted, consultation closes and both
    assessments are completed; then it is submitted, quality assured, approved and published. A
    record whose dates run backwards does not show that this was done. (Approval before quality
    assurance is PS305.) An impact assessment of an earlier version that a minor or interim change
    uses again stands outside the order.
    Good: all on one day; or each on a later day than the last.
    Bad: consultation closed after the pack was submitted; a consultation closed before it opened.
    """
    if pack.record is not None:
        order = _report if pack.kind is PackKind.REPORT else _policy
        for earlier, later in order(pack, context):
            yield from _backwards(earlier, later)


Pairs = Iterator[tuple[Sequence[Step], Sequence[Step]]]


def _backwards(earlier: Sequence[Step], later: Sequence[Step]) -> Iterator[Problem]:
    """Point at the side with several steps, where the other is one and could be right."""
    for first, then in product(earlier, later):
        if first.day and then.day and then.day < first.day:
            message = (
                f"says that {then.what} on {in_words(then.day)}, before {first.what} "
                f"on {in_words(first.day)}"
            )
            yield Problem(first.at if len(earlier) > len(later) else then.at, message)


def _policy(pack: Pack, context: Context) -> Pairs:
    """Each step is held against the last before it that has a date, so that one slip is said once."""
    record = pack.record
    if record is None:
        return
    for n, said in enumerate(record.consultation):
        at = record.at("consultation", said.index, "opened")
        closed = Step(f"consultation {n + 1} closed", said.closed, _closed_at(pack, said.index))
        yield [Step("it opened", said.opened, at)], [closed]
    commissioned = [Step("it was commissioned", record.commissioned, pack.at("commissioned", "date"))]
    submitted = [Step("it was submitted", record.submitted, pack.at("submitted"))]
    approved = [_approval(pack)]
    published = [Step("it is published", record.publish_on, pack.at("publish_on"))]
    begun, done, assured = _begun(pack), _done(pack), _assured(pack, context)
    yield commissioned, begun
    yield _nearest(done, commissioned), submitted
    yield _nearest(submitted, done, commissioned), assured
    if not _dated(assured):
        yield _nearest(submitted, done, commissioned), approved
    yield _nearest(approved, assured, submitted, done, commissioned), published
    yield _exception(pack), published


def _report(pack: Pack, context: Context) -> Pairs:
    assured = _assured(pack, context)
    published = [Step("it is published", pack.publish_on, pack.at("publish_on"))]
    if isinstance(pack.report, MonitoringReport):
        report = pack.report
        begins = [Step("its period began", report.period_from, report.at("period_from"))]
        ends = [Step("its period ended", report.period_to, report.at("period_to"))]
        yield begins, ends
        yield ends, assured
        if not _dated(assured):
            yield ends, published
    yield assured, published


def _dated(steps: Sequence[Step]) -> bool:
    return any(step.day for step in steps)


def _nearest(*groups: Sequence[Step]) -> Sequence[Step]:
    return next((steps for steps in groups if _dated(steps)), ())


def _begun(pack: Pack) -> list[Step]:
    """What may begin once the policy is commissioned."""
    consultations = pack.record.consultation if pack.record else ()
    opened = [
        Step(f"consultation {n + 1} opened", said.opened, pack.at("consultation", n, "opened"))
        if said.opened
        else Step(f"consultation {n + 1} closed", said.closed, _closed_at(pack, n))
        for n, said in ((said.index, said) for said in consultations)
    ]
    return [*opened, *_once(pack)]


def _done(pack: Pack) -> list[Step]:
    """What must be done before the pack is submitted."""
    consultations = pack.record.consultation if pack.record else ()
    closed = [
        Step(f"consultation {said.index + 1} closed", said.closed, _closed_at(pack, said.index))
        if said.closed
        else Step(
            f"consultation {said.index + 1} opened",
            said.opened,
            pack.at("consultation", said.index, "opened"),
        )
        for said in consultations
    ]
    return [*closed, *_once(pack)]


def _once(pack: Pack) -> Iterator[Step]:
    if pack.record:
        at = pack.at("safety_and_health", "consulted")
        yield Step("safety and health were consulted", pack.record.safety_and_health, at)
    if pack.eia and not _stands_outside(pack, pack.eia):
        at = pack.eia.at("completed_on")
        yield Step("the impact assessment was completed", pack.eia.completed_on, at)
    if pack.workbook:
        at = pack.workbook.at("completed_on")
        yield Step("the workbook was completed", pack.workbook.completed_on, at)


def _stands_outside(pack: Pack, eia: Eia) -> bool:
    change = pack.record.change if pack.record else None
    earlier = eia.assessed_version is not None and eia.assessed_version < pack.version
    return earlier and change in USED_AGAIN


def _closed_at(pack: Pack, index: int) -> Location:
    return pack.at("consultation", index, "closed")


def _assured(pack: Pack, context: Context) -> list[Step]:
    """The entries that count; history does not."""
    words = {word.index: word for word, _ in last_words(pack.record, signed_names(pack))}
    return [
        Step(
            f"the {context.settings.role_title(word.by or '')} assured it",
            word.date,
            pack.at("quality_assurance", index, "date"),
        )
        for index, word in sorted(words.items())
    ]


def _approval(pack: Pack) -> Step:
    approval = pack.record.approval if pack.record else None
    return Step("it was approved", approval.date if approval else None, pack.at("approval", "date"))


def _exception(pack: Pack) -> list[Step]:
    exception = pack.record.exception if pack.record else None
    if exception is None:
        return []
    consulted = pack.at("exception", "policy_unit_consulted")
    return [
        Step(
            "the policy unit was consulted on the exception",
            exception.policy_unit_consulted,
            consulted,
        ),
        Step("the exception was approved", exception.approved, pack.at("exception", "approved")),
    ]
