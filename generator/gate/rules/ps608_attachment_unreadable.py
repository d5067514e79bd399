"""PS608: an attachment that cannot be looked into."""

from __future__ import annotations

from collections.abc import Iterator

from generator.findings import Location
from generator.gate.attached import attached, ending, is_allowed
from generator.gate.context import Context
from generator.gate.rule import Problem, reading, rule
from generator.model import Pack

LOOKED_INTO = frozenset({"png", "gif", "txt", "csv"})


@rule(
    "PS608",
    clause="none: the gate's own",
    role="policy developer",
    fix="attach it as png, gif, txt or csv, or say in the text what it holds",
)
def attachment_unreadable(pack: Pack, context: Context) -> Iterator[Problem]:
    """An attachment cannot be opened and looked into, so nobody knows what it hides.

    Why: hidden sheets, comments and blacked-out words have gone out in files that looked clean.
    What cannot be looked into is not published.
    Good: `attachments/figures.csv`
    Bad: a file over the limit of size; a kind of file that this version cannot open.
    """
    yield from reading("PS608", pack)
    linked = attached(context.scheme, pack)
    for attachment in pack.attachments:
        unknown = ending(attachment) not in LOOKED_INTO and is_allowed(attachment, context.settings)
        if unknown and attachment.name in linked:
            message = (
                "is a kind of file that this version cannot look inside yet, so it may not go out"
            )
            yield Problem(Location(attachment.path), message)
