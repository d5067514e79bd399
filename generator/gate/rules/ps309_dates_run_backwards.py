"""PS309: dates that do not follow the six stages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import RECORDED, Problem, rule
from generator.gate.signatures import believed_approval, believed_words, signed_names
from generator.model import Consultation, Eia, MonitoringReport, Pack, Record
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
    uses again stands outside the order, but for publication.
    Good: all on one day; or each on a later day than the last.
    Bad: consultation closed after the pack was submitted; a consultation closed before it opened.
    """
    if pack.record is not None:
        order = _report if pack.kind is PackKind.REPORT else _policy
        for earlier, later in order(pack, pack.record, context):
            yield from _backwards(earlier, later)


Pairs = Iterator[tuple[Sequence[Step], Sequence[Step]]]


def _backwards(earlier: Sequence[Step], later: Sequence[Step]) -> Iterator[Problem]:
    """Where several steps are held against one, point at those: the one may well be right."""
    for first, then in product(earlier, later):
        if first.day and then.day and then.day < first.day:
            message = (
                f"says that {then.what} on {in_words(then.day)}, before {first.what} "
                f"on {in_words(first.day)}"
            )
            yield Problem(first.at if len(earlier) > len(later) else then.at, message)


def _policy(pack: Pack, record: Record, context: Context) -> Pairs:
    """Hold each step against the nearest before it that has a date, so that a slip is said once."""
    consultations = [_consultation(record, said) for said in record.consultation]
    for opened, closed in consultations:
        yield [opened], [closed]
    others = list(_consulted_and_assessed(pack, record))
    done = [*(closed if closed.day else opened for opened, closed in consultations), *others]
    commissioned = [
        Step("the policy was commissioned", record.commissioned, record.at("commissioned", "date"))
    ]
    submitted = [Step("it was submitted", record.submitted, record.at("submitted"))]
    assured = _assured(pack, record, context)
    approved = _approved(record)
    published = [Step("it is published", record.publish_on, record.at("publish_on"))]
    yield commissioned, done
    yield _nearest(done, commissioned), submitted
    yield _nearest(submitted, done, commissioned), assured
    yield () if _dated(assured) else _nearest(submitted, done, commissioned), approved
    yield _nearest(approved, assured, submitted, done, commissioned), published
    yield _exception(record), published
    yield list(_used_again(pack, record)), published


def _report(pack: Pack, record: Record, context: Context) -> Pairs:
    assured = _assured(pack, record, context)
    yield assured, [Step("it is published", record.publish_on, record.at("publish_on"))]
    report = pack.report
    if isinstance(report, MonitoringReport) and _period_is_over(report, record):
        yield [Step("its period ended", report.period_to, report.at("period_to"))], assured


def _period_is_over(report: MonitoringReport, record: Record) -> bool:
    """A period that ends after publication is PS502's."""
    return (report.period_to or date.min) <= (record.publish_on or date.max)


def _dated(steps: Sequence[Step]) -> bool:
    return any(step.day for step in steps)


def _nearest(*groups: Sequence[Step]) -> Sequence[Step]:
    return next((steps for steps in groups if _dated(steps)), ())


def _consultation(record: Record, said: Consultation) -> tuple[Step, Step]:
    name, keys = f"consultation {said.index + 1}", ("consultation", said.index)
    return (
        Step(f"{name} opened", said.opened, record.at(*keys, "opened")),
        Step(f"{name} closed", said.closed, record.at(*keys, "closed")),
    )


def _consulted_and_assessed(pack: Pack, record: Record) -> Iterator[Step]:
    at = record.at("safety_and_health", "consulted")
    yield Step("safety and health were consulted", record.safety_and_health, at)
    if pack.eia and not _stands_outside(pack, pack.eia, record):
        yield _assessed(pack.eia)
    if pack.workbook:
        at = pack.workbook.at("completed_on")
        yield Step("the workbook was completed", pack.workbook.completed_on, at)


def _used_again(pack: Pack, record: Record) -> Iterator[Step]:
    """An earlier assessment stands outside the order, and yet is no work of days to come."""
    if pack.eia and _stands_outside(pack, pack.eia, record):
        yield _assessed(pack.eia)


def _assessed(eia: Eia) -> Step:
    return Step("the impact assessment was completed", eia.completed_on, eia.at("completed_on"))


def _stands_outside(pack: Pack, eia: Eia, record: Record) -> bool:
    earlier = eia.assessed_version is not None and eia.assessed_version < pack.version
    return earlier and record.change in USED_AGAIN


def _assured(pack: Pack, record: Record, context: Context) -> list[Step]:
    """The entries that count; history does not."""
    words = {word.index: word for word, _ in believed_words(record, signed_names(pack))}
    return [
        Step(
            f"the {context.settings.role_title(word.by or '')} assured it",
            word.date,
            record.at("quality_assurance", index, "date"),
        )
        for index, word in sorted(words.items())
    ]


def _approved(record: Record) -> list[Step]:
    approval = believed_approval(record)
    day = approval.date if approval else None
    return [Step("it was approved", day, record.at("approval", "date"))]


def _exception(record: Record) -> list[Step]:
    said = record.exception
    if said is None:
        return []
    dates = {"policy_unit_consulted": "the policy unit was consulted on the exception",
             "approved": "the exception was approved"}  # fmt: skip
    return [
        Step(what, getattr(said, key), record.at("exception", key)) for key, what in dates.items()
    ]
