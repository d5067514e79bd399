"""PS412: a policy in force that has not been impact assessed."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Severity
from generator.gate.context import Context
from generator.gate.rule import POLICIES, Problem, rule
from generator.gate.versions import is_in_force
from generator.model import Pack
from generator.months import in_words


@rule(
    "PS412",
    clause="SOPs, stage 3 note",
    role="policy lead",
    fix="complete the impact assessment and publish it with the policy",
    severity=Severity.WARN,
    kinds=POLICIES,
    after=True,
)
def exception_open(pack: Pack, context: Context) -> Iterator[Problem]:
    """The version in force was published under an exception, and has no impact assessment yet.

    Why: the assessment must follow as soon as reasonably practicable. The pages carry a banner, and
    every build says how long it has been.
    Good: `eia.md` in the pack, whether or not the record still holds the exception.
    Bad: an exception, and no `eia.md`.
    """
    record = pack.record
    if record and record.exception and "eia.md" not in pack.names and is_in_force(pack, context):
        yield Problem(pack.at("exception"), _message(pack, context))


def _message(pack: Pack, context: Context) -> str:
    days = (context.as_at - (pack.publish_on or context.as_at)).days
    message = f"has been in force unassessed for {days:,} day{'' if days == 1 else 's'}"
    due = pack.record.exception.assessment_due if pack.record and pack.record.exception else None
    if due is None:
        return message
    verb = "was" if due < context.as_at else "is"
    return f"{message}; the assessment {verb} due on {in_words(due)}"
