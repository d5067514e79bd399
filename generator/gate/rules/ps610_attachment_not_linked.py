"""PS610: an attachment that no document links to."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location, Severity
from generator.gate.attached import attached, attachments
from generator.gate.context import Context
from generator.gate.rule import Problem, rule
from generator.model import Pack


@rule(
    "PS610",
    clause="none: the gate's own",
    role="policy developer",
    fix="link to it from a document of the pack, or take it out",
    severity=Severity.WARN,
)
def attachment_not_linked(pack: Pack, context: Context) -> Iterator[Problem]:
    """No document of the pack links to a file in `attachments/`, so it is never copied.

    A CSV beside a report that is not its `records:` is treated alike.

    Why: it was put there for readers, and none will ever see it.
    Good: `[the form](attachments/form.csv)`
    Bad: `attachments/form.csv`, and no link to it.
    """
    linked = attached(context.scheme, pack)
    for file in attachments(pack):
        if file.name not in linked:
            message = "is linked by no document of its pack, and is never copied"
            beside = "name it in the report's `records:`, or take it out"
            fix = "" if file in pack.attachments else beside
            yield Problem(Location(file.path), message, fix)
