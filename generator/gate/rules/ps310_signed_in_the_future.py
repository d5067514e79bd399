"""PS310: a sign-off that bears a date yet to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.findings import Location
from generator.gate.context import Context
from generator.gate.rule import RECORDED, Problem, rule
from generator.model import Pack, Record
from generator.months import in_words


@rule(
    "PS310",
    clause="none: the gate's own",
    role="role that signed",
    fix="correct the date; nobody can sign on a day that has not come",
    kinds=RECORDED,
)
def signed_in_the_future(pack: Pack, context: Context) -> Iterator[Problem]:
    """A sign-off is dated later than the day on which the scheme is built.

    Why: a sign-off records that somebody has looked. One that bears a day yet to come was written
    down beforehand, or the date is a slip.
    Good: signed today, or before.
    Bad: an approval dated tomorrow.
    """
    for what, day, at, role in _signed(pack.record, context) if pack.record else ():
        if day and day > context.as_at:
            message = (
                f"has {what} dated {in_words(day)}, which is after today, {in_words(context.as_at)}"
            )
            yield Problem(at, message, role=role)


Signed = tuple[str, date | None, Location, str]


def _signed(record: Record, context: Context) -> Iterator[Signed]:
    """Yield what was signed, when, where it says so, and by which post."""
    for entry in record.quality_assurance:
        at = record.at("quality_assurance", entry.index, "date")
        yield "quality assurance", entry.date, at, context.settings.role_title(entry.by or "")
    if record.approval:
        yield "an approval", record.approval.date, record.at("approval", "date"), "policy lead"
    for name, decision in record.sop_publication.items():
        at = record.at("sop_publication", name, "date")
        yield f"a decision on the publication of {name}", decision.date, at, "policy owner"
    if record.exception:
        at = record.at("exception", "approved")
        yield "an exception", record.exception.approved, at, "policy lead"
