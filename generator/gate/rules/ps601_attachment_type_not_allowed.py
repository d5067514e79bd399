"""PS601: a file of a kind that may not be attached."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location
from generator.gate.attached import ending, is_allowed
from generator.gate.context import Context
from generator.gate.named import shown
from generator.gate.rule import Problem, rule
from generator.model import Pack


@rule(
    "PS601",
    clause="none: the gate's own",
    role="policy developer",
    fix="save the file as one of the kinds that scheme.yml allows, such as pdf or csv",
)
def attachment_type_not_allowed(pack: Pack, context: Context) -> Iterator[Problem]:
    """A file in `attachments/` is of a kind that settings do not list.

    Why: only kinds that can be looked into may go out. The list stands in scheme.yml.
    Good: `attachments/map.png`
    Bad: `attachments/tool.exe`; `attachments/form.docm`; a file with no ending.
    """
    for attachment in pack.attachments:
        if not is_allowed(attachment, context.settings):
            kind = ending(attachment)
            wrong = f"ends in .{shown(kind)}, which is no kind of file that may be attached"
            message = wrong if kind else "has no ending that says what kind of file it is"
            allowed = ", ".join(context.settings.attachment_types)
            yield Problem(Location(attachment.path), message, f"save it as one of: {allowed}")
